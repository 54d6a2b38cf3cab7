"""What in a person's taste led to a title: their nearest likes, and what these have in common with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.ports import Recollection, Vectors
from bot.domain.title import Title
from bot.domain.tones import TONES
from bot.domain.verdict import Verdict, VerdictKind

# A like of a lower cosine led nowhere, unless it shares this much.
NEAR = 0.3
FEWEST_SHARED = 3
MOST_LIKES = 3
MOST_SHARED = 3
# The pace of every second title tells nothing.
USUAL_PACE = frozenset({"measured", "brisk"})

FindTitle = Callable[[str], Title | None]


@dataclass(frozen=True, slots=True)
class Tie:
    """A like that led to a title: its cosine (0 where no vector is known), and what the two share."""

    verdict: Verdict
    cosine: float
    shared: tuple[str, ...]


def ties_to(title: Title, vector: Vectors | None, recollection: Recollection, find: FindTitle) -> list[Tie]:
    """Return the up to three likes that lead to `title` (of this vector, shape (d,)), the nearest first.

    `find` gives the catalogue's entry of an id, None for what is kept by name alone.
    """
    cosines = _cosines(recollection, vector)
    ties = [
        Tie(verdict, cosine, shared_with(title, find(verdict.title_id)))
        for verdict, cosine in zip(recollection.verdicts, cosines, strict=True)
        if verdict.kind is VerdictKind.LIKED and verdict.title_id != title.title_id
    ]
    near = [tie for tie in ties if tie.cosine >= NEAR or len(tie.shared) >= FEWEST_SHARED]
    return sorted(near, key=lambda tie: (-tie.cosine, -len(tie.shared)))[:MOST_LIKES]


def shared_with(title: Title, liked: Title | None) -> tuple[str, ...]:
    """Return what two titles have in common, the most particular first: makers, themes, moods, genres; at most three."""
    if liked is None:
        return ()
    theirs = set(liked.keywords) - USUAL_PACE
    common = [word for word in title.keywords if word in theirs]
    makers = {*liked.directors, *liked.actors}
    shared = (
        *(name for name in (*title.directors, *title.actors) if name in makers),
        *(word for word in common if word not in TONES),
        *(word for word in common if word in TONES),
        *(genre for genre in title.genres if genre in liked.genres),
    )
    return tuple(dict.fromkeys(shared))[:MOST_SHARED]


def _cosines(recollection: Recollection, vector: Vectors | None) -> Sequence[float]:
    if vector is None or recollection.vectors.shape[1:] != vector.shape:
        return [0.0] * len(recollection.verdicts)
    found: list[float] = np.asarray(recollection.vectors @ vector, dtype=np.float64).tolist()
    return found
