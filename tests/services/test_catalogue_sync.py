"""The best-known titles of TMDB, fetched over the wire into a real store: cut off, gone on with, out of order."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.catalogue.tmdb import Manners, TmdbTitles, open_tmdb_titles
from bot.domain.errors import SourceBusy, SourceRefused, SourceUnavailable
from bot.domain.title import Kind, Title
from bot.domain.title_source import Number
from bot.services.catalogue_sync import CatalogueSync, Wanted
from bot.storage.database import Database, open_database
from bot.storage.titles import TitleStore
from bot.storage.tmdb import TmdbStore
from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film, series

QUICK = Manners(per_second=5000, backoff=0.005, timeout=2.0)
CHANCE = random.Random(5)
FILMS = [film(n, f"Film {n}", 1990 + n % 30, CHANCE.randrange(10, 3000)) for n in range(1, 131)]
SERIES = [series(n, f"Series {n}", 2000 + n % 20, CHANCE.randrange(10, 900)) for n in range(1, 61)]


def best(count: int, *kinds: Kind) -> set[Number]:
    """Return the numbers of the best known."""
    every = [(Kind.FILM, each) for each in FILMS] + [(Kind.SERIES, each) for each in SERIES]
    every = sorted(every, key=lambda one: -one[1]["vote_count"])
    return {(kind, each["id"]) for kind, each in [one for one in every if one[0] in kinds][:count]}


@pytest.fixture
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb(FILMS, SERIES) as stand_in:
        yield stand_in


@pytest.fixture
async def source(tmdb: Tmdb) -> AsyncIterator[TmdbTitles]:
    async with open_tmdb_titles(tmdb.url, KEY, QUICK) as opened:
        yield opened


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path / 'matinee.sqlite3'}") as opened:
        yield opened


class Desk:
    """One operator: starts runs over one store, at a time that can be moved."""

    def __init__(self, source: TmdbTitles, database: Database) -> None:
        self.source = source
        self.titles = TitleStore(database)
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.records = TmdbStore(database, clock=lambda: self.now)
        self.seen: list[tuple[int, int]] = []
        self.last_page = 500

    def begin(self) -> CatalogueSync:
        return CatalogueSync(
            self.source,
            self.records,
            self.keep,
            last_page=self.last_page,
            portion=25,
            clock=lambda: self.now,
        )

    async def keep(self, found: Sequence[Title]) -> None:
        await self.titles.upsert(found, "tmdb")

    async def run(self, wanted: Wanted) -> CatalogueSync:
        run = self.begin()
        numbers = await run.best_known(wanted, lambda *_: None)
        stale = await run.stale(numbers) + await run.overdue(numbers)
        await run.fetch(stale, lambda done, total: self.seen.append((done, total)))
        return run

    async def numbers(self) -> set[Number]:
        return {(title.kind, title.tmdb_id or 0) for title in await self.titles.all()}


@pytest.fixture
def desk(source: TmdbTitles, database: Database) -> Desk:
    return Desk(source, database)


async def test_the_best_known_of_both_kinds_are_fetched(desk: Desk, tmdb: Tmdb) -> None:
    run = await desk.run(Wanted(top=100))
    assert await desk.numbers() == best(100, *Kind)
    assert (run.tally.fetched, run.tally.left_out, run.tally.failed) == (100, 0, 0)
    assert desk.seen[-1] == (100, 100)
    assert len(tmdb.paths("/movie/")) + len(tmdb.paths("/tv/")) == 100
    assert len(tmdb.paths("/discover/")) < 12


async def test_films_and_series_can_be_counted_apart(desk: Desk) -> None:
    await desk.run(Wanted(films=30, series=45))
    assert await desk.numbers() == best(30, Kind.FILM) | best(45, Kind.SERIES)


async def test_more_than_there_are_is_all_there_is(desk: Desk) -> None:
    assert (await desk.run(Wanted(top=5000))).tally.fetched == 190


async def test_a_list_that_shows_no_more_pages_goes_on_below_its_last_votes(desk: Desk, tmdb: Tmdb) -> None:
    desk.last_page = 2
    await desk.run(Wanted(top=150))
    assert await desk.numbers() == best(150, *Kind)
    assert max(int(each.query["page"]) for each in tmdb.asked if "page" in each.query) == 2


async def test_titles_of_one_number_of_votes_beyond_the_last_page_are_told_apart_by_year(
    desk: Desk, tmdb: Tmdb
) -> None:
    tmdb.titles = {"movie": [film(n, f"Twin {n}", 1990 + n % 10, 50) for n in range(1, 100)], "tv": []}
    tmdb.titles["movie"].append(film(100, "Lone", 1999, 7))
    desk.last_page = 2
    await desk.run(Wanted(films=100))
    assert len(await desk.numbers()) == 100


async def test_what_is_fresh_is_not_asked_again_and_what_is_not_is(desk: Desk, tmdb: Tmdb) -> None:
    await desk.run(Wanted(top=40))
    tmdb.asked.clear()
    again = await desk.run(Wanted(top=40))
    assert (tmdb.asked, again.tally.fetched) == ([], 0)
    more = await desk.run(Wanted(top=60))
    assert more.tally.fetched == 20
    desk.now += timedelta(days=31)
    assert (await desk.run(Wanted(top=60))).tally.fetched == 60


async def test_what_was_looked_up_or_is_no_longer_among_the_best_known_is_renewed_in_time(
    desk: Desk, tmdb: Tmdb
) -> None:
    looked_up = (Kind.SERIES, next(n for n in range(1, 61) if (Kind.SERIES, n) not in best(60, *Kind)))
    await desk.records.keep_asked([looked_up])
    await desk.run(Wanted(top=60))
    desk.now += timedelta(days=50)
    assert (await desk.run(Wanted(top=20))).tally.fetched == 20
    desk.now += timedelta(days=15)
    tmdb.asked.clear()
    assert (await desk.run(Wanted(top=20))).tally.fetched == 41
    assert tmdb.paths(f"/tv/{looked_up[1]}") != []
    assert await desk.records.count_asked(desk.now - timedelta(days=60)) == 0


async def test_cut_off_at_any_moment_it_keeps_what_it_has_and_goes_on_from_there(
    desk: Desk, tmdb: Tmdb
) -> None:
    cuts, fetched = 0, 0
    for moment in (1, 2, 3, 5, 20, 30, 25, 10_000):
        before = len(tmdb.asked)
        run = desk.begin()

        async def whole(run: CatalogueSync = run) -> None:
            await run.fetch(
                await run.stale(await run.best_known(Wanted(top=120), lambda *_: None)), lambda *_: None
            )

        task = asyncio.create_task(whole())
        while not task.done() and len(tmdb.asked) - before < moment:  # noqa: ASYNC110 - any step may be the one
            await asyncio.sleep(0)
        cuts += task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        fetched += run.tally.fetched
        assert len(await desk.numbers()) == fetched
    assert cuts == 7
    assert await desk.numbers() == best(120, *Kind)
    details = [each.path for each in tmdb.asked if not each.path.startswith("/discover")]
    # Only what was under way at a cut is asked for once more.
    assert len(details) <= 120 + cuts * 8


async def test_titles_that_are_gone_or_for_adults_are_left_out_and_not_asked_for_again(
    desk: Desk, tmdb: Tmdb
) -> None:
    tmdb.titles["movie"] = [*FILMS[:20], film(900, "Curtain", 2001, 9000), film(901, "Veil", 2001, 8000)]
    tmdb.titles["movie"][0] = tmdb.titles["movie"][0] | {"adult": True}
    run = desk.begin()
    numbers = await run.best_known(Wanted(films=30), lambda *_: None)
    tmdb.titles["movie"] = [
        each | {"adult": each["id"] == 900} for each in tmdb.titles["movie"] if each["id"] != 901
    ]
    await run.fetch(numbers, lambda *_: None)
    assert (run.tally.fetched, run.tally.left_out) == (19, 2)
    assert await run.stale(numbers) == []
    assert {number for _, number in await desk.numbers()}.isdisjoint({900, 901, FILMS[0]["id"]})


async def test_a_title_that_tmdb_cannot_give_is_counted_and_asked_for_the_next_time(
    desk: Desk, tmdb: Tmdb
) -> None:
    broken = tmdb.titles["movie"][4]["id"]
    tmdb.fail(Fault("status", f"/movie/{broken}", status=500), times=4)
    wanted = Wanted(films=130)
    first = await desk.run(wanted)
    assert (first.tally.fetched, first.tally.failed) == (129, 1)
    assert (await desk.run(wanted)).tally.fetched == 1


async def test_an_outage_ends_the_run_in_a_sentence_and_keeps_what_came_before(
    desk: Desk, tmdb: Tmdb
) -> None:
    run = desk.begin()
    numbers = await run.best_known(Wanted(top=100), lambda *_: None)

    def report(done: int, _: int) -> None:
        if done == 40:
            tmdb.fail(Fault("status", status=503), times=1000)

    with pytest.raises(SourceUnavailable, match=r"^TMDB is out of order just now"):
        await run.fetch(numbers, report)
    assert 40 <= len(await desk.numbers()) < 60
    assert len(tmdb.asked) < 200
    tmdb.faults.clear()
    await desk.run(Wanted(top=100))
    assert await desk.numbers() == best(100, *Kind)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("status", "/movie/", status=401), SourceRefused),
        (Fault("limit", "/movie/", seconds=900), SourceBusy),
    ],
)
async def test_a_refused_key_and_a_long_limit_end_the_run_at_once(
    desk: Desk, tmdb: Tmdb, fault: Fault, error: type[Exception]
) -> None:
    run = desk.begin()
    numbers = await run.best_known(Wanted(films=100), lambda *_: None)
    tmdb.fail(fault, times=1000)
    with pytest.raises(error):
        await run.fetch(numbers, lambda *_: None)
    assert len(tmdb.paths("/movie/")) <= 16
