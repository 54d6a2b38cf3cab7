"""/forget-me and /privacy: a person's data is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.title_source import TMDB_ATTRIBUTION, attributions_of
from bot.ui.views import ConfirmView, OutlivedButton

if TYPE_CHECKING:
    from bot.client import MovieBot


COUNTED = (
    "What you like is counted, without your name: only how many people, five at the least, like two titles both "
    "enters what I recommend to others. `/privacy counted:False` keeps you out of it."
)
NOT_COUNTED = (
    "Nothing of what you say is counted: it serves your own recommendations alone, and is out of everybody else's "
    "within minutes. `/privacy counted:True` counts you in."
)


# Small print, for as long as titles are looked up.
LOOKED_UP = "A title that you name or import and I don't know is looked up at themoviedb.org: its name is sent there, nothing about you."


class PrivacyCog(commands.Cog):
    """Deletes what is kept about a person, or keeps it from being counted."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @app_commands.command(name="forget-me", description="Delete everything I keep about you.")
    async def forget_me(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Ask once, then delete."""

        async def forget(on: discord.Interaction[discord.Client]) -> None:
            # An answer that is still being written would be recorded after everything else is gone.
            await self._bot.presenter.stop_for(on.user.id)
            await self._bot.services.imports.stop(on.user.id)
            await self._bot.services.conversations.forget(on.user.id)
            deleted = await self._bot.services.people.forget(on.user.id)
            count = sum(deleted.values())
            entries = f" ({count} {'entry' if count == 1 else 'entries'})" if count else ""
            await on.edit_original_response(
                content=f"Done. Everything I kept about you is deleted{entries}.", view=None
            )

        view = ConfirmView(interaction, "Delete everything", forget)
        await interaction.response.send_message(
            "This deletes everything I keep about you: likes, dislikes, what you have seen, notes, your watchlist, "
            "our conversation, your past recommendations and your choice of `/privacy`. It cannot be taken back.",
            view=view,
            ephemeral=True,
        )

    @app_commands.command(description="Whether what you like counts for others' recommendations.")
    @app_commands.describe(
        counted="False: nothing you say is counted any more; leave it out to see how it is"
    )
    async def privacy(self, interaction: discord.Interaction[MovieBot], counted: bool | None = None) -> None:
        """Keep or tell whether the person is counted, to them alone."""
        await interaction.response.defer(ephemeral=True)
        community = self._bot.services.community
        if counted is not None:
            await community.count(interaction.user.id, counted)
        is_counted = await community.is_counted(interaction.user.id)
        lines = [COUNTED if is_counted else NOT_COUNTED]
        if self._bot.services.lookup.is_possible:
            lines.append(f"-# {LOOKED_UP}")
        lines += [f"-# {sentence}" for sentence in self._attributions()]
        await interaction.edit_original_response(content="\n".join(lines))

    def _attributions(self) -> list[str]:
        services = self._bot.services
        told = attributions_of(services.library.titles)
        if services.lookup.is_possible and TMDB_ATTRIBUTION not in told:
            return [TMDB_ATTRIBUTION, *told]
        return told


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(OutlivedButton)
    await bot.add_cog(PrivacyCog(bot))
