"""Discord refuses edits, fails, or loses its answers: each for one answer, all at the same time."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.harness import WISH, Answer, Scene, Shows
from tests.e2e.process import until
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSED_FOR = 30.0
# From the first failed edit to the next try: 1 s, then twice as long each time.
TRIES_IN_TEN_SECONDS = 4


class Outages:
    """Answers in mid-stream, each of which something happens to as soon as it is asked for."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.answers: dict[str, Answer] = {}

    async def begin(self, name: str, **fault: Any) -> None:
        """Ask, and once reasons are being written let `fault` happen to the edits of the answer."""
        answer = self.answers[name] = self._scene.ask()
        await answer.until_answered()
        await answer.until_written()
        self._scene.playground.faults.add("PATCH", re.escape(answer.asked.token), **fault)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def outages(opened: Scene) -> AsyncIterator[Outages]:
    """Everything that takes long, begun at once."""
    opened.calm()
    opened.model.fail(Fault(pause=0.04))
    begun = Outages(opened)
    await asyncio.gather(
        begun.begin("refused", times=1, status=429, retry_after=REFUSED_FOR),
        begun.begin("storm", seconds=4.0, status=429, retry_after=0.4),
        begun.begin("banned", seconds=2.5, status=429, via=False),
        begun.begin("failing", seconds=10.0, status=500),
        begun.begin("away", seconds=3.0, drop=True),
        begun.begin("lost", times=2, drop=True, applied=True),
        begun.begin("behind a proxy", times=2, status=502, body="<html>Bad Gateway</html>"),
    )
    yield begun


def check_end(answer: Shows) -> None:
    """Assert that the answer came to its end, which was the last that was sent."""
    assert answer.now.content.endswith("-# Reasons written by llama3.1:8b")
    assert not {"Stop", "Retry"} & set(answer.now.buttons)
    assert answer.edits[-1].status == 200
    assert answer.edits[-1].body["content"] == answer.now.content
    assert answer.row["state"] == "done"
    answer.check_states()


async def test_edits_whose_answers_are_lost_are_shown_once_and_the_answer_goes_on(outages: Outages) -> None:
    answer = outages.answers["lost"]
    await answer.until_over()
    check_end(answer)
    assert [one.status for one in answer.edits].count(-1) == 2
    # Sent again because nobody said that they had arrived; shown in the one message, of course.
    assert len([one for one in answer.asked.channel.messages.values() if not one.only_for]) == 1


async def test_a_storm_of_refusals_slows_the_answer_down_and_it_still_ends(outages: Outages) -> None:
    answer = outages.answers["storm"]
    await answer.until_over()
    check_end(answer)
    refused = [one for one in answer.edits if one.status == 429]
    assert 1 <= len(refused) <= 9
    gaps = [later.at - earlier.at for earlier, later in itertools.pairwise(refused)]
    assert all(gap >= 0.4 for gap in gaps)


async def test_a_ban_that_tells_no_time_is_tried_seldom(outages: Outages) -> None:
    answer = outages.answers["banned"]
    await answer.until_over()
    check_end(answer)
    assert 1 <= [one.status for one in answer.edits].count(429) <= 3


async def test_a_connection_that_breaks_for_seconds_is_tried_again_with_rests(outages: Outages) -> None:
    answer = outages.answers["away"]
    await answer.until_over()
    check_end(answer)
    assert [one.status for one in answer.edits].count(-1) <= 3


async def test_a_proxy_s_error_page_is_got_over(outages: Outages) -> None:
    answer = outages.answers["behind a proxy"]
    await answer.until_over()
    check_end(answer)
    assert [one.status for one in answer.edits].count(502) == 2


async def test_ten_seconds_of_errors_are_sat_out_with_few_tries(outages: Outages) -> None:
    answer = outages.answers["failing"]
    await answer.until_over()
    check_end(answer)
    failed = [one for one in answer.edits if one.status == 500]
    assert 2 <= len(failed) <= TRIES_IN_TEN_SECONDS
    # The model was ready long before: what is sent first afterwards is the last text.
    (after,) = [one for one in answer.edits if one.at > failed[-1].at]
    assert after.body["content"] == answer.now.content


@pytest.mark.parametrize("applied", [True, False], ids=["after it arrived", "before it arrived"])
@pytest.mark.parametrize("fault", [{"status": 502}, {"drop": True}], ids=["an error", "a broken connection"])
async def test_a_command_is_answered_although_its_acknowledgement_met(
    scene: Scene, fault: dict[str, Any], applied: bool
) -> None:
    scene.playground.faults.add("POST", "/callback", times=1, applied=applied, **fault)
    answer = scene.ask()
    await answer.until_answered()
    await answer.until_over()
    check_end(answer)
    # A private offer to get to know each other may stand beside it.
    assert len([one for one in answer.asked.channel.messages.values() if not one.only_for]) == 1


@pytest.mark.parametrize("fault", [{"status": 502}, {"drop": True}], ids=["an error", "a broken connection"])
async def test_a_reply_whose_sending_was_not_confirmed_is_there_once(
    scene: Scene, fault: dict[str, Any]
) -> None:
    scene.playground.faults.add("POST", "/channels/.*/messages$", times=1, applied=True, **fault)
    person = scene.person()
    reply = scene.say(person, scene.playground.world.open_dm(person).id, WISH)
    await until(lambda: reply.message_id, "the reply is there")
    await reply.until_shows("-# Reasons written by")
    await reply.until_over()
    check_end(reply)
    assert len(reply.said.channel.messages) == 2


async def test_a_command_that_cannot_be_acknowledged_is_given_up_quietly(scene: Scene) -> None:
    scene.playground.faults.add("POST", "/callback", drop=True)
    answer = scene.ask()
    await until(lambda: answer.asked.failed, "Discord says that the application did not respond")
    await scene.answers()
    assert len(answer.asked.channel.messages) == 0


async def test_a_limit_that_changes_is_learned_from_the_headers(scene: Scene) -> None:
    route = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
    scene.playground.limits.set(route, 3, 2.0)
    scene.model.fail(Fault(pause=0.02))
    first = scene.ask()
    await first.until_answered()
    await first.until_over()
    second = scene.ask()
    await second.until_answered()
    await second.until_over()
    second.check()
    check_end(second)
    assert len(second.edits) >= 3


async def test_a_refusal_for_thirty_seconds_is_kept_to_and_then_only_the_newest_text_comes(
    outages: Outages,
) -> None:
    answer = outages.answers["refused"]
    await answer.until_over()
    check_end(answer)
    (refused,) = [one for one in answer.edits if one.status == 429]
    (after,) = [one for one in answer.edits if one.at > refused.at]
    assert REFUSED_FOR <= after.at - refused.at <= REFUSED_FOR + 2.0
    assert after.body["content"] == answer.now.content
    assert [one.body["content"] for one in answer.edits].count(answer.now.content) == 1
