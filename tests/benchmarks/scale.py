"""Search over a hundred thousand titles: how long a shortlist takes, how much memory, how long the start."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psutil  # type: ignore[import-untyped]

from bot.app import Base, open_base
from bot.catalogue.search import STOP_WORDS
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.settings import Settings, load_settings
from bot.storage.database import open_database
from tests.benchmarks.figures import Figure, quantile
from tests.benchmarks.large_catalogue import store_large_catalogue
from tests.benchmarks.start import NO_MODEL

TITLES = 100_000
ROUNDS = 2
FOUND = 100
MANY = 200
# A title that was looked up, a portion of a sync, one of an import. The first one that comes makes room for more.
GROWN_BY = (1, 20, 2000)
SAID = (VerdictKind.LIKED, VerdictKind.LIKED, VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN)
WISHES = (
    "thoughtful sci-fi tonight", "90s comedies", "slow-burn horror that isn't gory", "series like Dark",
    "like Heat but shorter", "a quiet film about loss", "love story that ends badly", "korean thriller",
    "something funny for the whole family", "old man goes home to find his son", "french comedy from the 60s",
    "gangsters in new york", "films by Denis Villeneuve", "hidden gem from japan", "well known western",
    "young woman in the city at night", "the war in the pacific", "movies like Arrival and Her", "", "musicals",
    "a heist with a twist", "courtroom drama without violence", "space opera with robots", "noir from the 40s",
    "documentaries about music", "a long epic about a family", "short animated films for kids", "dark comedy series",
    "time travel", "spies in the cold war", "epic fantasy", "something weird", "best film of the 70s", "road movie",
    "a detective in a small town", "friendship between women", "dystopian future", "samurai", "ghosts and an old house",
    "a mathematician who loses everything",
)  # fmt: skip


async def measure(folder: Path) -> list[Figure]:
    """Return the figures of a process of its own that has so many titles."""
    place = folder / "scale"
    settings = Settings(data_dir=place)
    async with open_database(settings.database):
        pass  # makes the folder
    await store_large_catalogue(settings, TITLES)
    # One thread a product, as bot.__main__ has it.
    environment = {**os.environ, **NO_MODEL, "DATA_DIR": str(place), "OPENBLAS_NUM_THREADS": "1"}
    child = [sys.executable, "-m", "tests.benchmarks.scale"]
    ran = await asyncio.to_thread(
        subprocess.run, child, env=environment, check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    name = f"out of {TITLES:,} titles"
    plain = f"top {FOUND} of FTS5 and of NumPy, nothing else: {found['plain p95']:.0f} ms"
    return [
        Figure(f"a whole shortlist {name}, p50", found["shortlist p50"], "ms"),
        Figure(f"a whole shortlist {name}, p95", found["shortlist p95"], "ms", 50.0, plain),
        Figure("processor time of it, p95", found["shortlist cpu p95"], "ms", 50.0),
        Figure(
            f"the same for somebody with {MANY} verdicts, p95", found["shortlist p95 with many"], "ms", 50.0
        ),
        Figure(f"search by words and meaning alone {name}, p95", found["search p95"], "ms", 50.0, plain),
        Figure(f"resident memory with {TITLES:,} titles", found["memory"], "MB", 1000),
        Figure(f"start with {TITLES:,} titles", found["start"], "s"),
        Figure("processor time of it", found["start cpu"], "s"),
        *(
            Figure(f"processor time of taking in {count:,} titles more", found[f"growth by {count}"], "s")
            for count in GROWN_BY
        ),
        Figure("resident memory after them", found["memory after growth"], "MB", 1000),
    ]


async def _measure_here() -> dict[str, float]:
    began, at_work = time.perf_counter(), time.process_time()
    async with open_base(load_settings(), warm=True) as base:
        start, start_at_work = time.perf_counter() - began, time.process_time() - at_work
        took, worked = await _shortlists(base, 16)
        took_with_many, _ = await _shortlists(base, MANY)
        asked = [wish for wish in WISHES if wish]
        vectors = await base.embedder.embed(asked)
        memory = psutil.Process().memory_info().rss / 2**20
        search = _timed(lambda number: _search(base, asked[number], vectors[number]), len(asked))
        grown = {f"growth by {count}": _grow(base, count) for count in GROWN_BY}
        memory_after = psutil.Process().memory_info().rss / 2**20
        plain = _timed(_plain(base, asked, vectors), len(asked), rounds=1)
    return {
        **grown,
        "memory after growth": memory_after,
        "start": start,
        "start cpu": start_at_work,
        "memory": memory,
        "shortlist p50": quantile(took, 0.5),
        "shortlist p95": quantile(took, 0.95),
        "shortlist cpu p95": quantile(worked, 0.95),
        "shortlist p95 with many": quantile(took_with_many, 0.95),
        "search p95": quantile(search, 0.95),
        "plain p95": quantile(plain, 0.95),
    }


async def _shortlists(base: Base, verdicts: int) -> tuple[list[float], list[float]]:
    """Return how long each shortlist took for somebody with so many verdicts, and the processor time of it, in ms."""
    recommender = base.fleeting(_said(base.library.titles, verdicts))
    took: list[float] = []
    worked: list[float] = []
    for round_number in range(ROUNDS + 1):
        for wish in WISHES:
            at, at_work = time.perf_counter(), time.process_time()
            await recommender.shortlist(0, wish)
            if round_number:  # the first time warms
                took.append(1000 * (time.perf_counter() - at))
                worked.append(1000 * (time.process_time() - at_work))
    return took, worked


def _said(titles: Sequence[Title], count: int) -> list[tuple[Verdict, Title]]:
    """Return what a person said of so many well-known titles."""
    known = sorted(titles, key=lambda title: (-title.fame, title.title_id))[::97]
    now = datetime.now(UTC)
    return [
        (Verdict(0, title.title_id, title.title, title.year, SAID[number % len(SAID)], "", now), title)
        for number, title in enumerate(known[:count])
    ]


def _grow(base: Base, count: int) -> float:
    """Add so many titles, composed of those that are there, and return the processor time that took, in s."""
    there = base.library.titles
    models = there[:: len(there) // (2 * count)]
    titles = [
        replace(model, title_id=f"late-{count}-{number}", title=f"{model.title} {other.title}", tmdb_id=None)
        for number, (model, other) in enumerate(zip(models[:count], models[count:], strict=False))
    ]
    at_work = time.process_time()
    base.library.add(titles)
    return time.process_time() - at_work


def _timed(search: Callable[[int], object], count: int, *, rounds: int = ROUNDS) -> list[float]:
    took: list[float] = []
    for round_number in range(rounds + 1):
        for number in range(count):
            began = time.perf_counter()
            search(number)
            if round_number:
                took.append(1000 * (time.perf_counter() - began))
    return took


def _search(base: Base, wish: str, vector: Vectors) -> object:
    library = base.library.holdings
    words = library.words.scores(wish)
    meaning = library.cosines(vector)
    total = words / max(1e-6, float(words.max())) + (0 if meaning is None else meaning)
    return np.argpartition(-total, FOUND)[:FOUND]


def _plain(base: Base, wishes: Sequence[str], vectors: Vectors) -> Callable[[int], object]:
    """Return what one would build instead: an FTS5 table and a matrix, each asked for its best hundred.

    The words that ours drops are dropped here, too.
    """
    library = base.library.holdings
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(title, description, tokenize='porter unicode61')")
    rows = ((row, title.title, title.description) for row, title in enumerate(library.titles))
    database.executemany("INSERT INTO words (rowid, title, description) VALUES (?, ?, ?)", rows)

    def search(number: int) -> object:
        words = [word for word in wishes[number].lower().split() if word not in STOP_WORDS]
        match = " OR ".join(f'"{word}"' for word in words)
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?"
        found = database.execute(query, (match.replace("'", ""), FOUND)).fetchall()
        near = library.vectors @ vectors[number] if library.vectors is not None else np.zeros(FOUND + 1)
        return found, np.argpartition(-near, FOUND)[:FOUND]

    return search


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(asyncio.run(_measure_here()))}\n")
