"""What a file of another service says of titles, and what that means here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from bot.domain.errors import BadRequest, UnreadableFile
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind

# The one rule: which share of a scale is a like, and which a dislike. In between a title is only seen.
LIKED_FROM = 0.7
DISLIKED_UP_TO = 0.4
RULE = "70% of the scale and more is liked, 40% and less is not for you, between them is seen."


# No export is larger, and one that is unpacked stays in memory for a while. Bytes.
LARGEST_FILE = 32 * 1024 * 1024


def check_size(size: int) -> None:
    """Raise UnreadableFile for more bytes than are read."""
    if size > LARGEST_FILE:
        limit = LARGEST_FILE // (1024 * 1024)
        raise UnreadableFile(f"That file is too large: I read up to {limit} MB.")


class Mark(StrEnum):
    """What an import makes of a title."""

    LIKED = "liked"
    DISLIKED = "disliked"
    SEEN = "seen"
    WATCHLIST = "watchlist"


class Said(IntEnum):
    """How a file says something of a title; of several about one title the highest counts, then the newest."""

    PLANNED = 0
    WATCHED = 1
    RATED = 2
    HEARTED = 3


_UNRATED = {Said.PLANNED: Mark.WATCHLIST, Said.WATCHED: Mark.SEEN, Said.HEARTED: Mark.LIKED}


def mark_of(said: Said, share: float | None = None) -> Mark:
    """Return the mark for what is said; `share` is the rating as a share of its scale, for what is rated."""
    if said is not Said.RATED:
        return _UNRATED[said]
    if share is None:
        raise ValueError("a rating has a share of its scale")
    if share >= LIKED_FROM:
        return Mark.LIKED
    return Mark.DISLIKED if share <= DISLIKED_UP_TO else Mark.SEEN


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One title as a file names it. `year` is 0 and `kind` None where the file does not say.

    `share` is the rating as a share of its scale. `other_name` is a second name of the same title; `series` the
    series of which this may be an episode, if it is no title of its own. `said_on` is the day it was said.
    `tmdb_id` and `imdb_id` are numbers of the title elsewhere.
    """

    name: str
    said: Said
    year: int = 0
    kind: Kind | None = None
    share: float | None = None
    said_on: date | None = None
    other_name: str = ""
    series: str = ""
    tmdb_id: int | None = None
    note: str = ""
    imdb_id: str = ""

    @property
    def mark(self) -> Mark:
        """What the row means here."""
        return mark_of(self.said, self.share)

    @property
    def label(self) -> str:
        """Name and year, the series' where it is an episode."""
        name = self.series or self.name
        return f"{name} ({self.year})" if self.year else name


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong together; `skipped` counts those of the file that say nothing usable."""

    name: str
    rows: tuple[ImportedRow, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that was understood: whose export it is, and its rows.

    With several parts only one is meant: `question` asks which.
    """

    source: str
    parts: tuple[Part, ...]
    question: str = ""

    def part(self, name: str | None = None) -> Part:
        """Return the part of that name, or the only one. Raises BadRequest when that is none, or not clear."""
        if name is None and len(self.parts) == 1:
            return self.parts[0]
        for part in self.parts:
            if name is not None and part.name.casefold() == name.strip().casefold():
                return part
        names = ", ".join(part.name for part in self.parts if part.name)
        raise BadRequest(f"{self.question} There is: {names}." if names else "This file has only one part.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What an import has to say of one catalogue title."""

    title: Title
    row: ImportedRow

    @property
    def mark(self) -> Mark:
        """What is to be kept."""
        return self.row.mark

    def is_news(self, standing: Verdict | None, *, planned: bool = False) -> bool:
        """Say whether to keep it, given the verdict that stands and whether the title is on the watchlist.

        That something was seen, watched or rated in the middle, overrules no verdict. A rating overrules another
        opinion only if it is not older: what the person told since then is their latest word.
        """
        if self.mark is Mark.WATCHLIST:
            return standing is None and not planned
        if standing is None:
            return True
        if self.mark is Mark.SEEN or standing.kind == self.mark.value:
            return False
        if standing.kind is VerdictKind.SEEN:
            return True
        return self.row.said_on is not None and self.row.said_on >= standing.at.date()


def decide(found: Iterable[tuple[Title, ImportedRow]]) -> list[Decision]:
    """Return one decision per title, in the order of the first mention."""
    best: dict[str, Decision] = {}
    for title, row in found:
        before = best.get(title.title_id)
        if before is None or _weight(row) > _weight(before.row):
            best[title.title_id] = Decision(title, row)
    return list(best.values())


def _weight(row: ImportedRow) -> tuple[Said, date, bool]:
    return row.said, row.said_on or date.min, bool(row.note)


def news_of(
    decisions: Iterable[Decision], standing: Mapping[str, Verdict], planned: Iterable[str]
) -> Iterator[Decision]:
    """Yield the decisions that change something; `planned` are the ids of the watchlist."""
    listed = frozenset(planned)
    for decision in decisions:
        title_id = decision.title.title_id
        if decision.is_news(standing.get(title_id), planned=title_id in listed):
            yield decision
