"""Wishes at odds with themselves get a sentence and a sensible answer."""

from __future__ import annotations

import pytest

from bot.domain.resolution import Match, Resolution
from bot.domain.title import Title
from bot.domain.wish import ANY_LATER, Wish
from bot.domain.wish_reader import Vocabulary, understand

VOCABULARY = Vocabulary(
    keywords={"gory": "gory", "short film": "short film", "heist": "heist"},
    people={"ada harrow": "Ada Harrow"},
    resolve=Resolution,
)


def understood(text: str) -> Wish:
    return understand(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("80s film from 2010", "Nothing is both from the 1980s and from 2010, so I took either."),
        ("short film over three hours", "No short film runs that long"),
        ("horror that isn't horror", "You asked for horror and ruled it out; I left it out."),
        ("gory but not gory", "You asked for “gory” and ruled it out; I left it out."),
        ("a French film, nothing French", "You asked for France and ruled it out; I left it out."),
        ("with Ada Harrow but not Ada Harrow", "You asked for Ada Harrow and ruled it out; I left it out."),
        ("80s comedy but nothing from the 80s", "You asked for the 1980s and ruled that out; I left it out."),
        ("under 90 minutes but over two hours", "No title is that short and that long at once"),
        ("nothing before 1980 and nothing after 1970", "You ruled out every year there is"),
        ("something gory for my 4 year old", "Nothing “gory” is for children, so I left it out."),
        ("in French but not in French", "You asked for a language and ruled it out; I left it out."),
        ("famous but unknown", "Nothing is both famous and unknown, so I left that open."),
        ("an old but recent film", "Nothing is both old and recent, so I left that open."),
        ("something short and long", "Nothing is both short and long, so I left that open."),
        ("a film from 2050", "No film or series is from 2050, so I left the year out."),
        ("something made in 1750", "No film or series is from 1750, so I left the year out."),
        ("no films, no series", "There is nothing here but films and series, so I took either."),
        ("neither a film nor a series", "There is nothing here but films and series, so I took either."),
    ],
)  # fmt: skip
def test_a_contradiction_is_named(text: str, said: str) -> None:
    assert any(notice.startswith(said) for notice in understood(text).notices)


def test_what_is_ruled_out_is_wanted_no_more() -> None:
    assert understood("horror that isn't horror").genres == ()
    assert understood("with Ada Harrow but not Ada Harrow").people == ()
    assert understood("80s comedy but nothing from the 80s").years == ()
    assert understood("nothing before 1980 and nothing after 1970").without_years == ()
    assert understood("something gory for my 4 year old").keywords == (("for small children",),)


@pytest.mark.parametrize(
    "text",
    [
        "famous but unknown",
        "old or new films",
        "neither old nor new",
        "something long or short",
        "old but new",
    ],
)
def test_of_two_opposites_neither_is_asked_for(text: str) -> None:
    wish = understood(text)
    assert (wish.fame, wish.era, wish.runtime) == (0.0, 0.0, None)


def test_what_is_no_opposite_is_kept() -> None:
    assert understood("famous but not unknown").fame == 1.0
    assert understood("an overlooked masterpiece").fame == pytest.approx(-0.4)
    assert understood("a short film about an old man").notices == ()
    assert understood("a recent film, nothing old").era > 0
    assert understood("a French film not in French").notices == ()


def test_what_was_said_last_of_the_running_time_counts() -> None:
    assert understood("under 90 minutes but over two hours").runtime == (120, ANY_LATER)
    assert understood("over two hours and under 90 minutes").runtime == (0, 90)


def test_an_example_that_is_ruled_out_is_none() -> None:
    heat = Title("heat-1995", "Heat", 1995)
    vocabulary = Vocabulary(
        resolve=lambda text: (
            Resolution(text, heat, match=Match.EXACT) if text.lower() == "heat" else Resolution(text)
        )
    )
    wish = understand("like Heat but not like Heat", vocabulary)
    assert (wish.like, wish.unlike, wish.excluded) == ((), (), ("heat-1995",))
    assert wish.notices == (
        "You asked for something like a title and ruled that out; I left the example out.",
    )


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("70s or 80s", ((1970, 1979), (1980, 1989))),
        ("from the 70s, 80s and 90s", ((1970, 1979), (1980, 1989), (1990, 1999))),
        ("a 90s film before 1995", ((1990, 1994),)),
        ("from this century, since 2010", ((2000, ANY_LATER), (2010, ANY_LATER))),
        ("80s film from 1985", ((1985, 1985),)),
    ],
)  # fmt: skip
def test_stretches_of_years_are_joined_as_they_are_said(
    text: str, years: tuple[tuple[int, int], ...]
) -> None:
    wish = understood(text)
    assert wish.years == years
    assert not wish.notices


def test_what_only_resembles_what_is_ruled_out_stays_wanted() -> None:
    wish = understood("funny but not silly")
    assert "funny" in wish.keywords[0]
    assert "absurd" in wish.without_keywords
    assert "funny" not in wish.without_keywords
    assert not wish.notices


def test_horror_that_is_not_scary_is_horror() -> None:
    wish = understood("horror that isn't scary")
    assert (wish.genres, wish.without_genres, wish.notices) == ((("horror",),), (), ())
    assert "scary" in wish.without_keywords
    assert understood("a thriller, nothing scary").without_genres == (("horror",),)


def test_whoever_no_title_names_is_not_passed_over_in_silence() -> None:
    wish = understood("a thriller with Mona Quill")
    assert wish.notices == ("No title here says that it is by or with Mona Quill.",)
    assert "quill" not in wish.asked


@pytest.mark.parametrize(
    "text",
    [
        "films or series",
        "a film, no horror",
        "nothing gory for the kids",
        "not a film",
        "a film about 2050",
        "set in the year 3000",
        "from 1999",
    ],
)
def test_no_contradiction_is_seen_where_none_is(text: str) -> None:
    assert understood(text).notices == ()


@pytest.mark.parametrize(
    "text", ["something with Ada Harrow", "with my wife", "a film by candlelight", "with Japanese Food"]
)
def test_nobody_is_missed_who_was_not_named(text: str) -> None:
    assert understood(text).notices == ()
