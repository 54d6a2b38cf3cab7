"""/import: taste out of the file of another service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.ui.import_dialog import ImportDialog, UndoImportButton
from bot.ui.views import OutlivedButton

if TYPE_CHECKING:
    from bot.client import MovieBot


class ImportingCog(commands.Cog):
    """Takes files in."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @app_commands.command(
        name="import", description="Bring your taste along from Letterboxd, IMDb, Netflix or Trakt."
    )
    @app_commands.describe(file="The export: Letterboxd's zip, a CSV of IMDb or Netflix, Trakt's JSON")
    @app_commands.checks.cooldown(5, 60.0)
    async def import_file(self, interaction: discord.Interaction[MovieBot], file: discord.Attachment) -> None:
        """Show what the file says, and keep it when the person says so."""
        await ImportDialog(interaction, self._bot.services.imports).open(file)


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(UndoImportButton, OutlivedButton)
    await bot.add_cog(ImportingCog(bot))
