"""Picks while they are written, and whose turn it is to be answered."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from bot.domain.errors import ModelBusy, ModelError, ModelTimeout
from bot.domain.pick import Pick
from bot.domain.ports import InQueue
from bot.llm.service import LLMService
from tests.bare_settings import bare_settings
from tests.llm.conftest import MakeService
from tests.llm.samples import results, task
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault, keyed, picked

# -- write --------------------------------------------------------------------------------------------


async def test_picks_are_yielded_while_the_model_is_still_speaking(
    ollama: Ollama, service: MakeService
) -> None:
    ollama.say(picked(3, 1))
    ollama.fail(Fault("stall-forever", at=12))
    async with aclosing(service().write(task(2))) as picks:
        first = await asyncio.wait_for(anext(picks), 2)
    assert isinstance(first, Pick)
    assert (first.number, first.finished) == (3, False)
    await ollama.until_left()


async def test_missing_reasons_are_asked_for_by_number(ollama: Ollama, service: MakeService) -> None:
    ollama.say(keyed(6, 2))
    given = await results(service(), task(numbers=(6, 2)))
    assert ollama.asked[0]["format"]["required"] == ["6", "2"]
    assert [pick.number for pick in given if isinstance(pick, Pick) and pick.finished] == [6, 2]


async def test_picks_come_before_the_error_that_ends_them(ollama: Ollama, service: MakeService) -> None:
    ollama.say('{"picks":[{"n":1,"why":"One is whole."},{"n":2,"why":"Two ends on a sentence. ')
    ollama.fail(Fault("drop", at=14))
    given: list[Pick | InQueue] = []

    async def read() -> None:
        async with aclosing(service().write(task())) as picks:
            async for pick in picks:
                given.append(pick)

    with pytest.raises(ModelError):
        await read()
    assert [p.number for p in given if isinstance(p, Pick) and p.finished] == [1]


# -- one at a time --------------------------------------------------------------------------------------


@pytest.mark.parametrize("places", [1, 3])
async def test_no_more_answers_are_written_at_once_than_the_settings_allow(
    ollama: Ollama, service: MakeService, places: int
) -> None:
    ollama.fail(Fault(pause=0.005))
    at_once = service(llm_concurrency=places)
    most = 0
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(results(at_once, task(1))) for _ in range(6)]
        while not all(t.done() for t in tasks):
            open_now = sum(not exchange.ended for exchange in ollama.exchanges)
            most = max(most, open_now)
            await asyncio.sleep(0.002)
    assert most == places
    assert len(ollama.exchanges) == 6


async def test_those_who_wait_are_told_how_many_come_before_and_see_the_line_move(
    ollama: Ollama, service: MakeService
) -> None:
    ollama.fail(Fault(pause=0.004))
    shared = service()
    given = await asyncio.gather(*(results(shared, task(1)) for _ in range(3)))
    told = [[item.ahead for item in items if isinstance(item, InQueue)] for items in given]
    assert told == [[], [1, 0], [2, 1, 0]]


async def test_waiting_too_long_is_busy_and_the_place_in_the_line_is_given_up(
    ollama: Ollama, service: MakeService
) -> None:
    ollama.fail(Fault("silence-first", seconds=30))
    shared = service(llm_timeout_seconds=0.3)
    first = asyncio.create_task(results(shared, task(1, patience=5)))
    await ollama.until_asked()
    with pytest.raises(ModelBusy, match="busy with other requests"):
        await results(shared, task(1, patience=0.1))
    with pytest.raises(ModelTimeout):
        await first
    ollama.fail(Fault())
    assert await asyncio.wait_for(results(shared, task(1)), 2)


async def test_a_cancelled_waiter_frees_its_place(ollama: Ollama, service: MakeService) -> None:
    ollama.fail(Fault(pause=0.01))
    shared = service()
    first = asyncio.create_task(results(shared, task(1)))
    await ollama.until_asked()
    waiter = asyncio.create_task(results(shared, task(1)))
    await asyncio.sleep(0.02)
    third = asyncio.create_task(results(shared, task(1)))
    await asyncio.sleep(0.02)
    waiter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiter
    await first
    told = [item.ahead for item in await third if isinstance(item, InQueue)]
    assert told == [2, 1, 0]
    assert len(ollama.exchanges) == 2


async def test_closing_an_answer_frees_its_place_and_ends_the_request(
    ollama: Ollama, service: MakeService
) -> None:
    ollama.fail(Fault(pause=0.02))
    shared = service()
    async with aclosing(shared.write(task(1))) as picks:
        await anext(picks)
        assert not ollama.exchanges[0].ended
    assert await ollama.until_left(0.5) < 0.5
    ollama.fail(Fault())
    given = await results(shared, task(1))
    assert not [item for item in given if isinstance(item, InQueue)]


async def test_a_patience_covers_the_waiting_and_the_writing(ollama: Ollama, service: MakeService) -> None:
    ollama.fail(Fault(pause=0.03))
    shared = service()
    loop = asyncio.get_running_loop()
    began = loop.time()
    first = asyncio.create_task(results(shared, task(1, patience=0.4)))
    await ollama.until_asked()
    with pytest.raises(ModelError):
        await results(shared, task(4, patience=0.7))
    assert loop.time() - began < 1.5
    with pytest.raises(ModelTimeout):
        await first


async def test_one_service_serves_several_event_loops_in_turn(ollama: Ollama) -> None:
    settings = bare_settings(embedding_host="127.0.0.1", embedding_port=ollama.port)
    shared = LLMService(settings)

    def in_a_loop_of_its_own() -> dict[str, Any]:
        return asyncio.run(shared.generate_movie_recommendations("slow", [], 1))

    for _ in range(2):
        answer = await asyncio.to_thread(in_a_loop_of_its_own)
        assert json.dumps(answer)
