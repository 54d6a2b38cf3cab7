"""Messages, channels, permissions and tokens that go while an answer is being written."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.playground.permissions import Permissions
from tests.e2e.harness import QUIET_SECONDS, Answer, Scene
from tests.e2e.process import until
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKEN_ENDS = 16 * 60.0
# The model would go on for ten seconds and more; a busy machine needs one or two to say that nobody listens.
AT_ONCE = 3.0


async def being_written(scene: Scene, *, channel: str = "", private: bool = False) -> Answer:
    """Return an answer that a slow model is writing."""
    scene.model.fail(Fault(pause=0.08))
    answer = scene.ask(channel=channel, private=private)
    await answer.until_answered()
    await answer.until_written()
    return answer


async def sends_nothing_more(scene: Scene, answer: Answer, *, refused: int = 1) -> None:
    """Assert that nothing is sent again for an answer; at most `refused` edits were on their way."""
    count = len(answer.edits)
    assert [one.status for one in answer.edits].count(200) >= count - refused
    await asyncio.sleep(QUIET_SECONDS)
    assert len(answer.edits) == count
    assert answer.row["state"] == "stopped"


async def test_a_message_that_is_deleted_ends_the_model_s_work_and_is_never_edited_again(
    scene: Scene,
) -> None:
    answer = await being_written(scene)
    began = time.monotonic()
    world = scene.playground.world
    scene.playground.people.delete(world.owner_id, str(answer.message_id))
    assert await scene.until_left(began) < AT_ONCE
    await until(lambda: answer.row["state"] != "writing", "the end is noted")
    await sends_nothing_more(scene, answer)
    assert len(world.channels[answer.asked.channel.id].messages) == 0
    await scene.answers()


async def test_an_ephemeral_answer_that_is_put_away_ends_the_model_s_work_too(scene: Scene) -> None:
    answer = await being_written(scene, private=True)
    began = time.monotonic()
    scene.playground.people.delete(answer.person, str(answer.message_id))
    assert await scene.until_left(began) < AT_ONCE + QUIET_SECONDS  # nobody tells: the next edit finds it out
    await until(lambda: answer.row["state"] != "writing", "the end is noted")
    await sends_nothing_more(scene, answer)


async def test_a_channel_that_is_deleted_ends_the_model_s_work(scene: Scene) -> None:
    answer = await being_written(scene)
    began = time.monotonic()
    scene.playground.world.delete_channel(answer.asked.channel.id)
    assert await scene.until_left(began) < AT_ONCE
    await until(lambda: answer.row["state"] != "writing", "the end is noted")
    await sends_nothing_more(scene, answer)
    await scene.answers()


async def test_an_answer_by_token_goes_on_where_the_bot_may_no_longer_look(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_written()
    scene.playground.world.set_permissions(answer.asked.channel.id, deny=Permissions.VIEW_CHANNEL)
    await answer.until_over()
    answer.check()
    assert answer.row["state"] == "done"


async def test_a_token_that_ends_is_outlived_by_an_ordinary_edit(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    person = scene.person()
    answers = [scene.ask(), scene.ask(person=person, channel=scene.playground.world.open_dm(person).id)]
    for answer in answers:
        await answer.until_answered()
        await answer.until_written()
    before = [len(answer.edits) for answer in answers]
    scene.playground.clock.advance(TOKEN_ENDS)
    for answer, count in zip(answers, before, strict=True):
        await answer.until_over()
        after = answer.edits[count:]
        assert [one.status for one in after if one.path.startswith("/webhooks")] in ([401], [200, 401])
        ordinary = [one for one in after if one.path.startswith("/channels")]
        assert [one.status for one in ordinary] == [200] * len(ordinary)
        assert ordinary[-1].body["content"] == answer.now.content
        assert answer.now.content.endswith("-# Reasons written by llama3.1:8b")
        assert answer.row["state"] == "done"


async def test_two_answers_that_outlive_their_tokens_share_their_channel_s_limit(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.02))
    channel = scene.channel()
    answers = [scene.ask(channel=channel) for _ in range(2)]
    for answer in answers:
        await answer.until_answered()
        await answer.until_written()
    scene.playground.clock.advance(TOKEN_ENDS)
    for answer in answers:
        await answer.until_over()
        assert answer.row["state"] == "done"
        assert 429 not in [one.status for one in answer.edits]


async def test_permission_lost_ends_an_answer_that_is_an_ordinary_message_by_then(scene: Scene) -> None:
    answer = await being_written(scene)
    scene.playground.clock.advance(TOKEN_ENDS)
    await until(lambda: answer.edits[-1].path.startswith("/channels"), "the answer goes on without its token")
    began = time.monotonic()
    scene.playground.world.set_permissions(answer.asked.channel.id, deny=Permissions.VIEW_CHANNEL)
    assert await scene.until_left(began) < AT_ONCE + QUIET_SECONDS  # the next edit finds it out
    await until(lambda: answer.row["state"] != "writing", "the end is noted")
    await sends_nothing_more(scene, answer, refused=2)
    await scene.answers()


async def test_an_ephemeral_answer_whose_token_ends_is_given_up_without_trying_on(scene: Scene) -> None:
    answer = await being_written(scene, private=True)
    began = time.monotonic()
    scene.playground.clock.advance(TOKEN_ENDS)
    assert await scene.until_left(began) < AT_ONCE + QUIET_SECONDS  # the next edit finds it out
    await until(lambda: answer.row["state"] != "writing", "the end is noted")
    await sends_nothing_more(scene, answer)
    await scene.answers()


async def test_a_wish_where_the_bot_may_not_write_costs_one_try_and_nothing_else(scene: Scene) -> None:
    scene.model.fail(Fault(pause=0.1))
    channel, world = scene.channel(), scene.playground.world
    world.set_permissions(channel, deny=Permissions.SEND_MESSAGES)
    began = time.monotonic()
    reply = scene.say(scene.person(), channel, f"<@{world.bot_id}> something warm")
    sent = scene.playground.recorded.of
    await until(lambda: len(sent("POST", "/channels/{channel_id}/messages")) > 0, "the bot tries to write")
    assert await scene.until_left(began) < AT_ONCE
    await scene.answers()
    assert len(sent("POST", "/channels/{channel_id}/messages")) == 1
    assert reply.message_id is None
