"""The edits of an answer: as often as Discord allows, one at a time, the newest text, the last one last."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from bot.client import MovieBot
from bot.playground.permissions import Permissions
from bot.playground.recording import Exchange
from bot.playground.server import Playground
from tests.cogs.chat import Chat, ended, said, until
from tests.cogs.conftest import BY_CHANNEL, BY_TOKEN
from tests.cogs.wishes import FOUR_ROWS, SILENT, SLOW, TALKING, WISH
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHOLE = "Reasons written by llama3.1:8b"


def texts(edits: list[Exchange]) -> list[str]:
    """Return what the edits were to show."""
    return [edit.body["content"] for edit in edits]


def assert_one_at_a_time(edits: list[Exchange]) -> None:
    """No edit was sent before the one before it was answered."""
    for before, after in pairwise(edits):
        assert after.at >= before.at + before.took


# -- budgets --------------------------------------------------------------------------------------------


async def test_edits_keep_an_even_pace_one_at_a_time_and_the_last_one_comes_last(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str
) -> None:
    model.fail(SLOW)
    playground.faults.add("PATCH", "@original", delay=0.25)
    answer = chat.slash(person, "recommend", **WISH)
    last = await ended(answer, 30.0)
    await asyncio.sleep(1.2)

    edits = chat.edits_of(answer)
    assert len(edits) >= 5
    assert {edit.status for edit in edits} == {200}
    assert_one_at_a_time(edits)
    # Five in five seconds are allowed: one a second, no bursts, no pauses. The last one may come sooner.
    gaps = [after.at - before.at for before, after in pairwise(edits)]
    assert all(0.9 < gap < 1.5 for gap in gaps[:-1]), gaps
    assert gaps[-1] < 1.5
    assert texts(edits).count(last) == 1
    assert texts(edits)[-1] == last
    assert len(set(texts(edits))) == len(edits)


async def test_another_budget_is_learned_from_the_headers(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str
) -> None:
    playground.limits.set(f"PATCH {BY_TOKEN}", 2, 4.0)
    model.fail(SLOW)
    answer = chat.slash(person, "recommend", **WISH)

    assert (await ended(answer, 30.0)).endswith(WHOLE)

    edits = chat.edits_of(answer)
    assert len(edits) >= 3
    assert {edit.status for edit in edits} == {200}
    gaps = [after.at - before.at for before, after in pairwise(edits)]
    assert all(1.8 < gap < 3.0 for gap in gaps[:-1]), gaps


async def test_a_generous_budget_is_used(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str
) -> None:
    playground.limits.set(f"PATCH {BY_TOKEN}", 10, 2.0)
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)

    assert (await ended(answer)).endswith(WHOLE)

    edits = chat.edits_of(answer)
    assert len(edits) >= 5
    assert {edit.status for edit in edits} == {200}


# -- refusals, failures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "retry_after": 0.8, "scope": "global"},
        {"status": 429, "via": False, "headers": {"Retry-After": "1"}},
        {"status": 502},
        {"drop": True},
        {"delay": 0.1, "drop": True, "applied": True},
    ],
    ids=["limited everywhere", "limited at the edge", "server error", "connection lost", "answer lost"],
)
@pytest.mark.usefixtures("brisk")
async def test_an_edit_that_fails_delays_the_text_but_loses_nothing(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str, fault: dict[str, Any]
) -> None:
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)
    await said(answer)
    happening = playground.faults.add("PATCH", "@original", times=1, **fault)

    assert (await ended(answer, 20.0)).endswith(WHOLE)

    assert happening.left == 0
    edits = chat.edits_of(answer)
    assert [edit.status for edit in edits].count(200) == len(edits) - 1
    assert len(answer.contents) == len([edit for edit in edits if edit.served])
    assert_one_at_a_time(edits)


@pytest.mark.usefixtures("brisk")
async def test_what_comes_after_a_429_is_the_newest_text_and_not_before_its_time(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str
) -> None:
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)
    await said(answer)
    playground.faults.add("PATCH", "@original", times=1, status=429, retry_after=0.8)

    assert (await ended(answer, 30.0)).endswith(WHOLE)

    edits = chat.edits_of(answer)
    refused = next(number for number, edit in enumerate(edits) if edit.status == 429)
    old, new = edits[refused : refused + 2]
    assert new.at - old.at >= 0.8
    assert len(new.body["content"]) > len(old.body["content"]) + 20
    assert old.body["content"] not in answer.contents


async def test_an_edit_that_discord_does_not_take_is_told_and_ends_the_models_work(
    bot: MovieBot,
    playground: Playground,
    chat: Chat,
    model: Ollama,
    person: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    model.fail(SILENT)
    refusal = {"code": 50035, "message": "Invalid Form Body"}
    playground.faults.add("PATCH", "@original", status=400, body=refusal)
    answer = chat.slash(person, "recommend", **WISH)

    assert "Something broke on my side" in await said(answer)
    assert "50035" in caplog.text
    assert not any(exchange.ended for exchange in model.exchanges)


# -- fifteen minutes ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("brisk")
async def test_an_answer_outlives_its_token_as_an_ordinary_message(
    bot: MovieBot, chat: Chat, model: Ollama, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ui.targets.TOKEN_SECONDS", 0.7)
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)

    assert (await ended(answer, 30.0)).endswith(WHOLE)

    routes = [edit.route for edit in chat.edits_of(answer)]
    assert routes == sorted(routes, reverse=True)
    assert routes.count(BY_TOKEN) >= 2
    assert routes.count(BY_CHANNEL) >= 2
    assert {edit.status for edit in chat.edits_of(answer)} == {200}
    assert answer.buttons == FOUR_ROWS


@pytest.mark.usefixtures("brisk")
async def test_a_token_that_ends_before_its_time_costs_no_text(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str
) -> None:
    model.fail(TALKING)
    answer = chat.slash(person, "recommend", **WISH)
    await said(answer)
    playground.clock.advance(15 * 60.0 + 1)

    assert (await ended(answer, 30.0)).endswith(WHOLE)

    over = [edit.status for edit in chat.edits_of(answer) if edit.route == BY_TOKEN]
    after = [edit.status for edit in chat.edits_of(answer) if edit.route == BY_CHANNEL]
    assert over[-1] == 401
    assert over.count(401) == 1
    assert len(after) >= 2
    assert {*after} == {200}


@pytest.mark.parametrize("why", ["private", "unseen"])
async def test_an_answer_that_no_ordinary_edit_reaches_is_ended_before_its_token_is(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str, why: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("bot.ui.targets.TOKEN_SECONDS", 0.8)
    if why == "unseen":
        playground.world.set_permissions(chat.channel.id, deny=Permissions.VIEW_CHANNEL)
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH, private=why == "private")

    await until(lambda: "took too long" in answer.content)

    assert answer.buttons == ["Retry"]
    assert {edit.route for edit in chat.edits_of(answer)} == {BY_TOKEN}
    await model.until_left()


async def test_an_answer_that_takes_too_long_is_ended_before_discord_ends_it(
    bot: MovieBot, chat: Chat, model: Ollama, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ui.targets.MESSAGE_SECONDS", 0.8)
    monkeypatch.setattr("bot.ui.targets.TOKEN_SECONDS", 0.8)
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH)

    await until(lambda: "took too long" in answer.content)

    assert answer.buttons == ["Retry"]
    await model.until_left()
