"""A memory for one request: what was said on the command line, kept nowhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Embedder, Recollection, Vectors
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.memory.preferences import text_of

log = logging.getLogger(__name__)


class FleetingMemory:
    """Holds a few verdicts for as long as the object lives."""

    def __init__(self, embedder: Embedder, verdicts: Sequence[tuple[Verdict, Title]]) -> None:
        self._embedder = embedder
        # As in the store, the latest word on a title is the one that counts.
        self._verdicts = tuple({title.title_id: (verdict, title) for verdict, title in verdicts}.values())
        self._vectors: Vectors | None = None

    async def recall(self, user_id: int) -> Recollection:
        """Return what was said, with vectors (zeros without an embedding model); whose it is does not matter."""
        said = tuple(verdict for verdict, _ in self._verdicts)
        nothing = np.zeros((len(said), 1), dtype=np.float32)
        if not said:
            return Recollection((), nothing)
        if self._vectors is None:
            texts = [text_of(verdict, title) for verdict, title in self._verdicts]
            try:
                self._vectors = await self._embedder.embed(texts)
            except EmbeddingsUnavailable as exc:
                # What was said still counts: none of these titles is recommended.
                log.warning("recalling without vectors: %s", exc)
                return Recollection(said, nothing)
        return Recollection(said, self._vectors)
