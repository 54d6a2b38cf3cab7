"""A title that the catalogue does not know: asked about, and kept by its name if the person says so.

The name and the note are read back from the question itself, so that its buttons work after a restart.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self, cast

import discord

from bot.domain.by_name import title_by_name
from bot.domain.errors import TitleAmbiguous, TitleNotFound
from bot.domain.feedback import Lesson
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.ui.feedback_texts import follows
from bot.ui.markup import fit, unescaped
from bot.ui.pressed import Interaction, Pressed, lasting_view, services_of

Button = discord.ui.Button[discord.ui.View]
Keeping = Literal["liked", "disliked", "seen", "watch"]

# A name has at most 200 characters and a note 500; with every one of them escaped, both still fit.
NAME_CHARACTERS = 420
NOTE_CHARACTERS = 1200
TITLE_CHARACTERS = 120
LABEL_CHARACTERS = 80
ID_CHARACTERS = 70
MOST_BUTTONS = 25
_QUESTION = re.compile(r"I don't know a film or series called “(?P<name>.*)”\.")
_NOTE = "> "
_OFFER = "-# Keep it anyway? It counts by its name and your words, I never suggest it, and I recognise it once I learn it."
_SAID = {
    "liked": "Noted: you liked **{title}**.",
    "disliked": "Noted: **{title}** is not for you.",
    "seen": "Noted: you have seen **{title}**.",
}
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
        note = _note_in(others)
        title = title_by_name(unescaped(found["name"]))
        await keep(interaction, title, self._keeping, note)
        said = _KEPT[self._keeping].format(title=fit(title.label, TITLE_CHARACTERS))
        await interaction.response.edit_message(content=said, view=None)


class MeantButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=r"matinee:meant:(?P<keeping>liked|disliked|seen|watch):(?P<title_id>.{1,70})",
):
    """Says that this one of several titles is meant, and keeps what was said of it."""

    def __init__(self, keeping: Keeping, title_id: str, label: str = "…") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"matinee:meant:{keeping}:{title_id}"))
        self._keeping: Keeping = keeping
        self._title_id = title_id

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(cast("Keeping", match["keeping"]), match["title_id"])

    async def pressed(self, interaction: Interaction) -> None:
        """Commit it for the presser, then say so. Of two quick presses the first counts."""
        title = services_of(interaction).library.get(self._title_id)
        asked = interaction.message.id if interaction.message is not None else 0
        if title is None:
            await interaction.response.send_message(FORGOTTEN, ephemeral=True)
        elif asked in _answered:
            await interaction.response.defer()
        else:
            _answered.append(asked)
            try:
                said = await keep(interaction, title, self._keeping, _asked_in(interaction).note)
            except BaseException:
                _answered.remove(asked)
                raise
            await interaction.response.edit_message(content=said, view=None, embeds=[])


class NoneButton(
    Pressed, discord.ui.DynamicItem[Button], template=r"matinee:none:(?P<keeping>liked|disliked|seen|watch)"
):
    """Says that another title is meant, which the catalogue then does not know."""

    def __init__(self, keeping: Keeping) -> None:
        super().__init__(discord.ui.Button(label="None of these", custom_id=f"matinee:none:{keeping}"))
        self._keeping: Keeping = keeping

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(cast("Keeping", match["keeping"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Ask whether to keep the name."""
        asked = _asked_in(interaction)
        content, view = unknown_message(asked.name, self._keeping, asked.note)
        await interaction.response.edit_message(content=content, view=view, embeds=[])


UNKNOWN_ITEMS = (KeepButton, MeantButton, NoneButton)
# The questions answered last: the second of two quick presses must not say the same of another title.
_answered: deque[int] = deque(maxlen=256)


async def keep(interaction: Interaction, title: Title, keeping: Keeping, note: str = "") -> str:
    """Commit what a person says of a title; return the sentence that confirms it."""
    services, user_id = services_of(interaction), interaction.user.id
    name = fit(title.label, TITLE_CHARACTERS)
    if keeping == "watch":
        added = await services.watchlist.add(user_id, title)
        return f"**{name}** is on your watchlist{'' if added else ' already'}."
    learnt = await services.feedback.learn(user_id, Lesson(verdicts=((title, VerdictKind(keeping), note),)))
    return f"{_SAID[keeping].format(title=name)}{follows(title, learnt, seen=keeping == 'seen')}"


async def ask_which(
    interaction: Interaction, error: TitleNotFound | TitleAmbiguous, keeping: Keeping, note: str = ""
) -> None:
    """Ask about a name that may mean several titles, or means none, in the response of `interaction`."""
    if isinstance(error, TitleNotFound):
        content, view = unknown_message(error.text, keeping, note)
        await interaction.edit_original_response(content=content, view=view)
        return
    asked = "Did you mean this one?" if len(error.choices) == 1 else "Which of these do you mean?"
    buttons: list[discord.ui.Item[Any]] = [
        MeantButton(keeping, title.title_id, title.label[:LABEL_CHARACTERS])
        for title in error.choices[: MOST_BUTTONS - 1]
        if len(title.title_id) <= ID_CHARACTERS
    ]
    view = lasting_view(*buttons, NoneButton(keeping))
    # The box below the question remembers what was said, for as long as the question stands.
    said = [
        f"“{fit(error.text, NAME_CHARACTERS)}”",
        *([f"{_NOTE}{fit(note, NOTE_CHARACTERS)}"] if note else []),
    ]
    box = discord.Embed(description="\n".join(said))
    await interaction.edit_original_response(content=asked, embed=box, view=view)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question is about."""

    name: str
    note: str


def _asked_in(interaction: Interaction) -> _Asked:
    """Read the box below a question."""
    embeds = interaction.message.embeds if interaction.message is not None else []
    name, *others = (embeds[0].description or "“”").split("\n") if embeds else ["“”"]
    return _Asked(unescaped(name[1:-1]), _note_in(others))


def _note_in(lines: Sequence[str]) -> str:
    return next((unescaped(line.removeprefix(_NOTE)) for line in lines if line.startswith(_NOTE)), "")
