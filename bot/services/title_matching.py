"""Finds the catalogue titles that the rows of an import mean: by number, or by name and year, never by guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.imported import ImportedRow
from bot.domain.title import Kind, Title
from bot.services.library import Library

_BRACKETS_AFTER = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
Found = tuple[Title, ImportedRow]


class TitleMatcher:
    """Matches rows with one catalogue. Only read once built: any thread may use it."""

    def __init__(self, library: Library) -> None:
        self._resolver = library.resolver
        self._by_number = {
            (title.kind, title.tmdb_id): title for title in library.titles if title.tmdb_id is not None
        }
        self._by_imdb_id = {title.imdb_id: title for title in library.titles if title.imdb_id}

    def match(self, rows: Sequence[ImportedRow]) -> tuple[list[Found], list[ImportedRow]]:
        """Return the rows with their titles, and the rows that no title or several answer to."""
        found: list[Found] = []
        unmatched: list[ImportedRow] = []
        for row in rows:
            title = self.title_of(row)
            if title is None:
                unmatched.append(row)
            else:
                found.append((title, row))
        return found, unmatched

    def title_of(self, row: ImportedRow) -> Title | None:
        """Return the one title that a row means."""
        if row.imdb_id and (known := self._by_imdb_id.get(row.imdb_id)):
            return known
        if row.tmdb_id is not None and row.kind is not None:
            numbered = self._by_number.get((row.kind, row.tmdb_id))
            if numbered is not None:
                return numbered
        for name in dict.fromkeys((row.name, row.other_name, _BRACKETS_AFTER.sub("", row.name))):
            if name and (title := self._named(name, row)):
                return title
        return self._resolver.exactly(row.series, kind=Kind.SERIES) if row.series else None

    def _named(self, name: str, row: ImportedRow) -> Title | None:
        exactly = self._resolver.exactly
        if title := exactly(name, year=row.year, kind=row.kind):
            return title
        if row.kind is None or not row.year:
            return None
        # Other catalogues call a long film a miniseries, and the other way round: then the very year must agree.
        title = exactly(name, year=row.year)
        return title if title is not None and title.year == row.year else None
