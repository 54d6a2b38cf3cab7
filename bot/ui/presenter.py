"""Shows one answer in Discord from its first card to its last reason, and always marks the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

import discord

from bot.domain.errors import MatineeError, StorageError
from bot.domain.recommendation import Answer, Event, Finished, Waiting
from bot.services.ports import MessageRecords, MessageState
from bot.ui.cards import Stage, message_of
from bot.ui.message_stream import Frame, MessageGone, MessageStream
from bot.ui.views import RetryView, StopView

log = logging.getLogger(__name__)

Ask = Callable[[], AsyncGenerator[Event]]
Interaction = discord.Interaction[discord.Client]
Edit = Callable[[str, discord.ui.View | None], Awaitable[discord.Message]]


class Presenter:
    """Streams answers into the responses of interactions."""

    def __init__(self, messages: MessageRecords) -> None:
        self._messages = messages

    async def show(self, interaction: Interaction, ask: Ask) -> None:
        """Show what `ask` yields in the (deferred) response of `interaction`.

        `ask` is called once, and again for each Retry. A wish that cannot be met as asked is answered with
        its sentence; anything unexpected leaves the cards that stand, a reference, and a Retry button.
        """
        await _Showing(interaction, ask, self._messages).run()


class _Showing:
    """One answer on its way into one message."""

    def __init__(self, interaction: Interaction, ask: Ask, messages: MessageRecords) -> None:
        self._interaction = interaction
        self._ask = ask
        self._messages = messages
        self._message: discord.Message | None = None
        self._answer: Answer | None = None
        self._stop = StopView(interaction.user.id, self._halt)
        self._stream = MessageStream(self._edit)
        self._following: asyncio.Task[None] | None = None
        self._stopped = False

    async def run(self) -> None:
        self._following = asyncio.create_task(self._follow(), name="follow-answer")
        stage, reference = Stage.DONE, ""
        try:
            await self._following
        except asyncio.CancelledError:
            if not self._stopped:
                raise
            stage = Stage.STOPPED
        except MessageGone:
            log.info("answer ended: its message is gone user=%d", self._interaction.user.id)
            await self._note("stopped")
            return
        except MatineeError as exc:
            await self._say(str(exc))
            return
        except Exception:
            stage, reference = Stage.FAILED, secrets.token_hex(3)
            log.exception("answer failed ref=%s user=%d", reference, self._interaction.user.id)
        finally:
            self._following.cancel()
            self._stop.stop()
        await self._end(stage, reference)

    async def _follow(self) -> None:
        async with aclosing(self._ask()) as events:
            async for event in events:
                self._answer = event.answer
                if isinstance(event, Finished):
                    return
                ahead = event.ahead if isinstance(event, Waiting) else 0
                content = message_of(event.answer, Stage.WRITING, ahead=ahead)
                self._stream.show(Frame(content, self._stop))

    async def _end(self, stage: Stage, reference: str) -> None:
        """Put the last state into the message, whatever came before."""
        view = RetryView(self._interaction.user.id, self._again) if stage is Stage.FAILED else None
        if self._answer is None:
            content = f"Something broke on my side (ref `{reference}`)." if reference else "Stopped."
        else:
            answer = self._answer if stage is Stage.DONE else self._answer.settled()
            content = message_of(answer, stage, reference=reference)
        states: dict[Stage, MessageState] = {Stage.STOPPED: "stopped", Stage.FAILED: "failed"}
        try:
            await self._stream.finish(Frame(content, view))
        except MessageGone:
            log.info("the end of an answer found its message gone user=%d", self._interaction.user.id)
        await self._note(states.get(stage, "done"))

    async def _say(self, sentence: str) -> None:
        with contextlib.suppress(MessageGone):
            await self._stream.finish(Frame(sentence))
        await self._note("done")

    def _halt(self) -> None:
        self._stopped = True
        if self._following is not None:
            self._following.cancel()

    async def _again(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        await _Showing(interaction, self._ask, self._messages).run()

    async def _edit(self, frame: Frame) -> None:
        message = await self._interaction.edit_original_response(content=frame.content, view=frame.view)
        if self._message is None:
            self._message = message
            await self._open(message)

    async def _open(self, message: discord.Message) -> None:
        """Note that the message is being written, so that the next start can mend it if this one ends."""
        interaction = self._interaction
        with contextlib.suppress(StorageError):
            await self._messages.open(
                message.id, interaction.channel_id or 0, interaction.guild_id, interaction.user.id
            )

    async def _note(self, state: MessageState) -> None:
        if self._message is None:
            return
        answer_id = self._answer.answer_id if self._answer is not None else None
        with contextlib.suppress(StorageError):
            await self._messages.set_state(self._message.id, state, recommendation_id=answer_id)
