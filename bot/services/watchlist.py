"""What people mean to watch."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from bot.domain.title import Title

log = logging.getLogger(__name__)


class PlannedTitle(Protocol):
    """A title on a watchlist, by the name under which it was put there."""

    @property
    def title_id(self) -> str: ...

    @property
    def label(self) -> str: ...


class WatchlistRecords(Protocol):
    """The store of watchlists."""

    async def add(self, user_id: int, title: Title) -> bool: ...

    async def remove(self, user_id: int, title_id: str) -> bool: ...

    async def of(self, user_id: int) -> Sequence[PlannedTitle]: ...


class Watchlist:
    """Each person's watchlist. Everything is committed when a method returns; all raise StorageError."""

    def __init__(self, records: WatchlistRecords) -> None:
        self._records = records

    async def add(self, user_id: int, title: Title) -> bool:
        """Put a title on the person's list; False when it was there already."""
        added = await self._records.add(user_id, title)
        log.info("watchlist user=%d title=%s added=%s", user_id, title.title_id, added)
        return added

    async def remove(self, user_id: int, title_id: str) -> bool:
        """Take a title off the person's list; False when it was not on it."""
        removed = await self._records.remove(user_id, title_id)
        log.info("watchlist user=%d removed=%s", user_id, removed)
        return removed

    async def of(self, user_id: int) -> Sequence[PlannedTitle]:
        """Return the person's list, what was put there last first."""
        return await self._records.of(user_id)
