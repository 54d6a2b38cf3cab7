"""Taste: which verdicts bear on a request, and how they score titles."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from bot.domain.ports import Recollection, Vectors
from bot.domain.taste import MOST_EXAMPLES, rank_by_similarity, taste_for
from bot.domain.verdict import Verdict, VerdictKind

LIKED, DISLIKED, SEEN = VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN


def recollection(*said: tuple[str, VerdictKind, tuple[float, float]]) -> Recollection:
    verdicts = tuple(Verdict(1, name, name, 2000, kind, "", datetime.now(UTC)) for name, kind, _ in said)
    return Recollection(verdicts, unit(*(vector for _, _, vector in said)))


def unit(*rows: tuple[float, float]) -> Vectors:
    vectors = np.array(rows, np.float32).reshape(-1, 2)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


EAST, NORTH, WEST = (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)
NORTHEAST = (1.0, 1.0)


def test_a_title_near_a_like_scores_higher() -> None:
    taste = taste_for(recollection(("a", LIKED, EAST)), None)
    near, far = taste.scores(unit(NORTHEAST, WEST))
    assert near > 0 > far


def test_a_title_near_a_dislike_scores_lower() -> None:
    taste = taste_for(recollection(("a", DISLIKED, EAST)), None)
    near, aside = taste.scores(unit(NORTHEAST, NORTH))
    assert near < aside == 0


def test_a_dislike_does_not_push_what_lies_nearer_to_a_like() -> None:
    likes = taste_for(recollection(("a", LIKED, EAST)), None)
    both = taste_for(recollection(("a", LIKED, EAST), ("b", DISLIKED, WEST)), None)
    title = unit((1.0, 0.1))
    assert both.scores(title) == pytest.approx(likes.scores(title))


def test_likes_near_the_request_count_more() -> None:
    said = recollection(("east", LIKED, EAST), ("north", LIKED, NORTH))
    taste = taste_for(said, unit(NORTH)[0])
    assert [like.title for like in taste.likes] == ["north", "east"]
    assert taste.weights.sum() == pytest.approx(1.0)
    assert taste.weights[0] > taste.weights[1]
    north, east = taste.scores(unit(NORTH, EAST))
    assert north > east


def test_without_a_request_every_like_counts_the_same() -> None:
    taste = taste_for(recollection(("east", LIKED, EAST), ("north", LIKED, NORTH)), None)
    assert taste.weights.tolist() == [0.5, 0.5]


def test_what_has_no_vector_bears_on_nothing_but_is_remembered() -> None:
    taste = taste_for(recollection(("blank", LIKED, (0.0, 0.0)), ("east", LIKED, EAST)), None)
    assert [like.title for like in taste.likes] == ["east"]
    assert [verdict.title for verdict in taste.judged] == ["blank", "east"]


def test_what_was_only_seen_neither_pulls_nor_pushes() -> None:
    taste = taste_for(recollection(("a", SEEN, EAST)), None)
    assert taste.scores(unit(EAST, WEST)).tolist() == [0.0, 0.0]


def test_nobody_has_no_taste() -> None:
    taste = taste_for(Recollection((), np.zeros((0, 2), np.float32)), unit(EAST)[0])
    assert taste.scores(unit(EAST)).tolist() == [0.0]
    assert taste.nearest_likes(unit(EAST)[0]) == []


def test_of_very_many_likes_only_the_nearest_count() -> None:
    angles = np.linspace(0, np.pi, 200)
    said = recollection(
        *((f"{n}", LIKED, (float(np.cos(a)), float(np.sin(a)))) for n, a in enumerate(angles))
    )
    taste = taste_for(said, unit(EAST)[0])
    assert [like.title for like in taste.likes] == [str(n) for n in range(MOST_EXAMPLES)]
    assert len(taste.judged) == 200


def test_the_nearest_likes_come_with_their_cosines() -> None:
    taste = taste_for(recollection(("west", LIKED, WEST), ("east", LIKED, EAST)), None)
    nearest = taste.nearest_likes(unit(NORTHEAST)[0], count=1)
    assert [(like.title, round(cosine, 3)) for like, cosine in nearest] == [("east", 0.707)]


def test_verdicts_rank_by_likeness_to_a_text() -> None:
    said = recollection(("west", SEEN, WEST), ("east", LIKED, EAST), ("north", DISLIKED, NORTH))
    found = rank_by_similarity(said, unit((1.0, 0.5))[0], 2)
    assert [preference.verdict.title for preference in found] == ["east", "north"]
    assert found[0].similarity > found[1].similarity
