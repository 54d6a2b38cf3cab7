"""People who are forgotten: at once, everywhere, and for good."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest

from bot.domain.errors import TitleNotFound
from tests.memory.samples import (
    ADA,
    BEN,
    LIKED,
    ORBIT,
    film,
)  # fmt: skip
from tests.services.people.conftest import World
from tests.waiting import until


async def test_a_forgotten_person_is_gone_from_the_store_and_the_index(world: World) -> None:
    for user in (ADA, BEN):
        await world.people.judge(user, ORBIT, LIKED, "mine")
    await world.follower.catch_up()
    deleted = await world.people.forget(ADA)
    assert deleted["verdicts"] == 1
    assert await world.people.verdicts(ADA) == []
    assert world.indexed(ADA) == set()
    assert world.indexed(BEN) == {ORBIT.title_id}
    assert await world.outbox.pending() == []


async def test_forgetting_needs_no_embedding_model(world: World) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await world.follower.catch_up()
    await world.store.add_many(BEN, [(film(number), LIKED, "") for number in range(700)])
    world.embedder.broken = True
    await world.people.forget(ADA)
    assert world.indexed(ADA) == set()
    assert {change.user_id for change in await world.outbox.pending(10_000)} == {BEN}


async def test_what_the_index_cannot_forget_now_it_forgets_when_it_is_back(
    world: World, following: asyncio.Task[None], caplog: pytest.LogCaptureFixture
) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    world.index.away = True
    assert (await world.people.forget(ADA))["verdicts"] == 1
    assert "forgets later" in caplog.text
    world.index.away = False
    await until(lambda: world.indexed(ADA) == set())


async def test_an_index_that_hangs_keeps_nobody_waiting_to_be_forgotten(
    world: World, following: asyncio.Task[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.people.INDEX_SECONDS", 0.1)
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    world.index.until = asyncio.Event()

    assert (await asyncio.wait_for(world.people.forget(ADA), 5))["verdicts"] == 1
    assert await world.people.verdicts(ADA) == []

    world.index.until.set()
    await until(lambda: world.indexed(ADA) == set())


async def test_forgetting_waits_for_no_long_queue(world: World) -> None:
    await world.store.add_many(BEN, [(film(number), LIKED, "") for number in range(3000)])
    world.embedder.pause = 0.3
    await world.store.add(ADA, ORBIT, LIKED)
    task = asyncio.create_task(world.follower.run())
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    await world.people.forget(ADA)
    assert time.perf_counter() - began < 2.5  # thirty batches take longer
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
async def test_nobody_comes_back_who_is_forgotten_while_the_index_is_rebuilt(
    world: World, delay: float
) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(150)])
    await world.store.add_many(BEN, [(film(number), LIKED, "") for number in range(150)])
    await world.outbox.done(
        await world.outbox.pending(10_000)
    )  # followed once, then Chroma's folder was lost
    world.embedder.pause = 0.03
    task = asyncio.create_task(world.follower.run())
    await asyncio.sleep(delay)
    await world.people.forget(ADA)
    await world.people.judge(ADA, ORBIT, LIKED)  # and begins anew
    await until(lambda: len(world.indexed(BEN)) == 150)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})

    await until(world.followed)
    assert world.indexed(ADA) == {ORBIT.title_id}
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_nobody_comes_back_who_is_forgotten_while_their_verdicts_are_followed(
    world: World, following: asyncio.Task[None]
) -> None:
    world.embedder.pause = 0.01
    for round_ in range(5):
        await world.store.add_many(ADA, [(film(number), LIKED, f"round {round_}") for number in range(40)])
        world.follower.wake()
        await asyncio.sleep(0.015 * round_)
        await world.people.forget(ADA)
    await until(world.followed)
    assert world.indexed(ADA) == set()


async def test_logs_name_ids_and_counts_but_nothing_a_person_wrote(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    await world.people.judge(ADA, ORBIT, LIKED, "my secret reason")
    await world.follower.catch_up()
    with pytest.raises(TitleNotFound):
        await world.people.find("my secret film")
    await world.people.forget(ADA)
    assert str(ADA) in caplog.text
    assert "secret" not in caplog.text
