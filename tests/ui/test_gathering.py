"""Messages in a row: taken together, answered in order, each person's apart from the others'."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.ui.gathering import MOST_AT_ONCE, MOST_WAITING, Gathering

PAUSE = 0.05


class Listener:
    """Notes what it is handed, and takes its time over it."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.heard: list[tuple[str, ...]] = []
        self.seconds = seconds
        self.at_work = self.most_at_work = 0

    async def __call__(self, said: Sequence[str]) -> None:
        self.at_work += 1
        self.most_at_work = max(self.most_at_work, self.at_work)
        await asyncio.sleep(self.seconds)
        self.at_work -= 1
        if "fail" in said:
            raise RuntimeError("on purpose")
        self.heard.append(tuple(said))


async def until_heard(listener: Listener, count: int) -> None:
    for _ in range(600):
        if len(listener.heard) >= count:
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"heard {listener.heard}")


async def test_what_comes_in_a_row_is_handed_over_once_and_in_order() -> None:
    listener = Listener()
    gathering = Gathering[str](listener, pause=PAUSE)
    assert [gathering.add("ada", text) for text in "abc"] == [True, False, False]
    await until_heard(listener, 1)
    await asyncio.sleep(2 * PAUSE)
    assert listener.heard == [("a", "b", "c")]


async def test_what_comes_during_an_answer_is_one_turn_after_it() -> None:
    listener = Listener(seconds=0.15)
    gathering = Gathering[str](listener, pause=PAUSE)
    gathering.add("ada", "a")
    await asyncio.sleep(2 * PAUSE)
    assert gathering.add("ada", "b")
    gathering.add("ada", "c")
    await until_heard(listener, 2)
    assert listener.heard == [("a",), ("b", "c")]
    assert listener.most_at_work == 1


async def test_nobody_waits_for_anybody_else() -> None:
    listener = Listener(seconds=0.2)
    gathering = Gathering[str](listener, pause=PAUSE)
    for person in ("ada", "ben"):
        gathering.add(person, person)
    await until_heard(listener, 2)
    assert listener.most_at_work == 2


async def test_who_never_stops_writing_is_answered_all_the_same() -> None:
    listener = Listener()
    gathering = Gathering[str](listener, pause=PAUSE, longest=4 * PAUSE)
    for number in range(8):
        gathering.add("ada", str(number))
        await asyncio.sleep(PAUSE * 0.8)
    assert listener.heard


async def test_a_flood_is_cut_into_turns_and_then_dropped(caplog: pytest.LogCaptureFixture) -> None:
    listener = Listener()
    gathering = Gathering[str](listener, pause=PAUSE)
    for number in range(MOST_WAITING + 20):
        gathering.add("ada", str(number))
    await until_heard(listener, MOST_WAITING // MOST_AT_ONCE)
    assert [len(said) for said in listener.heard] == [MOST_AT_ONCE] * (MOST_WAITING // MOST_AT_ONCE)
    assert "messages are dropped" in caplog.text


async def test_a_failure_does_not_end_the_conversation(caplog: pytest.LogCaptureFixture) -> None:
    listener = Listener()
    gathering = Gathering[str](listener, pause=PAUSE)
    gathering.add("ada", "fail")
    await asyncio.sleep(3 * PAUSE)
    gathering.add("ada", "a")
    await until_heard(listener, 1)
    assert "a turn of a conversation failed" in caplog.text


async def test_closing_cuts_off_what_waits() -> None:
    listener = Listener()
    gathering = Gathering[str](listener, pause=PAUSE)
    gathering.add("ada", "a")
    await gathering.close()
    await asyncio.sleep(2 * PAUSE)
    assert listener.heard == []
