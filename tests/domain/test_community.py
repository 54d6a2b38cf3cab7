from __future__ import annotations

import time

import numpy as np
import pytest

from bot.domain.community import BY_CHANCE, FEWEST_PEOPLE, Community, Said, _inverse, _settle
from bot.domain.verdict import VerdictKind

LIKED = VerdictKind.LIKED
TITLES = 12


def two_circles(people: int) -> dict[int, dict[int, VerdictKind]]:
    """People of two tastes: the one likes the rows 0 to 4, the other 5 to 9; each leaves one out."""
    return {
        person: {
            row: LIKED for row in range(5 * (person % 2), 5 * (person % 2) + 5) if row % 5 != person // 2 % 5
        }
        for person in range(people)
    }


def test_who_likes_what_a_circle_likes_is_told_the_rest_of_it() -> None:
    community = Community.fit(Said.of(two_circles(400)), TITLES)
    scores = community.scores({0: LIKED, 1: LIKED})
    assert scores[2:5].min() > scores[5:].max()


def test_a_title_that_nobody_judged_is_left_to_its_content() -> None:
    community = Community.fit(Said.of(two_circles(400)), TITLES)
    assert community.scores({0: LIKED})[10:].tolist() == [0.0, 0.0]


def test_a_title_that_came_after_the_model_was_made_tells_it_nothing() -> None:
    community = Community.fit(Said.of(two_circles(400)), TITLES)
    assert np.array_equal(community.scores({0: LIKED, TITLES: LIKED}), community.scores({0: LIKED}))


@pytest.mark.parametrize("people", [0, 1, FEWEST_PEOPLE - 1])
def test_too_few_people_say_nothing(people: int) -> None:
    verdicts = {person: {0: LIKED, 1: LIKED} for person in range(people)}
    community = Community.fit(Said.of(verdicts), TITLES)
    assert not community.scores({0: LIKED}).any()


def test_what_everybody_likes_of_no_more_people_than_are_counted_at_least_is_not_told() -> None:
    def told(people: int) -> bool:
        verdicts = {person: {0: LIKED, 1: LIKED} for person in range(people)}
        return bool(Community.fit(Said.of(verdicts), TITLES).scores({0: LIKED}).any())

    assert not told(FEWEST_PEOPLE)
    assert told(FEWEST_PEOPLE + 1)


@pytest.mark.parametrize("together", range(FEWEST_PEOPLE))
def test_whether_nobody_or_four_people_liked_two_titles_both_cannot_be_told(together: int) -> None:
    def model(both: int) -> Community:
        people = [{0: LIKED, 1: LIKED}] * both + [{0: LIKED}, {1: LIKED}] * (20 - both)
        # As many people each time: whoever is left says something of a title that hardly anybody judged.
        people += [{2: LIKED}] * 60 + [{3: LIKED}] * both
        return Community.fit(Said.of(dict(enumerate(people))), TITLES)

    assert np.array_equal(model(0).tells, model(together).tells)
    assert not np.array_equal(model(0).tells, model(FEWEST_PEOPLE).tells)


def test_one_person_more_among_hundreds_moves_no_word_that_could_be_noticed() -> None:
    chance = np.random.default_rng(5)
    verdicts = two_circles(300) | {
        person: dict.fromkeys(np.flatnonzero(chance.random(TITLES) < 0.5).tolist(), LIKED)
        for person in range(300, 400)
    }
    without = Community.fit(Said.of(verdicts), TITLES).tells
    joined = Community.fit(Said.of(verdicts | {400: {0: LIKED, 7: LIKED, 11: LIKED}}), TITLES).tells
    assert 0 < np.abs(joined - without).max() < 0.01


def test_the_word_of_the_community_grows_with_its_number() -> None:
    told = [
        float(Community.fit(Said.of(two_circles(n)), TITLES).scores({0: LIKED})[1])
        for n in (10, 40, 160, 640)
    ]
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] / 4


def test_chance_alone_makes_nobody_a_neighbour() -> None:
    chance = np.random.default_rng(3)
    verdicts = {
        p: dict.fromkeys(np.flatnonzero(chance.random(TITLES) < 0.3).tolist(), LIKED) for p in range(500)
    }
    scores = Community.fit(Said.of(verdicts), TITLES).scores({0: LIKED})
    assert BY_CHANCE > 1
    assert scores[1:].std() < 0.1


def test_hundreds_of_titles_of_thousands_of_people_take_a_moment() -> None:
    chance = np.random.default_rng(1)
    people = np.repeat(np.arange(3000, dtype=np.int32), 30)
    rows = (800 * chance.random(len(people)) ** 2).astype(np.int32)
    said = Said(people, rows, np.ones(len(people), np.float32))
    began = time.perf_counter()
    community = Community.fit(said, 800)
    assert time.perf_counter() - began < 10
    assert np.isfinite(community.tells).all()


def test_who_judged_much_is_counted_as_everybody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    by_pairs = Community.fit(Said.of(two_circles(60)), TITLES)
    monkeypatch.setattr("bot.domain.community.MOST_BY_PAIRS", 0)
    assert np.allclose(Community.fit(Said.of(two_circles(60)), TITLES).tells, by_pairs.tells, atol=1e-5)


def test_counts_that_are_only_expected_never_outweigh_the_ridge() -> None:
    # Each of many titles is expected to go with every other, more than it was judged at all: impossible as counts.
    gram = np.full((700, 700), -1.0, dtype=np.float32)
    np.fill_diagonal(gram, 20.0)
    assert np.linalg.eigvalsh(gram)[0] < -600
    more = _settle(gram, 10.0)
    assert more == 0.0
    assert np.linalg.eigvalsh(gram)[0] > -10.5
    assert np.linalg.eigvalsh(gram)[-1] == pytest.approx(21.0, abs=0.1)


def test_counts_that_agree_stay_as_they_are() -> None:
    people = (np.random.default_rng(2).random((400, 60)) < 0.2).astype(np.float32)
    gram = people.T @ people
    before = gram.copy()
    assert _settle(gram, 1.0) == 0.0
    assert np.array_equal(gram, before)


def test_the_inverse_by_halves_is_the_inverse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.domain.community.INVERTED_WHOLE", 8)
    people = np.random.default_rng(2).random((200, 77)).astype(np.float32)
    gram = people.T @ people + 100 * np.eye(77, dtype=np.float32)
    assert np.allclose(_inverse(gram.copy()) @ gram, np.eye(77), atol=1e-3)


def test_what_everybody_knows_is_said_less_of_than_what_few_know(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [{0: LIKED, 1: LIKED}] * 30 + [{1: LIKED}] * 300 + [{0: LIKED, 2: LIKED}] * 30

    def lead() -> float:
        scores = Community.fit(Said.of(dict(enumerate(people))), TITLES).scores({0: LIKED})
        return float(scores[2] / scores[1])

    priced = lead()
    monkeypatch.setattr("bot.domain.community.POPULARITY_PRICE", 0.0)
    assert priced > lead()


def test_a_handful_of_people_is_hardly_heard_and_hundreds_are_in_full() -> None:
    def of(people: int, monkeypatch: pytest.MonkeyPatch) -> float:
        said = Said.of(two_circles(people))
        heard = Community.fit(said, TITLES).scores({0: LIKED})[1]
        with monkeypatch.context() as patched:
            patched.setattr("bot.domain.community.HALF_HEARD", FEWEST_PEOPLE)
            return float(heard / Community.fit(said, TITLES).scores({0: LIKED})[1])

    shares = [of(people, pytest.MonkeyPatch()) for people in (16, 20, 100, 400)]
    assert shares == sorted(shares)
    assert shares[1] == pytest.approx(0.5, abs=0.01)
    assert shares[-1] > 0.99
