"""The buttons under questions to one person; they live as long as the question."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from aiohttp import ClientError

from bot.ui.apologies import apologise

Interaction = discord.Interaction[discord.Client]

# Discord lets an interaction's response be edited for 15 minutes; the buttons of questions go before that.
QUESTION_SECONDS = 14 * 60.0
MOST_BUTTONS = 25
LABEL_CHARACTERS = 80
NOT_YOURS = "That is someone else's answer. `/recommend` gets you your own."
OUTLIVED = "I was restarted after I asked this, so nothing was done. Ask me once more."
# Which run of the program asked: a button of an earlier one has nothing left behind it.
_RUN = secrets.token_hex(4)


def question_id() -> str:
    """Return a new id for a button under a question, by which the next run of the program recognises it."""
    return f"matinee:asked:{_RUN}:{secrets.token_hex(8)}"


class OutlivedButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"matinee:asked:(?P<run>[0-9a-f]{8}):(?P<which>[0-9a-f]{16})",
):
    """Answers for the buttons of questions that a restart has cut off; those of this run have their view."""

    def __init__(self, custom_id: str, run: str) -> None:
        super().__init__(discord.ui.Button(label="…", custom_id=custom_id))
        self._run = run

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match[0], match["run"])

    async def callback(self, interaction: Interaction) -> None:
        """Say what happened, if nobody else will."""
        if self._run == _RUN:
            return
        try:
            await interaction.response.send_message(OUTLIVED, ephemeral=True)
        except (discord.HTTPException, OSError, ClientError) as exc:
            await apologise(interaction, exc)


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
            await interaction.response.send_message(NOT_YOURS, ephemeral=True)
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
        super().__init__(label=label, style=discord.ButtonStyle.danger, custom_id=question_id())

    async def callback(self, interaction: Interaction) -> None:
        """Pass the press on to the view."""
        if self.view is not None:
            await self.view.confirm(interaction)
