"""MovieBot: login, cogs, the one error handler."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.services import Services
from bot.ui.answer_buttons import ANSWER_BUTTONS
from bot.ui.apologies import apologise
from bot.ui.feedback_buttons import FEEDBACK_ITEMS
from bot.ui.feedback_desk import FeedbackDesk
from bot.ui.presenter import Presenter
from bot.ui.rate_limits import watch
from bot.ui.repair import Repair
from bot.ui.turns import Turns

log = logging.getLogger(__name__)

# discord.py warns at every start that voice, which nothing here uses, lacks a library.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

COGS = (
    "cogs.recommend",
    "cogs.conversation",
    "cogs.taste",
    "cogs.discover",
    "cogs.feedback",
    "cogs.importing",
    "cogs.privacy",
)
# None of them privileged. Channels and their end, messages to the bot, reactions to its own.
INTENTS = discord.Intents(
    guilds=True, guild_messages=True, dm_messages=True, guild_reactions=True, dm_reactions=True
)
# Without these there is no session: better to connect anew than to go on.
ESSENTIAL_EVENTS = frozenset({"READY", "RESUMED"})


class MovieTree(app_commands.CommandTree["MovieBot"]):
    """The slash commands, with one handler for whatever goes wrong in any of them."""

    async def on_error(
        self, interaction: discord.Interaction[MovieBot], error: app_commands.AppCommandError
    ) -> None:
        """Tell the person in a sentence. What nobody expected goes to the log whole, under a reference."""
        await apologise(interaction, error)


class MovieBot(commands.AutoShardedBot):
    """The bot. It needs no privileged intent. Sharded, as Discord demands of bots in many servers."""

    def __init__(self, services: Services, **options: Any) -> None:
        turns = Turns()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=INTENTS,
            # Nothing looks back at what was said: nobody's words are kept in memory.
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            tree_cls=MovieTree,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            activity=discord.Activity(type=discord.ActivityType.watching, name="/recommend"),
            http_trace=watch(turns),
            **options,
        )
        self.services = services
        self.presenter = Presenter(
            services.recommender.answer,
            services.messages,
            turns,
            Repair(services.messages),
            recording=services.recommender.keep,
        )
        self.presenter.watch(services.conversations.notice)
        self.was_ready = False
        self._mending: asyncio.Task[None] | None = None
        self.feedback = FeedbackDesk(services.feedback, self.presenter)
        self.add_dynamic_items(*ANSWER_BUTTONS, *FEEDBACK_ITEMS)
        self._guard_events()

    async def setup_hook(self) -> None:
        """Load the cogs, tell Discord of the commands, and mend what an earlier run left unfinished."""
        # discord.py falls back on an address of its own when a session cannot be resumed.
        _, gateway, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
        for cog in COGS:
            await self.load_extension(cog)
        try:
            synced = await self.tree.sync()
        except discord.DiscordServerError as exc:
            # Those that Discord knows from the last start still work.
            log.warning("the commands could not be synced status=%d", exc.status)
        else:
            log.info("commands synced count=%d", len(synced))
        self._mending = asyncio.create_task(self.presenter.mend(self), name="mend")
        self._mending.add_done_callback(_report)

    async def on_ready(self) -> None:
        """Log who we are; fires again after every reconnect."""
        self.was_ready = True
        log.info("ready guilds=%d user=%s", len(self.guilds), self.user.id if self.user else "-")

    async def on_message(self, message: discord.Message, /) -> None:
        """Look for no commands in what people write: a mention of the bot begins a wish (cogs/conversation.py)."""

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Stop writing what nobody will read."""
        self.presenter.message_deleted(event.message_id)

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Stop writing what nobody will read."""
        for message_id in event.message_ids:
            self.presenter.message_deleted(message_id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Stop writing where nobody can read."""
        self.presenter.channel_deleted(channel.id)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Stop writing where nobody can read."""
        self.presenter.channel_deleted(event.thread_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop writing where the bot no longer is."""
        self.presenter.server_left(guild.id)

    async def close(self) -> None:
        """Mark the end of every answer that is being written, then leave Discord."""
        if self._mending is not None:
            self._mending.cancel()
            await asyncio.wait([self._mending])
        try:
            await self.presenter.close()
        finally:
            await super().close()

    def _guard_events(self) -> None:
        """Let no single event end the connection: discord.py leaves `start` when parsing one fails."""
        parsers = self._connection.parsers
        for name, parse in list(parsers.items()):
            parsers[name] = _guarded(name, parse)


def _report(task: asyncio.Task[None]) -> None:
    """Log what a task ended with, should it have been an exception: nobody awaits it."""
    if not task.cancelled() and (exc := task.exception()) is not None:
        log.error("a background task ended task=%s", task.get_name(), exc_info=exc)


def _guarded(name: str, parse: Any) -> Any:
    def guarded(data: Any) -> Any:
        try:
            return parse(data)
        except Exception as exc:
            if name in ESSENTIAL_EVENTS:
                raise ConnectionError(f"{name} cannot be read") from exc
            # The data itself stays out of the log: it may hold what people wrote.
            log.error("an event of the gateway cannot be read event=%s error=%s", name, type(exc).__name__)
            return None

    return guarded
