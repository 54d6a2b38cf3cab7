"""Messages that come in a row, taken together; and one after the other for each person in each channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

# Who writes on within so many seconds has not finished speaking; nobody is waited for longer than the second.
PAUSE_SECONDS = 1.5
LONGEST_SECONDS = 5.0
MOST_AT_ONCE = 10
# Beyond these a flood is dropped: nobody writes so many messages while one is answered.
MOST_WAITING = 30

T = TypeVar("T")
Answering = Callable[[Sequence[T]], Awaitable[None]]


@dataclass(slots=True)
class _Line(Generic[T]):
    waiting: list[T] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Gathering(Generic[T]):
    """Hands what comes in a row for one key to `answer`, which has returned before the next is handed over.

    What comes while `answer` works is taken together in the next turn. What `answer` raises goes to the log.
    """

    def __init__(
        self,
        answer: Answering[T],
        *,
        pause: float = PAUSE_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        self._answer = answer
        self._pause = pause
        self._longest = longest
        self._lines: dict[Hashable, _Line[T]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, key: Hashable, item: T) -> bool:
        """Take in what has come; return whether it is the first of its row."""
        line = self._lines.get(key)
        if line is None:
            line = self._lines[key] = _Line()
            task = asyncio.create_task(self._run(key, line), name="conversation-turns")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        is_first = not line.waiting
        if len(line.waiting) < MOST_WAITING:
            line.waiting.append(item)
        else:
            log.warning("messages are dropped, there are too many waiting=%d", len(line.waiting))
        line.news.set()
        return is_first

    async def close(self) -> None:
        """Take nothing further; what is being answered is cut off."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, key: Hashable, line: _Line[T]) -> None:
        try:
            while line.waiting:
                await self._pause_in(line)
                together, line.waiting = line.waiting[:MOST_AT_ONCE], line.waiting[MOST_AT_ONCE:]
                try:
                    await self._answer(together)
                except Exception:
                    # Whoever answers tells people of what goes wrong; this is for what they did not foresee.
                    log.exception("a turn of a conversation failed")
        finally:
            del self._lines[key]

    async def _pause_in(self, line: _Line[T]) -> None:
        """Wait until nothing more has come for a while."""
        loop = asyncio.get_running_loop()
        latest = loop.time() + self._longest
        while len(line.waiting) < MOST_AT_ONCE:
            line.news.clear()
            try:
                async with asyncio.timeout_at(min(latest, loop.time() + self._pause)):
                    await line.news.wait()
            except TimeoutError:
                return
