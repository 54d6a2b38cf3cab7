"""A gateway of the playground, and a door to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.playground.clock import Clock
from bot.playground.gateway import Gateway
from bot.playground.occurrence import Occurrence
from bot.playground.world import World
from tests.playground.gateway_client import (
    DIRECT,
    GUILDS,
    MESSAGES,
    Door,
    Json,
    RawClient,
    open_door,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> World:
    return World(clock)


@pytest.fixture
async def gateway(world: World, clock: Clock) -> Gateway:
    return Gateway(world, clock)


@pytest.fixture
async def door(gateway: Gateway) -> AsyncIterator[Door]:
    async with open_door(gateway) as door:
        yield door


async def enter(
    door: Door, world: World, intents: int = GUILDS | MESSAGES | DIRECT, **more: Any
) -> RawClient:
    """Connect and identify, and read what comes at the start."""
    client = await door.enter()
    ready = await client.identify(world.token, intents, **more)
    if intents & GUILDS and ready["guilds"]:
        await client.read_event("GUILD_CREATE")
    return client


def said(world: World, *, guild: bool = True, **more: Any) -> Occurrence:
    """Something that a person says, with everything that intents may take away."""
    person = next(world.people())
    data: Json = {
        "id": world.snowflakes.new(), "channel_id": "1", "author": person, "content": "Hello",
        "embeds": [{"title": "A"}], "attachments": [{"id": "2"}], "components": [], "mentions": [], **more,
    }  # fmt: skip
    if guild:
        data["guild_id"] = world.guild_id
    return Occurrence("MESSAGE_CREATE", data, world.guild_id if guild else None)
