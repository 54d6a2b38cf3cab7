"""Which titles have which names, counted and put in order by NumPy: a large catalogue has a million mentions of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Every mention of a name by a title, title by title, each of shape (m,).

    `name` is the number of the name mentioned, which is its place in `names` (in order of their first mention), `row` the
    title that mentions it, `place` how many names that title mentions before it.
    """

    names: tuple[str, ...]
    name: NDArray[np.int32]
    row: NDArray[np.int32]
    place: NDArray[np.int32]

    @classmethod
    def of(cls, names_of_titles: Iterable[Sequence[str]]) -> Self:
        """Return the mentions, given the names of each title in turn."""
        lists = list(names_of_titles)
        lengths = np.fromiter(map(len, lists), np.int32, len(lists))
        number_of: defaultdict[str, int] = defaultdict(count().__next__)
        size = int(lengths.sum())
        name = np.fromiter(map(number_of.__getitem__, chain.from_iterable(lists)), np.int32, size)
        row = np.repeat(np.arange(len(lists), dtype=np.int32), lengths)
        before = np.repeat(np.cumsum(lengths, dtype=np.int32) - lengths, lengths)
        return cls(tuple(number_of), name, row, np.arange(size, dtype=np.int32) - before)

    def postings(self) -> dict[str, NDArray[np.int32]]:
        """Return per name the rows that mention it, in their order, one that does twice twice."""
        return self.by_name(self.row)

    def by_name(self, values: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """Return per name those of `values` (shape (m,)) that stand at its mentions; all are parts of one array."""
        in_order = values[np.argsort(self.name, kind="stable")]
        ends = np.cumsum(np.bincount(self.name, minlength=len(self.names))).tolist()
        return {
            name: in_order[start:end] for name, start, end in zip(self.names, [0, *ends], ends, strict=False)
        }

    def sums(self, values: NDArray[np.float64]) -> dict[str, float]:
        """Return per name the sum of those of `values` (shape (m,)) that stand at its mentions."""
        sums = np.bincount(self.name, weights=values, minlength=len(self.names))
        return dict(zip(self.names, sums.tolist(), strict=True))
