"""How fresh the text in a message is while it is written, what the limits are used for, and how the event loop fares.

Every figure stands beside the same measured with two plain strategies: one edit a second timed by one clock for the
whole bot ("one clock"), and one edit per piece of text ("each piece").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.figures import Figure
from tests.benchmarks.lag import even_edits, mean_lag
from tests.benchmarks.rounds import (
    LONG_PIECES,
    MANY,
    OTHER_LIMIT,
    OTHER_WINDOW,
    ROUND_TRIP_SECONDS,
    STRATEGIES,
    TOGETHER,
    Few,
    Outcome,
    write_few,
    write_many,
    write_many_ordinary,
)
from tests.benchmarks.writing import Written

# Discord's usual limit of a bucket, and the one over everything that a bot's token asks for.
LIMIT, WINDOW = 5, 5.0
REQUESTS_A_SECOND = 50
ALLOWED_SECONDS = 0.5
NAMES = ("one clock", "each piece")

T = TypeVar("T")


async def measure(folder: Path) -> list[Figure]:
    """Write with all strategies and return the figures, ours with the others beside it."""
    few = await write_few()
    by_token, learned, ordinary = [], [], []
    for make in STRATEGIES:
        responses, shared = await write_many(make)
        by_token.append(responses)
        learned.append(shared)
        ordinary.append(await write_many_ordinary(make))
    # An interaction's response is not bound by the limit over everything, an ordinary message is.
    share = WINDOW / LIMIT
    bound_share = max(share, MANY / REQUESTS_A_SECOND)
    other_share = TOGETHER * OTHER_WINDOW / OTHER_LIMIT
    return [
        *_of_one_answer(few),
        *_of_several(f"{MANY} responses in {MANY} channels", by_token, share),
        *_of_several(f"{MANY} ordinary messages in {MANY} channels", ordinary, bound_share),
        *_of_several(f"{TOGETHER} messages in one channel", few.together, TOGETHER * share),
        *_of_several(
            f"{TOGETHER} in one channel that allows {OTHER_LIMIT} in {OTHER_WINDOW:g} s", learned, other_share
        ),
        *_of_the_loop(by_token, ordinary),
    ]


def _of_one_answer(few: Few) -> list[Figure]:
    ours, *others = [outcome.answers[0] for outcome in few.alone]
    even = even_edits(ours.made, WINDOW / LIMIT, ROUND_TRIP_SECONDS)
    ideal = mean_lag(ours.made, even, ours.until)
    lasts = [answer.last_visible for answer in (ours, *few.ends.answers)]
    # Whatever the windows' beginnings: one burst, then a request for each share of a window.
    allowed = LIMIT + (ours.shown[-1].at - ours.shown[0].at) * LIMIT / WINDOW
    return [
        Figure(
            f"shown text lags behind the made text, mean, one answer (even edits: {ideal:.3f} s)",
            ours.mean_lag,
            "s",
            round(1.2 * ideal, 3),
            _beside(others, _lag),
        ),
        Figure(
            "… as a multiple of what even edits give",
            ours.mean_lag / ideal,
            "×",
            1.2,
            _beside(
                others,
                lambda answer: f"{'> ' * (answer.last_visible is None)}{answer.mean_lag / ideal:.2f} ×",
            ),
        ),
        Figure(
            f"last text visible after the last piece, longest of {len(lasts)} answers",
            max(math.inf if last is None else last for last in lasts),
            "s",
            1.2,
            _beside(others, _last),
        ),
        Figure(
            f"edits for {LONG_PIECES} pieces in 20 s",
            len(ours.shown),
            "",
            math.floor(allowed),
            _beside(others, lambda answer: str(len(answer.shown))),
        ),
        Figure("… refused", ours.refused, "", 0, _beside(others, lambda answer: str(answer.refused))),
        Figure(
            "… longest time the message stood still",
            ours.longest_standstill,
            "s",
            WINDOW / LIMIT + ALLOWED_SECONDS,
            _beside(others, lambda answer: f"{answer.longest_standstill:.2f} s"),
        ),
    ]


def _of_several(what: str, outcomes: Sequence[Outcome], share: float) -> list[Figure]:
    ours, *others = outcomes
    return [
        Figure(f"{what}: 429s", ours.refused, "", 0, _beside(others, lambda outcome: str(outcome.refused))),
        Figure(
            f"… a message stood still, longest (fair share {share:g} s)",
            ours.longest_standstill,
            "s",
            round(share + ALLOWED_SECONDS, 3),
            _beside(others, lambda outcome: f"{outcome.longest_standstill:.1f} s"),
        ),
    ]


def _of_the_loop(*rounds: Sequence[Outcome]) -> list[Figure]:
    """Return how the loop fared where each strategy had it for itself: in the rounds with the most answers."""
    stood = [max(outcome.loop_stood_still for outcome in each) for each in zip(*rounds, strict=True)]
    at_work = [max(outcome.loop_at_work for outcome in each) for each in zip(*rounds, strict=True)]

    def show(seconds: float) -> str:
        return f"{seconds * 1000:.0f} ms"

    return [
        Figure(
            f"event loop stood still, longest, while {MANY} and more answers were written",
            stood[0] * 1000,
            "ms",
            50,
            _beside(stood[1:], show),
        ),
        Figure(
            "… of that at work itself, not waiting for a processor",
            at_work[0] * 1000,
            "ms",
            50,
            _beside(at_work[1:], show),
        ),
    ]


def _beside(others: Sequence[T], show: Callable[[T], str]) -> str:
    return "; ".join(f"{name}: {show(other)}" for name, other in zip(NAMES, others, strict=True))


def _lag(answer: Written) -> str:
    # What is not visible when the watch ends goes on to lag.
    return f"{'> ' * (answer.last_visible is None)}{answer.mean_lag:.2f} s"


def _last(answer: Written) -> str:
    if answer.last_visible is None:
        waited = answer.until - answer.made[-1]
        return f"not in {waited:.0f} s ({answer.visible} of {len(answer.made)} pieces were)"
    return f"{answer.last_visible:.2f} s"
