"""TMDB's API over the wire: what becomes of its titles, of its troubles, and of the key."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
import traceback
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.catalogue.tmdb import Manners, TmdbTitles, open_tmdb_titles
from bot.domain.errors import SourceBusy, SourceLacks, SourceRefused, SourceUnavailable, TitleSourceError
from bot.domain.title import Kind, Title
from tests.stand_ins.tmdb import ACCESS_TOKEN, KEY, Fault, Tmdb, film, series

QUICK = Manners(per_second=2000, backoff=0.01, timeout=2.0)

SALT = film(
    101, "Salt on the Stairs", 2011, 4200,
    original_title="Sel sur l’escalier",
    genres=[{"name": "Science Fiction"}, {"name": "Mystery"}, {"name": "TV Movie"}],
    origin_country=["FR"],
    production_countries=[{"iso_3166_1": "FR"}, {"iso_3166_1": "BE"}],
    original_language="fr",
    spoken_languages=[{"iso_639_1": "en"}, {"iso_639_1": "fr"}, {"iso_639_1": "xx"}],
    keywords={"keywords": [{"name": "Lighthouse"}, {"name": "time  loop"}]},
    credits={
        "cast": [{"name": f"Player {n}", "order": n} for n in (6, 2, 0, 1, 5, 4, 3)],
        "crew": [{"name": "Ida Rook", "job": "Director"}, {"name": "Someone", "job": "Writer"}],
    },
    alternative_titles={
        "titles": [
            {"iso_3166_1": "US", "title": "The Salt Stairs", "type": ""},
            {"iso_3166_1": "US", "title": "Salt On The Stairs!", "type": ""},
            {"iso_3166_1": "US", "title": "Project Brine", "type": "working title"},
            {"iso_3166_1": "FR", "title": "L’escalier", "type": ""},
            {"iso_3166_1": "KR", "title": "계단의 소금", "type": ""},
        ]
    },
)  # fmt: skip
TIDE = series(7, "Low Tide", 2018, 900)


@pytest.fixture
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb([SALT], [TIDE]) as stand_in:
        yield stand_in


@pytest.fixture
async def titles(tmdb: Tmdb) -> AsyncIterator[TmdbTitles]:
    async with open_tmdb_titles(tmdb.url, KEY, QUICK) as opened:
        yield opened


async def test_a_film_comes_with_everything_a_recommendation_needs(titles: TmdbTitles) -> None:
    found = await titles.details(Kind.FILM, 101)
    assert found == Title(
        "salt-on-the-stairs-2011", "Salt on the Stairs", 2011, Kind.FILM,
        genres=("science fiction", "mystery"),
        description="A film about salt on the stairs.",
        keywords=("lighthouse", "time loop"),
        original_title="Sel sur l’escalier",
        other_titles=("The Salt Stairs", "L’escalier"),
        runtime=121, directors=("Ida Rook",),
        actors=("Player 0", "Player 1", "Player 2", "Player 3", "Player 4"),
        countries=("FR", "BE"), languages=("fr", "en"), fame=found.fame, tmdb_id=101,
        poster_path="/poster101.jpg", votes=4200, rating=7.3, imdb_id="tt0000101",
    )  # fmt: skip
    assert 3.5 < found.fame < 5


async def test_what_nobody_sees_in_a_text_is_dropped_and_what_scripts_need_stays(
    tmdb: Tmdb, titles: TmdbTitles
) -> None:
    unseen = {"original_title": "نمک\u200cزار", "overview": "\u2067A ferry\u202c waits.\x00"}
    tmdb.titles["movie"] = [film(5, "\u202eSalt\u200b Harbour", 2014, 900, **unseen)]
    found = await titles.details(Kind.FILM, 5)
    assert (found.title_id, found.title) == ("salt-harbour-2014", "Salt Harbour")
    assert (found.original_title, found.description) == ("نمک\u200cزار", "A ferry waits.")
    assert [entry.names for entry in await titles.search("salt")] == [("Salt Harbour", "نمک\u200cزار")]


async def test_a_series_comes_with_its_creators_its_cast_and_a_typical_episode(titles: TmdbTitles) -> None:
    found = await titles.details(Kind.SERIES, 7)
    assert (found.kind, found.label, found.runtime) == (Kind.SERIES, "Low Tide (2018)", 46)
    assert (found.directors, found.actors) == (("Creator 7",), ("Regular 7",))
    assert (found.genres, found.keywords) == (("science fiction", "fantasy"), ("tide",))
    assert (found.countries, found.imdb_id) == (("GB",), "tt9000007")


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ({"episode_run_time": [24, 22]}, 23),
        ({"episode_run_time": [], "last_episode_to_air": {"runtime": 31}}, 31),
        ({"last_episode_to_air": {"runtime": 0}}, None),
        ({"last_episode_to_air": None, "episode_run_time": None}, None),
    ],
)
async def test_an_episodes_length_is_read_wherever_it_is_told(
    tmdb: Tmdb, titles: TmdbTitles, told: dict[str, object], minutes: int | None
) -> None:
    tmdb.titles["tv"] = [series(8, "Ebb", 2019, 50, **{"season/1": None}, **told)]
    assert (await titles.details(Kind.SERIES, 8)).runtime == minutes


@pytest.mark.parametrize("nothing", [None, "", 0, [], {}, "nonsense", [None], {"x": [None]}, -3, 1.5e300])
async def test_fields_may_be_null_or_of_another_type(tmdb: Tmdb, titles: TmdbTitles, nothing: object) -> None:
    needed = {"id", "title", "name", "release_date", "first_air_date", "adult"}
    for kind, place, full in ((Kind.FILM, "movie", SALT), (Kind.SERIES, "tv", TIDE)):
        bare = {key: value if key in needed else nothing for key, value in full.items()}
        tmdb.titles[place] = [bare]
        found = await titles.details(kind, full["id"])
        assert found.label == ("Salt on the Stairs (2011)" if kind is Kind.FILM else "Low Tide (2018)")
        assert found.rating is None or nothing == 0
        assert (found.genres, found.actors, found.keywords, found.imdb_id) == ((), (), (), "")


async def test_numbers_that_no_database_would_keep_are_none(tmdb: Tmdb, titles: TmdbTitles) -> None:
    cast = [{"name": "First", "order": 0}, {"name": "Last", "order": 10**400}]
    tmdb.titles["movie"] = [SALT | {"vote_count": 10**30, "runtime": 2**31, "credits": {"cast": cast}}]
    found = await titles.details(Kind.FILM, 101)
    assert (found.votes, found.runtime, found.actors) == (0, None, ("First", "Last"))
    tmdb.titles["movie"].append(SALT | {"id": 2**63})
    [entry] = await titles.search("Salt on the Stairs", kind=Kind.FILM)
    assert (entry.tmdb_id, entry.votes) == (101, 0)


@pytest.mark.parametrize(
    "missing",
    [{"title": None}, {"release_date": ""}, {"release_date": None}, {"adult": True}, {"title": "  "}],
)
async def test_what_has_no_name_no_year_or_is_for_adults_is_no_title(
    tmdb: Tmdb, titles: TmdbTitles, missing: dict[str, object]
) -> None:
    tmdb.titles["movie"] = [SALT | missing]
    with pytest.raises(SourceLacks, match=r"no title there that can be shown\.$"):
        await titles.details(Kind.FILM, 101)


async def test_the_best_known_come_page_by_page_and_none_for_adults(tmdb: Tmdb, titles: TmdbTitles) -> None:
    tmdb.titles["movie"] = [film(n, f"Film {n}", 2000, 1000 - n, adult=n == 3) for n in range(1, 48)]
    page = await titles.best_known(Kind.FILM, 1)
    assert [entry.tmdb_id for entry in page.entries] == [1, 2, *range(4, 22)]
    assert (page.entries[0].votes, page.pages) == (999, 3)
    below = await titles.best_known(Kind.FILM, 1, at_most=960, at_least=955)
    assert [entry.tmdb_id for entry in below.entries] == [40, 41, 42, 43, 44, 45]


async def test_a_name_finds_films_and_series_but_no_people(titles: TmdbTitles) -> None:
    (found,) = await titles.search("salt on")
    assert (found.kind, found.tmdb_id, found.year, found.votes) == (Kind.FILM, 101, 2011, 4200)
    assert await titles.search("salt on", kind=Kind.FILM, year=2012) == ()
    assert (await titles.search("tide", kind=Kind.SERIES, year=2018))[0].tmdb_id == 7


async def test_an_imdb_number_finds_its_title(titles: TmdbTitles) -> None:
    assert (await titles.find("tt9000007")).kind is Kind.SERIES
    with pytest.raises(SourceLacks):
        await titles.find("tt9999999")


# -- what goes wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["status", "drop", "malformed", "list", "html", "empty"])
async def test_what_goes_wrong_once_is_asked_again(tmdb: Tmdb, titles: TmdbTitles, fault: str) -> None:
    tmdb.fail(Fault(fault), Fault(fault))
    assert (await titles.details(Kind.FILM, 101)).tmdb_id == 101
    assert len(tmdb.asked) == 3


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("status", status=503), "TMDB is out of order just now (status 503). Try again later."),
        (Fault("status", status=403), "TMDB is out of order just now (status 403). Try again later."),
        (Fault("status", status=302), "TMDB is out of order just now (status 302). Try again later."),
        (Fault("drop"), "TMDB cannot be reached. Check the network."),
        (Fault("html"), "What answers as TMDB is not TMDB's API. Check TMDB_API_URL."),
        (Fault("slow", seconds=5), "TMDB does not answer. Try again later."),
    ],
)
async def test_what_stays_wrong_is_told_in_a_sentence(tmdb: Tmdb, fault: Fault, sentence: str) -> None:
    tmdb.fail(fault, times=4)
    async with open_tmdb_titles(tmdb.url, KEY, replace(QUICK, timeout=0.1)) as titles:
        with pytest.raises(SourceUnavailable) as error:
            await titles.details(Kind.FILM, 101)
    assert str(error.value) == sentence
    assert len(tmdb.asked) == 4


@pytest.mark.parametrize("fault", ["endless", "bomb"])
async def test_an_answer_without_an_end_fills_no_memory(tmdb: Tmdb, fault: str) -> None:
    tmdb.fail(Fault(fault))
    async with open_tmdb_titles(tmdb.url, KEY, replace(QUICK, attempts=1, timeout=20)) as titles:
        tracemalloc.start()
        try:
            with pytest.raises(SourceUnavailable, match=r"^TMDB answers with far more than it ever does\."):
                await titles.details(Kind.FILM, 101)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert most < 300e6


async def test_without_a_network_there_is_a_sentence() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/3"
        async with open_tmdb_titles(address, KEY, QUICK) as titles:
            with pytest.raises(SourceUnavailable, match=r"^TMDB cannot be reached\. Check the network\.$"):
                await titles.check()


async def test_a_limit_is_waited_for_as_long_as_tmdb_says_by_all(tmdb: Tmdb, titles: TmdbTitles) -> None:
    tmdb.fail(Fault("limit", seconds=0.4))
    began = time.monotonic()
    await titles.details(Kind.FILM, 101)
    assert 0.4 <= time.monotonic() - began < 1.5
    tmdb.fail(Fault("limit", seconds=0.4))
    first = asyncio.create_task(titles.details(Kind.FILM, 101))
    await asyncio.sleep(0.15)
    assert len(tmdb.asked) == 3  # the request that is told to wait
    second = time.monotonic()
    await titles.details(Kind.SERIES, 7)
    assert time.monotonic() - second > 0.2
    await first


async def test_a_limit_without_a_time_and_one_beyond_all_patience(tmdb: Tmdb, titles: TmdbTitles) -> None:
    tmdb.fail(Fault("limit"))
    await titles.details(Kind.FILM, 101)
    tmdb.fail(Fault("limit", seconds=3600))
    with pytest.raises(SourceBusy, match=r"^TMDB is asked too often just now"):
        await titles.details(Kind.FILM, 101)
    assert len(tmdb.asked) == 3


async def test_a_title_that_is_gone_is_not_asked_for_twice(tmdb: Tmdb, titles: TmdbTitles) -> None:
    with pytest.raises(SourceLacks, match=r"^TMDB knows no such title\.$"):
        await titles.details(Kind.FILM, 99999)
    assert len(tmdb.asked) == 1


async def test_an_address_that_lacks_its_end_is_told_as_that(tmdb: Tmdb) -> None:
    async with open_tmdb_titles(tmdb.url.removesuffix("/3"), KEY, QUICK) as titles:
        for asking in (titles.check(), titles.search("Salt"), titles.best_known(Kind.FILM, 1)):
            with pytest.raises(SourceUnavailable, match=r"Check TMDB_API_URL\.$"):
                await asking


async def test_requests_are_few_at_once_and_evenly_spread(tmdb: Tmdb) -> None:
    tmdb.fail(Fault("slow", seconds=0.05), times=40)
    manners = replace(QUICK, per_second=50, concurrency=3)
    async with open_tmdb_titles(tmdb.url, KEY, manners) as titles:
        began = time.monotonic()
        await asyncio.gather(*(titles.details(Kind.FILM, 101) for _ in range(20)))
    assert time.monotonic() - began >= 19 / 50
    assert tmdb.most_at_once <= 3


# -- the key ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "place"), [(KEY, "address"), (ACCESS_TOKEN, "header")])
async def test_either_key_goes_where_its_kind_belongs(tmdb: Tmdb, key: str, place: str) -> None:
    async with open_tmdb_titles(tmdb.url, key, QUICK) as titles:
        await titles.check()
        await titles.details(Kind.FILM, 101)
    for asked in tmdb.asked:
        assert ("api_key" in asked.query) == (place == "address")
        assert ("Authorization" in asked.headers) == (place == "header")


async def test_a_wrong_key_is_told_with_where_to_get_one_and_never_tried_again(tmdb: Tmdb) -> None:
    async with open_tmdb_titles(tmdb.url, "f" * 32, QUICK) as titles:
        with pytest.raises(SourceRefused, match=r"does not take the key in TMDB_API_KEY.*settings/api\.$"):
            await titles.check()
    assert len(tmdb.asked) == 1


@pytest.mark.parametrize("key", [KEY, ACCESS_TOKEN])
@pytest.mark.parametrize(
    "fault",
    [None, *(Fault(name, seconds=0.3, status=401) for name in ("status", "limit", "slow", "drop", "html"))],
)
async def test_the_key_is_in_no_log_and_no_error(
    tmdb: Tmdb, caplog: pytest.LogCaptureFixture, key: str, fault: Fault | None
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    if fault is not None:
        tmdb.fail(fault, times=2)
    told = ""
    async with open_tmdb_titles(tmdb.url, key, replace(QUICK, attempts=2, timeout=0.2)) as titles:
        try:
            await titles.details(Kind.FILM, 101)
        except TitleSourceError as exc:
            told = "".join(traceback.format_exception(exc)) + repr(exc)
        told += repr(vars(titles))
    assert caplog.records
    assert key not in told + caplog.text
