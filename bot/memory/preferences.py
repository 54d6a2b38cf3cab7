"""What each person liked, as vectors in Chroma: an index of the relational store, rebuilt from it at any time."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from bot.domain.errors import StorageError
from bot.domain.ports import Recollection, SimilarPreference, Vectors
from bot.domain.taste import rank_by_similarity
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind

log = logging.getLogger(__name__)

# Rows in one call: enough to make a write's fixed 30 ms cheap, few enough for SQLite's variables.
BATCH = 2_000

T = TypeVar("T")


class KeptEmbedder(Protocol):
    """An embedder that can keep what it made."""

    @property
    def name(self) -> str: ...

    async def embed(self, texts: Sequence[str]) -> Vectors: ...

    async def embed_kept(self, texts: Sequence[str]) -> Vectors: ...


class VerdictReader(Protocol):
    """The relational store, as far as the index needs it."""

    async def current(self, user_id: int) -> list[Verdict]: ...


TitleFinder = Callable[[str], Title | None]


def text_of(verdict: Verdict, title: Title | None) -> str:
    """Return the text that stands for a verdict: the title's own, and what the person said of it."""
    document = title.document if title is not None else f"{verdict.label}."
    return f"{document} {verdict.note}".strip()


def row_id(user_id: int, title_id: str) -> str:
    """Return the id of a verdict's row, derivable from what it is about."""
    return f"{user_id}:{title_id}"


class PreferenceMemory:
    """One row per person and title, read by id: a filter by metadata would cost time with everybody's likes."""

    def __init__(
        self, collection: Any, embedder: KeptEmbedder, verdicts: VerdictReader, find_title: TitleFinder
    ) -> None:
        self._collection = collection
        self._embedder = embedder
        self._verdicts = verdicts
        self._find_title = find_title
        self._writing = asyncio.Lock()

    async def remember(self, user_id: int, title: Title, verdict: VerdictKind, note: str = "") -> None:
        """Index one verdict that the relational store already holds. Raises StorageError, EmbeddingsUnavailable."""
        known = [v for v in await self._verdicts.current(user_id) if v.title_id == title.title_id]
        at = known[0].at.timestamp() if known else 0.0
        document = f"{title.document} {note}".strip()
        vectors = await self._embedder.embed_kept([document])
        row = {
            "user_id": user_id,
            "title_id": title.title_id,
            "verdict": str(verdict),
            "note": note,
            "at": at,
        }
        async with self._writing:
            await self._call(
                self._collection.upsert,
                ids=[row_id(user_id, title.title_id)],
                embeddings=vectors,
                metadatas=[row],
            )

    async def recall(self, user_id: int) -> Recollection:
        """Return everything this person said, newest first; a row of zeros where the index lacks one."""
        verdicts = await self._verdicts.current(user_id)
        found = await self._read([row_id(user_id, verdict.title_id) for verdict in verdicts])
        size = len(next(iter(found.values()))) if found else 1
        vectors = np.zeros((len(verdicts), size), dtype=np.float32)
        for i, verdict in enumerate(verdicts):
            vector = found.get(row_id(user_id, verdict.title_id))
            if vector is not None:
                vectors[i] = vector
        return Recollection(tuple(verdicts), vectors)

    async def similar(self, user_id: int, text: str, limit: int) -> list[SimilarPreference]:
        """Return the person's verdicts nearest to `text`, nearest first."""
        recollection = await self.recall(user_id)
        if not recollection.verdicts or not np.any(recollection.vectors):
            return []
        vector = (await self._embedder.embed([text]))[0]
        return rank_by_similarity(recollection, vector, limit)

    async def drop(self, user_id: int, title_ids: Sequence[str]) -> None:
        """Take these titles of one person out of the index; absent ones do no harm."""
        for start in range(0, len(title_ids), BATCH):
            ids = [row_id(user_id, title_id) for title_id in title_ids[start : start + BATCH]]
            async with self._writing:
                await self._call(self._collection.delete, ids=ids)

    async def forget(self, user_id: int) -> None:
        """Take everything of one person out of the index, whatever the relational store still holds of it."""
        async with self._writing:
            await self._call(self._collection.delete, where={"user_id": user_id})

    async def count(self) -> int:
        """Return how many verdicts are indexed."""
        return await self._call(self._collection.count)

    async def index(self, verdicts: Sequence[Verdict]) -> None:
        """Bring the rows of these verdicts up to date, in batches."""
        for start in range(0, len(verdicts), BATCH):
            batch = verdicts[start : start + BATCH]
            texts = [text_of(verdict, self._find_title(verdict.title_id)) for verdict in batch]
            vectors = await self._embedder.embed_kept(texts)
            async with self._writing:
                await self._call(
                    self._collection.upsert,
                    ids=[row_id(verdict.user_id, verdict.title_id) for verdict in batch],
                    embeddings=vectors,
                    metadatas=[_metadata(verdict) for verdict in batch],
                )

    async def rebuild(self, pages: AsyncIterator[Sequence[Verdict]]) -> int:
        """Index every verdict of `pages` and drop every row that none of them has; return how many there are."""
        wanted: set[str] = set()
        async for page in pages:
            await self.index(page)
            wanted.update(row_id(verdict.user_id, verdict.title_id) for verdict in page)
        present = await self._call(self._collection.get, include=[])
        stale = [found for found in present["ids"] if found not in wanted]
        for start in range(0, len(stale), BATCH):
            async with self._writing:
                await self._call(self._collection.delete, ids=stale[start : start + BATCH])
        log.info("preferences rebuilt rows=%d stale=%d", len(wanted), len(stale))
        return len(wanted)

    async def _read(self, ids: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), BATCH):
            rows = await self._call(
                self._collection.get, ids=list(ids[start : start + BATCH]), include=["embeddings"]
            )
            found.update(zip(rows["ids"], np.asarray(rows["embeddings"], dtype=np.float32), strict=True))
        return found

    @staticmethod
    async def _call(operation: Callable[..., T], **arguments: Any) -> T:
        """Run one of Chroma's calls in a worker thread: they block."""
        from chromadb.errors import ChromaError

        try:
            return await asyncio.to_thread(operation, **arguments)
        except (ChromaError, OSError, ValueError) as exc:
            raise StorageError("The memory of likes (Chroma) cannot be reached.") from exc


def _metadata(verdict: Verdict) -> dict[str, Any]:
    return {
        "user_id": verdict.user_id,
        "title_id": verdict.title_id,
        "verdict": str(verdict.kind),
        "note": verdict.note,
        "at": verdict.at.timestamp(),
    }


@asynccontextmanager
async def open_collection(folder: Path, url: str | None, model: str) -> AsyncIterator[Any]:
    """Open the collection of everyone's likes: embedded under `folder`, or on the Chroma server at `url`.

    Vectors of different models never share a collection. Raises StorageError.
    """
    client = await asyncio.to_thread(_open_client, folder, url)
    name = "preferences-" + re.sub(r"[^a-zA-Z0-9-]+", "-", model).strip("-")[:48]
    try:
        # Chroma's own default would bring its own embedding model; the vectors are ours.
        yield await asyncio.to_thread(
            client.get_or_create_collection,
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
        )
    finally:
        close = getattr(client, "close", None)
        if close is not None:
            await asyncio.to_thread(close)


def _open_client(folder: Path, url: str | None) -> Any:
    # Importing chromadb takes a second: only who needs it pays, and not on the event loop.
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    try:
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path=str(folder), settings=quiet)
        host, _, port = url.split("://", 1)[1].partition(":")
        secure = url.startswith("https://")
        return chromadb.HttpClient(
            host=host, port=int(port or (443 if secure else 8000)), ssl=secure, settings=quiet
        )
    except Exception as exc:  # Chroma's Rust core raises its own bare kinds, some not even exported
        log.exception("chroma cannot be opened")
        where = url or str(folder)
        raise StorageError(f"The memory of likes (Chroma) cannot be opened at {where}.") from exc
