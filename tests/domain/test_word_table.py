"""Tables of words as people write them, and that no phrase stands where another place hides it."""

from __future__ import annotations

from itertools import combinations

import pytest

from bot.domain import everyday_words, tones, vocabulary
from bot.domain.word_table import phrases_of, table_of

# What is joined into one table: of two places for a phrase only one would count.
JOINED = {
    "genres": (vocabulary.PLAIN_GENRES, everyday_words.EVERYDAY_GENRES, everyday_words.EITHER_GENRES),
    "themes": (vocabulary.PLAIN_THEMES, everyday_words.EVERYDAY_THEMES),
    "leanings": (vocabulary._LEANINGS, everyday_words.EVERYDAY_LEANINGS),
    "fame": (vocabulary.PLAIN_FAME, everyday_words.EVERYDAY_FAME),
    "moods": (tones.PLAIN_MOODS, everyday_words.EVERYDAY_MOODS),
}


def test_a_line_gives_all_its_phrases_the_same_words_and_goes_on_where_the_next_is_indented() -> None:
    table = table_of("""
calm, fall asleep = gentle,
    quiet
plain
""")
    assert table == {"calm": ("gentle", "quiet"), "fall asleep": ("gentle", "quiet"), "plain": ()}


def test_a_list_is_parted_by_commas_and_goes_on_over_lines() -> None:
    assert phrases_of("for kids, with\nkids, ") == {"for kids", "with kids"}


def test_a_phrase_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="“calm” stands twice"):
        table_of("calm = gentle\nquiet, calm = slow")
    with pytest.raises(ValueError, match="“calm” stands twice"):
        phrases_of("calm, quiet, calm")


@pytest.mark.parametrize("name", JOINED)
def test_no_phrase_stands_in_two_tables_that_are_joined(name: str) -> None:
    for one, other in combinations(JOINED[name], 2):
        assert not one.keys() & other.keys()
