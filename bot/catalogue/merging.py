"""Lays what was imported under the shipped titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from bot.catalogue.pairing import pairs_of
from bot.domain.title import Title, numbered_id_of

# What shipped titles do not have at all.
_NUMBERS = ("tmdb_id", "imdb_id", "poster_path", "votes", "rating")
# What may be missing in a shipped title. Its kind, year and fame are never another's.
_FILLED = tuple(
    field.name
    for field in fields(Title)
    if field.init and field.name not in {*_NUMBERS, "title_id", "title", "year", "kind", "fame"}
)


def merge(shipped: Sequence[Title], imported: Sequence[Title]) -> list[Title]:
    """Return the shipped titles, then the imported ones that are not among them, with unique ids.

    A shipped title keeps its id and its own texts; it takes the numbers, votes and poster of the imported one that
    it is, and what it lacks itself. Merging the same titles again changes nothing.
    """
    merged = list(shipped)
    left: list[Title] = []
    pairs = pairs_of(shipped, imported, joined_before=True)
    for row, title in enumerate(imported):
        if row in pairs:
            merged[pairs[row]] = _overlaid(merged[pairs[row]], title)
        else:
            left.append(title)
    taken = {title.title_id for title in merged}
    for title in left:
        title_id = title.title_id
        if title_id in taken:
            title_id = numbered_id_of(title)
        while title_id in taken:
            title_id += f"-{title.kind}"
        taken.add(title_id)
        merged.append(title if title_id == title.title_id else replace(title, title_id=title_id))
    return merged


def _overlaid(shipped: Title, imported: Title) -> Title:
    changed: dict[str, Any] = {name: getattr(shipped, name) or getattr(imported, name) for name in _FILLED}
    for name in _NUMBERS:
        told = getattr(imported, name)
        changed[name] = told if told not in (None, "") else getattr(shipped, name)
    changed["other_titles"] = tuple(name for name in changed["other_titles"] if name != shipped.title)
    return replace(shipped, **changed)
