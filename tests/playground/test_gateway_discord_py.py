"""The playground's gateway, as discord.py uses it: one connection, and several shards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import discord
import pytest
import yarl
from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.gateway import Gateway
from bot.playground.occurrence import Occurrence
from bot.playground.world import World
from tests.playground.gateway_client import Json, open_door, until

INTENTS = discord.Intents(guilds=True, messages=True, reactions=True)


class Plain(discord.Client):
    """One connection; it does not wait the five seconds that Discord wants between two identifies."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Go on at once."""


class Sharded(discord.AutoShardedClient):
    """As many connections as the gateway asks for, and as impatient."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Go on at once."""


@dataclass
class Notes:
    """What a client was told."""

    said: list[str] = field(default_factory=list)
    readies: int = 0
    resumes: int = 0


def note(client: discord.Client) -> Notes:
    """Have a client note what it is told."""
    notes = Notes()

    async def on_ready() -> None:
        notes.readies += 1

    async def on_resumed() -> None:
        notes.resumes += 1

    async def on_message(message: discord.Message) -> None:
        notes.said.append(message.content)

    for listener in (on_ready, on_resumed, on_message):
        client.event(listener)
    return notes


def _json(data: Json) -> web.Response:
    # With a charset beside the type, discord.py takes the answer for text.
    return web.Response(body=json.dumps(data).encode(), content_type="application/json")


class Stage:
    """A gateway, and the few routes of the API that a client needs to come in."""

    def __init__(self, *, shards: int = 1) -> None:
        self.world = World(Clock())
        self.gateway = Gateway(self.world, self.world.clock)
        self._shards = shards

    def say(self, content: str, *, guild: bool = False) -> None:
        """Let somebody write."""
        world = self.world
        author = next(world.people())
        channel = next(one for one in world.channels.values() if one.is_dm is not guild)
        data: Json = {
            "id": world.snowflakes.new(), "channel_id": channel.id, "author": author, "content": content,
            "timestamp": world.clock.iso(), "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
        }  # fmt: skip
        if guild:
            data |= {"guild_id": world.guild_id, "member": world.member_beside_user(author["id"])}
        world.tell(Occurrence("MESSAGE_CREATE", data, channel.guild_id))

    async def _bot(self, _: web.Request) -> web.Response:
        return _json(self.world.ready()["user"])

    async def _application(self, _: web.Request) -> web.Response:
        return _json(self.world.application())

    async def _gateway_bot(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        url = f"ws://{request.host}/gateway"
        return _json({"url": url, "shards": self._shards, "session_start_limit": limit})

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the API."""
        return [
            web.get("/users/@me", self._bot),
            web.get("/oauth2/applications/@me", self._application),
            web.get("/gateway/bot", self._gateway_bot),
        ]


@asynccontextmanager
async def run(
    stage: Stage, client: discord.Client, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[asyncio.Task[None]]:
    """Let a client run against the stage. Gives the task that it runs in."""
    async with open_door(stage.gateway, *stage.routes()) as door:
        monkeypatch.setattr(discord.http.Route, "BASE", door.url)
        # A plain client, and every client whose session has ended, goes there without asking.
        default = yarl.URL(door.url.replace("http", "ws") + "/gateway")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", default)
        async with client:
            running = asyncio.create_task(client.start(stage.world.token))
            try:
                yield running
            finally:
                await client.close()
                await asyncio.wait([running])


KINDS = pytest.mark.parametrize("kind", [Plain, Sharded])


def make(kind: type[discord.Client], intents: discord.Intents = INTENTS) -> tuple[discord.Client, Notes]:
    client = kind(intents=intents, guild_ready_timeout=0.1)
    return client, note(client)


@KINDS
async def test_a_client_becomes_ready_knows_its_guild_and_is_told_what_it_may_know(
    kind: type[discord.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    client, notes = make(kind)
    async with run(stage, client, monkeypatch):
        await until(lambda: notes.readies)
        guild = client.get_guild(int(stage.world.guild_id))
        assert guild is not None
        assert not guild.unavailable
        assert guild.me.id == int(stage.world.bot_id)
        assert {channel.name for channel in guild.text_channels} >= {"general"}
        stage.say("for me")
        stage.say("among people", guild=True)
        await until(lambda: notes.said == ["for me", ""])
        assert 0 < client.latency < 5
        await client.change_presence(activity=discord.CustomActivity("in the dark"))
        await until(lambda: stage.world.activity)
    assert not stage.world.online
    # A plain client's reading side is quicker to close, with 4000, than `close` with 1000: its session could be resumed.
    assert bool(stage.gateway.sessions) == (kind is Plain)


@KINDS
async def test_a_client_that_was_dropped_resumes_and_misses_nothing(
    kind: type[discord.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    client, notes = make(kind)
    async with run(stage, client, monkeypatch):
        await until(lambda: notes.readies)
        for number, fail in enumerate(
            (stage.gateway.drop, lambda: stage.gateway.drop(code=4000), stage.gateway.reconnect), start=1
        ):
            fail()
            stage.say(f"missed {number}")
            await until(lambda number=number: notes.resumes == number)  # type: ignore[misc]
            assert notes.said[-1] == f"missed {number}"
        assert len(notes.said) == 3
        assert (stage.gateway.connections.identified, notes.readies) == (1, 1)


@KINDS
async def test_a_client_whose_session_ended_begins_anew(
    kind: type[discord.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    client, notes = make(kind)
    async with run(stage, client, monkeypatch):
        await until(lambda: notes.readies == 1)
        stage.gateway.invalidate()
        await until(lambda: notes.readies == 2)
        stage.gateway.drop(resumable=False)
        await until(lambda: notes.readies == 3)
        assert stage.gateway.connections.invalid == 1
        stage.say("once")
        await until(lambda: notes.said)
        assert notes.said == ["once"]


@KINDS
async def test_a_client_comes_back_when_the_gateway_was_away(
    kind: type[discord.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    client, notes = make(kind)
    async with run(stage, client, monkeypatch):
        await until(lambda: notes.readies)
        stage.gateway.refuse(600)
        stage.gateway.drop()
        await until(lambda: stage.gateway.connections.refused)
        stage.gateway.refuse(0)
        await until(lambda: stage.gateway.is_online)


async def test_every_shard_comes_in_and_hears_what_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(shards=3)
    client, notes = make(Sharded)
    async with run(stage, client, monkeypatch):
        await until(lambda: notes.readies)
        assert stage.gateway.connections.identified == 3
        assert [session.shard for session in stage.gateway.sessions.values()] == [(0, 3), (1, 3), (2, 3)]
        stage.say("for me")
        stage.say("among people", guild=True)
        await until(lambda: len(notes.said) == 2)
        stage.gateway.drop()
        await until(lambda: notes.resumes == 3)


@KINDS
async def test_a_client_that_asks_for_more_than_it_may_is_told_so(
    kind: type[discord.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    client, _ = make(kind, INTENTS | discord.Intents(message_content=True))
    async with run(stage, client, monkeypatch) as running:
        await asyncio.wait([running], timeout=20)
        assert isinstance(running.exception(), discord.PrivilegedIntentsRequired)
