"""More below an answer, and the buttons of answers that another run, person or forger brings."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.feedback import mark_of
from bot.playground.components import items_of
from bot.playground.options import Refused
from bot.playground.server import Playground
from tests.cogs.chat import Chat, ended, said, until
from tests.cogs.conftest import connected, until_kept
from tests.cogs.tapping import answered, item_of, tap, verdicts
from tests.cogs.wishes import WISH, titles_in
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="session")


# -- more ---------------------------------------------------------------------------------------------


async def test_something_else_answers_the_same_wish_below_without_what_was_shown(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    before = answer.content
    seen = set(titles_in(before))

    for _ in range(2):
        answer = chat.press(person, answer, "Something else")
        content = await ended(answer)
        await until_kept(app, person, "done")
        assert content.startswith(f"-# “{WISH['request']}”")
        assert not answer.is_private
        assert not seen & set(titles_in(content))
        seen |= set(titles_in(content))

    assert len(seen) == 12


async def test_more_like_these_takes_what_was_shown_for_examples(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    shown = titles_in(answer.content)

    more = chat.press(person, answer, "More like these")
    content = await ended(more)

    assert f"More like {shown[0]}" in content.replace("\\", "")
    assert not set(shown) & set(titles_in(content))
    assert more.message is not None
    assert more.message.id != answer.message_id
    assert titles_in(answer.content) == shown


async def test_somebody_else_gets_more_for_themselves_alone(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)

    theirs = chat.press(other, answer, "Something else")
    await ended(theirs)

    assert theirs.is_private
    await until_kept(app, other, "done")
    assert len((await app.services.people.export(int(person)))["recommendations"]) == 1


async def test_a_private_answer_is_continued_in_private(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person, private=True)
    before = titles_in(answer.content)
    more = chat.press(person, answer, "More like these")
    await ended(more)
    assert more.is_private

    tap(chat, person, answer, "seen", 1)
    await until(lambda: titles_in(answer.content)[0] != before[0])


async def test_two_quick_presses_for_more_get_one_answer(
    bot: MovieBot, chat: Chat, app: App, person: str, model: Ollama
) -> None:
    answer = await answered(chat, app, person)
    first, second = (chat.press(person, answer, "Something else") for _ in range(2))
    await ended(first)

    assert second.callback == {"type": 6}
    await until_kept(app, person, "done")
    assert len((await app.services.people.export(int(person)))["recommendations"]) == 2


async def test_who_asks_for_more_too_often_is_told_when_to_ask_again(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    for _ in range(5):
        await ended(chat.press(person, answer, "Something else"))
        await until_kept(app, person, "done")
        await asyncio.sleep(0.05)

    assert (await said(chat.press(person, answer, "Something else"))).startswith("That was quick!")


# -- restarts and forgeries ---------------------------------------------------------------------------


async def test_everything_works_for_a_bot_that_did_not_write_the_answer(
    playground: Playground, model: Ollama, chat: Chat, app: App, person: str, other: str
) -> None:
    async with connected(app, playground):
        answer = await answered(chat, app, person)
        pressed = tap(chat, other, answer, "loved", 1)
        await said(pressed)
    titles = titles_in(answer.content)
    playground.clock.advance(370 * 24 * 3600.0)
    async with connected(app, playground):
        chat.press(other, pressed, "Undo")
        await until(lambda: pressed.content.startswith("Taken back"))
        refused = tap(chat, other, answer, "not", 2)
        assert f"**{titles[1]}" in await said(refused)
        tap(chat, person, answer, "seen", 3)
        await until(lambda: titles_in(answer.content)[2] != titles[2])
        await ended(chat.press(person, answer, "More like these"))
    assert await verdicts(app, other) == {titles[1]: "disliked"}


async def test_the_answer_of_another_cannot_be_reached_by_its_number(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    secret = await answered(chat, app, person, private=True)
    own = await answered(chat, app, other)
    with pytest.raises(Refused):
        tap(chat, other, secret, "loved", 1)

    assert own.message is not None
    items = list(items_of(own.message.data["components"]))
    items[0]["custom_id"] = item_of(secret, "loved", 1)
    items[-1]["custom_id"] = item_of(secret, "loved", 1).replace("loved", "else").rsplit(":", 2)[0]
    for item in (items[0], items[-1]):
        pressed = chat.press(other, own, item["custom_id"])
        assert (await said(pressed)).startswith("I no longer know which titles these are")
    assert await verdicts(app, other) == {}


async def test_a_forged_undo_reaches_nobody_elses_verdict(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    mine = tap(chat, person, answer, "loved", 1)
    await said(mine)
    theirs = tap(chat, other, answer, "loved", 2)
    await said(theirs)

    assert mine.message is not None
    assert theirs.message is not None
    forged = next(items_of(mine.message.data["components"]))["custom_id"]
    next(items_of(theirs.message.data["components"]))["custom_id"] = forged
    chat.press(other, theirs, "Undo")

    await until(lambda: "nothing of yours" in theirs.content)
    assert len(await verdicts(app, person)) == len(await verdicts(app, other)) == 1


@pytest.mark.parametrize(
    "custom_id",
    [
        "matinee:loved:999999999999999999:1:00000000",
        "matinee:seen:{rec}:1:00000000",
        "matinee:undo:vzzzzzzzzzzzzz",
        "matinee:undo:v1.1-w1-s1",
        "matinee:more:0",
    ],
)
async def test_forged_ids_are_answered_in_a_sentence_and_change_nothing(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str, custom_id: str
) -> None:
    answer = await answered(chat, app, person)
    before = answer.content
    number = item_of(answer, "loved", 1).split(":")[2]
    assert answer.message is not None
    forged = custom_id.format(rec=number)
    next(items_of(answer.message.data["components"]))["custom_id"] = forged

    pressed = chat.press(other, answer, forged)

    assert (await said(pressed)).startswith(("I no longer know", "There is nothing of yours"))
    assert pressed.is_private
    assert (await verdicts(app, other), await verdicts(app, person)) == ({}, {})
    assert answer.content == before


async def test_who_is_forgotten_leaves_buttons_that_say_so(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    await app.services.people.forget(int(person))

    pressed = tap(chat, other, answer, "loved", 1)

    assert (await said(pressed)).startswith("I no longer know")
    assert await verdicts(app, other) == {}


async def test_marks_tell_the_titles_of_the_catalogue_apart(app: App) -> None:
    titles = app.services.library.titles
    assert len({mark_of(title.title_id) for title in titles}) == len(titles)
