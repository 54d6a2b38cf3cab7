"""Reactions to answers: the same as the buttons, by raw events, undone exactly."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.playground.intents import PRIVILEGED, Intents
from bot.playground.server import Playground
from tests.cogs.chat import Chat, Reply, ended, until
from tests.cogs.conftest import connected, until_kept
from tests.cogs.tapping import answered, verdicts
from tests.cogs.wishes import SLOW, WISH, titles_in
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Long enough for an event to have been taken in, were it taken in at all.
A_MOMENT = 0.3


async def until_said(app: App, person: str, expected: dict[str, str]) -> None:
    """Wait until the person's verdicts are these."""
    for _ in range(300):
        if await verdicts(app, person) == expected:
            return
        await asyncio.sleep(0.02)
    assert await verdicts(app, person) == expected


async def kept_of(app: App, person: str, what: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (await app.services.people.export(int(person)))[what]
    return rows


async def test_a_number_loves_the_title_in_that_place_until_it_is_taken_away(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    titles = titles_in(answer.content)

    playground.people.react(other, answer.message_id, "3️⃣")
    await until_said(app, other, {titles[2]: "liked"})
    assert await verdicts(app, person) == {}

    playground.people.unreact(other, answer.message_id, "3️⃣")
    await until_said(app, other, {})


async def test_eyes_have_seen_all_leave_a_like_as_it_is_and_take_back_the_rest_when_they_go(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    titles = titles_in(answer.content)
    playground.people.react(person, answer.message_id, "1️⃣")
    await until_said(app, person, {titles[0]: "liked"})

    playground.people.react(person, answer.message_id, "👀")
    await until_said(app, person, {**dict.fromkeys(titles, "seen"), titles[0]: "liked"})
    playground.people.unreact(person, answer.message_id, "👀")
    await until_said(app, person, {titles[0]: "liked"})


async def test_thumbs_are_weak_signals_and_no_verdicts(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)

    playground.people.react(person, answer.message_id, "👍")
    for _ in range(200):
        if await kept_of(app, person, "signals"):
            break
        await asyncio.sleep(0.02)
    assert [row["weight"] for row in await kept_of(app, person, "signals")] == [1.0] * 4
    assert await verdicts(app, person) == {}

    playground.people.unreact(person, answer.message_id, "👍")
    for _ in range(200):
        if not await kept_of(app, person, "signals"):
            break
        await asyncio.sleep(0.02)
    assert await kept_of(app, person, "signals") == []
    assert await kept_of(app, person, "reactions") == []


async def test_something_else_is_answered_below_for_whoever_reacted(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    assert answer.message is not None

    playground.people.react(other, answer.message_id, "🔁")
    below = Reply(answer.message, playground.world.bot_id, chat._states)
    content = await ended(below)

    assert not set(titles_in(answer.content)) & set(titles_in(content))
    await until_kept(app, other, "done")
    assert len(await kept_of(app, person, "recommendations")) == 1


async def test_a_storm_of_reactions_ends_as_the_last_ones_say(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    titles = titles_in(answer.content)
    dice = random.Random(7)
    emojis = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "👀", "👍"]
    on: set[str] = set()
    for emoji in dice.choices(emojis, k=60):
        if emoji in on:
            playground.people.unreact(person, answer.message_id, emoji)
            on.remove(emoji)
        else:
            playground.people.react(person, answer.message_id, emoji)
            on.add(emoji)
    for emoji in sorted(on):
        playground.people.unreact(person, answer.message_id, emoji)
    for emoji in ("👀", "2️⃣", "👎"):
        playground.people.react(person, answer.message_id, emoji)

    # The thumb down came last, and nothing said it before.
    for _ in range(500):
        if "👎" in {row["emoji"] for row in await kept_of(app, person, "reactions")}:
            break
        await asyncio.sleep(0.02)
    liked = titles[1]
    assert await verdicts(app, person) == {title: "liked" if title == liked else "seen" for title in titles}
    assert {row["weight"] for row in await kept_of(app, person, "signals")} == {-1.0}
    assert {row["emoji"] for row in await kept_of(app, person, "reactions")} == {"👀", "2\u20e3", "👎"}


async def test_a_reaction_to_an_answer_that_is_still_being_written_counts_at_its_end(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, model: Ollama
) -> None:
    model.fail(SLOW)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Stop" in answer.buttons)

    playground.people.react(person, answer.message_id, "2️⃣")
    content = await ended(answer)

    await until_said(app, person, {titles_in(content)[1]: "liked"})


async def test_reactions_to_old_messages_count_for_a_bot_that_never_saw_them(
    playground: Playground, model: Ollama, chat: Chat, app: App, person: str
) -> None:
    async with connected(app, playground):
        answer = await answered(chat, app, person)
        playground.people.react(person, answer.message_id, "1️⃣")
        await until_said(app, person, {titles_in(answer.content)[0]: "liked"})
    playground.clock.advance(370 * 24 * 3600.0)
    async with connected(app, playground):
        playground.people.react(person, answer.message_id, "2️⃣")
        playground.people.unreact(person, answer.message_id, "1️⃣")
        await until_said(app, person, {titles_in(answer.content)[1]: "liked"})


async def test_reactions_in_direct_messages_count_too(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str
) -> None:
    dm = playground.world.open_dm(person)
    answer = chat.slash(person, "recommend", where=dm, **WISH)
    await ended(answer)
    await until_kept(app, person, "done")

    playground.people.react(person, answer.message_id, "4️⃣")

    await until_said(app, person, {titles_in(answer.content)[3]: "liked"})


async def test_bots_and_messages_of_others_and_other_emojis_are_ignored(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    said_by_person = playground.people.say(other, chat.channel.id, "what a film")
    playground.people.react(person, said_by_person.id, "1️⃣")
    for emoji in ("🎉", "5️⃣", "❤️"):
        playground.people.react(person, answer.message_id, emoji)
    assert answer.message is not None
    playground.reactions.add(answer.message, playground.world.bot_id, "1️⃣")
    playground.world.users[other]["bot"] = True
    playground.people.react(other, answer.message_id, "1️⃣")
    await asyncio.sleep(A_MOMENT)

    assert (await verdicts(app, person), await verdicts(app, other)) == ({}, {})
    assert await verdicts(app, playground.world.bot_id) == {}
    assert await kept_of(app, person, "reactions") == []


async def test_a_moderator_who_clears_reactions_takes_nobodys_verdict_away(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    title = titles_in(answer.content)[0]
    playground.people.react(person, answer.message_id, "1️⃣")
    await until_said(app, person, {title: "liked"})

    assert answer.message is not None
    playground.reactions.clear(answer.message)
    await asyncio.sleep(A_MOMENT)

    assert await verdicts(app, person) == {title: "liked"}


async def test_the_bot_asks_for_no_privileged_intent(bot: MovieBot) -> None:
    assert not Intents(bot.intents.value) & PRIVILEGED
    assert bot.intents.guild_reactions
    assert bot.intents.dm_reactions
