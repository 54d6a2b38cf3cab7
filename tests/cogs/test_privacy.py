"""/forget-me over the wire."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.verdict import VerdictKind
from tests.cogs.conftest import ended, until
from tests.stand_ins.discord_api import DiscordApi
from tests.stand_ins.discord_exchange import Exchange
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(bot: MovieBot, api: DiscordApi, person: int) -> Exchange:
    """Have somebody ask to be forgotten; return the question back."""
    answer = api.slash(bot, "forget-me", user_id=person)
    await until(lambda: answer.buttons)
    return answer


async def rows_about(app: App, person: int) -> int:
    kept = await app.services.people.export(person)
    return sum(len(rows) for rows in kept.values() if isinstance(rows, list))


async def test_nothing_is_left_after_it_was_confirmed(
    bot: MovieBot, api: DiscordApi, app: App, person: int
) -> None:
    await app.services.people.judge(person, app.services.library.titles[0], VerdictKind.LIKED, "so good")
    await ended(api.slash(bot, "recommend", {"request": "comedy"}, user_id=person))
    assert await rows_about(app, person) >= 3

    answer = await asked(bot, api, person)
    assert answer.ephemeral
    assert "cannot be taken back" in answer.content
    api.press(bot, answer, "Delete everything")

    await until(lambda: answer.content.startswith("Done."))
    assert answer.buttons == {}
    assert await rows_about(app, person) == 0


async def test_somebody_elses_press_deletes_nothing(
    bot: MovieBot, api: DiscordApi, app: App, person: int
) -> None:
    await app.services.people.judge(person, app.services.library.titles[0], VerdictKind.LIKED)
    answer = await asked(bot, api, person)

    refused = api.press(bot, answer, "Delete everything", user_id=person + 50_000)

    await until(lambda: refused.content)
    assert refused.ephemeral
    assert await rows_about(app, person) == 2


async def test_an_answer_still_being_written_is_ended_and_leaves_nothing(
    bot: MovieBot, api: DiscordApi, app: App, model: Ollama, person: int
) -> None:
    model.fail(Fault("stall-forever", at=25))
    writing = api.slash(bot, "recommend", {"request": "comedy"}, user_id=person)
    await until(lambda: "Stop" in writing.buttons and model.exchanges)

    answer = await asked(bot, api, person)
    api.press(bot, answer, "Delete everything")

    await until(lambda: answer.content.startswith("Done."))
    assert "Stopped" in writing.content
    await asyncio.sleep(0.1)
    assert await rows_about(app, person) == 0


async def test_who_is_unknown_is_told_the_same(bot: MovieBot, api: DiscordApi, person: int) -> None:
    answer = await asked(bot, api, person)
    api.press(bot, answer, "Delete everything")

    await until(lambda: answer.content == "Done. Everything I kept about you is deleted.")
