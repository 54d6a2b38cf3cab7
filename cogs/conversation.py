"""Wishes in plain words: in direct messages, and in a server to whoever mentions the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.request import Request
from bot.ui.apologies import explain

if TYPE_CHECKING:
    from bot.client import MovieBot

# As for /recommend.
WISHES, SECONDS = 5, 60.0
REQUEST_CHARACTERS = 4000


class ConversationCog(commands.Cog):
    """Takes a message to the bot for a wish."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot
        self._cooldowns = commands.CooldownMapping[discord.Message].from_cooldown(
            WISHES, SECONDS, commands.BucketType.user
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer below the message, if it is one to the bot."""
        if message.author.bot or message.is_system() or not self._is_for_bot(message):
            return
        wait = self._cooldowns.update_rate_limit(message)
        if wait is not None:
            await self._say(message, explain(_too_quick(wait), message.author.id))
            return
        try:
            await self._bot.presenter.reply(message, Request(self._wish_of(message)))
        except discord.HTTPException as exc:
            await self._say(message, explain(exc, message.author.id))

    def _is_for_bot(self, message: discord.Message) -> bool:
        if message.guild is None:
            return True
        # A reply to one of the bot's messages mentions it by itself, which need not be meant for it.
        user = self._bot.user
        return user is not None and f"<@{user.id}>" in message.content.replace("<@!", "<@")

    def _wish_of(self, message: discord.Message) -> str:
        user = self._bot.user
        text = message.content
        for mark in (f"<@{user.id}>", f"<@!{user.id}>") if user is not None else ():
            text = text.replace(mark, " ")
        return text.strip()[:REQUEST_CHARACTERS]

    @staticmethod
    async def _say(message: discord.Message, sentence: str | None) -> None:
        if sentence is not None:
            await message.reply(sentence, mention_author=False)


def _too_quick(seconds: float) -> app_commands.CommandOnCooldown:
    return app_commands.CommandOnCooldown(app_commands.Cooldown(WISHES, SECONDS), seconds)


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(ConversationCog(bot))
