"""Scoring: how well every title answers one wish of one person. The one place where signals are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.contenders import Contenders
from bot.domain.facets import Facets, Mask
from bot.domain.habits import habits_of
from bot.domain.ports import Vectors
from bot.domain.profile import profile_of
from bot.domain.taste import Taste
from bot.domain.verdict import VerdictKind
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
# So many weak signals count in full.
ENOUGH_SIGNALS = 4.0
# Where nearness to an example levels off, in deviations.
PEAK = 4.0
# Of so many verdicts half is known of a person's habits.
HALF_KNOWN = 8.0
# From this much on the community's word grows only as its logarithm: a hint from few is heard, many do not drown the rest.
FAINT = 0.1


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, in standard deviations of the meaning score."""

    meaning: float = 0.9
    words: float = 1.6
    mood: float = 1.8
    theme: float = 2.8
    genre: float = 2.0
    leaning: float = 1.2
    example: float = 1.6
    shared: float = 0.8
    people: float = 1.5
    taste: float = 1.1
    taste_alone: float = 1.6
    profile: float = 0.4
    leanings: float = 0.4
    habits: float = 0.2
    habits_alone: float = 1.0
    community: float = 1.0
    community_alone: float = 8.0
    fame: float = 1.2
    fame_alone: float = 1.2
    fame_wished: float = 1.1
    era: float = 0.8
    acclaim: float = 0.7
    age: float = 0.6
    unwelcome: float = 0.8
    unasked: float = 1.0
    series: float = 3.0
    sequel: float = 1.2
    same_franchise: float = 1.5
    likeness: float = 1.1


@dataclass(frozen=True, slots=True)
class Signals:
    """What the searches say about every title, each of shape (n,), in the catalogue's order.

    `words` are BM25 scores (0: no word met), `meaning` cosines to the wish; None where a search could not run.
    `community` is what people of overlapping taste say (see bot.domain.community), None where there is none.
    `unembedded` are the titles that have no vector yet, None when all have one: meaning says nothing of them.
    """

    words: Scores | None = None
    meaning: Scores | None = None
    community: Scores | None = None
    unembedded: Mask | None = None


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

        In a large catalogue only the best so far of each tier are compared with everything the person likes; the
        others get -inf.
        """
        facets, weights, wish = self.facets, self.weights, self.wish
        total = np.zeros(len(facets), dtype=np.float32)
        if signals.meaning is not None:
            total += weights.meaning * _standardised(signals.meaning, signals.unembedded)
        if signals.words is not None and signals.words.max(initial=0.0) > 0:
            total += weights.words * signals.words / signals.words.max()
        total += weights.mood * self._groups(wish.keywords)
        total += weights.theme * self._groups(wish.themes)
        total += weights.genre * self._genres([g for group in wish.genres for g in group])
        total += weights.leaning * self._genres((*wish.leaning, *self._genres_of_examples()))
        if len(wish.people) > 1:
            total += weights.people * self._share_of_people()
        total += self._examples(signals.unembedded)
        total -= weights.unwelcome * facets.about(wish.unwelcome)
        total += self._by_person(tiers[0])
        if signals.community is not None:
            weight = weights.community_alone if self._is_persons_choice else weights.community
            total += np.float32(weight) * np.log1p(np.maximum(signals.community, 0) / np.float32(FAINT))
        return self._by_nearness(total, tiers, signals.unembedded)

    def _by_nearness(self, total: Scores, tiers: Sequence[Mask], unembedded: Mask | None) -> Scores:
        """Return `total` with how near the titles that may win with it lie to what the person said of others."""
        taste = self.taste
        if self.vectors is None or not (taste.likes or taste.dislikes or taste.leanings):
            return total
        near = Contenders.of(total, tiers, unembedded)
        vectors = self.vectors if len(near.rows) == len(total) else self.vectors[near.rows]
        found = total[near.rows]
        if taste.likes or taste.dislikes:
            weight = self._weight_of_taste * (1 - self._known if self._is_persons_choice else 1.0)
            found += np.float32(weight) * near.standardised(taste.scores(vectors))
        if taste.leanings:
            found += np.float32(self.weights.leanings) * self._by_leanings(vectors, near)
        result = np.full_like(total, -np.inf)
        result[near.rows] = found
        return result

    @property
    def _weight_of_taste(self) -> float:
        return self.weights.taste_alone if self.wish.is_open else self.weights.taste

    @property
    def _known(self) -> float:
        """How much is known of the person's habits, from 0 to 1."""
        return len(self.taste.judged) / (len(self.taste.judged) + HALF_KNOWN)

    @property
    def _is_persons_choice(self) -> bool:
        """Whether the wish leaves everything to what is known of the person."""
        return self.wish.is_open and not self.wish.era and not self.wish.fame

    def _by_person(self, fitting: Mask) -> Scores:
        """What speaks for a title beside the wish and its nearness: habits, and what holds for anybody.

        The more somebody has judged, the more their own habits stand in the place of everybody's, if nothing else
        is asked for; half of the way after HALF_KNOWN verdicts.
        """
        weights, taste = self.weights, self.taste
        total = self._prior(fitting)
        if self.vectors is not None and (taste.likes or taste.dislikes):
            total += np.float32(self._weight_of_taste * weights.profile) * self._profile()
        if not taste.judged:
            return total
        known = np.float32(self._known)
        habits = habits_of(self.facets, taste.judged)
        if not self._is_persons_choice:
            return total + known * np.float32(weights.habits) * habits
        habits = np.float32(weights.habits_alone) * habits
        habits -= weights.unasked * self._unasked() / 2 + weights.sequel * self._unseen_sequels() / 4
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

    def _share_of_people(self) -> Scores:
        total = np.zeros(len(self.facets), dtype=np.float32)
        for person in self.wish.people:
            rows = self.facets.people.get(person)
            if rows is not None:
                total[rows] += 1 / len(self.wish.people)
        return total

    def _examples(self, unembedded: Mask | None) -> Scores:
        """Nearness to the titles given as examples, by meaning and by shared keywords, genres and makers."""
        facets, weights = self.facets, self.weights
        total = np.zeros(len(facets), dtype=np.float32)
        if self.vectors is None:
            return total
        for title_ids, sign in ((self.wish.like, 1.0), (self.wish.unlike, -0.7)):
            for title_id in title_ids:
                row = facets.row_of.get(title_id)
                if row is None:
                    continue
                near = weights.example * _saturated(
                    _standardised(self.vectors @ self.vectors[row], unembedded)
                )
                near += weights.shared * _saturated(_standardised(_shared(facets, row)))
                total += sign * near / len(title_ids)
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

    def _profile(self) -> Scores:
        """Return how much of each title's genres and language the person's likes share, in deviations from the usual."""
        liked = self.facets.of_verdicts(self.taste.likes)
        if not liked.any():
            return np.zeros(len(self.facets), dtype=np.float32)
        genres, language = profile_of(self.facets, liked)
        return _standardised(genres) + language

    def _prior(self, fitting: Mask) -> Scores:
        """What speaks for or against a title whatever is asked for: fame, acclaim, age, kind, form, being a later part."""
        facets, wish, weights = self.facets, self.wish, self.weights
        total: Scores = self._by_fame() + weights.acclaim * (1 + abs(wish.fame)) * facets.acclaim
        if wish.era:
            total += weights.era * wish.era * np.clip((facets.years - 1998) / 20, -2, 1.3)
        elif not wish.years:
            # Where most that fits is old, such as film noir, old is what is asked for.
            usual = min(USUAL_SINCE, int(np.median(facets.years[fitting]))) if fitting.any() else USUAL_SINCE
            total -= weights.age * np.clip((usual - facets.years) / 25, 0, 2)
        if wish.kind is None and not wish.either_kind:
            total -= weights.series * self._leaning_to_films() * facets.is_series
        total -= weights.unasked * self._unasked()
        total -= weights.sequel * self._unseen_sequels()
        return total.astype(np.float32, copy=False)

    def _by_fame(self) -> Scores:
        fame, wish, weights = self.facets.fame, self.wish, self.weights
        if wish.fame >= 0:
            usual = weights.fame_alone if self._is_persons_choice else weights.fame
            weight = usual + weights.fame_wished * wish.fame
            known = fame
        else:
            # A gem is overlooked; what nobody at all has seen is mostly left alone for a reason.
            weight = weights.fame_wished * wish.fame
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

    def _unasked(self) -> Scores:
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

    def _unseen_sequels(self) -> Mask:
        """Return which titles are later parts of what the person has not met."""
        facets = self.facets
        if any("sequel" in group for group in self.wish.themes):
            return np.zeros(len(facets), dtype=np.bool_)
        met = facets.of_verdicts(v for v in self.taste.judged if v.kind is not VerdictKind.DISLIKED)
        met |= facets.of_ids(self.wish.like)
        return facets.is_sequel & ~met[facets.first_parts]


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
