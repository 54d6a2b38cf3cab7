"""How much of what people like is recommended, and how long the community's model takes."""

from __future__ import annotations

import asyncio
import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console

from bot.domain.community import Community, Said
from bot.settings import Settings
from tests.benchmarks import ablation, wish_ablation
from tests.benchmarks.figures import Figure, watched_loop

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
RATINGS = SHARED / "movielens-small-dev.csv"
CATALOGUE = SHARED / "tmdb-4066.csv"
SEED = 1
COMMUNITY_SHARE = 0.7
ABLATION_PEOPLE = 24
TITLES, PEOPLE, VERDICTS_EACH = 4000, 5000, 60


async def measure(folder: Path) -> list[Figure]:
    """Return the refit's time and the event loop's standstill; with ratings at hand, recall and NDCG too."""
    figures = await _refit()
    console = Console(stderr=True, width=140)
    # Nobody listens on port 9: no model is needed.
    shipped = Settings(data_dir=folder / "wishes", embedding_host="127.0.0.1", embedding_port=9)
    await wish_ablation.measure(shipped, console)
    if not (RATINGS.is_file() and CATALOGUE.is_file()):
        sys.stderr.write("the ratings are not here: recommendations are not measured\n")
        return figures
    await asyncio.to_thread(_matinee, folder, "catalogue", "import", str(CATALOGUE), "--replace")
    tested, others = _parted(folder)
    for name, more in (("alone", []), ("with a community", ["--community", str(others)])):
        out = await asyncio.to_thread(_matinee, folder, "evaluate", str(tested), "--json", *more)
        found = json.loads(out)
        figures.append(Figure(f"recall@10 {name}, {found['users']} people", found["recall@10"], ""))
        figures.append(Figure(f"NDCG@10 {name}", found["ndcg@10"], ""))
    table = await asyncio.to_thread(_matinee, folder, "evaluate", str(tested), "--community", str(others))
    sys.stderr.write(table)
    # One draw of few people: the README's tables are of more, see ablation.py.
    imported = shipped.model_copy(update={"data_dir": folder / "evaluation"})
    await ablation.measure(imported, RATINGS, 1, ABLATION_PEOPLE, console)
    return figures


async def _refit() -> list[Figure]:
    chance = np.random.default_rng(SEED)
    people = np.repeat(np.arange(PEOPLE, dtype=np.int32), VERDICTS_EACH)
    rows = (TITLES * chance.random(len(people)) ** 2).astype(np.int32)
    said = Said(people, rows, np.ones(len(people), np.float32))
    async with watched_loop() as watch:
        began = time.perf_counter()
        await asyncio.to_thread(Community.fit, said, TITLES)
        took = time.perf_counter() - began
    return [
        Figure(f"community's model anew, {TITLES:,} titles, {PEOPLE:,} people", took, "s", 10),
        Figure("event loop stood still, longest, meanwhile", watch.longest * 1000, "ms", 50),
    ]


def _parted(folder: Path) -> tuple[Path, Path]:
    """Write the ratings of those who are tested, and of the others, to two files."""
    with RATINGS.open(newline="") as file:
        ratings = list(csv.DictReader(file))
    people = sorted({rating["userId"] for rating in ratings})
    others = set(random.Random(SEED).sample(people, round(COMMUNITY_SHARE * len(people))))
    paths = folder / "tested.csv", folder / "others.csv"
    for path, is_other in zip(paths, (False, True), strict=True):
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(ratings[0]))
            writer.writeheader()
            writer.writerows(rating for rating in ratings if (rating["userId"] in others) is is_other)
    return paths


def _matinee(folder: Path, *arguments: str) -> str:
    """Run a command of the bot on a store of its own; return what it printed."""
    environment = {"DATA_DIR": str(folder / "evaluation"), "PATH": "/usr/bin:/bin", "EMBEDDING_PORT": "9"}
    command: Sequence[str] = (sys.executable, "-m", "bot", *arguments)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout
