"""Joins an imported catalogue with the shipped one by identity, not by spelling alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.catalogue.spelling import fold
from bot.domain.title import Kind, Title

# Of several films that could be the shipped one, the one with so many times the votes of the next is.
FAR_BETTER_KNOWN = 20


def merge(shipped: Sequence[Title], imported: Sequence[Title]) -> list[Title]:
    """Return the shipped titles, then the imported ones that are not among them, with unique ids.

    An imported title is a shipped one when kind and TMDB id agree, or when kind and name do, the years are at
    most one apart, and neither could be another. The shipped title keeps its own texts and id and takes
    `tmdb_id`, `poster_path`, `votes` and `rating`. Merging the same titles again changes nothing.
    """
    imported_of = _pairs(shipped, imported)
    merged = [
        _with_numbers(title, imported[imported_of[row]]) if row in imported_of else title
        for row, title in enumerate(shipped)
    ]
    taken = {title.title_id for title in merged}
    used = set(imported_of.values())
    for row, title in enumerate(imported):
        if row in used:
            continue
        title_id = title.title_id
        if title_id in taken:
            title_id = f"{title_id}-tmdb{title.tmdb_id}"
        while title_id in taken:
            title_id += f"-{title.kind}"
        taken.add(title_id)
        merged.append(title if title_id == title.title_id else replace(title, title_id=title_id))
    return merged


def _with_numbers(title: Title, source: Title) -> Title:
    return replace(
        title,
        tmdb_id=source.tmdb_id,
        poster_path=source.poster_path,
        votes=source.votes,
        rating=source.rating,
    )


def _pairs(shipped: Sequence[Title], imported: Sequence[Title]) -> dict[int, int]:
    """Return which imported row is which shipped row."""
    row_of_tmdb: dict[tuple[Kind, int | None], int] = {
        (title.kind, title.tmdb_id): row for row, title in enumerate(shipped) if title.tmdb_id
    }
    rows_named: defaultdict[tuple[Kind, str], set[int]] = defaultdict(set)
    for row, title in enumerate(shipped):
        for name in title.names:
            rows_named[title.kind, fold(name).bare].add(row)
    claims: defaultdict[int, list[int]] = defaultdict(list)
    pairs: dict[int, int] = {}
    for row, title in enumerate(imported):
        known = row_of_tmdb.get((title.kind, title.tmdb_id))
        if known is not None:
            pairs.setdefault(known, row)
            continue
        names = {fold(name).bare for name in title.names}
        candidates = {claimed for name in names for claimed in rows_named.get((title.kind, name), ())}
        fitting = _fitting(title, names, sorted(candidates), shipped)
        if len(fitting) == 1:
            claims[fitting[0]].append(row)
    for claimed, rows in claims.items():
        if claimed not in pairs and not shipped[claimed].tmdb_id:
            winner = _winner(shipped[claimed], [(row, imported[row]) for row in rows])
            if winner is not None:
                pairs[claimed] = winner
    return pairs


def _fitting(title: Title, names: set[str], rows: Sequence[int], shipped: Sequence[Title]) -> list[int]:
    """Return the shipped rows that an imported title of these folded names can be.

    The usual name and the very year are enough. Another name, or a year beside it, must come with a language
    in common: the usual name of one film is often the translated name of another.
    """
    near = [row for row in rows if abs(shipped[row].year - title.year) <= 1]
    usual = [row for row in near if fold(shipped[row].title).bare in names]
    fitting = [
        row for row in usual or near
        if (usual and shipped[row].year == title.year) or _share_a_language(shipped[row], title)
    ]  # fmt: skip
    return [row for row in fitting if shipped[row].year == title.year] or fitting


def _share_a_language(one: Title, other: Title) -> bool:
    return not one.languages or not other.languages or not set(one.languages).isdisjoint(other.languages)


def _winner(title: Title, claimants: Sequence[tuple[int, Title]]) -> int | None:
    """Return the row of the claimant that is `title`, or None when two could be."""
    left = list(claimants)
    for test in (
        lambda other: other.year == title.year,
        lambda other: fold(other.title).bare == fold(title.title).bare,
        lambda other: _share_a_language(title, other),
    ):
        left = [(row, other) for row, other in left if test(other)] or left
    left.sort(key=lambda claim: claim[1].votes or 0, reverse=True)
    if len(left) > 1 and (left[0][1].votes or 0) < FAR_BETTER_KNOWN * max(1, left[1][1].votes or 0):
        return None
    return left[0][0]
