"""A title that the catalogue does not know: asked about, and kept by its name if the person says so.

The name and the note are read back from the question itself, so that its button works after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Literal, Self, cast

import discord

from bot.domain.by_name import title_by_name
from bot.domain.errors import TitleAmbiguous, TitleNotFound
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.ui.markup import fit, unescaped
from bot.ui.pressed import Interaction, Pressed, lasting_view, services_of
from bot.ui.views import MOST_BUTTONS, ChooseTitleView

Button = discord.ui.Button[discord.ui.View]
Keeping = Literal["liked", "disliked", "seen", "watch"]

# A name has at most 200 characters and a note 500; with every one of them escaped, both still fit.
NAME_CHARACTERS = 420
NOTE_CHARACTERS = 1200
TITLE_CHARACTERS = 120
_QUESTION = re.compile(r"I don't know a film or series called “(?P<name>.*)”\.")
_NOTE = "> "
_OFFER = "-# Keep it anyway? It counts by its name and your words, I never suggest it, and I recognise it once I learn it."
_KEPT = {
    "liked": "Kept: you liked **{title}**.",
    "disliked": "Kept: **{title}** is not for you.",
    "seen": "Kept: you have seen **{title}**.",
    "watch": "Kept: **{title}** is on your watchlist.",
}
FORGOTTEN = "I no longer know which title this was about. Tell me once more."


def unknown_message(name: str, keeping: Keeping, note: str = "") -> tuple[str, discord.ui.View]:
    """Return the question about a name that no title bears, with its button."""
    lines = [f"I don't know a film or series called “{fit(name, NAME_CHARACTERS)}”."]
    if note:
        lines.append(f"{_NOTE}{fit(note, NOTE_CHARACTERS)}")
    return "\n".join([*lines, _OFFER]), lasting_view(KeepButton(keeping))


class KeepButton(
    Pressed, discord.ui.DynamicItem[Button], template=r"matinee:keep:(?P<keeping>liked|disliked|seen|watch)"
):
    """Keeps the title that the message asks about by its name."""

    def __init__(self, keeping: Keeping) -> None:
        super().__init__(
            discord.ui.Button(
                label="Keep it anyway",
                style=discord.ButtonStyle.primary,
                custom_id=f"matinee:keep:{keeping}",
            )
        )
        self._keeping: Keeping = keeping

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(cast("Keeping", match["keeping"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Commit it for the presser, then say so."""
        content = interaction.message.content if interaction.message is not None else ""
        asked, *others = content.split("\n")
        found = _QUESTION.fullmatch(asked)
        if found is None:
            await interaction.response.send_message(FORGOTTEN, ephemeral=True)
            return
        note = next((unescaped(line.removeprefix(_NOTE)) for line in others if line.startswith(_NOTE)), "")
        title = title_by_name(unescaped(found["name"]))
        services, user_id = services_of(interaction), interaction.user.id
        if self._keeping == "watch":
            await services.watchlist.add(user_id, title)
        else:
            await services.people.judge(user_id, title, VerdictKind(self._keeping), note)
        said = _KEPT[self._keeping].format(title=fit(title.label, TITLE_CHARACTERS))
        await interaction.response.edit_message(content=said, view=None)


async def ask_which(
    interaction: Interaction,
    error: TitleNotFound | TitleAmbiguous,
    keeping: Keeping,
    note: str,
    choose: Callable[[Interaction, Title], Awaitable[None]],
) -> None:
    """Ask about a name that may mean several titles, or means none, in the response of `interaction`."""
    if isinstance(error, TitleNotFound):
        content, view = unknown_message(error.text, keeping, note)
        await interaction.edit_original_response(content=content, view=view)
        return
    asked = "Did you mean this one?" if len(error.choices) == 1 else "Which of these do you mean?"
    choices = ChooseTitleView(interaction, error.choices[: MOST_BUTTONS - 1], choose)
    choices.add_item(_NoneButton(error.text, keeping, note))
    await interaction.edit_original_response(content=asked, view=choices)


class _NoneButton(discord.ui.Button[ChooseTitleView]):
    """Says that another title is meant, which the catalogue then does not know."""

    def __init__(self, name: str, keeping: Keeping, note: str) -> None:
        super().__init__(label="None of these", style=discord.ButtonStyle.secondary)
        self._asked = (name, keeping, note)

    async def callback(self, interaction: Interaction) -> None:
        """Ask whether to keep the name."""
        if self.view is not None:
            self.view.stop()
        name, keeping, note = self._asked
        content, view = unknown_message(name, keeping, note)
        await interaction.response.edit_message(content=content, view=view)


UNKNOWN_ITEMS = (KeepButton,)
