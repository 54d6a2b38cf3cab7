"""Titles of imports that the catalogue lacks: looked up at a source, those that say most of a taste first."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol

from bot.domain.errors import SourceUnavailable, StorageError, TitleSourceError
from bot.domain.imported import ImportedRow, Mark
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.title_source import Found
from bot.services.lookup import FEWEST_VOTES, Lookup

log = logging.getLogger(__name__)

# So many rows of one file: at the source's pace they take about a minute, and whoever imports waits for them.
MOST_ROWS = 300
LONGEST_SECONDS = 120.0
# Few at once: whoever names a title in a chat meanwhile comes in between.
ROWS_AT_ONCE = 4
KEPT_AT_ONCE = 20
# A request may go wrong; of more in one batch it is the source that is in trouble.
MOST_FAILURES = 3
# What was asked for is not asked for again meanwhile: a file that is imported again goes on where it was left.
REMEMBERED_SECONDS = 3600.0
MOST_REMEMBERED = 20_000
_FIRST = (Mark.LIKED, Mark.WATCHLIST, Mark.DISLIKED, Mark.SEEN)

Report = Callable[[int, int], None]


class RowFinder(Protocol):
    """A source of titles that understands rows of imports."""

    async def find_row(self, row: ImportedRow) -> Found:
        """Return the title that a row means. Raises TitleSourceError."""
        ...


class RowLookup:
    """Looks up rows with one source, one file at a time; without a `finder` nothing is looked up."""

    def __init__(
        self,
        lookup: Lookup,
        finder: RowFinder | None = None,
        *,
        most_rows: int = MOST_ROWS,
        seconds: float = LONGEST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lookup = lookup
        self._finder = finder
        self._most_rows = most_rows
        self._seconds = seconds
        self._clock = clock
        self._turn = asyncio.Lock()
        self._asked_until: OrderedDict[Hashable, float] = OrderedDict()

    def worth_asking(self, rows: Iterable[ImportedRow]) -> list[ImportedRow]:
        """Return one row for each title that may be looked up now, likes first; [] while the source cannot be asked."""
        if self._finder is None or self._lookup.trouble:
            return []
        now = self._clock()
        by_key = {_key(row): row for row in rows}
        left = [row for key, row in by_key.items() if self._asked_until.get(key, now) <= now]
        return sorted(left, key=lambda row: _FIRST.index(row.mark))

    async def look_up(self, rows: Sequence[ImportedRow], report: Report) -> str:
        """Take what is found of `rows` (as of `worth_asking`) into the store and the library; `report` how many of how many.

        Return why some were not asked for, as a sentence; empty when all were.
        """
        chosen = rows[: self._most_rows]
        done = failed = 0
        report(0, len(chosen))
        try:
            async with asyncio.timeout(self._seconds), self._turn:
                for start in range(0, len(chosen), KEPT_AT_ONCE):
                    batch = chosen[start : start + KEPT_AT_ONCE]
                    titles, failures = await self._ask(batch)
                    if titles:
                        await self._lookup.take_in(titles)
                    if len(failures) > MOST_FAILURES or any(not _is_passing(exc) for exc in failures):
                        raise failures[-1]
                    done, failed = start + len(batch), failed + len(failures)
                    report(done, len(chosen))
        except TitleSourceError as exc:
            self._lookup.leave_alone(exc)
            return "TMDB cannot be asked just now: what I do not know was not looked up."
        except StorageError as exc:
            log.warning("titles of an import that were looked up cannot be kept: %s", exc)
            return "What was found at TMDB could not be kept."
        except TimeoutError:
            log.info("looking up an import took too long rows=%d done=%d", len(rows), done)
        log.info("looked up an import rows=%d done=%d", len(rows), done)
        left = len(rows) - done + failed
        return f"{left:,} of them are not looked up at TMDB yet: import the file again." if left else ""

    async def _ask(self, rows: Sequence[ImportedRow]) -> tuple[list[Title], list[TitleSourceError]]:
        """Return the titles of these rows, each once, and why some could not be asked for."""
        finder = self._finder
        assert finder is not None
        places = asyncio.Semaphore(ROWS_AT_ONCE)

        async def ask(row: ImportedRow) -> Title | None:
            async with places:
                found = await finder.find_row(row)
            self._remember(row)
            title = found.titles[0] if found.is_sure else None
            return title if title is not None and (title.votes or 0) >= FEWEST_VOTES else None

        titles: dict[Hashable, Title] = {}
        failures: list[TitleSourceError] = []
        for each in await asyncio.gather(*map(ask, rows), return_exceptions=True):
            if isinstance(each, TitleSourceError):
                failures.append(each)
            elif isinstance(each, BaseException):
                raise each
            elif each is not None:
                titles[each.kind, each.tmdb_id] = each
        return list(titles.values()), failures

    def _remember(self, row: ImportedRow) -> None:
        self._asked_until[_key(row)] = self._clock() + REMEMBERED_SECONDS
        while len(self._asked_until) > MOST_REMEMBERED:
            self._asked_until.popitem(last=False)


def _is_passing(exc: TitleSourceError) -> bool:
    return isinstance(exc, SourceUnavailable)


def _key(row: ImportedRow) -> Hashable:
    """Return what two rows of one title share."""
    if row.imdb_id:
        return row.imdb_id
    if row.tmdb_id is not None and row.kind is not None:
        return row.kind, row.tmdb_id
    return fold(row.name), row.year, row.kind
