"""Trakt's JSON: the files of its export (Settings → Data → Export), which are the answers of its API.

Keys of an item in each, as the API (https://trakt.docs.apiary.io, sync and users) is typed in public programs that
call it, and the names of the files as programs expect them that read the export:

- `watched-movies.json`, `watched-shows.json`: plays, last_watched_at, last_updated_at, movie | show (and seasons)
- `ratings-movies.json`, `ratings-shows.json`, …: rated_at, rating (1 to 10), type, movie | show | season | episode
- `watched-history-1.json`, …: id, watched_at, action, type, movie | episode and show
- `lists-watchlist.json`: rank, id, listed_at, notes, type, movie | show | season | episode

A `movie` or `show` is {title, year, ids: {trakt, slug, imdb, tmdb, …}}. Ratings of a season or an episode only say
that something of the series was watched. `lists-favorites.json` are likes; other lists and the collection say nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.domain.errors import UnreadableFile
from bot.domain.imported import ImportedRow, ImportFile, Part, Said
from bot.domain.title import Kind
from bot.imports.text import MOST_ROWS, TooManyRows, imdb_id_in, name_in

SOURCE = "Trakt"
MOST = 10
ITEMS_LOOKED_AT = 20
BROKEN = "That JSON file is broken off or damaged."
NOT_TRAKT = "That JSON is none of Trakt's: I take its watched, ratings, history and watchlist files."
_SPACE = re.compile(r"\s*")
_OTHER_LISTS = ("lists-list-", "collection", "hidden", "playback")

Item = Mapping[str, Any]


def read(text: str, name: str) -> ImportFile:
    """Read one file; `name` tells favourites from the watchlist. Raises UnreadableFile for any other JSON."""
    path = name.replace("\\", "/").rsplit("/", 1)[-1].lower()
    rows: dict[ImportedRow, None] = {}
    skipped = met = 0
    for number, item in enumerate(_items(text)):
        subject = _subject(item)
        met += subject is not None
        if number >= MOST_ROWS:
            raise TooManyRows
        if number >= ITEMS_LOOKED_AT and not met:
            break
        row = _row(item, path) if subject is not None and isinstance(item, Mapping) else None
        if row is None:
            skipped += 1
        else:
            # An item per play: the same title again says nothing new.
            rows[row] = None
    if not met:
        raise UnreadableFile(NOT_TRAKT)
    return ImportFile(SOURCE, (Part("", tuple(rows), skipped),))


def _items(text: str) -> Iterator[Any]:
    """Yield the elements of the outermost array one by one: no more than one is in memory."""
    place = _after_space(text, 0)
    if text[place : place + 1] != "[":
        raise UnreadableFile(NOT_TRAKT)
    decoder = json.JSONDecoder()
    place = _after_space(text, place + 1)
    while text[place : place + 1] != "]":
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as exc:
            raise UnreadableFile(BROKEN) from exc
        yield item
        place = _after_space(text, place)
        if text[place : place + 1] == ",":
            place = _after_space(text, place + 1)
        elif text[place : place + 1] != "]":
            raise UnreadableFile(BROKEN)


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _subject(item: object) -> tuple[Kind, Item] | None:
    """Return the film or series that an item is about."""
    if isinstance(item, Mapping):
        for key, kind in (("movie", Kind.FILM), ("show", Kind.SERIES)):
            about = item.get(key)
            if isinstance(about, Mapping) and name_in(about.get("title")):
                return kind, about
    return None


def _row(item: Item, path: str) -> ImportedRow | None:
    subject = _subject(item)
    if subject is None:
        return None
    said, share, at = _said(item, path)
    if said is None:
        return None
    kind, about = subject
    found = about.get("ids")
    ids: Item = found if isinstance(found, Mapping) else {}
    return ImportedRow(
        name_in(about.get("title")),
        said,
        _whole(about.get("year")) or 0,
        kind,
        share,
        _day(item.get(at)) if said in (Said.RATED, Said.HEARTED) else None,
        tmdb_id=_whole(ids.get("tmdb")),
        imdb_id=imdb_id_in(ids.get("imdb")),
    )


def _said(item: Item, path: str) -> tuple[Said | None, float | None, str]:
    """Return what an item says, its share of the scale, and the key of its time."""
    rating = _whole(item.get("rating"))
    if rating is not None and "rated_at" in item:
        if item.get("type") in ("season", "episode"):
            return Said.WATCHED, None, ""
        return (Said.RATED, rating / MOST, "rated_at") if 1 <= rating <= MOST else (None, None, "")
    if "watched_at" in item or "last_watched_at" in item:
        return Said.WATCHED, None, ""
    if "favorite" in path:
        return Said.HEARTED, None, "listed_at"
    if any(part in path for part in _OTHER_LISTS) or "collected_at" in item or "last_collected_at" in item:
        return None, None, ""
    return (Said.PLANNED, None, "") if "listed_at" in item or "watchlist" in path else (None, None, "")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31 else None


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None
