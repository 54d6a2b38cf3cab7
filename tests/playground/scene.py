"""What people do in the playground's first channel, and what stands there."""

from __future__ import annotations

from bot.playground.channel import Channel
from bot.playground.interaction import Interaction
from bot.playground.messages import Message
from bot.playground.server import Playground
from tests.playground.gateway_client import until


def robin(playground: Playground) -> str:
    return str(next(playground.world.people())["id"])


def kim(playground: Playground) -> str:
    return str(list(playground.world.people())[1]["id"])


def general(playground: Playground) -> Channel:
    return playground.world.channel_named("general")


def slash(playground: Playground, name: str, values: dict[str, object] | None = None) -> Interaction:
    return playground.people.slash(robin(playground), general(playground).id, name, values or {})


def messages(playground: Playground) -> list[Message]:
    return [*general(playground).messages.values()]


def contents(playground: Playground) -> list[str]:
    return [message.data["content"] for message in messages(playground)]


async def panel(playground: Playground) -> Message:
    asked = slash(playground, "panel")
    await until(lambda: asked.original)
    assert asked.original is not None
    return asked.original
