"""The catalogue's fields turned into arrays, so that a wish is a few array operations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.text import fold
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict
from bot.domain.wish import Span

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]

_SEQUEL_TAIL = re.compile(
    r"\s+(?:(?:part|vol|volume|chapter|episode)\s+)?(?:\d{1,2}|ii|iii|iv|v|vi|vii|viii)$"
)
_FRANCHISE_WORDS = frozenset({"sequel", "trilogy", "franchise"})
# Who a surname means: the best known bearer, if well known enough to be called by it alone.
_KNOWN_BY_SURNAME = 4.0


@dataclass(frozen=True, slots=True)
class Facets:
    """Columns over the catalogue, one row per title, in the catalogue's order.

    The maps lead from a folded word (genre, keyword, country, language, person) to the rows that have it.
    """

    titles: tuple[Title, ...]
    row_of: dict[str, int]
    years: NDArray[np.int32]
    runtimes: NDArray[np.int32]
    fame: NDArray[np.float32]
    is_series: Mask
    is_sequel: Mask
    franchises: tuple[str, ...]
    genres: dict[str, Rows]
    keywords: dict[str, Rows]
    countries: dict[str, Rows]
    languages: dict[str, Rows]
    people: dict[str, Rows]
    row_named: dict[tuple[str, int], int]

    @classmethod
    def build(cls, titles: Sequence[Title]) -> Facets:
        """Return the columns of `titles`. Takes about 20 ms per thousand titles."""
        return cls(
            titles=tuple(titles),
            row_of={title.title_id: row for row, title in enumerate(titles)},
            years=np.array([title.year for title in titles], dtype=np.int32),
            runtimes=np.array([title.runtime or 0 for title in titles], dtype=np.int32),
            fame=np.array([title.fame for title in titles], dtype=np.float32),
            is_series=np.array([title.kind is Kind.SERIES for title in titles], dtype=np.bool_),
            is_sequel=np.array(["sequel" in title.keywords for title in titles], dtype=np.bool_),
            franchises=tuple(_franchise_of(title) for title in titles),
            genres=_postings(titles, lambda title: title.genres),
            keywords=_postings(titles, lambda title: title.keywords),
            countries=_postings(titles, lambda title: title.countries),
            languages=_postings(titles, lambda title: title.languages),
            people=_postings(titles, lambda title: (*title.directors, *title.actors)),
            row_named={(fold(title.title), title.year): row for row, title in enumerate(titles)},
        )

    def __len__(self) -> int:
        return len(self.titles)

    def having(self, postings: dict[str, Rows], names: Iterable[str]) -> Mask:
        """Return which titles have at least one of `names`."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        for name in names:
            rows = postings.get(name)
            if rows is not None:
                mask[rows] = True
        return mask

    def of_ids(self, title_ids: Iterable[str]) -> Mask:
        """Return which titles have one of these ids."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        mask[[self.row_of[title_id] for title_id in title_ids if title_id in self.row_of]] = True
        return mask

    def of_verdicts(self, verdicts: Iterable[Verdict]) -> Mask:
        """Return which titles were judged: by id, or by name and year where the catalogue has changed since."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        for verdict in verdicts:
            row = self.row_of.get(verdict.title_id)
            if row is None:
                row = self.row_named.get((fold(verdict.title), verdict.year))
            if row is not None:
                mask[row] = True
        return mask

    def within_years(self, spans: Iterable[Span]) -> Mask:
        """Return which titles first came out within one of `spans` (years, inclusive)."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        for low, high in spans:
            mask |= (self.years >= low) & (self.years <= high)
        return mask

    def within_runtime(self, span: Span) -> Mask:
        """Return which titles are known to run within `span` (minutes, inclusive)."""
        return (self.runtimes > 0) & (self.runtimes >= span[0]) & (self.runtimes <= span[1])

    def surnames(self) -> dict[str, str]:
        """Return, per folded surname, the one well-known maker or leading actor who is meant by it."""
        weight: dict[str, float] = defaultdict(float)
        for title in self.titles:
            for place, person in enumerate((*title.directors, *title.actors)):
                weight[person] += title.fame * (2.0 if place < len(title.directors) else 1.0)
        best: dict[str, tuple[float, str]] = {}
        for person, score in weight.items():
            surname = fold(person).split()[-1:] or [""]
            if (
                len(surname[0]) >= 4
                and score >= _KNOWN_BY_SURNAME
                and score > best.get(surname[0], (0.0, ""))[0]
            ):
                best[surname[0]] = (score, person)
        return {surname: person for surname, (_, person) in best.items()}


def _postings(titles: Sequence[Title], names_of: Callable[[Title], Iterable[str]]) -> dict[str, Rows]:
    found: dict[str, list[int]] = defaultdict(list)
    for row, title in enumerate(titles):
        for name in names_of(title):
            found[name].append(row)
    return {name: np.array(rows, dtype=np.int32) for name, rows in found.items()}


def _franchise_of(title: Title) -> str:
    """Return what the parts of one franchise share: the name before a colon or a number."""
    head = fold(re.split(r":| - ", title.title, maxsplit=1)[0])
    head = _SEQUEL_TAIL.sub("", head)
    head = re.sub(r"^(?:the|a|an) ", "", head)
    belongs = bool(_FRANCHISE_WORDS & set(title.keywords)) or head != re.sub(
        r"^(?:the|a|an) ", "", fold(title.title)
    )
    return head if belongs or len(head.split()) > 1 else f"{head} {title.title_id}"
