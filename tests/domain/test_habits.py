from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from bot.domain.facets import Facets
from bot.domain.habits import habits_of
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def film(name: str, year: int, *genres: str, fame: float = 3.0, language: str = "en") -> Title:
    return Title(f"{name}-{year}", name, year, genres=genres, fame=fame, languages=(language,))


def judged(title: Title, kind: VerdictKind = VerdictKind.LIKED) -> Verdict:
    return Verdict(1, title.title_id, title.title, title.year, kind, "", NOW)


OLD = [film(f"old{n}", 1955 + n, "western") for n in range(10)]
NEW = [film(f"new{n}", 2012 + n, "comedy") for n in range(10)]
FACETS = Facets.build([*OLD, *NEW])


def test_who_meets_old_films_is_likelier_to_meet_another_old_one() -> None:
    habits = habits_of(FACETS, [judged(title) for title in OLD[:5]])
    assert habits[5:10].min() > habits[10:].max()


def test_seen_films_tell_of_the_years_that_somebody_watches() -> None:
    habits = habits_of(FACETS, [judged(title, VerdictKind.SEEN) for title in NEW[:5]])
    assert habits[15:].min() > habits[:10].max()


def test_one_verdict_says_less_than_ten() -> None:
    def lead(count: int) -> float:
        habits = habits_of(FACETS, [judged(title) for title in OLD[:count]])
        return float(habits[9] - habits[19])

    assert 0 < lead(1) < lead(3) < lead(9)


def test_of_no_verdicts_only_fame_is_known() -> None:
    facets = Facets.build([film("known", 2000, fame=5.0), film("unknown", 2000, fame=1.0)])
    habits = habits_of(facets, [])
    assert habits[0] > habits[1]


def test_who_likes_only_films_is_led_to_films() -> None:
    series = Title("s", "s", 2012, Kind.SERIES, genres=("comedy",), fame=3.0, languages=("en",))
    facets = Facets.build([*NEW, series])
    habits = habits_of(facets, [judged(title) for title in NEW[1:6]])
    assert habits[0] > habits[10]


def test_a_catalogue_of_nothing_has_no_habits() -> None:
    assert np.array_equal(habits_of(Facets.build([]), []), np.zeros(0, np.float32))
