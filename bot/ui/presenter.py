"""Shows one answer in Discord from its first card to its last reason, and always marks the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing

import discord

from bot.domain.errors import BadRequest, MatineeError, StorageError
from bot.domain.recommendation import Answer, Event, Finished, Waiting
from bot.services.ports import MessageRecords, MessageState
from bot.ui.apologies import explain
from bot.ui.cards import Stage, message_of
from bot.ui.message_stream import Frame, MessageStream
from bot.ui.views import TOKEN_SECONDS, RetryView, StopView

log = logging.getLogger(__name__)

Ask = Callable[[], AsyncGenerator[Event]]
Interaction = discord.Interaction[discord.Client]

# An answer ends while Discord still lets its last state be written.
ANSWER_SECONDS = 13 * 60.0
# How long a closing bot waits for the last states: less than whoever ends processes waits for those.
CLOSING_SECONDS = 6.0

_STATES: dict[Stage, MessageState] = {
    Stage.DONE: "done",
    Stage.LATE: "done",
    Stage.STOPPED: "stopped",
    Stage.INTERRUPTED: "stopped",
    Stage.FAILED: "failed",
}


class Presenter:
    """Streams answers into the responses of interactions."""

    def __init__(self, messages: MessageRecords) -> None:
        self._messages = messages
        self._showings: set[_Showing] = set()
        self._closing = False

    async def show(self, interaction: Interaction, ask: Ask) -> None:
        """Show what `ask` yields in the (deferred) response of `interaction`.

        `ask` is called once, and again for each Retry. A wish that cannot be met as asked is answered with
        its sentence; anything unexpected leaves the cards that stand, what happened, and a Retry button.
        Raises MatineeError while the bot is closing, discord.HTTPException when the end cannot be shown.
        """
        if self._closing:
            raise MatineeError("I am just restarting. Ask again in a minute.")
        showing = _Showing(interaction, ask, self._messages, retry=self.show)
        self._showings.add(showing)
        try:
            await showing.run()
        finally:
            self._showings.discard(showing)

    def message_deleted(self, message_id: int) -> None:
        """End the model's work for a message that nobody sees any more."""
        for showing in self._showings:
            if showing.message_id == message_id:
                showing.lose()

    async def stop_for(self, user_id: int) -> None:
        """End what is being written for a person; when this returns, nothing of it will be kept."""
        await self._end([showing for showing in self._showings if showing.user_id == user_id], Stage.STOPPED)

    async def close(self) -> None:
        """Mark every answer that is being written as interrupted, and begin no other."""
        self._closing = True
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._end(list(self._showings), Stage.INTERRUPTED)
        except TimeoutError:
            # Their rows still say "writing", which is true of what the channel shows.
            log.warning("answers were cut off without a mark count=%d", len(self._showings))

    @staticmethod
    async def _end(showings: Iterable[_Showing], stage: Stage) -> None:
        for showing in showings:
            showing.end(stage)
        for showing in showings:
            await showing.over.wait()


class _Showing:
    """One answer on its way into one message."""

    def __init__(
        self,
        interaction: Interaction,
        ask: Ask,
        messages: MessageRecords,
        retry: Callable[[Interaction, Ask], Awaitable[None]],
    ) -> None:
        self.user_id = interaction.user.id
        self.message_id: int | None = None
        self.over = asyncio.Event()
        self._interaction = interaction
        self._ask = ask
        self._messages = messages
        self._retry = retry
        self._answer: Answer | None = None
        self._ended_as: Stage | None = None
        self._following: asyncio.Task[None] | None = None
        self._stop = StopView(interaction, lambda: self.end(Stage.STOPPED))
        self._stream = MessageStream(self._edit, self.lose)
        self._began = asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Show the answer to its end, whatever that is."""
        deadline = asyncio.get_running_loop().call_later(ANSWER_SECONDS, self.end, Stage.LATE)
        self._following = asyncio.create_task(self._follow(), name="follow-answer")
        try:
            await self._following
        except asyncio.CancelledError:
            if self._ended_as is None:
                raise
            await self._finish(self._ended_as)
        except BadRequest as exc:
            await self._refuse(exc)
        except Exception as exc:  # noqa: BLE001 - `explain` logs whatever it is
            await self._finish(Stage.FAILED, explain(exc, self.user_id) or "")
        else:
            await self._finish(Stage.DONE)
        finally:
            deadline.cancel()
            # Only now: a press of Stop that crosses the end still gets its answer.
            self._stop.stop()
            self.over.set()

    def end(self, stage: Stage) -> None:
        """End the model's work; the message will say `stage`. Without effect on an answer that is whole."""
        if self._ended_as is None:
            self._ended_as = stage
        if self._following is not None:
            self._following.cancel()

    def lose(self) -> None:
        """End the model's work, because nothing can be shown any more."""
        self._stream.gone = True
        self.end(Stage.STOPPED)

    async def _follow(self) -> None:
        async with aclosing(self._ask()) as events:
            async for event in events:
                self._answer = event.answer
                if isinstance(event, Finished):
                    return
                ahead = event.ahead if isinstance(event, Waiting) else 0
                content = message_of(event.answer, Stage.WRITING, ahead=ahead)
                self._stream.show(Frame(content, self._stop))

    async def _refuse(self, error: BadRequest) -> None:
        await self._stream.finish(Frame(explain(error, self.user_id) or ""))
        await self._note("done")

    async def _finish(self, stage: Stage, failure: str = "") -> None:
        """Put the last state into the message, whatever came before."""
        answer = self._answer or Answer(request="", recommendations=())
        if stage is not Stage.DONE:
            answer = answer.settled()
        content = message_of(answer, stage, failure=failure) or "Stopped."
        view: RetryView | None = None
        if stage is Stage.FAILED:
            elapsed = asyncio.get_running_loop().time() - self._began
            view = RetryView(self._interaction, self._again, seconds=TOKEN_SECONDS - elapsed)
        shown = await self._stream.finish(Frame(content, view))
        if not shown and not self._stream.gone:
            # The row still says "writing", which is true of what the channel shows.
            log.error("the end of an answer could not be shown user=%d", self.user_id)
            return
        if not shown:
            log.info("an answer ended because its message is gone user=%d", self.user_id)
        await self._note(_STATES[stage] if shown else "stopped")

    async def _again(self, interaction: Interaction) -> None:
        await self._retry(interaction, self._ask)

    async def _edit(self, frame: Frame) -> None:
        message = await self._interaction.edit_original_response(content=frame.content, view=frame.view)
        if self.message_id is None:
            self.message_id = message.id
            await self._open(message.id)

    async def _open(self, message_id: int) -> None:
        """Note that the message is being written."""
        interaction = self._interaction
        try:
            await self._messages.open(
                message_id, interaction.channel_id or 0, interaction.guild_id, self.user_id
            )
        except StorageError as exc:
            log.warning("a message is not kept track of message=%d: %s", message_id, exc)

    async def _note(self, state: MessageState) -> None:
        if self.message_id is None:
            return
        answer_id = self._answer.answer_id if self._answer is not None else None
        try:
            await self._messages.set_state(self.message_id, state, recommendation_id=answer_id)
        except StorageError as exc:
            log.warning("the state of a message is not kept message=%d: %s", self.message_id, exc)
