"""The bot's process ends in the middle of answers, and is started again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.faults import Fault as Mishap
from tests.e2e.harness import Answer, Reply, Scene, Shows
from tests.e2e.process import until
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKEN_ENDS = 16 * 60.0
CUT_OFF = "-# ⏹️ A restart cut this off; Retry asks again"


@dataclass(frozen=True)
class Crash:
    """Answers that were being written when the process was killed; it is started again since."""

    public: Answer
    private: Answer
    direct: Reply
    thinking: Answer
    unmended: Answer
    kept_from_mending: Mishap


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crash(opened: Scene) -> AsyncIterator[Crash]:
    """Kill the bot while it writes, and start it again."""
    faults, person = opened.playground.faults, opened.person()
    opened.model.fail(Fault(pause=0.1))
    thinking = opened.ask()
    faults.add("PATCH", re.escape(thinking.asked.token), status=503)
    public, private, unmended = opened.ask(), opened.ask(private=True), opened.ask()
    direct = opened.say(person, opened.playground.world.open_dm(person).id)
    for answer in (public, private, unmended, direct):
        await answer.until_written()
    assert thinking.now.is_loading
    assert thinking.edits
    await opened.bot.kill()
    faults.clear()
    opened.calm()
    mishap = faults.add("GET", f"/messages/{unmended.message_id}$", status=503)
    assert public.now.buttons == ("Stop",)
    await opened.bot.start()
    yield Crash(public, private, direct, thinking, unmended, mishap)


def writing(scene: Scene) -> list[dict[str, Any]]:
    """Return the messages that the bot takes for unfinished."""
    return scene.bot.rows("SELECT * FROM messages WHERE state = 'writing'")


async def is_marked(answer: Shows) -> None:
    """Wait until a message says that it was cut off."""
    await answer.until_shows(CUT_OFF)
    await answer.until_over()
    assert answer.now.content.endswith(CUT_OFF)
    assert answer.now.buttons == ("Retry",)
    assert answer.row["state"] == "stopped"
    assert answer.row["token"] is None


async def retry_writes_it_whole(scene: Scene, answer: Shows) -> None:
    """Press Retry and see the answer come to its end in the same message."""
    scene.model.fail(Fault(pause=0.01))
    retried = answer.press("Retry")
    await retried.until_answered()
    await answer.until_shows("-# Reasons written by")
    await answer.until_over()
    assert answer.row["state"] == "done"
    assert retried.message_id == answer.message_id


async def test_stop_under_a_message_whose_writer_was_killed_ends_it(opened: Scene, crash: Crash) -> None:
    answer = crash.unmended
    assert answer.now.buttons == ("Stop",)
    opened.playground.faults.clear(crash.kept_from_mending.id)
    stop = answer.press("Stop")
    await stop.until_answered()
    await answer.until_shows(CUT_OFF, seconds=3.0)
    assert answer.states[-1].buttons == ("Retry",)


async def test_an_answer_that_a_kill_cut_off_is_marked_and_retry_writes_it_whole(
    opened: Scene, crash: Crash
) -> None:
    answer = crash.public
    before = answer.states[-2].content if len(answer.states) > 1 else ""
    await is_marked(answer)
    assert "\n> …" not in answer.now.content
    assert before.split("\n")[0] == answer.now.content.split("\n")[0]
    other = answer.press("Retry", opened.person())
    await other.until_answered()
    assert other.asked.original is not None
    assert other.asked.original.only_for == other.person
    await retry_writes_it_whole(opened, answer)


async def test_an_answer_for_one_person_alone_is_mended_by_its_token(opened: Scene, crash: Crash) -> None:
    await is_marked(crash.private)
    assert "/webhooks/" in crash.private.edits[-1].path
    await retry_writes_it_whole(opened, crash.private)


async def test_an_answer_to_a_direct_message_is_mended_as_well(opened: Scene, crash: Crash) -> None:
    await is_marked(crash.direct)
    await retry_writes_it_whole(opened, crash.direct)


async def test_a_command_that_was_only_acknowledged_no_longer_looks_as_if_the_bot_were_thinking(
    opened: Scene, crash: Crash
) -> None:
    await is_marked(crash.thinking)
    assert crash.thinking.now.content == CUT_OFF
    await retry_writes_it_whole(opened, crash.thinking)


async def test_nothing_is_shown_twice_and_nothing_looks_unfinished(opened: Scene, crash: Crash) -> None:
    for answer in (crash.public, crash.private, crash.thinking, crash.unmended):
        assert len([one for one in answer.asked.channel.messages.values() if one.only_for is None]) <= 1
    assert len(crash.direct.said.channel.messages) == 2
    await until(
        lambda: not opened.bot.rows("SELECT * FROM messages WHERE state = 'writing'"), "all is mended"
    )
    for states in opened.seen.states.values():
        assert not states[-1].looks_unfinished


async def test_a_bot_that_is_told_to_end_marks_what_it_writes_and_ends_in_order(opened: Scene) -> None:
    opened.model.fail(Fault(pause=0.1))
    public, private = opened.ask(), opened.ask(private=True)
    for answer in (public, private):
        await answer.until_written()
    began = asyncio.get_running_loop().time()
    assert await opened.bot.terminate() == 0
    assert asyncio.get_running_loop().time() - began < 8.0
    for answer in (public, private):
        assert not answer.now.looks_unfinished
        assert CUT_OFF in answer.now.content
        assert answer.now.content.count("\n> ") == 4
        assert answer.row["state"] == "stopped"
    opened.calm()
    sent = len(public.edits)
    await opened.bot.start()
    for answer in (public, private):
        await retry_writes_it_whole(opened, answer)
    assert len(public.edits) == sent  # nothing was there to mend
    await opened.answers()


async def test_what_went_while_the_bot_was_away_is_let_go_of_and_the_rest_is_mended(opened: Scene) -> None:
    opened.model.fail(Fault(pause=0.1))
    public, private, deleted, closed = (opened.ask(private=which == 1) for which in range(4))
    for answer in (public, private, deleted, closed):
        await answer.until_written()
    await opened.bot.kill()
    opened.calm()
    world = opened.playground.world
    opened.playground.people.delete(world.owner_id, str(deleted.message_id))
    world.delete_channel(closed.asked.channel.id)
    opened.playground.clock.advance(TOKEN_ENDS)
    await opened.bot.start()
    await is_marked(public)
    await until(lambda: not writing(opened), "the others are let go of", seconds=3.0)
    for answer in (private, deleted, closed):
        assert (answer.row["state"], answer.row["token"]) == ("stopped", None)
    await retry_writes_it_whole(opened, public)
