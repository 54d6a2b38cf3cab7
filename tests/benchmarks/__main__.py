"""`make bench`: the figures of the README, measured here and now, beside what one would build instead."""

from __future__ import annotations

import asyncio
import logging
import platform
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    asking,
    completing,
    conversation,
    evaluation,
    imports,
    likes,
    scale,
    start,
    streaming,
    tapping,
    tokens,
    wishes,
)
from tests.benchmarks.figures import Figure


async def _measure(folder: Path) -> list[Figure]:
    figures: list[Figure] = []
    for what, measure in (
        ("cold start and memory", start.measure),
        ("tokens", tokens.measure),
        ("wishes", wishes.measure),
        ("turns of a conversation", conversation.measure),
        ("streaming (two minutes and a half)", streaming.measure),
        ("200 people at once", asking.measure),
        ("taps under an answer", tapping.measure),
        ("completing titles", completing.measure),
        ("100,000 titles (a minute and a half)", scale.measure),
        ("hidden likes", evaluation.measure),
        ("import of 10,000 rows", imports.measure),
        ("200,000 likes (a few minutes)", likes.measure),
    ):
        sys.stderr.write(f"measuring {what} …\n")
        figures += await measure(folder)
    return figures


def main() -> int:
    """Print the table; the exit status is 0 whatever the figures are: they are for reading."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="matinee-bench-") as folder:
        figures = asyncio.run(_measure(Path(folder)))
    table = Table(
        title=f"Matinee on {platform.machine()}, Python {platform.python_version()}", title_justify="left"
    )
    for heading in ("figure", "measured", "goal", "met", "what one would build instead"):
        table.add_column(heading)
    for figure in figures:
        table.add_row(figure.name, figure.shown, figure.goal_shown, figure.verdict, figure.instead)
    Console(width=150).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
