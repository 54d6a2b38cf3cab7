"""Makes one row out of what several sources tell of a title, under the id that it has had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from bot.catalogue.pairing import pairs_of
from bot.catalogue.spelling import fold
from bot.domain.title import Title, numbered_id_of

# What is not simply taken from one of the two.
_DECIDED_APART = frozenset({"title_id", "title", "kind", "other_titles", "votes", "rating", "fame"})
_TAKEN = tuple(field.name for field in fields(Title) if field.init and field.name not in _DECIDED_APART)


def join(existing: Sequence[Title], found: Sequence[Title]) -> list[Title]:
    """Return the titles of `found` as they are to be stored, in their order, each once.

    One that `existing` holds keeps the id it has there and is completed: nothing that was known becomes empty,
    and IMDb, which has no texts, changes nothing that others said. A new one gets an id of its own, from its name
    and year; where that is taken, it ends in the number of its source. The same titles get the same ids in
    whatever order they come, and joining them again changes nothing.
    """
    pairs = pairs_of(existing, found)
    ids = _new_ids([title for row, title in enumerate(found) if row not in pairs], existing)
    joined: dict[str, Title] = {}
    for row, title in enumerate(found):
        if row in pairs:
            known = existing[pairs[row]]
            known = joined.get(known.title_id, known)
            joined[known.title_id] = complete(known, title)
        else:
            title_id = ids[_identity(title)]
            fresh = title if title_id == title.title_id else replace(title, title_id=title_id)
            joined[title_id] = complete(joined[title_id], fresh) if title_id in joined else fresh
    return list(joined.values())


def complete(known: Title, told: Title) -> Title:
    """Return `known`, with its id, completed by what a source told of the same title.

    TMDB renews what it tells. IMDb has no descriptions: it renews what has none, and else fills what is missing.
    """
    by_imdb_alone = known.tmdb_id is None and not known.description
    renews = told.tmdb_id is not None or (by_imdb_alone and known.imdb_id == told.imdb_id != "")
    first, second = (told, known) if renews else (known, told)
    values: dict[str, Any] = {name: getattr(first, name) or getattr(second, name) for name in _TAKEN}
    # A vote is counted on the scale of its source, so a rating and its votes come together.
    voted = first if first.votes is not None else second
    changed = replace(
        first,
        **values,
        title_id=known.title_id,
        other_titles=_other_titles(first, second, values["original_title"]),
        # Some are famous on one of the two only: a film of a country whose people are on the other.
        fame=max(first.fame, second.fame),
        votes=voted.votes,
        rating=voted.rating,
    )
    return known if changed == known else changed


def _other_titles(first: Title, second: Title, original: str) -> tuple[str, ...]:
    """Return every name but the usual and the original one, without mere spellings of another."""
    others = dict.fromkeys((*first.other_titles, *second.other_titles, *first.names, *second.names))
    left = [name for name in others if name not in (first.title, original)]
    if not left:
        return ()
    seen = {fold(first.title).text, fold(original).text}
    names: list[str] = []
    for name in left:
        folded = fold(name).text
        if folded not in seen:
            seen.add(folded)
            names.append(name)
    return tuple(names)


def _identity(title: Title) -> tuple[str, str]:
    """Return what tells new titles apart: a number, or at least the name and year in the id."""
    if title.tmdb_id:
        return title.kind, f"tmdb{title.tmdb_id}"
    return (title.kind, title.title_id) if not title.imdb_id else ("", title.imdb_id)


def _new_ids(titles: Sequence[Title], existing: Sequence[Title]) -> dict[tuple[str, str], str]:
    taken = {title.title_id for title in existing}
    namesakes: defaultdict[str, dict[tuple[str, str], Title]] = defaultdict(dict)
    for title in titles:
        namesakes[title.title_id].setdefault(_identity(title), title)
    ids: dict[tuple[str, str], str] = {}
    for plain_id, group in namesakes.items():
        # The entry that its source has had longest takes the plain id, whatever the order of the rows.
        for title in sorted(group.values(), key=_age):
            title_id = plain_id if plain_id not in taken else numbered_id_of(title)
            while title_id in taken:
                title_id += f"-{title.kind}"
            taken.add(title_id)
            ids[_identity(title)] = title_id
    return ids


def _age(title: Title) -> tuple[int, int, str]:
    number = title.imdb_id.removeprefix("tt")
    return title.tmdb_id or 0, int(number) if number.isdecimal() else 0, title.kind
