"""How personal answers are: invented people of distinct tastes ask for the same, and their answers are compared.

Whoever ranks by fame and meaning alone gives everyone the same titles. An answer should differ, lie nearer to its own
person's taste than to another's, and still keep what was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets
from bot.domain.ports import Vectors

LIKES_EACH = 8
# What the invented people like: each a genre that none of the others likes.
TASTES = ("crime", "romance", "animation", "horror", "science fiction", "history")

Answers = Mapping[
    str, Sequence[Sequence[int]]
]  # by person: the rows of each answer, the wishes in the same order


@dataclass(frozen=True, slots=True)
class Told:
    """How well people are told apart.

    `shared` is the share of an answer's titles that another person gets for the same wish, from 0 (all differ) to 1
    (everyone gets the same). `nearer` is how often, of two people's answers to one wish, the own one lies nearer to a
    person's likes than the other's does: 0.5 where answers say nothing of whom they are for.
    """

    shared: float
    nearer: float


def invented_people(facets: Facets) -> dict[str, list[int]]:
    """Return, by taste, the rows of what each invented person likes: the best-known titles of one genre and of no other taste."""
    masks = {genre: facets.having(facets.genres, (genre,)) for genre in TASTES}
    people: dict[str, list[int]] = {}
    for genre, mask in masks.items():
        others = np.logical_or.reduce([other for name, other in masks.items() if name != genre])
        rows = np.flatnonzero(mask & ~others & ~facets.is_series)
        if len(rows) >= LIKES_EACH:
            best = rows[np.argsort(-facets.fame[rows], kind="stable")[:LIKES_EACH]]
            people[genre] = [int(row) for row in best]
    return people


def told_apart(answers: Answers, likes: Mapping[str, Sequence[int]], vectors: Vectors) -> Told:
    """Compare the answers of every pair of people to every wish; `vectors` (shape (n, d)) are the titles' own."""
    shared: list[float] = []
    nearer: list[float] = []
    for one, other in permutations(answers, 2):
        for own, others in zip(answers[one], answers[other], strict=True):
            if not own or not others:
                continue
            shared.append(len(set(own) & set(others)) / len(own))
            ours, theirs = _nearness(own, likes[one], vectors), _nearness(others, likes[one], vectors)
            nearer.append(0.5 if abs(ours - theirs) < 1e-6 else float(ours > theirs))
    if not shared:
        return Told(1.0, 0.5)
    return Told(float(np.mean(shared)), float(np.mean(nearer)))


def plain_answer(
    facets: Facets, vectors: Vectors, wish: NDArray[np.float32], fame: float, count: int
) -> list[int]:
    """Return what meaning alone answers, with so many deviations of fame beside it: the rows of the best titles."""
    scores = _standardised(vectors @ wish) + fame * _standardised(facets.fame)
    return [int(row) for row in np.argsort(-scores, kind="stable")[:count]]


def _nearness(rows: Sequence[int], likes: Sequence[int], vectors: Vectors) -> float:
    """Return the mean cosine of `rows` to their nearest of `likes`."""
    return float((vectors[list(rows)] @ vectors[list(likes)].T).max(axis=1).mean())


def _standardised(values: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = float(values.std())
    return (values - values.mean()) / np.float32(spread) if spread > 0 else np.zeros_like(values)
