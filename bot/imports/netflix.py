"""Netflix's viewing history, the short one (Account → Viewing activity → Download all) and the long one.

Columns, as the headers that many public programs expect; for the short one also
https://github.com/OpenMined/datasets_loader (static_datasets/demo_netflix), for where the long one is found
https://jakelee.co.uk/analysing-netflix-viewing-history/:

- short, `NetflixViewingHistory.csv`: Title, Date (of one profile; the date as the account's country writes it)
- long, `CONTENT_INTERACTION/ViewingActivity.csv` of the personal data (https://www.netflix.com/account/getmyinfo):
  Profile Name, Start Time, Duration, Attributes, Title, Supplemental Video Type, Device Type, Bookmark,
  Latest Bookmark, Country (the times also as `Start Time (UTC)` and `Duration (H:MM:SS)`; all profiles of the account)

A title is a film, or an episode as "Series: Season 1: Episode", in the account's language. Episodes are folded into
their series. What the long one calls a trailer or the like, or says was played for less than five minutes in all, was
not watched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from bot.domain.errors import UnreadableFile
from bot.domain.imported import ImportedRow, ImportFile, Part, Said
from bot.domain.title import Kind
from bot.imports.text import Record, Table, name_in

SOURCE = "Netflix"
SHORT_COLUMNS = frozenset({"title", "date"})
LONG_COLUMNS = frozenset({"profile name", "title", "supplemental video type"})
QUESTION = "This history holds several profiles. Which one is yours?"
SECONDS_WATCHED = 5 * 60
ROWS_LOOKED_AT = 50
# An account has five; former ones stay in the history. Many more, and it is something else.
MOST_PROFILES = 25
NOT_PROFILES = "That looks like Netflix's history, but of more profiles than an account can have."

_SEASON_WORDS = (
    "season|series|staffel|saison|temporada|stagione|seizoen|sezon|sezonul|säsong|sæson|sesong|kausi|évad|série|"
    "sezóna|сезон|mùa|musim|シーズン|시즌"
)
# "Series: Season 1: Episode": nothing but a series has seasons.
_OF_A_SEASON = re.compile(
    rf"(?P<series>.+?): (?:(?:{_SEASON_WORDS})\s*\d+|\d+\. ?(?:{_SEASON_WORDS})|"
    r"第 ?\w+ ?季|limited series|mini-?s[eé]ries?|miniserie|minissérie)(?:: .*)?",
    re.IGNORECASE,
)
# "Series: Part 1: Episode", which may also be a film of several parts.
_OF_A_PART = re.compile(
    r"(?P<series>.+?): (?:part|teil|partie|parte|volume|vol\.|book|chapter|collection|buch|livre|libro)\s*\w+: .+",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}\.?")
_CLOCK = re.compile(r"(?P<h>\d{1,4}):(?P<m>\d\d):(?P<s>\d\d)")


def is_netflix(table: Table) -> bool:
    """Say whether this is a viewing history. Its short form has everyday columns: the dates tell."""
    columns = set(table.columns)
    if columns >= LONG_COLUMNS:
        return True
    if columns != SHORT_COLUMNS:
        return False
    first = list(islice(table, ROWS_LOOKED_AT))
    dated = sum(_DATE.fullmatch(record.get("date", "").strip()) is not None for record in first)
    return dated > len(first) / 2


def read(table: Table, name: str) -> ImportFile:
    """Read a history, a part per profile; the name does not matter."""
    profiles: dict[str, list[Record]] = {}
    for record in table:
        profiles.setdefault(name_in(record.get("profile name", "")), []).append(record)
    if len(profiles) > MOST_PROFILES:
        raise UnreadableFile(NOT_PROFILES)
    parts = tuple(_part(profile, records) for profile, records in profiles.items())
    return ImportFile(SOURCE, parts, QUESTION if len(parts) > 1 else "")


def _part(profile: str, records: Iterable[Record]) -> Part:
    seconds: Counter[str] = Counter()
    skipped = 0
    for record in records:
        title = name_in(record.get("title", ""))
        if not title or record.get("supplemental video type", "").strip():
            skipped += 1
            continue
        seconds[title] += _seconds(record)
    watched = [title for title, total in seconds.items() if total >= SECONDS_WATCHED]
    return Part(profile, tuple(_folded(watched)), skipped + len(seconds) - len(watched))


def _seconds(record: Record) -> int:
    """Return how long it played; long enough where the file does not say."""
    told = record.get("duration") or record.get("duration (h:mm:ss)", "")
    clock = _CLOCK.fullmatch(told.strip())
    return 3600 * int(clock["h"]) + 60 * int(clock["m"]) + int(clock["s"]) if clock else SECONDS_WATCHED


def _folded(titles: Iterable[str]) -> Iterable[ImportedRow]:
    """Return a row per film and per series."""
    rows: dict[str, ImportedRow] = {}
    others = []
    for title in titles:
        if found := _OF_A_SEASON.fullmatch(title):
            rows[found["series"]] = ImportedRow(found["series"], Said.WATCHED, kind=Kind.SERIES)
        else:
            others.append(title)
    beginnings = Counter(title.partition(": ")[0] for title in others)
    for title in others:
        beginning = title.partition(": ")[0]
        if found := _OF_A_PART.fullmatch(title):
            series = found["series"]
        else:
            # "Black Mirror: Bandersnatch" beside its seasons; two titles that begin alike may be episodes.
            series = beginning if beginnings[beginning] > 1 or beginning in rows else ""
        rows.setdefault(title, ImportedRow(title, Said.WATCHED, series=series if series != title else ""))
    return rows.values()
