"""A community of 100,000 people on 20,000 titles, out of a real store: `python -m tests.benchmarks.large_community`.

Takes some minutes, most of them to fill the store; so it is not part of `make bench`.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import insert

from bot.catalogue.catalogue import Catalogue
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.services.community import CommunityFollower
from bot.services.library import Library
from bot.storage.community import CommunityStore
from bot.storage.database import Database, open_database
from bot.storage.tables import verdicts
from tests.benchmarks.figures import Figure, watched_loop

TITLES, PEOPLE, VERDICTS_EACH = 20_000, 100_000, 30
PEOPLE_AT_ONCE = 1000
KINDS = (VerdictKind.LIKED, VerdictKind.SEEN, VerdictKind.DISLIKED)
SHARES = (0.6, 0.3, 0.1)
MEGABYTE = 1024 if sys.platform == "linux" else 1024**2


async def measure(folder: Path) -> list[Figure]:
    """Return how long the model takes from the store, the memory at its peak, and the event loop's standstill."""
    async with open_database(f"sqlite:///{folder / 'large.sqlite3'}") as database:
        await _fill(database)
        catalogue = Catalogue.build([Title(f"t{n}", f"Title {n}", 2000) for n in range(TITLES)], None)
        library = await asyncio.to_thread(Library.of, catalogue, 2026)
        follower = CommunityFollower(library, CommunityStore(database))
        before = _peak()
        async with watched_loop() as watch:
            began = time.perf_counter()
            await follower.refit()
            took = time.perf_counter() - began
    size = f"{TITLES:,} titles, {PEOPLE:,} people"
    return [
        Figure(f"community's model anew from the store, {size}", took, "s"),
        Figure("resident memory at its peak", _peak(), "MB", 2048, f"{before:,.0f} MB before"),
        Figure("event loop stood still, longest, meanwhile", watch.longest * 1000, "ms", 50),
        Figure("of that at work", watch.longest_at_work * 1000, "ms", 50),
    ]


async def _fill(database: Database) -> None:
    """Have everybody judge titles, the first ones far oftener than the last."""
    chance = np.random.default_rng(1)
    now = datetime.now(UTC)
    for first in range(0, PEOPLE, PEOPLE_AT_ONCE):
        rows = (TITLES * chance.random((PEOPLE_AT_ONCE, VERDICTS_EACH)) ** 3).astype(int)
        kinds = chance.choice(len(KINDS), rows.shape, p=SHARES)
        said = [
            {"user_id": first + person, "title_id": f"t{row}", "title": f"Title {row}", "year": 2000,
             "verdict": KINDS[kind].value, "note": "", "at": now}
            for person in range(PEOPLE_AT_ONCE)
            for row, kind in zip(rows[person].tolist(), kinds[person].tolist(), strict=True)
        ]  # fmt: skip
        async with database.writing() as connection:
            await connection.execute(insert(verdicts), said)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


async def _main() -> None:
    with tempfile.TemporaryDirectory(prefix="matinee-large-") as folder:
        for figure in await measure(Path(folder)):
            sys.stdout.write(
                f"{figure.name}: {figure.shown} {figure.goal_shown} {figure.verdict} {figure.instead}\n"
            )


if __name__ == "__main__":
    asyncio.run(_main())
