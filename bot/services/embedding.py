"""The titles' vectors: those that are kept are read, a few are made at once, the rest while the bot runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.services.library import Library
from bot.services.ports import KeepingEmbedder

log = logging.getLogger(__name__)

Report = Callable[[int, int], None]
Rows = NDArray[np.intp]

# Titles read, or embedded, between two moments at which somebody else may have a turn, or is told how far it is.
READ_AT_ONCE = 2000
EMBEDDED_AT_ONCE = 128
# Embedding that takes longer than reading vectors from the store does is told of.
NOTICEABLE_SECONDS = 2.0
# So many missing vectors are made at the start, if they can be in so many seconds.
FEW, QUICK_SECONDS, QUICK_PORTION = 128, 2.5, 16
# Vectors taken in together while the bot runs, and how many are made between two lines of the log.
TAKEN_AT_ONCE = 32
TOLD_EVERY = 2048
# For each second of work the background rests so long: the processor is for the language model first.
REST_SHARE = 0.25
LOOK_SECONDS = 5.0
RETRY_SECONDS = 60.0


async def vectors_of(
    titles: Sequence[Title], embedder: KeepingEmbedder, progress: Report | None = None
) -> Vectors | None:
    """Return one unit vector per title, shape (n, d), made once and kept; None without an embedding model.

    The best known titles are made first, so that an end in the middle leaves the most useful ones. `progress` is told
    how many are there, and of how many, once it is clear that it takes time.
    """
    vectors = await _kept(titles, embedder)
    missing = _missing(titles, vectors)
    began = time.monotonic()
    try:
        for start in range(0, len(missing), EMBEDDED_AT_ONCE):
            vectors = await _made(titles, missing[start : start + EMBEDDED_AT_ONCE], embedder, vectors)
            if time.monotonic() - began > NOTICEABLE_SECONDS:
                done = len(titles) - max(0, len(missing) - start - EMBEDDED_AT_ONCE)
                log.info("embedding the titles, this once done=%d of=%d", done, len(titles))
                if progress is not None:
                    progress(done, len(titles))
    except EmbeddingsUnavailable as exc:
        log.warning("searching by words only: %s", exc)
        if progress is not None:
            progress(len(titles), len(titles))
        return None
    return vectors


async def vectors_at_start(titles: Sequence[Title], embedder: KeepingEmbedder) -> Vectors | None:
    """Return the vectors there are, zeros for titles that wait for theirs; None while there is none at all.

    A few that are missing are made now, and so are the first ones of a model that has made none yet.
    """
    vectors = await _kept(titles, embedder)
    missing = _missing(titles, vectors)
    if len(missing) > FEW and vectors is not None:
        return vectors
    began = time.monotonic()
    try:
        for start in range(0, len(missing), QUICK_PORTION):
            if time.monotonic() - began > QUICK_SECONDS:
                break
            vectors = await _made(titles, missing[start : start + QUICK_PORTION], embedder, vectors)
    except EmbeddingsUnavailable as exc:
        log.warning("searching by words only: %s", exc)
    return vectors


async def _kept(titles: Sequence[Title], embedder: KeepingEmbedder) -> Vectors | None:
    vectors: Vectors | None = None
    for start in range(0, len(titles), READ_AT_ONCE):
        texts = [title.document for title in titles[start : start + READ_AT_ONCE]]
        found = await embedder.kept(texts)
        if found is not None:
            if vectors is None:
                vectors = np.zeros((len(titles), found.shape[1]), dtype=np.float32)
            vectors[start : start + len(texts)] = found
    return vectors


def _missing(titles: Sequence[Title], vectors: Vectors | None) -> Rows:
    """Return the rows without a vector, the best known titles first."""
    rows = np.arange(len(titles))
    if vectors is not None:
        rows = rows[np.einsum("nd,nd->n", vectors, vectors) == 0]
    return rows[np.argsort([-titles[row].fame for row in rows.tolist()], kind="stable")]


async def _made(
    titles: Sequence[Title], rows: Rows, embedder: KeepingEmbedder, vectors: Vectors | None
) -> Vectors:
    made = await embedder.embed_kept([titles[row].document for row in rows])
    if vectors is None:
        vectors = np.zeros((len(titles), made.shape[1]), dtype=np.float32)
    vectors[rows] = made
    return vectors


class VectorFollower:
    """Makes the vectors that titles of the library lack, while the bot runs.

    `at_once` texts are given to the embedder together: a request's own text waits no longer than those take.
    """

    def __init__(
        self,
        library: Library,
        embedder: KeepingEmbedder,
        *,
        at_once: int = 1,
        look_seconds: float = LOOK_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._at_once = at_once
        self._look_seconds = look_seconds
        self._retry_seconds = retry_seconds
        self._made = 0

    async def run(self) -> None:
        """Follow for ever; what fails is tried again. Cancel to stop: what was made until then is kept."""
        is_failing = False
        while True:
            try:
                made = await self.make_some()
            except EmbeddingsUnavailable as exc:
                if not is_failing:  # once is enough: it may last for days
                    log.warning("titles wait for their vectors: %s", exc)
                is_failing = True
                await asyncio.sleep(self._retry_seconds)
                continue
            is_failing = False
            if not made:
                await asyncio.sleep(self._look_seconds)

    async def make_some(self) -> int:
        """Make the vectors of the best known titles that have none; return how many. Raises EmbeddingsUnavailable."""
        holdings = self._library.holdings
        rows = np.flatnonzero(~holdings.embedded)
        if not len(rows):
            return 0
        left = len(rows)
        rows = rows[np.argsort(-holdings.facets.fame[rows], kind="stable")[:TAKEN_AT_ONCE]]
        texts = [holdings.titles[row].document for row in rows]
        parts: list[Vectors] = []
        try:
            for start in range(0, len(texts), self._at_once):
                began = time.monotonic()
                parts.append(await self._embedder.embed(texts[start : start + self._at_once]))
                await asyncio.sleep(REST_SHARE * (time.monotonic() - began))
        finally:
            if parts:  # also where it fails or ends in the middle
                vectors = np.concatenate(parts)
                await self._take_in(holdings.titles, rows[: len(vectors)], texts[: len(vectors)], vectors)
        before, self._made = self._made, self._made + len(rows)
        if left == len(rows) or self._made // TOLD_EVERY != before // TOLD_EVERY:
            log.info("vectors made in the background done=%d left=%d", self._made, left - len(rows))
        return len(rows)

    async def _take_in(
        self, titles: Sequence[Title], rows: Rows, texts: Sequence[str], vectors: Vectors
    ) -> None:
        await self._embedder.keep(texts, vectors)
        newest = self._library.holdings.titles
        # A title that has changed meanwhile waits for the vector of its new text.
        same = [place for place, row in enumerate(rows) if newest[row] is titles[row]]
        await asyncio.to_thread(self._library.embed, rows[same].tolist(), vectors[same])
