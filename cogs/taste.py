"""/like, /dislike, /seen, /undo, /taste and /watchlist: what a person tells the bot of titles, and takes back."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import TitleAmbiguous, TitleNotFound
from bot.ui.feedback_texts import NOTHING_TO_UNDO, taken_back
from bot.ui.markup import fit
from bot.ui.pressed import lasting_view
from bot.ui.taste_buttons import LIST_ITEMS, key_of, list_message
from bot.ui.taste_card import alternative_text, draw_card
from bot.ui.taste_list import NOTHING_YET
from bot.ui.taste_meeting import MEETING_ITEMS, way_to_meeting
from bot.ui.taste_unknown import UNKNOWN_ITEMS, Keeping, ask_which, keep

if TYPE_CHECKING:
    from bot.client import MovieBot

# Discord's limit for what a choice shows, and for what it sends.
CHOICE_CHARACTERS = 100
MOST_CHOICES = 25
TITLE_CHARACTERS = 120
PICTURE = "taste.png"
Name = app_commands.Range[str, 1, 200]
Note = app_commands.Range[str, 0, 500]


class TasteCog(commands.Cog):
    """Keeps verdicts and watchlists, shows them, takes them back."""

    watchlist = app_commands.Group(name="watchlist", description="What you mean to watch.")

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
        await self._tell(interaction, title, "liked", note)

    @app_commands.command(description="Tell me a film or series that is not for you.")
    @app_commands.describe(title="Its name", note="What put you off")
    async def dislike(
        self,
        interaction: discord.Interaction[MovieBot],
        title: Name,
        note: Note = "",
    ) -> None:
        """Keep a dislike."""
        await self._tell(interaction, title, "disliked", note)

    @app_commands.command(description="Tell me what you have seen, so that I never suggest it.")
    @app_commands.describe(title="Its name")
    async def seen(self, interaction: discord.Interaction[MovieBot], title: Name) -> None:
        """Keep that a title is known."""
        await self._tell(interaction, title, "seen", "")

    @app_commands.command(
        description="Take back the last thing you told me of titles, or did to your watchlist."
    )
    async def undo(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Take the newest act back: verdicts, a change of the watchlist, a whole import."""
        await interaction.response.defer(ephemeral=True)
        undone = await self._bot.services.people.undo(interaction.user.id)
        await interaction.edit_original_response(content=taken_back(undone) if undone else NOTHING_TO_UNDO)

    @app_commands.command(description="See what I know of your taste, and remove what is wrong.")
    @app_commands.describe(card="As a picture: genres, decades, countries, moods")
    async def taste(self, interaction: discord.Interaction[MovieBot], card: bool = False) -> None:
        """Show the person's verdicts to them alone, as a list or as a picture."""
        await interaction.response.defer(ephemeral=True)
        if card:
            await self._show_card(interaction)
            return
        services, user_id = self._bot.services, interaction.user.id
        meeting = await way_to_meeting(services, user_id)
        content, view = await list_message(services, user_id, "taste", 0, more=meeting)
        await interaction.edit_original_response(content=content, view=view)

    @watchlist.command(name="add", description="Put a film or series on your watchlist.")
    @app_commands.describe(title="Its name")
    async def watchlist_add(self, interaction: discord.Interaction[MovieBot], title: Name) -> None:
        """Put a title on the list."""
        await self._tell(interaction, title, "watch", "")

    @watchlist.command(name="remove", description="Take a film or series off your watchlist.")
    @app_commands.describe(title="Its name")
    async def watchlist_remove(self, interaction: discord.Interaction[MovieBot], title: Name) -> None:
        """Take a title off the list: one chosen from it, or named."""
        await interaction.response.defer(ephemeral=True)
        services, user_id = self._bot.services, interaction.user.id
        planned = await services.watchlist.of(user_id)
        wanted = title.strip().casefold()
        found = [
            entry
            for entry in planned
            if wanted in (key_of(entry.title_id).casefold(), entry.label.casefold(), entry.title.casefold())
        ]
        if not found:
            meant = (await services.people.find_for(user_id, title)).title_id
            found = [entry for entry in planned if entry.title_id == meant]
        for entry in found[:1]:
            await services.watchlist.remove(user_id, entry.title_id)
        said = (
            f"**{fit(found[0].label, TITLE_CHARACTERS)}** is off your watchlist."
            if found
            else "That is not on your watchlist."
        )
        await interaction.edit_original_response(content=said)

    @watchlist.command(name="show", description="See what you mean to watch.")
    async def watchlist_show(self, interaction: discord.Interaction[MovieBot]) -> None:
        """Show the list to the person alone."""
        await interaction.response.defer(ephemeral=True)
        content, view = await list_message(self._bot.services, interaction.user.id, "watch", 0)
        await interaction.edit_original_response(content=content, view=view)

    @like.autocomplete("title")
    @dislike.autocomplete("title")
    @seen.autocomplete("title")
    @watchlist_add.autocomplete("title")
    async def complete_title(
        self, interaction: discord.Interaction[MovieBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer up to 25 titles that begin like what is typed."""
        return await title_choices(self._bot, current)

    @watchlist_remove.autocomplete("title")
    async def complete_planned(
        self, interaction: discord.Interaction[MovieBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Offer what is on the person's own list."""
        planned = await self._bot.services.watchlist.of(interaction.user.id)
        wanted = current.strip().casefold()
        fitting = [entry for entry in planned if wanted in entry.label.casefold()]
        return [
            app_commands.Choice(name=entry.label[:CHOICE_CHARACTERS], value=key_of(entry.title_id))
            for entry in fitting[:MOST_CHOICES]
        ]

    async def _tell(
        self, interaction: discord.Interaction[MovieBot], text: str, keeping: Keeping, note: str
    ) -> None:
        """Keep what is said of the title that `text` names, or ask which that is."""
        await interaction.response.defer(ephemeral=True)
        try:
            title = await self._bot.services.people.find_for(interaction.user.id, text)
        except (TitleAmbiguous, TitleNotFound) as exc:
            await ask_which(interaction, exc, keeping, note)
            return
        said = await keep(interaction, title, keeping, note)
        await interaction.edit_original_response(content=said)

    async def _show_card(self, interaction: discord.Interaction[MovieBot]) -> None:
        profile = await self._bot.services.discovery.profile(interaction.user.id)
        if not profile.liked:
            meeting = await way_to_meeting(self._bot.services, interaction.user.id)
            await interaction.edit_original_response(content=NOTHING_YET, view=lasting_view(*meeting))
            return
        name = interaction.user.display_name
        picture = await asyncio.to_thread(draw_card, profile, name)
        file = discord.File(io.BytesIO(picture), PICTURE, description=alternative_text(profile, name))
        await interaction.edit_original_response(content="", attachments=[file])


async def title_choices(bot: MovieBot, current: str) -> list[app_commands.Choice[str]]:
    """Return up to 25 titles that complete `current`, as Discord takes them."""
    titles = await bot.services.people.suggest(current, MOST_CHOICES)
    return [
        app_commands.Choice(name=title.label[:CHOICE_CHARACTERS], value=title.title_id)
        for title in titles
        if len(title.title_id) <= CHOICE_CHARACTERS
    ]


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(*LIST_ITEMS, *MEETING_ITEMS, *UNKNOWN_ITEMS)
    await bot.add_cog(TasteCog(bot))
