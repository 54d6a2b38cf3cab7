"""Chroma at arm's length: opened and closed, called from worker threads, its errors in words."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from bot.domain.errors import StorageError

log = logging.getLogger(__name__)

PREFIX = "preferences-"

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
    where = url or str(folder)
    client = await _opening(where, _open_client, folder, url)
    try:
        yield await _opening(where, _collections, client, collection_name(model))
    finally:
        close = getattr(client, "close", None)
        if close is not None:
            await asyncio.to_thread(close)


@asynccontextmanager
async def open_collection(folder: Path, url: str | None, model: str) -> AsyncIterator[Any]:
    """Open only the collection of `model`. Raises StorageError with what to do."""
    async with open_collections(folder, url, model) as collections:
        yield collections.current


async def call(operation: Callable[..., T], **arguments: Any) -> T:
    """Run one of Chroma's calls in a worker thread: they block. Raises StorageError.

    A cancelled call is waited for: nothing may be closed under a thread that is still writing.
    """
    from chromadb.errors import ChromaError

    thread = asyncio.ensure_future(asyncio.to_thread(operation, **arguments))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        await asyncio.wait([thread])
        raise
    except (ChromaError, OSError, ValueError, httpx.HTTPError) as exc:
        raise StorageError("The memory of likes (Chroma) cannot be reached.") from exc


async def _opening(where: str, step: Callable[..., T], *arguments: Any) -> T:
    try:
        return await asyncio.to_thread(step, *arguments)
    except Exception as exc:  # Chroma's Rust core raises its own bare kinds, some not even exported
        log.warning("chroma cannot be opened at %s", where, exc_info=True)
        do = (
            "Check that the server at CHROMA_URL runs"
            if "://" in where
            else "It can be made anew: check that the folder may be written, or move it away and start again"
        )
        raise StorageError(f"The memory of likes (Chroma) cannot be opened at {where}. {do}.") from exc


def _open_client(folder: Path, url: str | None) -> Any:
    # Importing chromadb takes a second: only who needs it pays, and not on the event loop.
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if url is None:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    address = urlsplit(url)
    secure = address.scheme == "https"
    return chromadb.HttpClient(
        host=address.hostname or "",
        port=address.port or (443 if secure else 8000),
        ssl=secure,
        settings=quiet,
    )


def _collections(client: Any, name: str) -> Collections:
    # Chroma's own default would bring its own embedding model; the vectors are ours. Rows are read by id and
    # never through the graph, so the graph is kept as thin as can be: writing 30,000 rows took 18 s, not 71.
    current = client.get_or_create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_construction": 16, "max_neighbors": 4}},
    )
    earlier = [found for found in client.list_collections() if found.name.startswith(PREFIX)]
    return Collections(current, [found for found in earlier if found.name != name])
