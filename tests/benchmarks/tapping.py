"""Taps under an answer: how soon each person reads that theirs is kept, one after the other and all at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.asking import give, until_complete, until_there
from tests.benchmarks.figures import Figure, quantile
from tests.benchmarks.processes import RemotePlayground, open_remote_playground, running

PEOPLE = 100
AT_ONCE = 50
LONGEST_SECONDS = 30.0
EPHEMERAL = 64


async def measure(folder: Path) -> list[Figure]:
    """Return the 95th percentile of the time from a tap to its answer, which comes after the commit."""
    environment = {**os.environ, "EMBEDDING_HOST": "127.0.0.1", "EMBEDDING_PORT": "9", "LOG_LEVEL": "ERROR"}
    async with open_remote_playground() as playground:
        told = {"DISCORD_TOKEN": playground.token, "DISCORD_API_URL": playground.api_url}
        environment["DATA_DIR"] = str(folder / "tapping")
        async with running("bot", environment={**environment, **told}):
            world = await until_there(playground)
            channel_id = world["channels"]["general"]
            await give(playground, world["members"]["Robin"], channel_id, "thoughtful sci-fi tonight")
            await until_complete(playground, channel_id, 1)
            people = [
                (await playground.do("add_member", name=f"Guest {n}"))["user_id"] for n in range(PEOPLE)
            ]
            message_id, taps = await _taps(playground, channel_id)
            one_by_one = await _tap(playground, channel_id, message_id, taps, people, at_once=1)
            at_once = await _tap(playground, channel_id, message_id, taps, people[:AT_ONCE], at_once=AT_ONCE)
    return [
        Figure("a tap: kept and answered, p95", quantile(one_by_one, 0.95) * 1000, "ms", 200),
        Figure(f"{AT_ONCE} taps at once: kept and answered, p95", quantile(at_once, 0.95) * 1000, "ms"),
    ]


async def _taps(playground: RemotePlayground, channel_id: str) -> tuple[str, list[str]]:
    """Return the answer's message and the ids of its buttons that say something of a title."""
    messages = (await playground.do("messages", channel_id=channel_id))["messages"]
    answer = next(one for one in messages if one["components"])
    ids = [item["custom_id"] for item in _items(answer)]
    return answer["id"], [one for one in ids if one.startswith(("matinee:loved", "matinee:not"))]


async def _tap(
    playground: RemotePlayground,
    channel_id: str,
    message_id: str,
    taps: Sequence[str],
    people: Sequence[str],
    *,
    at_once: int,
) -> list[float]:
    """Let everybody tap; return how many seconds each waited."""
    before = len((await playground.counters())["callback_delays"])
    for start in range(0, len(people), at_once):
        pressing = (
            playground.do("press", user_id=who, message_id=message_id, button=taps[(start + n) % len(taps)])
            for n, who in enumerate(people[start : start + at_once])
        )
        await asyncio.gather(*pressing)
        await _until_answered(playground, before + min(start + at_once, len(people)))
    answered = (await playground.do("messages", channel_id=channel_id))["messages"]
    kept = [one for one in answered if one["flags"] & EPHEMERAL and one["content"]]
    assert len(kept) >= len(people), f"only {len(kept)} taps were answered"
    delays: list[float] = (await playground.counters())["callback_delays"][before:]
    return delays


async def _until_answered(playground: RemotePlayground, count: int) -> None:
    async with asyncio.timeout(LONGEST_SECONDS):
        while True:
            if len((await playground.counters())["callback_delays"]) >= count:
                return
            await asyncio.sleep(0.02)


def _items(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in message["components"]:
        yield from row["components"]
