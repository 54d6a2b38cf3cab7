"""Wishes as they are written beside the point: allowances, lists, hedges, illness, and words at the edge of a denial."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.requirements import requirements_of, ruled_out
from bot.domain.title import Kind
from bot.domain.tones import tones_of
from bot.domain.wish import ANY_LATER, Wish
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
    "spy series, no sitcom": {"genres": (), "kind": SERIES},
    "crime show but no miniseries please": {"genres": (("crime",),), "kind": SERIES},
    "a western, no shows": {"genres": (("western",),), "kind": FILM},
    "no horror, and it can be weird": {"without_genres": (("horror",),), "keywords": (("surreal", "absurd", "quirky"),)},
    "a really long war film, like 3 hours plus": {"genres": (("war",),), "runtime": (180, ANY_LATER), "kind": FILM, "like": ()},
    "western, 3+ hours": {"genres": (("western",),), "runtime": (180, ANY_LATER), "kind": FILM},
    "western, 100 min+": {"genres": (("western",),), "runtime": (100, ANY_LATER), "kind": FILM},
    "a crime series of only one season": {"genres": (("crime",),), "themes": (("miniseries",),), "kind": SERIES},
    "a short series, drama": {"genres": (("drama",),), "themes": (("miniseries",),), "kind": SERIES},
    "a thriller, animated is ok too": {"genres": (("thriller",),)},
    "no school tomorrow, so a western": {"genres": (("western",),), "themes": (), "without_keywords": ()},
    "I hate horror but my girlfriend wants a horror film tonight": {"genres": (("horror",),), "kind": FILM, "notices": ()},
    "not a fan of comedies, though they want a comedy": {"genres": (("comedy",),), "notices": ()},
    "a musical for people who hate musicals": {"genres": (("musical",),), "notices": ()},
    "for my friend who hates horror, a thriller": {"genres": (("thriller",),), "without_genres": (("horror",),)},
    "spooky but not scary for halloween with kids": {"without_genres": (("horror",),), "for_children": True, "themes": ()},
    "not too sad for christmas": {"themes": (("christmas",),), "without_keywords": ("tearjerker", "melancholic")},
    "a movie where nothing happens": {"keywords": (("slow", "meditative"),), "without_keywords": (), "kind": FILM},
    "black comedy set at work": {"genres": (("comedy",),), "themes": (("workplace",),)},
    "a comedy after a long day at work": {"genres": (("comedy",),), "themes": ()},
    "something from the golden age of hollywood": {"years": ((1930, 1960),), "countries": ("US",)},
    "horror without jumpscares": {"genres": (("horror",),), "notices": ()},
    "a drama in new york": {"genres": (("drama",),), "people": (), "themes": (("new york",),)},
    "superheroes, not marvel or dc": {"themes": (("superhero",),), "without_keywords": ("marvel", "dc comics")},
    "miniseries about real crimes": {"genres": (("crime",),), "themes": (("miniseries",), ("based on true events",)), "kind": SERIES},
    "a ridiculous western": {"genres": (("western",),), "keywords": (("absurd", "funny", "quirky"),)},
    "as funny as Airplane!": {"like": ("airplane-1980",)},
    "a film as good as Parasite": {"like": ("parasite-2019",), "kind": FILM},
    "the opposite of a musical": {"without_genres": (("musical",),)},
    "a coen brothers comedy": {"genres": (("comedy",),), "people": ("Joel Coen",)},
    "a drama about two brothers": {"genres": (("drama",),), "people": ()},
    "a mystery with a female detective": {"genres": (("mystery",),), "keywords": (("female lead",),)},
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
    "una serie con pocos episodios": {"kind": SERIES, "keywords": (("miniseries",),)},
    "eine Serie mit wenigen Folgen": {"kind": SERIES, "keywords": (("miniseries",),)},
    "I don't want to think": {"keywords": (("light-hearted", "feel-good"),)},
    "something for my grandmother": {"without_keywords": ("sensual", "gory")},
    "a live-action fairy tale": {"genres": (("fantasy",),), "without_genres": (("animation",),)},
    "a thriller in b&w": {"genres": (("thriller",),), "themes": (("black and white",),)},
    "nichts mit Raumschiffen": {"without_keywords": ("space", "space travel", "astronauts")},
    "a western my teenage son would like": {"genres": (("western",),), "themes": ()},
    "my friend thinks westerns are boring": {"genres": (("western",),), "keywords": ()},
    "a western that is not boring": {"genres": (("western",),), "without_keywords": ("slow", "slow-burn")},
    "a Spanish film": {"kind": FILM, "languages": ("es",), "countries": ("ES",)},
}
# When: by a title, by what has been seen, by the century that is meant.
MOMENTS: dict[str, dict[str, Any]] = {
    "dramas of the twenties, meaning the present decade": {"genres": (("drama",),), "years": ((2020, ANY_LATER),)},
    "dramas of the twenties, but not the 1920s": {"genres": (("drama",),), "years": ((2020, 2029),)},
    "dramas of the twenties": {"genres": (("drama",),), "years": ((1920, 1929),)},
    "a western made before Jaws": {"genres": (("western",),), "years": ((0, 1974),), "like": ()},
    "a western, but before Jaws": {"genres": (("western",),), "years": ((0, 1974),), "like": ()},
    "a comedy to watch before The Godfather": {"genres": (("comedy",),)},
    "a comedy before Christmas": {"genres": (("comedy",),)},
    "a western newer than Jaws": {"genres": (("western",),), "years": ((1976, ANY_LATER),), "like": ()},
    "action, nothing older than The Matrix": {"genres": (("action",),), "years": ((1999, ANY_LATER),)},
    "something like Before Sunrise": {"years": ()},
    "my dad has seen all the classics, a good western please": {"genres": (("western",),), "era": 0.5},
    "I've seen all the classic westerns": {"genres": (("western",),), "era": 0.5},
    "a new thriller": {"genres": (("thriller",),), "era": 1.0},
    "a rather new thriller": {"genres": (("thriller",),), "era": 0.85},
    "a thriller that is not too old": {"genres": (("thriller",),), "era": 0.85},
    "un thriller plutôt récent": {"genres": (("thriller",),), "era": 0.85},
    "a modern noir": {"genres": (("crime",),), "themes": (("neo-noir",),), "era": 0.0},
    "a silent comedy": {"genres": (("comedy",),), "era": -0.75},
    "a silent comedy from the 2010s": {"genres": (("comedy",),), "era": 0.0, "years": ((2010, 2019),)},
}  # fmt: skip
# What is told of whoever asks, and what would be no trouble.
TOLD: dict[str, dict[str, Any]] = {
    "flying to Lisbon tonight, a western": {"genres": (("western",),), "keywords": (), "topic": ""},
    "I don't want to think about work, a western": {"genres": (("western",),), "themes": ()},
    "a thriller to kill the time": {"genres": (("thriller",),), "topic": ""},
    "a road movie for me and my best mate": {"themes": (("road movie", "road trip"),), "kind": None, "topic": ""},
    "a Danish drama, slow is fine": {"genres": (("drama",),), "countries": ("DK",), "keywords": ()},
    "a long fantasy series": {"genres": (("fantasy",),), "kind": SERIES},
    "a crime series with shorter episodes": {"genres": (("crime",),), "kind": SERIES, "runtime": (0, 45)},
}  # fmt: skip
ALWAYS = ("genres", "without_genres", "years", "runtime", "for_children", "fame", "count", "kind")


WISHES = EDGES | ALLOWED | SYNONYMS | MOMENTS | TOLD


@pytest.mark.parametrize(("text", "expected"), WISHES.items(), ids=list(WISHES))
def test_a_wish_asks_for_this_and_no_more(
    vocabulary: Vocabulary, text: str, expected: dict[str, Any]
) -> None:
    wish, nothing = understand(text, vocabulary), Wish()
    names = {*expected, *ALWAYS}
    assert {name: getattr(wish, name) for name in names} == {
        name: expected.get(name, getattr(nothing, name)) for name in names
    }


def test_a_list_of_what_was_seen_goes_on_after_each_comma(library: Library) -> None:
    wish = understand("sci-fi, I have seen The Matrix, Blade Runner, Alien, all of that", library.vocabulary)
    assert {"the-matrix-1999", "blade-runner-1982", "alien-1979"} <= set(wish.excluded)
    assert wish.themes == ()


def test_a_name_is_ruled_out_by_one_word_of_it(vocabulary: Vocabulary) -> None:
    assert "james bond" in understand("a spy film, not bond", vocabulary).without_keywords
    ruled_out = understand("superheroes, but neither marvel nor dc", vocabulary).without_keywords
    assert {"marvel", "dc comics"} <= set(ruled_out)
    excluded = understand("pirates! (not the caribbean ones)", vocabulary).excluded
    assert any("pirates-of-the-caribbean" in title_id for title_id in excluded)


def test_people_who_only_show_what_is_meant_may_be_ruled_out_themselves(vocabulary: Vocabulary) -> None:
    wish = understand("slow and beautiful, like Tarkovsky or Malick, but not those two", vocabulary)
    assert (wish.people, wish.without_people) == ((), ("Andrei Tarkovsky", "Terrence Malick"))
    assert set(wish.like) >= {"stalker-1979", "days-of-heaven-1978"}
    seen = understand("a Hitchcock film. We've seen Psycho and The Birds, so not those", vocabulary)
    assert seen.people == ("Alfred Hitchcock",)


def test_new_reaches_less_far_back_than_recent_and_recent_than_modern(library: Library) -> None:
    def years(era: float) -> set[int]:
        (required,) = requirements_of(library.facets, Wish(era=era))
        return {int(year) for year in library.facets.years[required.strict]}

    assert years(1.0) < years(0.9) < years(0.8)
    assert min(years(1.0)) > max(years(1.0)) - 5


def test_a_bare_genre_is_liked_for_its_tone_and_a_said_mood_counts_alone(vocabulary: Vocabulary) -> None:
    (liked_for,) = tones_of(understand("comedy", vocabulary))
    assert liked_for[0] == "funny"
    assert tones_of(understand("a sad comedy", vocabulary)) == ()
    assert tones_of(understand("a comedy-drama", vocabulary)) == ()
    assert tones_of(understand("a documentary", vocabulary)) == ()


@pytest.mark.parametrize(
    "text", ["something Hitchcock-y", "hitchcockian", "Hitchcock vibes", "hitchcock-like thriller"]
)
def test_the_manner_of_a_director_is_asked_for_by_examples(vocabulary: Vocabulary, text: str) -> None:
    wish = understand(text, vocabulary)
    assert "psycho-1960" in wish.like
    assert (wish.people, wish.excluded) == ((), ())


def test_a_director_is_asked_for_by_name(vocabulary: Vocabulary) -> None:
    assert understand("a Hitchcock thriller", vocabulary).people == ("Alfred Hitchcock",)


def test_what_comes_after_besides_is_not_wanted(vocabulary: Vocabulary) -> None:
    wish = understand("robert altman film besides nashville", vocabulary)
    assert (wish.people, wish.like) == (("Robert Altman",), ())
    assert "nashville-1975" in wish.excluded


def test_no_school_stuff_is_a_denial(vocabulary: Vocabulary) -> None:
    wish = understand("fantasy, no school stuff", vocabulary)
    assert wish.themes == ()
    assert "boarding school" in wish.without_keywords


def test_a_title_that_only_says_when_is_not_offered(vocabulary: Vocabulary) -> None:
    wish = understand("Keanu Reeves but before The Matrix", vocabulary)
    assert wish.years == ((0, 1998),)
    assert "the-matrix-1999" in wish.excluded


def test_what_nearly_everybody_knows_is_nearly_well_known(library: Library) -> None:
    (required,) = requirements_of(library.facets, Wish(fame=1.0))
    assert required.wide is not None
    assert not (required.strict & ~required.wide).any()
    assert required.wide.sum() > required.strict.sum()


def test_what_a_country_had_a_part_in_in_its_own_tongue_is_ruled_out_with_it(library: Library) -> None:
    out = ruled_out(library.facets, Wish(without_countries=("US",)))
    shared = [
        t
        for t in library.titles
        if t.countries[:1] == ("GB",) and "US" in t.countries and t.languages[:1] == ("en",)
    ]
    foreign = [
        t
        for t in library.titles
        if t.countries[:1] == ("FR",) and "US" in t.countries and t.languages[:1] == ("fr",)
    ]
    assert shared
    assert foreign
    assert all(out[library.facets.row_of[title.title_id]] for title in shared)
    assert not any(out[library.facets.row_of[title.title_id]] for title in foreign)
