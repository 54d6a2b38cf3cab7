"""Comparing a large catalogue by a quarter of its dimensions."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.facets import Facets
from bot.domain.ports import Vectors
from bot.domain.shortlist import Signals, rank
from bot.domain.sketch import LARGE, Sketch, nearest
from bot.domain.taste import Taste
from bot.domain.title import Title
from bot.domain.wish import Wish

LENGTH = 384
NOTHING = np.zeros((0, LENGTH), np.float32)
NOBODY = Taste((), NOTHING, np.zeros(0, np.float32), (), NOTHING, ())


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """As many unit vectors as make a catalogue large, which differ in some directions more than in others."""
    chance = np.random.default_rng(5)
    vectors = chance.standard_normal((LARGE, LENGTH), dtype=np.float32)
    vectors *= np.linspace(1, 0, LENGTH, dtype=np.float32) ** 2
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def sketch_of(vectors: Vectors) -> Sketch:
    sketch = Sketch.of(vectors, np.ones(len(vectors), np.bool_))
    assert sketch is not None
    return sketch


def test_the_nearest_are_among_those_that_seem_near(vectors: Vectors) -> None:
    sketch = sketch_of(vectors)
    for vector in vectors[:20]:
        exact = vectors @ vector
        seeming = set(np.argsort(-sketch.cosines(vectors, vector))[:400].tolist())
        assert seeming.issuperset(np.argsort(-exact)[:10].tolist())
        assert nearest(sketch.cosines(vectors, vector), vectors, vector) == pytest.approx(1, abs=1e-5)


def test_a_small_catalogue_and_one_whose_vectors_are_still_made_have_no_sketch(vectors: Vectors) -> None:
    assert Sketch.of(vectors[:1000], np.ones(1000, np.bool_)) is None
    assert Sketch.of(vectors, np.arange(LARGE) < LARGE // 3) is None


def test_titles_that_come_later_are_compared_too(vectors: Vectors) -> None:
    late = vectors[-3:]
    sketch = sketch_of(vectors)
    grown = np.concatenate([vectors, late])
    sketch.take_in(np.array([7, LARGE, LARGE + 1, LARGE + 2]), np.concatenate([late[:1], late]))
    grown[7] = late[0]
    cosines = sketch.cosines(grown, late[0])
    assert cosines[LARGE] == pytest.approx(1, abs=1e-5)
    assert cosines[7] > 0.7


def test_a_large_catalogue_is_answered_as_one_that_is_compared_in_full(vectors: Vectors) -> None:
    titles = [Title(f"film-{n}", f"Film {n}", 2000, fame=3.0) for n in range(LARGE)]
    facets = Facets.build(titles)
    sketch = sketch_of(vectors)

    def found(vector: Vectors, wish: Wish, *, sketched: bool) -> list[str]:
        signals = Signals(
            meaning=sketch.cosines(vectors, vector) if sketched else vectors @ vector,
            sketch=sketch if sketched else None,
            vector=vector,
        )
        best = rank(facets, vectors, wish, NOBODY, signals, size=20, at_least=4)
        return [candidate.title.title_id for candidate in best.candidates]

    for row in range(0, 2000, 200):
        wish = Wish(text="x", asked="x", like=(f"film-{row + 1}",))
        exact, quick = (found(vectors[row], wish, sketched=sketched) for sketched in (False, True))
        assert len(set(exact[:4]) & set(quick[:4])) >= 3
        assert len(set(exact) & set(quick)) >= 16
