"""How far the text that a message shows lags behind the text that was made. Pure; all times are seconds of one clock."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Shown:
    """From `at` on the message showed the first `pieces` pieces of its text."""

    at: float
    pieces: int


def mean_lag(made: Sequence[float], shown: Sequence[Shown], until: float) -> float:
    """Return for how long a piece was made but not shown, in the mean over all pieces.

    `made` is when each piece was made, `shown` what the message showed, both in order of time. Pieces that were
    not shown by `until`, and those that were taken away again, count for as long as they were missing: what is
    returned is the area between the two curves, divided by the number of pieces.
    """
    missing = sum(until - at for at in made)
    for now, then in pairwise([*shown, Shown(until, 0)]):
        missing -= now.pieces * (then.at - now.at)
    return missing / len(made)


def last_visible(made: Sequence[float], shown: Sequence[Shown]) -> float | None:
    """Return after how many seconds from the last piece the whole text stood for good; None when it did not."""
    whole: float | None = None
    for change in reversed(shown):
        if change.pieces < len(made):
            break
        whole = change.at
    return None if whole is None else whole - made[-1]


def longest_standstill(made: Sequence[float], shown: Sequence[Shown], until: float) -> float:
    """Return the longest time for which the message did not change although text was made that it did not show."""
    longest, visible, since = 0.0, 0, made[0]
    for change in [*shown, Shown(until, -1)]:
        if change.pieces == visible:
            continue
        if visible < len(made) and made[visible] < change.at:
            longest = max(longest, change.at - max(since, made[visible]))
        visible, since = change.pieces, change.at
    return longest


def even_edits(made: Sequence[float], period: float, latency: float) -> list[Shown]:
    """Return what is shown when an edit leaves with the first piece and then every `period` seconds.

    An edit carries what is made when it leaves and is visible `latency` seconds later.
    """
    shown: list[Shown] = []
    leaves = made[0]
    while not shown or shown[-1].pieces < len(made):
        shown.append(Shown(leaves + latency, bisect_right(made, leaves)))
        leaves += period
    return shown
