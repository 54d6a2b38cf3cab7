"""Which title of TMDB a name means: certain, to be asked about, or none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.catalogue.reading import Reading, readings_of
from bot.catalogue.spelling import fold
from bot.catalogue.tmdb import TmdbTitles
from bot.domain.errors import SourceLacks
from bot.domain.imported import ImportedRow
from bot.domain.title import Kind, Title
from bot.domain.title_source import Entry, Found

MOST_CHOICES = 5
# Somebody waits: no second try, and of what bears another name only the first few are looked into.
ATTEMPTS = 1
LOOKED_INTO = 3
# Of several of one name the best known is meant when it has so many times the votes of the next.
FAR_BETTER_KNOWN = 10
# What fewer have voted on is hardly what somebody in a chat speaks of: rather ask.
FEWEST_VOTES = 5


class TmdbFinder:
    """Finds titles by name: by the very name, the usual or another one, never by likeness."""

    def __init__(self, titles: TmdbTitles) -> None:
        self._titles = titles

    async def find(self, text: str) -> Found:
        """Return what `text` means, which may have a year or a kind beside the name. Raises TitleSourceError."""
        for reading in _readings(text):
            if found := await self._read(reading):
                return found
        return Found()

    async def find_row(self, row: ImportedRow) -> Found:
        """Return the title that a row of an import means: by number, else by name, year and kind. Raises TitleSourceError."""
        if title := await self._numbered(row):
            return Found((title,), is_sure=True)
        for name, kind in ((row.name, row.kind), (row.other_name, row.kind), (row.series, Kind.SERIES)):
            found = await self._read(Reading(name, row.year, kind)) if name else None
            if found and found.is_sure:
                return found
        return Found()

    async def _numbered(self, row: ImportedRow) -> Title | None:
        number = (row.kind, row.tmdb_id)
        try:
            if row.imdb_id:
                number = (await self._titles.find(row.imdb_id)).number
            kind, tmdb_id = number
            return (
                await self._titles.details(kind, tmdb_id)
                if kind is not None and tmdb_id is not None
                else None
            )
        except SourceLacks:  # an episode has a number of its own, too
            return None

    async def _read(self, reading: Reading) -> Found | None:
        entries = [entry for entry in await self._search(reading) if _fits(entry, reading)]
        return await self._named(reading, entries) or await self._otherwise_named(reading, entries)

    async def _search(self, reading: Reading) -> list[Entry]:
        """Return what TMDB finds; with a year both by the very year and by the name alone, which may be one off."""
        searches = [self._titles.search(reading.name, kind=reading.kind, attempts=ATTEMPTS)]
        if reading.year:
            kinds = [reading.kind] if reading.kind else list(Kind)
            searches += [
                self._titles.search(reading.name, kind=kind, year=reading.year, attempts=ATTEMPTS)
                for kind in kinds
            ]
        lists = await asyncio.gather(*searches)
        entries = {entry.number: entry for entries in lists for entry in entries}
        very_year = [entry for entry in entries.values() if entry.year == reading.year]
        return very_year or list(entries.values())

    async def _named(self, reading: Reading, entries: Sequence[Entry]) -> Found | None:
        """Look among the usual and original names."""
        wanted = _key(reading.name)
        named = _best_known(entry for entry in entries if wanted in map(_key, entry.names))
        if not named:
            return None
        is_sure = _is_sure([entry.votes for entry in named], dated=bool(reading.year))
        chosen = named[:1] if is_sure else named[:MOST_CHOICES]
        titles = [title for title, _ in await self._details(chosen)]
        return Found(tuple(titles), is_sure and bool(titles)) if titles else None

    async def _otherwise_named(self, reading: Reading, entries: Sequence[Entry]) -> Found | None:
        """Look among every other name that the likeliest have anywhere."""
        wanted = _key(reading.name)
        told = await self._details(_best_known(entries[:MOST_CHOICES])[:LOOKED_INTO])
        # The name is kept with the title, so that it is not asked for again.
        titles = [_with_name(title, reading.name) for title, names in told if wanted in map(_key, names)]
        if not titles:
            return None
        is_sure = _is_sure([title.votes or 0 for title in titles], dated=bool(reading.year))
        return Found(tuple(titles[:1] if is_sure else titles), is_sure)

    async def _details(self, entries: Sequence[Entry]) -> list[tuple[Title, tuple[str, ...]]]:
        """Return the titles of these entries with every name they have, without those that cannot be shown."""
        told = await asyncio.gather(
            *(self._titles.details_and_names(*entry.number, attempts=ATTEMPTS) for entry in entries),
            return_exceptions=True,
        )
        titles: list[tuple[Title, tuple[str, ...]]] = []
        for each in told:
            if isinstance(each, BaseException):
                if not isinstance(each, SourceLacks):
                    raise each
            else:
                titles.append(each)
        return titles


def _readings(text: str) -> Iterator[Reading]:
    """Yield the ways to take the text: as a name alone, and with the year beside it taken out."""
    readings = [reading for reading in readings_of(text) if not reading.maker]
    bracketed = "(" in text or "[" in text
    # A year in brackets is none of the name's; without brackets it may be.
    if not bracketed:
        yield readings[0]
    dated = next((reading for reading in readings if reading.year), None)
    if dated is not None:
        yield dated
    elif bracketed:
        yield readings[-1]
    elif (of_kind := next((reading for reading in readings if reading.kind), None)) is not None:
        yield of_kind


def _fits(entry: Entry, reading: Reading) -> bool:
    near = not reading.year or abs(entry.year - reading.year) <= 1
    return near and (reading.kind is None or entry.kind is reading.kind)


def _key(name: str) -> str:
    return fold(name).bare


def _best_known(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: -entry.votes)


def _is_sure(votes: Sequence[int], *, dated: bool) -> bool:
    """Say whether the first of titles with so many votes, of one name, is meant. A year beside the name says much."""
    first, second = votes[0], votes[1] if len(votes) > 1 else 0
    known = first >= FEWEST_VOTES or dated
    return known and (len(votes) == 1 or first >= FAR_BETTER_KNOWN * max(1, second))


def _with_name(title: Title, name: str) -> Title:
    if _key(name) in map(_key, title.names):
        return title
    return replace(title, other_titles=(*title.other_titles, name))
