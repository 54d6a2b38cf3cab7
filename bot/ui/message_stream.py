"""One Discord message that follows a growing text: the newest state wins, one edit in flight."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from bot.ui.pacing import Pacer

log = logging.getLogger(__name__)

LAST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What a message shows at one moment."""

    content: str
    view: discord.ui.View | None = None


Edit = Callable[[Frame], Awaitable[object]]


class MessageGone(Exception):
    """The message cannot be edited any more: deleted, or out of the bot's reach."""


class MessageStream:
    """Sends frames as fast as `pacer` allows. Frames that a newer one overtakes are never sent."""

    def __init__(
        self, edit: Edit, pacer: Pacer | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._edit = edit
        self._pacer = pacer or Pacer()
        self._clock = clock
        self._newest: Frame | None = None
        self._shown: Frame | None = None
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.edits = 0

    def show(self, frame: Frame) -> None:
        """Show `frame` as soon as an edit is allowed, unless a newer one comes first.

        Raises MessageGone when an edit found the message gone.
        """
        if self._task is not None and self._task.done():
            self._task.result()
        self._newest = frame
        self._news.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="message-stream")

    async def finish(self, frame: Frame) -> None:
        """Show `frame` as the last state, exactly once, and send nothing after it.

        Raises MessageGone when the message is gone.
        """
        await self.close()
        self._newest = frame
        for tries_left in reversed(range(LAST_TRIES)):
            await asyncio.sleep(self._pacer.delay(self._clock(), last=True))
            if await self._send(frame, last=not tries_left):
                return

    async def close(self) -> None:
        """Send nothing more, but let an edit that is on its way arrive: a cut one may land after the last."""
        task, self._task = self._task, None
        self._newest = None
        self._news.set()
        if task is not None:
            await task

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(self._pacer.delay(self._clock()))
            self._news.clear()
            frame = self._newest
            if frame is None:
                return
            if frame != self._shown:
                await self._send(frame)

    async def _send(self, frame: Frame, *, last: bool = True) -> bool:
        """Edit the message; return whether it now shows `frame`. A failure that may pass is only logged."""
        self._pacer.sent(self._clock())
        self.edits += 1
        try:
            await self._edit(frame)
        except (discord.NotFound, discord.Forbidden) as exc:
            raise MessageGone from exc
        except discord.RateLimited as exc:
            self._pacer.refused(self._clock(), exc.retry_after)
            return False
        except (discord.HTTPException, OSError) as exc:
            log.warning("an edit failed: %s", type(exc).__name__)
            self._pacer.refused(self._clock(), 1.0)
            if last and frame is self._newest and self._task is None:
                raise
            return False
        self._shown = frame
        return True
