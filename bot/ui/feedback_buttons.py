"""The buttons under a finished answer. They carry all they need in their ids and work for years.

`matinee:loved:REC:PLACE:MARK` says of a title that it was loved (`not`: not for me, `seen`, `watch`: for the
watchlist); REC is the answer's number, MARK tells which title was meant should its place have changed hands.
`matinee:loved:REC` is a select whose options are `PLACE:MARK`, `matinee:more:REC` and `matinee:else:REC` ask for
more, `matinee:undo:CODE` takes back what one act did (see `Deeds.code`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self, cast

import discord

from bot.domain.feedback import Deeds, More, Tap, mark_of
from bot.domain.text import clip, one_line
from bot.domain.title import Title
from bot.ui.pressed import Interaction, Pressed, lasting_view

Button = discord.ui.Button[discord.ui.View]
Select = discord.ui.Select[discord.ui.View]

LABELS: Mapping[Tap, str] = {
    Tap.LOVED: "Loved it",
    Tap.NOT_FOR_ME: "Not for me",
    Tap.SEEN: "Seen it",
    Tap.WATCHLIST: "Watchlist",
}
PLACEHOLDERS: Mapping[Tap, str] = {
    Tap.LOVED: "Loved …",
    Tap.NOT_FOR_ME: "Not for me …",
    Tap.SEEN: "Seen …",
    Tap.WATCHLIST: "Watchlist …",
}
MORE_LABELS: Mapping[More, str] = {More.LIKE_THESE: "More like these", More.SOMETHING_ELSE: "Something else"}
# So many titles have a row of buttons each; a message holds five rows.
MOST_ROWS_OF_BUTTONS = 4
LAST_ROW = 4
OPTION_CHARACTERS = 100
# An id has 100.
CODE_CHARACTERS = 80
_TAPS = "|".join(Tap)


class FeedbackAnswers(Protocol):
    """Whoever answers the presses."""

    async def tap(self, interaction: Interaction, tap: Tap, recommendation_id: int, mark: str) -> None:
        """Keep what the presser says of a title."""
        ...

    async def more(self, interaction: Interaction, more: More, recommendation_id: int) -> None:
        """Recommend further titles."""
        ...

    async def undo(self, interaction: Interaction, deeds: Deeds) -> None:
        """Take back what the presser did."""
        ...


class _Client(Protocol):
    feedback: FeedbackAnswers


def _answers(interaction: Interaction) -> FeedbackAnswers:
    return cast("_Client", interaction.client).feedback


class TapButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=rf"matinee:(?P<tap>{_TAPS}):(?P<rec>\d{{1,18}}):(?P<place>\d{{1,2}}):(?P<mark>[0-9a-f]{{8}})",
):
    """Says one thing of one title."""

    def __init__(self, tap: Tap, recommendation_id: int, place: int, mark: str) -> None:
        label = f"{place} {LABELS[tap]}" if tap is Tap.LOVED else LABELS[tap]
        custom_id = f"matinee:{tap}:{recommendation_id}:{place}:{mark}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id), row=min(place - 1, LAST_ROW))
        self._tap, self._recommendation_id, self._mark = tap, recommendation_id, mark

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(Tap(match["tap"]), int(match["rec"]), max(1, int(match["place"])), match["mark"])

    async def pressed(self, interaction: Interaction) -> None:
        """Pass the press on."""
        await _answers(interaction).tap(interaction, self._tap, self._recommendation_id, self._mark)


class TapSelect(
    Pressed, discord.ui.DynamicItem[Select], template=rf"matinee:(?P<tap>{_TAPS}):(?P<rec>\d{{1,18}})"
):
    """Says one thing of one title among many."""

    def __init__(self, tap: Tap, recommendation_id: int, options: list[discord.SelectOption]) -> None:
        select: Select = discord.ui.Select(
            custom_id=f"matinee:{tap}:{recommendation_id}", placeholder=PLACEHOLDERS[tap], options=options
        )
        super().__init__(select, row=list(Tap).index(tap))
        self._tap, self._recommendation_id = tap, recommendation_id

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the select that was used."""
        options = item.options if isinstance(item, discord.ui.Select) else []
        return cls(Tap(match["tap"]), int(match["rec"]), options)

    async def pressed(self, interaction: Interaction) -> None:
        """Pass the choice on."""
        _, _, mark = self.item.values[0].partition(":")
        await _answers(interaction).tap(interaction, self._tap, self._recommendation_id, mark)


class MoreButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=rf"matinee:(?P<more>{'|'.join(More)}):(?P<rec>\d{{1,18}})",
):
    """Asks for further titles in a new message."""

    def __init__(self, more: More, recommendation_id: int) -> None:
        style = discord.ButtonStyle.primary if more is More.LIKE_THESE else discord.ButtonStyle.secondary
        button: Button = discord.ui.Button(
            label=MORE_LABELS[more], style=style, custom_id=f"matinee:{more}:{recommendation_id}"
        )
        super().__init__(button, row=LAST_ROW)
        self._more, self._recommendation_id = more, recommendation_id

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(More(match["more"]), int(match["rec"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Pass the press on."""
        await _answers(interaction).more(interaction, self._more, self._recommendation_id)


class UndoButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=rf"matinee:undo:(?P<code>[0-9a-z.\-]{{1,{CODE_CHARACTERS}}})",
):
    """Takes back exactly what one act of the presser's did."""

    def __init__(self, code: str) -> None:
        button: Button = discord.ui.Button(label="Undo", emoji="↩️", custom_id=f"matinee:undo:{code}")
        super().__init__(button, row=LAST_ROW)
        self._deeds = Deeds.of_code(code)

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match["code"])

    async def pressed(self, interaction: Interaction) -> None:
        """Pass the press on."""
        await _answers(interaction).undo(interaction, self._deeds)


FEEDBACK_ITEMS = (TapButton, TapSelect, MoreButton, UndoButton)


def undo_button(deeds: Deeds) -> UndoButton | None:
    """Return what takes `deeds` back; None for none at all, and for more than the id of a button holds."""
    return UndoButton(deeds.code) if deeds and len(deeds.code) <= CODE_CHARACTERS else None


def under_titles(
    recommendation_id: int, titles: Sequence[Title], *, undo: UndoButton | None = None
) -> discord.ui.View:
    """Return what stands under an answer with these titles; `undo` joins the last row."""
    items: list[discord.ui.Item[Any]]
    if len(titles) <= MOST_ROWS_OF_BUTTONS:
        items = [
            TapButton(tap, recommendation_id, place, mark_of(title.title_id))
            for place, title in enumerate(titles, start=1)
            for tap in Tap
        ]
    else:
        items = [TapSelect(tap, recommendation_id, _options(titles)) for tap in Tap]
    items += [MoreButton(more, recommendation_id) for more in More]
    return lasting_view(*items, *([undo] if undo is not None else []))


def with_undo(deeds: Deeds) -> discord.ui.View:
    """Return a view with an Undo button, empty where there is nothing to take back."""
    button = undo_button(deeds)
    return lasting_view(*([button] if button is not None else []))


def _options(titles: Sequence[Title]) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=clip(one_line(f"{place} {title.label}"), OPTION_CHARACTERS),
            value=f"{place}:{mark_of(title.title_id)}",
        )
        for place, title in enumerate(titles, start=1)
    ]
