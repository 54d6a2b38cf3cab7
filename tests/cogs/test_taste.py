"""/like, /dislike, /seen and /taste over the wire."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.playground.components import items_of
from bot.playground.interaction import Kind
from bot.playground.options import Refused
from bot.playground.server import Playground
from bot.ui.taste_list import NOTHING_YET
from tests.cogs.chat import Answer, Chat, said, until
from tests.cogs.conftest import broken_store, connected
from tests.stand_ins.ollama import Ollama

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


def choose(chat: Chat, person: str, answer: Answer, label: str) -> Answer:
    """Choose the option of that label in the select under an answer."""
    assert answer.message is not None
    [select] = [item for item in items_of(answer.message.data["components"]) if "options" in item]
    [value] = [option["value"] for option in select["options"] if option["label"] == label]
    people = chat._playground.people
    return chat._answer(people.select(person, answer.message_id, select["custom_id"], [value]))


async def test_taste_shows_every_verdict_with_its_note_page_by_page(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    people, titles = app.services.people, app.services.library.titles
    for title in titles[:23]:
        await people.judge(int(person), title, VerdictKind.LIKED, HOSTILE)
    await people.judge(int(person), titles[23], VerdictKind.SEEN)

    answer = chat.slash(person, "taste")
    pages = [await said(answer)]
    assert "**You liked** (23)" in pages[0]
    while True:
        next_page = f"Page {len(pages) + 1} of 3"
        if len(pages) == 3:
            break
        chat.press(person, answer, "Next")
        await until(lambda wanted=next_page: wanted in answer.content)  # type: ignore[misc]
        pages.append(answer.content)

    assert answer.is_private
    assert sum(page.count("\n- ") for page in pages) == 24
    assert "**You have seen** (1)" in pages[2]
    assert not re.search(r"@everyone|(?<!\\)[<\[`]|://|discord\.gg", "".join(pages))
    with pytest.raises(Refused):
        chat.press(person, answer, "Next")
    chat.press(person, answer, "Previous")
    await until(lambda: "Page 2 of 3" in answer.content)


async def test_a_line_of_taste_is_removed_and_put_back_with_its_note(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    people, library = app.services.people, app.services.library
    for title_id, note in (("arrival-2016", "the slow pacing"), ("heat-1995", "")):
        title = library.get(title_id)
        assert title is not None
        await people.judge(int(person), title, VerdictKind.LIKED, note)
    answer = chat.slash(person, "taste")
    await said(answer)

    choose(chat, person, answer, "Arrival (2016)")
    await until(lambda: answer.content.startswith("Removed: **Arrival (2016)**."))
    assert [v.title_id for v in await known(app, person)] == ["heat-1995"]
    assert "- Arrival" not in answer.content

    chat.press(person, answer, "Put it back")
    await until(lambda: "is back" in answer.content)
    assert {(v.title_id, v.note) for v in await known(app, person)} == {
        ("arrival-2016", "the slow pacing"),
        ("heat-1995", ""),
    }


async def test_what_is_under_a_list_works_after_a_restart_of_the_bot(
    app: App, playground: Playground, model: Ollama, person: str
) -> None:
    chat = Chat(playground)
    heat = app.services.library.get("heat-1995")
    assert heat is not None
    await app.services.people.judge(int(person), heat, VerdictKind.LIKED)
    async with connected(app, playground):
        answer = chat.slash(person, "taste")
        unknown = chat.slash(person, "like", title="Zxqv the Unheard (2019)", note="its *light*")
        which = chat.slash(person, "dislike", title="dune", note="*sand*")
        await said(which)
        await said(answer)
        await said(unknown)
    async with connected(app, playground):
        choose(chat, person, answer, "Heat (1995)")
        await until(lambda: answer.content.startswith("Removed"))
        chat.press(person, unknown, "Keep it anyway")
        await until(lambda: unknown.content.startswith("Kept"))
        pressed = [chat.press(person, which, label) for label in which.buttons[:2]]
        await until(lambda: all(press.callback for press in pressed))
        await until(lambda: which.content.startswith("Noted"))

    dune, verdict = await known(app, person)
    assert (verdict.title, verdict.year, verdict.note) == ("Zxqv the Unheard", 2019, "its *light*")
    assert (dune.title, dune.kind, dune.note) == ("Dune", VerdictKind.DISLIKED, "*sand*")
    assert which.message is not None
    assert which.message.data["embeds"] == []


async def test_whatever_id_is_forged_only_the_pressers_own_taste_is_shown_and_changed(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str, other: str
) -> None:
    arrival = app.services.library.get("arrival-2016")
    assert arrival is not None
    await app.services.people.judge(int(person), arrival, VerdictKind.LIKED, "a secret")
    await app.services.watchlist.add(int(person), arrival)
    mine = chat.slash(person, "taste")
    await said(mine)
    forged = {
        "matinee:list:taste:remove:0": ["arrival-2016"],
        "matinee:list:watch:remove:0": ["arrival-2016"],
        "matinee:list:taste:page:0": None,
        "matinee:list:past:page:0": None,
        "matinee:list:watch:page:0": None,
        "matinee:list:back:arrival-2016": None,
        "matinee:meet:unlove:0:arrival-2016": None,
    }
    shown = []
    for custom_id, values in forged.items():
        assert mine.message is not None
        item: dict[str, Any] = {"type": 3 if values else 2, "id": 2, "custom_id": custom_id}
        item |= (
            {"min_values": 1, "max_values": 1, "options": [{"label": "x", "value": "arrival-2016"}]}
            if values
            else {"style": 2, "label": "x"}
        )
        mine.message.data["components"] = [{"type": 1, "id": 1, "components": [item]}]
        data = {"custom_id": custom_id, "component_type": 3 if values else 2, "id": 1}
        pressed = playground.interactions.create(
            Kind.COMPONENT,
            other,
            chat.channel,
            data | ({"values": values} if values else {}),
            source=mine.message,
        )
        await until(lambda pressed=pressed: pressed.callback)  # type: ignore[misc]
        assert pressed.callback is not None
        shown.append(str(pressed.callback.data))

    assert "Arrival (2016)**" not in "".join(shown).replace("❤️", "")
    assert "a secret" not in "".join(shown)
    assert [(v.title_id, v.note) for v in await known(app, person)] == [("arrival-2016", "a secret")]
    assert [entry.title_id for entry in await app.services.watchlist.of(int(person))] == ["arrival-2016"]
    assert await known(app, other) == []


@pytest.mark.parametrize(("command", "kind"), [("like", "liked"), ("dislike", "disliked"), ("seen", "seen")])
async def test_a_title_nobody_knows_is_kept_by_name_when_told_so(
    bot: MovieBot, chat: Chat, app: App, person: str, command: str, kind: str
) -> None:
    answer = chat.slash(person, command, title=f"{HOSTILE} (1999)")
    assert "I don't know a film or series called" in await said(answer)
    assert answer.buttons == ["Keep it anyway"]

    chat.press(person, answer, "Keep it anyway")
    await until(lambda: answer.content.startswith("Kept"))
    assert answer.buttons == []
    [verdict] = await known(app, person)
    assert (verdict.title, verdict.year, verdict.kind.value) == (HOSTILE, 1999, kind)

    again = chat.slash(person, command, title=f"{HOSTILE} (1999)")
    assert (await said(again)).startswith("Noted")
    assert len(await known(app, person)) == 1
    taste = chat.slash(person, "taste")
    assert "kept by name" in await said(taste)


async def test_who_means_none_of_the_titles_offered_can_keep_the_name(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "like", title="dune", note="sand")
    await said(answer)
    chat.press(person, answer, "None of these")
    await until(lambda: answer.content.startswith("I don't know"))
    chat.press(person, answer, "Keep it anyway")
    await until(lambda: answer.content.startswith("Kept"))

    [verdict] = await known(app, person)
    assert (verdict.title, verdict.note) == ("dune", "sand")
    again = chat.slash(person, "like", title="Dune", note="more sand")
    assert (await said(again)).startswith("Noted")
    assert [v.note for v in await known(app, person)] == ["more sand"]


async def test_undo_takes_back_one_thing_after_the_other_and_says_what_stands(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    heat = app.services.library.get("heat-1995")
    assert heat is not None
    await app.services.people.judge(int(person), heat, VerdictKind.SEEN)
    await app.services.people.judge(int(person), heat, VerdictKind.LIKED)
    answers = []
    for _ in range(3):
        answer = chat.slash(person, "undo")
        answers.append(await said(answer))

    assert answers == [
        "Taken back: you loved **Heat (1995)**. What stands is: you have seen it.",
        "Taken back: you have seen **Heat (1995)**.",
        "There is nothing to take back.",
    ]


async def test_the_card_is_a_picture_with_a_text_for_who_does_not_see_it(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    for title in app.services.library.titles[:30]:
        await app.services.people.judge(int(person), title, VerdictKind.LIKED)

    answer = chat.slash(person, "taste", card=True)
    await until(lambda: answer.message and answer.message.data["attachments"])

    assert answer.message is not None
    [file] = answer.message.data["attachments"]
    assert (file["content_type"], file["width"], file["height"]) == ("image/png", 1200, 800)
    assert file["description"].startswith("The taste of Ana: 30 loved. Genres: ")
    assert answer.is_private


async def test_without_a_like_there_is_no_card_but_titles_to_tap(
    bot: MovieBot, chat: Chat, person: str
) -> None:
    for card in (True, False):
        answer = chat.slash(person, "taste", card=card)
        assert await said(answer) == NOTHING_YET
        chat.press(person, answer, "Show me titles to tap")
        await until(lambda answer=answer: len(answer.buttons) == 14)  # type: ignore[misc]


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
