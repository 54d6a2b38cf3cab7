"""The buttons under answers. They carry all they need in their id and work after any restart."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self, cast

import discord

from bot.ui.apologies import apologise

Interaction = discord.Interaction[discord.Client]
Button = discord.ui.Button[discord.ui.View]

NOT_YOURS = "That is someone else's answer. `/recommend` gets you your own."


class Answers(Protocol):
    """Whoever writes answers into messages."""

    async def stop(self, interaction: Interaction) -> None:
        """End what is being written into the pressed message."""
        ...

    async def retry(self, interaction: Interaction) -> None:
        """Answer anew what the pressed message was asked."""
        ...


class _Client(Protocol):
    presenter: Answers


def _answers(interaction: Interaction) -> Answers:
    return cast("_Client", interaction.client).presenter


class StopButton(discord.ui.DynamicItem[Button], template="matinee:stop"):
    """Ends the model's work."""

    def __init__(self) -> None:
        super().__init__(
            discord.ui.Button(
                label="Stop", style=discord.ButtonStyle.secondary, emoji="⏹️", custom_id="matinee:stop"
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Pass the press on."""
        try:
            await _answers(interaction).stop(interaction)
        except Exception as exc:  # noqa: BLE001 - `apologise` logs whatever it is
            await apologise(interaction, exc)


class RetryButton(discord.ui.DynamicItem[Button], template="matinee:retry"):
    """Asks the same again, in the same message."""

    def __init__(self) -> None:
        super().__init__(
            discord.ui.Button(
                label="Retry", style=discord.ButtonStyle.primary, emoji="🔁", custom_id="matinee:retry"
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        """Pass the press on."""
        try:
            await _answers(interaction).retry(interaction)
        except Exception as exc:  # noqa: BLE001 - `apologise` logs whatever it is
            await apologise(interaction, exc)


ANSWER_BUTTONS = (StopButton, RetryButton)


def under_answer(*buttons: StopButton | RetryButton) -> discord.ui.View:
    """Return the buttons as a view. Nothing waits for it: each press finds its way by the button's id."""
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    view.stop()
    return view
