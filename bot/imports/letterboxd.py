"""Letterboxd's export: a zip of CSVs (Settings → Data → Export your data), or one of them.

Columns of each, as https://github.com/NoelDeMartin/media-kraken/issues/30 shows them of an export of 2026-01-21, and
https://github.com/FuzzyGrim/Yamtrack/issues/1279 and the headers that many public programs expect confirm:

- `watched.csv`, `watchlist.csv`, `likes/films.csv`: Date, Name, Year, Letterboxd URI
- `ratings.csv`: Date, Name, Year, Letterboxd URI, Rating (0.5 to 5)
- `diary.csv`: Date, Name, Year, Letterboxd URI, Rating, Rewatch, Tags, Watched Date
- `reviews.csv`: Date, Name, Year, Letterboxd URI, Rating, Rewatch, Review, Tags, Watched Date

The first three look the same: only their names tell them apart. `deleted/`, `orphaned/` and `lists/` are not read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date

from bot.domain.imported import ImportedRow, ImportFile, Part, Said
from bot.domain.text import clip, one_line
from bot.domain.title import Kind
from bot.imports.text import Record, Table, name_in, share_in, year_in

SOURCE = "Letterboxd"
STARS = 5
COLUMNS = frozenset({"name", "year", "letterboxd uri"})
QUESTION = "Letterboxd's watched, liked and watchlist files look the same. Which is this one?"
NOT_CURRENT = frozenset({"deleted", "orphaned", "lists"})
NOTE_CHARACTERS = 500
_NAMES = (
    ("watchlist", Said.PLANNED), ("watched", Said.WATCHED), ("likes", Said.HEARTED), ("films", Said.HEARTED),
)  # fmt: skip
_CHOICES = (("seen", Said.WATCHED), ("liked", Said.HEARTED), ("watchlist", Said.PLANNED))
_TAG = re.compile(r"<[^<>]*>")


def is_letterboxd(table: Table) -> bool:
    """Say whether the columns are those of one of the export's files."""
    return set(table.columns) >= COLUMNS


def read(table: Table, name: str) -> ImportFile:
    """Read one file; `name` is its path in the export, which tells the three like ones apart."""
    if "rating" in table.columns:
        return ImportFile(SOURCE, (_part("", table, Said.WATCHED),))
    file = _folders_and_file(name)[-1]
    said = next((said for word, said in _NAMES if word in file), None)
    if said is not None:
        return ImportFile(SOURCE, (_part("", table, said),))
    return ImportFile(SOURCE, tuple(_part(choice, table, said) for choice, said in _CHOICES), QUESTION)


def is_current(path: str) -> bool:
    """Say whether a path in the zip is no leftover of something deleted, and no list."""
    return NOT_CURRENT.isdisjoint(_folders_and_file(path)[:-1])


def _folders_and_file(path: str) -> list[str]:
    return path.replace("\\", "/").lower().split("/")


def _part(name: str, table: Table, unrated: Said) -> Part:
    records = list(table)
    rows = tuple(row for record in records if (row := _row(record, unrated)))
    return Part(name, rows, len(records) - len(rows))


def _row(record: Record, unrated: Said) -> ImportedRow | None:
    name = name_in(record.get("name", ""))
    if not name:
        return None
    share = share_in(record.get("rating", ""), STARS)
    return ImportedRow(
        name,
        Said.RATED if share is not None else unrated,
        year_in(record.get("year", "")),
        Kind.FILM,
        share,
        next(_days(record), None),
        note=_plain(record.get("review", "")),
    )


def _days(record: Record) -> Iterator[date]:
    """Yield the days in a record, the one on which it was written down first."""
    for column in ("date", "watched date"):
        try:
            yield date.fromisoformat(record.get(column, "").strip()[:10])
        except ValueError:
            continue


def _plain(review: str) -> str:
    """Return a review without its HTML."""
    return clip(one_line(html.unescape(_TAG.sub(" ", review[: 8 * NOTE_CHARACTERS]))), NOTE_CHARACTERS)
