"""How long `ask` takes from nothing, and what memory a running Matinee takes."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import Figure

STARTS = 5
# A port on which nothing listens: the figure is the one without a model.
NO_MODEL = {"EMBEDDING_HOST": "127.0.0.1", "EMBEDDING_PORT": "9", "LOG_LEVEL": "ERROR"}

_RESIDENT = """
import asyncio, json, psutil
from bot.app import open_app
from bot.settings import load_settings

async def main():
    async with open_app(load_settings()) as app:
        for wish in ("thoughtful sci-fi tonight", "90s comedies", "slow-burn horror, not gory", "series like Dark"):
            async for _ in app.services.recommender.recommend(1, wish):
                pass
        print(json.dumps(psutil.Process().memory_info().rss))

asyncio.run(main())
"""


async def measure(folder: Path) -> list[Figure]:
    """Return the cold start of `ask` (median) and the resident memory of the whole bot's services."""
    environment = {**os.environ, **NO_MODEL, "DATA_DIR": str(folder / "start")}
    ask = [sys.executable, "-m", "bot", "ask", "thoughtful sci-fi tonight", "--like", "Arrival", "--json"]
    # The first one makes the embedding model's graph, once.
    await asyncio.to_thread(subprocess.run, ask, env=environment, check=True, capture_output=True)
    seconds = []
    for _ in range(STARTS):
        began = time.perf_counter()
        await asyncio.to_thread(subprocess.run, ask, env=environment, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    answer = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _RESIDENT],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    resident = json.loads(answer.stdout.strip().splitlines()[-1]) / 2**20
    return [
        Figure("cold start of `ask`, median of 5", statistics.median(seconds), "s", 4.0),
        Figure("resident memory after four answers", resident, "MB", 400),
    ]
