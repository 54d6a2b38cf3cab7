from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.storage.database import Database
from bot.storage.watchlist import WatchlistStore
from tests.storage.samples import ADA, BEN, LANTERN, SIGNAL, TIDE


@pytest.fixture
def store(database: Database, clock: Callable[[], datetime]) -> WatchlistStore:
    return WatchlistStore(database, clock=clock)


async def ids_of(store: WatchlistStore, user_id: int) -> list[str]:
    return [planned.title_id for planned in await store.of(user_id)]


async def test_what_was_added_last_stands_first(store: WatchlistStore) -> None:
    assert await store.add(ADA, LANTERN)
    assert await store.add(ADA, TIDE)

    assert [planned.label for planned in await store.of(ADA)] == ["Low Tide (2011)", "Lantern Hill (1998)"]


async def test_adding_a_title_twice_says_so_and_keeps_its_place(store: WatchlistStore) -> None:
    await store.add(ADA, LANTERN)
    await store.add(ADA, TIDE)

    assert not await store.add(ADA, LANTERN)
    assert await ids_of(store, ADA) == [TIDE.title_id, LANTERN.title_id]


async def test_removing_says_whether_there_was_anything_to_remove(store: WatchlistStore) -> None:
    await store.add(ADA, LANTERN)

    assert await store.remove(ADA, LANTERN.title_id)
    assert not await store.remove(ADA, LANTERN.title_id)
    assert await store.of(ADA) == []


async def test_many_are_added_at_once_without_doubling(store: WatchlistStore) -> None:
    await store.add(ADA, TIDE)

    assert await store.add_many(ADA, [LANTERN, TIDE, SIGNAL, LANTERN]) == [LANTERN, SIGNAL]
    assert set(await ids_of(store, ADA)) == {LANTERN.title_id, TIDE.title_id, SIGNAL.title_id}
    assert await store.add_many(ADA, []) == []


async def test_people_do_not_see_or_change_each_others_lists(store: WatchlistStore) -> None:
    await store.add(ADA, LANTERN)

    assert await store.of(BEN) == []
    assert not await store.remove(BEN, LANTERN.title_id)
    assert await ids_of(store, ADA) == [LANTERN.title_id]


async def test_taps_at_the_same_moment_add_a_title_once(store: WatchlistStore) -> None:
    added = await asyncio.gather(*(store.add(ADA, LANTERN) for _ in range(8)))

    assert sorted(added) == [False] * 7 + [True]
    assert await ids_of(store, ADA) == [LANTERN.title_id]
