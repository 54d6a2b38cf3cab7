"""What answers to wishes keep; from a wish to cards, warm and without a model, alone and many at once, and how the event loop fares."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bot.app import App, open_app
from bot.domain.recommendation import Shortlisted
from bot.domain.verdict import VerdictKind
from bot.settings import Settings
from tests.benchmarks.figures import Figure, quantile, watched_loop

LIKED = (
    "Arrival",
    "Moon",
    "Heat",
    "Amélie",
    "Parasite",
    "Alien",
    "Her",
    "Fargo (1996)",
    "Spirited Away",
    "Se7en",
)
WISHES = (
    "thoughtful sci-fi tonight",
    "90s comedies under two hours",
    "a slow-burn horror that isn't gory",
    "something like Heat but shorter",
    "three korean thrillers from the last ten years",
    "feel-good comedy for a rainy day",
    "a hidden gem, black and white, before 1960",
    "animated films for my 6 year old",
    "series like Dark, nothing too long",
    "surprise me",
)
ASKED = Path(__file__).parents[1] / "domain"
KEPT, KNOWN, PLOTS_FOUND = 0.97, 0.95, 0.9
ROUNDS = 10
AT_ONCE = 16


async def measure(folder: Path) -> list[Figure]:
    """Return the times from wish to cards and the event loop's longest standstill meanwhile."""
    # Nobody listens on port 9: the model is missing, as the goal has it.
    settings = Settings(data_dir=folder / "wishes", embedding_host="127.0.0.1", embedding_port=9)
    async with open_app(settings) as app:
        for text in LIKED:
            title = await app.services.people.find(text)
            await app.services.people.judge(1, title, VerdictKind.LIKED)
        await app.follower.catch_up()
        await _cards(app, "warm up")
        async with watched_loop() as watch:
            alone = [await _cards(app, wish) for _ in range(ROUNDS) for wish in WISHES]
            began = time.perf_counter()
            await asyncio.gather(*(_cards(app, WISHES[n % len(WISHES)]) for n in range(AT_ONCE)))
            together = time.perf_counter() - began
    return [
        *await asyncio.to_thread(_kept, folder),
        Figure("wish to cards, warm, p50", quantile(alone, 0.5) * 1000, "ms", 150),
        Figure("wish to cards, warm, p95", quantile(alone, 0.95) * 1000, "ms", 150),
        Figure(f"{AT_ONCE} wishes at once, until the last has its cards", together * 1000, "ms"),
        Figure("event loop stood still, longest, meanwhile", watch.longest * 1000, "ms", 50),
    ]


def _kept(folder: Path) -> list[Figure]:
    """Return how often answers keep what the wishes of the tests ask for, beside plain methods, and how personal they are."""
    found, plots = (_evaluated(folder, name) for name in ("wishes.toml", "plots.toml"))

    def beside(key: str, found: dict[str, Any] = found) -> str:
        return ", ".join(f"{name}: {score[key]:.2f}" for name, score in found["plain"].items())

    return [
        Figure(f"{found['wishes']} wishes: titles that keep what was asked for", found["kept"], "", KEPT, beside("kept"), at_least=True),
        Figure("answers with a title that anyone would name", found["known"], "", KNOWN, beside("known"), at_least=True),
        Figure(f"{plots['wishes']} plots: the film is among four", plots["known"], "", PLOTS_FOUND, beside("known", plots), at_least=True),
        Figure("same titles for people of different taste", found["personal"]["shared"], "", instead="MiniLM and fame: 1"),
        Figure("of two answers the own one nearer to one's taste", found["personal"]["nearer"], "", instead="MiniLM and fame: 0.5"),
    ]  # fmt: skip


def _evaluated(folder: Path, name: str) -> dict[str, Any]:
    """Return what `evaluate --wishes` says of one file of the tests."""
    environment = {"DATA_DIR": str(folder / "asked"), "PATH": "/usr/bin:/bin", "EMBEDDING_PORT": "9"}
    command = (sys.executable, "-m", "bot", "evaluate", "--wishes", str(ASKED / name), "--json")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def _cards(app: App, wish: str) -> float:
    """Return the seconds until the cards of one wish stand."""
    began = time.perf_counter()
    events = app.services.recommender.recommend(1, wish, remember=False)
    try:
        async for event in events:
            assert isinstance(event, Shortlisted)
            return time.perf_counter() - began
    finally:
        await events.aclose()
    raise AssertionError("no cards came")
