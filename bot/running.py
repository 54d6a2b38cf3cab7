"""Runs the bot, whatever happens to its connection."""

from __future__ import annotations

import asyncio
import gc
import logging
import time

import aiohttp
import discord

from bot.app import open_app
from bot.client import MovieBot
from bot.domain.errors import MatineeError, SettingsError
from bot.services import Services
from bot.settings import Settings

log = logging.getLogger(__name__)

# How long to rest before the bot is started again after it fell over, doubled each time it did so soon.
REST_SECONDS = 1.0
LONGEST_REST_SECONDS = 120.0
SOON_SECONDS = 300.0
# The gateway's ways to say that no further try will help: a wrong token, wrong shards, version or intents.
WRONG_TOKEN = 4004
LASTING_REFUSALS = frozenset({4010, 4011, 4012, 4013, 4014})


async def run_bot(settings: Settings) -> None:
    """Run the bot until somebody cancels this. Raises MatineeError for what an operator can put right."""
    if settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set.", ("DISCORD_TOKEN",))
    async with open_app(settings) as app, app.in_background():
        await serve(app.services, settings.discord_token.get_secret_value(), settings.discord_api_url)


async def serve(services: Services, token: str, api_url: str) -> None:
    """Be `services` in Discord for as long as nobody cancels this.

    A failure of the connection that discord.py does not survive begins a new one.
    Raises MatineeError when the first connection fails, and whenever Discord refuses the token.
    """
    discord.http.Route.BASE = api_url
    # At DEBUG discord.py logs whole messages, and addresses that hold tokens.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
    # What is open by now stays: a collection that looks through all of it stops the loop for a quarter second.
    gc.collect()
    gc.freeze()
    rest, was_ready = REST_SECONDS, False
    while True:
        began = time.monotonic()
        async with MovieBot(services) as bot:
            try:
                await bot.start(token)
            except Exception as exc:
                was_ready = was_ready or bot.was_ready
                if (told := _told(exc, api_url, was_ready=was_ready)) is not None:
                    raise told from exc
                if not was_ready:
                    raise  # a mistake of ours, which no other try will mend
                log.error("the bot fell over and is started again", exc_info=exc)
            else:
                return
        if time.monotonic() - began > SOON_SECONDS:
            rest = REST_SECONDS
        await asyncio.sleep(rest)
        rest = min(rest * 2, LONGEST_REST_SECONDS)


def _told(error: Exception, api_url: str, *, was_ready: bool) -> MatineeError | None:
    """Return what an operator is to be told of, None when another try may help."""
    if isinstance(error, discord.LoginFailure) or (
        isinstance(error, discord.ConnectionClosed) and error.code == WRONG_TOKEN
    ):
        return SettingsError(
            "Discord refuses DISCORD_TOKEN. Copy it anew from the developer portal.", ("DISCORD_TOKEN",)
        )
    if isinstance(error, discord.PrivilegedIntentsRequired) or (
        isinstance(error, discord.ConnectionClosed) and error.code in LASTING_REFUSALS
    ):
        return MatineeError(
            "Discord's gateway refuses the bot as it is configured in the developer portal, or wants another "
            "version of it."
        )
    unreachable = (aiohttp.ClientConnectionError, discord.DiscordServerError, discord.GatewayNotFound)
    if isinstance(error, unreachable) and not was_ready:
        return MatineeError(f"Discord cannot be reached at {api_url}. Check the network, then start again.")
    return None
