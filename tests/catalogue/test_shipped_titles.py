"""Every record of the shipped catalogue is well formed, and together they cover the ground."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from rapidfuzz import fuzz, process

from bot.catalogue.spelling import fold
from bot.domain.title import GENRES, Kind, Title, title_id_of
from tests.catalogue.conftest import SHIPPED

KEYS = [
    "title_id", "title", "original_title", "other_titles", "year", "kind", "genres", "runtime",
    "directors", "actors", "countries", "languages", "keywords", "description", "fame",
]  # fmt: skip
PACES = {"slow", "slow-burn", "measured", "brisk", "fast-paced", "frantic"}


def _is_clean(text: str) -> bool:
    return text == " ".join(text.split()) and "|" not in text


RULES: dict[str, Callable[[Title], bool]] = {
    "title and id are not empty": lambda t: bool(t.title and t.title_id),
    "the id begins with name and year": lambda t: t.title_id.startswith(title_id_of(t.title, t.year)),
    "the id is made of a-z, 0-9 and hyphens": lambda t: bool(re.fullmatch(r"[a-z0-9-]+", t.title_id)),
    "the year is between 1920 and 2026": lambda t: 1920 <= t.year <= 2026,
    "one to four genres of ours": lambda t: 1 <= len(t.genres) <= 4 and set(t.genres) <= set(GENRES),
    "no genre twice": lambda t: len(set(t.genres)) == len(t.genres),
    "the runtime is possible": lambda t: t.runtime is None or 2 <= t.runtime <= 600,
    "at most three actors": lambda t: len(t.actors) <= 3,
    "nobody is named twice": lambda t: len(set(t.actors)) == len(t.actors),
    "countries are two capitals": lambda t: all(re.fullmatch("[A-Z]{2}", c) for c in t.countries),
    "languages are two letters": lambda t: all(re.fullmatch("[a-z]{2}", c) for c in t.languages),
    "a country and a language are known": lambda t: bool(t.countries and t.languages),
    "six to twelve keywords": lambda t: 6 <= len(t.keywords) <= 12,
    "keywords are distinct": lambda t: len(set(t.keywords)) == len(t.keywords),
    "keywords are lower case": lambda t: all(word == word.lower() for word in t.keywords),
    "exactly one pace": lambda t: len(PACES.intersection(t.keywords)) == 1,
    "12 to 60 words of description": lambda t: 12 <= len(t.description.split()) <= 60,
    "the description ends as a sentence": lambda t: t.description[-1] in ".!?…",
    "fame from 1 to 5": lambda t: t.fame in (1, 2, 3, 4, 5),
    "the original title differs": lambda t: t.original_title.casefold() != t.title.casefold(),
    "no name comes twice": lambda t: len({n.casefold() for n in t.names}) == 1 + bool(t.original_title)
    + len(t.other_titles),
    "texts are clean": lambda t: all(
        map(_is_clean, (*t.names, *t.directors, *t.actors, *t.keywords, t.description))
    ),
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_every_shipped_title_keeps_the_rule(rule: str, shipped: list[Title]) -> None:
    assert [title.title_id for title in shipped if not RULES[rule](title)] == []


def test_every_record_has_the_same_keys_and_files_are_in_order() -> None:
    for path in sorted(SHIPPED.glob("*.jsonl")):
        records: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert all(list(record) == KEYS for record in records), path.name
        order = [(record["year"], record["title"]) for record in records]
        assert order == sorted(order), path.name
        if decade := re.fullmatch(r"films-(\d{4})s", path.stem):
            assert {record["year"] // 10 * 10 for record in records} == {int(decade[1])}
            assert {record["kind"] for record in records} == {"film"}


def test_no_title_comes_twice(shipped: list[Title]) -> None:
    ids = Counter(title.title_id for title in shipped)
    works = Counter((fold(title.title).text, title.year, title.kind) for title in shipped)
    assert [key for key, count in ids.items() if count > 1] == []
    assert [key for key, count in works.items() if count > 1] == []


def test_the_catalogue_covers_the_ground(shipped: list[Title]) -> None:
    kinds = Counter(title.kind for title in shipped)
    assert len(shipped) >= 1_200
    assert kinds[Kind.FILM] >= 1_000
    assert kinds[Kind.SERIES] >= 200
    assert {title.year // 10 * 10 for title in shipped} == set(range(1920, 2030, 10))
    assert len({country for title in shipped for country in title.countries}) >= 40
    assert len({language for title in shipped for language in title.languages}) >= 15
    assert {title.fame for title in shipped} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_has_ten_titles(genre: str, shipped: list[Title]) -> None:
    assert sum(genre in title.genres for title in shipped) >= 10


def test_no_two_descriptions_are_alike(shipped: list[Title]) -> None:
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for title in shipped:
        by_length[len(title.description) // 20].append(title.description)
    alike = []
    for bucket, texts in by_length.items():
        others = texts + by_length.get(bucket + 1, [])
        scores = process.cdist(texts, others, scorer=fuzz.ratio, score_cutoff=90)
        alike += [texts[i] for i, row in enumerate(scores) for j, score in enumerate(row) if score and j > i]
    assert alike == []
