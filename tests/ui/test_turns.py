"""Turns go round among the messages of a bucket, and buckets do not wait for each other."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import pytest

from bot.ui.turns import MOST_BUCKETS, BucketKey, Turns

HERE = BucketKey("channel", "here")
THERE = BucketKey("channel", "there")


def turns_at(edits: int, seconds: float, *keys: BucketKey) -> Turns:
    turns = Turns()
    for key in keys:
        turns.told(key, edits, edits - 1, seconds)
    return turns


async def write(turns: Turns, key: BucketKey, name: str, log: list[tuple[str, float]], until: float) -> None:
    """Be a message that always has something new to show."""
    since = float("-inf")
    while time.monotonic() < until:
        await turns.take(key, since=since)
        turns.over(key)
        since = time.monotonic()
        log.append((name, since))


async def test_a_bucket_is_shared_fairly_among_its_messages() -> None:
    turns, log = turns_at(20, 1.0, HERE), list[tuple[str, float]]()
    until = time.monotonic() + 1.5
    await asyncio.gather(*(write(turns, HERE, name, log, until) for name in "abcd"))

    counts = Counter(name for name, _ in log)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert len(log) <= 36
    for start in range(len(log) - 4):
        assert {name for name, _ in log[start : start + 4]} == set("abcd")


async def test_a_full_bucket_holds_up_no_other() -> None:
    turns, log = turns_at(50, 1.0, THERE), list[tuple[str, float]]()
    turns.refused(HERE, 30.0)
    blocked = asyncio.create_task(turns.take(HERE))
    await write(turns, THERE, "there", log, time.monotonic() + 0.2)

    assert len(log) >= 5
    assert not blocked.done()
    blocked.cancel()


async def test_a_last_text_goes_before_all_others() -> None:
    turns, order = turns_at(4, 1.0, HERE), list[str]()
    await turns.take(HERE)

    async def wait(name: str, *, last: bool = False) -> None:
        await turns.take(HERE, last=last)
        order.append(name)

    waiting = [asyncio.create_task(wait(name)) for name in "ab"]
    await asyncio.sleep(0.01)
    await wait("last", last=True)
    assert order == ["last"]
    for task in waiting:
        task.cancel()


async def test_a_429_for_everything_stops_every_bucket() -> None:
    turns = turns_at(5, 1.0, HERE, THERE)
    turns.refused(HERE, 0.3, everywhere=True)
    began = time.monotonic()
    await asyncio.gather(turns.take(HERE), turns.take(THERE))

    assert time.monotonic() - began >= 0.3


async def test_what_one_bucket_taught_holds_for_the_next_of_its_kind() -> None:
    turns = turns_at(1, 0.4, HERE)
    await turns.take(THERE)
    turns.over(THERE)
    began = time.monotonic()
    await turns.take(THERE)

    assert 0.35 < time.monotonic() - began < 0.8


async def test_who_no_longer_waits_takes_nobodys_turn() -> None:
    turns = turns_at(4, 1.2, HERE)
    await turns.take(HERE)
    turns.over(HERE)
    left = asyncio.create_task(turns.take(HERE))
    await asyncio.sleep(0.01)
    left.cancel()
    with pytest.raises(asyncio.CancelledError):
        await left
    began = time.monotonic()
    await turns.take(HERE)

    assert time.monotonic() - began < 0.5


async def test_buckets_of_finished_messages_are_forgotten() -> None:
    turns = Turns()
    for number in range(3 * MOST_BUCKETS):
        key = BucketKey("token", str(number))
        turns.told(key, 5, 4, 0.0)

    assert len(turns._buckets) <= MOST_BUCKETS


async def test_whoever_leaves_in_the_moment_of_their_turn_leaves_nothing_behind() -> None:
    now = 0.0
    turns = Turns(clock=lambda: now)
    turns.refused(HERE, 100.0)
    leaving = asyncio.create_task(turns.take(HERE))
    await asyncio.sleep(0.01)

    now = 200.0
    turns.told(THERE, 5, 4, 5.0)  # wakes who gives the turns
    leaving.cancel()
    await asyncio.wait([leaving])

    assert turns.bucket(HERE)._in_flight == 0
