"""The bot in a Discord on this machine: what `python -m bot` is without a token."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import AsyncExitStack

from bot.app import open_app
from bot.domain.errors import MatineeError
from bot.playground.server import Playground, PortTaken, open_playground
from bot.running import serve
from bot.settings import Settings

# How many ports are tried, one after the other.
TRIES = 20


async def try_bot(settings: Settings, port: int) -> None:
    """Serve the playground with the bot in it until somebody cancels this.

    Raises MatineeError when no port near `port` is free, and for what an operator can put right.
    """
    async with AsyncExitStack() as stack:
        playground = await _opened(stack, port)
        _say(f"Matinee's playground: {playground.url}/ – a Discord on this machine, with the bot in it.")
        _say(
            "For the real Discord put DISCORD_TOKEN into .env; `make chat` is the terminal; Ctrl-C ends this."
        )
        # Each message says itself who wrote its reasons; the lines above must stay in sight.
        logging.getLogger("bot.services.recommender").setLevel(logging.ERROR)
        await _serve(settings, playground)


async def serve_playground(port: int) -> None:
    """Serve the playground without any bot in it until somebody cancels this. Raises MatineeError as `try_bot` does."""
    async with AsyncExitStack() as stack:
        playground = await _opened(stack, port)
        _say(f"{playground.url} DISCORD_API_URL={playground.api_url} DISCORD_TOKEN={playground.token}")
        await asyncio.Event().wait()


async def _serve(settings: Settings, playground: Playground) -> None:
    async with open_app(settings) as app, app.in_background():
        await serve(app.services, playground.token, playground.api_url)


async def _opened(stack: AsyncExitStack, port: int) -> Playground:
    for number in range(port, min(port + TRIES, 65_536)):
        try:
            return await stack.enter_async_context(open_playground(number))
        except PortTaken:
            _say(f"Port {number} is taken; trying the next.")
    raise MatineeError(f"No port from {port} on is free. Name another: python -m bot playground --port N")


def _say(line: str) -> None:
    # At once, even into a pipe: whoever started this waits for the address.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
