"""An answer from the command to its last reason, over the real wire."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from tests.e2e.harness import QUIET_SECONDS, WISH, Scene, text_of
from tests.e2e.process import until
from tests.stand_ins.wire import Fault, wanted

pytestmark = pytest.mark.asyncio(loop_scope="module")

WILD = (
    "a **bold claim, `code, ||a spoiler, ~~gone, *slanted, __under, [a link](https://example.org), <@1>, "
    "@everyone, # loud, > quoted, and \\ at the end"
)


def wild(body: dict[str, Any]) -> str:
    """Answer as the schema asks, with reasons full of Discord's markup."""
    schema = wanted(body)
    assert schema is not None
    numbers = range(1, schema["properties"]["picks"]["minItems"] + 1)
    picks = [{"n": number, "why": f"{number}: {WILD}", "sure": 0.9} for number in numbers]
    return json.dumps({"picks": picks})


async def test_an_answer_shows_cards_at_once_then_reasons_and_ends_with_its_last_text(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    person = scene.person()
    answer = scene.ask(person=person)
    await answer.until_answered()
    assert answer.asked.answered_after is not None
    assert answer.asked.answered_after < 1.0
    assert answer.now.is_loading
    await until(lambda: len(answer.states) > 1, "cards")
    cards = answer.now.content
    assert cards.startswith(f"-# “{WISH}”")
    assert cards.count("\n> …") == 4
    assert "Stop" in answer.now.buttons
    await answer.until_over()
    answer.check()
    assert len(answer.edits) >= 4
    assert answer.now.content.count("\n> Reason") == 4
    assert answer.now.content.endswith("-# Reasons written by llama3.1:8b")
    assert "Stop" not in answer.now.buttons
    names = [line for line in cards.split("\n") if line.startswith("**")]
    assert [line for line in answer.now.content.split("\n") if line.startswith("**")] == names
    row = answer.row
    assert (row["state"], row["user_id"], row["token"]) == ("done", int(person), None)
    (kept,) = scene.bot.rows("SELECT * FROM recommendations WHERE id = ?", row["recommendation_id"])
    assert (kept["request"], kept["status"], kept["user_id"]) == (WISH, "complete", int(person))
    titles = scene.bot.rows(
        "SELECT * FROM recommended_titles WHERE recommendation_id = ?", row["recommendation_id"]
    )
    assert [
        f"**{place}. {title['title']}** ({title['year']})" for place, title in enumerate(titles, 1)
    ] == names


async def test_markup_in_reasons_never_shows_as_markup_at_any_moment(scene: Scene) -> None:
    scene.model.script = wild
    scene.model.fail(Fault(pause=0.01))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_over()
    answer.check()
    assert len(answer.states) > 3
    assert "bold claim, code" in answer.now.content
    assert not [shown for shown in answer.states if "@everyone" in shown.content]


async def test_stop_ends_the_model_s_work_at_once_and_leaves_every_title_a_reason(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.15))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_written()
    began = time.monotonic()
    answer.press("Stop")
    assert await scene.until_left(began) < 1.0
    await answer.until_over()
    answer.check()
    assert "⏹️ Stopped" in answer.now.content
    assert not {"Stop", "Retry"} & set(answer.now.buttons)
    assert answer.now.content.count("\n> ") == 4
    assert answer.row["state"] == "stopped"


async def test_somebody_else_s_stop_is_answered_to_them_alone_and_stops_nothing(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_written()
    other = answer.press("Stop", scene.person())
    await other.until_answered()
    assert other.asked.original is not None
    assert "someone else's answer" in text_of(other.asked.original.data)
    assert other.asked.original.only_for == other.asked.user_id
    await answer.until_over()
    answer.check()
    assert answer.row["state"] == "done"


async def test_two_answers_in_one_channel_are_both_written_to_their_ends(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    channel = scene.channel()
    answers = [scene.ask(channel=channel), scene.ask(channel=channel, wish="90s comedies")]
    for answer in answers:
        await answer.until_answered()
        await answer.until_over()
        answer.check()
    assert answers[0].message_id != answers[1].message_id
    assert "90s comedies" in answers[1].now.content
    assert "90s comedies" not in answers[0].now.content


async def test_eight_people_at_once_are_told_within_a_second_and_nobody_is_refused(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    answers = [scene.ask() for _ in range(8)]
    for answer in answers:
        await answer.until_answered()
        assert answer.asked.answered_after is not None
        assert answer.asked.answered_after < 1.0
    for answer in answers:
        await answer.until_over()
        answer.check()
        assert answer.row["state"] == "done"


async def test_an_answer_in_a_direct_message_and_one_for_oneself_are_written_alike(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    person = scene.person()
    direct = scene.ask(person=person, channel=scene.playground.world.open_dm(person).id)
    private = scene.ask(private=True)
    for answer in (direct, private):
        await answer.until_answered()
        await answer.until_over()
        answer.check()
    assert private.asked.original is not None
    assert private.asked.original.only_for == private.asked.user_id


async def test_a_message_to_the_bot_is_answered_below_it_and_one_to_nobody_is_not(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    person, channel = scene.person(), scene.channel()
    ignored = scene.say(person, channel, "has anybody seen my keys?")
    bot_id = scene.playground.world.bot_id
    mention = scene.say(person, channel, f"<@{bot_id}> {WISH}")
    direct = scene.say(person, scene.playground.world.open_dm(person).id)
    for reply in (mention, direct):
        await reply.until_written()
        assert reply.row["state"] == "writing"
    for reply in (mention, direct):
        await reply.until_over()
        reply.check()
        assert reply.now.content.startswith(f"-# “{WISH}”")
        assert reply.row["state"] == "done"
    assert ignored.message_id is None


async def test_a_model_that_breaks_off_leaves_an_answer_with_every_reason(scene: Scene) -> None:
    scene.model.fail(Fault("drop", at=30, pause=0.02))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_over()
    answer.check()
    assert answer.now.content.count("\n> ") == 4
    assert "built-in writer" in answer.now.content


async def test_nothing_is_sent_after_the_last_text(scene: Scene) -> None:
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_over()
    count = len(answer.edits)
    await asyncio.sleep(QUIET_SECONDS)
    assert len(answer.edits) == count
