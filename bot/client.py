"""MovieBot: login, cogs, the one error handler."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import open_app
from bot.domain.errors import MatineeError, SettingsError
from bot.services import Services
from bot.settings import Settings
from bot.ui.presenter import Presenter

log = logging.getLogger(__name__)

COGS = ("cogs.recommend", "cogs.taste", "cogs.privacy")


class MovieTree(app_commands.CommandTree["MovieBot"]):
    """The slash commands, with one handler for whatever goes wrong in any of them."""

    async def on_error(
        self, interaction: discord.Interaction[MovieBot], error: app_commands.AppCommandError
    ) -> None:
        """Tell the person in a sentence. What nobody expected goes to the log whole, under a reference."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, MatineeError):
            sentence = str(cause)
        elif isinstance(cause, app_commands.TransformerError):
            sentence = "One of those values is outside what this command takes."
        elif isinstance(cause, app_commands.CheckFailure):
            sentence = "That command is not for use here."
        elif isinstance(cause, discord.NotFound):
            log.info("an interaction expired before it was answered user=%d", interaction.user.id)
            return
        else:
            reference = secrets.token_hex(3)
            log.error("command failed ref=%s user=%d", reference, interaction.user.id, exc_info=cause)
            sentence = f"Something broke on my side (ref `{reference}`)."
        try:
            if interaction.response.is_done():
                await interaction.followup.send(sentence, ephemeral=True)
            else:
                await interaction.response.send_message(sentence, ephemeral=True)
        except discord.HTTPException as exc:
            log.warning("an error could not be told user=%d status=%d", interaction.user.id, exc.status)


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
        synced = await self.tree.sync()
        log.info("commands synced count=%d", len(synced))

    async def on_ready(self) -> None:
        """Log who we are; fires again after every reconnect."""
        log.info("ready guilds=%d user=%s", len(self.guilds), self.user.id if self.user else "-")


async def run_bot(settings: Settings) -> None:
    """Run the bot until it is told to end. Raises MatineeError for what an operator can put right."""
    if settings.discord_token is None:
        raise SettingsError("DISCORD_TOKEN is not set.", ("DISCORD_TOKEN",))
    discord.http.Route.BASE = settings.discord_api_url
    async with open_app(settings) as app, app.in_background(), MovieBot(app.services) as bot:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: asyncio.ensure_future(bot.close()))
        try:
            await bot.start(settings.discord_token.get_secret_value())
        except discord.LoginFailure as exc:
            raise SettingsError(
                "Discord refuses DISCORD_TOKEN. Copy it anew from the developer portal.", ("DISCORD_TOKEN",)
            ) from exc
