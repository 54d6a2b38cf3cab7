"""The buttons under answers. They carry all they need in their id and work after any restart."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self, cast

import discord

from bot.ui.pressed import Interaction, Pressed

Button = discord.ui.Button[discord.ui.View]


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


class _AnswerButton(Pressed):
    """What both have in common: the id says all there is to know."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls()


class StopButton(_AnswerButton, discord.ui.DynamicItem[Button], template="matinee:stop"):
    """Ends the model's work."""

    def __init__(self) -> None:
        super().__init__(
            discord.ui.Button(
                label="Stop", style=discord.ButtonStyle.secondary, emoji="⏹️", custom_id="matinee:stop"
            )
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Pass the press on."""
        await _answers(interaction).stop(interaction)


class RetryButton(_AnswerButton, discord.ui.DynamicItem[Button], template="matinee:retry"):
    """Asks the same again, in the same message."""

    def __init__(self) -> None:
        super().__init__(
            discord.ui.Button(
                label="Retry", style=discord.ButtonStyle.primary, emoji="🔁", custom_id="matinee:retry"
            )
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Pass the press on."""
        await _answers(interaction).retry(interaction)


ANSWER_BUTTONS = (StopButton, RetryButton)
