"""How personal answers are is told from the answers alone."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.facets import Facets
from bot.domain.personal import LIKES_EACH, TASTES, invented_people, plain_answer, told_apart
from bot.domain.title import Title

# Rows 0 and 1 lie one way, rows 2 and 3 the other.
VECTORS = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], dtype=np.float32)
LIKES = {"one": [0], "other": [2]}


def test_the_same_answer_for_everybody_tells_nobody_apart() -> None:
    told = told_apart({"one": [[1, 3]], "other": [[1, 3]]}, LIKES, VECTORS)
    assert (told.shared, told.nearer) == (1.0, 0.5)


def test_an_answer_of_ones_own_is_nearer_to_ones_taste() -> None:
    told = told_apart({"one": [[1]], "other": [[3]]}, LIKES, VECTORS)
    assert (told.shared, told.nearer) == (0.0, 1.0)


def test_answers_that_were_mixed_up_are_noticed() -> None:
    assert told_apart({"one": [[3]], "other": [[1]]}, LIKES, VECTORS).nearer == 0.0


def test_invented_people_share_no_title_and_no_taste() -> None:
    titles = [
        Title(f"{genre}-{n}", f"{genre} {n}", 2000, genres=(genre,), fame=n % 5 + 1)
        for genre in TASTES
        for n in range(LIKES_EACH + 4)
    ]
    people = invented_people(
        Facets.build([*titles, Title("both", "Both", 2000, genres=TASTES[:2], fame=5.0)])
    )
    rows = [row for likes in people.values() for row in likes]
    assert list(people) == list(TASTES)
    assert len(rows) == len(set(rows)) == len(TASTES) * LIKES_EACH
    assert len(titles) not in rows


def test_a_catalogue_without_enough_of_a_genre_has_nobody_who_likes_it() -> None:
    assert invented_people(Facets.build([Title("one", "One", 2000, genres=("crime",))])) == {}


@pytest.mark.parametrize(("fame", "first"), [(0.0, 0), (3.0, 1)])
def test_a_plain_answer_weighs_meaning_and_fame(fame: float, first: int) -> None:
    titles = [Title(str(n), str(n), 2000, fame=5.0 if n == 1 else 1.0) for n in range(4)]
    found = plain_answer(Facets.build(titles), VECTORS, np.array([1, 0], dtype=np.float32), fame, 2)
    assert found[0] == first
