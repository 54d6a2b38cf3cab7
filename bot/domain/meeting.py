"""The first meeting: well-known titles, as different as can be, to tell a stranger's taste by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets
from bot.domain.ports import Vectors
from bot.domain.title import Title

TITLES_A_PAGE = 12
MOST_PAGES = 5
# Fewer likes than this say little.
ENOUGH_LIKES = 3
# Chosen among so many of the best known.
POOL = 400
# What it costs to be like one already chosen, and to share its first genre or its decade.
LIKENESS, SAME_GENRE, SAME_DECADE = 1.2, 0.4, 0.25
# A film that only one's grandparents know says nothing of most people.
OLD_BEFORE, COST_OF_AGE = 1975, 0.25
# Which of the twelve are series, counted from 0.
SERIES_AT = (3, 8)


def meeting_pages(facets: Facets, vectors: Vectors | None) -> tuple[tuple[Title, ...], ...]:
    """Return up to five pages of twelve titles; no franchise comes twice, the first page is the best known.

    `vectors` (shape (n, d)) are the titles' own, None when there are none. The same catalogue gives the same pages.
    """
    rows = [row for row in range(len(facets)) if not facets.is_sequel[row]]
    rows.sort(
        key=lambda row: (-facets.fame[row], -(facets.titles[row].votes or 0), -facets.acclaim[row], row)
    )
    pool = np.array(rows[:POOL], dtype=np.intp)
    taken: set[int] = set()
    pages: list[tuple[Title, ...]] = []
    while len(pages) < MOST_PAGES:
        page = _page(facets, vectors, pool, taken)
        if not page:
            break
        taken.update(int(facets.franchises[row]) for row in page)
        pages.append(tuple(facets.titles[row] for row in page))
    return tuple(pages)


def _page(facets: Facets, vectors: Vectors | None, pool: NDArray[np.intp], taken: set[int]) -> list[int]:
    """Pick rows one by one, each paying for what it has in common with those before it."""
    gone = set(taken)
    chosen: list[int] = []
    worth = facets.fame[pool] - COST_OF_AGE * np.clip((OLD_BEFORE - facets.years[pool]) / 10, 0, None)
    nearest = np.zeros(len(pool), dtype=np.float32)
    while len(chosen) < TITLES_A_PAGE:
        cost = np.array([_likeness_of_fields(facets, int(row), chosen) for row in pool], dtype=np.float32)
        free = np.array([int(facets.franchises[row]) not in gone for row in pool])
        if not free.any():
            break
        series = facets.is_series[pool] == (len(chosen) in SERIES_AT)
        free = free & series if (free & series).any() else free
        best = int(np.argmax(np.where(free, worth - LIKENESS * nearest - cost, -np.inf)))
        row = int(pool[best])
        chosen.append(row)
        gone.add(int(facets.franchises[row]))
        if vectors is not None:
            nearest = np.maximum(nearest, vectors[pool] @ vectors[row])
    return chosen


def _likeness_of_fields(facets: Facets, row: int, chosen: list[int]) -> float:
    title = facets.titles[row]
    genre = title.genres[:1]
    cost = 0.0
    for other in chosen:
        cost += SAME_GENRE * (facets.titles[other].genres[:1] == genre)
        cost += SAME_DECADE * (int(facets.years[other]) // 10 == title.year // 10)
    return cost
