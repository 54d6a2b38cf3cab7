"""Facets that grow: some titles more, at a cost that hardly depends on how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets, Rows, acclaim_of, is_later_part, place_worth, weight_in
from bot.domain.franchises import first_parts
from bot.domain.keyword_families import genres_of, keywords_of
from bot.domain.text import fold
from bot.domain.title import Kind, Title

Changes = Mapping[int, Title]


def changes_of(row_of: Mapping[str, int], titles: Iterable[Title]) -> dict[int, Title]:
    """Return at which rows these titles stand: their own where the catalogue has their id, else the next ones."""
    new_rows: dict[str, int] = {}
    changes: dict[int, Title] = {}
    for title in titles:
        row = row_of.get(title.title_id)
        if row is None:
            row = new_rows.setdefault(title.title_id, len(row_of) + len(new_rows))
        changes[row] = title
    return changes


def with_changes(titles: Sequence[Title], changes: Changes) -> tuple[Title, ...]:
    """Return `titles` with these at these rows."""
    grown = list(titles)
    for row in sorted(changes):
        grown[row : row + 1] = [changes[row]]
    return tuple(grown)


def grown(facets: Facets, changes: Changes) -> Facets:
    """Return `facets` with these titles at these rows, as `changes_of` gives them; `facets` stays as it is."""
    titles = with_changes(facets.titles, changes)
    size = len(titles)

    def column(values: NDArray[Any], value_of: Callable[[Title], Any]) -> NDArray[Any]:
        longer = np.zeros(size, dtype=values.dtype)
        longer[: len(values)] = values
        for row, title in changes.items():
            longer[row] = value_of(title)
        return longer

    def postings(rows_of: dict[str, Rows], names_of: Callable[[Title], Iterable[str]]) -> dict[str, Rows]:
        return _postings(facets, rows_of, changes, names_of)

    years = column(facets.years, lambda title: title.year)
    people = postings(facets.people, lambda title: (*title.directors, *title.actors))
    genres, places = _genres(facets, changes)
    relations = facets.relations.grown(changes)
    return Facets(
        titles=titles,
        row_of=facets.row_of | {title.title_id: row for row, title in changes.items()},
        years=years,
        runtimes=column(facets.runtimes, lambda title: title.runtime or 0),
        fame=column(facets.fame, lambda title: title.fame),
        acclaim=_acclaim(facets.acclaim, titles, people, changes),
        is_series=column(facets.is_series, lambda title: title.kind is Kind.SERIES),
        is_sequel=column(facets.is_sequel, is_later_part),
        franchises=relations.numbers,
        first_parts=first_parts(relations.numbers, years),
        genres=genres,
        genre_places=places,
        genre_counts=column(facets.genre_counts, lambda title: max(1, len(title.genres))),
        keywords=postings(facets.keywords, keywords_of),
        countries=postings(facets.countries, lambda title: title.countries),
        languages=postings(facets.languages, lambda title: title.languages),
        made_in=postings(facets.made_in, lambda title: title.countries[:1]),
        spoken=postings(facets.spoken, lambda title: title.languages[:1]),
        people=people,
        weights=_weights(facets, changes),
        row_named=facets.row_named | {(fold(title.title), title.year): row for row, title in changes.items()},
        relations=relations,
    )


def _postings(
    facets: Facets, rows_of: dict[str, Rows], changes: Changes, names_of: Callable[[Title], Iterable[str]]
) -> dict[str, Rows]:
    gone: dict[str, list[int]] = defaultdict(list)
    come: dict[str, list[int]] = defaultdict(list)
    for row, title in changes.items():
        before = tuple(names_of(facets.titles[row])) if row < len(facets) else ()
        names = tuple(names_of(title))
        if names != before:
            for name in before:
                gone[name].append(row)
            for name in names:
                come[name].append(row)
    found = dict(rows_of)
    for name in gone:
        found[name] = found[name][~np.isin(found[name], gone[name])]
    # All of a name at once: the rows of a usual one are tens of thousands.
    for name, rows in come.items():
        found[name] = np.append(found.get(name, _NO_ROWS), np.array(rows, dtype=np.int32))
    for name in gone:
        if not len(found[name]):
            del found[name]
    return found


_NO_ROWS = np.zeros(0, dtype=np.int32)
_NO_PLACES = np.zeros(0, dtype=np.float32)


def _genres(facets: Facets, changes: Changes) -> tuple[dict[str, Rows], dict[str, NDArray[np.float32]]]:
    """Return the rows of each genre, and beside them how early the titles name it."""
    come: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, title in changes.items():
        for place, genre in enumerate(genres_of(title)):
            come[genre].append((row, place_worth(place)))
    before = (facets.titles[row] for row in changes if row < len(facets))
    genres, places = dict(facets.genres), dict(facets.genre_places)
    for genre in {genre for title in before for genre in genres_of(title)}:
        kept = ~np.isin(genres[genre], list(changes))
        genres[genre], places[genre] = genres[genre][kept], places[genre][kept]
    for genre, found in come.items():
        rows, worths = zip(*found, strict=True)
        genres[genre] = np.append(genres.get(genre, _NO_ROWS), np.array(rows, dtype=np.int32))
        places[genre] = np.append(places.get(genre, _NO_PLACES), np.array(worths, dtype=np.float32))
    return genres, places


def _weights(facets: Facets, changes: Changes) -> dict[str, float]:
    weights = dict(facets.weights)
    for row, title in changes.items():
        if row < len(facets):
            before = facets.titles[row]
            for person in {*before.directors, *before.actors}:
                weights[person] -= weight_in(before, person)
        for person in {*title.directors, *title.actors}:
            weights[person] = weights.get(person, 0.0) + weight_in(title, person)
    return weights


def _acclaim(
    acclaim: NDArray[np.float32], titles: Sequence[Title], people: Mapping[str, Rows], changes: Changes
) -> NDArray[np.float32]:
    """Return the column with what the changed titles change: their own acclaim, and that of all by their makers."""
    longer = np.zeros(len(titles), dtype=np.float32)
    longer[: len(acclaim)] = acclaim

    @cache
    def made(maker: str, kind: Kind) -> int:
        by = (titles[row] for row in np.unique(people[maker]))
        return sum(title.kind is kind and maker in title.directors for title in by)

    rows = set(changes)
    for maker in {maker for title in changes.values() for maker in title.directors}:
        rows.update(row for row in people[maker].tolist() if maker in titles[row].directors)
    for row in rows:
        title = titles[row]
        longer[row] = acclaim_of(title, max((made(m, title.kind) for m in title.directors), default=0))
    return longer
