"""Answers written into messages of a playground over real discord.py, and what the messages showed when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import discord

from bot.ui.message_stream import Target
from bot.ui.targets import ChannelMessage, Response
from tests.benchmarks.lag import Shown, last_visible, longest_standstill, mean_lag
from tests.benchmarks.processes import RemotePlayground
from tests.benchmarks.strategies import Strategy

PIECES_A_SECOND = 20
# Four characters: 400 pieces fit into a message, and the length of a text tells how many it holds.
PIECE = "{:03d},"
SETTLING_SECONDS = 1.2
READY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Place:
    """A message to write into, and the API's path by which it is edited."""

    path: str
    target: Target


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one answer. Times are those of `time.monotonic()`."""

    made: Sequence[float]
    shown: Sequence[Shown]
    until: float
    refused: int

    @property
    def mean_lag(self) -> float:
        """Seconds."""
        return mean_lag(self.made, self.shown, self.until)

    @property
    def last_visible(self) -> float | None:
        """Seconds after the last piece; None when the last text was not there at the end."""
        return last_visible(self.made, self.shown)

    @property
    def longest_standstill(self) -> float:
        """Seconds."""
        return longest_standstill(self.made, self.shown, self.until)

    @property
    def visible(self) -> int:
        """How many pieces were visible at the end."""
        return self.shown[-1].pieces if self.shown else 0


@dataclass(frozen=True, slots=True)
class Writing:
    """An answer under way: `pieces` of them from `start` on, so many a second, whoever may be late to read them."""

    place: Place
    pieces: int
    start: float

    @property
    def made(self) -> list[float]:
        """When each piece is made."""
        return [self.start + number / PIECES_A_SECOND for number in range(self.pieces)]

    async def texts(self) -> AsyncIterator[str]:
        """Yield the text after each piece."""
        text = ""
        for number, at in enumerate(self.made):
            if (left := at - time.monotonic()) > 0:
                await asyncio.sleep(left)
            text += PIECE.format(number)
            yield text


class Writer(discord.AutoShardedClient):
    """A bot that has one strategy of writing. Interactions with its command wait in `responses`, deferred."""

    def __init__(self, strategy: Strategy) -> None:
        super().__init__(
            intents=discord.Intents.default(),
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=strategy.trace,
            guild_ready_timeout=0.1,  # there is one, and it is told of at once
        )
        self.strategy = strategy
        self.responses: asyncio.Queue[Place] = asyncio.Queue()
        self.is_asked = False

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Acknowledge at once."""
        data: Any = interaction.data
        if data["name"] != self.strategy.name or not self.is_asked:
            return
        response = Response(interaction)
        await response.defer()
        path = f"/webhooks/{interaction.application_id}/{interaction.token}/messages/@original"
        self.responses.put_nowait(Place(path, response))

    async def ask(self, playground: RemotePlayground, channels: Sequence[str]) -> list[Place]:
        """Let somebody give this bot's command in each channel; return the responses, deferred."""
        # A second bot of this strategy hears of it too.
        self.is_asked = True
        world = await playground.do("world")
        person = next(iter(world["members"].values()))
        for channel_id in channels:
            await playground.do("slash", user_id=person, channel_id=channel_id, name=self.strategy.name)
        places = [await self.responses.get() for _ in channels]
        self.is_asked = False
        return places

    async def send(self, channels: Sequence[str]) -> list[Place]:
        """Send a message into each channel."""
        places = []
        for channel_id in channels:
            message = await self.get_partial_messageable(int(channel_id)).send("…")
            places.append(Place(f"/channels/{channel_id}/messages/{message.id}", ChannelMessage(message)))
        return places


@asynccontextmanager
async def writers(playground: RemotePlayground, *strategies: Strategy) -> AsyncIterator[list[Writer]]:
    """Connect one bot per strategy to the playground."""
    discord.http.Route.BASE = playground.api_url
    clients = [Writer(strategy) for strategy in strategies]
    connections: list[asyncio.Task[None]] = []
    try:
        for client in clients:
            await client.login(playground.token)
            connections.append(asyncio.create_task(client.connect()))
        await clients[0].http.bulk_upsert_global_commands(
            clients[0].application_id or 0,
            [{"name": name, "description": "Write", "type": 1} for name in {one.name for one in strategies}],
        )
        async with asyncio.timeout(READY_SECONDS):
            for client in clients:
                await client.wait_until_ready()
        yield clients
    finally:
        for client in clients:
            await client.close()
        await asyncio.gather(*connections, return_exceptions=True)


@asynccontextmanager
async def without_limits(playground: RemotePlayground) -> AsyncIterator[None]:
    """Let messages be sent as fast as one likes, and forget of it what is remembered."""
    for route in ("global", "POST /channels/{}/messages"):
        await playground.do("limit", route=route, limit=10_000, window=1.0)
    yield
    await playground.do("clear_limits")
    await asyncio.sleep(SETTLING_SECONDS)
    await playground.do("clear_recorded")


async def write(writings: Sequence[tuple[Strategy, Writing]], patience: float) -> set[asyncio.Task[None]]:
    """Write all the answers; return those that are not done `patience` seconds after the last piece."""
    tasks = [asyncio.create_task(strategy.write(one.place.target, one.texts())) for strategy, one in writings]
    last = max(one.made[-1] for _, one in writings)
    done, late = await asyncio.wait(tasks, timeout=last + patience - time.monotonic())
    for task in done:
        task.result()
    return late


async def give_up(late: set[asyncio.Task[None]]) -> None:
    """End what `write` has not."""
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


async def read(playground: RemotePlayground, writings: Sequence[Writing]) -> list[Written]:
    """Return what became of answers, in their order."""
    ahead = await playground.clock_ahead()
    until = time.monotonic()
    exchanges = [one for one in await playground.recorded() if one["method"] == "PATCH"]
    return [_written(writing, exchanges, ahead, until) for writing in writings]


def _written(writing: Writing, exchanges: Sequence[dict[str, Any]], ahead: float, until: float) -> Written:
    edits = [one for one in exchanges if one["path"] == writing.place.path]
    return Written(
        writing.made,
        sorted(_visible(edits, ahead), key=lambda change: change.at),
        until,
        sum(edit["status"] == 429 for edit in edits),
    )


def _visible(edits: Sequence[dict[str, Any]], ahead: float) -> Iterator[Shown]:
    """Yield what each edit showed: it is visible when the playground has carried it out."""
    for edit in edits:
        if edit["served"] and edit["status"] == 200:
            yield Shown(
                edit["at"] + edit["took"] - ahead, len(edit["body"]["content"]) // len(PIECE.format(0))
            )
