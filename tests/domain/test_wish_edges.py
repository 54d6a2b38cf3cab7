"""Wishes as they are written beside the point: allowances, lists, hedges, illness, and words at the edge of a denial."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.title import Kind
from bot.domain.wish import Wish
from bot.domain.wish_reader import Vocabulary, understand
from bot.services.library import Library

FILM, SERIES = Kind.FILM, Kind.SERIES


@pytest.fixture(scope="module")
def vocabulary(library: Library) -> Vocabulary:
    return library.vocabulary


# Where a denial ends, and where it does not.
EDGES: dict[str, dict[str, Any]] = {
    "100 minutes or less, western": {"genres": (("western",),), "runtime": (0, 100), "kind": FILM},
    "two hours or less, comedy": {"genres": (("comedy",),), "runtime": (0, 120), "kind": FILM},
    "a war film, not quite so bleak": {"genres": (("war",),), "keywords": (), "kind": FILM},
    "a thriller but no series and nothing from France": {"genres": (("thriller",),), "kind": FILM, "without_countries": ("FR",)},
    "a western, not a series either": {"genres": (("western",),), "kind": FILM},
}  # fmt: skip
# What may be is not what must be.
ALLOWED: dict[str, dict[str, Any]] = {
    "a comedy, it can be old": {"genres": (("comedy",),), "era": 0.0, "asked": "comedy"},
    "a Danish film, could be old could be new": {"countries": ("DK",), "kind": FILM, "era": 0.0, "asked": ""},
    "a comedy or a light drama": {"genres": (("comedy", "drama"),)},
    "horror or really gripping thriller": {"genres": (("horror", "thriller"),)},
}
# The words for it.
SYNONYMS: dict[str, dict[str, Any]] = {
    "I'm sick in bed": {"keywords": (("cosy", "feel-good", "gentle"),)},
    "a romance with a happy ending": {"genres": (("romance",),), "without_keywords": ("tearjerker", "bleak")},
    "a tearjerker with a happy ending": {"genres": (("drama",),), "without_keywords": ("bleak",)},
    "a thriller in colour": {"genres": (("thriller",),), "without_keywords": ("black and white", "silent")},
    "a crowdpleaser": {"fame": 1.0},
    "we have different tastes": {"fame": 1.0},
    "a thriller in one room": {"genres": (("thriller",),), "themes": (("single location",),)},
    "a cold war thriller": {"genres": (("thriller",),), "themes": (("cold war",),)},
    "a series set in Scandinavia": {"kind": SERIES, "countries": ("DK", "SE", "NO", "IS", "FI")},
    "a film set in Japan": {"kind": FILM, "countries": ()},
    "I'm learning Spanish": {"languages": ("es",), "countries": ()},
    "a Spanish film": {"kind": FILM, "languages": ("es",), "countries": ("ES",)},
}
ALWAYS = ("genres", "without_genres", "years", "runtime", "for_children", "fame", "count", "kind")


@pytest.mark.parametrize(
    ("text", "expected"), (EDGES | ALLOWED | SYNONYMS).items(), ids=list(EDGES | ALLOWED | SYNONYMS)
)
def test_a_wish_asks_for_this_and_no_more(
    vocabulary: Vocabulary, text: str, expected: dict[str, Any]
) -> None:
    wish, nothing = understand(text, vocabulary), Wish()
    names = {*expected, *ALWAYS}
    assert {name: getattr(wish, name) for name in names} == {
        name: expected.get(name, getattr(nothing, name)) for name in names
    }
