"""The pages of /taste, /watchlist show and /history: turned, and shortened, also after a restart.

Their ids carry a page and nothing of a person: whoever presses sees and changes what is theirs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Literal, Self, cast

import discord

from bot.domain.verdict import Verdict
from bot.services import Services
from bot.services.ports import PlannedTitle
from bot.ui.markup import fit
from bot.ui.pressed import Interaction, Pressed, lasting_view, services_of
from bot.ui.taste_list import Page, happened_until, history_page, taste_page, watchlist_page

Button = discord.ui.Button[discord.ui.View]
Select = discord.ui.Select[discord.ui.View]
Which = Literal["taste", "watch", "past"]
OPTION_CHARACTERS = 100
# What is left of a custom id's hundred characters.
KEY_CHARACTERS = 70
SAID_CHARACTERS = 120


class TurnButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=r"matinee:list:(?P<which>taste|watch|past):page:(?P<page>\d{1,5})",
):
    """Shows another page."""

    def __init__(self, which: Which, page: int, label: str = "Page", *, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(label=label, custom_id=f"matinee:list:{which}:page:{page}", disabled=disabled)
        )
        self._which: Which = which
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(cast("Which", match["which"]), int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Show the page in place of the one before."""
        content, view = await list_message(
            services_of(interaction), interaction.user.id, self._which, self._page
        )
        await interaction.response.edit_message(content=content, view=view)


class RemoveSelect(
    Pressed,
    discord.ui.DynamicItem[Select],
    template=r"matinee:list:(?P<which>taste|watch):remove:(?P<page>\d{1,5})",
):
    """Takes one line of the page away."""

    def __init__(self, which: Which, page: int, options: Sequence[discord.SelectOption]) -> None:
        super().__init__(
            discord.ui.Select(
                custom_id=f"matinee:list:{which}:remove:{page}",
                placeholder="Remove a line …",
                options=list(options),
            )
        )
        self._which: Which = which
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the select that was used."""
        return cls(cast("Which", match["which"]), int(match["page"]), [])

    async def pressed(self, interaction: Interaction) -> None:
        """Remove the chosen line of the presser's own, and show what is left."""
        services, user_id = services_of(interaction), interaction.user.id
        key = next(iter(self.item.values), "")
        back: list[discord.ui.Item[Any]] = []
        if self._which == "taste":
            said, back = await _remove_verdict(services, user_id, key)
        else:
            said = await _remove_planned(services, user_id, key)
        content, view = await list_message(services, user_id, self._which, self._page, more=back)
        await interaction.response.edit_message(content=f"{said}\n\n{content}", view=view)


class PutBackButton(
    Pressed, discord.ui.DynamicItem[Button], template=r"matinee:list:back:(?P<title_id>.{1,70})"
):
    """Says again what was just removed from one's taste."""

    def __init__(self, title_id: str) -> None:
        super().__init__(discord.ui.Button(label="Put it back", custom_id=f"matinee:list:back:{title_id}"))
        self._title_id = title_id

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match["title_id"])

    async def pressed(self, interaction: Interaction) -> None:
        """Keep the verdict as it was, if it is the presser's and still taken back."""
        services, user_id = services_of(interaction), interaction.user.id
        verdict = await services.people.put_back(user_id, self._title_id)
        said = (
            f"**{fit(verdict.label, SAID_CHARACTERS)}** is back."
            if verdict is not None
            else "It is there already."
        )
        content, view = await list_message(services, user_id, "taste", 0)
        await interaction.response.edit_message(content=f"{said}\n\n{content}", view=view)


LIST_ITEMS = (TurnButton, RemoveSelect, PutBackButton)


async def list_message(
    services: Services, user_id: int, which: Which, number: int, *, more: Sequence[discord.ui.Item[Any]] = ()
) -> tuple[str, discord.ui.View]:
    """Return one page of a person's own list, with what is to stand under it."""
    if which == "taste":
        verdicts = taste_page(await services.people.verdicts(user_id), number)
        return verdicts.content, _under(which, verdicts, verdicts.entries, more)
    if which == "watch":
        planned = watchlist_page(await services.watchlist.of(user_id), number)
        return planned.content, _under(which, planned, planned.entries, more)
    events = history_page(await services.past.happened(user_id, happened_until(number)), number)
    return events.content, _under(which, events, (), more)


def _under(
    which: Which,
    page: Page[Any],
    removable: Sequence[Verdict | PlannedTitle],
    more: Sequence[discord.ui.Item[Any]],
) -> discord.ui.View:
    items: list[discord.ui.Item[Any]] = []
    if removable:
        items.append(RemoveSelect(which, page.number, [_option(entry) for entry in removable]))
    if page.has_previous or page.has_next:
        # The same id twice is refused: what leads nowhere points beyond what can be reached.
        before = page.number - 1 if page.has_previous else 99_999
        items.append(TurnButton(which, before, "Previous", disabled=not page.has_previous))
        items.append(TurnButton(which, page.number + 1, "Next", disabled=not page.has_next))
    return lasting_view(*items, *more)


def _option(entry: Verdict | PlannedTitle) -> discord.SelectOption:
    label = (
        entry.label if len(entry.label) <= OPTION_CHARACTERS else f"{entry.label[: OPTION_CHARACTERS - 1]}…"
    )
    return discord.SelectOption(label=label, value=key_of(entry.title_id))


def key_of(title_id: str) -> str:
    """Return what stands for a title in a component: its id, or the hash of one that is too long."""
    if len(title_id) <= KEY_CHARACTERS:
        return title_id
    return f"#{hashlib.sha256(title_id.encode()).hexdigest()[:32]}"


async def _remove_verdict(
    services: Services, user_id: int, key: str
) -> tuple[str, list[discord.ui.Item[Any]]]:
    verdicts = await services.people.verdicts(user_id)
    found = next((verdict for verdict in verdicts if key_of(verdict.title_id) == key), None)
    removed = await services.people.remove(user_id, found.title_id) if found is not None else None
    if removed is None:
        return "That line was gone already.", []
    back = [PutBackButton(removed.title_id)] if len(removed.title_id) <= KEY_CHARACTERS else []
    return f"Removed: **{fit(removed.label, SAID_CHARACTERS)}**.", [*back]


async def _remove_planned(services: Services, user_id: int, key: str) -> str:
    planned = await services.watchlist.of(user_id)
    found = next((entry for entry in planned if key_of(entry.title_id) == key), None)
    if found is None or not await services.watchlist.remove(user_id, found.title_id):
        return "That line was gone already."
    return f"Removed: **{fit(found.label, SAID_CHARACTERS)}**."
