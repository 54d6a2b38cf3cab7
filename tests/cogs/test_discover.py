"""/similar, /surprise, /why and /history over the wire."""

from __future__ import annotations

import re

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.verdict import VerdictKind
from bot.ui.taste_list import NOTHING_ASKED, NOTHING_HAPPENED
from tests.cogs.chat import Answer, Chat, ended, said, until
from tests.cogs.test_taste import HOSTILE

pytestmark = pytest.mark.asyncio(loop_scope="session")


def names(answer: Answer) -> list[str]:
    return re.findall(r"^\*\*\d+\. (.+?)\*\*", answer.content, re.MULTILINE)


async def test_similar_answers_with_titles_like_the_one_named(bot: MovieBot, chat: Chat, person: str) -> None:
    answer = chat.slash(person, "similar", title="arrival-2016")
    text = await ended(answer)

    assert "like Arrival (2016)" in text
    assert len(names(answer)) == 4
    assert "Arrival" not in names(answer)


async def test_similar_asks_which_title_is_meant_and_answers_in_its_place(
    bot: MovieBot, chat: Chat, person: str
) -> None:
    answer = chat.slash(person, "similar", title="dune")
    assert await said(answer) == "Which of these do you mean?"
    assert answer.is_private
    label = answer.buttons[0]
    chat.press(person, answer, label)

    await until(lambda: len(names(answer)) == 4 and "Stop" not in answer.buttons)
    assert f"like {label}" in answer.content
    unknown = chat.slash(person, "similar", title="zxqv the unheard of")
    assert (await said(unknown)).startswith("I don't know")


async def test_surprise_brings_one_title_out_of_a_corner_that_it_names(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "surprise")
    text = await ended(answer)

    assert re.search(r"“an? .+ from the (19|20)\d0s”", text)
    assert len(names(answer)) == 1


async def test_why_names_the_likes_and_the_words_that_led_to_the_last_answer(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    nothing = chat.slash(person, "why")
    assert await said(nothing) == NOTHING_ASKED
    library = app.services.library
    for title_id, note in (("arrival-2016", HOSTILE), ("contact-1997", ""), ("moon-2009", "")):
        title = library.get(title_id)
        assert title is not None
        await app.services.people.judge(int(person), title, VerdictKind.LIKED, note)
    await app.follower.catch_up()
    answer = chat.slash(person, "recommend", request="thoughtful sci-fi tonight")
    await ended(answer)

    why = chat.slash(person, "why")
    text = await said(why)
    assert why.is_private
    assert len(text) <= 2000
    assert [f"**{place}. " in text for place in range(1, 5)] == [True] * 4
    assert all(name in text for name in names(answer))
    assert re.search(r"^> You liked (Arrival|Contact|Moon)", text, re.MULTILINE)
    assert "science fiction" in text
    assert not re.search(r"@everyone|(?<!\\)[<\[`]|://|discord\.gg", text.replace("`/taste`", ""))
    theirs = chat.slash(other, "why")
    assert await said(theirs) == NOTHING_ASKED


async def test_why_says_so_when_no_taste_is_known(bot: MovieBot, chat: Chat, person: str) -> None:
    await ended(chat.slash(person, "recommend", request="a western"))
    why = chat.slash(person, "why")

    assert "You have not told me yet what you like" in await said(why)


async def test_history_shows_what_was_asked_and_said_also_what_was_taken_back(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    empty = chat.slash(person, "history")
    assert await said(empty) == NOTHING_HAPPENED
    for title in app.services.library.titles[:12]:
        await app.services.people.judge(int(person), title, VerdictKind.SEEN)
    await app.services.people.undo(int(person))
    asked = chat.slash(person, "recommend", request=HOSTILE)
    await ended(asked)

    answer = chat.slash(person, "history")
    text = await said(answer)
    assert answer.is_private
    assert "you asked “" in text.split("\n")[1]
    assert text.count("\n- <t:") == 10
    assert "taken back" in text.split("\n")[2]
    assert not re.search(r"@everyone|(?<!\\)[\[`]|://|discord\.gg", text)
    chat.press(person, answer, "Next")
    await until(lambda: answer.content.count("\n- <t:") == 3)
