"""A memory for one request: what was said on the command line, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.domain.ports import Embedder, Recollection
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.memory.preferences import text_of


class FleetingMemory:
    """Holds a few verdicts for as long as the object lives."""

    def __init__(self, embedder: Embedder, verdicts: Sequence[tuple[Verdict, Title]]) -> None:
        self._embedder = embedder
        self._verdicts = tuple(verdicts)

    async def recall(self, user_id: int) -> Recollection:
        """Return what was said, with vectors; whose it is does not matter."""
        if not self._verdicts:
            return Recollection((), np.zeros((0, 1), dtype=np.float32))
        vectors = await self._embedder.embed([text_of(verdict, title) for verdict, title in self._verdicts])
        return Recollection(tuple(verdict for verdict, _ in self._verdicts), vectors)
