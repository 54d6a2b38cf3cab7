"""Shows answers in Discord, and knows which are being written."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial

import discord

from bot.domain.errors import MatineeError
from bot.domain.recommendation import Answer, Event
from bot.domain.request import Request
from bot.services.ports import MessageRecords
from bot.ui.acknowledging import Acknowledging
from bot.ui.answer_buttons import RetryButton
from bot.ui.cards import Stage, interrupted
from bot.ui.pressed import Interaction, lasting_view
from bot.ui.repair import Repair
from bot.ui.showing import Asked, Place, Showing
from bot.ui.targets import Reply, Response
from bot.ui.turns import Turns
from bot.ui.views import NOT_YOURS

log = logging.getLogger(__name__)

Recording = Callable[[int, Answer], Awaitable[Answer]]
Answering = Callable[[int, Request], AsyncGenerator[Event]]
# Whoever wants to know what is shown: to which person, in which channel, for which request.
Noticed = Callable[[int, int, Request, Event], None]

# How long a closing bot waits for the last states: less than whoever ends processes waits for those.
CLOSING_SECONDS = 6.0
# How long a press waits until it is known which messages are being written.
PATIENCE_SECONDS = 1.0
RESTARTING = "I am just restarting. Ask again in a minute."
FORGOTTEN = "I no longer know what this answered. `/recommend` gets you a new one."


class Presenter:
    """Streams what `answering` yields for a person and a request into the responses of interactions.

    `recording` keeps an answer that its person stopped: what came to its end has been kept by then.
    """

    def __init__(
        self,
        answering: Answering,
        messages: MessageRecords,
        turns: Turns,
        repair: Repair,
        *,
        recording: Recording | None = None,
    ) -> None:
        self._answering = answering
        self._recording = recording
        self._messages = messages
        self._turns = turns
        self._noticed: Noticed = lambda user_id, channel_id, request, event: None
        self._repair = repair
        self._showings: set[Showing] = set()
        self._closing = asyncio.Event()
        self._retrying: set[int] = set()
        self._acknowledging = Acknowledging()

    async def show(
        self, interaction: Interaction, request: Request, *, private: bool = False, anew: bool = False
    ) -> None:
        """Answer `request` in the response of `interaction`, seen by the person alone if `private`.

        What a press asks for is written into the pressed message, unless `anew`: then below it.

        A wish that cannot be met as asked is answered with its sentence; anything unexpected leaves the cards
        that stand, what happened, and a Retry button. Returns when the answer has come to its end.
        Raises MatineeError while the bot is closing, discord.HTTPException when Discord takes no answer.
        """
        if self._closing.is_set():
            raise MatineeError(RESTARTING)
        target = Response(interaction)
        asked = Asked(
            request,
            interaction.user.id,
            interaction.channel_id or 0,
            interaction.guild_id,
            interaction.token,
        )
        async with self._showing(asked, target) as showing:
            async with self._acknowledging:
                await target.defer(private=private, anew=anew)
            await self._acknowledging.until_calm()
            await showing.run()

    def watch(self, noticed: Noticed) -> None:
        """Have `noticed` called for everything that is shown, whatever asked for it; it must not wait."""
        self._noticed = noticed

    async def reply(
        self,
        message: discord.Message,
        request: Request,
        *,
        lead: str = "",
        undo: str = "",
        named: asyncio.Event | None = None,
    ) -> None:
        """Answer `request` in a message below the one that asked, as `show` does.

        `lead` stands above the titles, and `undo` is the code of what else the message taught. `named` is set when
        the answer stands in the channel, or none will.
        """
        guild_id = message.guild.id if message.guild is not None else None
        asked = Asked(request, message.author.id, message.channel.id, guild_id, None, lead, undo)
        await self._write_below(asked, Reply(message), named)

    async def answer_below(
        self, message: discord.PartialMessage, request: Request, user_id: int, guild_id: int | None
    ) -> None:
        """Answer `request` for somebody who asked without words, in a message below the one that they mean."""
        asked = Asked(request, user_id, message.channel.id, guild_id, None)
        await self._write_below(asked, Reply(message, nonce=secrets.randbits(63)))

    async def _write_below(self, asked: Asked, place: Reply, named: asyncio.Event | None = None) -> None:
        if self._closing.is_set():
            return
        async with self._showing(asked, place, named) as showing:
            await showing.run()

    async def stop(self, interaction: Interaction) -> None:
        """End what is being written into the pressed message, if it is the presser's."""
        message = interaction.message
        assert message is not None, "buttons are pressed under messages"
        await self._until_named(message.id, message.channel.id)
        showing = self._shown_in(message.id)
        if showing is not None and showing.asked.user_id == interaction.user.id:
            # At once, whether or not Discord hears that the button was pressed.
            showing.end(Stage.STOPPED)
            await interaction.response.defer()
        elif showing is not None:
            await interaction.response.send_message(NOT_YOURS, ephemeral=True)
        else:
            await self._mend_pressed(interaction, message)

    async def _mend_pressed(self, interaction: Interaction, message: discord.Message) -> None:
        """Mark a message that nobody writes any more: the press reaches even what nothing else does."""
        kept = await self._messages.find(message.id)
        can_retry = kept is not None and kept.request is not None
        content = interrupted(message.content, is_loading=message.flags.loading, with_retry=can_retry)
        if content is None:
            await interaction.response.defer()
            return
        view = lasting_view(RetryButton()) if can_retry else None
        await interaction.response.edit_message(content=content, view=view)
        await self._messages.set_state(message.id, "stopped")

    async def retry(self, interaction: Interaction) -> None:
        """Answer anew what the pressed message was asked, if it is the presser's."""
        message = interaction.message
        assert message is not None, "buttons are pressed under messages"
        await self._until_named(message.id, message.channel.id)
        kept = await self._messages.find(message.id)
        if kept is None or kept.request is None:
            await interaction.response.send_message(FORGOTTEN, ephemeral=True)
            return
        if kept.user_id != interaction.user.id:
            await interaction.response.send_message(NOT_YOURS, ephemeral=True)
            return
        if (showing := self._shown_in(message.id)) is not None and showing.is_ending:
            await showing.over.wait()
        if message.id in self._retrying or self._shown_in(message.id) is not None:
            # The second of two quick presses: the first one counts.
            await interaction.response.defer()
            return
        self._retrying.add(message.id)
        try:
            await self.show(interaction, kept.request)
        finally:
            self._retrying.discard(message.id)

    async def settled(self, message_id: int, channel_id: int) -> None:
        """Wait until nothing more is written into a message, and what it shows is noted."""
        await self._until_named(message_id, channel_id)
        if (showing := self._shown_in(message_id)) is not None:
            await showing.over.wait()

    def message_deleted(self, message_id: int) -> None:
        """End the model's work for a message that nobody sees any more."""
        for showing in self._showings:
            if showing.message_id == message_id:
                showing.lose()

    def channel_deleted(self, channel_id: int) -> None:
        """End the model's work for a channel that is no longer there."""
        for showing in self._showings:
            if showing.asked.channel_id == channel_id:
                showing.lose()

    def server_left(self, guild_id: int) -> None:
        """End the model's work for a server that the bot is no longer in."""
        for showing in self._showings:
            if showing.asked.guild_id == guild_id:
                showing.lose()

    async def mend(self, client: discord.Client) -> None:
        """Mend what was left unfinished, by an earlier run or in an outage, for as long as nobody cancels this."""
        await self._repair.run(client, lambda message_id: self._shown_in(message_id) is not None)

    async def stop_for(self, user_id: int) -> None:
        """End what is being written for a person; when this returns, nothing of it will be kept."""
        await self._end([each for each in self._showings if each.asked.user_id == user_id], Stage.STOPPED)

    async def close(self) -> None:
        """Mark every answer that is being written as interrupted, and begin no other."""
        self._closing.set()
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._end(list(self._showings), Stage.INTERRUPTED)
        except TimeoutError:
            # Their rows still say "writing", which is true of what the channel shows: the next start mends them.
            log.warning("answers were cut off without a mark count=%d", len(self._showings))

    @asynccontextmanager
    async def _showing(
        self, asked: Asked, place: Place, named: asyncio.Event | None = None
    ) -> AsyncIterator[Showing]:
        """Give an answer that can be ended from the first moment: who closes the bot waits for its mark."""
        showing = Showing(
            asked,
            place,
            lambda: self._answering(asked.user_id, asked.request),
            self._messages,
            self._turns,
            noticed=lambda event: self._noticed(asked.user_id, asked.channel_id, asked.request, event),
            named=named,
            record=partial(self._recording, asked.user_id) if self._recording is not None else None,
        )
        self._showings.add(showing)
        try:
            yield showing
        finally:
            self._showings.discard(showing)
            showing.named.set()
            showing.over.set()

    async def _until_named(self, message_id: int, channel_id: int) -> None:
        """Wait until it is known which messages are written in the channel: people see them a moment sooner."""
        if self._shown_in(message_id) is not None:
            return
        unnamed = [each for each in self._showings if each.asked.channel_id == channel_id]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                for showing in unnamed:
                    await showing.named.wait()

    def _shown_in(self, message_id: int) -> Showing | None:
        return next((showing for showing in self._showings if showing.message_id == message_id), None)

    @staticmethod
    async def _end(showings: Iterable[Showing], stage: Stage) -> None:
        for showing in showings:
            showing.end(stage)
        for showing in showings:
            await showing.over.wait()
