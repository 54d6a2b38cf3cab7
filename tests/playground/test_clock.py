"""The playground's clock."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.playground.clock import Clock


class Hand:
    """A steady clock that is turned by hand."""

    def __init__(self) -> None:
        self.reading = 1_000.0

    def __call__(self) -> float:
        return self.reading


def test_it_begins_with_the_machines_time() -> None:
    assert abs(Clock().now() - time.time()) < 1


def test_it_goes_as_many_times_faster_as_it_is_told_to() -> None:
    hand = Hand()
    clock = Clock(100.0, monotonic=hand)
    hand.reading += 5
    assert clock.now() == 105
    clock.speed = 60
    hand.reading += 2
    assert clock.now() == 225
    clock.speed = 0
    hand.reading += 1_000
    assert clock.now() == 225


def test_it_moves_on_at_once_and_never_back() -> None:
    clock = Clock(100.0, monotonic=Hand())
    clock.advance(900)
    assert clock.now() == 1_000
    with pytest.raises(ValueError, match="never steps back"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="never steps back"):
        clock.speed = -1
    assert clock.now() == 1_000


def test_it_writes_moments_as_discord_does() -> None:
    clock = Clock(1_780_000_000.5, monotonic=Hand())
    assert clock.iso() == "2026-05-28T20:26:40.500000+00:00"
    assert clock.iso(0) == "1970-01-01T00:00:00.000000+00:00"


async def test_who_sleeps_wakes_when_the_clock_is_moved_past_the_moment() -> None:
    clock = Clock()
    clock.speed = 0
    sleeper = asyncio.create_task(clock.sleep(900))
    await asyncio.sleep(0)
    clock.advance(899)
    await asyncio.sleep(0.01)
    assert not sleeper.done()
    clock.advance(1)
    await asyncio.wait_for(sleeper, 5)


async def test_who_sleeps_wakes_sooner_when_the_clock_is_sped_up() -> None:
    clock = Clock()
    sleeper = asyncio.create_task(clock.sleep(900))
    await asyncio.sleep(0)
    clock.speed = 100_000
    await asyncio.wait_for(sleeper, 5)
