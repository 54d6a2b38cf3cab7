"""Completing titles while people type: our part of it, for a usual catalogue and a very large one."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from pathlib import Path

from bot.catalogue.resolver import Resolver
from bot.domain.title import Title
from tests.benchmarks.figures import Figure, quantile

SIZES_AND_GOALS = ((4_000, 50.0), (100_000, 150.0))
TYPED = 300
SYLLABLES = (
    "ka",
    "lo",
    "mer",
    "tin",
    "sol",
    "ve",
    "ra",
    "dun",
    "pha",
    "ster",
    "an",
    "mi",
    "go",
    "lia",
    "bre",
    "cha",
)


async def measure(folder: Path) -> list[Figure]:
    """Return the 95th percentile of a keystroke, in milliseconds, as the bot serves it: in a worker thread."""
    figures = []
    for size, goal in SIZES_AND_GOALS:
        titles = invented(size)
        resolver = await asyncio.to_thread(Resolver, titles)
        seconds = []
        for text in keystrokes(titles):
            began = time.perf_counter()
            await asyncio.to_thread(resolver.suggest, text, 25)
            seconds.append(time.perf_counter() - began)
        name = f"completing a title out of {size:,}, p95"
        figures.append(Figure(name, 1000 * quantile(seconds, 0.95), "ms", goal))
    return figures


def invented(count: int) -> list[Title]:
    """Return that many titles with names of one to four words, always the same."""
    chance = random.Random(11)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))).title() for _ in range(12_000)]
    return [
        Title(
            f"t-{number}",
            " ".join(chance.choices(words, k=chance.randint(1, 4))),
            1930 + number % 96,
            fame=chance.choice((1.0, 2.0, 3.0, 4.0, 5.0)),
        )
        for number in range(count)
    ]


def keystrokes(titles: Sequence[Title]) -> list[str]:
    """Return what people have typed when Discord asks: beginnings, inner words, misspellings, nothing."""
    chance = random.Random(12)
    typed = [""]
    while len(typed) < TYPED:
        name = chance.choice(titles).title
        way = len(typed) % 4
        if way == 0:
            typed.append(name[: chance.randint(1, 4)])
        elif way == 1:
            typed.append(name[: chance.randint(5, 20)])
        elif way == 2:
            typed.append(name.split()[-1])
        else:
            at = chance.randrange(len(name))
            typed.append(f"{name[:at]}x{name[at + 1 :]}")
    return typed
