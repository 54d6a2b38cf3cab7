"""Rows of imports that the catalogue lacks, looked up at a TMDB on loopback and matched with a real library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.joining import join
from bot.catalogue.tmdb import Manners, open_tmdb_titles
from bot.catalogue.tmdb_finding import TmdbFinder
from bot.domain.imported import ImportedRow, Said
from bot.domain.title import Kind, Title
from bot.services.library import Library
from bot.services.lookup import Lookup
from bot.services.row_lookup import KEPT_AT_ONCE, REMEMBERED_SECONDS, ROWS_AT_ONCE, RowLookup
from bot.services.title_matching import TitleMatcher
from bot.storage.database import open_database
from bot.storage.titles import TitleStore
from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film, series

FILMS = [
    film(1, "Gloom Harbor", 2016, 5200),
    film(2, "Ashfall Road", 1974, 900),
    film(3, "Ashfall Road", 2018, 1100),
    film(4, "Kelp: The Reckoning", 2012, 640),
    film(5, "Nobody's Weir", 2001, 3),
    film(6, "Saltmarsh", 2020, 800, alternative_titles={"titles": [{"iso_3166_1": "DE", "title": "Salzwiese"}]}),
]  # fmt: skip
SERIES = [series(7, "Low Tide", 2018, 900)]


def liked(name: str, year: int = 0, kind: Kind | None = None, **more: str | int) -> ImportedRow:
    return ImportedRow(name, Said.HEARTED, year, kind, **more)  # type: ignore[arg-type]  # keywords of its fields


@dataclass
class Clock:
    """A time that stands still unless it is turned."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class World:
    """A library of one title, a TMDB of seven, and what looks up between them."""

    tmdb: Tmdb
    library: Library
    finder: TmdbFinder
    lookup: Lookup
    store: TitleStore
    rows: RowLookup
    clock: Clock
    reported: list[tuple[int, int]] = field(default_factory=list)

    async def look_up(self, *rows: ImportedRow, by: RowLookup | None = None) -> str:
        by = by or self.rows
        return await by.look_up(by.worth_asking(rows), lambda done, of: self.reported.append((done, of)))

    def labels_of(self, *rows: ImportedRow) -> list[str | None]:
        matcher = TitleMatcher(self.library)
        return [title.label if (title := matcher.title_of(row)) else None for row in rows]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = Library.of(Catalogue.build([Title("heat-1995", "Heat", 1995)]), 2026)
    async with AsyncExitStack() as stack:
        tmdb = await stack.enter_async_context(Tmdb(FILMS, SERIES))
        manners = Manners(per_second=5000, timeout=5.0, backoff=0.01)
        titles = await stack.enter_async_context(open_tmdb_titles(tmdb.url, KEY, manners))
        database = await stack.enter_async_context(open_database(f"sqlite:///{tmp_path / 'm.sqlite3'}"))
        store = TitleStore(database)

        async def keep(found: Sequence[Title]) -> list[Title]:
            joined = join(library.titles, found)
            await store.upsert(joined, "tmdb")
            return joined

        finder, clock = TmdbFinder(titles), Clock()
        lookup = Lookup(library, finder, keep, clock=clock)
        rows = RowLookup(lookup, finder, clock=clock)
        yield World(tmdb, library, finder, lookup, store, rows, clock)


@pytest.mark.parametrize(
    ("row", "label"),
    [
        (liked("Gloom Harbor", 2016, Kind.FILM), "Gloom Harbor (2016)"),
        (liked("gloom harbor", 2017), "Gloom Harbor (2016)"),
        (liked("Salzwiese", 2020), "Saltmarsh (2020)"),
        (liked("Ashfall Road", 1974), "Ashfall Road (1974)"),
        (liked("Another name of it", imdb_id="tt0000003"), "Ashfall Road (2018)"),
        (liked("Another name of it", kind=Kind.SERIES, tmdb_id=7), "Low Tide (2018)"),
        (liked("Low Tide: Chapter One", series="Low Tide"), "Low Tide (2018)"),
        (liked("An Episode", kind=Kind.SERIES, imdb_id="tt9999999", series="Low Tide"), "Low Tide (2018)"),
        (liked("Kelp: The Reckoning", series="Kelp"), "Kelp: The Reckoning (2012)"),
        # Which of two, a kind that it is not, what hardly anybody knows, what nobody knows.
        (liked("Ashfall Road"), None),
        (liked("Low Tide", 2018, Kind.FILM), None),
        (liked("Nobody's Weir", 2001), None),
        (liked("No Such Film", 1990), None),
    ],
)  # fmt: skip
async def test_a_row_is_looked_up_by_number_or_by_name_and_never_guessed(
    world: World, row: ImportedRow, label: str | None
) -> None:
    assert await world.look_up(row) == ""
    assert world.labels_of(row) == [label]
    assert [title.label for title in await world.store.all()] == ([label] if label else [])
    assert world.reported == [(0, 1), (1, 1)]


async def test_what_is_liked_comes_first_and_the_same_file_again_goes_on_with_the_rest(world: World) -> None:
    few = RowLookup(world.lookup, world.finder, most_rows=2, clock=world.clock)
    seen = ImportedRow("Saltmarsh", Said.WATCHED, 2020)
    rows = [seen, liked("No Such Film", 1990), liked("Gloom Harbor", 2016), liked("Gloom Harbor", 2016)]
    assert (
        await world.look_up(*rows, by=few)
        == "1 of them are not looked up at TMDB yet: import the file again."
    )
    assert world.labels_of(*rows) == [None, None, "Gloom Harbor (2016)", "Gloom Harbor (2016)"]
    world.tmdb.asked.clear()
    assert await world.look_up(seen, rows[1], by=few) == ""
    assert world.labels_of(seen) == ["Saltmarsh (2020)"]
    assert not any("No Such" in each.query.get("query", "") for each in world.tmdb.asked)


async def test_what_is_not_there_is_asked_for_again_after_an_hour(world: World) -> None:
    await world.look_up(row := liked("No Such Film", 1990))
    assert world.rows.worth_asking([row]) == []
    world.clock.now += REMEMBERED_SECONDS + 1
    assert world.rows.worth_asking([row]) == [row]


async def test_one_request_that_goes_wrong_costs_one_row(world: World) -> None:
    world.tmdb.fail(Fault("drop", "/search/multi"))
    rows = [liked("Gloom Harbor"), liked("Saltmarsh")]
    assert await world.look_up(*rows) == "1 of them are not looked up at TMDB yet: import the file again."
    assert len(await world.store.all()) == 1
    assert await world.look_up(*rows) == ""
    assert world.labels_of(*rows) == ["Gloom Harbor (2016)", "Saltmarsh (2020)"]


async def test_a_source_in_trouble_is_left_alone_and_the_reason_told(world: World) -> None:
    world.tmdb.fail(Fault("status", "/search/", status=401), times=50)
    told = await world.look_up(*(liked(f"Film {number}", 1990) for number in range(50)))
    assert told == "TMDB cannot be asked just now: what I do not know was not looked up."
    assert world.lookup.trouble.startswith("TMDB does not take the key")
    assert len(world.tmdb.asked) <= 3 * KEPT_AT_ONCE
    assert world.rows.worth_asking([liked("Gloom Harbor", 2016)]) == []


async def test_few_are_asked_for_at_once(world: World) -> None:
    world.tmdb.fail(Fault("slow", "/search/multi", seconds=0.1), times=30)
    await world.look_up(*(liked(f"Film {number}") for number in range(30)))
    assert 1 < world.tmdb.most_at_once <= ROWS_AT_ONCE


async def test_an_import_that_takes_too_long_keeps_what_was_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.row_lookup.KEPT_AT_ONCE", 1)
    hasty = RowLookup(world.lookup, world.finder, seconds=3.0, clock=world.clock)
    world.tmdb.fail(Fault("slow", "/search/movie", seconds=20.0))
    rows = [liked("Gloom Harbor"), liked("Saltmarsh", 2020, Kind.FILM)]
    assert (
        await world.look_up(*rows, by=hasty)
        == "1 of them are not looked up at TMDB yet: import the file again."
    )
    assert world.labels_of(*rows) == ["Gloom Harbor (2016)", None]


async def test_without_a_source_nothing_is_worth_asking(world: World) -> None:
    assert RowLookup(Lookup(world.library)).worth_asking([liked("Gloom Harbor", 2016)]) == []
