"""“Not” before an adjective rules out what the adjective says, not what it describes."""

from __future__ import annotations

import pytest

from bot.domain.resolution import Resolution
from bot.domain.wish_reader import Vocabulary, understand

VOCABULARY = Vocabulary(keywords={"gory": "gory", "violent": "violent"}, resolve=Resolution)


@pytest.mark.parametrize(
    ("text", "genre", "without"),
    [
        ("not gory horror", "horror", "gory"), ("not too scary horror", "horror", "scary"),
        ("a not too violent thriller from the 90s", "thriller", "violent"), ("something not very sad, a drama", "drama", "tearjerker"),
    ],
)  # fmt: skip
def test_what_is_described_is_wanted(text: str, genre: str, without: str) -> None:
    wish = understand(text, VOCABULARY)
    assert wish.genres == ((genre,),)
    assert not wish.without_genres
    assert not wish.without_years
    assert without in wish.without_keywords


def test_years_after_it_are_wanted_too() -> None:
    assert understand("a not too violent thriller from the 90s", VOCABULARY).years == ((1990, 1999),)


@pytest.mark.parametrize(
    "text", ["sci-fi, not dark fantasy", "a drama but not scary horror", "not horror", "no gory horror"]
)
def test_what_is_ruled_out_as_a_whole_stays_so(text: str) -> None:
    assert understand(text, VOCABULARY).without_genres
