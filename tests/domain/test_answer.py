"""Grounding: whatever is picked, the board shows the asked number of candidates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.answer import WHY_CHARACTERS, Board, confidence_of, find_among, usable_reason
from bot.domain.pick import Pick
from bot.domain.recommendation import Author
from bot.domain.shortlist import Candidate
from bot.domain.title import Title

TITLES = [
    Title("one-2001", "One", 2001),
    Title("two-2002", "The Two", 2002, original_title="Deux"),
    Title("three-2003", "Three", 2003),
    Title("four-2004", "Four", 2004),
    Title("five-2005", "Five", 2005),
    Title("twin-1984", "Twin", 1984),
    Title("twin-2021", "Twin", 2021),
]
CANDIDATES = [Candidate(title, 1.0, fit=0.5) for title in TITLES]
WHY = "You asked for something like this."


def board(limit: int = 4) -> Board:
    return Board(CANDIDATES, limit, {title.title_id: f"Built in for {title.title}." for title in TITLES})


def ids(standing: Board) -> list[str]:
    return [item.title.title_id for item in standing.recommendations]


picks = st.builds(
    Pick,
    number=st.none() | st.integers(-2, 12),
    title=st.sampled_from(["One", "two", "Deux", "Twin", "Nothing", ""]),
    year=st.none() | st.sampled_from([1984, 2001, 2021]),
    why=st.sampled_from(["", "Half", WHY, "Another reason that is long enough."]),
    confidence=st.none() | st.floats(0, 1),
    finished=st.booleans(),
)


@given(st.lists(picks, max_size=30), st.integers(1, 7))
def test_whatever_is_picked_the_asked_number_of_different_candidates_stands(
    said: list[Pick], limit: int
) -> None:
    standing = board(limit)
    for pick in said:
        before = standing.recommendations
        assert standing.apply(pick) == (standing.recommendations != before)
        assert len(set(ids(standing))) == limit
    standing.discard_unfinished()
    for item in standing.recommendations:
        assert 0 <= item.confidence <= 1
        assert bool(item.why) == (item.author is Author.MODEL)
        assert item.fallback
    written = sum(item.author is Author.MODEL for item in standing.recommendations)
    assert len(standing.unwritten()) == limit - written


def test_before_the_model_speaks_the_best_candidates_stand() -> None:
    assert ids(board()) == ["one-2001", "two-2002", "three-2003", "four-2004"]


def test_a_pick_from_a_later_place_moves_to_the_front_and_the_other_takes_its_place() -> None:
    standing = board()
    assert standing.apply(Pick(3, why="You"))
    assert ids(standing) == ["three-2003", "two-2002", "one-2001", "four-2004"]
    assert standing.recommendations[0].author is Author.NOBODY
    assert standing.apply(Pick(3, why=WHY, confidence=0.8, finished=True))
    assert (standing.recommendations[0].author, standing.recommendations[0].confidence) == (Author.MODEL, 0.8)


def test_a_pick_from_behind_the_places_pushes_out_whoever_stood_there() -> None:
    standing = board()
    standing.apply(Pick(5, why=WHY, finished=True))
    assert ids(standing) == ["five-2005", "two-2002", "three-2003", "four-2004"]


def test_of_a_title_named_twice_the_first_reason_stands() -> None:
    standing = board()
    standing.apply(Pick(1, why=WHY, finished=True))
    assert not standing.apply(Pick(1, why="Another reason that is long enough.", finished=True))
    assert standing.recommendations[0].why == WHY


@pytest.mark.parametrize("number", [0, -1, 8, 10**9])
def test_a_number_that_is_no_candidate_is_dropped(number: int) -> None:
    assert not board().apply(Pick(number, why=WHY, finished=True))


def test_more_picks_than_places_are_dropped() -> None:
    standing = board(2)
    for number in (4, 5, 1):
        standing.apply(Pick(number, why=WHY, finished=True))
    assert ids(standing) == ["four-2004", "five-2005"]


def test_a_pick_by_title_is_found_by_any_of_its_names_and_its_year() -> None:
    find = find_among(TITLES)
    for text, year, title_id in (
        ("two", None, "two-2002"),
        ("DEUX", 2003, "two-2002"),
        ("Twin", 2021, "twin-2021"),
        ("twin", 1984, "twin-1984"),
    ):
        found = find(text, year)
        assert found is not None
        assert found.title_id == title_id
    assert find("Twin", None) is None
    assert find("One", 1950) is None
    assert find("", None) is None


def test_a_title_is_looked_up_once_however_often_its_reason_grows() -> None:
    asked = []

    def find(text: str, year: int | None) -> Title | None:
        asked.append(text)
        return TITLES[0]

    standing = Board(CANDIDATES, 4, {}, find)
    for length in range(1, len(WHY)):
        standing.apply(Pick(title="One", why=WHY[:length]))
    assert asked == ["One"]


def test_a_reason_that_was_never_finished_is_forgotten_but_its_place_is_kept() -> None:
    standing = board()
    standing.apply(Pick(4, why="You asked for"))
    standing.discard_unfinished()
    assert (ids(standing)[0], standing.recommendations[0].why) == ("four-2004", "")
    assert standing.unwritten() == [1, 2, 3, 4]
    assert standing.apply(Pick(4, why=WHY, finished=True))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("It keeps you guessing to the end.", "It keeps you guessing to the end."),
        ("it keeps you guessing to the end", "It keeps you guessing to the end."),
        ("It keeps you guessing. And then it", "It keeps you guessing."),
        ("  \n It keeps you guessing always!\nNow I pick 4.", "It keeps you guessing always!"),
        ("**Bold** and [linked](https://evil.example) words here.", "Bold and linked words here."),
        (
            "See https://evil.example/x <@123> @everyone now, my friend.",
            "See everyone now, my friend.",
        ),
        ("Go to h**t**tps://evil.example/x or @*everyone will be cross.", "Go to or everyone will be cross."),
        ("# A heading > and `code` for you ||here||.", "A heading and code for you here."),
        ("“It keeps you guessing to the end.”", "It keeps you guessing to the end."),
        ("Good.", ""),
        ("", ""),
        ("...", ""),
        ("****", ""),
        ("你喜欢的那种安静的科幻片。", ""),
    ],
)
def test_a_reason_becomes_whole_plain_sentences_or_nothing(said: str, shown: str) -> None:
    assert usable_reason(said) == shown


def test_ten_thousand_characters_become_a_few_sentences() -> None:
    shown = usable_reason("It is good for you. " * 500)
    assert len(shown) <= WHY_CHARACTERS
    assert shown.endswith("good for you.")
    assert len(usable_reason("x" * 5000 + " is a word for you")) <= WHY_CHARACTERS


def test_a_reason_that_the_schema_closed_inside_a_word_says_that_it_goes_on() -> None:
    cut = ("You liked the patience of Arrival and this one is just as slow and strange and quiet " * 4)[:200]
    shown = usable_reason(cut)
    assert shown.endswith("…")
    assert set(shown.rstrip("…").split()) <= set(cut.split()[:-1])


def test_confidence_without_a_model_follows_the_fit() -> None:
    fits = [confidence_of(Candidate(TITLES[0], 1.0, fit=fit)) for fit in (-1, 0, 0.5, 1, 9)]
    assert fits == [0.35, 0.35, 0.65, 0.95, 0.95]


def test_brackets_that_a_model_lost_count_of_do_not_end_a_reason() -> None:
    assert (
        usable_reason('It has the quiet awe you loved in Arrival."}]}.')
        == "It has the quiet awe you loved in Arrival."
    )
