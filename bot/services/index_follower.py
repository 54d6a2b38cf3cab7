"""Keeps Chroma level with the relational store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.domain.errors import EmbeddingsUnavailable, StorageError
from bot.services.ports import ChangeBox, PendingChange, PreferenceIndex, Verdicts

log = logging.getLogger(__name__)

# Changes followed between two moments at which somebody else may have a turn.
BATCH = 100
EVERY_CHANGE = 2**31 - 1
RETRY_SECONDS = 30.0


class IndexFollower:
    """Keeps Chroma level with the relational store by way of the outbox, one batch of changes after the other.

    Whatever reads the store and then writes the index does both in one turn, so that what is forgotten in
    between cannot come back: the forgetting waits for the turn to end, and then drops what was written.
    """

    def __init__(
        self,
        verdicts: Verdicts,
        box: ChangeBox,
        index: PreferenceIndex,
        *,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._verdicts = verdicts
        self._box = box
        self._index = index
        self._retry_seconds = retry_seconds
        self._news = asyncio.Event()
        self._turn = asyncio.Lock()

    def wake(self) -> None:
        """Say that something changed."""
        self._news.set()

    async def run(self) -> None:
        """Bring the index level, then follow for ever; what fails is tried again later. Cancel to stop."""
        level = False
        while True:
            self._news.clear()
            try:
                if not level:
                    await self.bring_level()
                    level = True
                await self.catch_up()
            except (StorageError, EmbeddingsUnavailable) as exc:
                log.warning("the memory of likes lags behind, trying again: %s", exc)
                await asyncio.sleep(self._retry_seconds)
            else:
                await self._news.wait()

    async def catch_up(self) -> int:
        """Follow every change there is now; return how many. Raises StorageError, EmbeddingsUnavailable."""
        followed = 0
        while True:
            async with self._turn:
                pending = await self._box.pending(BATCH)
                if not pending:
                    return followed
                # What is to go goes first: it needs no embedding model, which may be out of reach.
                await self._drop([change for change in pending if change.verdict is None])
                kept = [change for change in pending if change.verdict is not None]
                await self._index.index([change.verdict for change in kept if change.verdict is not None])
                await self._box.done(kept)
            followed += len(pending)

    async def bring_level(self) -> None:
        """Follow what was left over, and put every row right that is missing, stale or says something else.

        All rows are compared: equal numbers prove nothing, and only what differs is written.
        Raises StorageError, EmbeddingsUnavailable.
        """
        await self.catch_up()
        await self._index.rebuild(self._verdicts.pages(BATCH), self._turn)

    async def forget(self, user_id: int) -> None:
        """Take everything of a person, whose rows are deleted by now, out of the index. Raises StorageError."""
        async with self._turn:
            await self._index.forget(user_id)
            changes = await self._box.pending(EVERY_CHANGE)
            await self._drop([item for item in changes if item.user_id == user_id and item.verdict is None])

    async def _drop(self, changes: Sequence[PendingChange]) -> None:
        dropped: dict[int, list[str]] = {}
        for change in changes:
            dropped.setdefault(change.user_id, []).append(change.title_id)
        for user_id, title_ids in dropped.items():
            await self._index.drop(user_id, title_ids)
        await self._box.done(changes)
