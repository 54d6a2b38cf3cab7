"""A conversation with the bot's process, which ends in the middle of it and begins again."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.e2e.harness import Reply, Scene
from tests.e2e.process import until
from tests.stand_ins.wire import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")

PLACE = re.compile(r"^\*\*\d+\. (.+)\*\* \(\d+\)$", re.MULTILINE)


def titles_in(reply: Reply) -> list[str]:
    return PLACE.findall(reply.now.content)


async def whole(reply: Reply) -> Reply:
    """Wait until titles are shown and all is said about them."""
    await reply.until_shows("Reasons written by")
    await reply.until_over()
    return reply


async def answered(reply: Reply) -> str:
    """Wait for an answer without titles."""
    await until(lambda: reply.states, "an answer is there")
    return reply.now.content


def verdicts_of(scene: Scene, person: str) -> list[tuple[str, str]]:
    query = "SELECT title, verdict FROM verdicts WHERE user_id = ? AND retracted_at IS NULL ORDER BY id"
    return [(row["title"], row["verdict"]) for row in scene.bot.rows(query, int(person))]


def conversations_of(scene: Scene, person: str) -> list[dict[str, Any]]:
    return scene.bot.rows("SELECT * FROM conversations WHERE user_id = ?", int(person))


def is_noted(scene: Scene, person: str) -> bool:
    """Say whether the conversation stands where the person's last answer left it."""
    last = scene.bot.rows("SELECT max(id) AS id FROM recommendations WHERE user_id = ?", int(person))[0]["id"]
    noted = [json.loads(row["standing"] or "{}") for row in conversations_of(scene, person)]
    return bool(noted) and noted[-1].get("recommendation_id") == last


def let_a_day_pass(scene: Scene, person: str) -> None:
    """Make the person's conversations old."""
    with closing(sqlite3.connect(scene.bot.folder / "var" / "matinee.sqlite3")) as connection, connection:
        long_ago = "2020-01-01 00:00:00.000000"
        connection.execute(
            "UPDATE conversations SET updated_at = ? WHERE user_id = ?", (long_ago, int(person))
        )


async def test_a_conversation_goes_on_after_the_process_was_killed_in_the_middle_of_it(
    opened: Scene,
) -> None:
    person = opened.person()
    room = opened.playground.world.open_dm(person).id
    opened.playground.limits.set("POST /channels/{channel_id}/messages", 20, 5.0)
    first = await whole(opened.say(person, room, "three slow sci-fi films from the 80s"))
    assert len(titles_in(first)) == 3

    opened.model.fail(Fault(pause=0.1))
    second = opened.say(person, room, "something lighter, and i loved Arrival")
    await second.until_written()
    assert second.now.content.startswith("Noted: you loved **Arrival (2016)**.")
    shown = titles_in(second)
    assert not set(shown) & set(titles_in(first))
    await opened.bot.kill()
    opened.calm()
    await opened.bot.start()

    await second.until_shows("Retry asks again")
    assert verdicts_of(opened, person) == [("Arrival", "liked")]
    seen = opened.say(person, room, "seen the second one")
    await whole(seen)
    assert verdicts_of(opened, person)[1] == (shown[1], "seen")
    assert len(titles_in(seen)) == 1
    assert not set(titles_in(seen)) & {*shown, *titles_in(first)}

    further = await whole(opened.say(person, room, "not horror, under 2 hours"))
    assert "three slow sci-fi films from the 80s · something lighter" in further.now.content
    assert len(titles_in(further)) == 3


async def test_undo_works_in_words_and_by_the_button_of_an_earlier_run(opened: Scene) -> None:
    person = opened.person()
    room = opened.playground.world.open_dm(person).id
    told = opened.say(person, room, "hated Prometheus")
    assert "is not for you" in await answered(told)
    again = opened.say(person, room, "seen Heat")
    assert "you have seen" in await answered(again)
    assert await opened.bot.terminate() == 0
    await opened.bot.start()

    undone = opened.say(person, room, "undo that")
    assert "Taken back: you have seen **Heat (1995)**." in await answered(undone)
    assert verdicts_of(opened, person) == [("Prometheus", "disliked")]
    pressed = told.press("Undo")
    await pressed.until_answered()
    await until(lambda: not verdicts_of(opened, person), "the other one is taken back")


async def test_mentions_in_a_server_are_a_conversation_and_a_day_ends_it(opened: Scene) -> None:
    person, room = opened.person(), opened.channel()
    mention = f"<@{opened.playground.world.bot_id}>"
    await whole(opened.say(person, room, f"{mention} a funny western"))
    older = await whole(opened.say(person, room, f"{mention} before 1970"))
    assert "a funny western · before 1970" in older.now.content
    assert len(conversations_of(opened, person)) == 1

    await until(lambda: is_noted(opened, person), "the last answer is noted")
    let_a_day_pass(opened, person)
    after = await whole(opened.say(person, room, f"{mention} before 1970"))
    assert "a funny western" not in after.now.content
