"""/forget-me and /privacy over the wire."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.verdict import VerdictKind
from bot.playground.options import Refused
from tests.cogs.chat import Answer, Chat, ended, said, until
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(chat: Chat, person: str) -> Answer:
    """Have somebody ask to be forgotten; return the question back."""
    answer = chat.slash(person, "forget-me")
    await until(lambda: answer.buttons)
    return answer


async def rows_about(app: App, person: str) -> int:
    kept = await app.services.people.export(int(person))
    return sum(len(rows) for rows in kept.values() if isinstance(rows, list))


async def test_nothing_is_left_after_it_was_confirmed(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    title = app.services.library.titles[0]
    await app.services.people.judge(int(person), title, VerdictKind.LIKED, "so good")
    await ended(chat.slash(person, "recommend", request="comedy"))
    assert await rows_about(app, person) >= 3

    answer = await asked(chat, person)
    assert answer.is_private
    assert "cannot be taken back" in answer.content
    for kept in ("likes", "seen", "notes", "watchlist", "conversation", "recommendations", "privacy"):
        assert kept in answer.content
    chat.press(person, answer, "Delete everything")

    await until(lambda: answer.content.startswith("Done."))
    assert answer.buttons == []
    assert await rows_about(app, person) == 0


async def test_somebody_elses_press_deletes_nothing(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    await app.services.people.judge(int(person), app.services.library.titles[0], VerdictKind.LIKED)
    answer = await asked(chat, person)
    with pytest.raises(Refused):
        chat.press(other, answer, "Delete everything")

    # Nor is the bot's own refusal left to Discord alone.
    refused = chat.press_unchecked(other, answer, "Delete everything")

    assert "someone else's answer" in await said(refused)
    assert refused.is_private
    assert await rows_about(app, person) == 2


async def test_an_answer_still_being_written_is_ended_and_leaves_nothing(
    bot: MovieBot, chat: Chat, app: App, model: Ollama, person: str
) -> None:
    model.fail(Fault("stall-forever", at=25))
    writing = chat.slash(person, "recommend", request="comedy")
    await until(lambda: "Stop" in writing.buttons and model.exchanges)

    answer = await asked(chat, person)
    chat.press(person, answer, "Delete everything")

    await until(lambda: answer.content.startswith("Done."))
    assert "Stopped" in writing.content
    await asyncio.sleep(0.1)
    assert await rows_about(app, person) == 0


async def test_who_is_unknown_is_told_the_same(bot: MovieBot, chat: Chat, person: str) -> None:
    answer = await asked(chat, person)
    chat.press(person, answer, "Delete everything")

    await until(lambda: answer.content == "Done. Everything I kept about you is deleted.")


async def test_a_person_can_keep_out_of_what_is_counted_and_come_back(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    before = chat.slash(person, "privacy")
    assert "is counted" in await said(before)
    assert before.is_private
    assert "Nothing" in await said(chat.slash(person, "privacy", counted=False))
    assert not await app.services.community.is_counted(int(person))
    assert "Nothing" in await said(chat.slash(person, "privacy"))
    assert "is counted" in await said(chat.slash(person, "privacy", counted=True))
    assert await app.services.community.is_counted(int(person))
