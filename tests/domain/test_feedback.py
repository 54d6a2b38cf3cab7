"""What taps and reactions mean, and the code in which what they did stands in a button's id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feedback import Deeds, Lesson, Tap, lesson_of, lesson_of_reaction, mark_of
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind

FILMS = tuple(Title(f"film-{number}-2000", f"Film {number}", 2000) for number in range(1, 11))
LIKED, SEEN = VerdictKind.LIKED, VerdictKind.SEEN

numbers = st.sets(st.integers(1, 2**53), max_size=6).map(lambda found: tuple(sorted(found)))


@given(numbers, numbers, numbers)
def test_deeds_can_be_read_back_from_their_code(
    verdicts: tuple[int, ...], planned: tuple[int, ...], signals: tuple[int, ...]
) -> None:
    deeds = Deeds(verdicts, planned, signals)
    assert Deeds.of_code(deeds.code) == deeds
    assert Deeds.of_row(deeds.row) == deeds


def test_the_deeds_of_ten_verdicts_fit_into_the_id_of_a_button() -> None:
    first = 10**12
    assert len(f"matinee:undo:{Deeds(tuple(range(first, first + 10))).code}") <= 60


@pytest.mark.parametrize(
    "code", ["", "v", "x1", "v1-", "v1..2", "v-1", "v1 ", "V1", "vzzzzzzzzzzzzzz", "v1\n"]
)
def test_a_forged_code_means_nothing(code: str) -> None:
    assert not Deeds.of_code(code)


def test_a_number_no_row_can_have_means_nothing() -> None:
    assert not Deeds.of_code("vzzzzzzzzzzzzz")
    assert not Deeds.of_code("v1y2p0ij32e8e7.1")


@pytest.mark.parametrize(
    ("tap", "kind"),
    [(Tap.LOVED, LIKED), (Tap.NOT_FOR_ME, VerdictKind.DISLIKED), (Tap.SEEN, SEEN)],
)
def test_a_tap_is_a_verdict_on_one_title(tap: Tap, kind: VerdictKind) -> None:
    assert lesson_of(tap, FILMS[2]) == Lesson(verdicts=((FILMS[2], kind, ""),))


def test_a_tap_on_watchlist_is_no_verdict() -> None:
    assert lesson_of(Tap.WATCHLIST, FILMS[0]) == Lesson(planned=(FILMS[0],))


@pytest.mark.parametrize(("emoji", "place"), [("1️⃣", 0), ("1\u20e3", 0), ("4️⃣", 3), ("9️⃣", 8), ("🔟", 9)])
def test_a_number_loves_the_title_in_that_place(emoji: str, place: int) -> None:
    assert lesson_of_reaction(emoji, FILMS) == Lesson(verdicts=((FILMS[place], LIKED, ""),))


@pytest.mark.parametrize("emoji", ["5️⃣", "🔟", "0️⃣", "🔁", "🎉", "#️⃣", "party:123", ""])
def test_other_reactions_say_nothing_of_four_titles(emoji: str) -> None:
    assert lesson_of_reaction(emoji, FILMS[:4]) is None


def test_eyes_have_seen_all() -> None:
    lesson = lesson_of_reaction("👀", FILMS[:3])
    assert lesson == Lesson(verdicts=tuple((film, SEEN, "") for film in FILMS[:3]))


@pytest.mark.parametrize(("emoji", "weight"), [("👍", 1.0), ("👍🏽", 1.0), ("👎", -1.0), ("👎🏿", -1.0)])
def test_thumbs_of_every_colour_are_weak_signals_for_the_whole_set(emoji: str, weight: float) -> None:
    lesson = lesson_of_reaction(emoji, FILMS[:2])
    assert lesson == Lesson(signals=((FILMS[0], weight), (FILMS[1], weight)))


def test_every_title_of_a_set_has_a_mark_of_its_own() -> None:
    marks = {mark_of(film.title_id) for film in FILMS}
    assert len(marks) == len(FILMS)
    assert {len(mark) for mark in marks} == {8}
