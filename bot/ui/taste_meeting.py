"""The first meeting: twelve well-known titles to tap, three are enough, and then a recommendation.

The buttons work after a restart. Each says what it will do (love, or no longer), so that a second tap of the same
changes nothing; what is shown as loved is read from the store after every tap.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from weakref import WeakValueDictionary

import discord
from aiohttp import ClientError

from bot.domain.errors import StorageError
from bot.domain.meeting import ENOUGH_LIKES
from bot.domain.request import Request
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.services import Services
from bot.ui.pressed import Interaction, Pressed, answer, lasting_view, services_of

log = logging.getLogger(__name__)

Button = discord.ui.Button[discord.ui.View]

LABEL_CHARACTERS = 80
TITLES_IN_A_ROW = 4
ID_CHARACTERS = 70
# The wish that somebody made just before is the one to answer after the meeting.
SAME_EVENING = timedelta(hours=1)
OFFER = (
    "**We have not met yet.** Tap what you loved, three are enough, and your recommendations become yours.\n"
    "-# Only you see this. A second tap takes a title back; `/like` adds others."
)
LET_US_MEET = "Show me titles to tap"


class LoveButton(
    Pressed,
    discord.ui.DynamicItem[Button],
    template=r"matinee:meet:(?P<how>love|unlove):(?P<page>\d{1,3}):(?P<title_id>.{1,70})",
):
    """Says that the presser loves a title, or no longer."""

    def __init__(self, title_id: str, page: int, label: str = "…", *, loved: bool = False) -> None:
        how = "unlove" if loved else "love"
        super().__init__(
            discord.ui.Button(
                label=label,
                emoji="❤️" if loved else None,
                style=discord.ButtonStyle.success if loved else discord.ButtonStyle.secondary,
                custom_id=f"matinee:meet:{how}:{page}:{title_id}",
            )
        )
        self._title_id = title_id
        self._page = page
        self._loved = loved

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(match["title_id"], int(match["page"]), loved=match["how"] == "unlove")

    async def pressed(self, interaction: Interaction) -> None:
        """Commit what the tap says, then show it."""
        services, user_id = services_of(interaction), interaction.user.id
        async with _turn_of(user_id):
            if self._loved:
                # Another word may have been said since, and that it was seen may have been said before.
                await services.people.remove(user_id, self._title_id, VerdictKind.LIKED)
            elif (title := services.library.get(self._title_id)) is not None:
                await services.people.judge(user_id, title, VerdictKind.LIKED)
            content, view = await meeting_message(services, user_id, self._page)
            await interaction.response.edit_message(content=content, view=view)


class OthersButton(
    Pressed, discord.ui.DynamicItem[Button], template=r"matinee:meet:others:(?P<page>\d{1,3})"
):
    """Shows twelve others."""

    def __init__(self, page: int, label: str = "Show me others") -> None:
        super().__init__(discord.ui.Button(label=label, custom_id=f"matinee:meet:others:{page}"))
        self._page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(int(match["page"]))

    async def pressed(self, interaction: Interaction) -> None:
        """Turn the page."""
        content, view = await meeting_message(services_of(interaction), interaction.user.id, self._page)
        await interaction.response.edit_message(content=content, view=view)


class GoButton(Pressed, discord.ui.DynamicItem[Button], template=r"matinee:meet:go"):
    """Ends the meeting with a recommendation, whatever was tapped."""

    def __init__(self, likes: int = 0) -> None:
        enough = likes >= ENOUGH_LIKES
        super().__init__(
            discord.ui.Button(
                label="Recommend something" if likes else "Skip this",
                style=discord.ButtonStyle.primary if enough else discord.ButtonStyle.secondary,
                emoji="🍿",
                custom_id="matinee:meet:go",
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls()

    async def pressed(self, interaction: Interaction) -> None:
        """Answer the wish of this evening, or an open one, in place of the titles."""
        wish = await _wish_of_this_evening(services_of(interaction), interaction.user.id)
        await answer(interaction, Request(wish))


MEETING_ITEMS = (LoveButton, OthersButton, GoButton)


async def meeting_message(services: Services, user_id: int, number: int = 0) -> tuple[str, discord.ui.View]:
    """Return the offer with twelve titles, those the person loves marked."""
    titles, pages = await services.discovery.meeting_page(number)
    loved = await _loved_by(services, user_id)
    count = f"\n\n❤️ {len(loved)} loved so far." if loved else ""
    items = _titles(titles, loved, number)
    end: list[discord.ui.Item[Any]] = [GoButton(len(loved))]
    if pages > 1:
        end.append(OthersButton((number + 1) % pages))
    rows = -(-len(items) // TITLES_IN_A_ROW)
    for item in end:
        item.row = rows
    return f"{OFFER}{count}", lasting_view(*items, *end)


async def way_to_meeting(services: Services, user_id: int) -> list[discord.ui.Item[Any]]:
    """Return a button that leads a stranger to the first meeting, nothing for who is none. Raises StorageError."""
    return [OthersButton(0, LET_US_MEET)] if await services.discovery.is_stranger(user_id) else []


async def offer_meeting(interaction: Interaction) -> None:
    """Offer the first meeting beside an answer, to a stranger who got their first one; a failure is only logged."""
    services, user_id = services_of(interaction), interaction.user.id
    try:
        if not await services.discovery.is_stranger(user_id):
            return
        if len(await services.past.answers(user_id, 2)) != 1:
            return  # stopped or deleted before it was whole, or not the first: `/taste` still leads there
        content, view = await meeting_message(services, user_id)
        if interaction.client.is_closed():
            return  # a bot that leaves begins nothing
        await interaction.followup.send(content, view=view, ephemeral=True)
    except (StorageError, discord.HTTPException, OSError, ClientError) as exc:
        log.warning("the first meeting was not offered user=%d error=%s", user_id, type(exc).__name__)


def _titles(titles: Collection[Title], loved: Collection[str], page: int) -> list[LoveButton]:
    buttons = [
        LoveButton(title.title_id, page, title.label[:LABEL_CHARACTERS], loved=title.title_id in loved)
        for title in titles
        if len(title.title_id) <= ID_CHARACTERS
    ]
    for place, button in enumerate(buttons):
        button.row = place // TITLES_IN_A_ROW
    return buttons


async def _loved_by(services: Services, user_id: int) -> set[str]:
    verdicts = await services.people.verdicts(user_id)
    return {verdict.title_id for verdict in verdicts if verdict.kind is VerdictKind.LIKED}


async def _wish_of_this_evening(services: Services, user_id: int) -> str:
    latest = await services.past.answers(user_id, 1)
    recent = [answer for answer in latest if datetime.now(UTC) - answer.at < SAME_EVENING]
    return recent[0].request if recent else ""


# Taps of one person take turns, so that the last message shows the last state.
_turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()


def _turn_of(user_id: int) -> asyncio.Lock:
    turn = _turns.get(user_id)
    if turn is None:
        turn = _turns[user_id] = asyncio.Lock()
    return turn
