"""How good recommendations are: what people liked is hidden, and looked for among what is recommended to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets
from bot.domain.ports import Vectors
from bot.domain.verdict import VerdictKind

Scores = NDArray[np.float32]
# What each person said, by person and by the title's row in the catalogue.
Judged = Mapping[int, Mapping[int, VerdictKind]]

LIKED_FROM = 4.0
DISLIKED_TO = 2.0
FEWEST_LIKES = 10
HIDDEN_SHARE = 0.2
FEWEST_HIDDEN = 2
TITLES = 10
NEAREST_LIKES = 5
VOTES_BESIDE_MEANING = 3.0
PLAIN_RIDGE = 200.0
# EASE of more titles would not fit the memory.
MOST_PLAIN_TITLES = 5_000
PEOPLE_AT_ONCE = 1_024


@dataclass(frozen=True, slots=True)
class Trial:
    """One person: what is told of them, and the rows of what they liked and is hidden."""

    told: dict[int, VerdictKind]
    hidden: frozenset[int]

    @property
    def likes(self) -> list[int]:
        """The rows of the likes that are told."""
        return [row for row, kind in self.told.items() if kind is VerdictKind.LIKED]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One method over everybody: the means of both figures, from 0 to 1."""

    users: int
    recall: float
    ndcg: float


def kind_of(rating: float) -> VerdictKind:
    """Return what a rating of 0.5 to 5 says: from 4 on liked, up to 2 disliked, else seen."""
    if rating >= LIKED_FROM:
        return VerdictKind.LIKED
    return VerdictKind.DISLIKED if rating <= DISLIKED_TO else VerdictKind.SEEN


def trials_of(judged: Judged, chance: np.random.Generator) -> list[Trial]:
    """Hide a fifth of the likes (at least 2) of everyone with at least 10."""
    trials = []
    for said in judged.values():
        likes = sorted(row for row, kind in said.items() if kind is VerdictKind.LIKED)
        if len(likes) < FEWEST_LIKES:
            continue
        count = max(FEWEST_HIDDEN, round(HIDDEN_SHARE * len(likes)))
        hidden = frozenset(int(row) for row in chance.choice(likes, count, replace=False))
        trials.append(Trial({row: kind for row, kind in said.items() if row not in hidden}, hidden))
    return trials


def without_the_tested(others: Judged, judged: Judged) -> Judged:
    """Return `others` without those who are tested in `judged`: their hidden likes would be in the community.

    That is whoever said the same, under any number, and whoever of the same number judged most of the same titles.
    """
    tested = {frozenset(said.items()) for said in judged.values()}
    return {
        person: said
        for person, said in others.items()
        if frozenset(said.items()) not in tested
        and 2 * len(said.keys() & judged.get(person, {}).keys()) <= len(judged.get(person, {}))
    }


def outcome_of(trials: Sequence[Trial], found: Sequence[Sequence[int]]) -> Outcome:
    """Return recall@10 (hits over min(10, hidden)) and NDCG@10 of the rows `found` for each trial, best first."""
    discounts = 1 / np.log2(np.arange(2, TITLES + 2))
    recalls, gains = [], []
    for trial, rows in zip(trials, found, strict=True):
        most = min(TITLES, len(trial.hidden))
        hits = np.array([row in trial.hidden for row in rows[:TITLES]], dtype=np.float64)
        recalls.append(hits.sum() / most)
        gains.append(float(hits @ discounts[: len(hits)]) / discounts[:most].sum())
    if not trials:
        return Outcome(0, 0.0, 0.0)
    return Outcome(len(trials), float(np.mean(recalls)), float(np.mean(gains)))


def best_rows(scores: NDArray[np.floating], barred: Collection[int]) -> list[int]:
    """Return the rows of the ten highest scores that are not barred, best first; none of which nothing is said (-inf)."""
    left = scores.astype(np.float64)
    left[list(barred)] = -np.inf
    best = np.argsort(-left, kind="stable")[:TITLES]
    return [int(row) for row in best if left[row] > -np.inf]


def plain_methods(
    facets: Facets, vectors: Vectors | None, community: Judged, trials: Sequence[Trial]
) -> dict[str, Outcome]:
    """Return what methods that anyone would try first reach on the same trials, by name."""
    votes = _standardised(np.array([np.log1p(t.votes or 10**t.fame) for t in facets.titles]))
    methods: dict[str, Callable[[Trial], NDArray[np.floating]]] = {"fame": lambda _: votes}
    if vectors is not None:
        methods["MiniLM, 5 nearest likes"] = lambda trial: _by_meaning(vectors, trial)
        methods["MiniLM + 3 x fame"] = lambda trial: (
            _by_meaning(vectors, trial) + VOTES_BESIDE_MEANING * votes
        )
    if community:
        likes, tells, rows = _ease(community, len(facets))
        methods["popularity"] = lambda _: likes
        methods["EASE"] = lambda trial: _by_ease(tells, rows, trial, len(facets))
    return {
        name: outcome_of(trials, [best_rows(scores_of(trial), trial.told) for trial in trials])
        for name, scores_of in methods.items()
    }


def _by_meaning(vectors: Vectors, trial: Trial) -> NDArray[np.floating]:
    cosines = vectors @ vectors[trial.likes].T
    count = min(NEAREST_LIKES, cosines.shape[1])
    return _standardised(np.sort(cosines, axis=1)[:, -count:].mean(axis=1))


def _ease(community: Judged, titles: int) -> tuple[Scores, Scores, NDArray[np.intp]]:
    """Return how many like each title, and EASE (Steck 2019) as published over those that anybody likes."""
    liked = [[row for row, kind in said.items() if kind is VerdictKind.LIKED] for said in community.values()]
    likes = np.bincount([row for rows in liked for row in rows], minlength=titles).astype(np.float32)
    rows = np.flatnonzero(likes)
    if len(rows) > MOST_PLAIN_TITLES:
        rows = np.sort(np.argsort(-likes, kind="stable")[:MOST_PLAIN_TITLES])
    gram = PLAIN_RIDGE * np.eye(len(rows), dtype=np.float32)
    for first in range(0, len(liked), PEOPLE_AT_ONCE):
        some = liked[first : first + PEOPLE_AT_ONCE]
        matrix = np.zeros((len(some), titles), dtype=np.float32)
        for person, theirs in enumerate(some):
            matrix[person, theirs] = 1
        gram += matrix[:, rows].T @ matrix[:, rows]
    inverse = np.linalg.inv(gram)
    tells = -inverse / inverse.diagonal()[None, :]
    np.fill_diagonal(tells, 0)
    return likes, tells.astype(np.float32), rows


def _by_ease(tells: Scores, rows: NDArray[np.intp], trial: Trial, titles: int) -> NDArray[np.floating]:
    scores = np.full(titles, -np.inf)
    scores[rows] = np.isin(rows, trial.likes).astype(np.float32) @ tells
    return scores


def _standardised(values: NDArray[np.floating]) -> NDArray[np.floating]:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
