"""What speaks for or against a title before its fields are compared with a wish: fame, acclaim, age, kind and form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets, Mask
from bot.domain.taste import Taste
from bot.domain.verdict import VerdictKind
from bot.domain.weights import Weights
from bot.domain.wish import Wish

Scores = NDArray[np.float32]

# What people ask for by name when they want it: (genre or keyword, how far it stands from what is usual).
UNASKED_GENRES = {"documentary": 1.0, "family": 0.4, "animation": 0.4}
UNASKED_KEYWORDS = {
    "silent": 1.0, "short film": 1.0, "experimental": 1.0, "avant-garde": 1.0, "for small children": 0.7,
    "sketch comedy": 0.5, "stand-up comedy": 0.8, "anthology": 0.2,
}  # fmt: skip
# From this year back, each quarter of a century is a step further from what people expect unasked.
USUAL_SINCE = 1985
# The fame of a hidden gem.
OVERLOOKED = 2.0


def is_persons_choice(wish: Wish) -> bool:
    """Whether the wish leaves everything to what is known of the person."""
    return wish.is_open and not wish.era and not wish.fame


@dataclass(frozen=True, slots=True)
class Prior:
    """What holds for one catalogue, whatever else one wish of one person asks for."""

    facets: Facets
    wish: Wish
    taste: Taste
    weights: Weights

    def scores(self, fitting: Mask) -> Scores:
        """Return what speaks for or against each title, shape (n,); `fitting` are those that have what was asked for."""
        facets, wish, weights = self.facets, self.wish, self.weights
        total: Scores = self._by_fame() + weights.acclaim * (1 + abs(wish.fame)) * facets.acclaim
        if wish.era:
            steps = (facets.years - 1998) / np.float32(20)
            total += np.float32(weights.era * wish.era) * np.clip(steps, -2, 1.3)
        elif not wish.years:
            # Where most that fits is old, such as film noir, old is what is asked for.
            usual = min(USUAL_SINCE, int(np.median(facets.years[fitting]))) if fitting.any() else USUAL_SINCE
            steps = (usual - facets.years) / np.float32(25)
            total -= np.float32(weights.age) * np.clip(steps, 0, 2)
        if wish.kind is None and not wish.either_kind:
            total -= weights.series * self._leaning_to_films() * facets.is_series
        total -= weights.unasked * self.unasked()
        total -= weights.sequel * self.unseen_sequels()
        return total.astype(np.float32, copy=False)

    def _by_fame(self) -> Scores:
        fame, wish, weights = self.facets.fame, self.wish, self.weights
        if wish.fame >= 0:
            weight = weights.fame * (1 + wish.fame)
            known = fame
        else:
            # A gem is overlooked; what nobody at all has seen is mostly left alone for a reason.
            weight = weights.fame * wish.fame
            known = OVERLOOKED + np.abs(fame - OVERLOOKED)
        by_fame: Scores = np.float32(weight) * (known - 3)
        return by_fame

    def _leaning_to_films(self) -> float:
        """Return how much rather a film is meant, from 1 to -1 (rather a series): the examples say, or the likes."""
        facets = self.facets
        told = [facets.row_of[title_id] for title_id in self.wish.like if title_id in facets.row_of]
        if not told:
            told = [facets.row_of[v.title_id] for v in self.taste.likes if v.title_id in facets.row_of]
        return 1.0 - 2.0 * float(facets.is_series[told].mean()) if told else 1.0

    def unasked(self) -> Scores:
        """Return how far each title lies from what people expect who did not ask for that form of it."""
        facets, wish = self.facets, self.wish
        asked = {w for group in (*wish.genres, *wish.themes, *wish.keywords) for w in group} | set(
            wish.leaning
        )
        for row in (facets.row_of[title_id] for title_id in wish.like if title_id in facets.row_of):
            asked |= {*facets.titles[row].genres, *facets.titles[row].keywords}
        total = np.zeros(len(facets), dtype=np.float32)
        if wish.for_children:
            return total
        for names, postings in ((UNASKED_GENRES, facets.genres), (UNASKED_KEYWORDS, facets.keywords)):
            for name, distance in names.items():
                rows = postings.get(name)
                if rows is not None and name not in asked:
                    total[rows] += distance
        return total

    def unseen_sequels(self) -> Mask:
        """Return which titles are later parts of what the person has not met."""
        facets = self.facets
        if any("sequel" in group for group in self.wish.themes):
            return np.zeros(len(facets), dtype=np.bool_)
        met = facets.of_verdicts(v for v in self.taste.judged if v.kind is not VerdictKind.DISLIKED)
        met |= facets.of_ids(self.wish.like)
        return facets.is_sequel & ~met[facets.first_parts]
