"""The playground's server: Discord's API and gateway, and the page, on one port of this machine."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.playground import (
    http_bot,
    http_commands,
    http_files,
    http_guilds,
    http_interactions,
    http_messages,
)
from bot.playground.api import BASE, Api, Discord
from bot.playground.clock import Clock
from bot.playground.control import Control, go_away
from bot.playground.faults import Faults
from bot.playground.files import LARGEST_FILE
from bot.playground.gateway import Gateway
from bot.playground.guard import guard
from bot.playground.interactions import Interactions
from bot.playground.limits import Limits
from bot.playground.messages import Messages
from bot.playground.page import Page
from bot.playground.people import People
from bot.playground.reactions import Reactions
from bot.playground.recording import Recording
from bot.playground.world import TOKEN, World

HOST = "127.0.0.1"
PORT = 8765
"""Where the page is unless told otherwise."""

HEARTBEAT_MS = 41_250
_ROUTES = (
    *http_bot.ROUTES,
    *http_commands.ROUTES,
    *http_guilds.ROUTES,
    *http_messages.ROUTES,
    *http_interactions.ROUTES,
)
_LARGEST_REQUEST = 10 * LARGEST_FILE + 1024 * 1024


class PortTaken(Exception):
    """Something else listens on the port already."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} of this machine is taken.")
        self.port = port


@dataclass(frozen=True, slots=True)
class Playground:
    """A running playground.

    `url` is where the page is, `api_url` what the bot's DISCORD_API_URL is set to, `token` the bot token it accepts.
    """

    url: str
    api_url: str
    token: str
    clock: Clock
    world: World
    messages: Messages
    reactions: Reactions
    interactions: Interactions
    people: People
    limits: Limits
    faults: Faults
    gateway: Gateway
    recorded: Recording

    def go_away(self, seconds: float) -> None:
        """Be gone for so long, like a server that restarts: connections break, sessions are forgotten."""
        go_away(self.faults, self.gateway, seconds)


@asynccontextmanager
async def open_playground(
    port: int = 0,
    *,
    token: str = TOKEN,
    people: tuple[str, ...] = ("Robin", "Kim"),
    channels: tuple[str, ...] = ("general", "film-club"),
    heartbeat_ms: int = HEARTBEAT_MS,
    resume_seconds: float = 120.0,
) -> AsyncIterator[Playground]:
    """Serve on a port of this machine (0: a free one) for as long as the block lasts.

    `people` are the names of the members, `channels` of the guild's channels. Raises PortTaken.
    """
    clock = Clock()
    world = World(clock, token=token, people=people, channels=channels)
    messages = Messages(world)
    reactions = Reactions(world, messages)
    interactions = Interactions(world, messages)
    members = People(world, messages, reactions, interactions)
    limits, faults, recorded = Limits(clock), Faults(clock), Recording()
    gateway = Gateway(world, clock, heartbeat_ms=heartbeat_ms, resume_seconds=resume_seconds)
    address = ""
    discord = Discord(world, messages, reactions, interactions, lambda: address)
    page = Page(world, members)
    control = Control(discord, members, limits, faults, gateway, recorded)
    app = web.Application(middlewares=[guard], client_max_size=_LARGEST_REQUEST)
    app.router.add_get("/gateway", gateway.connect)
    Api(discord, limits, faults, recorded).add_to(app, _ROUTES)
    http_files.add_to(app, world.files)
    control.add_to(app)
    page.add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        address = f"http://{HOST}:{await _listen(runner, port)}"
        world.files.base_url = address
        gateway.url = http_bot.gateway_address(discord)
        yield Playground(
            address, address + BASE, token, clock, world, messages, reactions, interactions, members, limits, faults,
            gateway, recorded,
        )  # fmt: skip
    finally:
        await gateway.close()
        await page.close()
        await interactions.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> int:
    """Begin to listen and return the port. Raises PortTaken."""
    try:
        # A bot that answers 200 people opens 200 connections at once; beyond the backlog each loses a second.
        await web.TCPSite(runner, HOST, port, backlog=1024).start()
    except OSError as exc:
        if exc.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(port) from exc
        raise
    bound: int = runner.addresses[0][1]
    return bound
