"""Takes in, while the bot runs, the titles that others store: an import, a sync, another bot on the same store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.errors import StorageError
from bot.domain.title import Title
from bot.services.library import Library

log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0
RETRY_SECONDS = 60.0
# Titles taken in together: the library is busy for a second or two with so many.
TAKEN_AT_ONCE = 2000
# Between two such portions requests have the processor for themselves.
REST_SECONDS = 0.5
# After so many titles the library counts as grown anew; what is done then costs a tenth of a second.
MANY_TITLES = 5000

# When a title was stored, then its id.
Place = tuple[datetime, str]
# Returns stored titles as they are in the catalogue, beside those that are shipped. Raises StorageError.
Settle = Callable[[Sequence[Title]], Awaitable[Sequence[Title]]]
# Called when the library has come level with news. Raises StorageError.
IsLevel = Callable[[], Awaitable[None]]


class StoredTitles(Protocol):
    """The store of titles. Methods raise StorageError."""

    async def stored_after(self, place: Place, most: int) -> tuple[list[Title], Place]:
        """Return the titles stored first after `place`, and the place behind them."""
        ...


class TitleFollower:
    """Keeps the library level with the store. Titles that are gone from there stay until the next start.

    `since` is when the library was read, or somewhat earlier: what it has already is passed over. `has_grown` is
    called each time it has taken in some thousand titles since the last.
    """

    def __init__(
        self,
        library: Library,
        store: StoredTitles,
        settle: Settle,
        since: datetime,
        *,
        is_level: IsLevel | None = None,
        has_grown: Callable[[], None] | None = None,
        look_seconds: float | None = None,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._library = library
        self._store = store
        self._settle = settle
        self._place: Place = (since, "")
        self._is_level = is_level
        self._has_grown = has_grown
        self._taken_in = 0
        self._look_seconds = LOOK_SECONDS if look_seconds is None else look_seconds
        self._retry_seconds = retry_seconds

    async def run(self) -> None:
        """Follow for ever; what fails is tried again. Cancel to stop."""
        is_failing = False
        while True:
            try:
                is_more = await self.take_in()
            except StorageError as exc:
                if not is_failing:  # once is enough: it may last
                    log.warning("titles that were stored lately cannot be read: %s", exc)
                is_failing = True
                await asyncio.sleep(self._retry_seconds)
                continue
            is_failing = False
            await asyncio.sleep(REST_SECONDS if is_more else self._look_seconds)

    async def take_in(self) -> bool:
        """Take in the next titles that were stored; say whether there may be more. Raises StorageError."""
        stored, behind = await self._store.stored_after(self._place, TAKEN_AT_ONCE)
        if stored:
            settled = await self._settle(stored)
            changed = [title for title in settled if self._library.get(title.title_id) != title]
            if changed:
                before = len(self._library.titles)
                await asyncio.to_thread(self._library.add, changed)
                added = len(self._library.titles) - before
                log.info("titles taken in added=%d renewed=%d", added, len(changed) - added)
                self._count(len(changed))
        is_more = len(stored) == TAKEN_AT_ONCE
        if stored and not is_more and self._is_level is not None:
            await self._is_level()
        self._place = behind
        return is_more

    def _count(self, taken_in: int) -> None:
        self._taken_in += taken_in
        if self._taken_in >= MANY_TITLES:
            self._taken_in = 0
            if self._has_grown is not None:
                self._has_grown()
