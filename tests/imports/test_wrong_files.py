"""Files that are none of those, damaged, or made to do harm: each gets a sentence within bounds."""

from __future__ import annotations

import io
import json
import struct
import time
import tracemalloc
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import UnreadableFile
from bot.domain.imported import LARGEST_FILE, Mark
from bot.imports.reading import read
from tests.imports import samples
from tests.imports.kept import marks

# -- what is none of it -----------------------------------------------------------------------------------


def bomb() -> bytes:
    return samples.zipped({"watched.csv": samples.LETTERBOXD_LIST.encode() + b"0" * 300_000_000})


def lying_bomb() -> bytes:
    """A zip whose directory says that its one huge file is small."""
    data = bytearray(bomb())
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, place + 24, 100)
    return bytes(data)


def locked() -> bytes:
    data = bytearray(samples.zipped({"watched.csv": samples.LETTERBOXD_LIST}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign) + offset
        data[place] |= 1
    return bytes(data)


WRONG: dict[str, bytes] = {
    "empty": b"",
    "only spaces": b" \r\n\t\n",
    "only a mark": b"\xef\xbb\xbf",
    "binary": bytes(range(256)) * 400,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(5000),
    "pdf": b"%PDF-1.7\nsome text that looks harmless\n",
    "gzip": b"\x1f\x8b\x08" + b"abc" * 100,
    "prose": "Ich sah gestern einen Film, der mir gefiel; er hieß Heat.\n".encode() * 50,
    "html": b"<!doctype html><html><body>Sign in</body></html>",
    "a CSV of something else": b"Order,Customer,Amount\n1,Ana,20\n2,Ben,30\n",
    "titles and dates of something else": b"Title,Date\nMy essay,soon\nAnother,later\n",
    "books": b"Book Id,Title,Author,My Rating\n1,Heat,Somebody,5\n",
    "only a header": b"Date,Name,Year,Letterboxd URI,Rating\n",
    "JSON of something else": b'{"name": "ana", "likes": [1, 2, 3]}',
    "a list of something else": json.dumps([{"id": number} for number in range(100)]).encode(),
    "numbers": json.dumps(list(range(1000))).encode(),
    "an empty list": b"[]",
    "half a JSON": json.dumps(samples.TRAKT_RATINGS).encode()[:-40],
    "nested JSON": b"[" * 500_000,
    "huge number": b'[{"movie": {"title": "x", "year": ' + b"9" * 10_000 + b"}}]",
    "only a collection": json.dumps(samples.TRAKT_COLLECTION).encode(),
    "an empty zip": samples.zipped({}),
    "half a zip": samples.letterboxd_zip()[:400],
    "the other half of a zip": b"PK\x03\x04" + samples.letterboxd_zip()[900:],
    "a zip of something else": samples.zipped({"word/document.xml": "<x/>", "table.csv": "a,b\n1,2\n"}),
    "a zip within a zip": samples.zipped({"inner.zip": samples.letterboxd_zip()}),
    "a path upwards": samples.zipped({"../../watched.csv": samples.LETTERBOXD_LIST}),
    "a path from the root": samples.zipped({"/etc/watched.csv": samples.LETTERBOXD_LIST}),
    "a path of Windows": samples.zipped({"C:\\watched.csv": samples.LETTERBOXD_LIST}),
    "locked": locked(),
    "many files": samples.zipped({f"{number}.csv": "" for number in range(2500)}),
    "odd method": samples.zipped({"watched.csv": samples.LETTERBOXD_LIST}, zipfile.ZIP_LZMA),
    "one endless line": b"Date,Name,Year,Letterboxd URI\n" + b"x" * 3_000_000,
    "an endless quote": b'Date,Name,Year,Letterboxd URI\n"' + b"x\n" * 50_000,
    "many rows": b"Date,Name,Year,Letterboxd URI\n" + b"a,b,1,c\n" * 250_000,
    "many profiles": b"Profile Name,Title,Supplemental Video Type\n"
    + b"".join(b"p%d,t,\n" % number for number in range(100)),
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_gets_one_sentence(data: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        read(data, "watched.csv")
    sentence = str(refused.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 160
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("make", [bomb, lying_bomb])
def test_a_zip_bomb_is_left_alone_within_bounds(make: Any) -> None:
    data = make()
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(UnreadableFile):
        read(data, "export.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * 1024 * 1024
    assert time.monotonic() - began < 5


def test_200_megabytes_are_refused_unread() -> None:
    with pytest.raises(UnreadableFile, match="32 MB"):
        read(bytes(200 * 1024 * 1024), "watched.csv")


def test_the_largest_file_is_read_within_bounds() -> None:
    line = b"2024-01-01,A film of some length %07d,1999,https://boxd.it/aaaa,4\n"
    head = b"Date,Name,Year,Letterboxd URI,Rating\n"
    data = head + b"".join(line % number for number in range(190_000))
    assert len(data) < LARGEST_FILE
    began = time.monotonic()
    assert len(read(data, "x").part().rows) == 190_000
    assert time.monotonic() - began < 20


# -- anything ---------------------------------------------------------------------------------------------

GOOD = [
    samples.LETTERBOXD_RATINGS.encode(),
    samples.LETTERBOXD_REVIEWS.encode("utf-16"),
    samples.IMDB_WATCHLIST.encode(),
    samples.NETFLIX_LONG.encode(),
    json.dumps(samples.TRAKT_RATINGS).encode(),
    samples.letterboxd_zip(),
    samples.trakt_zip(),
]
ANYTHING = st.one_of(
    st.binary(max_size=2000),
    st.text(max_size=1000).map(lambda text: text.encode("utf-8", "ignore")).filter(bool),
    st.builds(
        lambda head, tail: head + tail, st.sampled_from([data[:60] for data in GOOD]), st.binary(max_size=500)
    ),
)


def assert_rows_or_sentence(data: bytes, name: str) -> None:
    try:
        found = read(data, name)
    except UnreadableFile as refused:
        sentence = str(refused)
    else:
        sentence = "."
        assert any(part.rows for part in found.parts)
        for part in found.parts:
            for row in part.rows:
                assert row.name.isprintable()
                row.label.encode()
                assert row.mark in Mark
    assert sentence.endswith(".")


@settings(max_examples=300, deadline=None)
@given(ANYTHING, st.text(max_size=20))
def test_any_bytes_give_rows_or_a_sentence(data: bytes, name: str) -> None:
    assert_rows_or_sentence(data, name)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_damage_to_a_good_file_gives_rows_or_a_sentence(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(GOOD)))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        if data.draw(st.booleans()):
            content[place] = data.draw(st.integers(0, 255))
        else:
            del content[place : place + data.draw(st.integers(1, 40))]
        if not content:
            break
    assert_rows_or_sentence(bytes(content), "x")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["movie", "show", "title", "year", "ids", "tmdb", "rating", "rated_at", "listed_at", "type"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(JSON, max_size=5))
def test_any_json_gives_rows_or_a_sentence(items: list[Any]) -> None:
    assert_rows_or_sentence(json.dumps(items).encode(), "x")


def test_a_zip_is_read_whatever_stands_before_its_names() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letterboxd-ana-2024/likes/films.csv", samples.LETTERBOXD_LIST)
    assert set(marks(stream.getvalue()).values()) == {"liked"}
