"""Ranking: what of a wish gives way first where not all of it can be had, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.domain.constraints import tiers_of
from bot.domain.facets import Facets
from bot.domain.title import Kind
from bot.domain.wish import Wish
from tests.domain.ranking import SEEN, film, judged, names, ranked, verdict


def test_requirements_give_way_in_their_order() -> None:
    asked: dict[str, Any] = {
        "year": 1990, "genres": ("crime",), "runtime": 100, "countries": ("FR",), "languages": ("fr",), "directors": ("M",),
        "kind": Kind.FILM, "keywords": ("family-friendly",),
    }  # fmt: skip
    lacking: dict[str, dict[str, Any]] = {
        "nothing": {}, "runtime, a little": {"runtime": 130}, "years, a little": {"year": 1997},
        "runtime": {"runtime": 200},
        "origin": {"countries": ("US",), "languages": ("en",)}, "years": {"year": 2015},
        "genres": {"genres": ("drama",)}, "people": {"directors": ("N",)}, "kind": {"kind": Kind.SERIES},
        "children": {"keywords": ()},
    }  # fmt: skip
    titles = [film(name, **(asked | other)) for name, other in lacking.items()]
    wish = Wish(
        kind=Kind.FILM, genres=(("crime",),), years=((1985, 1995),), runtime=(0, 120), countries=("FR",), people=("M",),
        for_children=True,
    )  # fmt: skip
    assert names(ranked(titles[::-1], wish, at_least=len(titles))) == list(lacking)


def test_no_more_gives_way_than_it_takes() -> None:
    titles = [film(f"{n} Nineties", 1990 + n) for n in range(4)] + [film("Later", 2015, fame=5.0)]
    found = ranked(titles, Wish(years=((1990, 1999),)))
    assert "Later" not in names(found)
    assert found.notices == ()


def test_a_notice_says_how_many_meet_everything_and_what_gave_way() -> None:
    titles = [film(f"{n} Nineties", 1990 + n) for n in range(2)] + [
        film(f"{n} Soon", 2001 + n) for n in range(3)
    ]
    found = ranked(titles, Wish(years=((1990, 1999),)))
    assert len(found.candidates) == 5
    assert found.notices == (
        "Only 2 of these meet everything you asked for, so I looked a few years further.",
    )


def test_a_notice_names_only_what_the_titles_lack() -> None:
    titles = [film(f"{n} Short", 1991, runtime=80, genres=("crime",)) for n in range(4)]
    wish = Wish(years=((1990, 1999),), runtime=(0, 60), genres=(("crime",),))
    assert ranked(titles, wish).notices == (
        "None of these meets everything you asked for, so I left the running time aside.",
    )


def test_a_co_production_counts_as_from_either_country_when_there_is_nothing_better() -> None:
    own = [film(f"{n} Own", countries=("FR",), languages=("fr",)) for n in range(3)]
    shared = [film("Shared", countries=("US", "FR"), fame=5.0), film("Elsewhere", fame=5.0)]
    found = ranked([*shared, *own], Wish(countries=("FR",), languages=("fr",)))
    assert names(found)[-1] == "Shared"
    assert len(found.candidates) == 4
    assert found.notices == ()


def test_a_theme_that_few_titles_have_goes_first_and_a_notice_says_that_it_is_rare() -> None:
    titles = [film("Chess", keywords=("chess",), fame=2.0), *(film(f"{n} Other") for n in range(6))]
    found = ranked(titles, Wish(themes=(("chess",),)))
    assert names(found)[0] == "Chess"
    assert found.notices == ("Only 1 of these meets everything you asked for, so I looked beyond “chess”.",)


def test_a_theme_that_no_title_has_is_not_required() -> None:
    titles = [film(f"{n} Other") for n in range(6)]
    assert ranked(titles, Wish(themes=(("chess",),))).notices == ()


def test_only_what_stands_in_the_way_gives_way() -> None:
    titles = [film(f"{n} Crime", 1991, genres=("crime",)) for n in range(4)] + [film("Famous", fame=5.0)]
    found = ranked(titles, Wish(kind=Kind.SERIES, genres=(("crime",),), years=((1990, 1999),)))
    assert "Famous" not in names(found)
    assert found.notices == ("There are no series here, so these are films.",)


def test_where_no_country_is_known_the_language_stands_for_it() -> None:
    titles = [film("Danish", countries=(), languages=("da",)), film("English", countries=(), fame=5.0)]
    found = ranked(titles, Wish(countries=("DK", "SE")), at_least=1)
    assert names(found) == ["Danish"]
    assert found.notices == ("Which of these were made there is not known here; I went by their language.",)
    assert names(ranked(titles, Wish(without_countries=("US",)))) == ["Danish"]


def test_running_times_that_are_not_known_are_not_passed_over_in_silence() -> None:
    titles = [film(f"{n} Film", runtime=None) for n in range(4)]
    assert ranked(titles, Wish(runtime=(0, 90))).notices == ("How long titles run is not known here.",)
    titles.append(film("Long", runtime=200))
    assert ranked(titles, Wish(runtime=(0, 90))).notices == ("How long some of these run is not known here.",)


def test_a_film_in_which_some_of_the_language_is_spoken_is_not_from_there() -> None:
    titles = [
        film("Own", countries=("FR",), languages=("fr",), fame=2.0),
        film("Shared", countries=("BE", "FR"), languages=("nl", "fr"), fame=2.0),
        film("Elsewhere", countries=("US",), languages=("en", "fr"), fame=5.0),
    ]
    found = ranked(titles, Wish(countries=("FR",), languages=("fr",)), at_least=3)
    assert names(found) == ["Own", "Shared", "Elsewhere"]
    assert found.notices == (
        "Only 2 of these meet everything you asked for, so I looked to other countries.",
    )
    assert ranked(titles, Wish(languages=("fr",)), at_least=3).notices == ()


def test_a_film_in_the_language_of_its_country_goes_before_one_that_has_only_either() -> None:
    own = [film(f"{n} Own", countries=("FR",), languages=("fr",), fame=2.0) for n in range(4)]
    found = ranked(
        [film("Abroad", countries=("FR",), fame=5.0), *own], Wish(countries=("FR",), languages=("fr",))
    )
    assert "Abroad" not in names(found)


def test_no_other_part_of_what_is_known_already_is_offered() -> None:
    parts = [
        film("Voyage", keywords=("franchise",)),
        film("Voyage II", 2004, keywords=("sequel",)),
        film("Other"),
    ]
    assert names(ranked(parts, Wish(without_franchises=("voyage-2000",)))) == ["Other"]


def test_a_theme_that_many_titles_have_is_required() -> None:
    heists = [film(f"{n} Heist", keywords=("heist",), fame=2.0) for n in range(8)]
    titles = [*heists, film("Famous", fame=5.0)]
    assert "Famous" not in names(ranked(titles, Wish(themes=(("heist",),))))


@pytest.mark.parametrize("at_least", [1, 3, 10])
def test_an_answer_has_as_many_titles_as_wanted(at_least: int) -> None:
    titles = [film(f"{n} Film", 1930 + n) for n in range(30)]
    assert len(ranked(titles, Wish(years=((1950, 1950),)), at_least=at_least).candidates) >= at_least


def test_an_empty_catalogue_gives_an_empty_answer() -> None:
    assert ranked([], Wish(genres=(("drama",),), era=1.0)).candidates == ()


def test_where_everything_is_ruled_out_what_has_the_least_of_it_is_shown_and_said_so() -> None:
    titles = [film("Both", genres=("drama", "crime")), film("Drama"), film("Crime", genres=("crime",))]
    wish = Wish(without_genres=(("drama",), ("crime",)))
    found = ranked(titles, wish, at_least=2, size=2)
    assert sorted(names(found)) == ["Crime", "Drama"]
    assert found.notices == (
        "Every title here has something of what you ruled out; these have the least of it.",
    )
    assert len(ranked(titles, wish, at_least=3).candidates) == 3


def test_where_little_is_free_of_what_is_ruled_out_that_alone_is_shown_and_said_so() -> None:
    titles = [film("Drama"), film("Crime", genres=("crime",)), film("War", genres=("war",))]
    found = ranked(titles, Wish(without_genres=(("drama",),)))
    assert sorted(names(found)) == ["Crime", "War"]
    assert found.notices == ("Only 2 titles are left that have nothing of what you ruled out.",)
    assert ranked(titles, Wish(without_genres=(("horror",),))).notices == ()
    (told,) = ranked(titles, Wish(without_genres=(("drama",), ("war",)))).notices
    assert told == "Only 1 title is left that has nothing of what you ruled out."


def test_whoever_has_judged_nearly_everything_is_told_how_little_is_left() -> None:
    titles = [film("Alpha"), film("Beta"), film("Gamma")]
    assert ranked(titles, taste=judged(verdict(titles[1], SEEN))).notices == (
        "Only 2 titles are left to recommend.",
    )
    assert ranked(titles, taste=judged(verdict(titles[1], SEEN)), at_least=2).notices == ()
    assert ranked(titles).notices == ()


def test_children_get_nothing_unfit_for_them_though_everything_is_ruled_out() -> None:
    titles = [film("Fit"), film("Gory", genres=("crime",), keywords=("gory",))]
    wish = Wish(for_children=True, without_genres=(("drama",),), without_keywords=("gory",))
    assert names(ranked(titles, wish)) == ["Fit"]
    assert names(ranked(titles[1:], wish)) == []


def test_every_tier_is_disjoint_and_allowed() -> None:
    titles = [film(f"{n} Film", 1930 + n, genres=("drama",) if n % 2 else ("crime",)) for n in range(40)]
    facets = Facets.build(titles)
    allowed = np.arange(40) % 3 > 0
    tiers = tiers_of(facets, Wish(genres=(("crime",),), years=((1950, 1953),)), allowed, 20)
    assert np.sum(tiers.masks, axis=0).max() == 1
    assert not np.any(np.logical_or.reduce(tiers.masks) & ~allowed)
