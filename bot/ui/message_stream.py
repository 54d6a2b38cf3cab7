"""One Discord message that follows a growing text: the newest state wins, one edit in flight."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord
from aiohttp import ClientError

from bot.ui.pacing import Pacer

log = logging.getLogger(__name__)

LAST_TRIES = 3
# How long to rest after a failure that names no time, and the most that is waited when one is named.
REST_SECONDS = 1.0
LONGEST_REST_SECONDS = 30.0
# Discord's code for an interaction whose 15 minutes are over.
INVALID_WEBHOOK_TOKEN = 50027


@dataclass(frozen=True, slots=True)
class Frame:
    """What a message shows at one moment."""

    content: str
    view: discord.ui.View | None = None


Edit = Callable[[Frame], Awaitable[object]]


class MessageStream:
    """Sends frames as fast as `pacer` allows. Frames that a newer one overtakes are never sent.

    `broken` is called when no further frame can be shown although nobody closed the stream: the message is
    `gone`, or an edit raised what no waiting mends (which `finish` then raises).
    """

    def __init__(
        self,
        edit: Edit,
        broken: Callable[[], None],
        *,
        pacer: Pacer | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.gone = False
        self._edit = edit
        self._broken = broken
        self._pacer = pacer or Pacer()
        self._clock = clock
        self._newest: Frame | None = None
        self._shown: Frame | None = None
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._editing = False
        self._closed = False

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
        for _ in range(LAST_TRIES):
            if self.gone:
                return False
            await asyncio.sleep(self._pacer.delay(self._clock(), last=True))
            if await self._send(frame):
                return True
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
            await asyncio.sleep(self._pacer.delay(self._clock()))
            self._news.clear()
            frame = self._newest
            if frame is not None and frame != self._shown and not await self._send(frame):
                self._news.set()

    def _ended(self, _: asyncio.Task[None]) -> None:
        if not self._closed:
            self._broken()

    async def _send(self, frame: Frame) -> bool:
        """Edit the message; return whether it now shows `frame`. A failure that may pass is only logged."""
        self._editing = True
        try:
            await self._edit(frame)
        except (discord.HTTPException, OSError, ClientError) as exc:
            if _is_gone(exc):
                self.gone = True
            elif (rest := _rest_after(exc)) is None:
                raise
            else:
                log.warning("an edit failed, trying again error=%s", type(exc).__name__)
                self._pacer.refused(self._clock(), rest)
            return False
        finally:
            self._editing = False
            # discord.py waits and repeats inside the call: only its end says when Discord was asked last.
            self._pacer.sent(self._clock())
        self._shown = frame
        return True


def _is_gone(error: Exception) -> bool:
    """Return whether the message is deleted, or out of the bot's reach for good."""
    if isinstance(error, discord.HTTPException) and error.code == INVALID_WEBHOOK_TOKEN:
        return True
    return isinstance(error, (discord.NotFound, discord.Forbidden))


def _rest_after(error: Exception) -> float | None:
    """Return the seconds to wait before an edit may succeed again, None when no waiting will mend it."""
    if not isinstance(error, discord.HTTPException) or error.status >= 500:
        return REST_SECONDS
    if error.status != 429:
        return None
    try:
        named = float(error.response.headers.get("Retry-After", REST_SECONDS))
    except ValueError:
        named = REST_SECONDS
    return min(max(named, REST_SECONDS), LONGEST_REST_SECONDS)
