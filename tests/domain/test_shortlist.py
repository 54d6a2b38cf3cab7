"""Ranking: what is never offered, and what goes before what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from bot.domain.facets import Facets
from bot.domain.ports import Vectors
from bot.domain.shortlist import Signals, rank
from bot.domain.taste import Taste
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish
from tests.domain.ranking import DISLIKED, LIKED, NOBODY, SEEN, film, judged, names, ranked, taste_of, verdict

# -- what is never offered ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(VerdictKind))
def test_a_judged_title_is_never_offered(kind: VerdictKind) -> None:
    titles = [film("Alpha"), film("Beta"), film("Gamma")]
    assert sorted(names(ranked(titles, taste=judged(verdict(titles[1], kind))))) == ["Alpha", "Gamma"]


def test_a_judged_title_is_known_by_name_and_year_when_its_id_is_not() -> None:
    titles = [film("Alpha"), film("Ámélie", 2001), film("Amelie", 1950)]
    told = verdict(film("AMELIE", 2001), SEEN, title_id="from-another-catalogue")
    assert sorted(names(ranked(titles, taste=judged(told)))) == ["Alpha", "Amelie"]


def test_what_is_ruled_out_stays_out_even_if_nothing_else_is_left() -> None:
    titles = [
        film("Gore", keywords=("gory",)), film("Scare", genres=("horror",)), film("Old", 1955),
        film("Theirs", directors=("A. Maker",)), film("Foreign", countries=("FR",)), film("Tongue", languages=("fr",)),
        film("Both", genres=("romance", "comedy")), film("Fine"),
    ]  # fmt: skip
    wish = Wish(
        without_keywords=("gory",), without_genres=(("horror",), ("romance", "comedy")), without_years=((0, 1960),),
        without_people=("A. Maker",), without_countries=("FR",), without_languages=("fr",),
    )  # fmt: skip
    assert names(ranked(titles, wish)) == ["Fine"]


def test_one_genre_of_a_pair_that_is_ruled_out_may_stay() -> None:
    titles = [film("Comedy", genres=("comedy",)), film("Romcom", genres=("romance", "comedy"))]
    assert names(ranked(titles, Wish(without_genres=(("romance", "comedy"),)))) == ["Comedy"]


def test_titles_named_in_the_wish_are_not_offered() -> None:
    titles = [film("Alpha"), film("Beta"), film("Gamma"), film("Delta")]
    wish = Wish(like=("alpha-2000",), unlike=("beta-2000",), excluded=("gamma-2000",))
    assert names(ranked(titles, wish)) == ["Delta"]


def test_children_are_spared_violence_and_horror() -> None:
    titles = [
        film("Tender", genres=("family",)),
        film("Harsh", genres=("family",), keywords=("violent",)),
        film("Ghastly", genres=("family", "horror")),
    ]
    assert names(ranked(titles, Wish(for_children=True))) == ["Tender"]


# -- what goes first ----------------------------------------------------------------------------------


def test_films_go_before_series_unless_something_else_speaks_for_them() -> None:
    titles = [film("Series", kind=Kind.SERIES), film("Film")]
    assert names(ranked(titles)) == ["Film", "Series"]
    assert names(ranked(titles, Wish(kind=Kind.SERIES)))[0] == "Series"
    assert len(ranked(titles).candidates) == 2


def test_a_series_as_an_example_asks_rather_for_series() -> None:
    titles = [film("Series", kind=Kind.SERIES), film("Film"), film("Known", kind=Kind.SERIES)]
    vectors = np.eye(3, 8, dtype=np.float32)
    found = rank(
        Facets.build(titles), vectors, Wish(like=("known-2000",)), NOBODY, Signals(), size=2, at_least=2
    )
    assert names(found) == ["Series", "Film"]


def test_the_well_known_go_first_unless_the_overlooked_are_wanted() -> None:
    titles = [film("Known", fame=5.0), film("Gem", fame=2.0)]
    assert names(ranked(titles)) == ["Known", "Gem"]
    assert names(ranked(titles, Wish(fame=-1.0), at_least=1)) == ["Gem"]


def test_a_gem_is_overlooked_rather_than_unknown() -> None:
    titles = [film("Unseen", fame=1.0), film("Gem", fame=2.0)]
    assert names(ranked(titles, Wish(fame=-1.0), at_least=1)) == ["Gem", "Unseen"]


def test_a_genre_that_is_only_a_keyword_counts() -> None:
    titles = [film("Song", keywords=("musical",)), *(film(f"{n} Film", fame=5.0) for n in range(5))]
    assert names(ranked(titles, Wish(genres=(("musical",),)), at_least=1)) == ["Song"]


def test_a_genre_named_first_counts_more_than_one_named_last() -> None:
    titles = [
        film("Last", genres=("drama", "war", "comedy"), fame=4.2),
        film("First", genres=("comedy", "drama")),
    ]
    assert names(ranked(titles, Wish(genres=(("comedy",),)))) == ["First", "Last"]


def test_documentaries_and_silent_films_wait_to_be_asked_for() -> None:
    titles = [film("Fact", genres=("documentary",)), film("Silence", keywords=("silent",)), film("Plain")]
    assert names(ranked(titles))[0] == "Plain"
    assert names(ranked(titles, Wish(genres=(("documentary",),))))[0] == "Fact"


def test_tones_at_odds_with_the_mood_go_last() -> None:
    titles = [
        film("Grim", keywords=("feel-good", "violent")),
        film("Kind", keywords=("feel-good",)),
    ]
    wish = Wish(keywords=(("feel-good",),), unwelcome=("violent",))
    assert names(ranked(titles, wish)) == ["Kind", "Grim"]


def test_old_films_wait_except_where_old_is_what_fits() -> None:
    modern, old = film("Modern", 2005), film("Old", 1940)
    assert names(ranked([old, modern])) == ["Modern", "Old"]
    noirs = [film(f"{n} Noir", 1940 + n, genres=("noir",)) for n in range(6)]
    late = film("Late Noir", 1990, genres=("noir",), fame=3.9)
    assert names(ranked([*noirs, late], Wish(genres=(("noir",),))))[0] != "Late Noir"


def test_both_people_named_go_before_one_of_them() -> None:
    titles = [film("One", actors=("A",), fame=4.4), film("Both", actors=("A", "B"))]
    assert names(ranked(titles, Wish(people=("A", "B")))) == ["Both", "One"]


# -- franchises and likeness --------------------------------------------------------------------------

SAGA = [
    film("Saga", 1990, keywords=("franchise",), fame=4.0),
    film("Saga 2", 1994, keywords=("sequel", "franchise"), fame=5.0),
    film("Saga: The End", 1998, keywords=("sequel", "franchise"), fame=5.0),
]


def test_one_part_of_a_franchise_is_enough_and_the_first_goes_first() -> None:
    others = [film(f"{n} Film", 1990 + n, fame=3.0) for n in range(4)]
    assert names(ranked([*SAGA, *others]))[:4].count("Saga") == 1
    assert not {"Saga 2", "Saga: The End"} & set(names(ranked([*SAGA, *others]))[:4])


def test_the_parts_of_a_franchise_come_when_there_is_nothing_else() -> None:
    assert set(names(ranked(SAGA))) == {title.title for title in SAGA}


def test_whoever_met_the_first_part_may_be_offered_the_second() -> None:
    others = [film(f"{n} Film", fame=4.2) for n in range(4)]
    titles = [*SAGA, *others]
    assert names(ranked(titles, taste=judged(verdict(SAGA[0], LIKED))))[0] == "Saga 2"
    assert names(ranked(titles, taste=judged(verdict(SAGA[0], DISLIKED))))[0] != "Saga 2"


def test_titles_alike_do_not_fill_an_answer() -> None:
    titles = [film(f"{n} Twin", fame=4.3) for n in range(3)] + [film("Different")]
    vectors = np.array([[1, 0], [1, 0.05], [1, -0.05], [0, 1]], np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = rank(Facets.build(titles), vectors, Wish(), NOBODY, Signals(), size=2, at_least=2)
    assert "Different" in names(found)


# -- taste --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def circle() -> tuple[list[Title], Vectors]:
    """Sixteen equally known films around a circle: neighbours are alike."""
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    return [film(f"{n} Point") for n in range(16)], vectors


def test_likes_pull_and_dislikes_push(circle: tuple[list[Title], Vectors]) -> None:
    titles, vectors = circle
    facets = Facets.build(titles)

    def first(*verdicts: Verdict, size: int = 1) -> list[str]:
        taste = taste_of(facets, vectors, *verdicts)
        return names(rank(facets, vectors, Wish(), taste, Signals(), size=size, at_least=size))

    assert first(verdict(titles[4], LIKED))[0] in ("3 Point", "5 Point")
    disliked = first(verdict(titles[4], DISLIKED), size=15)
    assert set(disliked[-2:]) <= {"2 Point", "3 Point", "5 Point", "6 Point"}
    between = first(verdict(titles[4], LIKED), verdict(titles[6], DISLIKED))
    assert between == ["3 Point"]


def test_a_candidate_names_the_likes_it_is_near_to(circle: tuple[list[Title], Vectors]) -> None:
    titles, vectors = circle
    facets = Facets.build(titles)
    taste = taste_of(facets, vectors, verdict(titles[4], LIKED), verdict(titles[12], LIKED))
    found = rank(facets, vectors, Wish(), taste, Signals(), size=14, at_least=4)
    near = {c.title.title: [v.title for v, _ in c.near_likes] for c in found.candidates}
    assert near["5 Point"] == ["4 Point"]
    assert near["11 Point"] == ["12 Point"]


def test_a_wish_weighs_more_than_taste(circle: tuple[list[Title], Vectors]) -> None:
    titles, vectors = circle
    titles = [replace(t, genres=("comedy",)) if n in (12, 13) else t for n, t in enumerate(titles)]
    facets = Facets.build(titles)
    taste = taste_of(facets, vectors, verdict(titles[4], LIKED))
    found = rank(facets, vectors, Wish(genres=(("comedy",),)), taste, Signals(), size=4, at_least=2)
    assert set(names(found)) == {"12 Point", "13 Point"}


def test_a_liked_language_and_genre_count(circle: tuple[list[Title], Vectors]) -> None:
    titles, vectors = circle
    titles = [replace(t, languages=("ko",)) if n in (0, 8) else t for n, t in enumerate(titles)]
    facets = Facets.build(titles)
    same = np.full_like(vectors, 0.5**0.5)
    taste = taste_of(facets, same, verdict(titles[0], LIKED))
    assert names(rank(facets, same, Wish(), taste, Signals(), size=1, at_least=1)) == ["8 Point"]


# -- signals and fit ----------------------------------------------------------------------------------


def test_words_and_meaning_move_titles_up() -> None:
    titles = [film(f"{n} Film") for n in range(4)]
    words = np.array([0, 0, 3, 0], np.float32)
    meaning = np.array([0.1, 0.5, 0.1, 0.1], np.float32)
    facets = Facets.build(titles)

    def first(signals: Signals) -> str:
        return names(rank(facets, None, Wish(asked="x"), NOBODY, signals, size=4, at_least=4))[0]

    assert first(Signals(words=words)) == "2 Film"
    assert first(Signals(meaning=meaning)) == "1 Film"


def test_fit_says_how_much_of_the_wish_a_title_has() -> None:
    titles = [film("All", keywords=("funny",), genres=("comedy",)), film("Half", genres=("comedy",))]
    found = ranked(titles, Wish(genres=(("comedy",),), keywords=(("funny",),)))
    assert [(c.title.title, c.fit) for c in found.candidates] == [("All", 1.0), ("Half", 0.5)]
    assert found.candidates[0].matched == ("funny", "comedy")


# -- weak signals -------------------------------------------------------------------------------------


def leaning(**weights: float) -> Taste:
    return replace(NOBODY, leanings={f"{name}-2000": weight for name, weight in weights.items()})


def in_order(taste: Taste, wish: Wish | None = None, **other: Any) -> list[str]:
    """Rank four films of which Alpha lies beside Beta and Gamma beside Delta, all else equal."""
    titles = [film("Alpha", **other), film("Beta"), film("Gamma"), film("Delta")]
    vectors = np.zeros((4, 8), np.float32)
    vectors[:, :4] = [(1, 0.1, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0.1), (0, 0, 1, 0)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # Beta and Delta have been judged: they lead to the others and are not offered themselves.
    found = rank(
        Facets.build(titles), vectors, wish or Wish(), taste, Signals(), size=4, at_least=1,
        excluded=("beta-2000", "delta-2000"),
    )  # fmt: skip
    return names(found)


def test_a_thumb_up_brings_what_resembles_the_set_forward_and_a_thumb_down_pushes_it_back() -> None:
    assert in_order(leaning(delta=1.0)) == ["Gamma", "Alpha"]
    assert in_order(leaning(beta=1.0)) == ["Alpha", "Gamma"]
    assert in_order(leaning(delta=-1.0)) == ["Alpha", "Gamma"]
    assert in_order(leaning(beta=-1.0)) == ["Gamma", "Alpha"]


def test_a_thumb_says_less_than_what_was_asked_for() -> None:
    asked = Wish(asked="a western", genres=(("western",),))
    assert in_order(leaning(delta=1.0), asked, genres=("western",))[0] == "Alpha"


def test_a_verdict_overrules_the_thumb_on_the_same_title() -> None:
    said = replace(leaning(delta=1.0), judged=(verdict(film("Delta"), SEEN),))
    neither = replace(NOBODY, judged=said.judged)
    assert in_order(said) == in_order(neither)


def test_thumbs_on_titles_that_the_catalogue_lost_say_nothing() -> None:
    assert in_order(leaning(vanished=1.0)) == in_order(NOBODY)
