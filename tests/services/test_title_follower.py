"""Titles that another process stores while the bot runs, in a store of two open databases."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.domain.errors import StorageError
from bot.domain.title import Title
from bot.services import title_follower
from bot.services.library import Library
from bot.services.title_follower import Place, TitleFollower
from bot.storage.database import open_database
from bot.storage.titles import TitleStore

WEIR = Title("the-weir-1960", "The Weir", 1960, description="A lock keeper waits.", tmdb_id=1)
QUAY = Title("ash-quay-2001", "Ash Quay", 2001, description="A ferry burns.", tmdb_id=2)


async def as_they_are(titles: Sequence[Title]) -> Sequence[Title]:
    return titles


@dataclass
class World:
    """A running bot's library and follower, and the store as somebody else has it open."""

    library: Library
    follower: TitleFollower
    elsewhere: TitleStore


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    url = f"sqlite:///{tmp_path / 'matinee.sqlite3'}"
    async with open_database(url) as ours, open_database(url) as theirs:
        await TitleStore(theirs).upsert([WEIR], "tmdb")
        library = Library.of(Catalogue.build([WEIR], np.full((1, 4), 0.5, np.float32)), 2026)
        since = datetime.now(UTC) - timedelta(minutes=1)
        follower = TitleFollower(library, TitleStore(ours), as_they_are, since, look_seconds=0.01)
        yield World(library, follower, TitleStore(theirs))


async def test_a_title_that_another_process_stores_is_found_without_a_restart(world: World) -> None:
    await world.follower.take_in()
    await world.elsewhere.upsert([QUAY], "imdb")
    await world.follower.take_in()
    assert world.library.resolver.resolve("ash quay").title == QUAY
    assert world.library.holdings.embedded.tolist() == [True, False]


async def test_what_is_told_anew_of_a_title_is_taken_in_on_its_row(world: World) -> None:
    renewed = replace(WEIR, runtime=93, description="A lock keeper waits, and drowns.")
    await world.elsewhere.upsert([renewed], "tmdb")
    await world.follower.take_in()
    assert world.library.titles == (renewed,)


async def test_what_the_library_has_already_changes_nothing(world: World) -> None:
    before = world.library.holdings
    await world.follower.take_in()
    assert world.library.holdings is before


async def test_many_titles_are_taken_in_by_portions_without_missing_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_follower, "TAKEN_AT_ONCE", 3)
    many = [Title(f"film-{number}", f"Film {number}", 2000, tmdb_id=10 + number) for number in range(8)]
    await world.elsewhere.upsert(many[:7], "tmdb")
    await world.elsewhere.upsert(many[7:], "tmdb")
    portions = 1
    while await world.follower.take_in():
        portions += 1
    assert set(world.library.titles) == {WEIR, *many}
    assert portions == 4


async def test_it_tells_of_growth_after_many_titles_however_few_come_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_follower, "TAKEN_AT_ONCE", 2)
    monkeypatch.setattr(title_follower, "MANY_TITLES", 4)
    told: list[int] = []
    since = datetime.now(UTC) - timedelta(minutes=1)
    follower = TitleFollower(
        world.library,
        world.elsewhere,
        as_they_are,
        since,
        has_grown=lambda: told.append(len(world.library.titles)),
    )
    many = [Title(f"film-{number}", f"Film {number}", 2000, tmdb_id=10 + number) for number in range(11)]
    await world.elsewhere.upsert(many, "tmdb")
    while await follower.take_in():
        pass
    assert len(told) == 2
    assert told[1] - told[0] >= 4


async def test_it_goes_on_after_trouble_with_the_store_and_tells_of_it_once(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    taken_in = asyncio.Event()

    class Troubled:
        def __init__(self) -> None:
            self.left = 3

        async def stored_after(self, place: Place, most: int) -> tuple[list[Title], Place]:
            self.left -= 1
            if self.left >= 0:
                raise StorageError("The database is busy.")
            if world.library.get(QUAY.title_id) is not None:
                taken_in.set()
            return await world.elsewhere.stored_after(place, most)

    caplog.set_level(logging.INFO)
    since = datetime.now(UTC) - timedelta(minutes=1)
    follower = TitleFollower(
        world.library, Troubled(), as_they_are, since, look_seconds=0.01, retry_seconds=0.01
    )
    await world.elsewhere.upsert([QUAY], "tmdb")
    running = asyncio.create_task(follower.run())
    async with asyncio.timeout(20):
        await taken_in.wait()
    running.cancel()
    assert caplog.text.count("cannot be read: The database is busy.") == 1
    assert "titles taken in added=1 renewed=0" in caplog.text
