"""Habits: what somebody's titles have in common: how much likelier than anyone's a title is to be theirs.

Naive Bayes over the catalogue's fields (year, fame, acclaim, kind, genres, keywords, language): for each the logarithm of how
often it occurs among what they met, over how often it occurs among what people usually meet. Few verdicts say little:
USUALLY imagined ones of the usual kind are counted with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

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
# Sets of so many words are told apart by a number.
BITS = 64
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
    """Return the log-odds of each title being one for whoever `judged` these, shape (n,), up to a constant.

    What does not depend on the person is kept for as long as `facets` are.
    """
    weights = weights or HabitWeights()
    if not len(facets):
        return np.zeros(0, dtype=np.float32)
    judged = tuple(judged)
    met = np.flatnonzero(facets.of_verdicts(judged))
    liked = np.flatnonzero(facets.of_verdicts(v for v in judged if v.kind is VerdictKind.LIKED))
    usually = _USUALLY_MET.get(facets)
    if usually is None:
        usually = _USUALLY_MET[facets] = _UsuallyMet.of(facets)
    total: Scores = weights.fame * (facets.fame - 3.0)
    total += weights.liked_years * usually.years.near(liked)
    total += weights.met_years * usually.years.near(met)
    total += weights.met_fame * usually.fame.near(met)
    total += weights.acclaim * usually.acclaim.near(met)
    total += weights.genres * usually.genres.shared_with(liked, USUALLY)
    total += weights.language * usually.languages.shared_with(liked, USUALLY)
    total += weights.kind * usually.kinds.shared_with(liked, USUALLY)
    total += weights.keywords * usually.keywords.shared_with(liked, USUALLY_KEYWORDS)
    parts = np.bincount(facets.franchises[liked], minlength=int(facets.franchises.max(initial=0)) + 1)
    parts = np.minimum(parts, MOST_OF_FRANCHISE).astype(np.float32)
    total += weights.franchise * parts[facets.franchises]
    return total


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of numbers in steps far below what is alike, so that there are few to compare; `place` is each title's.

    `kernel` (shape (s, s)) says how alike two steps are, `usually` (s,) how much of what people meet lies near each.
    """

    place: NDArray[np.int32]
    kernel: NDArray[np.float64]
    usually: NDArray[np.float64]

    @classmethod
    def of(cls, values: NDArray[np.generic], usual: NDArray[np.float64], alike: float) -> _Column:
        steps, place = np.unique(np.round(values.astype(np.float64) / (alike / STEPS)), return_inverse=True)
        steps *= alike / STEPS
        kernel = np.exp(-0.5 * ((steps[:, None] - steps[None, :]) / alike) ** 2)
        usually = kernel @ np.bincount(place, weights=usual, minlength=len(steps))
        return cls(place.astype(np.int32), kernel, usually.astype(np.float64))

    def near(self, rows: NDArray[np.intp]) -> Scores:
        """Return how much denser the values of `rows` lie around each title's own than usual, as a logarithm."""
        theirs = self.kernel @ np.bincount(self.place[rows], minlength=len(self.usually))
        told = np.log((theirs + USUALLY * self.usually) / ((len(rows) + USUALLY) * self.usually))
        near: Scores = told.astype(np.float32)[self.place]
        return near


@dataclass(frozen=True, slots=True)
class _Words:
    """Words, and the sets of them that titles have: of few words there are few sets, so each is looked at once.

    `place` (shape (n,)) is each title's set. `having` are the sets that have each word; `words_of` the words of the first
    set, then of the second; set s begins at `first_word[s]`. `usually` says how often people meet each word, `root` is
    the root of how many words each set has.
    """

    place: NDArray[np.int32]
    having: tuple[Rows, ...]
    words_of: Rows
    first_word: NDArray[np.int64]
    usually: NDArray[np.float64]
    root: NDArray[np.float64]

    @classmethod
    def of(cls, postings: Mapping[Any, Rows], usual: NDArray[np.float64], fewest: int = 1) -> _Words:
        by_title = [rows for rows in postings.values() if len(rows) >= fewest] or [np.zeros(0, np.int32)]
        place = _sets(by_title, len(usual))
        having = by_title if len(by_title) > BITS else [np.unique(place[rows]) for rows in by_title]
        sets = np.concatenate(having)
        words = np.repeat(np.arange(len(having), dtype=np.int32), [len(rows) for rows in having])
        count = np.bincount(sets, minlength=int(place.max(initial=-1)) + 1)
        return cls(
            place=place,
            having=tuple(having),
            words_of=words[np.argsort(sets, kind="stable")],
            first_word=np.concatenate([[0], np.cumsum(count)]),
            usually=np.array([usual[rows].sum() for rows in by_title]),
            root=np.sqrt(np.maximum(count, 1)),
        )

    def shared_with(self, rows: NDArray[np.intp], imagined: float) -> Scores:
        """Return how much oftener what each title has occurs among `rows` than usual: the logarithms' sum over its root."""
        theirs = self.words_of[_runs(self.first_word, self.place[rows].astype(np.intp))]
        often = np.bincount(theirs, minlength=len(self.usually))
        # A word that none of theirs has says the same as any other such word: only the others are looked at singly.
        nothing = np.log(imagined / (len(rows) + imagined))
        total = nothing * np.diff(self.first_word)
        told = np.flatnonzero(often)
        if len(told):
            usually = imagined * self.usually[told]
            tells = np.log((often[told] + usually) / ((len(rows) / imagined + 1) * usually)) - nothing
            having = [self.having[word] for word in told.tolist()]
            weights = np.repeat(tells, [len(sets) for sets in having])
            total += np.bincount(np.concatenate(having), weights, minlength=len(total))
        shared: Scores = (total / self.root).astype(np.float32)[self.place]
        return shared


def _sets(having: Sequence[Rows], size: int) -> NDArray[np.int32]:
    """Return the number of the set of words that each of `size` titles has.

    Of more words than a number has bits hardly two titles have the same: each has a set of its own.
    """
    if len(having) > BITS:
        return np.arange(size, dtype=np.int32)
    bits = np.zeros(size, dtype=np.uint64)
    for word, rows in enumerate(having):
        bits[rows] |= np.uint64(1 << word)
    return np.unique(bits, return_inverse=True)[1].astype(np.int32)


def _runs(first: NDArray[np.int64], numbers: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return the places of the runs of these numbers, one run after the other; run k is from first[k] to first[k + 1]."""
    starts, lengths = first[numbers], first[numbers + 1] - first[numbers]
    before = np.cumsum(lengths) - lengths
    places: NDArray[np.int64] = np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))
    return places


@dataclass(frozen=True, slots=True)
class _UsuallyMet:
    """What people usually meet, by every trait: the same for everybody."""

    years: _Column
    fame: _Column
    acclaim: _Column
    genres: _Words
    languages: _Words
    kinds: _Words
    keywords: _Words

    @classmethod
    def of(cls, facets: Facets) -> _UsuallyMet:
        usual = np.exp(PER_STEP_OF_FAME * (facets.fame - 3.0)).astype(np.float64)
        usual /= usual.sum()
        kinds = {kind: np.flatnonzero(facets.is_series == kind).astype(np.int32) for kind in (False, True)}
        return cls(
            years=_Column.of(facets.years, usual, YEARS_ALIKE),
            fame=_Column.of(facets.fame, usual, FAME_ALIKE),
            acclaim=_Column.of(facets.acclaim, usual, ACCLAIM_ALIKE),
            genres=_Words.of(facets.genres, usual),
            languages=_Words.of(facets.spoken, usual),
            kinds=_Words.of(kinds, usual),
            keywords=_Words.of(facets.keywords, usual, FEWEST_WITH_KEYWORD),
        )


_USUALLY_MET: WeakKeyDictionary[Facets, _UsuallyMet] = WeakKeyDictionary()
