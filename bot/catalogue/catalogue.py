"""The catalogue as the rest of the bot sees it: titles, how to find them, and what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.catalogue.resolver import Resolver
from bot.catalogue.search import WordSearch
from bot.domain.title import Title


@dataclass(frozen=True, slots=True)
class CatalogueStats:
    """How many titles there are of each sort; each dictionary runs from the most to the fewest.

    A title with two genres counts in both. Years are counted by decade, and fame by its whole number.
    """

    titles: int
    kinds: dict[str, int]
    decades: dict[str, int]
    countries: dict[str, int]
    languages: dict[str, int]
    genres: dict[str, int]
    fame: dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One state of the catalogue. It never changes; a new import builds a new one.

    A row is a title's place in `titles`, and the same in `vectors` (shape (len(titles), dimensions), one unit
    vector per title, or None while there are none) and in the scores of `words`.
    """

    titles: tuple[Title, ...]
    row_of: dict[str, int]
    resolver: Resolver
    words: WordSearch
    vectors: NDArray[np.float32] | None = None

    @classmethod
    def build(cls, titles: Sequence[Title], vectors: NDArray[np.float32] | None = None) -> Catalogue:
        """Index `titles`. Takes about 0.08 s per 1,000 titles: call it in a worker thread.

        Raises ValueError when an id comes twice or `vectors` has another number of rows than `titles`.
        """
        row_of = {title.title_id: row for row, title in enumerate(titles)}
        if len(row_of) != len(titles):
            raise ValueError("two titles share an id")
        if vectors is not None and len(vectors) != len(titles):
            raise ValueError(f"{len(vectors)} vectors for {len(titles)} titles")
        with ThreadPoolExecutor(1) as beside:  # SQLite does its part while Python does the other
            words = beside.submit(WordSearch, titles)
            resolver = Resolver(titles)
            return cls(tuple(titles), row_of, resolver, words.result(), vectors)

    def grown(self, changes: Mapping[int, Title]) -> Catalogue:
        """Return the state with these titles at these rows: those of earlier titles, or the next ones without a gap.

        Takes some 0.2 s for a hundred thousand titles. The vectors stay behind: whoever grows the catalogue keeps them.
        """
        titles = list(self.titles)
        for row in sorted(changes):
            titles[row : row + 1] = [changes[row]]
        row_of = self.row_of | {title.title_id: row for row, title in changes.items()}
        words = self.words.grown(self.titles, changes)
        return Catalogue(tuple(titles), row_of, self.resolver.grown(changes), words)

    def get(self, title_id: str) -> Title | None:
        """Return the title of that id, or None."""
        row = self.row_of.get(title_id)
        return None if row is None else self.titles[row]

    def stats(self) -> CatalogueStats:
        """Count the titles by kind, decade, country, language, genre and fame."""
        titles = self.titles
        return CatalogueStats(
            titles=len(titles),
            kinds=_counts(title.kind.value for title in titles),
            decades=_counts(f"{title.year // 10 * 10}s" if title.year else "unknown" for title in titles),
            countries=_counts(country for title in titles for country in title.countries),
            languages=_counts(language for title in titles for language in title.languages),
            genres=_counts(genre for title in titles for genre in title.genres),
            fame=_counts(str(int(title.fame)) for title in titles),
        )


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
