"""Numbers in a wish: how long, and from when."""

from __future__ import annotations

import pytest

from bot.domain.resolution import Resolution
from bot.domain.wish import ANY_LATER, Span
from bot.domain.wish_reader import Vocabulary, understand

VOCABULARY = Vocabulary(resolve=Resolution)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("between 100 and 120 minutes", (100, 120)), ("90 to 120 minutes", (90, 120)), ("a 100-120 minute film", (100, 120)),
        ("between 90 minutes and two hours", (90, 120)), ("two to three hours", (120, 180)), ("2-3 hours", (120, 180)),
        ("half an hour to an hour", (30, 60)), ("20-30 minute episodes", (20, 30)), ("between 2 and 2.5 hours", (120, 150)),
        ("under 2.5 hours", (0, 150)), ("under 2½ hours", (0, 150)), ("at most 1,5 hours", (0, 90)),
        ("under an hour and 20 minutes", (0, 80)), ("under one hour and forty minutes", (0, 100)),
        ("two 90 minute films", (75, 105)), ("10 90 minute films", (75, 105)), ("1 hour 20 minutes", (65, 95)),
    ],
)  # fmt: skip
def test_a_running_time_is_read_as_it_is_said(text: str, minutes: Span) -> None:
    wish = understand(text, VOCABULARY)
    assert wish.runtime == minutes
    assert not wish.notices


@pytest.mark.parametrize("text", ["for a 14 to 16 hour flight", "it was 2 to 3 days", "10 to 12 films"])
def test_a_stretch_of_something_else_is_no_running_time(text: str) -> None:
    assert understand(text, VOCABULARY).runtime is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("after 1980 and before 1990", ((1981, 1989),)), ("before 1990 and after 1980", ((1981, 1989),)),
        ("since 2010 and before 2015", ((2010, 2014),)), ("1950 and after", ((1950, ANY_LATER),)),
        ("before 1950 and after 2000", ((0, 1949), (2001, ANY_LATER))),
        ("before 1930 or after 2015", ((0, 1929), (2016, ANY_LATER))),
    ],
)  # fmt: skip
def test_the_two_ends_of_a_stretch_of_years_are_joined(text: str, years: tuple[Span, ...]) -> None:
    wish = understand(text, VOCABULARY)
    assert wish.years == years
    assert not wish.notices
