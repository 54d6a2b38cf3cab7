"""Titles that the catalogue lacks, looked up at a TMDB on loopback and kept in a real store and library."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.joining import join
from bot.catalogue.tmdb import Manners, open_tmdb_titles
from bot.catalogue.tmdb_finding import TmdbFinder
from bot.domain.errors import EmbeddingsUnavailable, SourceBusy, TitleAmbiguous, TitleNotFound
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.services.library import Library
from bot.services.lookup import Lookup
from bot.storage.database import open_database
from bot.storage.titles import TitleStore
from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film, series

KNOWN = [
    Title("heat-1995", "Heat", 1995, fame=4.0),
    Title("gloomhaven-1999", "Gloomhaven", 1999, fame=2.0),
    Title("a-gloomy-affair-1988", "A Gloomy Affair", 1988, fame=1.5),
    Title("the-weir-1960", "The Weir", 1960, fame=2.0),
    Title("saltmarsh-2020", "Saltmarsh", 2020, description="A marsh, a body.", languages=("de",), fame=3.0),
]
FILMS = [
    film(1, "Gloom Harbor", 2016, 5200),
    film(3, "Ashfall Road", 1974, 900),
    film(4, "Ashfall Road", 2018, 1100),
    film(6, "The Weir", 2011, 9000),
    film(7, "Saltmarsh", 2020, 800, alternative_titles={"titles": [{"iso_3166_1": "DE", "title": "Salzwiese"}]}),
]  # fmt: skip
SERIES = [series(2, "Low Tide", 2018, 900)]


@dataclass
class World:
    """A library of four titles, a TMDB of six, and what looks up between them."""

    tmdb: Tmdb
    library: Library
    lookup: Lookup
    store: TitleStore
    embedded: list[str] = field(default_factory=list)
    broken: bool = False
    now: float = 1000.0

    async def label_of(self, text: str) -> str:
        return (await self.lookup.resolve(text)).require().label

    async def embed(self, titles: Sequence[Title]) -> Vectors:
        if self.broken:
            raise EmbeddingsUnavailable("There is no model.")
        self.embedded.extend(title.label for title in titles)
        return np.eye(5, dtype=np.float32)[: len(titles)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = Library.of(Catalogue.build(KNOWN, np.eye(5, dtype=np.float32)), 2026)
    async with (
        Tmdb(FILMS, SERIES) as tmdb,
        open_tmdb_titles(tmdb.url, KEY, Manners(per_second=5000, timeout=5.0)) as titles,
        open_database(f"sqlite:///{tmp_path / 'matinee.sqlite3'}") as database,
    ):
        store = TitleStore(database)

        async def keep(found: Sequence[Title]) -> list[Title]:
            joined = join(library.titles, found)
            await store.upsert(joined, "tmdb")
            return joined

        world = World(tmdb, library, Lookup(library), store)
        world.lookup = Lookup(
            library, TmdbFinder(titles), keep, world.embed, patience=20.0, clock=lambda: world.now
        )
        yield world
        await world.lookup.close()


async def test_a_title_the_catalogue_lacks_is_there_at_once_and_for_good(world: World) -> None:
    assert await world.label_of("gloom harbor") == "Gloom Harbor (2016)"
    assert world.library.get("gloom-harbor-2016") is not None
    assert [title.title_id for title in await world.store.all()] == ["gloom-harbor-2016"]
    asked = len(world.tmdb.asked)
    assert await world.label_of("Gloom Harbor") == "Gloom Harbor (2016)"
    assert len(world.tmdb.asked) == asked


async def test_its_vector_is_there_with_it(world: World) -> None:
    await world.label_of("Low Tide")
    row = world.library.facets.row_of["low-tide-2018"]
    assert world.library.holdings.embedded[row]
    assert world.embedded == ["Low Tide (2018)"]


async def test_without_an_embedding_model_it_is_found_all_the_same(world: World) -> None:
    world.broken = True
    assert await world.label_of("Low Tide") == "Low Tide (2018)"
    assert not world.library.holdings.embedded[world.library.facets.row_of["low-tide-2018"]]


@pytest.mark.parametrize("text", ["Heat", "heat 1995", "gloomhaven", "the weir", "  ", "x" * 150, "a " * 20])
async def test_what_the_catalogue_knows_and_what_is_no_name_is_not_asked_for(world: World, text: str) -> None:
    await world.lookup.resolve(text)
    assert world.tmdb.asked == []


async def test_a_namesake_of_another_year_is_not_the_title(world: World) -> None:
    assert await world.label_of("The Weir (2011)") == "The Weir (2011)"
    assert await world.label_of("The Weir (1960)") == "The Weir (1960)"


async def test_a_name_that_is_only_like_a_known_one_is_looked_up(world: World) -> None:
    world.tmdb.titles["movie"].append(film(9, "Affair", 2012, 300))
    assert await world.label_of("Affair") == "Affair (2012)"
    # What TMDB does not have, either, is asked about as ever.
    with pytest.raises(TitleAmbiguous) as error:
        await world.label_of("Gloomy Affairs")
    assert [choice.label for choice in error.value.choices] == ["A Gloomy Affair (1988)"]


async def test_a_foreign_name_leads_to_the_title_that_is_there(world: World) -> None:
    assert (await world.lookup.resolve("Salzwiese")).require().title_id == "saltmarsh-2020"
    kept = world.library.get("saltmarsh-2020")
    assert kept is not None
    assert kept.tmdb_id == 7
    assert len(world.library.titles) == len(KNOWN)
    asked = len(world.tmdb.asked)
    assert (await world.lookup.resolve("salzwiese")).require().title_id == "saltmarsh-2020"
    assert len(world.tmdb.asked) == asked


async def test_several_of_one_name_become_choices_that_can_be_chosen(world: World) -> None:
    with pytest.raises(TitleAmbiguous) as error:
        await world.label_of("Ashfall Road")
    assert [choice.year for choice in error.value.choices] == [2018, 1974]
    assert all(world.library.get(choice.title_id) is not None for choice in error.value.choices)


async def test_what_tmdb_does_not_know_is_not_asked_again_for_an_hour(world: World) -> None:
    for _ in range(3):
        with pytest.raises(TitleNotFound):
            await world.label_of("Wholly Unheard Of")
    assert len(world.tmdb.asked) == 1
    world.now += 3601
    with pytest.raises(TitleNotFound):
        await world.label_of("wholly unheard of")
    assert len(world.tmdb.asked) == 2


async def test_many_who_name_the_same_title_are_one_request(world: World) -> None:
    world.tmdb.fail(Fault("slow", seconds=0.1))
    labels = await asyncio.gather(
        *(world.label_of(text) for text in ("Low Tide", "low tide", "LOW TIDE") * 10)
    )
    assert set(labels) == {"Low Tide (2018)"}
    assert world.tmdb.paths() == ["/search/multi", "/tv/2"]


async def test_nobody_waits_longer_than_promised_and_what_comes_late_is_kept(world: World) -> None:
    world.tmdb.fail(Fault("slow", seconds=2.0))
    began = time.monotonic()
    resolution = await world.lookup.resolve("Low Tide", patience=0.2)
    assert resolution.title is None
    assert time.monotonic() - began < 1.5
    async with asyncio.timeout(20):
        while world.library.get("low-tide-2018") is None:  # noqa: ASYNC110 - nobody is told when it comes
            await asyncio.sleep(0.05)
    asked = len(world.tmdb.asked)
    assert await world.label_of("Low Tide") == "Low Tide (2018)"
    assert len(world.tmdb.asked) == asked


@pytest.mark.parametrize(
    ("fault", "rest"),
    [
        (Fault("status", status=503), 31),
        (Fault("limit", seconds=9), 31),
        (Fault("limit", seconds=300), 301),
        (Fault("limit", seconds=1e9), 3601),
        (Fault("drop"), 31),
        (Fault("html"), 31),
        (Fault("status", status=401), 601),
    ],
)
async def test_in_an_outage_it_is_as_without_a_key_and_tmdb_is_left_alone_for_a_while(
    world: World, caplog: pytest.LogCaptureFixture, fault: Fault, rest: float
) -> None:
    caplog.set_level(logging.INFO)
    world.tmdb.fail(fault)
    for text in ("Low Tide", "Ashfall Road"):
        with pytest.raises(TitleNotFound):
            await world.label_of(text)
    assert len(world.tmdb.asked) == 1
    assert world.lookup.trouble.startswith("What answers as TMDB" if fault.name == "html" else "TMDB ")
    world.now += rest - 2
    assert world.lookup.trouble != ""
    world.now += 2
    assert world.lookup.trouble == ""
    assert await world.label_of("Low Tide") == "Low Tide (2018)"
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert any("cannot be looked up just now" in line for line in ours)
    assert not any("Tide" in line or "Road" in line for line in ours)
    assert KEY not in caplog.text


async def test_a_library_that_takes_long_to_take_in_what_was_found_is_no_trouble_of_the_source(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.lookup.LONGEST_SECONDS", 2.5)

    async def embed(titles: Sequence[Title]) -> Vectors:
        await asyncio.sleep(0.9)
        return await world.embed(titles)

    async def keep(found: Sequence[Title]) -> list[Title]:
        return join(world.library.titles, found)

    async with open_tmdb_titles(world.tmdb.url, KEY, Manners(per_second=5000)) as titles:
        lookup = Lookup(world.library, TmdbFinder(titles), keep, embed, patience=20.0)
        assert await lookup.look_up(["Low Tide", "Gloom Harbor", "The Weir (2011)", "Ashfall Road (1974)"])
        assert lookup.trouble == ""
    assert world.library.get("gloom-harbor-2016") is not None
    assert world.library.get("the-weir-2011") is not None


async def test_the_longest_pause_holds_whatever_else_goes_wrong(world: World) -> None:
    world.lookup.leave_alone(SourceBusy("TMDB is asked too often.", 300.0))
    world.lookup.leave_alone(TimeoutError())
    world.now += 299
    assert world.lookup.trouble == "TMDB is asked too often."


async def test_whoever_names_one_unknown_title_after_the_other_is_no_longer_heard_within_the_hour(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.services.lookup.MOST_IN_AN_HOUR", 5)
    for number in range(8):
        world.now += 10
        await world.lookup.resolve(f"Wholly Unheard Of {number}")
    assert len(world.tmdb.asked) == 5
    assert caplog.text.count("so much was looked up") == 1
    world.now += 3600 - 70
    assert await world.label_of("Low Tide") == "Low Tide (2018)"
    assert (await world.lookup.resolve("Gloom Harbor")).title is None


async def test_names_are_looked_up_together(world: World) -> None:
    assert await world.lookup.look_up(["Low Tide", "Gloom Harbor", "Nothing of the Kind"])
    assert world.library.get("low-tide-2018") is not None
    assert world.library.get("gloom-harbor-2016") is not None
    assert not await world.lookup.look_up(["Nothing of the Kind"])


async def test_without_a_source_it_only_resolves(world: World) -> None:
    lookup = Lookup(world.library)
    assert not lookup.is_possible
    assert (await lookup.resolve("Low Tide")).title is None
    assert (await lookup.resolve("Heat")).require().year == 1995
    assert world.tmdb.asked == []


async def test_closed_in_the_middle_of_a_request_it_ends(world: World) -> None:
    world.tmdb.fail(Fault("slow", seconds=3))
    waiting = asyncio.create_task(world.lookup.resolve("Low Tide"))
    await asyncio.sleep(0.1)
    await world.lookup.close()
    assert (await waiting).title is None
