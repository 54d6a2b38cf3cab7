"""The question which title is meant, when somebody asks for titles like it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from bot.domain.request import Request
from bot.domain.title import Title
from bot.ui.pressed import Interaction, Pressed, answer, lasting_view, services_of

Button = discord.ui.Button[discord.ui.View]

ID_CHARACTERS = 80
LABEL_CHARACTERS = 80
GONE = "That title is no longer in my catalogue. `/similar` takes another."


class SimilarButton(
    Pressed, discord.ui.DynamicItem[Button], template=r"matinee:similar:(?P<title_id>.{1,80})"
):
    """Answers with titles like this one, in place of the question."""

    def __init__(self, title_id: str, label: str = "…") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"matinee:similar:{title_id}"))
        self._title_id = title_id

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match["title_id"])

    async def pressed(self, interaction: Interaction) -> None:
        """Answer the presser."""
        title = services_of(interaction).library.get(self._title_id)
        if title is None:
            await interaction.response.send_message(GONE, ephemeral=True)
            return
        await answer(interaction, wish_like(title))


SIMILAR_ITEMS = (SimilarButton,)


def wish_like(title: Title) -> Request:
    """Return the wish for titles like this one."""
    return Request(f"like {title.label}", like=(title.title_id,))


def which_similar(choices: Sequence[Title]) -> tuple[str, discord.ui.View]:
    """Return the question which of `choices` is meant, with a button for each."""
    asked = "Did you mean this one?" if len(choices) == 1 else "Which of these do you mean?"
    buttons = [
        SimilarButton(title.title_id, title.label[:LABEL_CHARACTERS])
        for title in choices
        if len(title.title_id) <= ID_CHARACTERS
    ]
    return asked, lasting_view(*buttons)
