"""Answers the presses and reactions under answers: in time, to the presser alone, once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from weakref import WeakValueDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import StorageError
from bot.domain.feedback import ANEW, Deeds, Learnt, More, Tap, lesson_of, plain_emoji
from bot.domain.title import Title
from bot.services.feedback import Feedback, ShownAnswer
from bot.ui.cards import with_cards
from bot.ui.feedback_buttons import under_titles, with_undo
from bot.ui.feedback_texts import GONE, noted, taken_back
from bot.ui.presenter import Presenter

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

# What takes longer is waited for behind "is thinking": Discord waits for 3 seconds in all.
PROMPT_SECONDS = 1.5
# As for /recommend.
WISHES, SECONDS = 5, 60.0
NOTHING_LEFT = "I have nothing else that fits, so the card stays."


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a tap was about, and what became of it."""

    shown: ShownAnswer
    title: Title
    learnt: Learnt


class FeedbackDesk:
    """Keeps what people say by taps and reactions, and shows more by way of `presenter`."""

    def __init__(self, feedback: Feedback, presenter: Presenter) -> None:
        self._feedback = feedback
        self._presenter = presenter
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._asking: set[tuple[int, int, More]] = set()
        self._cooldowns = commands.CooldownMapping[int].from_cooldown(WISHES, SECONDS, _themselves)

    # -- taps ------------------------------------------------------------------------------------------

    async def tap(self, interaction: Interaction, tap: Tap, recommendation_id: int, mark: str) -> None:
        """Keep what the presser says of a title; seen by the asker, the title gives its place to the next best."""
        message = _pressed(interaction)
        keeping = asyncio.ensure_future(self._keep(interaction, tap, recommendation_id, mark))
        if not await _is_prompt(keeping):
            await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await keeping
        if kept is None:
            await _say(interaction, GONE)
            return
        said = noted(tap, kept.title, kept.learnt)
        if tap is not Tap.SEEN or kept.shown.asker_id != interaction.user.id:
            await _say(interaction, said, with_undo(kept.learnt.deeds))
            return
        if not interaction.response.is_done():
            await interaction.response.defer()
        await asyncio.gather(
            interaction.followup.send(said, view=with_undo(kept.learnt.deeds), ephemeral=True),
            self._replace(interaction, message, kept),
        )

    async def undo(self, interaction: Interaction, deeds: Deeds) -> None:
        """Take back what the presser did, and say what that was."""
        message = _pressed(interaction)
        undoing = asyncio.ensure_future(self._feedback.undo(interaction.user.id, deeds))
        if not await _is_prompt(undoing):
            await interaction.response.defer(ephemeral=True, thinking=True)
        said = taken_back(await undoing)
        if message.flags.ephemeral and _holds_one_item(message) and not interaction.response.is_done():
            await interaction.response.edit_message(content=said, view=None)
        else:
            await _say(interaction, said)

    async def _keep(
        self, interaction: Interaction, tap: Tap, recommendation_id: int, mark: str
    ) -> _Kept | None:
        message = _pressed(interaction)
        shown = await self._shown(message.id, message.channel.id, recommendation_id)
        title = shown.find(mark) if shown is not None else None
        if shown is None or title is None:
            return None
        learnt = await self._feedback.learn(interaction.user.id, lesson_of(tap, title))
        return _Kept(shown, title, learnt)

    async def _shown(
        self, message_id: int, channel_id: int, recommendation_id: int | None = None
    ) -> ShownAnswer | None:
        """Return what a message shows; one that has only just come to its end is waited for."""
        shown = await self._feedback.shown(message_id, recommendation_id)
        if shown is None:
            await self._presenter.settled(message_id, channel_id)
            shown = await self._feedback.shown(message_id, recommendation_id)
        return shown

    async def _replace(self, interaction: Interaction, message: discord.Message, kept: _Kept) -> None:
        """Let the next best title stand in the message where the seen one stood."""
        async with self._turn(message.id):
            was = [title.title_id for title in kept.shown.titles]
            shown = await self._feedback.replace(kept.shown, kept.title)
            if [title.title_id for title in shown.titles] == was and kept.title.title_id in was:
                await interaction.followup.send(NOTHING_LEFT, ephemeral=True)
                return
            content = with_cards(message.content, shown.items)
            view = under_titles(shown.recommendation_id, shown.titles)
            if interaction.response.type is discord.InteractionResponseType.deferred_message_update:
                await interaction.edit_original_response(content=content, view=view)
            else:
                await message.edit(content=content, view=view)

    # -- more ------------------------------------------------------------------------------------------

    async def more(self, interaction: Interaction, more: More, recommendation_id: int) -> None:
        """Answer anew below: in the open whoever asked first, in private anybody else."""
        message, user = _pressed(interaction), interaction.user
        key = (message.id, user.id, more)
        if key in self._asking:
            # The second of two quick presses of the same: the first one counts.
            await interaction.response.defer()
            return
        self._asking.add(key)
        try:
            looking = asyncio.ensure_future(self._shown(message.id, message.channel.id, recommendation_id))
            if not await _is_prompt(looking):
                looking.cancel()
                raise StorageError("I am slow to remember just now. Try again in a moment.")
            shown = await looking
            if shown is None:
                await _say(interaction, GONE)
                return
            self._count(user.id)
            private = message.flags.ephemeral or shown.asker_id != user.id
            await self._presenter.show(interaction, shown.asking_for(more), private=private, anew=True)
        finally:
            self._asking.discard(key)

    def _count(self, user_id: int) -> None:
        """Count a wish. Raises CommandOnCooldown when there were too many."""
        bucket = self._cooldowns.get_bucket(user_id)
        if bucket is not None and (wait := bucket.update_rate_limit()) is not None:
            raise app_commands.CommandOnCooldown(app_commands.Cooldown(WISHES, SECONDS), wait)

    # -- reactions -------------------------------------------------------------------------------------

    async def react(self, event: discord.RawReactionActionEvent, message: discord.PartialMessage) -> None:
        """Keep what a reaction to a message of the bot's says, in the order of the events."""
        emoji = str(event.emoji)
        async with self._turn((event.message_id, event.user_id)):
            if plain_emoji(emoji) != ANEW:
                await self._presenter.settled(event.message_id, event.channel_id)
                await self._feedback.react(event.user_id, event.message_id, emoji)
                return
        await self._something_else(event, message)

    async def unreact(self, event: discord.RawReactionActionEvent) -> None:
        """Take back exactly what a reaction did."""
        async with self._turn((event.message_id, event.user_id)):
            await self._feedback.unreact(event.user_id, event.message_id, str(event.emoji))

    async def _something_else(
        self, event: discord.RawReactionActionEvent, message: discord.PartialMessage
    ) -> None:
        key = (event.message_id, event.user_id, More.SOMETHING_ELSE)
        if key in self._asking:
            return
        self._asking.add(key)
        try:
            shown = await self._shown(event.message_id, event.channel_id)
            if shown is None:
                return
            with contextlib.suppress(
                app_commands.CommandOnCooldown
            ):  # a reaction cannot be answered in private
                self._count(event.user_id)
                request = shown.asking_for(More.SOMETHING_ELSE)
                await self._presenter.answer_below(message, request, event.user_id, event.guild_id)
        finally:
            self._asking.discard(key)

    @asynccontextmanager
    async def _turn(self, key: Hashable) -> AsyncIterator[None]:
        """Let one after the other have its turn, in the order in which they came."""
        lock = self._turns.get(key)
        if lock is None:
            lock = self._turns[key] = asyncio.Lock()
        async with lock:
            yield


def _themselves(user_id: int) -> int:
    return user_id


def _pressed(interaction: Interaction) -> discord.Message:
    assert interaction.message is not None, "buttons are pressed under messages"
    return interaction.message


def _holds_one_item(message: discord.Message) -> bool:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return sum(len(row.children) for row in rows) == 1


async def _is_prompt(work: Awaitable[object]) -> bool:
    """Wait a moment for `work`; return whether it is done."""
    done, _ = await asyncio.wait([asyncio.ensure_future(work)], timeout=PROMPT_SECONDS)
    return bool(done)


async def _say(interaction: Interaction, text: str, view: discord.ui.View | None = None) -> None:
    """Tell the presser alone."""
    if interaction.response.is_done():
        await interaction.edit_original_response(content=text, view=view)
    else:
        await interaction.response.send_message(text, view=view or discord.utils.MISSING, ephemeral=True)
