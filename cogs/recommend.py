"""/recommend: the bot's main command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.request import Request
from bot.domain.title import Kind
from bot.ui.taste_meeting import offer_meeting

if TYPE_CHECKING:
    from bot.client import MovieBot


class RecommendCog(commands.Cog):
    """Recommends titles for a wish."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @app_commands.command(description="What should I watch? Say it in your own words.")
    @app_commands.describe(
        request="Such as: thoughtful sci-fi tonight · like Heat but shorter · 90s comedies under two hours",
        count="How many titles (4 unless told)",
        kind="Only films, or only series",
        private="Show the answer to you alone",
    )
    @app_commands.choices(
        kind=[
            app_commands.Choice(name="films", value="film"),
            app_commands.Choice(name="series", value="series"),
        ]
    )
    @app_commands.checks.cooldown(5, 60.0)
    async def recommend(
        self,
        interaction: discord.Interaction[MovieBot],
        request: app_commands.Range[str, 0, 4000] = "",
        count: app_commands.Range[int, 1, 10] | None = None,
        kind: str | None = None,
        private: bool = False,
    ) -> None:
        """Defer at once, then stream the answer into the response."""
        wish = Request(request, count, Kind(kind) if kind is not None else None)
        await self._bot.presenter.show(interaction, wish, private=private)
        await offer_meeting(interaction)


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(RecommendCog(bot))
