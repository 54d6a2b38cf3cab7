"""MovieBot: login, cogs, the one error handler."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.app import open_app
from bot.domain.errors import MatineeError, SettingsError
from bot.services import Services
from bot.settings import Settings
from bot.ui.apologies import apologise
from bot.ui.presenter import Presenter

log = logging.getLogger(__name__)

# discord.py warns at every start that voice, which nothing here uses, lacks a library.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

COGS = ("cogs.recommend", "cogs.taste", "cogs.privacy")


class MovieTree(app_commands.CommandTree["MovieBot"]):
    """The slash commands, with one handler for whatever goes wrong in any of them."""

    async def on_error(
        self, interaction: discord.Interaction[MovieBot], error: app_commands.AppCommandError
    ) -> None:
        """Tell the person in a sentence. What nobody expected goes to the log whole, under a reference."""
        await apologise(interaction, error)


class MovieBot(commands.Bot):
    """The bot. It needs no privileged intent."""

    def __init__(self, services: Services, **options: Any) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents.default(),
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=MovieTree,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            activity=discord.Activity(type=discord.ActivityType.watching, name="/recommend"),
            **options,
        )
        self.services = services
        self.presenter = Presenter(services.messages)

    async def setup_hook(self) -> None:
        """Load the cogs and tell Discord of the commands."""
        for cog in COGS:
            await self.load_extension(cog)
        try:
            synced = await self.tree.sync()
        except discord.DiscordServerError as exc:
            # Those that Discord knows from the last start still work.
            log.warning("the commands could not be synced status=%d", exc.status)
        else:
            log.info("commands synced count=%d", len(synced))

    async def on_ready(self) -> None:
        """Log who we are; fires again after every reconnect."""
        log.info("ready guilds=%d user=%s", len(self.guilds), self.user.id if self.user else "-")

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Stop writing what nobody will read."""
        self.presenter.message_deleted(event.message_id)

    async def close(self) -> None:
        """Mark the end of every answer that is being written, then leave Discord."""
        await self.presenter.close()
        await super().close()


async def run_bot(settings: Settings) -> None:
    """Run the bot until it is told to end. Raises MatineeError for what an operator can put right."""
    if settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set.", ("DISCORD_TOKEN",))
    discord.http.Route.BASE = settings.discord_api_url
    # At DEBUG discord.py logs whole messages, and addresses that hold tokens.
    logging.getLogger("discord").setLevel(max(logging.INFO, logging.getLogger().level))
    async with open_app(settings) as app, app.in_background(), MovieBot(app.services) as bot:
        try:
            await _until_told(bot, settings.discord_token.get_secret_value())
        except discord.LoginFailure as exc:
            raise SettingsError(
                "Discord refuses DISCORD_TOKEN. Copy it anew from the developer portal.", ("DISCORD_TOKEN",)
            ) from exc
        except (aiohttp.ClientConnectionError, discord.DiscordServerError) as exc:
            raise MatineeError(
                f"Discord cannot be reached at {settings.discord_api_url}. Check the network, then start again."
            ) from exc


async def _until_told(bot: MovieBot, token: str) -> None:
    """Run `bot` until it ends by itself or the process is told to end by SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    running = asyncio.create_task(bot.start(token), name="discord")
    told = False

    def end(number: signal.Signals) -> None:
        nonlocal told
        told = True
        log.info("told to end signal=%s", number.name)
        running.cancel()

    numbers = (signal.SIGTERM, signal.SIGINT)
    with contextlib.suppress(NotImplementedError):  # Windows: there asyncio turns Ctrl+C into a cancellation
        for number in numbers:
            loop.add_signal_handler(number, end, number)
    try:
        await running
    except asyncio.CancelledError:
        if not told:
            raise
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in numbers:
                loop.remove_signal_handler(number)
