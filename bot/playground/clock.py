"""The playground's time: it can be sped up and moved on, so that fifteen minutes need not be waited for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Unix time that never steps back. Everything in the playground that lasts or expires asks it.

    `monotonic` is the machine's steady clock in seconds; `start` the Unix time it begins with (now by default).
    `speed` says how many seconds pass here in one of the machine's; with 0 it moves only by `advance`.
    """

    def __init__(
        self,
        start: float | None = None,
        *,
        speed: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._now = time.time() if start is None else start
        self._read_at = monotonic()
        self._speed = speed
        self._sleepers: set[asyncio.Future[None]] = set()

    def now(self) -> float:
        """Return the time in Unix seconds."""
        return self._now + (self._monotonic() - self._read_at) * self._speed

    def advance(self, seconds: float) -> None:
        """Move the time on at once. Who sleeps until a moment that is now past wakes up.

        Raises ValueError when `seconds` is negative.
        """
        if seconds < 0:
            raise ValueError("The clock never steps back.")
        self._settle()
        self._now += seconds
        self._wake()

    @property
    def speed(self) -> float:
        """How many seconds pass here in one of the machine's. Setting a negative one is a ValueError."""
        return self._speed

    @speed.setter
    def speed(self, times: float) -> None:
        if times < 0:
            raise ValueError("The clock never steps back.")
        self._settle()
        self._speed = times
        self._wake()

    def iso(self, at: float | None = None) -> str:
        """Return a moment (now by default) as Discord writes it: `2026-11-22T10:00:44.123000+00:00`."""
        moment = datetime.fromtimestamp(self.now() if at is None else at, UTC)
        return moment.isoformat(timespec="microseconds")

    async def sleep(self, seconds: float) -> None:
        """Wait until so many seconds have passed on this clock, however fast it goes."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, when: float) -> None:
        """Wait until the clock shows `when` (Unix seconds)."""
        while (left := when - self.now()) > 0:
            turned: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._sleepers.add(turned)
            try:
                await asyncio.wait([turned], timeout=left / self._speed if self._speed else None)
            finally:
                self._sleepers.discard(turned)

    def _settle(self) -> None:
        """Begin to count anew from this moment, because the rate changes."""
        reading = self._monotonic()
        self._now += (reading - self._read_at) * self._speed
        self._read_at = reading

    def _wake(self) -> None:
        for sleeper in self._sleepers:
            if not sleeper.done():
                sleeper.set_result(None)
