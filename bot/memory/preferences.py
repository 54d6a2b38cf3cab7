"""What each person liked, as vectors in Chroma: an index of the relational store, rebuilt from it at any time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import numpy as np

from bot.domain.by_name import is_by_name
from bot.domain.errors import StorageError
from bot.domain.ports import Recollection, SimilarPreference, Vectors
from bot.domain.taste import rank_by_similarity
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.memory.chroma import call, open_collection, open_collections, with_clean_memory

__all__ = ["PreferenceMemory", "open_collection", "open_collections", "row_id", "text_of"]

log = logging.getLogger(__name__)

# Rows in one call that reads or deletes.
BATCH = 500
# Rows in one call that writes. Chroma's Rust core keeps the interpreter's lock meanwhile, thread or no thread:
# the event loop stands still for about 25 ms and 1 ms for each row.
ROWS_A_WRITE = 25
# Reading takes milliseconds. Whoever waits for an answer gets one without the vectors rather than none.
READ_SECONDS = 2.0


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
    """One row per person and title, read by id: a filter by metadata would cost time with everybody's likes.

    `collection` is Chroma's, for vectors of the embedder's model; `earlier` are those of models used before,
    in which nothing is looked up any more, but out of which everything must be forgotten too.
    Methods raise StorageError when Chroma fails, EmbeddingsUnavailable when a vector cannot be made.
    """

    def __init__(
        self,
        collection: Any,
        embedder: KeptEmbedder,
        verdicts: VerdictReader,
        find_title: TitleFinder,
        *,
        earlier: Sequence[Any] = (),
    ) -> None:
        self._collection = collection
        self._earlier = tuple(earlier)
        self._embedder = embedder
        self._verdicts = verdicts
        self._find_title = find_title
        self._writing = asyncio.Lock()

    async def remember(self, user_id: int, title: Title, verdict: VerdictKind, note: str = "") -> None:
        """Index one verdict that the relational store already holds."""
        known = [v for v in await self._verdicts.current(user_id) if v.title_id == title.title_id]
        at = known[0].at if known else datetime.fromtimestamp(0, UTC)
        said = Verdict(user_id, title.title_id, title.title, title.year, verdict, note, at)
        await self._upsert([said], {title.title_id: title})

    async def recall(self, user_id: int) -> Recollection:
        """Return everything this person said, newest first; a row of zeros where the index lacks one.

        Raises StorageError when the relational store cannot be read; without Chroma all rows are zeros.
        """
        verdicts = await self._verdicts.current(user_id)
        try:
            found = await self._read([row_id(user_id, verdict.title_id) for verdict in verdicts])
        except StorageError:
            # What was said still counts: no title comes twice, only the likeness to others is not known.
            log.warning("recalling without vectors user=%d", user_id, exc_info=True)
            found = {}
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
        await self._delete([row_id(user_id, title_id) for title_id in title_ids])

    async def forget(self, user_id: int) -> None:
        """Take everything of one person out of the index, whatever the relational store still holds of it."""
        async with self._writing:
            for collection in (self._collection, *self._earlier):
                await call(collection.delete, where={"user_id": user_id})

    async def count(self) -> int:
        """Return how many verdicts are indexed."""
        return await call(self._collection.count)

    async def index(self, verdicts: Sequence[Verdict]) -> None:
        """Bring the rows of these verdicts up to date, in batches."""
        for start in range(0, len(verdicts), BATCH):
            batch = verdicts[start : start + BATCH]
            titles = {verdict.title_id: self._find_title(verdict.title_id) for verdict in batch}
            await self._upsert(batch, titles)

    async def rebuild(self, pages: AsyncIterator[Sequence[Verdict]], turn: asyncio.Lock | None = None) -> int:
        """Index every verdict of `pages` and drop every row that none of them has; return how many there are.

        A row that says already what its verdict says is left alone. Each page is read and indexed while `turn`
        is held: who else changes the index under it never meets a page that is out of date.
        """
        turn = turn or asyncio.Lock()
        left = set((await call(self._collection.get, include=[]))["ids"])
        wanted = written = 0
        while True:
            async with turn:
                page = await anext(pages, None)
                if page is None:
                    dropped = await self._drop_stale(left)
                    break
                differing = await self._differing(page, left)
                await self.index(differing)
            left.difference_update(row_id(verdict.user_id, verdict.title_id) for verdict in page)
            wanted += len(page)
            written += len(differing)
        if written or dropped:
            log.warning("preferences rebuilt rows=%d written=%d stale=%d", wanted, written, dropped)
        return wanted

    async def _differing(self, verdicts: Sequence[Verdict], present: set[str]) -> list[Verdict]:
        """Return those of `verdicts` that have no row, or one that says something else."""
        ids = [row_id(verdict.user_id, verdict.title_id) for verdict in verdicts]
        known = [found for found in ids if found in present]
        rows: dict[str, Any] = {}
        if known:
            got = await call(self._collection.get, ids=known, include=["metadatas"])
            rows = dict(zip(got["ids"], got["metadatas"], strict=True))
        return [
            verdict
            for found, verdict in zip(ids, verdicts, strict=True)
            if rows.get(found) != _metadata(verdict)
        ]

    async def _drop_stale(self, ids: Iterable[str]) -> int:
        """Drop those of `ids` on which nobody has a verdict; return how many."""
        stale = set(ids)
        # Some may have been given anew since the pages were read.
        for user_id in {int(found.partition(":")[0]) for found in stale}:
            current = await self._verdicts.current(user_id)
            stale.difference_update(row_id(user_id, verdict.title_id) for verdict in current)
        await self._delete(list(stale))
        return len(stale)

    async def _upsert(self, verdicts: Sequence[Verdict], titles: Mapping[str, Title | None]) -> None:
        vectors = await self._vectors(verdicts, titles)
        for start in range(0, len(verdicts), ROWS_A_WRITE):
            began = time.perf_counter()
            some = verdicts[start : start + ROWS_A_WRITE]
            async with self._writing:
                await call(
                    with_clean_memory(self._collection.upsert),
                    ids=[row_id(verdict.user_id, verdict.title_id) for verdict in some],
                    embeddings=vectors[start : start + ROWS_A_WRITE],
                    metadatas=[_metadata(verdict) for verdict in some],
                )
            if start + ROWS_A_WRITE < len(verdicts):
                # Everybody else gets as much of the time as this.
                await asyncio.sleep(time.perf_counter() - began)

    async def _vectors(self, verdicts: Sequence[Verdict], titles: Mapping[str, Title | None]) -> Vectors:
        """Return one vector per verdict. Those of people's own words are not kept: a cache cannot forget."""
        texts = [text_of(verdict, titles[verdict.title_id]) for verdict in verdicts]
        own = [
            place for place, verdict in enumerate(verdicts) if verdict.note or is_by_name(verdict.title_id)
        ]
        plain = sorted(set(range(len(verdicts))).difference(own))
        parts = [
            await embed([texts[place] for place in places])
            for places, embed in ((own, self._embedder.embed), (plain, self._embedder.embed_kept))
            if places
        ]
        vectors = np.concatenate(parts)
        vectors[[*own, *plain]] = vectors.copy()
        return vectors

    async def _delete(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), BATCH):
            async with self._writing:
                for collection in (self._collection, *self._earlier):
                    await call(collection.delete, ids=list(ids[start : start + BATCH]))

    async def _read(self, ids: Sequence[str]) -> dict[str, Vectors]:
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), BATCH):
            rows = await call(
                self._collection.get,
                patience=READ_SECONDS,
                ids=list(ids[start : start + BATCH]),
                include=["embeddings"],
            )
            found.update(zip(rows["ids"], np.asarray(rows["embeddings"], dtype=np.float32), strict=True))
        return found


def _metadata(verdict: Verdict) -> dict[str, Any]:
    # Nothing that somebody wrote: what is deleted from Chroma stays readable in its file for a long time.
    return {
        "user_id": verdict.user_id,
        "title_id": verdict.title_id,
        "verdict": str(verdict.kind),
        "at": verdict.at.timestamp(),
    }
