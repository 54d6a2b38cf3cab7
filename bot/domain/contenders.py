"""Which titles are worth a closer look: all of a small catalogue, the best so far of a large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Mask

Scores = NDArray[np.float32]
Places = NDArray[np.intp]

# The best of each tier. A title further back would have to suit a taste better than any does to come among the first.
CONTENDERS = 2000
# So many titles, evenly spread, tell what is usual in a catalogue that is too large to look at every one.
SAMPLE = 1000


@dataclass(frozen=True, slots=True)
class Contenders:
    """The titles at `rows` (shape (k,), ascending) of a catalogue; `usual` are the places in it that stand for all."""

    rows: Places
    usual: Places
    embedded: Mask

    @classmethod
    def of(cls, scores: Scores, tiers: Sequence[Mask], unembedded: Mask | None) -> Contenders:
        """Return those of the best `scores` in each of the `tiers`; `unembedded` are titles without a vector."""
        size = len(scores)
        everything = np.arange(size)
        if size <= CONTENDERS + SAMPLE:
            rows = sample = everything
        else:
            sample = everything[:: size // SAMPLE]
            rows = np.unique(
                np.concatenate([sample, *(_best(scores, np.flatnonzero(tier)) for tier in tiers)])
            )
        embedded = np.ones(len(rows), np.bool_) if unembedded is None else ~unembedded[rows]
        usual = np.searchsorted(rows, sample)
        return cls(rows, usual[embedded[usual]], embedded)

    def standardised(self, values: Scores) -> Scores:
        """Return `values` (shape (k,)) in deviations from what is usual; 0 where a title has no vector."""
        usual = values[self.usual]
        spread = float(usual.std()) if len(usual) else 0.0
        if spread <= 1e-6:
            return np.zeros_like(values)
        return np.where(self.embedded, (values - usual.mean()) / np.float32(spread), np.float32(0))


def _best(scores: Scores, rows: Places) -> Places:
    if len(rows) <= CONTENDERS:
        return rows
    return rows[np.argpartition(-scores[rows], CONTENDERS)[:CONTENDERS]]
