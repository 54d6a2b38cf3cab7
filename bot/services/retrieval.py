"""What a wish and a person's memory find in the catalogue: everything about an answer that needs no model."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Embedder, Memory, Recollection, SimilarPreference, Vectors
from bot.domain.prompt import MOST_PREFERENCES
from bot.domain.shortlist import Shortlist, Signals, rank
from bot.domain.sketch import nearest
from bot.domain.taste import rank_by_similarity, taste_for
from bot.domain.wish import Wish
from bot.services.library import Library
from bot.services.ports import Leanings, Opinion

log = logging.getLogger(__name__)

# A wish of plain words whose nearest title is no nearer than this means nothing to the catalogue.
FARTHEST_MEANING = 0.3
NOT_MADE_OUT = "I could not make out what you are after, so these are titles that many people like."


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The candidates for a wish, the verdicts that bear on it, and what there is to say of both."""

    shortlist: Shortlist
    preferences: tuple[SimilarPreference, ...]
    notices: tuple[str, ...]


class Retrieval:
    """Searches one library by words, by meaning and by its fields, for one memory of verdicts."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        memory: Memory,
        *,
        leanings: Leanings | None = None,
        opinion: Opinion | None = None,
    ) -> None:
        self._library = library
        self._embedder = embedder
        self._memory = memory
        self._leanings = leanings
        self._opinion = opinion

    async def retrieve(
        self, user_id: int, wish: Wish, size: int, at_least: int, excluded: Collection[str]
    ) -> Retrieved:
        """Return up to `size` candidates for a person's wish, at least `at_least` if there are as many.

        None is in `excluded`, and none was judged. Raises StorageError when what the person said cannot be read.
        """
        (vector, by_meaning), recollection, leanings = await asyncio.gather(
            self._embedded(wish), self._memory.recall(user_id), self._leanings_of(user_id)
        )
        return await asyncio.to_thread(
            self._ranked, wish, vector, recollection, leanings, size, at_least, excluded, by_meaning
        )

    async def _leanings_of(self, user_id: int) -> Mapping[str, float]:
        return {} if self._leanings is None else await self._leanings.of(user_id)

    async def _embedded(self, wish: Wish) -> tuple[Vectors | None, tuple[str, ...]]:
        """Return the wish's vector (None when nothing was asked), and a notice when it cannot be made."""
        if not wish.asked or self._library.vectors is None:
            return None, ()
        try:
            return (await self._embedder.embed([wish.asked]))[0], ()
        except EmbeddingsUnavailable as exc:
            # Words, fields and fame still answer; the operator reads why in the log and in `doctor`.
            log.warning("ranking without embeddings: %s", exc)
            return None, ("I searched by words only: the embedding model is not available.",)

    def _ranked(
        self,
        wish: Wish,
        vector: Vectors | None,
        recollection: Recollection,
        leanings: Mapping[str, float],
        size: int,
        at_least: int,
        excluded: Collection[str],
        notices: tuple[str, ...],
    ) -> Retrieved:
        library = self._library.holdings
        signals = Signals(
            words=library.words.scores(wish.topic) if wish.topic else None,
            meaning=None if vector is None else library.cosines(vector),
            community=self._community(recollection, len(library.titles)),
            unembedded=library.unembedded,
            sketch=library.sketch,
            vector=vector,
        )
        taste = replace(taste_for(recollection, vector), leanings=leanings)
        found = rank(
            library.facets,
            library.vectors,
            wish,
            taste,
            signals,
            size=size,
            at_least=at_least,
            excluded=excluded,
        )
        if _is_not_made_out(wish, signals, library.vectors):
            notices = (*notices, NOT_MADE_OUT)
        return Retrieved(found, _bearing_on(recollection, vector), (*found.notices, *notices))

    def _community(self, recollection: Recollection, titles: int) -> NDArray[np.float32] | None:
        scores = None if self._opinion is None else self._opinion.scores(recollection.verdicts)
        if scores is None or len(scores) == titles:
            return scores
        # Of titles that came after its model was made the community says nothing.
        padded = np.zeros(titles, dtype=np.float32)
        padded[: len(scores)] = scores[:titles]
        return padded


def _is_not_made_out(wish: Wish, signals: Signals, vectors: Vectors | None) -> bool:
    """Whether neither a rule nor the search by meaning found anything in the wish."""
    if not wish.is_words_only or not wish.text:
        return False
    if signals.meaning is not None and signals.vector is not None and vectors is not None:
        return nearest(signals.meaning, vectors, signals.vector) < FARTHEST_MEANING
    return bool(wish.asked) and (signals.words is None or not signals.words.any())


def _bearing_on(recollection: Recollection, vector: Vectors | None) -> tuple[SimilarPreference, ...]:
    """Return the verdicts to tell the model of: those nearest to the wish, or the newest."""
    if vector is not None and recollection.vectors.shape[1:] == vector.shape and np.any(recollection.vectors):
        return tuple(rank_by_similarity(recollection, vector, MOST_PREFERENCES))
    return tuple(SimilarPreference(verdict, 0.0) for verdict in recollection.verdicts[:MOST_PREFERENCES])
