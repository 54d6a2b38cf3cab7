"""How long an import takes, and how long it keeps the others waiting."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bot.app import open_app
from bot.domain.title import Title
from tests.bare_settings import bare_settings
from tests.benchmarks.figures import Figure, watched_loop

ROWS = 10_000
SOMEBODY = 1


async def measure(folder: Path) -> list[Figure]:
    """Import a file of 10,000 rows into a fresh store: read, matched and kept."""
    settings = bare_settings(data_dir=folder / "imports", embedding_port=9)
    async with open_app(settings) as app:
        content = _file(app.services.library.titles)
        imports = app.services.imports

        async def fetch() -> bytes:
            return content

        began = time.perf_counter()
        async with watched_loop() as watch:
            found = await imports.read(fetch, "ratings.csv")
            part = found.part()
            understood = await imports.understand(SOMEBODY, found.source, part)
            kept = await imports.keep(SOMEBODY, understood)
        seconds = time.perf_counter() - began
        assert len(part.rows) == ROWS
        assert sum(kept.counts.values()) == len(app.services.library.titles)
    named = f"import of {ROWS:,} rows, {len(understood.decisions):,} of them in the catalogue"
    return [
        Figure(named, seconds, "s", 10.0),
        Figure("longest wait for anybody else meanwhile", 1000 * watch.longest, "ms"),
    ]


def _file(titles: Sequence[Title]) -> bytes:
    """Return IMDb ratings of every title in the catalogue, and of others up to 10,000."""
    lines = [
        "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year"
    ]
    for number in range(ROWS):
        if number < len(titles):
            title = titles[number]
            kind = "Movie" if title.kind.value == "film" else "TV Series"
            name, year = title.title.replace('"', '""'), title.year
        else:
            kind, name, year = "Movie", f"A film that nobody has catalogued {number}", 1950 + number % 70
        rating = 1 + number % 10
        lines.append(f'tt{number:07d},{rating},2024-01-01,"{name}","{name}",https://x/,{kind},5.0,100,{year}')
    return "\n".join(lines).encode()
