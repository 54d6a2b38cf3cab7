"""Names that look like titles which the catalogue lacks."""

from __future__ import annotations

import pytest

from bot.domain.resolution import Match, Resolution
from bot.domain.title import Title
from bot.domain.unknown_names import unknown_names
from bot.domain.wish_draft import Vocabulary

KNOWN = {name: Title(name, name.title(), 2000) for name in ("heat", "dark", "ozark", "ronin")}


def resolve(text: str) -> Resolution:
    title = KNOWN.get(text.lower())
    return Resolution(text, title, match=Match.EXACT if title else Match.NONE)


VOCABULARY = Vocabulary(
    people={"tom hanks": "Tom Hanks"},
    surnames={"nolan": "Christopher Nolan"},
    franchises={"star wars": (Title("star-wars-1977", "Star Wars", 1977),)},
    keywords={"time loop": "time loop", "harbour": "harbour"},
    everyday=frozenset("warm hug summer rain good long story that feels time quiet".split()),
    resolve=resolve,
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("something like Gloom Harbor but shorter", ("Gloom Harbor",)),
        ("I loved Gloom Harbor and Heat", ("Gloom Harbor and Heat", "Gloom Harbor")),
        ("loved Dark Matter, hated Saltmarsh", ("Dark Matter", "Saltmarsh")),
        ("like the movie Zardoz", ("Zardoz",)),
        ("series like The Salt of the Tides tonight", ("The Salt of the Tides",)),
        ("I watched Gloom: Harbor Nights yesterday", ("Gloom: Harbor Nights",)),
        ("more like “a quiet story” please", ("a quiet story",)),
        ("something like gloomharbor tonight", ("gloomharbor",)),
        ("I loved A Warm Hug", ("A Warm Hug",)),
        ("by the makers of Saltmarsh", ("Saltmarsh",)),
    ],
)
def test_names_behind_words_said_of_titles_are_found(text: str, names: tuple[str, ...]) -> None:
    assert unknown_names(text, VOCABULARY) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thoughtful sci-fi tonight",
        "films like Heat and Ronin",
        "like Heat meets Ozark",
        "I like Tom Hanks",
        "looks like Nolan",
        "a film like Star Wars",
        "something like a warm hug",
        "feels like summer rain",
        "I loved it",
        "I loved It",
        "I hated the second one",
        "I'd like something quiet",
        "I like horror",
        "we would like to see a western",
        "with Emma Marlowe",
        "SOMETHING LIKE A LONG STORY",
        "like " * 500,
    ],
)
def test_what_is_known_and_what_is_no_name_is_not(text: str) -> None:
    assert unknown_names(text, VOCABULARY) == ()


def test_at_most_three_are_found() -> None:
    text = ", ".join(f"loved Salt{letter}marsh" for letter in "abcdefgh")
    assert len(unknown_names(text, VOCABULARY)) == 3
