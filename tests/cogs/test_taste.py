"""/like, /dislike, /seen and /taste over the wire."""

from __future__ import annotations

import re
import time

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.playground.bodies import EPHEMERAL
from bot.playground.server import Playground
from bot.ui.taste_list import NOTHING_YET
from tests.cogs.chat import Chat, said, until
from tests.cogs.conftest import broken_store

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = "@everyone **x** [free](https://example.com) <@1> discord.gg/abc `"


async def known(app: App, person: str) -> list[Verdict]:
    return await app.services.people.verdicts(int(person))


@pytest.mark.parametrize(
    ("command", "kind", "sentence"),
    [
        ("like", VerdictKind.LIKED, "Noted: you liked **Arrival (2016)**."),
        ("dislike", VerdictKind.DISLIKED, "Noted: **Arrival (2016)** is not for you."),
        ("seen", VerdictKind.SEEN, "Noted: you have seen **Arrival (2016)**."),
    ],
)
async def test_a_title_chosen_from_the_suggestions_is_kept(
    bot: MovieBot, chat: Chat, app: App, person: str, command: str, kind: VerdictKind, sentence: str
) -> None:
    offered = chat.type(person, command, "title", "arriv")
    await until(lambda: offered.callback)
    chosen = next(choice["value"] for choice in offered.choices if choice["name"] == "Arrival (2016)")

    answer = chat.slash(person, command, title=chosen)

    assert await said(answer) == sentence
    assert answer.is_private
    assert [(v.title_id, v.kind) for v in await known(app, person)] == [("arrival-2016", kind)]


async def test_a_title_typed_freely_is_found_and_its_note_is_kept(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "like", title="se7en", note="the rain, and that   box")

    assert re.fullmatch(r"Noted: you liked \*\*Se(7|v)en \(1995\)\*\*\.", await said(answer))
    [verdict] = await known(app, person)
    assert verdict.note == "the rain, and that box"


async def test_a_name_that_may_mean_several_titles_is_asked_about_with_buttons(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "like", title="dune", note="sand")
    assert await said(answer) == "Which of these do you mean?"
    assert answer.is_private
    labels = answer.buttons
    assert len(labels) >= 2
    assert await known(app, person) == []

    chat.press(person, answer, labels[1])

    await until(lambda: answer.content.startswith("Noted"))
    assert answer.buttons == []
    [verdict] = await known(app, person)
    assert (verdict.label, verdict.note) == (labels[1], "sand")


@pytest.mark.parametrize("name", ["zxqv the unheard of", HOSTILE, "x" * 4000, "   "])
async def test_an_unknown_name_gets_a_sentence_that_pings_and_links_nobody(
    bot: MovieBot, chat: Chat, app: App, person: str, name: str
) -> None:
    answer = chat.slash_unchecked(person, "like", title=name)
    sentence = await said(answer)

    assert sentence.startswith(("I don't know", "Name a film"))
    assert len(sentence) <= 400
    assert not re.search(r"@everyone|(?<!\\)[<*\[`]|://|discord\.gg", sentence)
    assert answer.is_private
    assert await known(app, person) == []


async def test_taste_says_what_to_do_while_nothing_is_known(bot: MovieBot, chat: Chat, person: str) -> None:
    answer = chat.slash(person, "taste")

    assert await said(answer) == NOTHING_YET
    assert answer.is_private


async def test_taste_lists_every_verdict_with_its_note_over_several_messages(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    people, titles = app.services.people, app.services.library.titles
    for title in titles[:60]:
        await people.judge(int(person), title, VerdictKind.LIKED, HOSTILE)
    await people.judge(int(person), titles[60], VerdictKind.SEEN)

    answer = chat.slash(person, "taste")
    await until(lambda: answer.followups and "You have seen" in answer.followups[-1]["content"], 20.0)

    pages = [answer.content, *(page["content"] for page in answer.followups)]
    assert len(pages) >= 2
    assert all(page["flags"] & EPHEMERAL for page in answer.followups)
    assert sum(page.count("\n- ") + page.startswith("- ") for page in pages) == 61
    assert "**You liked** (60)" in pages[0]
    assert not re.search(r"@everyone|(?<!\\)[<\[`]|://|discord\.gg", "".join(pages))


async def test_a_store_that_breaks_is_told_under_a_reference(
    bot: MovieBot, chat: Chat, app: App, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with broken_store(app):
        answer = chat.slash(person, "taste")
        sentence = await said(answer)

    found = re.fullmatch(r"Something broke on my side \(ref `([0-9a-f]{6})`\)\.", sentence)
    assert found
    assert answer.is_private
    [record] = [record for record in caplog.records if found[1] in record.getMessage()]
    assert record.exc_info


@pytest.mark.parametrize("typed", ["", "the", "star", "lotr", "Amélie", "🍿", "@everyone", "x" * 400])
async def test_suggestions_come_while_one_types(bot: MovieBot, chat: Chat, person: str, typed: str) -> None:
    seconds = []
    for _ in range(3):  # the best of three: the machine may be busy with something else
        offered = chat.type(person, "seen", "title", typed)
        await until(lambda offered=offered: offered.callback)  # type: ignore[misc]
        seconds.append(offered.answered_after)

    assert min(seconds) < 0.3
    assert len(offered.choices) <= 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in offered.choices)
    assert all(1 <= len(choice["value"]) <= 100 for choice in offered.choices)
    if typed in ("", "the", "star", "Amélie"):
        assert offered.choices


async def test_a_title_with_markup_in_its_name_is_shown_letter_by_letter(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    title = Title("odd-2001", "*batteries_not* @here", 2001)
    await app.services.people.judge(int(person), title, VerdictKind.LIKED)

    answer = chat.slash(person, "taste")

    assert r"- \*batteries\_not\* @​here (2001)" in await said(answer)


async def test_eight_people_typing_at_once_do_not_wait_for_each_other(
    bot: MovieBot, chat: Chat, playground: Playground
) -> None:
    people = [playground.world.add_member(f"Typist {number}") for number in range(8)]
    began = time.monotonic()
    typing = [
        chat.type(typist, "like", "title", text) for typist, text in zip(people, "abcdefgh", strict=True)
    ]
    await until(lambda: all(offered.callback for offered in typing))

    assert time.monotonic() - began < 2.0
