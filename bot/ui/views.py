"""The buttons under questions to one person; they live as long as the question."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

import discord
from aiohttp import ClientError

from bot.ui.apologies import apologise

Interaction = discord.Interaction[discord.Client]

# Discord lets an interaction's response be edited for 15 minutes; the buttons of questions go before that.
QUESTION_SECONDS = 14 * 60.0
MOST_BUTTONS = 25
LABEL_CHARACTERS = 80


class OwnedView(discord.ui.View):
    """Buttons under the response of `interaction` that only the person who asked may press.

    When nobody presses any for `seconds`, they are taken away: a dead button looks like a broken bot.
    """

    def __init__(self, interaction: Interaction, *, seconds: float = QUESTION_SECONDS) -> None:
        super().__init__(timeout=max(1.0, seconds))
        self._interaction = interaction

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Let the owner through; tell anyone else whose answer it is."""
        if interaction.user.id != self._interaction.user.id:
            await interaction.response.send_message(
                "That is someone else's answer. `/recommend` gets you your own.", ephemeral=True
            )
            return False
        if self.is_finished():
            # The second of two quick presses: the first one counts.
            await interaction.response.defer()
            return False
        return True

    async def on_error(
        self, interaction: Interaction, error: Exception, item: discord.ui.Item[discord.ui.View]
    ) -> None:
        """Tell the person in a sentence, as for a command."""
        await apologise(interaction, error)

    async def on_timeout(self) -> None:
        """Take the buttons away."""
        # Deleted meanwhile, too late after all, or Discord is out of reach.
        with contextlib.suppress(discord.HTTPException, OSError, ClientError):
            await self._interaction.edit_original_response(view=None)


class ConfirmView(OwnedView):
    """One button that does what cannot be taken back."""

    def __init__(
        self, interaction: Interaction, label: str, confirm: Callable[[Interaction], Awaitable[None]]
    ) -> None:
        super().__init__(interaction)
        self._confirm = confirm
        self.add_item(_ConfirmButton(label))

    async def confirm(self, interaction: Interaction) -> None:
        """Do it, once."""
        self.stop()
        await interaction.response.defer()
        await self._confirm(interaction)


class _ConfirmButton(discord.ui.Button[ConfirmView]):
    def __init__(self, label: str) -> None:
        super().__init__(label=label, style=discord.ButtonStyle.danger)

    async def callback(self, interaction: Interaction) -> None:
        """Pass the press on to the view."""
        if self.view is not None:
            await self.view.confirm(interaction)
