"""One line for each method of the blend: a figure of what it is there for, with it and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured of the same cases with the method and `without` it."""

    method: str
    measured: str
    whole: Sequence[float]
    without: Sequence[float]

    @property
    def cells(self) -> tuple[str, ...]:
        """What a table shows: the change with the standard error of its mean over the cases."""
        whole, without = np.array(self.whole), np.array(self.without)
        change = without - whole
        error = change.std() / max(1, len(change)) ** 0.5
        figures = f"{whole.mean():.3f}", f"{without.mean():.3f}", f"{change.mean():+.3f} ± {error:.3f}"
        return (self.method, f"{self.measured}, {len(whole)} cases", *figures)


def show_lines(title: str, lines: Sequence[Line], console: Console) -> None:
    """Print a table of the lines."""
    table = Table(title=title, title_justify="left")
    for heading in ("method", "measured", "with it", "without", "change"):
        table.add_column(heading, justify="left" if heading in ("method", "measured") else "right")
    for line in lines:
        table.add_row(*line.cells)
    console.print(table)
