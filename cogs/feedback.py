"""Reactions to the bot's answers. They come as raw events, so that those to messages of last year count, too."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.domain.errors import MatineeError
from bot.domain.feedback import MEANINGFUL, plain_emoji

if TYPE_CHECKING:
    from bot.client import MovieBot

log = logging.getLogger(__name__)


class FeedbackCog(commands.Cog):
    """Takes what people say by reacting. The buttons find their way by their ids (bot/ui/feedback_buttons.py)."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        """Keep what a person's reaction to a message of the bot's says."""
        if not self._is_meant(event) or (event.member is not None and event.member.bot):
            return
        if event.message_author_id not in (None, self._own_id):
            return
        channel = self._bot.get_partial_messageable(event.channel_id, guild_id=event.guild_id)
        try:
            await self._bot.feedback.react(event, channel.get_partial_message(event.message_id))
        except (MatineeError, discord.HTTPException) as exc:
            log.warning("a reaction is lost user=%d message=%d: %s", event.user_id, event.message_id, exc)

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        """Take back what a person's reaction did."""
        if not self._is_meant(event):
            return
        try:
            await self._bot.feedback.unreact(event)
        except MatineeError as exc:
            log.warning("a reaction stays user=%d message=%d: %s", event.user_id, event.message_id, exc)

    def _is_meant(self, event: discord.RawReactionActionEvent) -> bool:
        return event.user_id != self._own_id and plain_emoji(str(event.emoji)) in MEANINGFUL

    @property
    def _own_id(self) -> int | None:
        return self._bot.user.id if self._bot.user is not None else None


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(FeedbackCog(bot))
