"""What stands under a whole answer: who may press it, what that teaches of whom, and what changes."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest

from bot.app import App
from bot.client import MovieBot
from bot.domain.errors import StorageError
from bot.domain.feedback import mark_of
from bot.playground.components import items_of
from bot.playground.options import Refused
from bot.playground.server import Playground
from tests.cogs.chat import Answer, Chat, Shown, ended, said, until
from tests.cogs.conftest import connected, until_kept
from tests.cogs.wishes import WISH, titles_in
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHOLE = "Reasons written by llama3.1:8b"
SIGNED_ANEW = f"{WHOLE} · the new title's by the built-in writer"


async def answered(chat: Chat, app: App, person: str, **more: Any) -> Answer:
    """Have the person get a whole answer."""
    answer = chat.slash(person, "recommend", **(WISH | more))
    await ended(answer)
    await until_kept(app, person, "done")
    return answer


def item_of(answer: Shown, tap: str, place: int = 1) -> str:
    """Return the id of the button that says `tap` of the title in that place."""
    assert answer.message is not None
    items: list[str] = [item["custom_id"] for item in items_of(answer.message.data["components"])]
    return next(found for found in items if re.fullmatch(rf"matinee:{tap}:\d+:{place}:\w+", found))


def tap(chat: Chat, person: str, answer: Shown, what: str, place: int = 1) -> Answer:
    return chat.press(person, answer, item_of(answer, what, place))


async def verdicts(app: App, person: str) -> dict[str, str]:
    return {v.title: v.kind.value for v in await app.services.people.verdicts(int(person))}


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
