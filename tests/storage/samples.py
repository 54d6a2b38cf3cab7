"""Titles made up for these tests."""

from __future__ import annotations

from bot.domain.title import Kind, Title

ADA, BEN = 81_234_567_890_123_456, 2**63 - 1

LANTERN = Title("lantern-hill-1998", "Lantern Hill", 1998, genres=("drama",))
TIDE = Title("low-tide-2011", "Low Tide", 2011)
SIGNAL = Title("signal-house-2020", "Signal House", 2020, kind=Kind.SERIES)
WHOLE = Title(
    title_id="les-ombres-1961",
    title="Les Ombres d’été",
    year=1961,
    kind=Kind.FILM,
    genres=("noir", "crime"),
    description="A lighthouse keeper reads letters that are not his. 灯台",
    keywords=("lighthouse", "letters"),
    original_title="Les Ombres",
    other_titles=("Shadows of Summer", "夏の影"),
    runtime=97,
    directors=("A. Director",),
    actors=("B. Actor", "C. Actor"),
    countries=("FR",),
    languages=("fr", "it"),
    fame=2.75,
    tmdb_id=900001,
    poster_path="/p.jpg",
    votes=412,
    rating=7.25,
    imdb_id="tt9000001",
)


def film(number: int) -> Title:
    return Title(f"film-{number}-2000", f"Film {number}", 2000)
