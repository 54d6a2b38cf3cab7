"""IMDb's exports of ratings and of lists, the watchlist among them ("Export" on the page of either).

Columns, in the order of the exports, as people report them whose programs read them:
https://github.com/RileyXX/IMDB-Trakt-Syncer/issues/93 (today's, since 2024),
https://github.com/FuzzyGrim/Yamtrack/issues/667 (a list of 2025),
https://github.com/damienhaynes/TraktRater/issues/71 (until 2017, and the first weeks after, with "Date Added"):

- ratings today: Const, Your Rating, Date Rated, Title, Original Title, URL, Title Type, IMDb Rating,
  Runtime (mins), Year, Genres, Num Votes, Release Date, Directors
- ratings from 2017 on: the same without Original Title
- lists today: Position, Const, Created, Modified, Description, Title, Original Title, URL, Title Type,
  IMDb Rating, Runtime (mins), Year, Genres, Num Votes, Release Date, Directors, Your Rating, Date Rated
- lists from 2017 on: the same without Original Title, and at first without the last two
- both until 2017: position, const, created, modified, description, Title, Title type, Directors, You rated,
  IMDb Rating, Runtime (mins), Year, Genres, Num. Votes, Release Date (month/day/year), URL

A rated row is a rating, wherever it stands; an unrated row of a list is on the watchlist: lists do not say what
they are. `Title Type` is "Movie", "TV Series", "TV Mini Series", … today and was "movie", "tvSeries",
"tvMiniSeries", … and "Feature Film", "Mini-Series", … before; it stands in the account's language ("Serie TV"). What
it names in no way known here may be either. Episodes, games and podcasts are not read.
"""

from __future__ import annotations

import re
from datetime import date

from bot.domain.imported import ImportedRow, ImportFile, Part, Said
from bot.domain.title import Kind
from bot.imports.text import Record, Table, imdb_id_in, name_in, share_in, year_in

SOURCE = "IMDb"
MOST = 10
COLUMNS = frozenset({"const", "title", "title type"})
_NO_TITLE = re.compile(r"episod|folge|game|spiel|gioco|jeu|juego|jogo|podcast|music ?video")
_SERIES = re.compile(r"serie|serial|dizi")
_FILM = re.compile(r"movie|film|pelicula|película|short|video|special|documentary")


def is_imdb(table: Table) -> bool:
    """Say whether the columns are those of an export, of whatever year."""
    return set(table.columns) >= COLUMNS


def read(table: Table, name: str) -> ImportFile:
    """Read ratings or a list; the name does not matter."""
    is_list = "position" in table.columns
    records = list(table)
    rows = tuple(row for record in records if (row := _row(record, is_list=is_list)))
    return ImportFile(SOURCE, (Part("", rows, len(records) - len(rows)),))


def _row(record: Record, *, is_list: bool) -> ImportedRow | None:
    name = name_in(record.get("title", ""))
    title_type = record.get("title type", "").lower().replace("é", "e")
    share = share_in(record.get("your rating") or record.get("you rated", ""), MOST)
    if not name or _NO_TITLE.search(title_type) or (share is None and not is_list):
        return None
    original = name_in(record.get("original title", ""))
    return ImportedRow(
        name,
        Said.RATED if share is not None else Said.PLANNED,
        year_in(record.get("year", "")),
        _kind(title_type),
        share,
        _day(record.get("date rated") or record.get("date added") or record.get("created", "")),
        other_name=original if original != name else "",
        imdb_id=imdb_id_in(record.get("const")),
    )


def _kind(title_type: str) -> Kind | None:
    if _SERIES.search(title_type):
        return Kind.SERIES
    return Kind.FILM if _FILM.search(title_type) else None


def _day(text: str) -> date | None:
    """Return the day; None for the way times were written until 2017 ("Sat Dec 31 00:00:00 2016")."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
