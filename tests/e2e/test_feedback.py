"""Taps and reactions over the wire, the process being killed and started again in the middle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.components import items_of
from tests.e2e.harness import Answer, Scene, Shows
from tests.e2e.process import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

A_YEAR = 370 * 24 * 3600.0
Told = dict[str, str]


def titles_of(answer: Shows) -> list[str]:
    return re.findall(r"^\*\*\d+\. (.+)\*\*", answer.now.content, flags=re.MULTILINE)


def id_of(scene: Scene, answer: Shows, tap: str, place: int) -> str:
    """Return the custom id of a button under an answer."""
    for channel in scene.playground.world.channels.values():
        if (message := channel.messages.get(str(answer.message_id))) is not None:
            found: list[str] = [item["custom_id"] for item in items_of(message.data["components"])]
            return next(one for one in found if re.fullmatch(rf"matinee:{tap}:\d+:{place}:\w+", one))
    raise AssertionError("the answer is gone")


def tap(scene: Scene, person: str, answer: Answer, what: str, place: int) -> Answer:
    return answer.press(id_of(scene, answer, what, place), person)


def verdicts(scene: Scene, person: str) -> Told:
    """Return what stands in the bot's database, by title."""
    rows = scene.bot.rows(
        "SELECT title, verdict FROM verdicts WHERE user_id = ? AND retracted_at IS NULL ORDER BY id",
        int(person),
    )
    return {row["title"]: row["verdict"] for row in rows}


def count(scene: Scene, table: str, person: str) -> int:
    [row] = scene.bot.rows(f"SELECT count(*) AS n FROM {table} WHERE user_id = ?", int(person))
    return int(row["n"])


async def until_said(scene: Scene, person: str, expected: Mapping[str, str]) -> None:
    await until(lambda: verdicts(scene, person) == expected, f"the verdicts are {expected}")


async def until_tells(answer: Answer, text: str) -> None:
    """Wait until a press was answered with `text`, seen by the presser alone."""
    await answer.until_shows(text)
    assert answer.asked.original is not None
    assert answer.asked.original.only_for == answer.person


@dataclass(frozen=True)
class Evening:
    """An answer that two people tapped under and reacted to, before the bot was killed and started again."""

    answer: Answer
    asker: str
    guest: str
    titles: list[str]
    loved: Answer
    planned: Answer


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def evening(opened: Scene) -> Evening:
    """Tap and react, then kill the process, and start it a year later."""
    people = opened.playground.people
    answer, guest = opened.ask(), opened.person()
    await answer.until_over()
    titles = titles_of(answer)
    message_id = str(answer.message_id)

    loved = tap(opened, guest, answer, "loved", 1)
    await until_tells(loved, f"you loved **{titles[0]}")
    planned = tap(opened, guest, answer, "watch", 2)
    await until_tells(planned, "is on your watchlist")
    people.react(guest, message_id, "3️⃣")
    people.react(answer.person, message_id, "👍")
    await until_said(opened, guest, {titles[0]: "liked", titles[2]: "liked"})
    await until(lambda: count(opened, "signals", answer.person) == 4, "the thumb counts")

    await opened.bot.kill()
    opened.playground.clock.advance(A_YEAR)
    await opened.bot.start()
    return Evening(answer, answer.person, guest, titles, loved, planned)


async def test_what_was_done_before_the_kill_can_be_taken_back_after_it(
    opened: Scene, evening: Evening
) -> None:
    people, message_id = opened.playground.people, str(evening.answer.message_id)
    assert count(opened, "watchlist", evening.guest) == 1

    evening.loved.press("Undo", evening.guest)
    await evening.loved.until_shows("Taken back")
    evening.planned.press("Undo", evening.guest)
    await evening.planned.until_shows("is off your watchlist")
    people.unreact(evening.guest, message_id, "3️⃣")
    people.unreact(evening.asker, message_id, "👍")

    await until_said(opened, evening.guest, {})
    await until(lambda: not count(opened, "signals", evening.asker), "the thumb no longer counts")
    assert count(opened, "watchlist", evening.guest) == 0


async def test_a_year_old_answer_still_teaches_and_still_changes(opened: Scene, evening: Evening) -> None:
    refused = tap(opened, evening.guest, evening.answer, "not", 4)
    await until_tells(refused, "is not for you")
    assert verdicts(opened, evening.guest) == {evening.titles[3]: "disliked"}
    assert titles_of(evening.answer) == evening.titles

    tap(opened, evening.asker, evening.answer, "seen", 4)
    await until(lambda: titles_of(evening.answer) != evening.titles, "the card is replaced")
    assert titles_of(evening.answer)[:3] == evening.titles[:3]
    assert verdicts(opened, evening.asker) == {evening.titles[3]: "seen"}

    eyes = opened.person()
    opened.playground.people.react(eyes, str(evening.answer.message_id), "👀")
    await until_said(opened, eyes, dict.fromkeys(titles_of(evening.answer), "seen"))


async def test_more_of_a_year_old_answer_comes_in_a_new_message(opened: Scene, evening: Evening) -> None:
    answer = evening.answer.press("Something else", evening.asker)
    await answer.until_answered()
    await answer.until_over()
    answer.check()
    assert answer.message_id != evening.answer.message_id
    assert not set(titles_of(answer)) & {*evening.titles, *titles_of(evening.answer)}


async def test_a_recommendation_no_longer_offers_what_taps_have_judged(
    opened: Scene, evening: Evening
) -> None:
    person = opened.person()
    judged: dict[str, Any] = {}
    answer = opened.ask(person=person)
    await answer.until_over()
    for place, (what, kind) in enumerate(
        (("loved", "liked"), ("not", "disliked"), ("seen", "seen")), start=1
    ):
        judged[titles_of(answer)[place - 1]] = kind
        pressed = tap(opened, person, answer, what, place)
        await pressed.until_answered()
    await until_said(opened, person, judged)

    again = opened.ask(person=person)
    await again.until_over()
    assert not set(titles_of(again)) & set(judged)


async def test_many_people_tap_at_once_and_everyone_is_answered_in_time(opened: Scene) -> None:
    answer = opened.ask()
    await answer.until_over()
    people = [opened.person() for _ in range(25)]
    presses = [tap(opened, person, answer, "loved", 1 + at % 4) for at, person in enumerate(people)]
    for press in presses:
        await press.until_shows("Noted")

    delays = sorted(press.asked.answered_after or 9.0 for press in presses)
    assert delays[-1] < 2.5
    for at, person in enumerate(people):
        assert verdicts(opened, person) == {titles_of(answer)[at % 4]: "liked"}
