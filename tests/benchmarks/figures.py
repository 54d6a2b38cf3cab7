"""One measured figure, and how figures are taken."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `goal` is the most it may be, or with `at_least` the least, None where none was set."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    instead: str = ""
    at_least: bool = False

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return f"{self.value:.3g} {self.unit}" if self.value < 100 else f"{self.value:,.0f} {self.unit}"

    @property
    def goal_shown(self) -> str:
        """The goal with its unit."""
        sign = "≥" if self.at_least else "≤"
        return f"{sign} {self.goal:g} {self.unit}".rstrip() if self.goal is not None else ""

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        if self.goal is None:
            return ""
        met = self.value >= self.goal if self.at_least else self.value <= self.goal
        return "yes" if met else "NO"


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


class LoopWatch:
    """Notes for how long the event loop did not come round (`longest`, in seconds).

    `longest_at_work` is how much of a processor such a standstill used at most: where it is far less, other programs
    had the machine.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.longest_at_work = 0.0

    async def run(self) -> None:
        """Watch until cancelled."""
        step = 0.002
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(step)
            if (late := time.perf_counter() - began - step) > self.longest:
                self.longest = late
            if late > 0:
                self.longest_at_work = max(self.longest_at_work, min(late, time.thread_time() - worked))


@asynccontextmanager
async def watched_loop() -> AsyncIterator[LoopWatch]:
    """Watch the event loop for as long as the block runs."""
    watch = LoopWatch()
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
