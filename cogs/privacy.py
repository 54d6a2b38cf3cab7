"""/forget-me: a person's data is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.ui.views import ConfirmView

if TYPE_CHECKING:
    from bot.client import MovieBot


class PrivacyCog(commands.Cog):
    """Deletes what is kept about a person."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @app_commands.command(name="forget-me", description="Delete everything I keep about you.")
    async def forget_me(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Ask once, then delete."""

        async def forget(on: discord.Interaction[discord.Client]) -> None:
            await on.response.defer()
            deleted = await self._bot.services.people.forget(on.user.id)
            count = sum(deleted.values())
            await on.edit_original_response(
                content=f"Done: everything about you is deleted ({count} entries).", view=None
            )

        view = ConfirmView(interaction.user.id, "Delete everything", forget)
        await interaction.response.send_message(
            "This deletes your likes, dislikes, what you have seen, and your past recommendations. "
            "It cannot be taken back.",
            view=view,
            ephemeral=True,
        )


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(PrivacyCog(bot))
