from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import BadRequest
from bot.domain.title import Kind, Title
from bot.domain.wish_rules import read_wishes, said_by

HARBOUR = Title(
    "harbour-1994", "Harbour", 1994, genres=("drama", "crime"), runtime=95, fame=3.0, languages=("fr",)
)


def broken(rules: str) -> list[str]:
    (wish,) = read_wishes(f'[[wish]]\ntext = "x"\n{rules}', "wishes.toml")
    return wish.broken_by(HARBOUR)


@pytest.mark.parametrize(
    "rules",
    [
        'genres = ["crime"]',
        "years = [1990, 1999]",
        "most_minutes = 100",
        'language = ["fr"]',
        'kind = "film"',
        'language = "fr"',
        "",
    ],
)
def test_a_title_that_has_what_was_asked_for_breaks_nothing(rules: str) -> None:
    assert broken(rules) == []


@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        ('genres = ["crime", "horror"]', "genres"), ("years = [2000, 2009]", "years"),
        ('without_genre = ["drama"]', "without_genre"), ('without = ["Harbour"]', "without"),
        ("most_fame = 2", "fame"), ('kind = "series"', "kind"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(rules: str, rule: str) -> None:
    assert broken(rules) == [rule]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wish = ", "no TOML"), ("", "no wish"), ("[[wish]]\nkind = 'film'", "wish 1 has no text"),
        ("[[wish]]\ntext='x'\ngenres=[1]", "genres is not a list"),
        ("[[wish]]\ntext='x'\nmost_minutes='long'", "most_minutes is not a number"),
        ("[[wish]]\ntext='x'\nyears=[1990]", "years is not"), ("[[wish]]\ntext='x'\nfoo=1", "no rule “foo”"),
        ("[[wish]]\ntext='x'\n[[wihs]]\ntext='y'", "“wihs”, which is no wish"),
        (f"[[wish]]\ntext='x'\ncount={'9' * 5_000}", "no TOML"), (f"a = {'[' * 3_000}", "no TOML"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        read_wishes(text, "wishes.toml")


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("kind = 'movie'", "kind is not film or series"), ("kind = ['film']", "kind is not film or series"),
        ("years = [1999, 1990]", "years is not"), ("years = [true, false]", "years is not"),
        ("count = 0", "count is not from 1 to 10"), ("count = -3", "count is not from 1 to 10"),
        ("count = 2.5", "count is not a whole number"), ("count = true", "count is not a number"),
        ("most_minutes = nan", "most_minutes is not from"), ("least_fame = 9", "least_fame is not from 0 to 5"),
        ("genres = 'sci-fi'", "no genre “sci-fi”, but action"), ("any_genre = []", "any_genre is not a list"),
        ("country = 'France'", "country “France” is not a code such as FR"),
        ("language = ['FR']", "language “FR” is not a code such as fr"),
    ],
)  # fmt: skip
def test_a_rule_that_no_title_could_keep_is_refused_in_words(rule: str, said: str) -> None:
    with pytest.raises(BadRequest, match=f"wish 2: .*{said}"):
        read_wishes(f"[[wish]]\ntext = 'a'\n[[wish]]\ntext = 'b'\n{rule}", "wishes.toml")


def test_wishes_are_read_as_editors_of_windows_write_them() -> None:
    (wish,) = read_wishes("\ufeff[[wish]]\r\ntext = 'x'\r\n", "wishes.toml")
    assert wish.text == "x"


def test_the_wishes_of_the_tests_can_be_read() -> None:
    path = Path(__file__).with_name("wishes.toml")
    assert len(read_wishes(path.read_text(encoding="utf-8"), path.name)) >= 100


def test_rules_of_which_a_catalogue_says_nothing_can_be_left_out() -> None:
    said = said_by([Title("harbour-1994", "Harbour", 1994, languages=("fr",))])
    rules = 'kind = "series"\ncountry = ["FR"]\nlanguage = ["fr"]\nmost_minutes = 90\nyears = [1990, 1999]'
    (wish,) = read_wishes(f'[[wish]]\ntext = "x"\n{rules}', "wishes.toml")
    assert wish.unanswerable(said) == {"kind", "country", "most_minutes"}
    assert wish.without(wish.unanswerable(said)).rules.keys() == {"language", "years"}


def test_a_catalogue_that_says_everything_leaves_no_rule_out() -> None:
    series = Title("quay-2001", "Quay", 2001, kind=Kind.SERIES, countries=("FR",), directors=("A. Maker",))
    (wish,) = read_wishes('[[wish]]\ntext = "x"\nkind = "series"\nmost_minutes = 90', "wishes.toml")
    assert wish.unanswerable(said_by([HARBOUR, series])) == frozenset()


def test_a_keyword_in_another_catalogues_words_counts() -> None:
    (wish,) = read_wishes('[[wish]]\ntext = "x"\nkeyword = ["zombies"]\ngenres = ["musical"]', "wishes.toml")
    assert wish.broken_by(Title("a", "A", 2000, keywords=("zombie", "musical"), votes=9)) == []
