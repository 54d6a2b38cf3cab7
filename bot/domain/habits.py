"""Habits: what somebody's titles have in common: how much likelier than anyone's a title is to be theirs.

Naive Bayes over the catalogue's fields (year, fame, acclaim, kind, genres, keywords, language): for each the logarithm of how
often it occurs among what they met, over how often it occurs among what people usually meet. Few verdicts say little:
USUALLY imagined ones of the usual kind are counted with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets, Rows
from bot.domain.verdict import Verdict, VerdictKind

Scores = NDArray[np.float32]

# So many imagined verdicts of the usual kind keep a handful of real ones from saying too much; more for keywords,
# of which there are many by accident.
USUALLY = 5.0
USUALLY_KEYWORDS = 20.0
FEWEST_WITH_KEYWORD = 3
# How much oftener people meet what is a step better known.
PER_STEP_OF_FAME = 0.8
# What is so near counts as alike: years, steps of fame, steps of acclaim.
YEARS_ALIKE, FAME_ALIKE, ACCLAIM_ALIKE = 5.0, 0.35, 0.25
STEPS = 5
MOST_OF_FRANCHISE = 3


@dataclass(frozen=True, slots=True)
class HabitWeights:
    """How much each common trait counts, fitted by logistic regression to what people liked that was hidden."""

    fame: float = 1.15
    liked_years: float = 0.65
    met_years: float = 0.85
    met_fame: float = 1.2
    acclaim: float = 0.8
    genres: float = 0.43
    keywords: float = 0.11
    language: float = 0.45
    franchise: float = 0.5
    kind: float = 0.5


def habits_of(facets: Facets, judged: Iterable[Verdict], weights: HabitWeights | None = None) -> Scores:
    """Return the log-odds of each title being one for whoever `judged` these, shape (n,), up to a constant."""
    weights = weights or HabitWeights()
    if not len(facets):
        return np.zeros(0, dtype=np.float32)
    judged = tuple(judged)
    met = np.flatnonzero(facets.of_verdicts(judged))
    liked = np.flatnonzero(facets.of_verdicts(v for v in judged if v.kind is VerdictKind.LIKED))
    usual = np.exp(PER_STEP_OF_FAME * (facets.fame - 3.0)).astype(np.float64)
    usual /= usual.sum()
    total = weights.fame * (facets.fame - 3.0)
    total += weights.liked_years * _near(facets.years, liked, usual, YEARS_ALIKE)
    total += weights.met_years * _near(facets.years, met, usual, YEARS_ALIKE)
    total += weights.met_fame * _near(facets.fame, met, usual, FAME_ALIKE)
    total += weights.acclaim * _near(facets.acclaim, met, usual, ACCLAIM_ALIKE)
    total += weights.genres * _sharing(facets.genres, liked, usual, USUALLY)
    total += weights.language * _sharing(facets.spoken, liked, usual, USUALLY)
    kinds = {kind: np.flatnonzero(facets.is_series == kind).astype(np.int32) for kind in (False, True)}
    total += weights.kind * _sharing(kinds, liked, usual, USUALLY)
    common = {word: rows for word, rows in facets.keywords.items() if len(rows) >= FEWEST_WITH_KEYWORD}
    total += weights.keywords * _sharing(common, liked, usual, USUALLY_KEYWORDS)
    parts = np.bincount(facets.franchises[liked], minlength=int(facets.franchises.max(initial=0)) + 1)
    total += weights.franchise * np.minimum(parts, MOST_OF_FRANCHISE)[facets.franchises]
    return total.astype(np.float32)


def _near(
    values: NDArray[np.generic], rows: NDArray[np.intp], usual: NDArray[np.float64], alike: float
) -> NDArray[np.float64]:
    """Return how much denser the values of `rows` lie around each title's own than usual, as a logarithm."""
    # In steps far below what is alike: the fewer there are, the less is to be compared.
    steps, place = np.unique(np.round(values.astype(np.float64) / (alike / STEPS)), return_inverse=True)
    steps *= alike / STEPS
    kernel = np.exp(-0.5 * ((steps[:, None] - steps[None, :]) / alike) ** 2)
    usually = kernel @ np.bincount(place, weights=usual, minlength=len(steps))
    theirs = kernel @ np.bincount(place[rows], minlength=len(steps))
    found: NDArray[np.float64] = np.log((theirs + USUALLY * usually) / ((len(rows) + USUALLY) * usually))[
        place
    ]
    return found


def _sharing(
    postings: Mapping[Any, Rows], rows: NDArray[np.intp], usual: NDArray[np.float64], imagined: float
) -> NDArray[np.float64]:
    """Return how much oftener what each title has occurs among `rows` than usual: the logarithms' sum over its root."""
    having = [found for found in postings.values() if len(found)]
    if not having:
        return np.zeros(len(usual))
    # All words at once, laid end to end: one by one, the thousands of keywords would take a tenth of a second.
    titles = np.concatenate(having)
    words = np.repeat(np.arange(len(having)), [len(found) for found in having])
    theirs = np.zeros(len(usual))
    theirs[rows] = 1.0
    usually = np.bincount(words, usual[titles])
    often = np.bincount(words, theirs[titles])
    tells = np.log((often + imagined * usually) / ((len(rows) + imagined) * usually))
    total = np.bincount(titles, tells[words], minlength=len(usual))
    count = np.bincount(titles, minlength=len(usual))
    shared: NDArray[np.float64] = total / np.sqrt(np.maximum(count, 1))
    return shared
