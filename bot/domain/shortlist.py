"""The shortlist: which catalogue titles are offered for a wish, best first and not all alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.constraints import Tiers, tiers_of
from bot.domain.facets import Facets, Mask
from bot.domain.keyword_families import keywords_of
from bot.domain.ports import Vectors
from bot.domain.scoring import Scores, Scoring, Signals
from bot.domain.taste import Taste
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.domain.weights import Weights
from bot.domain.wish import Wish

__all__ = ["Candidate", "Shortlist", "Signals", "Weights", "rank"]

# A like of a lower cosine is not near.
NEAR_LIKE = 0.3
# An earlier part of a franchise goes first if its score is lower by no more than this.
EARLIER_PART_LEEWAY = 2.0
# Two titles of a higher cosine than this are alike.
ALIKE_FROM = 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A title that may be recommended, and what spoke for it.

    `fit` runs from 0 to 1: how much of what was asked for it has. `matched` are the words of the wish it
    answers; `near_likes` the person's likes nearest to it, with cosines.
    """

    title: Title
    score: float
    fit: float = 0.5
    matched: tuple[str, ...] = ()
    near_likes: tuple[tuple[Verdict, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Candidates, best first, and what had to be relaxed to find enough of them."""

    candidates: tuple[Candidate, ...]
    notices: tuple[str, ...] = field(default=())


def rank(
    facets: Facets,
    vectors: Vectors | None,
    wish: Wish,
    taste: Taste,
    signals: Signals,
    *,
    size: int,
    at_least: int,
    excluded: Collection[str] = (),
    weights: Weights | None = None,
) -> Shortlist:
    """Return up to `size` candidates for `wish`, at least `at_least` if the catalogue holds as many.

    `vectors` (shape (n, d)) are the titles' own, None when there are none. What the person judged, what the
    wish names and what it rules out never appears.
    """
    weights = weights or Weights()
    barred = facets.of_ids({*excluded, *wish.excluded, *wish.like, *wish.unlike})
    barred |= facets.of_verdicts(taste.judged)
    tiers = tiers_of(facets, wish, ~barred, at_least)
    scores = Scoring(facets, vectors, wish, taste, weights).scores(signals, tiers.masks)
    rows = _Choice(facets, vectors, weights.likeness).diverse(scores, tiers, size, at_least)
    candidates = tuple(
        _candidate(facets.titles[row], wish, taste, tiers, row, float(scores[row]), vectors) for row in rows
    )
    return Shortlist(candidates, (*wish.notices, *tiers.notices(rows[:at_least])))


@dataclass(frozen=True, slots=True)
class _Choice:
    """Picks from one catalogue; each title pays `price` for its likeness to those picked before it."""

    facets: Facets
    vectors: Vectors | None
    price: float

    def diverse(self, scores: Scores, tiers: Tiers, size: int, at_least: int) -> list[int]:
        """Pick rows best first, tier by tier, each further one paying for its likeness to those before it.

        A second part of a franchise waits until nothing else of its tier is left to reach `at_least` with.
        """
        chosen: list[int] = []
        for mask in tiers.masks:
            rows = np.flatnonzero(mask)
            most = 4 * size + 20
            if len(rows) > most:  # only the best few can win; the rest need not be compared
                rows = np.sort(rows[np.argpartition(-scores[rows], most)[:most]])
            waiting = self._pick(rows, scores[rows].copy(), chosen, size)
            while waiting and len(chosen) < min(at_least, size):
                chosen.append(waiting.pop(0))
            if len(chosen) >= size:
                break
        return chosen

    def _pick(self, rows: NDArray[np.intp], values: Scores, chosen: list[int], size: int) -> list[int]:
        """Move the best of `rows` to `chosen`; return those passed over because their franchise is there already."""
        franchises = self.facets.franchises
        waiting: list[int] = []
        taken = {int(franchises[row]) for row in chosen}
        paid = np.zeros(len(rows), dtype=np.float32)
        for row in chosen:
            paid = np.maximum(paid, self._likeness(rows, row))
        left = np.ones(len(rows), dtype=np.bool_)
        while left.any() and len(chosen) < size:
            at = int(np.argmax(np.where(left, values - self.price * paid, -np.inf)))
            at = self._earlier_part(rows, values, left, at)
            left[at] = False
            row = int(rows[at])
            if int(franchises[row]) in taken:
                waiting.append(row)
                continue
            chosen.append(row)
            taken.add(int(franchises[row]))
            paid = np.maximum(paid, self._likeness(rows, row))
        return waiting

    def _earlier_part(self, rows: NDArray[np.intp], values: Scores, left: Mask, at: int) -> int:
        """Return the place of the earliest part of a franchise that suits nearly as well as a later one."""
        facets = self.facets
        if not facets.is_sequel[rows[at]]:
            return at
        parts = np.flatnonzero((facets.franchises[rows] == facets.franchises[rows[at]]) & left)
        parts = parts[values[parts] >= values[at] - EARLIER_PART_LEEWAY]
        return int(parts[np.argmin(facets.years[rows[parts]])])

    def _likeness(self, rows: NDArray[np.intp], row: int) -> Scores:
        if self.vectors is None:
            return np.zeros(len(rows), dtype=np.float32)
        likeness: Scores = np.maximum(self.vectors[rows] @ self.vectors[row] - ALIKE_FROM, 0.0)
        return likeness


def _candidate(
    title: Title, wish: Wish, taste: Taste, tiers: Tiers, row: int, score: float, vectors: Vectors | None
) -> Candidate:
    has = set(keywords_of(title))
    groups = (*wish.themes, *wish.keywords)
    met = [word for group in groups if (word := next((w for w in group if w in has), None))]
    wanted = {genre for group in wish.genres for genre in group}
    asked = len(wish.keywords) + tiers.asked
    kept = sum(not has.isdisjoint(group) for group in wish.keywords) + tiers.kept(row)
    likes = taste.nearest_likes(vectors[row]) if vectors is not None else []
    return Candidate(
        title=title,
        score=score,
        fit=kept / asked if asked else 0.6,
        matched=tuple(dict.fromkeys([*met, *(genre for genre in title.genres if genre in wanted)])),
        near_likes=tuple((verdict, cosine) for verdict, cosine in likes if cosine >= NEAR_LIKE),
    )
