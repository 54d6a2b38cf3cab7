"""Wishes at odds with themselves get a sentence and a sensible answer."""

from __future__ import annotations

import pytest

from bot.domain.resolution import Resolution
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
    ],
)  # fmt: skip
def test_a_contradiction_is_named(text: str, said: str) -> None:
    assert any(notice.startswith(said) for notice in understood(text).notices)


def test_what_is_ruled_out_is_wanted_no_more() -> None:
    assert understood("horror that isn't horror").genres == ()
    assert understood("with Ada Harrow but not Ada Harrow").people == ()
    assert understood("80s comedy but nothing from the 80s").years == ()


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


def test_whoever_no_title_names_is_not_passed_over_in_silence() -> None:
    wish = understood("a thriller with Mona Quill")
    assert wish.notices == ("No title here says that it is by or with Mona Quill.",)
    assert "quill" not in wish.asked


@pytest.mark.parametrize(
    "text", ["something with Ada Harrow", "with my wife", "a film by candlelight", "with Japanese Food"]
)
def test_nobody_is_missed_who_was_not_named(text: str) -> None:
    assert understood(text).notices == ()
