"""Where titles come from can be asked for, by whatever name people have for it."""

from __future__ import annotations

import pytest

from bot.catalogue.loader import load_shipped
from bot.domain.countries import country_name
from bot.domain.origins import ORIGINS
from bot.domain.resolution import Resolution
from bot.domain.standing_exclusions import with_exclusions
from bot.domain.wish_reader import Vocabulary, understand
from bot.settings import SHIPPED_CATALOGUE

VOCABULARY = Vocabulary(resolve=Resolution)
# Of more countries than that a name is a part of the world.
COUNTRIES_OF_A_NAME = 3


def test_every_country_and_language_that_titles_are_from_can_be_asked_for() -> None:
    titles = load_shipped(SHIPPED_CATALOGUE)
    named = [countries for countries, _ in ORIGINS.values() if len(countries) <= COUNTRIES_OF_A_NAME]
    by_name = {country for countries in named for country in countries}
    spoken = {language for _, languages in ORIGINS.values() for language in languages}
    assert {country for title in titles for country in title.countries[:1]} <= by_name
    assert {language for title in titles for language in title.languages[:1]} <= spoken
    assert not [name for name in by_name if country_name(name) == name]


@pytest.mark.parametrize(
    ("text", "countries", "languages"),
    [
        ("a Bhutanese film", ("BT",), ("dz",)), ("films from Kazakhstan", ("KZ",), ("kk",)), ("a comedy in Swahili", (), ("sw",)),
        ("an East German film", ("DD",), ()), ("something from Afghanistan", ("AF",), ()), ("a film set in Nepal", (), ()),
        ("from Jordan Peele", (), ()), ("a Latin American thriller in Latin", ORIGINS["latin american"][0], ("la",)),
    ],
)  # fmt: skip
def test_an_origin_is_read(text: str, countries: tuple[str, ...], languages: tuple[str, ...]) -> None:
    wish = understand(text, VOCABULARY)
    assert (wish.countries, wish.languages) == (countries, languages)


@pytest.mark.parametrize(
    ("text", "called"),
    [("nothing Estonian", "Estonian"), ("nothing French", "French"), ("nothing from Afghanistan", "Afghanistan"), ("nothing in Irish", "Irish")],
)  # fmt: skip
def test_what_is_still_ruled_out_is_called_by_its_own_name(text: str, called: str) -> None:
    still = with_exclusions(understand(text, VOCABULARY), understand("a comedy", VOCABULARY))
    assert any(called in notice for notice in still.notices)
