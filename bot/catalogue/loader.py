"""Reads the shipped catalogue: JSON Lines, one title a line, every key always there."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

import jiter

from bot.domain.errors import CatalogueError
from bot.domain.title import Kind, Title

KINDS = {kind.value: kind for kind in Kind}
FORM: dict[str, type] = {
    "title_id": str, "title": str, "year": int, "kind": str, "genres": list, "description": str,
    "keywords": list, "original_title": str, "other_titles": list, "directors": list, "actors": list,
    "countries": list, "languages": list, "fame": int, "runtime": int,
}  # fmt: skip
VALUES_OF = itemgetter(*FORM)
TYPES = tuple(FORM.values())
TYPES_WITHOUT_RUNTIME = (*TYPES[:-1], type(None))
TYPE_NAMES = {str: "a text", list: "a list", int: "a whole number"}


def load_shipped(folder: Path) -> list[Title]:
    """Return every title of the `*.jsonl` files in `folder`, files in order of their names.

    Raises CatalogueError, naming file and line, for a record that cannot be used, for an id that comes
    twice, and when there is no file at all.
    """
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise CatalogueError(f"There is no catalogue in {folder}: no file there ends in .jsonl.")
    titles: list[Title] = []
    first_place: dict[str, str] = {}
    for path in paths:
        name = path.name
        for number, line in enumerate(_read_lines(path), start=1):
            if not line.strip():
                continue
            place = f"{name}, line {number}"
            title = _read_record(line, place)
            earlier = first_place.setdefault(title.title_id, place)
            if earlier != place:
                raise CatalogueError(f"The id “{title.title_id}” comes twice: {earlier} and {place}.")
            titles.append(title)
    return titles


def _read_lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as exc:
        raise CatalogueError(f"The catalogue file {path} cannot be read: {exc.strerror}.") from exc


def _read_record(line: bytes, place: str) -> Title:
    try:
        # jiter keeps one copy of each short string, and genres, people and keywords repeat by the thousand.
        record = jiter.from_json(line, cache_mode="all")
    except ValueError as exc:
        raise CatalogueError(f"{place}: this is not JSON ({exc}).") from exc
    if not isinstance(record, dict):
        raise CatalogueError(f"{place}: this is not a JSON object.")
    try:
        return _title_of(record)
    except KeyError as exc:
        raise CatalogueError(f"{place}: the key “{exc.args[0]}” is missing.") from exc
    except (TypeError, ValueError) as exc:
        raise CatalogueError(f"{place}: {exc}.") from exc


def _title_of(record: dict[str, Any]) -> Title:
    """Return the title of one record. Raises KeyError, TypeError or ValueError for a broken one."""
    values = VALUES_OF(record)
    types = tuple(map(type, values))
    if types not in (TYPES, TYPES_WITHOUT_RUNTIME):
        wrong = next(
            key for key, found, wanted in zip(FORM, types, TYPES, strict=True) if found is not wanted
        )
        raise TypeError(f"{wrong} is not {TYPE_NAMES[FORM[wrong]]}")
    title_id, title, year, kind, genres, description, keywords, original, others, *rest = values
    directors, actors, countries, languages, fame, runtime = rest
    if kind not in KINDS:
        raise ValueError(f"kind is neither {' nor '.join(KINDS)}")
    if not title_id or not title:
        raise ValueError("title_id and title must not be empty")
    try:
        "".join(chain(genres, keywords, others, directors, actors, countries, languages))
    except TypeError as exc:
        raise TypeError("a list holds something that is not a text") from exc
    return Title(
        title_id, title, year, KINDS[kind], tuple(genres), description, tuple(keywords), original,
        tuple(others), runtime, tuple(directors), tuple(actors), tuple(countries), tuple(languages),
        float(fame),
    )  # fmt: skip
