"""The index follows what people say, through failures and restarts."""

from __future__ import annotations

import asyncio

import pytest

from tests.memory.samples import (
    ADA,
    BEN,
    LIKED,
    ORBIT,
    TAVERN,
    film,
)  # fmt: skip
from tests.services.people.conftest import RETRY_SECONDS, World
from tests.waiting import until


async def test_the_index_follows_each_verdict_by_itself(world: World, following: asyncio.Task[None]) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    await world.people.judge(ADA, TAVERN, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id, TAVERN.title_id})
    await world.people.undo(ADA)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    await until(world.followed)


async def test_what_was_committed_before_the_process_died_is_indexed_at_the_next_start(world: World) -> None:
    await world.store.add(ADA, ORBIT, LIKED)
    assert world.indexed(ADA) == set()
    assert await world.follower_anew().catch_up() == 1
    assert world.indexed(ADA) == {ORBIT.title_id}
    assert await world.follower_anew().catch_up() == 0


async def test_an_index_that_fails_is_tried_again_and_nothing_is_lost(
    world: World, following: asyncio.Task[None], caplog: pytest.LogCaptureFixture
) -> None:
    world.embedder.broken = True
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: "lags behind" in caplog.text)
    await world.people.judge(ADA, TAVERN, LIKED)
    world.embedder.broken = False
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id, TAVERN.title_id})
    assert not following.done()


async def test_an_index_that_lost_rows_is_put_right_at_the_start(world: World) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(12)])
    await world.follower.bring_level()
    world.collection.delete(ids=[f"{ADA}:{film(number).title_id}" for number in (3, 8)])
    # As many rows again that the store knows nothing of: the numbers say nothing is wrong.
    await world.index.remember(BEN, ORBIT, LIKED)
    await world.index.remember(BEN, TAVERN, LIKED)
    world.embedder.texts.clear()

    await world.follower_anew().bring_level()
    assert world.indexed(ADA) == {film(number).title_id for number in range(12)}
    assert world.indexed(BEN) == set()
    assert len(world.embedder.texts) == 2


async def test_a_level_index_is_not_rebuilt(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(5)])
    await world.follower.catch_up()
    world.embedder.texts.clear()
    await world.follower_anew().bring_level()
    assert world.embedder.texts == []
    assert "rebuilt" not in caplog.text


async def test_a_start_whose_rebuild_fails_rebuilds_later(world: World) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(5)])
    await world.follower.catch_up()
    world.collection.delete(ids=[f"{ADA}:{film(2).title_id}"])
    world.embedder.broken = True
    task = asyncio.create_task(world.follower_anew().run())
    await asyncio.sleep(3 * RETRY_SECONDS)
    world.embedder.broken = False
    await until(lambda: len(world.indexed(ADA)) == 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_following_can_be_cancelled_at_any_moment_and_goes_on_from_there(world: World) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(200)])
    for delay in (0.0, 0.01, 0.05, 0.1, 0.2):
        task = asyncio.create_task(world.follower_anew().run())
        await asyncio.sleep(delay)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await world.follower_anew().bring_level()
    assert len(world.indexed(ADA)) == 200
    assert await world.outbox.pending() == []
