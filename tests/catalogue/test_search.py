"""Word search: which titles come first, and that no text is read as a query language."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue.search import MOST_WORDS, WordSearch
from bot.domain.title import Title
from tests.catalogue.samples import a_title

SMALL = [
    a_title("The Clockmaker", description="A clockmaker repairs the lighthouse of a drowned village."),
    a_title("Lighthouse", keywords=("sea", "storm")),
    a_title("Nightfall", genres=("science fiction", "drama"), directors=("Ada Quill",)),
    a_title("Two for Tea", genres=("comedy", "romance"), original_title="Thé à deux"),
]


@pytest.fixture(scope="module")
def words(shipped: list[Title]) -> WordSearch:
    return WordSearch(shipped)


def _best(words: WordSearch, titles: list[Title], query: str, count: int = 5) -> list[str]:
    scores = words.scores(query)
    return [titles[row].title for row in np.argsort(-scores, kind="stable")[:count] if scores[row] > 0]


def test_scores_have_one_row_per_title_and_zero_where_no_word_occurs() -> None:
    scores = WordSearch(SMALL).scores("lighthouse")
    assert scores.shape == (len(SMALL),)
    assert scores.dtype == np.float32
    assert list(scores > 0) == [True, True, False, False]


def test_a_word_of_the_title_counts_more_than_one_of_the_description() -> None:
    assert _best(WordSearch(SMALL), SMALL, "lighthouse") == ["Lighthouse", "The Clockmaker"]


def test_any_word_may_occur_and_more_words_count_more() -> None:
    assert _best(WordSearch(SMALL), SMALL, "drowned lighthouse clockmakers")[0] == "The Clockmaker"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("quill", "Nightfall"), ("sci-fi", "Nightfall"), ("scifi", "Nightfall"), ("romcom", "Two for Tea"),
        ("storms", "Lighthouse"), ("the a deux", "Two for Tea"), ("REPAIRING", "The Clockmaker"),
    ],
)  # fmt: skip
def test_people_genres_stems_and_other_names_are_found(query: str, expected: str) -> None:
    assert _best(WordSearch(SMALL), SMALL, query)[:1] == [expected]


@pytest.mark.parametrize("query", ["", "   ", "the of and", "I want a movie to watch tonight please", "🎬"])
def test_common_words_say_nothing(query: str) -> None:
    assert not WordSearch(SMALL).scores(query).any()


@pytest.mark.parametrize(
    "query",
    [
        'title:lighthouse', '"lighthouse', "lighthouse*", "NEAR(lighthouse sea)", "lighthouse AND zebra",
        "NOT lighthouse", "-lighthouse", "^lighthouse", "{title}:lighthouse", "lighthouse; DROP TABLE words",
        "((lighthouse", "lighthouse + sea", "'lighthouse'", "lighthouse\0", "lighthouse\ud800",
    ],
)  # fmt: skip
def test_search_syntax_is_only_text(query: str) -> None:
    assert WordSearch(SMALL).scores(query)[1] > 0


@given(st.text(max_size=200))
def test_no_text_makes_the_search_fail(text: str) -> None:
    scores = _SHARED.scores(text)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()


_SHARED = WordSearch(SMALL)


def test_a_very_long_text_is_answered_soon(words: WordSearch) -> None:
    begun = time.perf_counter()
    words.scores(" ".join(f"word{number} love" for number in range(20_000)))
    assert time.perf_counter() - begun < 1.0
    assert MOST_WORDS < 100


def test_an_empty_catalogue_has_no_scores() -> None:
    assert WordSearch([]).scores("love").shape == (0,)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("heist in paris", {"Rififi", "Lupin"}),
        ("kubrick", {"The Shining", "2001: A Space Odyssey", "Spartacus"}),
        ("vampires", {"Interview with the Vampire", "Buffy the Vampire Slayer"}),
        ("amelie", {"Amélie"}),
        ("time loop comedy", {"Groundhog Day", "Palm Springs"}),
    ],
)
def test_the_shipped_titles_are_found_by_what_they_are_about(
    query: str, expected: set[str], words: WordSearch, shipped: list[Title]
) -> None:
    assert expected & set(_best(words, shipped, query, 12))


def test_threads_may_search_at_once(words: WordSearch) -> None:
    wanted = words.scores("space horror")
    results: list[bool] = []

    def search() -> None:
        results.extend(bool(np.array_equal(words.scores("space horror"), wanted)) for _ in range(20))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 80
