"""Titles that no catalogue knows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.by_name import is_by_name, title_by_name


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("The Unheard Of", "The Unheard Of", 0),
        ("The Unheard Of (2019)", "The Unheard Of", 2019),
        ("The Unheard Of [1987]", "The Unheard Of", 1987),
        ("Some Series (2019–2021)", "Some Series", 2019),
        ("2046", "2046", 0),
        ("(2001)", "(2001)", 0),
        ("Odd (director's cut)", "Odd (director's cut)", 0),
        ("Far (3019)", "Far (3019)", 0),
    ],
)
def test_a_year_in_brackets_is_a_year(text: str, name: str, year: int) -> None:
    title = title_by_name(text)
    assert (title.title, title.year) == (name, year)


def test_the_same_name_has_the_same_id_however_it_is_written() -> None:
    assert title_by_name("  the ÚNHEARD  of").title_id == title_by_name("The Unheard Of").title_id
    assert title_by_name("The Unheard Of").title_id != title_by_name("The Unheard Of (2019)").title_id
    assert (
        title_by_name("無名の映画と長い名前の甲").title_id
        != title_by_name("無名の映画と長い名前の乙").title_id
    )


def test_an_id_says_nothing_of_the_name() -> None:
    """It goes to the log and to Chroma."""
    assert "cousin" not in title_by_name("What My Cousin Filmed (2019)").title_id


@given(st.text(min_size=1, max_size=300))
def test_every_text_has_an_id_of_its_own_kind_that_fits_discord(text: str) -> None:
    title_id = title_by_name(text).title_id
    assert is_by_name(title_id)
    assert len(title_id) <= 70
    assert title_id == title_id.strip()
