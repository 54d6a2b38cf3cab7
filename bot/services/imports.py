"""Taste out of files: read, shown, and kept only then; all of an import can be taken back."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from bot.domain.errors import BadRequest
from bot.domain.imported import Decision, ImportedRow, ImportFile, Mark, Part, decide
from bot.services.index_follower import IndexFollower
from bot.services.library import Holdings, Library
from bot.services.row_lookup import RowLookup
from bot.services.title_matching import Found, TitleMatcher

log = logging.getLogger(__name__)

# Rows between two moments at which others may have a turn, of the processor and of the store.
MATCHED_AT_ONCE = 250
KEPT_AT_ONCE = 500
FILES_AT_HAND = 4
# So many lines stay far below what Discord takes as a file.
MOST_LISTED = 20_000
# What a spreadsheet takes for the beginning of a formula, which may send what else is open to somewhere.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Report = Callable[[int, int], None]
Read = Callable[[bytes, str], ImportFile]


class ImportRecords(Protocol):
    """The store of what imports leave."""

    async def keep(self, user_id: int, decisions: Sequence[Decision], at: datetime) -> list[Decision]: ...

    async def news(self, user_id: int, decisions: Sequence[Decision]) -> list[Decision]: ...

    async def take_back(self, user_id: int, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Understood:
    """What an import would keep: the news of its decisions, and the rows that are no title of the catalogue.

    `hint` says why some of these were not looked up elsewhere, empty when there is nothing to say.
    """

    source: str
    part: Part
    decisions: tuple[Decision, ...]
    news: tuple[Decision, ...]
    unmatched: tuple[ImportedRow, ...]
    hint: str = ""

    @property
    def counts(self) -> dict[Mark, int]:
        """How many titles are news, by what becomes of them; in the order of Mark."""
        return counted(self.news)

    def to_keep(self) -> Understood:
        """Return what keeping needs: a question may stand for long, and a file has up to 200,000 rows."""
        return replace(self, part=Part(self.part.name, ()), decisions=(), unmatched=())

    def list_of_unmatched(self) -> bytes:
        """Return the unmatched rows as a CSV that spreadsheets open as it is: Name, Year, Mark; at most 20,000."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(("Name", "Year", "Mark"))
        for row in self.unmatched[:MOST_LISTED]:
            writer.writerow((_as_text(row.series or row.name), row.year or "", row.mark.value))
        return text.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class Kept:
    """What an import has kept. `at` is its name, to take it back by."""

    at: datetime
    counts: dict[Mark, int]


def counted(decisions: Sequence[Decision]) -> dict[Mark, int]:
    """Return how many decisions there are of each mark that occurs."""
    counts = Counter(decision.mark for decision in decisions)
    return {mark: counts[mark] for mark in Mark if counts[mark]}


def _as_text(cell: str) -> str:
    """Return a cell such that no spreadsheet reads a formula in it: behind an apostrophe it is text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA_SIGNS) else cell


def nothing_reported(done: int, total: int) -> None:
    """Report to nobody."""


class Imports:
    """Imports of everybody. Only a few files are in memory at once, and one of them is being read."""

    def __init__(
        self,
        library: Library,
        read: Read,
        records: ImportRecords,
        follower: IndexFollower,
        lookup: RowLookup,
    ) -> None:
        self._library = library
        self._lookup = lookup
        self._read = read
        self._records = records
        self._follower = follower
        self._matcher: TitleMatcher | None = None
        self._matched_with: Holdings | None = None  # what the matcher was made of
        self._at_hand = asyncio.Semaphore(FILES_AT_HAND)
        self._reading = asyncio.Semaphore(1)
        self._running: dict[int, asyncio.Task[Kept]] = {}

    async def read(self, fetch: Callable[[], Awaitable[bytes]], name: str) -> ImportFile:
        """Fetch a file, recognise it and read it. Raises UnreadableFile with a sentence for what is none of ours."""
        async with self._at_hand:
            data = await fetch()
            async with self._reading:
                file = await asyncio.to_thread(self._read, data, name)
        log.info("import read source=%s parts=%d rows=%d", file.source, len(file.parts), _rows(file))
        return file

    async def understand(
        self, user_id: int, source: str, part: Part, report: Report = nothing_reported
    ) -> Understood:
        """Find the titles and what of them is news; nothing of the person's is kept yet. Raises StorageError.

        What the catalogue lacks is looked up, as far as that can be done while somebody waits.
        """
        total = len(part.rows)
        found, unmatched = await self._matched(part.rows, lambda done: report(done, total))
        hint = ""
        if missing := self._lookup.worth_asking(unmatched):
            hint = await self._lookup.look_up(missing, lambda done, of: report(total + done, total + of))
            more, unmatched = await self._matched(unmatched, lambda _: None)
            found += more
        decisions = await asyncio.to_thread(decide, found)
        news: list[Decision] = []
        for start in range(0, len(decisions), KEPT_AT_ONCE):
            news += await self._records.news(user_id, decisions[start : start + KEPT_AT_ONCE])
        by_label = {row.label.casefold(): row for row in unmatched}
        return Understood(source, part, tuple(decisions), tuple(news), tuple(by_label.values()), hint)

    async def _matched(
        self, rows: Sequence[ImportedRow], report: Callable[[int], None]
    ) -> tuple[list[Found], list[ImportedRow]]:
        """Return the rows that are titles of the catalogue as it is now, and the others."""
        matcher = await self._level_matcher()
        found: list[Found] = []
        unmatched: list[ImportedRow] = []
        for start in range(0, len(rows), MATCHED_AT_ONCE):
            batch = rows[start : start + MATCHED_AT_ONCE]
            matched, strange = await asyncio.to_thread(matcher.match, batch)
            found += matched
            unmatched += strange
            report(min(start + MATCHED_AT_ONCE, len(rows)))
        return found, unmatched

    async def _level_matcher(self) -> TitleMatcher:
        holdings = self._library.holdings
        if self._matcher is None or self._matched_with is not holdings:
            matcher = await asyncio.to_thread(TitleMatcher, self._library)
            # Both at once: another import must not take the earlier one for level with these titles.
            self._matcher, self._matched_with = matcher, holdings
        return self._matcher

    async def keep(self, user_id: int, understood: Understood, report: Report = nothing_reported) -> Kept:
        """Keep it, batch by batch: each is committed as a whole. Raises StorageError, or BadRequest while one runs."""
        if user_id in self._running:
            raise BadRequest("An import of yours is still running. Wait for its end.")
        task = asyncio.create_task(self._keep(user_id, understood, report), name="import")
        self._running[user_id] = task
        try:
            await asyncio.wait([task])
        finally:
            task.cancel()
            del self._running[user_id]
        if task.cancelled():
            raise BadRequest("That import was ended before it was done.")
        return task.result()

    async def stop(self, user_id: int) -> None:
        """End an import of the person's that is being kept: who is to be forgotten must not come back by it."""
        task = self._running.get(user_id)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def take_back(self, user_id: int, at: datetime) -> int:
        """Take back what of the person's import of that time still stands; return how many things that were."""
        count = await self._records.take_back(user_id, at)
        self._follower.wake()
        log.info("import taken back user=%d rows=%d", user_id, count)
        return count

    async def _keep(self, user_id: int, understood: Understood, report: Report) -> Kept:
        at = datetime.now(UTC)
        kept: list[Decision] = []
        wanted = understood.news
        for start in range(0, len(wanted), KEPT_AT_ONCE):
            kept += await self._records.keep(user_id, wanted[start : start + KEPT_AT_ONCE], at)
            report(min(start + KEPT_AT_ONCE, len(wanted)), len(wanted))
        self._follower.wake()
        log.info("import kept user=%d titles=%d", user_id, len(kept))
        return Kept(at, counted(kept))


def _rows(file: ImportFile) -> int:
    return sum(len(part.rows) for part in file.parts)
