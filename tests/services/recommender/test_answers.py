"""How many titles an answer has, what it says of itself, and what waiting and stopping do to it."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace

import numpy as np
import pytest

from bot.app import Base
from bot.domain.errors import BadRequest, StorageError
from bot.domain.ports import Recollection
from bot.domain.recommendation import Answer, Finished, Status, Waiting, Writing
from bot.domain.verdict import Verdict, VerdictKind
from bot.llm.built_in import reasons_for
from bot.memory.fleeting import FleetingMemory
from bot.services import Recommender
from tests.services.recommender.conftest import (
    NOW,
    WISH,
    MakePerson,
    Person,
    answer_of,
    assert_sound,
    events_of,
)
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault, keyed, pieces_of, reason

# One loop for the whole module: the catalogue is opened once.
pytestmark = pytest.mark.asyncio(loop_scope="module")


# -- counts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 10])
async def test_any_number_from_one_to_ten_is_kept(
    base: Base, ollama: Ollama, person: MakePerson, limit: int
) -> None:
    answer = await answer_of(person(timeout=10).recommender(), limit=limit)
    assert_sound(base, answer, limit)
    assert answer.status is Status.COMPLETE
    assert ollama.asked[0]["format"]["properties"]["picks"]["minItems"] == limit


@pytest.mark.parametrize("limit", [-1, 0, 11, 50])
async def test_other_numbers_are_refused_in_a_sentence(
    ollama: Ollama, person: MakePerson, limit: int
) -> None:
    with pytest.raises(BadRequest, match="1 to 10"):
        await answer_of(person().recommender(), limit=limit)
    assert ollama.asked == []


async def test_a_number_in_the_wish_counts_and_one_beside_it_counts_more(
    base: Base, person: MakePerson
) -> None:
    asking = person().recommender()
    assert_sound(base, await answer_of(asking, "three korean thrillers"), 3)
    assert_sound(base, await answer_of(asking, "three korean thrillers", 2), 2)


async def test_when_everything_is_judged_it_says_so(base: Base, person: MakePerson) -> None:
    judged = tuple(
        Verdict(0, title.title_id, title.title, title.year, VerdictKind.SEEN, "", NOW)
        for title in base.library.titles
    )

    class Everything:
        async def recall(self, user_id: int) -> Recollection:
            return Recollection(judged, np.zeros((len(judged), 384), dtype=np.float32))

    writer = person().base.llm
    full = Recommender(base.library, base.embedder, Everything(), reasons_for, writer=writer)
    events = await events_of(full)
    assert [type(event) for event in events] == [Finished]
    answer = events[0].answer
    assert answer.recommendations == ()
    assert (answer.status, answer.engine) == (Status.BUILT_IN, "built_in")
    assert "nothing left" in answer.notices[-1]


# -- stopping, waiting, keeping -------------------------------------------------------------------------


async def test_stopping_half_way_ends_the_request_and_leaves_no_task_behind(
    ollama: Ollama, person: MakePerson
) -> None:
    ollama.fail(Fault(pause=0.02))
    before = asyncio.all_tasks()
    async with aclosing(person().recommender().recommend(0, WISH)) as events:
        async for event in events:
            if isinstance(event, Writing):
                break
    assert await ollama.until_left(0.5) < 0.5
    await asyncio.sleep(0.05)
    assert {task for task in asyncio.all_tasks() - before if "aiohttp" not in repr(task)} == set()


async def test_cancelling_the_reader_ends_the_request(ollama: Ollama, person: MakePerson) -> None:
    ollama.fail(Fault("silence-first", seconds=30))
    reading = asyncio.create_task(answer_of(person(timeout=20).recommender()))
    await ollama.until_asked()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await ollama.until_left(0.5) < 0.5


async def test_those_behind_another_are_told_and_then_served(
    base: Base, ollama: Ollama, person: MakePerson
) -> None:
    ollama.fail(Fault(pause=0.002))
    shared = person(timeout=20).recommender()
    first, second = await asyncio.gather(events_of(shared), events_of(shared))
    waits = [[event.ahead for event in events if isinstance(event, Waiting)] for events in (first, second)]
    assert sorted(waits) == [[], [1, 0]]
    for events in (first, second):
        assert_sound(base, events[-1].answer)
        assert events[-1].answer.status is Status.COMPLETE


async def test_waiting_too_long_behind_another_ends_in_built_in_reasons(
    base: Base, ollama: Ollama, person: MakePerson
) -> None:
    ollama.fail(Fault(pause=0.05))
    shared = person(timeout=0.4).recommender()
    first = asyncio.create_task(answer_of(shared))
    await ollama.until_asked()
    answer = await answer_of(shared)
    assert_sound(base, answer)
    assert answer.trouble == "The language model is busy with other requests."
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first


class Records:
    """Keeps what was recorded, or fails as a full disk does."""

    def __init__(self, *, broken: bool = False) -> None:
        self.kept: list[tuple[int, Answer]] = []
        self.broken = broken

    async def record(self, user_id: int, answer: Answer) -> int:
        if self.broken:
            raise StorageError("The disk is full.")
        self.kept.append((user_id, answer))
        return len(self.kept)


@pytest.mark.parametrize("broken", [False, True])
async def test_an_answer_is_recorded_when_it_is_whole_and_stands_even_if_that_fails(
    base: Base, person: MakePerson, broken: bool
) -> None:
    records = Records(broken=broken)
    memory = FleetingMemory(base.embedder, [])
    keeping = Recommender(
        base.library, base.embedder, memory, reasons_for, writer=person().base.llm, records=records
    )
    answer = await answer_of(keeping)
    assert_sound(base, answer)
    assert answer.answer_id == (None if broken else 1)
    if not broken:
        [(user_id, kept)] = records.kept
        assert (user_id, replace(kept, answer_id=1)) == (0, answer)


async def test_the_model_is_told_of_likes_and_dislikes_and_the_wish(
    ollama: Ollama, person: MakePerson
) -> None:
    someone = person().said(VerdictKind.LIKED, "Arrival").said(VerdictKind.DISLIKED, "Prometheus")
    await answer_of(someone.recommender())
    prompt = ollama.asked[0]["prompt"]
    assert "They liked: Arrival (2016)" in prompt
    assert "They disliked: Prometheus (2012)" in prompt
    assert f'Their wish: "{WISH}"' in prompt


async def test_the_stand_in_can_be_understood() -> None:
    assert pieces_of(reason(3))[0] == "Reason"
    assert json.loads(keyed(3, 4))["4"]["sure"] == 0.8


@pytest.mark.parametrize("text", ["asdf qwer", "ホラー映画", "Blorptron 7", "aaaa " * 800])
async def test_a_wish_that_nothing_was_made_of_says_so(base: Base, text: str) -> None:
    answer = (await anext(base.fleeting([]).recommend(0, text))).answer
    assert (
        "I could not make out what you are after, so these are titles that many people like."
        in answer.notices
    )


@pytest.mark.parametrize("text", [WISH, "films about beekeeping", "something with a lighthouse keeper", ""])
async def test_a_wish_that_was_understood_does_not_say_otherwise(base: Base, text: str) -> None:
    answer = (await anext(base.fleeting([]).recommend(0, text))).answer
    assert not any("make out" in notice for notice in answer.notices)


async def test_the_last_word_on_a_title_counts_in_one_breath_too(base: Base) -> None:
    person = Person(base).said(VerdictKind.LIKED, "Amélie").said(VerdictKind.DISLIKED, "Amélie")
    recollection = await FleetingMemory(base.embedder, person.verdicts).recall(0)
    assert [verdict.kind for verdict in recollection.verdicts] == [VerdictKind.DISLIKED]
