"""Titles as a source outside tells of them: in its lists, which are enough to choose by, and as it finds them by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.title import Kind, Title

# The terms of TMDB and of IMDb ask for these sentences wherever their data are shown.
TMDB_ATTRIBUTION = "This product uses the TMDB API but is not endorsed or certified by TMDB."
IMDB_ATTRIBUTION = "Information courtesy of IMDb (https://www.imdb.com). Used with permission."

# What tells a source's titles apart: it numbers films and series separately.
Number = tuple[Kind, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A title in a list: its number there, its names, the year (0 when unknown) and how many voted on it."""

    kind: Kind
    tmdb_id: int
    names: tuple[str, ...]
    year: int
    votes: int

    @property
    def number(self) -> Number:
        """What tells it apart."""
        return self.kind, self.tmdb_id


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the number of its last page (which may lie beyond the last that is shown)."""

    entries: tuple[Entry, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a name may mean, likeliest first; `is_sure` says that the first of `titles` is meant and no other."""

    titles: tuple[Title, ...] = ()
    is_sure: bool = False


def attributions_of(titles: Iterable[Title]) -> list[str]:
    """Return what the sources of these titles ask to have said."""
    is_numbered = {(bool(title.tmdb_id), bool(title.imdb_id)) for title in titles}
    told = [TMDB_ATTRIBUTION] if any(by_tmdb for by_tmdb, _ in is_numbered) else []
    # TMDB tells IMDb's numbers too: what has no other number is from IMDb itself.
    return [*told, IMDB_ATTRIBUTION] if (False, True) in is_numbered else told
