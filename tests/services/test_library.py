"""A library that grows while it is used."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.loader import load_shipped
from bot.domain.growth import changes_of
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.domain.wish_reader import understand
from bot.services.library import Library
from bot.settings import SHIPPED_CATALOGUE

THIS_YEAR = 2026
COMET = Title(
    "the-last-comet-2027",
    "The Last Comet",
    2027,
    genres=("science fiction", "drama"),
    description="An astronomer and her estranged daughter wait for a comet.",
    keywords=("space", "comet hunter"),
    directors=("Tove Lindqvarn",),
    actors=("Imre Szalkov", "Ana Peruggi"),
    countries=("SE",),
    languages=("sv",),
    runtime=104,
    fame=4.2,
)
AGAIN = Title(
    "the-last-comet-part-two-2029",
    "The Last Comet: Part Two",
    2029,
    genres=("science fiction",),
    description="The comet comes back.",
    keywords=("space", "comet hunter", "sequel"),
    directors=("Tove Lindqvarn",),
    actors=("Imre Szalkov", "Ana Peruggi"),
    countries=("SE",),
    languages=("sv",),
    fame=3.9,
)


@pytest.fixture(scope="module")
def shipped() -> list[Title]:
    return load_shipped(SHIPPED_CATALOGUE)


def library_of(titles: list[Title], vectors: Vectors | None = None) -> Library:
    return Library.of(Catalogue.build(titles, vectors), THIS_YEAR)


def unit_vectors(count: int, *, seed: int = 3) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def test_an_added_title_is_found_by_name_by_words_and_by_its_fields(shipped: list[Title]) -> None:
    library = library_of(shipped)
    library.add([COMET])
    row = len(shipped)
    assert library.get(COMET.title_id) == library.titles[row] == COMET
    assert library.resolver.resolve("the last comett").title == COMET
    assert COMET in library.resolver.suggest("last com")
    assert int(library.words.scores("astronomer estranged comet").argmax()) == row
    wish = understand("a Swedish drama by Tove Lindqvarn, like The Last Comet", library.vocabulary)
    assert wish.people == ("Tove Lindqvarn",)
    assert wish.like == (COMET.title_id,)
    assert row in library.facets.genres["drama"]
    assert library.facets.genre_places["drama"][-1] == np.float32(0.75)


def test_a_library_that_has_grown_is_the_one_that_would_be_built_of_all_titles(shipped: list[Title]) -> None:
    grown = library_of(shipped[:-30])
    assert grown.vocabulary.loosely("James Bond")  # prepares what is looked through, as a first wish does
    grown.add(shipped[-30:-10])
    grown.add(shipped[-10:])
    built = library_of(shipped)
    assert grown.titles == built.titles
    for name in ("years", "runtimes", "fame", "acclaim", "is_series", "is_sequel", "genre_counts"):
        assert np.array_equal(getattr(grown.facets, name), getattr(built.facets, name)), name
    for name in (
        "genres",
        "genre_places",
        "keywords",
        "countries",
        "languages",
        "made_in",
        "spoken",
        "people",
    ):
        ours, theirs = getattr(grown.facets, name), getattr(built.facets, name)
        assert ours.keys() == theirs.keys(), name
        assert all(np.array_equal(ours[key], theirs[key]) for key in theirs), name
    assert grown.facets.row_of == built.facets.row_of
    assert grown.facets.row_named == built.facets.row_named
    assert grown.vocabulary.people == built.vocabulary.people
    assert grown.vocabulary.keywords == built.vocabulary.keywords
    assert grown.facets.weights == pytest.approx(built.facets.weights)
    for name in ("James Bond", *(title.title for title in shipped[-30:])):
        assert grown.vocabulary.loosely(name) == built.vocabulary.loosely(name), name
    assert grown.words.scores("a heist in the snow") == pytest.approx(
        built.words.scores("a heist in the snow")
    )
    for text in ("matrx", "star wars", "the godfather part 2", "alien", "dune (2021)", "heat"):
        assert grown.resolver.resolve(text) == built.resolver.resolve(text), text
        assert grown.resolver.suggest(text) == built.resolver.suggest(text), text


def test_titles_that_are_renewed_leave_the_library_that_would_be_built_of_them(shipped: list[Title]) -> None:
    renewed = [
        replace(
            title, title=f"{title.title} Again", fame=1.5, genres=title.genres[::-1], actors=title.actors[1:]
        )
        for title in shipped[5:400:20]
    ]
    grown = library_of(shipped)
    assert grown.vocabulary.loosely("James Bond")
    grown.add(renewed)
    by_id = {title.title_id: title for title in renewed}
    built = library_of([by_id.get(title.title_id, title) for title in shipped])
    assert grown.titles == built.titles
    for name in ("genres", "people"):
        ours, theirs = getattr(grown.facets, name), getattr(built.facets, name)
        assert {key: set(rows) for key, rows in ours.items()} == {
            key: set(rows) for key, rows in theirs.items()
        }
    weights = {person: grown.facets.weights[person] for person in built.facets.weights}
    assert weights == pytest.approx(built.facets.weights)
    assert grown.vocabulary.loosely(renewed[0].title) == (renewed[0],)
    for title in renewed:
        assert grown.resolver.resolve(title.title) == built.resolver.resolve(title.title)
        assert title in grown.resolver.suggest(title.title)
    assert grown.resolver.suggest("", 500) == built.resolver.suggest("", 500)


def test_parts_of_one_franchise_come_together_when_the_later_one_is_added(shipped: list[Title]) -> None:
    library = library_of([*shipped, COMET])
    library.add([AGAIN])
    first, second = len(shipped), len(shipped) + 1
    facets = library.facets
    assert facets.franchises[first] == facets.franchises[second]
    assert facets.is_sequel[second]
    assert facets.first_parts[second] == first
    assert library.vocabulary.franchises["last comet"] == (COMET, AGAIN)


def test_a_title_that_is_there_already_takes_what_is_news_of_it_in_its_own_place() -> None:
    bare = Title(COMET.title_id, COMET.title, COMET.year, genres=("drama",))
    library = library_of([AGAIN, bare])
    library.add([COMET])
    assert library.titles == (AGAIN, COMET)
    assert library.facets.row_of[COMET.title_id] == 1
    assert sorted(library.facets.people["Tove Lindqvarn"]) == [0, 1]
    assert library.facets.genres["drama"].tolist() == [1]
    assert library.words.scores("estranged").argmax() == 1
    assert library.resolver.named("the last comet").title == COMET


def test_a_title_added_twice_at_once_takes_one_row() -> None:
    library = library_of([AGAIN])
    library.add([COMET, COMET])
    assert library.titles == (AGAIN, COMET)


def test_who_reads_one_state_is_not_disturbed_by_what_comes_later(shipped: list[Title]) -> None:
    library = library_of(shipped, unit_vectors(len(shipped)))
    before = library.holdings
    library.add([COMET], unit_vectors(1, seed=4))
    assert len(before.titles) == len(before.facets) == len(shipped)
    assert before.vectors is not None
    assert before.vectors.shape == (len(shipped), 8)
    assert before.words.scores("comet astronomer").shape == (len(shipped),)
    assert before.resolver.named("the last comet").title is None
    assert before.get(COMET.title_id) is None


def test_vectors_come_with_the_titles_or_later() -> None:
    library = library_of([AGAIN], unit_vectors(1))
    theirs = unit_vectors(2, seed=4)
    other = Title("night-ferry-2020", "Night Ferry", 2020)
    library.add([COMET], theirs[:1])
    library.add([other])
    holdings = library.holdings
    assert holdings.vectors is not None
    assert np.array_equal(holdings.vectors[1], theirs[0])
    assert not holdings.vectors[2].any()
    assert holdings.embedded.tolist() == [True, True, False]
    library.embed([2], theirs[1:])
    assert library.vectors is not None
    assert np.array_equal(library.vectors[1:], theirs)
    assert library.holdings.unembedded is None
    assert holdings.embedded.tolist() == [True, True, False]


def test_the_first_vectors_of_all_may_come_later_too() -> None:
    library = library_of([AGAIN, COMET])
    library.embed([1], unit_vectors(1))
    assert library.vectors is not None
    assert library.vectors.shape == (2, 8)
    assert library.holdings.embedded.tolist() == [False, True]
    with pytest.raises(ValueError, match="length 4"):
        library.embed([0], np.ones((1, 4), np.float32))


def test_a_title_whose_text_has_changed_waits_for_its_vector_again() -> None:
    library = library_of([AGAIN, COMET], unit_vectors(2))
    library.add([Title(COMET.title_id, COMET.title, COMET.year, description="Something else.")])
    assert library.holdings.embedded.tolist() == [True, False]


def test_many_may_add_while_others_read(shipped: list[Title]) -> None:
    library = library_of(shipped[:200], unit_vectors(200))
    stop = threading.Event()
    torn: list[str] = []

    def read() -> None:
        while not stop.is_set():
            held = library.holdings
            sizes = {len(held.titles), len(held.facets.years), len(held.embedded)}
            sizes.add(len(held.words.scores("love and war")))
            sizes.add(0 if held.vectors is None else len(held.vectors))
            if len(sizes) != 1:
                torn.append(str(sizes))

    def add(first: int) -> None:
        for at in range(first, first + 60, 6):
            library.add(shipped[at : at + 6], unit_vectors(6))

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=add, args=(first,)) for first in (200, 260, 320)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert not torn
    assert {title.title_id for title in library.titles} == {title.title_id for title in shipped[:380]}


def test_where_many_new_titles_go_is_known_at_once() -> None:
    titles = [Title(f"film-{number % 50_000}", "Film", 2000) for number in range(60_000)]
    began = time.monotonic()
    changes = changes_of({"known": 0}, titles)
    # Looking at all rows for each of them took minutes.
    assert time.monotonic() - began < 5
    assert list(changes) == list(range(1, 50_001))
