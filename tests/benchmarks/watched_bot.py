"""`python -m bot` with a watch beside it, which writes down every standstill of the event loop.

`python -m tests.benchmarks.watched_bot FILE …`: the lines of FILE are when a standstill ended (seconds of the machine's
monotonic clock), for how long it lasted, and how much of a processor the loop's thread used meanwhile.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TextIO

from bot.cli import main

STEP_SECONDS = 0.005
WORTH_NOTING_SECONDS = 0.005


class _Watched(asyncio.DefaultEventLoopPolicy):
    def __init__(self, notes: TextIO) -> None:
        super().__init__()
        self._notes = notes

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()

        def look(due: float, worked: float) -> None:
            now, works = time.monotonic(), time.thread_time()
            if now - due > WORTH_NOTING_SECONDS:
                self._notes.write(f"{now} {now - due} {works - worked}\n")
                self._notes.flush()
            loop.call_at(now + STEP_SECONDS, look, now + STEP_SECONDS, works)

        loop.call_soon(look, time.monotonic(), time.thread_time())
        return loop


if __name__ == "__main__":
    with open(sys.argv.pop(1), "w", encoding="ascii") as file:
        asyncio.set_event_loop_policy(_Watched(file))
        main()
