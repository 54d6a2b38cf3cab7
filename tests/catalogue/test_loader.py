"""The loader: what it reads, and how it names what it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.catalogue.loader import load_shipped
from bot.domain.errors import CatalogueError
from bot.domain.title import Kind, Title

RECORD: dict[str, object] = {
    "title_id": "a-lamp-in-fog-1961", "title": "A Lamp in Fog", "original_title": "", "other_titles": [],
    "year": 1961, "kind": "film", "genres": ["drama"], "runtime": None, "directors": ["Ada Quill"],
    "actors": [], "countries": ["IE"], "languages": ["ga"], "keywords": ["slow"],
    "description": "A lighthouse keeper counts ships.", "fame": 2,
}  # fmt: skip


def _write(folder: Path, *lines: str, name: str = "films-1960s.jsonl") -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_record_becomes_a_title(tmp_path: Path) -> None:
    _write(tmp_path, json.dumps(RECORD))
    assert load_shipped(tmp_path) == [
        Title(
            "a-lamp-in-fog-1961", "A Lamp in Fog", 1961, Kind.FILM, ("drama",),
            "A lighthouse keeper counts ships.", ("slow",), directors=("Ada Quill",), countries=("IE",),
            languages=("ga",), fame=2.0,
        )
    ]  # fmt: skip


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    _write(tmp_path, "\ufeff" + json.dumps(RECORD), "", "  ")
    assert len(load_shipped(tmp_path)) == 1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"year": "1961"}, "year is not a whole number"),
        ({"year": True}, "year is not a whole number"),
        ({"runtime": "90"}, "runtime is not a whole number"),
        ({"genres": "drama"}, "genres is not a list"),
        ({"actors": ["Ada", 3]}, "not a text"),
        ({"title": None}, "title is not a text"),
        ({"title": ""}, "must not be empty"),
        ({"kind": "opera"}, "kind is neither film nor series"),
    ],
)
def test_a_broken_record_is_named_with_file_and_line(
    change: dict[str, object], complaint: str, tmp_path: Path
) -> None:
    _write(tmp_path, json.dumps(RECORD), json.dumps(RECORD | {"title_id": "other"} | change))
    with pytest.raises(CatalogueError, match=complaint) as caught:
        load_shipped(tmp_path)
    assert str(caught.value).startswith("films-1960s.jsonl, line 2: ")


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    _write(tmp_path, json.dumps({key: value for key, value in RECORD.items() if key != "countries"}))
    with pytest.raises(CatalogueError, match=r"line 1: the key “countries” is missing"):
        load_shipped(tmp_path)


@pytest.mark.parametrize("line", ["{", "[]", '"text"', "null", "{'title': 1}"])
def test_what_is_no_json_object_is_named(line: str, tmp_path: Path) -> None:
    _write(tmp_path, line)
    with pytest.raises(CatalogueError, match=r"films-1960s\.jsonl, line 1"):
        load_shipped(tmp_path)


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json.dumps(RECORD).encode() + b'\n{"title": "\xe9"}\n')
    with pytest.raises(CatalogueError, match=r"a\.jsonl, line 2"):
        load_shipped(tmp_path)


def test_an_id_that_comes_twice_is_named_with_both_places(tmp_path: Path) -> None:
    _write(tmp_path, json.dumps(RECORD), name="a.jsonl")
    _write(tmp_path, json.dumps(RECORD), name="b.jsonl")
    with pytest.raises(CatalogueError, match=r"twice: a\.jsonl, line 1 and b\.jsonl, line 1"):
        load_shipped(tmp_path)


def test_a_folder_without_a_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue"):
        load_shipped(tmp_path / "nowhere")


def test_words_that_repeat_are_hardly_kept_twice(shipped: list[Title]) -> None:
    dramas = [genre for title in shipped for genre in title.genres if genre == "drama"]
    assert len(dramas) > 100
    # jiter's cache of strings is shared and of a fixed size: now and then another text takes a word's place.
    assert len({id(genre) for genre in dramas}) < len(dramas) / 20
