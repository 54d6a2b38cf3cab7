"""Tells everybody in a crowd within Discord's 3 seconds that their answer will come, before any work begins."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from types import TracebackType
from typing import Self

# So many requests share their connections; opening one takes the event loop as long as using it ten times.
AT_ONCE = 16
# Beyond those one more is let through each time: where Discord is far away, few answers come back soon.
APART_SECONDS = 0.002
# How long the work waits for others that are not acknowledged yet.
PATIENCE_SECONDS = 1.0


class Acknowledging:
    """Entered around each acknowledgement: lets a crowd through in order, few at once, none for long."""

    def __init__(self) -> None:
        self._inside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._ticking: asyncio.Task[None] | None = None
        self._calm = asyncio.Event()
        self._calm.set()

    async def __aenter__(self) -> Self:
        self._calm.clear()
        if self._inside >= AT_ONCE or self._waiting:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            if self._ticking is None or self._ticking.done():
                self._ticking = asyncio.create_task(self._tick(), name="acknowledging")
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._leave()
                else:
                    self._waiting.remove(turn)
                raise
        else:
            self._inside += 1
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    async def until_calm(self) -> None:
        """Let everybody be told first: the work for one takes the time of others."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._calm.wait()

    def _leave(self) -> None:
        self._inside -= 1
        if self._inside < AT_ONCE:
            self._let_in()
        if not self._inside and not self._waiting:
            self._calm.set()

    def _let_in(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                self._inside += 1
                turn.set_result(None)
                return

    async def _tick(self) -> None:
        while self._waiting:
            await asyncio.sleep(APART_SECONDS)
            self._let_in()
