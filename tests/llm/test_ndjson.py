"""Lines and objects out of bytes, however they are cut."""

from __future__ import annotations

import itertools
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.llm.ndjson import LineDecoder, NdjsonDecoder, object_of, text_of

objects = st.dictionaries(
    st.text(max_size=8),
    st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.lists(st.integers(), max_size=3),
    max_size=4,
)


def decoded(data: bytes, places: list[int]) -> list[dict[str, Any]]:
    decoder = NdjsonDecoder()
    bounds = sorted({min(place, len(data)) for place in places} | {0, len(data)})
    found = []
    for begin, end in itertools.pairwise(bounds):
        found.extend(decoder.feed(data[begin:end]))
    return found + decoder.close()


@given(st.lists(objects, max_size=6), st.lists(st.integers(0, 600), max_size=30), st.booleans())
def test_objects_come_out_as_they_went_in_whatever_the_cuts(
    sent: list[dict[str, Any]], places: list[int], last_line_ends: bool
) -> None:
    lines = [json.dumps(part, ensure_ascii=False).encode() for part in sent]
    data = b"\n".join(lines) + (b"\n" if last_line_ends else b"")
    assert decoded(data, places) == sent


@given(st.lists(st.binary(max_size=20), max_size=8), st.lists(st.integers(0, 200), max_size=20))
def test_no_bytes_make_the_decoder_raise_and_cuts_make_no_difference(
    lines: list[bytes], places: list[int]
) -> None:
    data = b"\n".join(lines)
    assert decoded(data, places) == decoded(data, [])


def test_line_separators_inside_a_string_do_not_end_the_line() -> None:
    told = {"response": "a\u2028b\u2029c\u0085d\x0b\x0c"}
    assert decoded(json.dumps(told, ensure_ascii=False).encode() + b"\n", [20, 21, 22]) == [told]


def test_blank_lines_carriage_returns_and_byte_order_marks_are_passed_over() -> None:
    decoder = NdjsonDecoder()
    data = b'\xef\xbb\xbf{"a":1}\r\n\r\n   \n\xef\xbb\xbf\n\xef\xbb\xbf {"b":2}\n'
    assert decoder.feed(data) == [{"a": 1}, {"b": 2}]
    assert decoder.skipped == 0


def test_lines_that_are_no_objects_are_counted_and_left_out() -> None:
    decoder = NdjsonDecoder()
    junk = [b": ping", b"[1]", b'"text"', b'{"cut', b"\xff\xfe", b"[" * 100_000, b"1" * 5000]
    assert decoder.feed(b"\n".join(junk) + b'\n{"good":1}\n') == [{"good": 1}]
    assert decoder.skipped == len(junk)


def test_a_line_over_the_limit_is_left_out_and_the_next_is_read() -> None:
    decoder = LineDecoder(longest=10)
    assert decoder.feed(b"short\n" + b"x" * 8) == [b"short"]
    assert decoder.feed(b"yyy") == []
    assert decoder.feed(b"zzz\nnext\n") == [b"next"]
    assert decoder.feed(b"w" * 11) == []
    assert decoder.close() == []
    assert decoder.feed(b"after\n") == [b"after"]


def test_ollamas_last_line_with_every_token_id_is_read() -> None:
    last = {"done": True, "context": list(range(200_000))}
    assert decoded(json.dumps(last).encode(), [1000, 500_000]) == [last]


def test_only_objects_count_as_objects() -> None:
    assert object_of(b'{"a":[]}') == {"a": []}
    assert object_of(b"[]") is None
    assert object_of(b"") is None


def test_halves_of_characters_are_replaced_because_nothing_can_store_them() -> None:
    told = object_of(rb'{"whole":"\ud83c\udfac","half":"a\ud83cb"}')
    assert told is not None
    assert text_of(told["whole"]) == "🎬"
    assert text_of(told["half"]) == "a\ufffdb"
    assert text_of(7) == ""
