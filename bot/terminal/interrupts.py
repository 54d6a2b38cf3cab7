"""Ctrl-C and SIGTERM: what they end, and the status with which the process then ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextvars import ContextVar
from typing import Any

# As shells have it: 128 and the number of the signal.
SIGNALLED = 128

_end: ContextVar[Callable[[signal.Signals], None] | None] = ContextVar("_end", default=None)


async def until_signalled(work: Coroutine[Any, Any, int | None]) -> int:
    """Return the status `work` ends with, or that of the signal which ended it before.

    The first SIGINT or SIGTERM cancels the work, so that everything is closed in order; a second one does not
    wait for that.
    """
    told: signal.Signals | None = None

    def end(number: signal.Signals) -> None:
        nonlocal told
        if told is not None:
            os._exit(SIGNALLED + number)
        told = number
        task.cancel()

    token = _end.set(end)
    task = asyncio.ensure_future(work)
    _listen(signal.SIGTERM, end)
    _listen(signal.SIGINT, end)
    try:
        return await task or 0
    except asyncio.CancelledError:
        if told is None:
            raise
        return SIGNALLED + told
    finally:
        _end.reset(token)


@contextlib.contextmanager
def stopping_only(task: asyncio.Task[Any]) -> Iterator[None]:
    """While this is open, Ctrl-C cancels `task` and nothing else."""
    _listen(signal.SIGINT, lambda _: task.cancel())
    try:
        yield
    finally:
        end = _end.get()
        if end is not None:
            _listen(signal.SIGINT, end)
        else:
            asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)


def _listen(number: signal.Signals, then: Callable[[signal.Signals], object]) -> None:
    # Windows has no signals for event loops: there Ctrl-C stays the interpreter's.
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(number, then, number)
