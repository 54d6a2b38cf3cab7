"""Wishes in plain words: in direct messages, and in a server to whoever mentions the bot."""

from __future__ import annotations

import asyncio
import functools
import re

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.playground.channel import Channel
from bot.playground.server import Playground
from bot.ui.gathering import PAUSE_SECONDS
from tests.cogs.chat import Chat, Reply, ended, said, until
from tests.cogs.conftest import broken_store, until_kept
from tests.cogs.wishes import FOUR_ROWS, SILENT, TALKING, titles_in
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="session")

WISH = "thoughtful sci-fi tonight"
WHOLE = "Reasons written by llama3.1:8b"
CREATE = "/channels/{channel_id}/messages"


@pytest.fixture
def direct(playground: Playground, person: str) -> Channel:
    """The person's direct messages with the bot."""
    return playground.world.open_dm(person)


def _has_text(reply: Reply) -> bool:
    return bool(reply.content)


async def test_a_direct_message_is_answered_below_bit_by_bit(
    bot: MovieBot, chat: Chat, model: Ollama, app: App, person: str, direct: Channel
) -> None:
    model.fail(TALKING)
    answer = chat.say(person, WISH, where=direct)

    assert (await ended(answer)).endswith(WHOLE)

    assert answer.content.startswith(f"-# “{WISH}”")
    assert len(titles_in(answer.content)) == 4
    assert len(answer.contents) >= 2
    assert answer.buttons == FOUR_ROWS
    [row] = await until_kept(app, person, "done")
    assert (row["guild_id"], row["channel_id"]) == (None, int(direct.id))
    assert row["message_id"] == int(answer.message_id)


async def test_who_mentions_the_bot_in_a_server_is_answered_without_a_ping(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str
) -> None:
    answer = chat.say(person, f"<@{playground.world.bot_id}> {WISH}")

    assert (await ended(answer)).endswith(WHOLE)

    assert answer.content.startswith(f"-# “{WISH}”")
    assert answer.message is not None
    assert answer.message.data["mentions"] == []
    [row] = await until_kept(app, person, "done")
    assert (row["guild_id"], row["channel_id"]) == (int(playground.world.guild_id), int(chat.channel.id))


async def test_what_is_not_said_to_the_bot_is_not_answered(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str, other: str
) -> None:
    to_bot = chat.say(person, f"<@{playground.world.bot_id}> comedy")
    await ended(to_bot)
    model.exchanges.clear()

    chat.say(other, f"{WISH}, <@{person}>?")
    chat.say(other, WISH)
    await asyncio.sleep(PAUSE_SECONDS + 0.5)

    assert len(playground.recorded.of("POST", CREATE)) == 1
    assert model.exchanges == []


async def test_the_answer_has_the_same_buttons_for_its_person_alone(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, app: App, person: str, other: str
) -> None:
    model.fail(SILENT)
    answer = chat.say(person, f"<@{playground.world.bot_id}> {WISH}")
    await until(lambda: "Stop" in answer.buttons and model.exchanges)

    refused = chat.press(other, answer, "Stop")
    assert "someone else's answer" in await said(refused)
    assert answer.buttons == ["Stop"]

    chat.press(person, answer, "Stop")
    await model.until_left()
    assert "⏹️ Stopped" in (await ended(answer)).split("\n")[-1]
    await until_kept(app, person, "stopped")


async def test_a_failure_can_be_tried_again(
    bot: MovieBot, chat: Chat, app: App, person: str, direct: Channel
) -> None:
    async with broken_store(app):
        answer = chat.say(person, WISH, where=direct)
        await until(lambda: "Retry" in answer.buttons)
    assert re.search(r"Something broke on my side \(ref `[0-9a-f]{6}`\)", answer.content)

    await until_kept(app, person, "failed")

    chat.press(person, answer, "Retry")

    await until(lambda: WHOLE in answer.content)
    assert answer.buttons == FOUR_ROWS


@pytest.mark.parametrize(
    "fault",
    [{"drop": True, "applied": True}, {"status": 502, "applied": True}, {"status": 429, "retry_after": 0.3}],
    ids=["answer lost", "error although sent", "limited"],
)
async def test_a_first_text_that_seems_lost_is_not_shown_twice(
    bot: MovieBot,
    playground: Playground,
    chat: Chat,
    model: Ollama,
    person: str,
    direct: Channel,
    fault: dict[str, object],
) -> None:
    model.fail(TALKING)
    playground.faults.add("POST", r"/channels/\d+/messages$", times=1, **fault)  # type: ignore[arg-type]
    answer = chat.say(person, WISH, where=direct)

    assert (await ended(answer)).endswith(WHOLE)
    assert [message.author_id for message in direct.messages.values()] == [person, playground.world.bot_id]


async def test_a_message_that_is_deleted_ends_the_models_work(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, app: App, person: str
) -> None:
    model.fail(SILENT)
    answer = chat.say(person, f"<@{playground.world.bot_id}> {WISH}")
    await until(lambda: answer.content and model.exchanges)

    chat.delete(answer)

    await model.until_left(0.5)
    await until_kept(app, person, "stopped")


async def test_a_sixth_wish_within_a_minute_is_told_when_to_come_back(
    bot: MovieBot, playground: Playground, chat: Chat, person: str, direct: Channel
) -> None:
    playground.limits.set(f"POST {CREATE}", 10, 5.0)  # else the sixth would wait for Discord
    for _ in range(5):
        await until(functools.partial(_has_text, chat.say(person, "comedy", where=direct)))
    sixth = chat.say(person, "comedy", where=direct)

    assert re.fullmatch(r"That was quick! Ask again in \d+ seconds?\.", await said(sixth))

    chat.say(person, "comedy", where=direct)
    await asyncio.sleep(PAUSE_SECONDS + 0.5)  # else it would be one turn with what comes next
    await said(chat.say(person, "hello", where=direct))
    told = [each for each in direct.messages.values() if "quick" in str(each.data["content"])]
    assert len(told) == 1, "a flood is told once to wait"
    await bot.presenter.close()
