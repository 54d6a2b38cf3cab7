"""Whole sentences: what people rule out, praise, have seen or only tell, spans in everyday words, and synonyms."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER, Wish
from bot.domain.wish_reader import Vocabulary, understand
from bot.services.library import Library

FILM, SERIES = Kind.FILM, Kind.SERIES


def _wanted(*genres: str) -> dict[str, Any]:
    return {"genres": tuple((genre,) for genre in genres)}


def _unwanted(*genres: str) -> dict[str, Any]:
    return {"without_genres": tuple((genre,) for genre in genres), "genres": ()}


def _both(wanted: str, unwanted: str) -> dict[str, Any]:
    return {"genres": ((wanted,),), "without_genres": ((unwanted,),)}


# What was read wrongly when it was first seen: years of events, verbs, company, slips that are none.
MISREAD: dict[str, dict[str, Any]] = {
    "a western made after the year 2000": {"genres": (("western",),), "years": ((2001, ANY_LATER),)},
    "a film from Poland from before the wall came down in 1989": {
        "years": ((0, 1988),),
        "countries": ("PL",),
    },
    "I know nothing about westerns, where do I start?": {"genres": (("western",),), "fame": 0.6},
    "I know next to nothing from the 1920s": {"years": ((1920, 1929),), "without_years": ()},
    "which films would you show to a beginner?": {"kind": FILM, "fame": 0.6},
    "I'd like to show my class a film": {"kind": FILM},
    "movie night with my old school friends": {"themes": ()},
    "Korean cinema for beginners": {"countries": ("KR",), "themes": (), "fame": 0.6},
    "a historical drama": {"genres": (("drama",), ("history",))},
    "slow pacing and danger": {"themes": ()},
    "a thriler and a commedy": {"genres": (("thriller",), ("comedy",))},
}
# Said before the thing that is ruled out.
POLARITY: dict[str, dict[str, Any]] = {
    "spare me the action": _unwanted("action"),
    "leave out the romance": _unwanted("romance"),
    "I've had enough of westerns": _unwanted("western"),
    "we have had it with musicals": _unwanted("musical"),
    "I can't bear musicals": _unwanted("musical"),
    "my sister can't take horror": _unwanted("horror"),
    "we're sick and tired of comedies": _unwanted("comedy"),
    "any genre but horror": _unwanted("horror"),
    "everything except comedies": _unwanted("comedy"),
    "none of that fantasy": _unwanted("fantasy"),
    "I don't care for westerns": _unwanted("western"),
    "my wife hates thrillers": _unwanted("thriller"),
    "he is scared of horror": _unwanted("horror"),
    "we've had too much drama lately": _unwanted("drama"),
    "steer clear of documentaries": _unwanted("documentary"),
    "I could do without the romance": _unwanted("romance"),
    "go easy on the romance": _unwanted("romance"),
    "I'm over westerns": _unwanted("western"),
    "no animated ones, she finds them silly": _unwanted("animation") | {"keywords": ()},
    "a fantasy, but for once without singing": {"genres": (("fantasy",),), "without_genres": (("musical",), ("music",))},
    "a comedy, no blood and a happy ending": _both("comedy", "horror"),
    "neither fantasy nor romance, a thriller": {"genres": (("thriller",),), "without_genres": (("fantasy",), ("romance",))},
    "no fantasy, and a comedy": _both("comedy", "fantasy"),
    # Said after it.
    "horror is out": _unwanted("horror"),
    "comedy is off the menu": _unwanted("comedy"),
    "action is not what I'm after": _unwanted("action"),
    "action isn't what we want": _unwanted("action"),
    "horror isn't my thing": _unwanted("horror"),
    "romance is not my cup of tea": _unwanted("romance"),
    "musicals bore me": _unwanted("musical"),
    "musicals leave me cold": _unwanted("musical"),
    "westerns do nothing for me": _unwanted("western"),
    "horror gives her nightmares, so a comedy": _both("comedy", "horror"),
    "romance makes me cringe": _unwanted("romance"),
    "fantasy is too childish for me": _unwanted("fantasy"),
    "documentaries send me to sleep": _unwanted("documentary"),
    "westerns need not apply": _unwanted("western"),
    "horror, fantasy and romance are out": _unwanted("horror", "fantasy", "romance"),
    "a comedy. Horror is off limits": _both("comedy", "horror"),
    "a thriller, romance can wait": _both("thriller", "romance"),
    "horror? no thanks": _unwanted("horror"),
    "a fantasy, if they burst into song I'm leaving": {"genres": (("fantasy",),), "without_genres": (("musical",), ("music",))},
    # One wanted, the other not.
    "less romance, more action": _both("action", "romance"),
    "less talk more action": _wanted("action"),
    "comedy rather than drama": _both("comedy", "drama"),
    "comedy instead of drama": _both("comedy", "drama"),
    "I'd pick comedy over horror": _both("comedy", "horror"),
    "more comedy than drama": _both("comedy", "drama"),
    "drama is out but a comedy would be nice": _both("comedy", "drama"),
    # Welcome in spite of its "no".
    "I wouldn't say no to a comedy": _wanted("comedy"),
    "I can't get enough of westerns": _wanted("western"),
    "never tire of westerns": _wanted("western"),
    "nothing beats a western": _wanted("western"),
    "nothing but comedies": _wanted("comedy"),
    "not without romance": _wanted("romance"),
    "we're not averse to horror": _wanted("horror"),
    "I have nothing against westerns": _wanted("western"),
    # Of no matter.
    "I don't mind horror": {"genres": (), "without_genres": ()},
    "it doesn't have to be a comedy": {"genres": (), "without_genres": ()},
    "not afraid of horror": {"genres": (), "without_genres": ()},
    "a thriller cleverer than the usual horror": {"genres": (("thriller",),), "without_genres": ()},
    # A film that scares is wanted.
    "a film that scares me": {"kind": FILM, "without_genres": ()},
    "nothing too scary for my kids": _unwanted("horror") | {"for_children": True},
    "not for kids": _unwanted("family") | {"for_children": False},
    "not a children's one": _unwanted("family") | {"for_children": False},
    "any language but English": {"without_languages": ("en",), "languages": ()},
    "a war film that isn't American": _wanted("war") | {"without_countries": ("US",)},
}  # fmt: skip
SPANS: dict[str, dict[str, Any]] = {
    "1940s or 50s": {"years": ((1940, 1949), (1950, 1959))},
    "everything up to the end of the seventies": {"years": ((0, 1979),)},
    "from this century": {"years": ((2000, ANY_LATER),)},
    "made in the 21st century": {"years": ((2000, ANY_LATER),)},
    "nothing older than 2000": {"years": ((2000, ANY_LATER),)},
    "nothing newer than 1980": {"years": ((0, 1980),)},
    "2015 or later": {"years": ((2015, ANY_LATER),)},
    "1960 or earlier": {"years": ((0, 1960),)},
    "fifties or older": {"years": ((0, 1959),)},
    "90s and later": {"years": ((1990, ANY_LATER),)},
    "before I was born in 1990": {"years": ((0, 1989),)},
    "when I was a kid in the 80s": {"years": ((1980, 1989),), "for_children": False},
    "the thirties": {"years": ((1930, 1939),)},
    "late 90s": {"years": ((1996, 1999),)},
    "the first half of the 80s": {"years": ((1980, 1984),)},
    "from the 40s to the 60s": {"years": ((1940, 1969),)},
    "between the 40s and the 60s": {"years": ((1940, 1969),)},
    "turn of the millennium": {"years": ((1997, 2003),)},
    "silent era": {"years": ((0, 1930),)},
    "a post-war drama": _wanted("drama") | {"years": ((1945, 1959),)},
    "pre-code comedy": _wanted("comedy") | {"years": ((1929, 1934),)},
    "golden age of Hollywood": {"years": ((1930, 1960),)},
    "not a minute over 110": {"runtime": (0, 110)},
    "done in an hour and a half": {"runtime": (0, 90)},
    "half an hour an episode at most": {"kind": SERIES, "runtime": (0, 30)},
    "episodes no longer than forty minutes": {"kind": SERIES, "runtime": (0, 40)},
    "we have 100 minutes": {"runtime": (0, 100)},
    "ninety minutes or less": {"runtime": (0, 90)},
    "never over two hours": {"runtime": (0, 120)},
    "six lads on one sofa. Loud action film": {"kind": FILM, "genres": (("action",),), "count": None},
    "kids are 5 and 8, need a film": {"kind": FILM, "for_children": True, "count": None},
}
FAME: dict[str, dict[str, Any]] = {
    "a gem hardly anybody knows": {"fame": -1.0},
    "something off the beaten track": {"fame": -1.0},
    "I have seen everything famous": {"fame": -1.0},
    "everything famous I've seen": {"fame": -1.0},
    "slept on horror": _wanted("horror") | {"fame": -1.0},
    "not the obvious ones": {"fame": -1.0},
    "the one everyone talks about": {"fame": 1.0},
    "a box office hit": {"fame": 1.0},
}
SYNONYMS: dict[str, dict[str, Any]] = {
    "a weepie": _wanted("drama"),
    "a shoot-em-up": _wanted("action"),
    "a swashbuckler": _wanted("adventure"),
    "a good old whodunnit": _wanted("mystery"),
    "private eyes": _wanted("mystery"),
    "cops and robbers": _wanted("crime"),
    "a chick flick": _wanted("romance"),
    "wild west": _wanted("western"),
    "gunslingers": _wanted("western"),
    "something with wizards": _wanted("fantasy"),
    "a touch of magic": _wanted("fantasy"),
    "dragons and elves": _wanted("fantasy"),
    "spaceships": _wanted("science fiction"),
    "life story of somebody": _wanted("biography"),
    "belly laughs": _wanted("comedy"),
    "nail-biter": _wanted("thriller"),
    "costume drama": _wanted("drama", "history") | {"themes": ()},
    "a family film": _wanted("family") | {"for_children": True, "kind": FILM},
    "singing and dancing": {"genres": (("musical", "music"),)},
    "a family film without singing": {"genres": (("family",),), "without_genres": (("musical",), ("music",)), "for_children": True},
    "animated, but no bursting into song": {"genres": (("animation",),), "without_genres": (("musical",), ("music",))},
    "a creature feature": {"genres": (("horror", "science fiction"),)},
    "no monsters": _unwanted("horror"),
    "a horror film without monsters": _wanted("horror") | {"without_genres": (), "kind": FILM},
    "no war": _unwanted("war"),
    "nothing horrible": _unwanted("horror"),
    "love, songs and tears": {"genres": (("romance",),)},
    "a road movie, open windows and music": {"genres": (), "leaning": ("music",)},
    "a series like a horror film": _wanted("horror") | {"kind": SERIES},
    "lift my spirits": {"genres": (), "leaning": ("comedy",)},
    "a movie that breaks my brain": {"kind": FILM, "leaning": ("mystery", "science fiction", "thriller")},
}  # fmt: skip
# What people tell of themselves asks for nothing.
TOLD: dict[str, dict[str, Any]] = {
    "for my film history seminar": {},
    "our book club wants a drama": _wanted("drama"),
    "I work early, a comedy please": _wanted("comedy"),
    "after the pub quiz, something funny": _wanted("comedy"),
    "my dog is asleep, a western": _wanted("western"),
    "I'm a horror nerd": _wanted("horror"),
    "as a kid I loved westerns": _wanted("western"),
    "the twins are asleep and I'm worn out": {},
}
SENTENCES = MISREAD | POLARITY | SPANS | FAME | SYNONYMS | TOLD


@pytest.fixture(scope="module")
def vocabulary(library: Library) -> Vocabulary:
    return library.vocabulary


# What holds of every sentence whose row does not say otherwise.
ALWAYS = ("genres", "without_genres", "years", "runtime", "for_children", "fame", "count")


@pytest.mark.parametrize(("text", "expected"), SENTENCES.items(), ids=list(SENTENCES))
def test_a_sentence_asks_for_this(vocabulary: Vocabulary, text: str, expected: dict[str, Any]) -> None:
    wish, nothing = understand(text, vocabulary), Wish()
    names = {*expected, *ALWAYS}
    assert {name: getattr(wish, name) for name in names} == {
        name: expected.get(name, getattr(nothing, name)) for name in names
    }


# Each way of saying no, with each of several genres: it is the way that is understood, not the example.
WAYS_OF_SAYING_NO = (
    "no {}", "please no {}", "anything but {}", "I hate {}", "{} is out", "{} bores me", "spare me the {}", "not in the mood for {}",
    "I can't stand {}", "enough of {}", "{} isn't for me", "leave out the {}", "hold the {}", "{} is off the table",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS_OF_SAYING_NO)
@pytest.mark.parametrize("genre", ["horror", "comedy", "romance", "fantasy"])
def test_a_way_of_saying_no_holds_for_any_genre(vocabulary: Vocabulary, way: str, genre: str) -> None:
    wish = understand(way.format(genre), vocabulary)
    assert (wish.genres, wish.without_genres) == ((), ((genre,),))
