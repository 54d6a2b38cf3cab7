"""The first meeting over the wire: offered beside a stranger's first answer, never in its way."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.verdict import VerdictKind
from bot.playground.bodies import EPHEMERAL
from bot.playground.components import items_of
from bot.playground.messages import Message
from bot.playground.server import Playground
from bot.ui.taste_list import NOTHING_YET
from tests.cogs.chat import Answer, Chat, Shown, ended, said, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Offer(Shown):
    """The message that came beside an answer."""

    def __init__(self, chat: Chat, answer: Answer) -> None:
        super().__init__(chat._states)
        self._answer = answer

    @property
    def message(self) -> Message | None:
        followups = self._answer._interaction.followups
        return followups[0] if followups else None

    @property
    def titles(self) -> list[str]:
        return self.buttons[:12]


async def opened(chat: Chat, person: str) -> Answer:
    """Return the meeting as /taste leads to it."""
    answer = chat.slash(person, "taste")
    assert await said(answer) == NOTHING_YET
    chat.press(person, answer, "Show me titles to tap")
    await until(lambda: len(answer.buttons) == 14)
    return answer


async def loved(app: App, person: str) -> set[str]:
    verdicts = await app.services.people.verdicts(int(person))
    return {verdict.label for verdict in verdicts if verdict.kind is VerdictKind.LIKED}


async def test_a_stranger_gets_an_answer_first_and_the_offer_beside_it(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "recommend", request="90s comedies under two hours")
    assert "**4. " in await ended(answer)
    offer = Offer(chat, answer)
    await until(lambda: offer.message)
    assert offer.message is not None
    assert offer.message.data["flags"] & EPHEMERAL
    assert len(set(offer.titles)) == 12
    assert offer.buttons[12:] == ["Skip this", "Show me others"]

    for label in offer.titles[:3]:
        chat.press(person, offer, label)
    await until(lambda: "3 loved so far" in offer.content)
    assert await loved(app, person) == set(offer.titles[:3])

    pressed = chat.press(person, offer, "Recommend something")
    await until(lambda: "**4. " in offer.content and "Stop" not in offer.buttons)
    assert "90s comedies under two hours" in offer.content
    assert pressed.callback == {"type": 6}

    again = chat.slash(person, "recommend", request="90s comedies under two hours")
    await ended(again)
    await asyncio.sleep(0.2)
    assert again.followups == []


async def test_the_offer_comes_once_and_can_be_skipped(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    first = chat.slash(person, "recommend")
    await ended(first)
    offer = Offer(chat, first)
    await until(lambda: offer.message)
    chat.press(person, offer, "Skip this")
    await until(lambda: "**4. " in offer.content and "Stop" not in offer.buttons)

    second = chat.slash(person, "recommend")
    await ended(second)
    await asyncio.sleep(0.2)
    assert second.followups == []
    assert await loved(app, person) == set()


async def test_a_tap_twice_on_the_same_says_it_once_and_a_tap_on_what_is_loved_takes_it_back(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, person: str
) -> None:
    meeting = await opened(chat, person)
    assert meeting.message is not None
    first, second, *_ = meeting.buttons
    ids = {item["label"]: item["custom_id"] for item in items_of(meeting.message.data["components"])}
    for label in (first, second, first, second, first):  # all as the message stood before any of them
        chat.press(person, meeting, ids[label])
    await until(lambda: "2 loved so far" in meeting.content)
    assert await loved(app, person) == {first, second}
    history = await app.services.people.history(int(person))
    assert len(history) == 2

    await until(lambda: meeting.buttons[12] == "Recommend something")
    chat.press(person, meeting, first)
    await until(lambda: "1 loved so far" in meeting.content)
    assert await loved(app, person) == {second}


async def test_a_greeting_and_taste_lead_a_stranger_to_the_meeting_and_nobody_else(
    bot: MovieBot, chat: Chat, app: App, playground: Playground, brisk: None, person: str
) -> None:
    direct = playground.world.open_dm(person)
    heat = app.services.library.get("heat-1995")
    assert heat is not None
    await app.services.people.judge(int(person), heat, VerdictKind.SEEN)
    greeted = chat.say(person, "hi", where=direct)
    assert (await said(greeted)).startswith("Hi!")
    assert greeted.buttons == ["Show me titles to tap"]
    taste = chat.slash(person, "taste")
    assert "Heat (1995)" in await said(taste)
    assert "Show me titles to tap" in taste.buttons

    chat.press(person, greeted, "Show me titles to tap")
    await until(lambda: greeted.content.startswith("**We have not met yet.**"))

    await app.services.people.judge(int(person), heat, VerdictKind.LIKED)
    again = chat.say(person, "hello", where=direct)
    assert (await said(again)).startswith("Hi!")
    assert again.buttons == []


async def test_a_heart_that_is_out_of_date_takes_no_other_word_back(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    meeting = await opened(chat, person)
    label = meeting.buttons[0]
    chat.press(person, meeting, label)
    await until(lambda: "1 loved so far" in meeting.content)
    title = await app.services.people.find(label)
    await app.services.people.judge(int(person), title, VerdictKind.DISLIKED)

    chat.press(person, meeting, label)
    await until(lambda: "loved so far" not in meeting.content)

    [verdict] = await app.services.people.verdicts(int(person))
    assert verdict.kind is VerdictKind.DISLIKED


async def test_a_heart_taken_back_leaves_that_the_title_was_seen(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    meeting = await opened(chat, person)
    label = meeting.buttons[0]
    title = await app.services.people.find(label)
    await app.services.people.judge(int(person), title, VerdictKind.SEEN)
    chat.press(person, meeting, label)
    await until(lambda: "1 loved so far" in meeting.content)
    chat.press(person, meeting, label)
    await until(lambda: "loved so far" not in meeting.content)

    [verdict] = await app.services.people.verdicts(int(person))
    assert verdict.kind is VerdictKind.SEEN


async def test_there_are_always_others_and_what_was_loved_stays_loved(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    meeting = await opened(chat, person)
    first_page = meeting.buttons[:12]
    chat.press(person, meeting, first_page[0])
    await until(lambda: "1 loved so far" in meeting.content)
    seen = set(first_page)
    for _ in range(4):
        before = list(meeting.buttons)
        chat.press(person, meeting, "Show me others")
        await until(lambda before=before: meeting.buttons != before)  # type: ignore[misc]
        assert seen.isdisjoint(meeting.buttons[:12])
        seen.update(meeting.buttons[:12])
    chat.press(person, meeting, "Show me others")
    await until(lambda: meeting.buttons[:12] == first_page)
    assert "1 loved so far" in meeting.content
    assert await loved(app, person) == {first_page[0]}
