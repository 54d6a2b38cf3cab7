"""/watchlist add, remove and show over the wire."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.playground.server import Playground
from bot.ui.taste_list import NOTHING_PLANNED
from tests.cogs.chat import Answer, Chat, said, until
from tests.cogs.test_taste import choose

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def planned(app: App, person: str) -> list[str]:
    return [entry.label for entry in await app.services.watchlist.of(int(person))]


def complete(playground: Playground, chat: Chat, person: str, subcommand: str, text: str) -> Answer:
    typed = playground.people.complete(
        person, chat.channel.id, "watchlist", {subcommand: {"title": text}}, focused="title"
    )
    return chat._answer(typed)


async def test_a_seen_title_leaves_the_list_and_undo_puts_it_back(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    await said(chat.slash(person, "watchlist", add={"title": "arrival-2016"}))
    seen = chat.slash(person, "seen", title="arrival-2016")
    assert await said(seen) == "Noted: you have seen **Arrival (2016)**. It is off your watchlist."
    assert await planned(app, person) == []

    undone = chat.slash(person, "undo")
    assert await said(undone) == (
        "Taken back: you have seen **Arrival (2016)**.\n**Arrival (2016)** is back on your watchlist."
    )
    assert await planned(app, person) == ["Arrival (2016)"]
    further = chat.slash(person, "undo")
    assert await said(further) == "**Arrival (2016)** is off your watchlist."


async def test_a_title_is_put_on_the_list_once_and_taken_off_again(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    offered = complete(playground, chat, person, "add", "arriv")
    await until(lambda: offered.callback)
    assert {"name": "Arrival (2016)", "value": "arrival-2016"} in offered.choices

    added = chat.slash(person, "watchlist", add={"title": "arrival-2016"})
    assert await said(added) == "**Arrival (2016)** is on your watchlist."
    assert added.is_private
    again = chat.slash(person, "watchlist", add={"title": "Arrival"})
    assert await said(again) == "**Arrival (2016)** is on your watchlist already."
    assert await planned(app, person) == ["Arrival (2016)"]

    own = complete(playground, chat, person, "remove", "arr")
    await until(lambda: own.callback)
    assert [choice["name"] for choice in own.choices] == ["Arrival (2016)"]
    removed = chat.slash(person, "watchlist", remove={"title": own.choices[0]["value"]})
    assert await said(removed) == "**Arrival (2016)** is off your watchlist."
    gone = chat.slash(person, "watchlist", remove={"title": "Arrival"})
    assert await said(gone) == "That is not on your watchlist."
    shown = chat.slash(person, "watchlist", show={})
    assert await said(shown) == NOTHING_PLANNED


async def test_a_title_nobody_knows_waits_on_the_list_by_its_name(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "watchlist", add={"title": "Zxqv the Unheard (2031)"})
    await said(answer)
    chat.press(person, answer, "Keep it anyway")
    await until(lambda: answer.content.startswith("Kept"))
    assert await planned(app, person) == ["Zxqv the Unheard (2031)"]

    removed = chat.slash(person, "watchlist", remove={"title": "zxqv the unheard"})
    assert "is off your watchlist" in await said(removed)
    assert await planned(app, person) == []


async def test_the_list_is_shown_in_pages_and_shortened_line_by_line(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    for title in app.services.library.titles[:12]:
        await app.services.watchlist.add(int(person), title)
    answer = chat.slash(person, "watchlist", show={})
    assert "Page 1 of 2 · 12 titles" in await said(answer)
    assert answer.is_private
    chat.press(person, answer, "Next")
    await until(lambda: "Page 2 of 2" in answer.content)

    last = (await planned(app, person))[-1]
    choose(chat, person, answer, last)
    await until(lambda: answer.content.startswith("Removed"))
    assert last not in await planned(app, person)
    theirs = chat.slash(other, "watchlist", show={})
    assert await said(theirs) == NOTHING_PLANNED
