"""One Discord message that follows a growing text: the newest state wins, one edit in flight."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import discord
from aiohttp import ClientError

from bot.ui.rate_limits import EditRefused, edit_in
from bot.ui.turns import BucketKey, Turns

log = logging.getLogger(__name__)

# How long to rest after failures that are not the limit's, doubled from one to the next.
REST_SECONDS = 1.0
LONGEST_REST_SECONDS = 16.0
# How long the last text is tried: what keeps Discord away for longer is for the next start to mend.
LAST_SECONDS = 180.0
# No answer comes after so long; the connection is closed, and the edit tried again.
EDIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What a message shows at one moment."""

    content: str
    view: discord.ui.View | None = None


class Target(Protocol):
    """The message that is written to."""

    @property
    def bucket(self) -> BucketKey:
        """The rate-limit bucket that the next edit counts against."""
        ...

    async def edit(self, frame: Frame) -> None:
        """Let the message show `frame`.

        Raises MessageGone when nothing more can be shown, TargetMoved when the next edit goes another way,
        discord.HTTPException, OSError or aiohttp's errors.
        """
        ...


class MessageGone(Exception):
    """The message is deleted, or out of the bot's reach for good."""


class TargetMoved(Exception):
    """The message is edited in another way from now on; the edit may be tried again at once."""


class MessageStream:
    """Sends frames as fast as `turns` allows. Frames that a newer one overtakes are never sent.

    `broken` is called when no further frame can be shown although nobody closed the stream: the message is
    `gone`, or an edit raised what no waiting mends (which `finish` then raises).
    """

    def __init__(self, target: Target, turns: Turns, broken: Callable[[], None]) -> None:
        self.gone = False
        self._target = target
        self._turns = turns
        self._broken = broken
        self._newest: Frame | None = None
        self._shown: Frame | None = None
        self._shown_at = -math.inf
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._editing = False
        self._closed = False
        self._rest = REST_SECONDS
        self._not_before = -math.inf

    def show(self, frame: Frame) -> None:
        """Show `frame` as soon as an edit is allowed, unless a newer one comes first."""
        self._newest = frame
        self._news.set()
        if self._task is None and not self._closed:
            self._task = asyncio.create_task(self._run(), name="message-stream")
            self._task.add_done_callback(self._ended)

    async def finish(self, frame: Frame) -> bool:
        """Show `frame` as the last state and send nothing after it; return whether the message shows it.

        Raises discord.HTTPException when Discord does not take an edit for what is in it.
        """
        await self.close()
        self._newest = frame
        try:
            async with asyncio.timeout(LAST_SECONDS):
                while not self.gone:
                    if await self._send(last=True):
                        return True
        except TimeoutError:
            log.warning("the last text could not be shown in time")
        return False

    async def close(self) -> None:
        """Send nothing more, but let an edit that is on its way arrive: a cut one may land after the last."""
        self._closed = True
        if self._task is None:
            return
        if not self._editing:
            self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self._task.result()

    async def _run(self) -> None:
        while not (self._closed or self.gone):
            await self._news.wait()
            self._news.clear()
            if self._newest != self._shown and not await self._send():
                self._news.set()

    def _ended(self, _: asyncio.Task[None]) -> None:
        if not self._closed:
            self._broken()

    async def _send(self, *, last: bool = False) -> bool:
        """Show the newest frame at the next turn; return whether the message shows it now."""
        await asyncio.sleep(max(0.0, self._not_before - self._turns.clock()))
        bucket = self._target.bucket
        await self._turns.take(bucket, since=self._shown_at, last=last)
        frame = self._newest
        assert frame is not None, "nothing is sent before something is to be shown"
        self._editing = True
        try:
            with edit_in(bucket):
                async with asyncio.timeout(EDIT_SECONDS):
                    await self._target.edit(frame)
        except (EditRefused, discord.HTTPException, OSError, ClientError) as exc:
            self._after(exc)
            return False
        except TargetMoved:
            return False
        except MessageGone:
            self.gone = True
            return False
        finally:
            self._editing = False
            self._turns.over(bucket)
        self._shown, self._shown_at = frame, self._turns.clock()
        self._rest = REST_SECONDS
        return True

    def _after(self, error: Exception) -> None:
        """Rest after a failure that may pass, and raise any other."""
        status = getattr(error, "status", None)
        if isinstance(error, discord.HTTPException) and error.status != 429 and error.status < 500:
            raise error
        log.warning("an edit failed, trying again error=%s status=%s", type(error).__name__, status)
        if isinstance(error, EditRefused) and status == 429:
            return  # the bucket knows when it may be tried again
        self._not_before = self._turns.clock() + self._rest
        self._rest = min(self._rest * 2, LONGEST_REST_SECONDS)
