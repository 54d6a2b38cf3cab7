"""Reads IMDb's title.basics: the best-known films and series of some twelve million rows.

Columns, as https://developer.imdb.com/non-commercial-datasets/ documents them: tconst, titleType, primaryTitle,
originalTitle, isAdult, startYear, endYear, runtimeMinutes, genres. `\\N` stands for nothing; a quote is a quote, it
quotes nothing.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from bot.catalogue.imdb_file import FileKind, ImdbFile, Progress
from bot.catalogue.imdb_ratings import FEWEST_VOTES, Ratings, number_of
from bot.catalogue.importer import fame_of, genres_of
from bot.domain.errors import CatalogueError
from bot.domain.text import visible
from bot.domain.title import Kind, Title, title_id_of

TERMS = "IMDb gives this data for personal and non-commercial use: https://www.imdb.com/conditions"
USUAL_TOP = 100_000
COLUMNS = ("tconst", "titleType", "primaryTitle", "startYear")
KINDS = {
    b"movie": Kind.FILM, b"tvMovie": Kind.FILM, b"tvSeries": Kind.SERIES, b"tvMiniSeries": Kind.SERIES,
}  # fmt: skip
# Why a row is left out, as the report says it.
OTHER_KINDS = {
    b"tvEpisode": "episodes", b"short": "shorts", b"tvShort": "shorts", b"videoGame": "games",
    b"video": "straight to video", b"tvSpecial": "TV specials",
}  # fmt: skip
ANOTHER_KIND, ADULT, NO_TITLE, NO_YEAR, TWICE, BAD_ROW = (
    "of other kinds", "for adults only", "without a title", "without a year", "a second time", "not readable",
)  # fmt: skip
FEW_VOTES = f"with fewer than {FEWEST_VOTES} votes"
NOT_KNOWN_HERE = "not in the catalogue"
FIRST_YEAR, LAST_YEAR = 1870, 2100
NOTHING = b"\\N"
# So many people vote on IMDb for one who does on TMDB: 51 do in two answers that told both numbers at once (a series
# with 184,721 votes there and 3,598 here, a film with 79,053 and 1,548). Numbers of different months give 38 (a horror
# film of 1971 with 2,041 and 54), 65 and 95 (two of the best known films, above two million). Those are single titles,
# not a sample; were all others between them, the fame that comes of this would be a third of a unit off at most, for
# `fame_of` takes the logarithm.
IMDB_VOTES_PER_TMDB_VOTE = 50


@dataclass(frozen=True, slots=True)
class ImdbReport:
    """The titles, the best known first; how many rows there are, and why how many of them are left out."""

    titles: tuple[Title, ...]
    rows: int
    left_out: dict[str, int]


class LeftOut(ValueError):
    """A row that makes no title here; its text is one of the reasons above."""


def fame_of_imdb_votes(votes: int) -> float:
    """Return how well known a title of so many IMDb votes is, from 1.0 to 5.0, as `fame_of` does for TMDB's."""
    return fame_of(math.floor(votes / IMDB_VOTES_PER_TMDB_VOTE))


def read_basics(
    file: ImdbFile,
    ratings: Ratings | None,
    top: int = USUAL_TOP,
    known_names: Collection[str] = (),
    progress: Progress | None = None,
) -> ImdbReport:
    """Return the `top` titles that most people rated.

    Without `ratings` nothing tells a great film from a school's: then only titles whose case-folded name is one of
    `known_names` are returned, all of them. No more than the titles returned are in memory at a time.
    Raises CatalogueError when the file is not what it should be.
    """
    if file.kind is not FileKind.BASICS:
        raise CatalogueError(f"{file.path.name} is not IMDb's title.basics.")
    rows = _Rows(file)
    left_out: Counter[str] = Counter()
    best: list[tuple[int, int, bytes]] = []
    count = 0
    less_known = f"less known than the {top} best known"
    for line in file.lines(progress):
        count += 1
        try:
            number, cells = rows.read(line)
            votes = _votes(number, ratings)
            if ratings is None and rows.names(cells).isdisjoint(known_names):
                raise LeftOut(NOT_KNOWN_HERE)
        except LeftOut as exc:
            left_out[str(exc)] += 1
            continue
        entry = (votes, -number, line)
        if ratings is None or len(best) < top:
            heapq.heappush(best, entry)
        else:
            heapq.heappushpop(best, entry)
            left_out[less_known] += 1
    if not count:
        raise CatalogueError(f"{file.path.name} has no rows.")
    best.sort(reverse=True)
    titles = {number: rows.title(line, ratings) for _, number, line in best}
    if len(titles) < len(best):
        left_out[TWICE] += len(best) - len(titles)
    return ImdbReport(tuple(titles.values()), count, dict(left_out))


def _votes(number: int, ratings: Ratings | None) -> int:
    if ratings is None:
        return 0
    rated = ratings.of(number)
    if rated is None:
        raise LeftOut(FEW_VOTES)
    return rated[0]


class _Rows:
    """What stands where in a row of one file."""

    def __init__(self, file: ImdbFile) -> None:
        file.require(COLUMNS)
        self._width = len(file.columns)
        self._at = {name: place for place, name in enumerate(file.columns)}
        self._type_at = self._at["titleType"]

    def read(self, line: bytes) -> tuple[int, list[bytes]]:
        """Return the number and the cells of a row that makes a title. Raises LeftOut."""
        # Nine rows in ten go by their kind: taking those apart no further halves the time.
        start = line.split(b"\t", self._type_at + 1)
        if len(start) <= self._type_at + 1:
            raise LeftOut(BAD_ROW)
        kind = start[self._type_at]
        if kind not in KINDS:
            raise LeftOut(OTHER_KINDS.get(kind, ANOTHER_KIND))
        cells = line.rstrip(b"\r\n").split(b"\t")
        if len(cells) != self._width:
            raise LeftOut(BAD_ROW)
        try:
            number = number_of(self._cell(cells, "tconst"))
        except ValueError as exc:
            raise LeftOut(BAD_ROW) from exc
        if self._cell(cells, "isAdult") not in (b"0", b"") or b"Adult" in self._cell(cells, "genres"):
            raise LeftOut(ADULT)
        if not _text(self._cell(cells, "primaryTitle")):
            raise LeftOut(NO_TITLE)
        year = self._cell(cells, "startYear")
        if not (year.isdigit() and len(year) == 4 and FIRST_YEAR <= int(year) < LAST_YEAR):
            raise LeftOut(NO_YEAR)
        return number, cells

    def names(self, cells: list[bytes]) -> set[str]:
        """Return the names of a row, case-folded."""
        return {_text(self._cell(cells, name)).casefold() for name in ("primaryTitle", "originalTitle")}

    def title(self, line: bytes, ratings: Ratings | None) -> Title:
        """Return the title of a row that `read` has taken."""
        number, cells = self.read(line)
        name, original = _text(self._cell(cells, "primaryTitle")), _text(self._cell(cells, "originalTitle"))
        year = int(self._cell(cells, "startYear"))
        minutes = self._cell(cells, "runtimeMinutes")
        votes, rating = (ratings.of(number) if ratings is not None else None) or (None, None)
        return Title(
            title_id_of(name, year), name, year, KINDS[cells[self._type_at]],
            genres=genres_of(_text(self._cell(cells, "genres")).split(",")),
            original_title="" if original == name else original,
            runtime=(int(minutes) or None) if minutes.isdigit() and len(minutes) < 6 else None,
            fame=fame_of_imdb_votes(votes or 0), votes=votes, rating=rating,
            imdb_id=self._cell(cells, "tconst").decode(),
        )  # fmt: skip

    def _cell(self, cells: list[bytes], name: str) -> bytes:
        """Return a cell; empty where the file says nothing."""
        place = self._at.get(name)
        cell = b"" if place is None else cells[place]
        return b"" if cell == NOTHING else cell


def _text(cell: bytes) -> str:
    return visible(cell.decode("utf-8", "replace"))
