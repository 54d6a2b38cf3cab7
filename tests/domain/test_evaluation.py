from __future__ import annotations

import numpy as np
import pytest

from bot.domain.evaluation import (
    Trial,
    best_rows,
    kind_of,
    outcome_of,
    plain_methods,
    trials_of,
    without_the_tested,
)
from bot.domain.facets import Facets
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind

LIKED, SEEN = VerdictKind.LIKED, VerdictKind.SEEN
FACETS = Facets.build([Title(f"t{n}", f"t{n}", 2000, fame=1 + n / 10) for n in range(30)])


def test_a_fifth_of_the_likes_is_hidden_and_nothing_else() -> None:
    said = {1: {row: LIKED if row < 15 else SEEN for row in range(20)}}
    (trial,) = trials_of(said, np.random.default_rng(1))
    assert len(trial.hidden) == 3
    assert trial.hidden <= set(range(15))
    assert trial.hidden.isdisjoint(trial.told)
    assert set(trial.told) | trial.hidden == set(range(20))


def test_who_likes_fewer_than_ten_titles_is_not_tested() -> None:
    assert not trials_of({1: dict.fromkeys(range(9), LIKED)}, np.random.default_rng(1))


def test_of_ten_likes_two_are_hidden() -> None:
    (trial,) = trials_of({1: dict.fromkeys(range(10), LIKED)}, np.random.default_rng(1))
    assert len(trial.hidden) == 2


def test_the_same_seed_hides_the_same() -> None:
    said = {person: dict.fromkeys(range(20), LIKED) for person in range(5)}
    assert trials_of(said, np.random.default_rng(4)) == trials_of(said, np.random.default_rng(4))
    assert trials_of(said, np.random.default_rng(4)) != trials_of(said, np.random.default_rng(5))


def test_finding_everything_first_is_a_one_in_both_figures() -> None:
    trial = Trial({}, frozenset({3, 4}))
    outcome = outcome_of([trial], [[4, 3, 9, 8, 7, 6, 5, 2, 1, 0]])
    assert (outcome.users, outcome.recall) == (1, 1.0)
    assert outcome.ndcg == pytest.approx(1.0)


def test_a_hit_farther_down_gains_less() -> None:
    trial = Trial({}, frozenset({3, 4}))
    first = outcome_of([trial], [[3, 9]])
    second = outcome_of([trial], [[9, 3]])
    assert first.recall == second.recall == 0.5
    assert first.ndcg == pytest.approx(1 / (1 + 1 / np.log2(3)))
    assert second.ndcg < first.ndcg


@pytest.mark.parametrize(("rating", "kind"), [(5, "liked"), (4, "liked"), (3.5, "seen"), (2, "disliked")])
def test_a_rating_says_as_much_as_a_verdict(rating: float, kind: str) -> None:
    assert kind_of(rating) == kind


def test_plain_methods_never_name_what_was_told() -> None:
    told = dict.fromkeys(range(20, 30), LIKED)
    community = {person: dict.fromkeys(range(12, 30), LIKED) for person in range(8)}
    trial = Trial(told, frozenset({18, 19}))
    outcomes = plain_methods(FACETS, None, community, [trial])
    assert set(outcomes) == {"fame", "popularity", "EASE"}
    assert outcomes["fame"].recall == 1.0
    assert outcomes["EASE"].recall == 1.0


def test_whoever_is_tested_is_no_part_of_the_community() -> None:
    said = dict.fromkeys(range(12), LIKED)
    longer, others = said | {20: SEEN}, dict.fromkeys(range(10, 30), LIKED)
    community = {1: longer, 2: others, 3: dict(said), 4: others}
    assert without_the_tested(community, {1: said, 4: dict.fromkeys(range(12), SEEN)}) == {
        2: others,
        4: others,
    }


def test_of_titles_of_which_a_method_knows_nothing_it_names_none() -> None:
    community = {1: dict.fromkeys(range(5), LIKED)}
    told = {0: LIKED, 1: LIKED}
    outcome = plain_methods(FACETS, None, community, [Trial(told, frozenset({5, 6}))])["EASE"]
    assert outcome.recall == 0
    assert best_rows(np.array([1.0, -np.inf, 3.0, 2.0]), [3]) == [2, 0]


def test_a_community_of_thousands_is_read_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(3)
    community = {n: dict.fromkeys(chance.choice(30, 8, replace=False).tolist(), LIKED) for n in range(50)}
    trials = trials_of(
        {n: dict.fromkeys(chance.choice(30, 12, replace=False).tolist(), LIKED) for n in range(9)}, chance
    )
    whole = plain_methods(FACETS, None, community, trials)
    monkeypatch.setattr("bot.domain.evaluation.PEOPLE_AT_ONCE", 7)
    assert plain_methods(FACETS, None, community, trials) == whole
