"""Edits stay within what Discord allows, evenly, and the last text does not wait for long."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ui.pacing import Pacer

WINDOW = 5.0


def sent_at(pauses: list[float], took: list[float]) -> list[float]:
    """Send an edit as soon as allowed after each pause, each taking its time; return when each began."""
    pacer, now, began = Pacer(5, WINDOW), 100.0, []
    for pause, seconds in zip(pauses, took, strict=False):
        now += pause
        now += pacer.delay(now)
        began.append(now)
        now += seconds
        pacer.sent(now)
    now += pacer.delay(now, last=True)
    return [*began, now]


@settings(deadline=None)
@given(st.lists(st.floats(0, 6), max_size=30), st.lists(st.floats(0, 3), min_size=30, max_size=30))
def test_never_more_than_five_fall_into_five_seconds(pauses: list[float], took: list[float]) -> None:
    times = sent_at(pauses, took)

    for begin in times:
        assert sum(begin <= time <= begin + WINDOW for time in times) <= 5


def test_the_first_goes_at_once_and_the_others_come_evenly() -> None:
    times = sent_at([0.0] * 6, [0.0] * 6)[:-1]

    assert times[0] == 100.0
    assert {round(after - before, 6) for before, after in pairwise(times)} == {1.3}


def test_the_last_one_does_not_wait_for_its_turn() -> None:
    times = sent_at([0.0] * 4, [0.0] * 4)

    assert times[-1] == times[-2]


def test_a_rest_that_discord_asked_for_holds_for_the_last_one_too() -> None:
    pacer = Pacer()
    pacer.refused(10.0, 2.5)

    assert pacer.delay(10.0) == pacer.delay(10.0, last=True) == 2.5
    assert pacer.delay(12.5) == 0.0
