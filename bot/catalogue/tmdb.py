"""TMDB's API, version 3, as a source of titles: details, the best known, and what a name may mean.

This product uses the TMDB API but is not endorsed or certified by TMDB.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.catalogue.tmdb_titles import names_of, title_of, whole_of, year_of
from bot.catalogue.tmdb_wire import WHERE_TO_GET_A_KEY, Manners, Tmdb, open_tmdb
from bot.domain.errors import SourceLacks
from bot.domain.title import Kind, Title
from bot.domain.title_source import Entry, Page

__all__ = ["WHERE_TO_GET_A_KEY", "Manners", "TmdbTitles", "open_tmdb_titles"]

LANGUAGE = "en-US"
_PATHS = {Kind.FILM: "movie", Kind.SERIES: "tv"}
_EVERYTHING = {
    Kind.FILM: "keywords,credits,external_ids,alternative_titles",
    # The first season tells how long an episode is; "credits" of a series are those of its latest season only.
    Kind.SERIES: "keywords,aggregate_credits,external_ids,alternative_titles,season/1",
}


class TmdbTitles:
    """The titles of TMDB. Every method raises TitleSourceError, with a sentence, when there are none to be had."""

    def __init__(self, tmdb: Tmdb) -> None:
        self._tmdb = tmdb

    async def check(self) -> None:
        """Make sure that TMDB takes the key."""
        await self._tmdb.get("/authentication", attempts=1)

    async def details(self, kind: Kind, tmdb_id: int) -> Title:
        """Return the title of that number, its id that of its name and year."""
        return title_of(kind, await self._everything_of(kind, tmdb_id, _EVERYTHING[kind], None))

    async def details_and_names(
        self, kind: Kind, tmdb_id: int, *, attempts: int | None = None
    ) -> tuple[Title, tuple[str, ...]]:
        """Return the title of that number, and every name it has anywhere: many more than are kept with it."""
        everything = f"{_EVERYTHING[kind]},translations"
        answer = await self._everything_of(kind, tmdb_id, everything, attempts)
        return title_of(kind, answer), names_of(answer)

    async def _everything_of(
        self, kind: Kind, tmdb_id: int, everything: str, attempts: int | None
    ) -> dict[str, Any]:
        parameters: dict[str, str | int] = {"language": LANGUAGE, "append_to_response": everything}
        return await self._tmdb.get(
            f"/{_PATHS[kind]}/{tmdb_id}", parameters, may_lack=True, attempts=attempts
        )

    async def best_known(
        self, kind: Kind, page: int, *, at_most: int | None = None, at_least: int | None = None, year: int = 0
    ) -> Page:
        """Return a page of the titles with the most votes, from 1 on, of those with `at_most` so many votes."""
        parameters: dict[str, str | int] = {
            "sort_by": "vote_count.desc",
            "include_adult": "false",
            "language": LANGUAGE,
            "page": page,
        }
        if at_most is not None:
            parameters["vote_count.lte"] = at_most
        if at_least is not None:
            parameters["vote_count.gte"] = at_least
        if year:
            parameters["primary_release_year" if kind is Kind.FILM else "first_air_date_year"] = year
        answer = await self._tmdb.get(f"/discover/{_PATHS[kind]}", parameters)
        pages = answer.get("total_pages")
        return Page(_entries(answer, kind), pages if isinstance(pages, int) else 0)

    async def search(
        self, name: str, *, kind: Kind | None = None, year: int = 0, attempts: int | None = None
    ) -> tuple[Entry, ...]:
        """Return what TMDB finds by a name, the likeliest first; of one kind also by year."""
        parameters: dict[str, str | int] = {"query": name, "include_adult": "false", "language": LANGUAGE}
        if kind is None:
            return _entries(await self._tmdb.get("/search/multi", parameters, attempts=attempts), None)
        if year:
            parameters["primary_release_year" if kind is Kind.FILM else "first_air_date_year"] = year
        answer = await self._tmdb.get(f"/search/{_PATHS[kind]}", parameters, attempts=attempts)
        return _entries(answer, kind)

    async def find(self, imdb_id: str) -> Entry:
        """Return the film or series with that IMDb number. Raises SourceLacks, too, when it is neither."""
        answer = await self._tmdb.get(
            f"/find/{imdb_id}", {"external_source": "imdb_id", "language": LANGUAGE}, may_lack=True
        )
        for kind, key in ((Kind.FILM, "movie_results"), (Kind.SERIES, "tv_results")):
            if found := _entries({"results": answer.get(key)}, kind):
                return found[0]
        raise SourceLacks("TMDB knows no film or series of that number.")


@asynccontextmanager
async def open_tmdb_titles(
    address: str, key: str, manners: Manners | None = None
) -> AsyncIterator[TmdbTitles]:
    """Give the titles of the TMDB at `address`; nothing is asked yet."""
    async with open_tmdb(address, key, manners) as tmdb:
        yield TmdbTitles(tmdb)


def _entries(answer: dict[str, Any], kind: Kind | None) -> tuple[Entry, ...]:
    """Return the usable entries of a list; people among them, and titles for adults, are left out."""
    results = answer.get("results")
    found = (
        (_entry(each, kind) for each in results if isinstance(each, dict))
        if isinstance(results, list)
        else ()
    )
    return tuple(entry for entry in found if entry is not None)


def _entry(entry: dict[str, Any], kind: Kind | None) -> Entry | None:
    media = {"movie": Kind.FILM, "tv": Kind.SERIES}.get(str(entry.get("media_type")))
    kind = kind or media
    tmdb_id = whole_of(entry.get("id"))
    if kind is None or not tmdb_id or entry.get("adult") is True:
        return None
    return Entry(kind, tmdb_id, names_of(entry), year_of(entry), whole_of(entry.get("vote_count")) or 0)
