"""One answer on its way into one message, from its first card to its last reason."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import discord

from bot.domain.errors import BadRequest, StorageError
from bot.domain.feedback import Deeds
from bot.domain.recommendation import Answer, Event, Finished, Waiting
from bot.domain.request import Request
from bot.domain.shown_message import MessageState
from bot.services.ports import MessageRecords
from bot.ui.answer_buttons import RetryButton, StopButton
from bot.ui.apologies import explain
from bot.ui.cards import Stage, message_of
from bot.ui.feedback_buttons import under_titles, undo_button, with_undo
from bot.ui.message_stream import Frame, MessageStream, Target, TargetMoved
from bot.ui.pressed import lasting_view
from bot.ui.turns import BucketKey, Turns

log = logging.getLogger(__name__)

STATES: dict[Stage, MessageState] = {
    Stage.DONE: "done",
    Stage.LATE: "stopped",
    Stage.STOPPED: "stopped",
    Stage.INTERRUPTED: "stopped",
    Stage.FAILED: "failed",
}
# After these the person may want it once more; whoever pressed Stop does not.
WITH_RETRY = (Stage.LATE, Stage.INTERRUPTED, Stage.FAILED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for what, and where.

    `lead` is what stands above the titles at every stage, `undo` the code of what the same message taught.
    """

    request: Request
    user_id: int
    channel_id: int
    guild_id: int | None
    token: str | None
    lead: str = ""
    undo: str = ""


class Place(Target, Protocol):
    """The message that an answer is written into."""

    @property
    def message_id(self) -> int | None:
        """Which message that is, once Discord has said."""
        ...

    @property
    def seconds(self) -> float:
        """How long from the beginning it can be kept up to date."""
        ...


class _Kept:
    """A place that is noted by `keep` as soon as Discord has said which message it is."""

    def __init__(self, place: Place, keep: Callable[[], Awaitable[None]]) -> None:
        self._place = place
        self._keep = keep

    @property
    def bucket(self) -> BucketKey:
        """As the place's own."""
        return self._place.bucket

    async def edit(self, frame: Frame) -> None:
        """Let the message show `frame`; see Target."""
        try:
            await self._place.edit(frame)
        except TargetMoved:
            await self._keep()
            raise
        await self._keep()


class Showing:
    """Writes what `events` yields into `target`, and always marks the end."""

    def __init__(
        self,
        asked: Asked,
        target: Place,
        events: Callable[[], AsyncGenerator[Event]],
        messages: MessageRecords,
        turns: Turns,
        *,
        noticed: Callable[[Event], None] = lambda event: None,
        named: asyncio.Event | None = None,
        record: Callable[[Answer], Awaitable[Answer]] | None = None,
    ) -> None:
        self.asked = asked
        self.over = asyncio.Event()
        # Set when the message is known and noted, or there will be none.
        self.named = named or asyncio.Event()
        self._target = target
        self._events = events
        self._noticed = noticed
        self._record = record
        self._messages = messages
        self._answer: Answer | None = None
        self._ended_as: Stage | None = None
        self._following: asyncio.Task[None] | None = None
        self._kept = False
        self._is_ending = False
        self._stream = MessageStream(_Kept(target, self._keep), turns, self.lose)

    @property
    def message_id(self) -> int | None:
        """The message that is written into, once Discord has said which that is."""
        return self._target.message_id

    @cached_property
    def _stop(self) -> discord.ui.View:
        # One for all frames: those that say the same must be equal, or the message is edited for nothing.
        return _with_undo(lasting_view(StopButton()), self.asked.undo)

    @property
    def is_ending(self) -> bool:
        """Whether only the last state is still to be shown and noted."""
        return self._is_ending

    async def run(self) -> None:
        """Show the answer to its end, whatever that is."""
        loop = asyncio.get_running_loop()
        deadline = loop.call_later(self._target.seconds, self.end, Stage.LATE)
        self._following = asyncio.create_task(self._follow(), name="follow-answer")
        if self._ended_as is not None:  # before it began
            self._following.cancel()
        try:
            await self._following
        except asyncio.CancelledError:
            if self._ended_as is None:
                raise
            await self._finish(self._ended_as)
        except BadRequest as exc:
            await self._end_with(Frame(explain(exc, self.asked.user_id) or ""), "done")
        except Exception as exc:  # noqa: BLE001 - `explain` logs whatever it is
            await self._finish(Stage.FAILED, explain(exc, self.asked.user_id) or "")
        else:
            await self._finish(Stage.DONE)
        finally:
            deadline.cancel()
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
        await self._keep()
        async with aclosing(self._events()) as events:
            async for event in events:
                self._answer = event.answer
                self._noticed(event)
                if isinstance(event, Finished):
                    return
                ahead = event.ahead if isinstance(event, Waiting) else 0
                content = message_of(event.answer, Stage.WRITING, ahead=ahead, lead=self.asked.lead)
                self._stream.show(Frame(content, self._stop))

    async def _finish(self, stage: Stage, failure: str = "") -> None:
        """Put the last state into the message, whatever came before."""
        answer = self._answer or Answer(request="", recommendations=())
        if stage is not Stage.DONE:
            answer = answer.settled()
        if stage is Stage.STOPPED and answer.recommendations and self._record and not self._stream.gone:
            # Whoever stopped it has read enough: the titles stand, and can be told of what is thought of them.
            self._answer = answer = await self._record(answer)
        content = message_of(answer, stage, failure=failure, lead=self.asked.lead)
        await self._end_with(Frame(content, _last_view(answer, stage, self.asked.undo)), STATES[stage])

    async def _end_with(self, frame: Frame, state: MessageState) -> None:
        """Show the last frame and note what became of the message."""
        self._is_ending = True
        shown = await self._stream.finish(frame)
        if not shown and not self._stream.gone:
            # The row still says "writing", which is true of what the channel shows: it will be mended.
            log.error("the end of an answer could not be shown user=%d", self.asked.user_id)
            return
        if not shown:
            log.info("an answer ended because its message is gone user=%d", self.asked.user_id)
        await self._note(state if shown else "stopped")

    async def _keep(self) -> None:
        """Note that the message is being written, so that it can be mended should the process end."""
        if self._kept or self.message_id is None:
            return
        asked = self.asked
        try:
            await self._messages.open(
                self.message_id,
                asked.channel_id,
                asked.guild_id,
                asked.user_id,
                request=asked.request,
                token=asked.token,
            )
        except StorageError as exc:
            log.warning("a message is not kept track of message=%d: %s", self.message_id, exc)
        self._kept = True
        self.named.set()

    async def _note(self, state: MessageState) -> None:
        # Who ends before the first edit has not been noted yet.
        await self._keep()
        if self.message_id is None:
            return
        answer_id = self._answer.answer_id if self._answer is not None else None
        try:
            await self._messages.set_state(self.message_id, state, recommendation_id=answer_id)
        except StorageError as exc:
            log.warning("the state of a message is not kept message=%d: %s", self.message_id, exc)


def _last_view(answer: Answer, stage: Stage, undo: str) -> discord.ui.View | None:
    if stage in WITH_RETRY:
        return _with_undo(lasting_view(RetryButton()), undo)
    if answer.answer_id is None or not answer.recommendations:
        # Not kept, so nothing could be found by its number.
        return with_undo(Deeds.of_code(undo)) if undo else None
    titles = [item.title for item in answer.recommendations]
    return under_titles(answer.answer_id, titles, undo=undo_button(Deeds.of_code(undo)))


def _with_undo(view: discord.ui.View, code: str) -> discord.ui.View:
    if (button := undo_button(Deeds.of_code(code))) is not None:
        view.add_item(button)
    return view
