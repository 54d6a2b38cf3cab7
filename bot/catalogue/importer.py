"""Reads a catalogue exported from TMDB and joins it with the shipped one."""

from __future__ import annotations

import ast
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.joining import join
from bot.catalogue.merging import merge
from bot.catalogue.table import CsvTable, Record
from bot.domain.errors import CatalogueError
from bot.domain.text import visible
from bot.domain.title import GENRES, Kind, Title, title_id_of

__all__ = [
    "GREATEST_NUMBER",
    "ImportReport",
    "Progress",
    "countries_of",
    "fame_of",
    "genres_of",
    "keywords_of",
    "languages_of",
    "merge",
    "read_titles",
]

MOST_KEYWORDS = 20
# What does not fit in 32 bits is none of TMDB's numbers, and no database would keep it.
GREATEST_NUMBER = 2**31
ROWS_BETWEEN_REPORTS = 500
# Fame on a logarithmic scale of TMDB votes: ten votes are 1, twenty thousand are 5.
VOTES_OF_FAME_1 = 10
VOTES_OF_FAME_5 = 20_000
GENRES_BY_OTHER_NAME = {
    "sci-fi": ("science fiction",), "scifi": ("science fiction",), "sci-fi & fantasy": ("science fiction", "fantasy"),
    "action & adventure": ("action", "adventure"), "war & politics": ("war",), "kids": ("family",),
    "children": ("family",), "biopic": ("biography",), "film-noir": ("noir",), "film noir": ("noir",),
    "musicals": ("musical",), "sports": ("sport",), "romantic": ("romance",), "historical": ("history",),
}  # fmt: skip
SERIES_MEDIA = frozenset({"tv", "series", "tv series", "tvseries", "tv show", "miniseries", "tvminiseries"})
# TMDB's own codes beside ISO 639-1: "cn" is Cantonese, "xx" no language.
LANGUAGES = {"cn": "zh", "xx": "", "": ""}
# Why a row cannot be used, as the report says it.
NO_ID, NO_TITLE, NO_YEAR, ADULT, TWICE, BAD_JSON, BAD_ROW = (
    "without a TMDB id", "without a title", "without a year", "for adults only", "a second time",
    "with genres or keywords that cannot be read", "not readable as CSV",
)  # fmt: skip

_YEAR = re.compile(r"(?<!\d)(?:18[7-9]\d|19\d\d|20\d\d)(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_LIST_SEPARATOR = re.compile(r"[,;|]")
_LANGUAGE = re.compile(r"[a-z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")

Progress = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The titles of one file, how many rows it has, and why how many of them cannot be used."""

    titles: tuple[Title, ...]
    rows: int
    unusable: dict[str, int]


class UnusableRowError(ValueError):
    """A row that makes no title; its text is one of the reasons above."""


def read_titles(path: Path, existing: Sequence[Title], progress: Progress | None = None) -> ImportReport:
    """Return the titles of a TMDB-shaped CSV file, joined with `existing`.

    Needed columns: id, title (or name), release_date (or first_air_date, or year). `progress` is called with
    the rows read and the share of the file from 0 to 1. A title that `existing` holds keeps its id and what
    it knows, and the same file gives the same ids each time, in whatever order its rows stand.

    Raises CatalogueError when the file is missing, empty, no text or lacks a needed column.
    """
    table = CsvTable(path)
    _require_columns(table)
    found: dict[tuple[Kind, int], Title] = {}
    unusable: Counter[str] = Counter()
    rows = 0
    for record in table:
        rows += 1
        try:
            title = _title_of(record)
            if (title.kind, title.tmdb_id or 0) in found:
                raise UnusableRowError(TWICE)
            found[title.kind, title.tmdb_id or 0] = title
        except UnusableRowError as exc:
            unusable[str(exc)] += 1
        if progress is not None and rows % ROWS_BETWEEN_REPORTS == 0:
            progress(rows, table.share_read)
    if progress is not None:
        progress(rows, 1.0)
    return ImportReport(tuple(join(existing, list(found.values()))), rows, dict(unusable))


def fame_of(votes: int) -> float:
    """Return how well known a title of so many TMDB votes is, from 1.0 to 5.0."""
    if votes <= VOTES_OF_FAME_1:
        return 1.0
    span = math.log(VOTES_OF_FAME_5 / VOTES_OF_FAME_1)
    return round(min(5.0, 1.0 + 4.0 * math.log(votes / VOTES_OF_FAME_1) / span), 2)


def _require_columns(table: CsvTable) -> None:
    columns = set(table.columns)
    needed = {"id": {"id", "tmdb_id"}, "title": {"title", "name"},
              "release_date": {"release_date", "first_air_date", "year"}}  # fmt: skip
    missing = [name for name, ways in needed.items() if columns.isdisjoint(ways)]
    if missing:
        raise CatalogueError(
            f"{table.path.name} is not a TMDB catalogue: it has no column {' and no column '.join(missing)}. "
            f"It has: {', '.join(table.columns[:12]) or 'none'}."
        )


def _title_of(record: Record | None) -> Title:
    if record is None:
        raise UnusableRowError(BAD_ROW)
    tmdb_id = _whole(record.get("id") or record.get("tmdb_id", ""))
    if not tmdb_id:
        raise UnusableRowError(NO_ID)
    name = visible(record.get("title") or record.get("name", ""))
    if not name:
        raise UnusableRowError(NO_TITLE)
    if record.get("adult", "").strip().lower() in {"true", "1", "yes"}:
        raise UnusableRowError(ADULT)
    date = record.get("release_date") or record.get("first_air_date") or record.get("year", "")
    year = _YEAR.search(date)
    if year is None:
        raise UnusableRowError(NO_YEAR)
    votes = _whole(record.get("vote_count", ""))
    rating = _number(record.get("vote_average", ""))
    original = visible(record.get("original_title") or record.get("original_name", ""))
    return Title(
        title_id_of(name, int(year[0])), name, int(year[0]), _kind_of(record),
        genres=genres_of(_names(record.get("genres", ""))),
        description=visible(record.get("overview", "")),
        keywords=keywords_of(_names(record.get("keywords", ""))),
        original_title="" if original == name else original,
        runtime=_whole(record.get("runtime", "")) or None,
        countries=countries_of(_names(record.get("production_countries", ""), key="iso_3166_1")),
        languages=languages_of([record.get("original_language", "")]),
        fame=fame_of(votes or 0), tmdb_id=tmdb_id, poster_path=record.get("poster_path", "").strip(),
        votes=votes, rating=rating if votes and rating is not None and 0 <= rating <= 10 else None,
    )  # fmt: skip


def _kind_of(record: Record) -> Kind:
    media = record.get("media_type") or record.get("type", "")
    if media.strip():
        return Kind.SERIES if media.strip().lower() in SERIES_MEDIA else Kind.FILM
    aired = bool(record.get("first_air_date") or record.get("name"))
    filmed = bool(record.get("release_date") or record.get("title"))
    return Kind.SERIES if aired and not filmed else Kind.FILM


def _number(value: str) -> float | None:
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _whole(value: str) -> int | None:
    value = value.strip()
    number = _number(value.replace(",", "") if _THOUSANDS.fullmatch(value) else value)
    return None if number is None or not 0 <= number < GREATEST_NUMBER else int(number)


def _names(value: str, key: str = "name") -> list[str]:
    """Return the names of a JSON list of objects or texts, of the same in Python's writing, or of `a, b`."""
    value = value.strip()
    if not value.startswith(("[", "{")):
        return [name for part in _LIST_SEPARATOR.split(value) if (name := visible(part))]
    try:
        entries = json.loads(value)
    except (ValueError, RecursionError):
        try:
            entries = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError) as exc:
            raise UnusableRowError(BAD_JSON) from exc
    if isinstance(entries, dict):
        entries = [entries]
    names = [entry.get(key, "") if isinstance(entry, dict) else entry for entry in entries]
    return [seen for name in names if isinstance(name, str) and (seen := visible(name))]


def genres_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return our genres for TMDB's; what is no genre ("TV Movie", "Talk", "News") is left out."""
    genres: list[str] = []
    for name in names:
        lower = name.lower()
        genres.extend(GENRES_BY_OTHER_NAME.get(lower, (lower,) if lower in GENRES else ()))
    return tuple(dict.fromkeys(genres))


def keywords_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the keywords that are kept: in lower case, each once, the first of them."""
    return tuple(dict.fromkeys(name.lower() for name in names))[:MOST_KEYWORDS]


def countries_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return what is a country's code of ISO 3166-1, each once."""
    return tuple(dict.fromkeys(name for name in names if _COUNTRY.fullmatch(name)))


def languages_of(codes: Iterable[str]) -> tuple[str, ...]:
    """Return TMDB's codes of languages as those of ISO 639-1, each once; what is none is left out."""
    plain = (code.strip().lower() for code in codes)
    known = (LANGUAGES.get(code, code) for code in plain)
    return tuple(dict.fromkeys(code for code in known if _LANGUAGE.fullmatch(code)))
