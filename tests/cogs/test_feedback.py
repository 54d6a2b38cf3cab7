"""What stands under a whole answer: who may press it, what that teaches of whom, and what changes."""

from __future__ import annotations

import asyncio

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.errors import StorageError
from bot.playground.components import items_of
from bot.playground.server import Playground
from tests.cogs.chat import Answer, Chat, said, until
from tests.cogs.tapping import SIGNED_ANEW, answered, item_of, tap, verdicts
from tests.cogs.wishes import titles_in

pytestmark = pytest.mark.asyncio(loop_scope="session")


# -- one title ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "sentence", "kind"),
    [
        ("loved", "Noted: you loved **{}", "liked"),
        ("not", "Noted: **{}", "disliked"),
        ("seen", "Noted: you have seen **{}", "seen"),
    ],
)
async def test_anybody_may_say_what_they_think_and_take_it_back_and_the_answer_stays(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str, what: str, sentence: str, kind: str
) -> None:
    answer = await answered(chat, app, person)
    before = answer.content
    title = titles_in(before)[1]

    pressed = tap(chat, other, answer, what, 2)

    assert (await said(pressed)).startswith(sentence.format(title))
    assert pressed.is_private
    assert pressed.buttons == ["Undo"]
    assert (await verdicts(app, other), await verdicts(app, person)) == ({title: kind}, {})

    chat.press(other, pressed, "Undo")
    await until(lambda: pressed.content.startswith("Taken back"))
    assert title in pressed.content
    assert pressed.buttons == []
    assert await verdicts(app, other) == {}
    assert answer.content == before


async def test_a_title_is_put_on_the_watchlist_and_taken_off(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    title = titles_in(answer.content)[3]

    pressed = tap(chat, person, answer, "watch", 4)
    assert f"**{title}" in await said(pressed)
    assert [planned.title for planned in await app.services.watchlist.of(int(person))] == [title]
    assert await verdicts(app, person) == {}

    chat.press(person, pressed, "Undo")
    await until(lambda: "is off your watchlist" in pressed.content)
    assert await app.services.watchlist.of(int(person)) == []


async def test_the_latest_tap_wins_and_an_older_undo_leaves_it_alone(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    title = titles_in(answer.content)[0]
    loved = tap(chat, person, answer, "loved")
    await said(loved)
    refused = tap(chat, person, answer, "not")
    await said(refused)
    assert await verdicts(app, person) == {title: "disliked"}

    chat.press(person, loved, "Undo")
    await until(lambda: "What stands is: it is not for you" in loved.content)
    assert await verdicts(app, person) == {title: "disliked"}
    chat.press(person, refused, "Undo")
    await until(lambda: refused.content.startswith("Taken back"))
    assert await verdicts(app, person) == {}


async def test_seen_it_after_loved_it_leaves_the_like_and_says_so(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    title = titles_in(answer.content)[0]
    await said(tap(chat, other, answer, "loved"))
    seen = tap(chat, other, answer, "seen")
    assert (await said(seen)).endswith("You loved it, and that still holds.")
    assert await verdicts(app, other) == {title: "liked"}

    chat.press(other, seen, "Undo")
    await until(lambda: "What stands is: you loved it" in seen.content)
    assert await verdicts(app, other) == {title: "liked"}


async def test_a_storm_of_taps_is_one_verdict(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person)
    presses = [tap(chat, each, answer, "loved") for _ in range(6) for each in (person, other)]
    await until(lambda: all(press.content for press in presses))

    for each in (person, other):
        kept = await app.services.people.export(int(each))
        assert len(kept["history"]) == len(kept["verdicts"]) == 1
    assert sum(press.content.startswith("Noted") for press in presses) == 2


async def test_every_tap_is_answered_in_time_although_the_store_is_slow(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    async with app.base.database.writing():
        pressed = tap(chat, person, answer, "loved")
        await until(lambda: pressed.callback, 2.8)
        assert pressed.content == ""
    assert (await said(pressed)).startswith("Noted: you loved")
    assert pressed.is_private


async def test_a_store_that_fails_is_told_in_a_sentence_and_nothing_is_confirmed(
    bot: MovieBot, chat: Chat, app: App, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await answered(chat, app, person)

    async def fail(*_: object) -> None:
        raise StorageError("The disk that holds the database is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(app.services.feedback), "learn", fail)
        pressed = tap(chat, person, answer, "loved")
        assert await said(pressed) == "The disk that holds the database is full."
    assert pressed.is_private
    assert await verdicts(app, person) == {}


# -- Seen it, by the asker ----------------------------------------------------------------------------


async def test_what_the_asker_has_seen_gives_its_place_to_the_next_best(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    before = titles_in(answer.content)
    reasons = [line for line in answer.content.split("\n") if line.startswith("> ")]

    pressed = tap(chat, person, answer, "seen", 2)
    await until(lambda: titles_in(answer.content) != before)
    await until(lambda: pressed.followups)

    after = titles_in(answer.content)
    assert [after[0], *after[2:]] == [before[0], *before[2:]]
    assert after[1] not in before
    left = [line for line in answer.content.split("\n") if line.startswith("> ")]
    assert len(left) == 4
    assert [left[0], *left[2:]] == [reasons[0], *reasons[2:]]
    assert answer.content.endswith(SIGNED_ANEW)
    assert pressed.followups[0]["content"].startswith(f"Noted: you have seen **{before[1]}")
    assert await verdicts(app, person) == {before[1]: "seen"}
    [kept] = (await app.services.people.export(int(person)))["recommendations"]
    assert [title["title"] for title in kept["titles"]] == after
    assert [title["title"] for title in kept["replaced"]] == [before[1]]


async def test_pressing_seen_twice_in_one_moment_replaces_one_title(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    before = titles_in(answer.content)

    presses = [tap(chat, person, answer, "seen", 1) for _ in range(3)]
    await until(lambda: all(press.followups for press in presses))
    await until(lambda: titles_in(answer.content)[0] != before[0])
    await asyncio.sleep(0.3)

    assert await verdicts(app, person) == {before[0]: "seen"}
    [kept] = (await app.services.people.export(int(person)))["recommendations"]
    assert len(kept["replaced"]) == 1
    assert titles_in(answer.content) == [title["title"] for title in kept["titles"]]


async def test_all_four_seen_at_once_are_all_replaced(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = await answered(chat, app, person)
    before = set(titles_in(answer.content))

    for place in range(1, 5):
        tap(chat, person, answer, "seen", place)
    await until(lambda: not before & set(titles_in(answer.content)))

    after = titles_in(answer.content)
    assert len(set(after)) == 4
    assert set(await verdicts(app, person)) == before
    assert answer.content.count(SIGNED_ANEW) == 1
    pressed = tap(chat, person, answer, "loved", 3)
    assert f"you loved **{after[2]}" in await said(pressed)


async def test_a_press_on_a_card_that_has_just_changed_means_the_title_that_was_seen(
    bot: MovieBot, chat: Chat, app: App, person: str, other: str, playground: Playground
) -> None:
    answer = await answered(chat, app, person)
    before = titles_in(answer.content)
    stale = item_of(answer, "loved", 1)
    tap(chat, person, answer, "seen", 1)
    await until(lambda: titles_in(answer.content)[0] != before[0])

    assert answer.message is not None
    rows = answer.message.data["components"]
    next(items_of(rows))["custom_id"] = stale
    pressed = chat.press(other, answer, stale)

    assert f"you loved **{before[0]}" in await said(pressed)
    assert await verdicts(app, other) == {before[0]: "liked"}


# -- more than four titles ----------------------------------------------------------------------------


async def test_many_titles_are_chosen_from_selects(
    bot: MovieBot, playground: Playground, chat: Chat, app: App, person: str, other: str
) -> None:
    answer = await answered(chat, app, person, count=10)
    assert answer.buttons == [
        "Loved …", "Not for me …", "Seen …", "Watchlist …", "More like these", "Something else",
    ]  # fmt: skip
    assert answer.message is not None
    titles = titles_in(answer.content)
    selects = [item for item in items_of(answer.message.data["components"]) if item["type"] == 3]
    assert [option["label"].split(" ", 1)[0] for option in selects[0]["options"]] == [
        str(place) for place in range(1, 11)
    ]

    def choose(who: str, which: int, place: int) -> Answer:
        value = selects[which]["options"][place - 1]["value"]
        made = playground.people.select(who, answer.message_id, selects[which]["custom_id"], [value])
        return chat._answer(made)

    loved = choose(other, 0, 7)
    assert f"you loved **{titles[6]}" in await said(loved)
    choose(person, 2, 10)
    await until(lambda: titles_in(answer.content)[9] != titles[9])
    assert titles_in(answer.content)[:9] == titles[:9]
    assert await verdicts(app, person) == {titles[9]: "seen"}
