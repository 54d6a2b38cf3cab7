"""Fetches the best-known titles of a source: first which they are, then their details.

Both are committed in portions, so that an end at any moment loses seconds of work, and the next time goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.domain.errors import SourceLacks, SourceUnavailable
from bot.domain.title import Kind, Title
from bot.domain.title_source import Entry, Number, Page

log = logging.getLogger(__name__)

# What was asked for within so many days is fresh; which titles are the best known hardly changes within one.
FRESH = timedelta(days=30)
LISTS_FRESH = timedelta(days=1)
# TMDB lets nobody keep what is older than six months. Whoever syncs every few months has everything renewed in time.
OVERDUE = timedelta(days=60)
ENTRIES_ON_A_PAGE = 20
PAGES_AT_ONCE = 8
WORKERS = 8
PORTION = 200
# So many failures without one success between them: it is not the titles.
MOST_FAILURES = 10
FIRST_YEAR = 1870

Report = Callable[[int, int], None]
T = TypeVar("T")


class TitleSource(Protocol):
    """Where titles come from. Methods raise TitleSourceError."""

    async def best_known(
        self, kind: Kind, page: int, *, at_most: int | None = None, at_least: int | None = None, year: int = 0
    ) -> Page: ...

    async def details(self, kind: Kind, tmdb_id: int) -> Title: ...


class SyncRecords(Protocol):
    """What is kept of how far it has come. Methods raise StorageError."""

    async def listed(self, since: datetime) -> dict[Number, int]: ...

    async def keep_listed(self, votes: Mapping[Number, int]) -> None: ...

    async def asked(self, since: datetime) -> set[Number]: ...

    async def asked_before(self, before: datetime) -> set[Number]: ...

    async def keep_asked(self, numbers: Sequence[Number]) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many of the best known: of both kinds together (`top`), or of each."""

    top: int = 0
    films: int = 0
    series: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return self.top or self.films + self.series


@dataclass(slots=True)
class Tally:
    """What has come of the titles that were asked for."""

    fetched: int = 0
    left_out: int = 0
    failed: int = 0


@dataclass(slots=True)
class _Portion:
    """Titles that were fetched and are not kept yet, and the numbers that need not be asked for again."""

    titles: list[Title] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)


class CatalogueSync:
    """One run. `keep` commits a portion of titles; `last_page` is the last that the source shows of a list."""

    def __init__(
        self,
        source: TitleSource,
        records: SyncRecords,
        keep: Callable[[Sequence[Title]], Awaitable[None]],
        *,
        last_page: int = 500,
        portion: int = PORTION,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._source = source
        self._records = records
        self._keep = keep
        self._last_page = last_page
        self._portion = portion
        self._clock = clock
        self._failures_in_a_row = 0
        self.tally = Tally()

    async def best_known(self, wanted: Wanted, report: Report) -> list[Number]:
        """Return which titles are the best known, best first; `report` is told how many are known, of how many.

        Raises TitleSourceError and StorageError; what was listed until then is kept.
        """
        votes = await self._records.listed(self._clock() - LISTS_FRESH)
        walks = {kind: _Walk(self._source, kind, votes, self._last_page, self._clock().year) for kind in Kind}
        while True:
            known = _count_known(wanted, votes, walks)
            report(min(known, wanted.total), wanted.total)
            missing = wanted.total - known
            kind = _next_kind(wanted, votes, walks)
            if missing <= 0 or kind is None:
                return _chosen(wanted, votes)
            entries = await walks[kind].on(-(-missing // ENTRIES_ON_A_PAGE))
            found = {entry.number: entry.votes for entry in entries}
            await self._records.keep_listed(found)
            votes |= found

    async def stale(self, numbers: Sequence[Number]) -> list[Number]:
        """Return those of `numbers` that were not asked for lately, in their order."""
        fresh = await self._records.asked(self._clock() - FRESH)
        return [number for number in numbers if number not in fresh]

    async def overdue(self, beside: Sequence[Number]) -> list[Number]:
        """Return what was fetched long ago, also on the spot, and would stay so old: all but what is `beside` them."""
        old = await self._records.asked_before(self._clock() - OVERDUE)
        return sorted(old.difference(beside))

    async def fetch(self, numbers: Sequence[Number], report: Report) -> None:
        """Fetch and keep these titles, in portions; `tally` counts them.

        Raises TitleSourceError when the source is out of order, not when single titles are; and StorageError.
        """
        for start in range(0, len(numbers), self._portion):
            portion = _Portion()
            queue = iter(numbers[start : start + self._portion])
            try:
                await _together([self._work(queue, portion, report, len(numbers)) for _ in range(WORKERS)])
            finally:
                # Also what came before somebody interrupted it, or before it broke.
                await self._commit(portion)

    async def _work(self, queue: Iterator[Number], portion: _Portion, report: Report, total: int) -> None:
        tally = self.tally
        for number in queue:
            try:
                portion.titles.append(await self._source.details(*number))
            except SourceLacks:
                tally.left_out += 1
                portion.numbers.append(number)
            except SourceUnavailable as exc:
                log.info("a title could not be fetched kind=%s number=%d", *number)
                tally.failed += 1
                self._failures_in_a_row += 1
                if self._failures_in_a_row >= MOST_FAILURES:
                    raise exc
            else:
                self._failures_in_a_row = 0
                tally.fetched += 1
                portion.numbers.append(number)
            report(tally.fetched + tally.left_out + tally.failed, total)

    async def _commit(self, portion: _Portion) -> None:
        if portion.titles:
            await self._keep(portion.titles)
        if portion.numbers:
            await self._records.keep_asked(portion.numbers)


class _Walk:
    """Goes down one kind's list by votes, from where it ended the last time.

    A list shows no more than its first pages. Below them a new one begins, of titles with at most as many votes
    as the last had; and should so many have the same number of votes, their years part them.
    """

    def __init__(
        self, source: TitleSource, kind: Kind, votes: Mapping[Number, int], last_page: int, this_year: int
    ) -> None:
        self._source = source
        self._kind = kind
        self._last_page = last_page
        self._this_year = this_year
        self._page = 0
        self._pages = 1
        known = [count for (of, _), count in votes.items() if of is kind]
        self._at_most = min(known) if known else None
        self.lowest = self._at_most
        self.is_over = False

    async def on(self, most: int) -> list[Entry]:
        """Return what stands on the next pages, `most` of them."""
        last = min(self._page + max(1, min(most, PAGES_AT_ONCE)), self._pages, self._last_page)
        pages = await _together(
            [
                self._source.best_known(self._kind, number, at_most=self._at_most)
                for number in range(self._page + 1, last + 1)
            ]
        )
        self._page, self._pages = last, pages[-1].pages
        entries = [entry for page in pages for entry in page.entries]
        if entries:
            self.lowest = min(entry.votes for entry in entries)
        if last >= self._pages or not pages[-1].entries:
            self.is_over = True
        elif last >= self._last_page:
            entries += await self._below()
        return entries

    async def _below(self) -> list[Entry]:
        """Begin a new list where this one is cut off; return the titles that would fall between the two."""
        between: list[Entry] = []
        if self.lowest == self._at_most and self.lowest is not None:
            between = await self._by_year(self.lowest)
            self.lowest -= 1
        self._at_most, self._page, self._pages = self.lowest, 0, 1
        self.is_over = self.lowest is None or self.lowest < 0
        return between

    async def _by_year(self, votes: int) -> list[Entry]:
        entries: list[Entry] = []
        for year in range(self._this_year + 1, FIRST_YEAR, -1):
            page, pages = 1, 1
            while page <= min(pages, self._last_page):
                found = await self._source.best_known(
                    self._kind, page, at_most=votes, at_least=votes, year=year
                )
                entries += found.entries
                page, pages = page + 1, found.pages
        return entries


def _count_known(wanted: Wanted, votes: Mapping[Number, int], walks: Mapping[Kind, _Walk]) -> int:
    """Return how many of the wanted titles are known for certain."""
    if wanted.top:
        # Below the lowest of the list that went less far there may still be others.
        reached = max(_reach(walk) for walk in walks.values())
        return sum(count >= reached for count in votes.values())
    films = sum(kind is Kind.FILM for kind, _ in votes)
    return min(films, wanted.films) + min(len(votes) - films, wanted.series)


def _chosen(wanted: Wanted, votes: Mapping[Number, int]) -> list[Number]:
    """Return the wanted titles, best known first."""
    in_order = sorted(votes, key=lambda number: (-votes[number], number))
    if wanted.top:
        return in_order[: wanted.top]
    most = {Kind.FILM: wanted.films, Kind.SERIES: wanted.series}
    return [number for kind in Kind for number in [n for n in in_order if n[0] is kind][: most[kind]]]


def _next_kind(wanted: Wanted, votes: Mapping[Number, int], walks: Mapping[Kind, _Walk]) -> Kind | None:
    """Return the kind whose list is to be read on, None when all that is wanted is known or nothing is left."""
    going = [kind for kind, walk in walks.items() if not walk.is_over]
    if not wanted.top:
        counts = {kind: sum(of is kind for of, _ in votes) for kind in Kind}
        most = {Kind.FILM: wanted.films, Kind.SERIES: wanted.series}
        going = [kind for kind in going if counts[kind] < most[kind]]
    return max(going, key=lambda kind: _reach(walks[kind]), default=None)


def _reach(walk: _Walk) -> float:
    """Return the votes above which every title of a list is known."""
    if walk.is_over:
        return 0.0
    return float("inf") if walk.lowest is None else float(walk.lowest)


async def _together(works: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Return what the works return; when one fails, or this is cancelled, the others end first."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
