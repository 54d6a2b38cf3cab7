"""Folding: what counts as the same spelling, and what never does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.spelling import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amélie", "AMELIE"),
        ("The Godfather: Part II", "the godfather 2"),
        ("Kill Bill: Volume 1", "kill bill vol. one"),
        ("Star Wars: Episode V", "star wars 5"),
        ("Ocean's Eleven", "oceans 11"),
        ("Ocean’s Eleven", "Ocean's Eleven"),
        ("M*A*S*H", "mash"),
        ("E.T. the Extra-Terrestrial", "ET the extra terrestrial"),
        ("Withnail & I", "withnail and i"),
        ("Romeo + Juliet", "Romeo and Juliet"),
        ("Alien³", "alien 3"),
        ("Łódź Straße", "lodz strasse"),
        ("The Fifth Element", "the 5th element"),
        ("It Chapter Two", "It 2"),
        ("ゴジラ", "コ\u3099シ\u3099ラ"),
        ("Солярис", "СОЛЯРИС"),
        ("Ёжик в тумане", "ежик в тумане"),
    ],
)
def test_spellings_of_one_name_are_folded_into_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alien", "Aliens"), ("I, Tonya", "1, Tonya"), ("V for Vendetta", "5 for Vendetta"),
        ("Ford v Ferrari", "Ford 5 Ferrari"), ("Heat", "The Heat"), ("Part", "Part 1"),
        ("ハウス", "パプリカ"), ("Rocky II", "Rocky III"),
    ],
)  # fmt: skip
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("The Matrix", "matrix"), ("La Haine", "haine"), ("L'Atalante", "atalante"), ("The", "the"),
        ("Die Hard", "die hard"), ("Das Boot", "boot"), ("A", "a"), ("", ""), ("🎬!", ""),
    ],
)  # fmt: skip
def test_a_leading_article_can_be_left_out(name: str, bare: str) -> None:
    assert fold(name).bare == bare


@given(st.text(max_size=60))
def test_any_text_folds_and_folding_again_changes_no_letter(text: str) -> None:
    folded = fold(text)
    assert "  " not in folded.text
    assert folded.text == folded.text.strip()
    assert fold(text) == folded
