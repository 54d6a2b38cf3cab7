"""Two hundred people give `/recommend` in the same moment to the real bot, which has no model to ask.

Beside it stand bots that do nothing but acknowledge and write pieces of text in their plain ways.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, quantile
from tests.benchmarks.processes import RemotePlayground, open_remote_playground, running
from tests.benchmarks.strategies import EachPiece, OneClock, Strategy
from tests.benchmarks.wishes import WISHES
from tests.benchmarks.writing import Writing, give_up, writers

PEOPLE = 200
STARTING_SECONDS = 60.0
LONGEST_SECONDS = 60.0
SETTLING_SECONDS = 1.0
THINKING = 128
PLAIN_PIECES = 100
NAMES = ("one clock", "each piece")


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of the commands. `delays` are seconds from dispatch to acknowledgement."""

    delays: list[float]
    finished_after: float
    refused: int
    began: float
    ended: float


async def measure(folder: Path) -> list[Figure]:
    """Return how soon everybody is acknowledged and has an answer, and how the bot's event loop fares."""
    environment = {**os.environ, "EMBEDDING_HOST": "127.0.0.1", "EMBEDDING_PORT": "9", "LOG_LEVEL": "ERROR"}
    async with open_remote_playground() as playground:
        environment["DATA_DIR"] = str(folder / "asking")
        asked = await _ask_all(playground, environment, "bot")
    # Once more: a watch wakes the loop 200 times a second, which is not for the first figure.
    async with open_remote_playground() as playground:
        notes = folder / "standstills"
        watched = await _ask_all(playground, environment, "tests.benchmarks.watched_bot", str(notes))
    still, at_work = _longest(notes, watched)
    others = [await _ask_plain(make()) for make in (OneClock, EachPiece)]

    def beside(share: float) -> str:
        return "; ".join(
            f"{name}: {quantile(each, share) * 1000:,.0f} ms"
            for name, each in zip(NAMES, others, strict=True)
        )

    return [
        Figure(
            f"{PEOPLE} /recommend at once: acknowledged, p50",
            quantile(asked.delays, 0.5) * 1000,
            "ms",
            None,
            beside(0.5),
        ),
        Figure(
            f"{PEOPLE} /recommend at once: acknowledged, p99",
            quantile(asked.delays, 0.99) * 1000,
            "ms",
            300,
            beside(0.99),
        ),
        Figure(f"{PEOPLE} /recommend at once: all answers complete", asked.finished_after, "s"),
        Figure(f"{PEOPLE} /recommend at once: edits refused", asked.refused + watched.refused, "", 0),
        Figure("the bot's event loop stood still, longest, meanwhile", still * 1000, "ms", 50),
        Figure("… of that at work itself, longest", at_work * 1000, "ms"),
    ]


async def _ask_all(playground: RemotePlayground, environment: Mapping[str, str], *module: str) -> Asked:
    told = {"DISCORD_TOKEN": playground.token, "DISCORD_API_URL": playground.api_url}
    members = [(await playground.do("add_member", name=f"Guest {n}"))["user_id"] for n in range(PEOPLE)]
    async with running(*module, environment={**environment, **told}):
        world = await until_there(playground)
        channel_id = world["channels"]["general"]
        # Somebody has asked before: the first answer of a process loads what all others find loaded.
        await give(playground, world["members"]["Robin"], channel_id, "warm up")
        await until_complete(playground, channel_id, 1)
        await asyncio.sleep(SETTLING_SECONDS)
        await playground.do("clear_recorded")
        before = len((await playground.counters())["callback_delays"])
        began = time.monotonic()
        await asyncio.gather(
            *(give(playground, who, channel_id, WISHES[n % len(WISHES)]) for n, who in enumerate(members))
        )
        await until_complete(playground, channel_id, PEOPLE + 1)
        ended = time.monotonic()
        counted = await playground.counters()
        ahead = await playground.clock_ahead()
        last = max(one["at"] + one["took"] for one in await playground.recorded() if one["method"] == "PATCH")
    delays = counted["callback_delays"][before:]
    assert len(delays) == PEOPLE, f"{len(delays)} of {PEOPLE} were acknowledged"
    return Asked(delays, last - ahead - began, counted["refused"], began, ended)


async def _ask_plain(strategy: Strategy) -> list[float]:
    """Return after how many seconds a bot acknowledges that does nothing but acknowledge and write, its plain way."""
    tasks: set[asyncio.Task[None]] = set()
    async with open_remote_playground() as playground, writers(playground, strategy) as [client]:
        world = await playground.do("world")
        person, channel_id = world["members"]["Robin"], world["channels"]["general"]
        client.is_asked = True
        giving = asyncio.gather(
            *(
                playground.do("slash", user_id=person, channel_id=channel_id, name=strategy.name)
                for _ in range(PEOPLE)
            )
        )
        async with asyncio.timeout(LONGEST_SECONDS):
            for _ in range(PEOPLE):
                place = await client.responses.get()
                writing = Writing(place, PLAIN_PIECES, time.monotonic())
                tasks.add(asyncio.create_task(strategy.write(place.target, writing.texts())))
        await giving
        await give_up(tasks)
        delays: list[float] = (await playground.counters())["callback_delays"]
    return delays


async def give(playground: RemotePlayground, user_id: str, channel_id: str, wish: str) -> None:
    await playground.do(
        "slash", user_id=user_id, channel_id=channel_id, name="recommend", options={"request": wish}
    )


async def until_there(playground: RemotePlayground) -> dict[str, Any]:
    """Wait until the bot is online and its commands are known; return the world's ids."""
    async with asyncio.timeout(STARTING_SECONDS):
        while True:
            world = await playground.do("world")
            if world["online"] and "recommend" in world["commands"]:
                return world
            await asyncio.sleep(0.1)


async def until_complete(playground: RemotePlayground, channel_id: str, count: int) -> None:
    """Wait until so many answers stand without a Stop button."""
    async with asyncio.timeout(LONGEST_SECONDS):
        while True:
            messages = (await playground.do("messages", channel_id=channel_id))["messages"]
            complete = [
                one for one in messages if one["content"] and "matinee:stop" not in str(one["components"])
            ]
            if sum(not one["flags"] & THINKING for one in complete) >= count:
                return
            await asyncio.sleep(0.5)


def _longest(notes: Path, asked: Asked) -> tuple[float, float]:
    """Return the longest standstill while people waited, and the most that one of them used of a processor."""
    lines = [[float(part) for part in line.split()] for line in notes.read_text("ascii").splitlines()]
    during = [(still, min(still, worked)) for at, still, worked in lines if asked.began <= at <= asked.ended]
    return max((still for still, _ in during), default=0.0), max(
        (worked for _, worked in during), default=0.0
    )
