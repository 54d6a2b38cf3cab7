"""/like, /dislike, /seen, /taste: what a person tells the bot of titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import TitleAmbiguous
from bot.domain.verdict import VerdictKind
from bot.ui.markup import fit
from bot.ui.taste_list import taste_pages
from bot.ui.views import ChooseTitleView

if TYPE_CHECKING:
    from bot.client import MovieBot
    from bot.domain.title import Title

_SAID = {
    VerdictKind.LIKED: "Noted: you liked **{title}**.",
    VerdictKind.DISLIKED: "Noted: **{title}** is not for you.",
    VerdictKind.SEEN: "Noted: you have seen **{title}**.",
}
# Discord's limit for what a choice shows, and for what it sends.
CHOICE_CHARACTERS = 100
TITLE_CHARACTERS = 120
Name = app_commands.Range[str, 1, 200]
Note = app_commands.Range[str, 0, 500]


class TasteCog(commands.Cog):
    """Keeps verdicts and shows them."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot

    @app_commands.command(description="Tell me a film or series you liked.")
    @app_commands.describe(title="Its name", note="What you liked about it")
    async def like(
        self,
        interaction: discord.Interaction[MovieBot],
        title: Name,
        note: Note = "",
    ) -> None:
        """Keep a like."""
        await self._keep(interaction, title, VerdictKind.LIKED, note)

    @app_commands.command(description="Tell me a film or series that is not for you.")
    @app_commands.describe(title="Its name", note="What put you off")
    async def dislike(
        self,
        interaction: discord.Interaction[MovieBot],
        title: Name,
        note: Note = "",
    ) -> None:
        """Keep a dislike."""
        await self._keep(interaction, title, VerdictKind.DISLIKED, note)

    @app_commands.command(description="Tell me what you have seen, so that I never suggest it.")
    @app_commands.describe(title="Its name")
    async def seen(self, interaction: discord.Interaction[MovieBot], title: Name) -> None:
        """Keep that a title is known."""
        await self._keep(interaction, title, VerdictKind.SEEN, "")

    @app_commands.command(description="See what I know of your taste.")
    async def taste(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Show the person's verdicts to them alone."""
        await interaction.response.defer(ephemeral=True)
        verdicts = await self._bot.services.people.verdicts(interaction.user.id)
        first, *others = taste_pages(verdicts)
        await interaction.edit_original_response(content=first)
        for page in others:
            await interaction.followup.send(page, ephemeral=True)

    @like.autocomplete("title")
    @dislike.autocomplete("title")
    @seen.autocomplete("title")
    async def complete_title(
        self, interaction: discord.Interaction[MovieBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer up to 25 titles that begin like what is typed."""
        titles = await self._bot.services.people.suggest(current, 25)
        return [
            app_commands.Choice(name=title.label[:CHOICE_CHARACTERS], value=title.title_id)
            for title in titles
            if len(title.title_id) <= CHOICE_CHARACTERS
        ]

    async def _keep(
        self, interaction: discord.Interaction[MovieBot], text: str, kind: VerdictKind, note: str
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        people = self._bot.services.people

        async def keep(on: discord.Interaction[discord.Client], title: Title) -> None:
            await people.judge(on.user.id, title, kind, note)
            said = _SAID[kind].format(title=fit(title.label, TITLE_CHARACTERS))
            await on.edit_original_response(content=said, view=None)

        try:
            title = await people.find(text)
        except TitleAmbiguous as exc:
            asked = "Did you mean this one?" if len(exc.choices) == 1 else "Which of these do you mean?"
            view = ChooseTitleView(interaction, exc.choices, keep)
            await interaction.edit_original_response(content=asked, view=view)
            return
        await keep(interaction, title)


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(TasteCog(bot))
