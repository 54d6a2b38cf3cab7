"""Ranking: which catalogue titles answer a wish, best first. The one place where scores are weighed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.constraints import Tiers, tiers_of
from bot.domain.facets import Facets
from bot.domain.ports import Vectors
from bot.domain.taste import Taste
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.domain.wish import Wish

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, in standard deviations of the meaning score."""

    meaning: float = 1.0
    words: float = 0.9
    keywords: float = 2.0
    main_genre: float = 0.5
    example: float = 1.6
    taste: float = 0.9
    taste_alone: float = 1.6
    fame: float = 0.55
    fame_wished: float = 1.1
    era: float = 0.8
    sequel: float = 0.5
    likeness: float = 0.6


@dataclass(frozen=True, slots=True)
class Signals:
    """What the searches say about every title, each of shape (n,), in the catalogue's order.

    `words` are BM25 scores (0: no word met), `meaning` cosines to the wish; None where a search could not run.
    """

    words: Scores | None = None
    meaning: Scores | None = None


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
    scores = _scores(facets, vectors, wish, taste, signals, weights)
    barred = facets.of_ids({*excluded, *wish.excluded, *wish.like, *wish.unlike})
    barred |= facets.of_verdicts(taste.judged)
    tiers = tiers_of(facets, wish, ~barred, at_least)
    rows = _diverse(facets, vectors, scores, tiers, size, weights)
    candidates = tuple(
        _candidate(facets, vectors, wish, taste, tiers, row, float(scores[row])) for row in rows
    )
    return Shortlist(candidates, (*wish.notices, *tiers.notices))


def _scores(
    facets: Facets, vectors: Vectors | None, wish: Wish, taste: Taste, signals: Signals, weights: Weights
) -> Scores:
    scores = np.zeros(len(facets), dtype=np.float32)
    if signals.meaning is not None:
        scores += weights.meaning * _standardised(signals.meaning)
    if signals.words is not None and signals.words.max(initial=0.0) > 0:
        scores += weights.words * 2 * signals.words / signals.words.max()
    scores += weights.keywords * _keyword_score(facets, wish)
    scores += weights.main_genre * _main_genre(facets, wish)
    if vectors is not None:
        scores += weights.example * _example_score(facets, vectors, wish)
        if taste.likes or taste.dislikes:
            by_taste = _standardised(taste.scores(vectors))
            scores += (weights.taste_alone if wish.is_open else weights.taste) * by_taste
    fame_weight = weights.fame if wish.fame == 0 else weights.fame_wished * wish.fame
    scores += fame_weight * (facets.fame - 3.0)
    scores += weights.era * wish.era * np.clip((facets.years - 1998) / 20, -2, 1.3)
    return scores - weights.sequel * facets.is_sequel


def _keyword_score(facets: Facets, wish: Wish) -> Scores:
    """Mean over the wished groups of 1 for the word itself, less for one that only resembles it."""
    total = np.zeros(len(facets), dtype=np.float32)
    for group in wish.keywords:
        best = np.zeros(len(facets), dtype=np.float32)
        for place, word in enumerate(group):
            rows = facets.keywords.get(word)
            if rows is not None:
                best[rows] = np.maximum(best[rows], max(0.4, 1.0 - 0.25 * place))
        total += best
    total /= max(1.0, len(wish.keywords) ** 0.5)
    return total


def _main_genre(facets: Facets, wish: Wish) -> Scores:
    wanted = {genre for group in wish.genres for genre in group}
    if not wanted:
        return np.zeros(len(facets), dtype=np.float32)
    return np.array(
        [bool(title.genres) and title.genres[0] in wanted for title in facets.titles], dtype=np.float32
    )


def _example_score(facets: Facets, vectors: Vectors, wish: Wish) -> Scores:
    """Nearness to the titles given as examples, by meaning and by shared keywords and makers."""
    total = np.zeros(len(facets), dtype=np.float32)
    for title_ids, sign in ((wish.like, 1.0), (wish.unlike, -0.7)):
        for title_id in title_ids:
            row = facets.row_of.get(title_id)
            if row is not None:
                near = _standardised(vectors @ vectors[row]) + 0.5 * _standardised(_shared(facets, row))
                total += sign * near / len(title_ids)
    return total


def _shared(facets: Facets, row: int) -> Scores:
    """How much each title shares with the one at `row`: rare keywords, genres, makers."""
    title = facets.titles[row]
    shared = np.zeros(len(facets), dtype=np.float32)
    for postings, names, worth in (
        (facets.keywords, title.keywords, 1.0),
        (facets.genres, title.genres, 0.5),
        (facets.people, title.directors, 1.0),
    ):
        for name in names:
            rows = postings[name]
            shared[rows] += worth * np.log(len(facets) / len(rows)) / 5
    return shared


def _standardised(values: Scores) -> Scores:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-6 else np.zeros_like(values)


def _diverse(
    facets: Facets, vectors: Vectors | None, scores: Scores, tiers: Tiers, size: int, weights: Weights
) -> list[int]:
    """Pick rows best first, tier by tier, each further one paying for its likeness to those before it."""
    chosen: list[int] = []
    franchises: set[str] = set()
    for mask in tiers.masks:
        rows = np.flatnonzero(mask)
        # Only the best few can win; the rest need not be compared.
        rows = rows[np.argsort(-scores[rows], kind="stable")][: 4 * size + 20]
        left = {int(row): float(scores[row]) for row in rows}
        while left and len(chosen) < size:
            row = max(left, key=left.__getitem__)
            del left[row]
            if facets.franchises[row] in franchises and len(left) > size - len(chosen):
                continue
            chosen.append(row)
            franchises.add(facets.franchises[row])
            if vectors is not None and left:
                rest = np.fromiter(left, dtype=np.int64)
                likeness = np.maximum(vectors[rest] @ vectors[row] - 0.4, 0.0)
                for other, alike in zip(rest.tolist(), likeness.tolist(), strict=True):
                    left[other] -= weights.likeness * alike
    return chosen


def _candidate(
    facets: Facets, vectors: Vectors | None, wish: Wish, taste: Taste, tiers: Tiers, row: int, score: float
) -> Candidate:
    title = facets.titles[row]
    has = set(title.keywords)
    met = [next((word for word in group if word in has), None) for group in wish.keywords]
    wanted = {genre for group in wish.genres for genre in group}
    matched = [word for word in met if word] + [genre for genre in title.genres if genre in wanted]
    asked = len(wish.keywords) + tiers.asked
    kept = len([word for word in met if word]) + tiers.kept(row)
    likes = taste.nearest_likes(vectors[row]) if vectors is not None else []
    return Candidate(
        title=title,
        score=score,
        fit=kept / asked if asked else 0.6,
        matched=tuple(dict.fromkeys(matched)),
        near_likes=tuple((verdict, cosine) for verdict, cosine in likes if cosine >= 0.3),
    )
