"""Chroma at arm's length: opened and closed, called from worker threads, its errors in words."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from bot.domain.errors import StorageError
from bot.memory.clean_heap import clean_heap

log = logging.getLogger(__name__)

PREFIX = "preferences-"
# How long another process that opens the same folder is waited for.
OPENING_SECONDS = 30.0
# Threads of its own: a Chroma that hangs must not hold those on which everything else waits its turn.
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="chroma")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Collections:
    """Everyone's likes, as vectors of the `current` model and as left over from `earlier` ones."""

    current: Any
    earlier: Sequence[Any]


def collection_name(model: str) -> str:
    """Return the name of the collection that holds vectors of `model` and of no other."""
    slug = re.sub(r"[^a-zA-Z0-9]+", "-", model).strip("-")[:40]
    # The slug is for people; what keeps `a:b` and `a-b` apart is the hash.
    return f"{PREFIX}{slug}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"


@asynccontextmanager
async def open_collections(folder: Path, url: str | None, model: str) -> AsyncIterator[Collections]:
    """Open the collections of everyone's likes: embedded under `folder`, or on the Chroma server at `url`.

    Vectors of different models never share a collection. Raises StorageError with what to do.
    """
    try:
        client, collections = await asyncio.to_thread(_open, folder, url, collection_name(model))
    except Exception as exc:  # Chroma's Rust core raises its own bare kinds, some not even exported
        where = url or str(folder)
        log.warning("chroma cannot be opened at %s", where, exc_info=True)
        do = (
            "Check that the server at CHROMA_URL runs"
            if url
            else "It can be made anew: check that the folder may be written, or move it away and start again"
        )
        raise StorageError(f"The memory of likes (Chroma) cannot be opened at {where}. {do}.") from exc
    try:
        yield collections
    finally:
        await asyncio.to_thread(client.close)


@asynccontextmanager
async def open_collection(folder: Path, url: str | None, model: str) -> AsyncIterator[Any]:
    """Open only the collection of `model`. Raises StorageError with what to do."""
    async with open_collections(folder, url, model) as collections:
        yield collections.current


async def call(operation: Callable[..., T], *, patience: float | None = None, **arguments: Any) -> T:
    """Run one of Chroma's calls in a worker thread: they block. Raises StorageError.

    A cancelled call is waited for: nothing may be closed under a thread that is still writing. What only reads can
    have a `patience` in seconds, after which it is given up: Chroma's own client waits for its server for ever.
    """
    from chromadb.errors import ChromaError

    loop = asyncio.get_running_loop()
    thread = loop.run_in_executor(_THREADS, partial(operation, **arguments))
    try:
        done, _ = await asyncio.wait([thread], timeout=patience)
        if not done:
            thread.cancel()  # what has not begun by then never does
            raise StorageError("The memory of likes (Chroma) does not answer.")
        return thread.result()
    except asyncio.CancelledError:
        await asyncio.wait([thread], timeout=patience)
        raise
    except (ChromaError, OSError, ValueError, httpx.HTTPError) as exc:
        raise StorageError("The memory of likes (Chroma) cannot be reached.") from exc


def with_clean_memory(upsert: Callable[..., T]) -> Callable[..., T]:
    """Return the same to be called: of a collection it is the first upsert that makes the files of Chroma's index."""

    def upsert_with_clean_memory(**arguments: Any) -> T:
        with clean_heap():
            return upsert(**arguments)

    return upsert_with_clean_memory


def _open(folder: Path, url: str | None, name: str) -> tuple[Any, Collections]:
    # Importing chromadb takes a second: only who needs it pays, and not on the event loop.
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        with _alone_in(folder):
            client: Any = chromadb.PersistentClient(path=str(folder), settings=quiet)
            return client, _collections(client, name)
    address = urlsplit(url)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    client = chromadb.HttpClient(host=address.hostname or "", port=port, ssl=secure, settings=quiet)
    return client, _collections(client, name)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes out meanwhile: two that make Chroma's tables at once get in each other's way.

    SQLite's lock on an empty file does that on every system, and ends with the process whatever happens.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(
        sqlite3.connect(folder / "opening.lock", timeout=OPENING_SECONDS, isolation_level=None)
    ) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _collections(client: Any, name: str) -> Collections:
    try:
        # Chroma's own default would bring its own embedding model; the vectors are ours. Rows are read by id,
        # never through the graph, so it is kept as thin as can be: writing 30,000 rows took 18 s, not 71.
        current = client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": 16, "max_neighbors": 4}},
        )
        found = [other for other in client.list_collections() if other.name.startswith(PREFIX)]
    except BaseException:
        client.close()
        raise
    return Collections(current, [other for other in found if other.name != name])
