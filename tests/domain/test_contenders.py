"""Which titles are looked at closely."""

from __future__ import annotations

import numpy as np

from bot.domain.contenders import CONTENDERS, SAMPLE, Contenders

MANY = 4 * (CONTENDERS + SAMPLE)


def test_in_a_small_catalogue_every_title_is_looked_at() -> None:
    everywhere = np.ones(50, np.bool_)
    near = Contenders.of(np.arange(50, dtype=np.float32), [everywhere], None)
    assert near.rows.tolist() == near.usual.tolist() == list(range(50))


def test_in_a_large_catalogue_the_best_of_each_tier_are_looked_at() -> None:
    scores = np.arange(MANY, dtype=np.float32)
    first = scores < 2 * CONTENDERS
    near = Contenders.of(scores, [first, ~first], None)
    assert set(range(CONTENDERS, 2 * CONTENDERS)) <= set(near.rows.tolist())
    assert set(range(MANY - CONTENDERS, MANY)) <= set(near.rows.tolist())
    assert len(near.rows) < MANY / 2


def test_what_is_usual_is_that_of_the_whole_catalogue_not_of_the_best() -> None:
    values = np.linspace(-1, 1, MANY, dtype=np.float32)
    near = Contenders.of(values, [np.ones(MANY, np.bool_)], None)
    found = near.standardised(values[near.rows])
    assert abs(found[near.usual].mean()) < 0.01
    assert found[-1] > 1.5


def test_a_title_without_a_vector_is_neither_punished_nor_preferred() -> None:
    without = np.array([False, True, False, False])
    near = Contenders.of(np.zeros(4, np.float32), [np.ones(4, np.bool_)], without)
    found = near.standardised(np.array([0.5, 0.0, 0.3, 0.1], np.float32))
    assert found[1] == 0
    assert found[0] > 0 > found[3]
    assert abs(found[[0, 2, 3]].mean()) < 1e-6
