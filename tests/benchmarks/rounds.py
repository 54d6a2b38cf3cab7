"""The rounds of the streaming bench: who writes what at the same time, and what came of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks.figures import watched_loop
from tests.benchmarks.processes import RemotePlayground, open_remote_playground
from tests.benchmarks.strategies import EachPiece, OneClock, Ours, Strategy
from tests.benchmarks.writing import (
    PIECES_A_SECOND,
    Place,
    Writer,
    Writing,
    Written,
    give_up,
    read,
    without_limits,
    write,
    writers,
)

# The playground waits before it carries an edit out and then answers at once: all of the round trip lies before the
# moment in which the edit is visible. Over a real wire half of it would.
ROUND_TRIP_SECONDS = 0.15
STRATEGIES: tuple[Callable[[], Strategy], ...] = (Ours, OneClock, EachPiece)
EDIT_MESSAGE = "PATCH /channels/{}/messages/{}"

LONG_PIECES = 400
# Answers of our own that end at other moments of an edit's second: how long the last text takes depends on it.
OTHER_ENDS = (404, 408, 412, 416)
SHORT_PIECES = 160
TOGETHER = 8
MANY = 64
# Longer than the last texts of eight messages take in one channel.
PATIENCE_SECONDS = 8.0
SHORT_PATIENCE_SECONDS = 5.0
# A limit that nobody assumes: 2 edits a second.
OTHER_LIMIT, OTHER_WINDOW = 10, 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of several answers that one strategy wrote at once."""

    answers: Sequence[Written]
    loop_stood_still: float
    loop_at_work: float

    @property
    def refused(self) -> int:
        """How many edits were answered with a 429."""
        return sum(answer.refused for answer in self.answers)

    @property
    def longest_standstill(self) -> float:
        """Seconds."""
        return max(answer.longest_standstill for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Group:
    """The messages that one bot writes into, each with how many pieces."""

    client: Writer
    answers: Sequence[tuple[Place, int]]


@dataclass(frozen=True, slots=True)
class Few:
    """One answer by itself, and eight in one channel, per strategy; `ends` are ours with other lengths."""

    alone: Sequence[Outcome]
    ends: Outcome
    together: Sequence[Outcome]


async def write_few() -> Few:
    """Let all strategies write side by side, each answer with limits that no other answer draws on."""
    # Every strategy is two bots: what eight answers do to one another must not reach the one that is alone.
    strategies = [make() for make in (*STRATEGIES, *STRATEGIES)]
    count = len(STRATEGIES)
    async with (
        open_remote_playground() as playground,
        writers(playground, *strategies) as clients,
    ):
        channels = await _add_channels(playground, count)
        general = await _add_channels(playground, 1)
        async with without_limits(playground):
            singles = [await client.ask(playground, general) for client in clients[:count]]
            ends = await clients[0].ask(playground, general * len(OTHER_ENDS))
            shared = [
                await client.send([channel] * TOGETHER)
                for client, channel in zip(clients[count:], channels, strict=True)
            ]
        groups = [
            Group(client, [(place, LONG_PIECES) for place in places])
            for client, places in zip(clients, (*singles, *shared), strict=True)
        ]
        groups.append(Group(clients[0], [*zip(ends, OTHER_ENDS, strict=True)]))
        outcomes = await _run(playground, groups, PATIENCE_SECONDS)
    return Few(outcomes[:count], outcomes[-1], outcomes[count:-1])


async def write_many(make: Callable[[], Strategy]) -> tuple[Outcome, Outcome]:
    """Let a strategy write into 64 responses in 64 channels, and a second bot of it into one channel.

    That one's limit is another than Discord's usual one, and the two draw on no limit together.
    """
    async with (
        open_remote_playground() as playground,
        writers(playground, make(), make()) as clients,
    ):
        channels = await _add_channels(playground, MANY + 1)
        async with without_limits(playground):
            responses = await clients[0].ask(playground, channels[1:])
            shared = await clients[1].send(channels[:1] * TOGETHER)
        await playground.do("limit", route=EDIT_MESSAGE, limit=OTHER_LIMIT, window=OTHER_WINDOW)
        groups = [
            Group(client, [(place, SHORT_PIECES) for place in places])
            for client, places in zip(clients, (responses, shared), strict=True)
        ]
        by_token, learned = await _run(playground, groups, SHORT_PATIENCE_SECONDS)
    return by_token, learned


async def write_many_ordinary(make: Callable[[], Strategy]) -> Outcome:
    """Let a strategy write into 64 ordinary messages in 64 channels."""
    async with (
        open_remote_playground() as playground,
        writers(playground, make()) as clients,
    ):
        channels = await _add_channels(playground, MANY)
        async with without_limits(playground):
            places = await clients[0].send(channels)
        group = Group(clients[0], [(place, SHORT_PIECES) for place in places])
        return (await _run(playground, [group], SHORT_PATIENCE_SECONDS))[0]


async def _run(playground: RemotePlayground, groups: Sequence[Group], patience: float) -> list[Outcome]:
    """Write all groups over a slow wire: all begin at once, but their pieces do not come in step."""
    await playground.do("fault", method="PATCH", path="/messages/", delay=ROUND_TRIP_SECONDS)
    chance = random.Random(5)
    begin = time.monotonic() + 0.1
    writings = [
        [Writing(place, pieces, begin + chance.random() / PIECES_A_SECOND) for place, pieces in group.answers]
        for group in groups
    ]
    pairs = [
        (group.client.strategy, one) for group, some in zip(groups, writings, strict=True) for one in some
    ]
    async with watched_loop() as watch:
        late = await write(pairs, patience)
    await give_up(late)
    written = iter(await read(playground, [one for some in writings for one in some]))
    return [
        Outcome([next(written) for _ in group.answers], watch.longest, watch.longest_at_work)
        for group in groups
    ]


async def _add_channels(playground: RemotePlayground, count: int) -> list[str]:
    return [(await playground.do("add_channel", name=f"room-{n}"))["channel_id"] for n in range(count)]
