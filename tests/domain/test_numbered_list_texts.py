"""What must hold for any text from which titles are read, however it is cut."""

from __future__ import annotations

import time
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.numbered_list import NumberedListParser, parse_numbered_list
from tests.domain.listed import FULL_LAYOUTS, read_in_pieces

LONG_ANSWERS = [
    *FULL_LAYOUTS.values(),
    "\n".join(f"{n}. Film {n} ({1950 + n}) - A day. You like it." for n in range(1, 30)),
]
FRAGMENTS = [
    "1. ", "2. ", "3) ", "- ", "* ", "• ", "### ", "**", "*", "_", '"', "“", "”", "'", "(", ")", "(1995)", "[", "]", "1995",
    "{", "}", '{"title":', '"Heat"', ',"year":1995', ',"why":"', '"items":[', ",", ":", " - ", " — ", ". ", "\n", "\n\n",
    "  ", "\r\n", "|", "Heat", "The Ronin", "a thief", "you like it", "Title and year: ", "Brief description: ",
    "**Why it matches**: ", "Confidence score: 0.9", "Confidence", "Watched:", "Note: ", "User: ", "Crime films: ", " and ",
    "Here are some: ", "TV series", "0.8", "90%", "\\", "1️⃣ ", "M*A*S*H", "Mr. ", "Vol. 2", "\u200b", "`",
]  # fmt: skip
title_lines = st.tuples(
    st.sampled_from(["1. ", "2) ", "- ", "", "**1. ", "1. **", '1. "', "1. *", "### ", "1. Title: ", "| 1 | ", "1. 'The "]),
    st.sampled_from(["Heat", "Kill Bill", "a thief", "M*A*S*H", "Mr. Ripley", "8½", "Crime films", "Why Him?", "(500) Days"]),
    st.sampled_from(["", " (1995)", ": Vol. 2 (2004)", " - Part Two", ", 1995", " (TV series)", " (Drama", " [1995]", "'s", "."]),
    st.sampled_from(["", "**", '"', "*", "'", ":**", '," ', "** (1995)", '" (1995)']),
    st.sampled_from(["", " - ", ": ", ", ", " and ", ". ", " | ", " 2. ", " — ", " {"]),
    st.sampled_from(["", "A day.", "a thief runs", "Ronin (1998)", "Ronin, and Up", "Why: you", "0.9", "Up 3. Up", '"title":"Up"}']),
    st.sampled_from(["\n", "\n\n", "\n   Why: you like it\n", " 3. Up\n", ""]),
).map("".join)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join),
    st.lists(title_lines, max_size=5).map("".join),
    st.sampled_from(LONG_ANSWERS),
    st.tuples(st.sampled_from(LONG_ANSWERS), st.lists(st.sampled_from(FRAGMENTS), max_size=8)).map(
        lambda pair: pair[0] + "".join(pair[1])
    ),
    st.text(max_size=200),
)


@settings(max_examples=150, deadline=None)
@given(text=texts, data=st.data())
def test_however_a_text_is_cut_the_result_is_the_same(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=12))
    edges = [0, *sorted(cuts), len(text)]
    final, _ = read_in_pieces(text[begin:end] for begin, end in pairwise(edges))
    assert final == parse_numbered_list(text)


@settings(max_examples=150, deadline=None)
@given(text=texts)
def test_read_one_character_at_a_time_a_reported_title_never_changes(text: str) -> None:
    final, reports = read_in_pieces(text)
    assert final == parse_numbered_list(text)
    assert [entry.position for entry in final] == list(range(len(final)))
    assert all(entry.finished for entry in final)
    for report in reports:
        assert report.title == final[report.position].title
        assert report.title.strip()
        assert report.confidence is None or 0.0 <= report.confidence <= 1.0
    finished = [entry.position for entry in reports if entry.finished]
    assert finished == list(range(len(final)))


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    for entry in parse_numbered_list(text):
        assert entry.title


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        "{",
        '{"a":',
        '{"title":"x","a":{',
        "[",
        "(",
        "**",
        "1. a ",
        "- A\n",
        "1. \n",
        "a, B ",
        '"',
        "A: ",
        "Why ",
        "\n",
        "| ",
    ],
)
def test_endless_garbage_takes_bounded_memory_and_time(piece: str) -> None:
    garbage = piece * ((200_000 if {*"\n{"} & {*piece} else 1_000_000) // len(piece))
    parser = NumberedListParser()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    started = time.perf_counter()
    for begin in range(0, len(garbage), 4096):
        parser.feed(garbage[begin : begin + 4096])
    parser.close()
    seconds = time.perf_counter() - started
    kept = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert kept < 2_000_000
    assert seconds < 60


def test_feeding_single_characters_takes_time_in_proportion_to_the_text() -> None:
    def seconds(count: int) -> float:
        text = "".join(
            f"{n}. **Film {n} (1990)** - A day by the sea. You like the sea. Confidence: 0.9\n"
            for n in range(count)
        )
        started = time.perf_counter()
        read_in_pieces(text)
        return time.perf_counter() - started

    seconds(5)
    assert seconds(80) < 8 * seconds(20) + 0.5
