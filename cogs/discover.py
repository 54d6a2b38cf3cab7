"""/similar, /surprise, /why and /history: other ways to an answer, and the way back from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import TitleAmbiguous
from bot.domain.request import Request
from bot.ui.similar_buttons import SIMILAR_ITEMS, which_similar, wish_like
from bot.ui.taste_buttons import list_message
from bot.ui.taste_list import why_message
from cogs.taste import Name, title_choices

if TYPE_CHECKING:
    from bot.client import MovieBot

# As for /recommend.
ANSWERS, SECONDS = 5, 60.0
LOOKUP_SECONDS = 1.5


class DiscoverCog(commands.Cog):
    """Recommends without a wish in words, and looks back at what was recommended."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @app_commands.command(description="Titles like one you name.")
    @app_commands.describe(title="Its name", private="Show the answer to you alone")
    @app_commands.checks.cooldown(ANSWERS, SECONDS)
    async def similar(
        self, interaction: discord.Interaction[MovieBot], title: Name, private: bool = False
    ) -> None:
        """Take the title for the example of a wish."""
        try:
            # It is not deferred yet, and Discord waits three seconds.
            found = await self._bot.services.people.find(title, patience=LOOKUP_SECONDS)
        except TitleAmbiguous as exc:
            content, view = which_similar(exc.choices)
            await interaction.response.send_message(content, view=view, ephemeral=True)
            return
        await self._bot.presenter.show(interaction, wish_like(found), private=private)

    @app_commands.command(description="One title from a corner you hardly know.")
    @app_commands.describe(private="Show the answer to you alone")
    @app_commands.checks.cooldown(ANSWERS, SECONDS)
    async def surprise(self, interaction: discord.Interaction[MovieBot], private: bool = False) -> None:
        """Make a wish for the person that they would not have made."""
        wish = await self._bot.services.discovery.surprise(interaction.user.id)
        await self._bot.presenter.show(interaction, Request(wish, count=1), private=private)

    @app_commands.command(description="What in your taste led to my last answer?")
    async def why(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Name the likes behind each title, to the person alone."""
        await interaction.response.defer(ephemeral=True)
        why = await self._bot.services.past.why(interaction.user.id)
        await interaction.edit_original_response(content=why_message(why))

    @app_commands.command(description="What you asked me and told me, newest first.")
    async def history(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Show the person's past to them alone."""
        await interaction.response.defer(ephemeral=True)
        content, view = await list_message(self._bot.services, interaction.user.id, "past", 0)
        await interaction.edit_original_response(content=content, view=view)

    @similar.autocomplete("title")
    async def complete_title(
        self, interaction: discord.Interaction[MovieBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer up to 25 titles that begin like what is typed."""
        return await title_choices(self._bot, current)


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(*SIMILAR_ITEMS)
    await bot.add_cog(DiscoverCog(bot))
