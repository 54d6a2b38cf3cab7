"""Scoring: how well every title answers one wish of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.contenders import Contenders
from bot.domain.facets import Facets, Mask
from bot.domain.habits import habits_of
from bot.domain.ports import Vectors
from bot.domain.prior import Prior, is_persons_choice
from bot.domain.sketch import Sketch
from bot.domain.taste import Taste
from bot.domain.tones import tones_of
from bot.domain.weights import Weights
from bot.domain.wish import Wish

Scores = NDArray[np.float32]

# So many weak signals count in full.
ENOUGH_SIGNALS = 4.0
# Where nearness to an example levels off, in deviations.
PEAK = 4.0
# Of so many verdicts half is known of a person's habits.
HALF_KNOWN = 8.0
# From this much on the community's word grows only as its logarithm: a hint from few is heard, many do not drown the rest.
FAINT = 0.1


@dataclass(frozen=True, slots=True)
class Signals:
    """What the searches say about every title, each of shape (n,), in the catalogue's order.

    `words` are BM25 scores (0: no word met), `meaning` cosines to the wish; None where a search could not run.
    `community` is what people of overlapping taste say (see bot.domain.community), None where there is none.
    `unembedded` are the titles that have no vector yet, None when all have one: meaning says nothing of them.
    With a `sketch` of the catalogue `meaning` is only about right, and what may win is compared with `vector`, the
    wish's own (shape (d,)), in full.
    """

    words: Scores | None = None
    meaning: Scores | None = None
    community: Scores | None = None
    unembedded: Mask | None = None
    sketch: Sketch | None = None
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class _Compared:
    """How near every title is to one vector: `cosines` (shape (n,)), only about right where there is a sketch."""

    vector: Vectors | None
    cosines: Scores
    weight: float
    is_levelled: bool = False

    def in_full(self, near: Contenders, vectors: Vectors) -> Scores:
        """Return how near exactly the contenders are, whose `vectors` these are."""
        return self.cosines[near.rows] if self.vector is None else vectors @ self.vector

    def weighed(self, deviations: Scores) -> Scores:
        """Return what nearness in `deviations` from the usual is worth."""
        weighed: Scores = np.float32(self.weight) * (
            _saturated(deviations) if self.is_levelled else deviations
        )
        return weighed


@dataclass(frozen=True, slots=True)
class Scoring:
    """One wish of one person over one catalogue; `vectors` (shape (n, d)) are the titles' own, if there are any."""

    facets: Facets
    vectors: Vectors | None
    wish: Wish
    taste: Taste
    weights: Weights

    def scores(self, signals: Signals, tiers: Sequence[Mask]) -> Scores:
        """Return how well each title answers, shape (n,); the first of `tiers` have all that was asked for.

        In a large catalogue only the best so far of each tier are compared with everything the person likes, and in
        full with what is asked for; the others get -inf.
        """
        facets, weights, wish = self.facets, self.weights, self.wish
        total = np.zeros(len(facets), dtype=np.float32)
        if signals.words is not None and signals.words.max(initial=0.0) > 0:
            total += weights.words * signals.words / signals.words.max()
        total += weights.mood * self._groups(wish.keywords)
        total += weights.tone * self._groups(tones_of(wish))
        total += weights.theme * self._groups(wish.themes)
        total += weights.genre * self._genres([g for group in wish.genres for g in group])
        total += weights.leaning * self._genres((*wish.leaning, *self._genres_of_examples()))
        total += self._shared_with_examples()
        total -= weights.unwelcome * facets.about(wish.unwelcome)
        total += self._by_person(tiers[0])
        if signals.community is not None:
            weight = weights.community_alone if is_persons_choice(self.wish) else weights.community
            total += np.float32(weight) * np.log1p(np.maximum(signals.community, 0) / np.float32(FAINT))
        return self._by_nearness(total, signals, tiers)

    def _by_nearness(self, total: Scores, signals: Signals, tiers: Sequence[Mask]) -> Scores:
        """Return `total` with how near titles lie to what is asked for, and those that may win to what the person said."""
        taste = self.taste
        compared = self._compared(signals)
        first = total
        for each in compared:
            first = first + each.weighed(_standardised(each.cosines, signals.unembedded))
        is_guessed = bool(compared) and signals.sketch is not None
        if self.vectors is None or not (taste.likes or taste.dislikes or taste.leanings or is_guessed):
            return first
        near = Contenders.of(first, tiers, signals.unembedded)
        vectors = self.vectors if len(near.rows) == len(total) else self.vectors[near.rows]
        found = (total if is_guessed else first)[near.rows]
        if is_guessed:
            for each in compared:
                found += each.weighed(near.standardised(each.in_full(near, vectors)))
        if taste.likes or taste.dislikes:
            weight = self.weights.taste_alone if is_persons_choice(self.wish) else self.weights.taste
            found += np.float32(weight) * near.standardised(taste.scores(vectors))
        if taste.leanings:
            found += np.float32(self.weights.leanings) * self._by_leanings(vectors, near)
        result = np.full_like(total, -np.inf)
        result[near.rows] = found
        return result

    @property
    def _known(self) -> float:
        """How much is known of the person's habits, from 0 to 1."""
        return len(self.taste.judged) / (len(self.taste.judged) + HALF_KNOWN)

    def _by_person(self, fitting: Mask) -> Scores:
        """What speaks for a title beside the wish and its nearness: habits, and what holds for anybody.

        The more somebody has judged, the more their own habits stand in the place of everybody's, if nothing else
        is asked for; half of the way after HALF_KNOWN verdicts.
        """
        weights, taste = self.weights, self.taste
        prior = Prior(self.facets, self.wish, taste, weights)
        total = prior.scores(fitting)
        if not taste.judged:
            return total
        known = np.float32(self._known)
        habits = habits_of(self.facets, taste.judged)
        if not is_persons_choice(self.wish):
            return total + known * np.float32(weights.habits) * habits
        habits = np.float32(weights.habits_alone) * habits
        habits -= weights.unasked * prior.unasked() / 2 + weights.sequel * prior.unseen_sequels() / 4
        return (1 - known) * total + known * habits

    def _groups(self, groups: Sequence[tuple[str, ...]]) -> Scores:
        """Sum over the wished groups of 1 for the word itself, less for one that only resembles it.

        Divided by the root of their number: more words ask for more, but not for everything else's place.
        """
        facets = self.facets
        total = np.zeros(len(facets), dtype=np.float32)
        for group in groups:
            best = np.zeros(len(facets), dtype=np.float32)
            for place, word in enumerate(group):
                for postings in (facets.keywords, facets.genres):
                    rows = postings.get(word)
                    if rows is not None:
                        best[rows] = np.maximum(best[rows], max(0.4, 1.0 - 0.2 * place))
            total += best
        total /= max(1.0, len(groups) ** 0.5)
        return total

    def _genres(self, genres: Sequence[str]) -> Scores:
        """Return how early each title names one of `genres`: 1 for first, 0 for not at all."""
        best = np.zeros(len(self.facets), dtype=np.float32)
        for genre in genres:
            rows = self.facets.genres.get(genre)
            if rows is not None:
                best[rows] = np.maximum(best[rows], self.facets.genre_places[genre])
        return best

    def _genres_of_examples(self) -> set[str]:
        """Return what several titles given as examples have in common."""
        rows = [self.facets.row_of[title_id] for title_id in self.wish.like if title_id in self.facets.row_of]
        genres = [set(self.facets.titles[row].genres) for row in rows]
        return set.intersection(*genres) if len(genres) > 1 else set()

    def _compared(self, signals: Signals) -> list[_Compared]:
        """Return how near every title is to the wish and to each example."""
        found: list[_Compared] = []
        if signals.meaning is not None:
            found.append(_Compared(signals.vector, signals.meaning, self.weights.meaning))
        if self.vectors is None:
            return found
        for row, sign in self._rows_of_examples():
            vector = self.vectors[row]
            sketch = signals.sketch
            cosines = self.vectors @ vector if sketch is None else sketch.cosines(self.vectors, vector)
            found.append(_Compared(vector, cosines, sign * self.weights.example, is_levelled=True))
        return found

    def _rows_of_examples(self) -> list[tuple[int, float]]:
        """Return the titles given as examples, with how much each speaks for those like it, or against."""
        row_of = self.facets.row_of
        return [
            (row_of[title_id], sign / len(title_ids))
            for title_ids, sign in ((self.wish.like, 1.0), (self.wish.unlike, -0.7))
            for title_id in title_ids
            if title_id in row_of
        ]

    def _shared_with_examples(self) -> Scores:
        """What titles share with those given as examples: keywords, genres and makers."""
        facets, weights = self.facets, self.weights
        total = np.zeros(len(facets), dtype=np.float32)
        if self.vectors is None:
            return total
        for row, sign in self._rows_of_examples():
            total += sign * weights.shared * _saturated(_standardised(_shared(facets, row)))
            if sign > 0:  # whoever names a title knows what followed it
                total -= weights.same_franchise * (facets.franchises == facets.franchises[row])
        return total

    def _by_leanings(self, vectors: Vectors, near: Contenders) -> Scores:
        """Return how near each contender lies to what weak signals speak for, and how far from what they speak against.

        In deviations from the usual, less where the signals are few. A verdict on a title overrules its signals.
        """
        facets = self.facets
        judged = {verdict.title_id for verdict in self.taste.judged}
        rows: list[int] = []
        said: list[float] = []
        for title_id, weight in self.taste.leanings.items():
            if title_id in facets.row_of and title_id not in judged:
                rows.append(facets.row_of[title_id])
                said.append(weight)
        strength = sum(map(abs, said))
        if self.vectors is None or not strength:
            return np.zeros(len(vectors), dtype=np.float32)
        towards = np.array(said, dtype=np.float32) @ self.vectors[rows] / np.float32(strength)
        leaning = _saturated(near.standardised((vectors @ towards).astype(np.float32, copy=False)))
        return leaning * np.float32(min(1.0, strength / ENOUGH_SIGNALS))


def _shared(facets: Facets, row: int) -> Scores:
    """How much each title shares with the one at `row`: rare keywords, genres, makers, the language."""
    title = facets.titles[row]
    shared = np.zeros(len(facets), dtype=np.float32)
    for postings, names, worth in (
        (facets.keywords, title.keywords, 1.0),
        (facets.genres, title.genres, 1.0),
        (facets.people, title.directors, 1.0),
        (facets.spoken, title.languages[:1], 0.7),
    ):
        for name in names:
            rows = postings[name]
            shared[rows] += worth * np.log(len(facets) / len(rows)) / 5
    return shared


def _saturated(values: Scores) -> Scores:
    """Level the peaks: far beyond the rest, nearer still counts less than famous or fitting."""
    levelled: Scores = np.float32(PEAK) * np.tanh(values / np.float32(PEAK))
    return levelled


def _standardised(values: Scores, without: Mask | None = None) -> Scores:
    """Return `values` in deviations from the usual; 0 for those `without`, which have no say in what is usual."""
    told = values if without is None else values[~without]
    spread = float(told.std()) if len(told) else 0.0
    if spread <= 1e-6:
        return np.zeros_like(values)
    found: Scores = (values - told.mean()) / spread
    if without is not None:
        found[without] = 0.0
    return found
