"""Reads Discord's rate-limit headers off every answer, and takes refused edits out of discord.py's hands.

discord.py waits inside the call when an edit is refused, and then sends a text that is old by then. aiohttp's
tracing tells us first: the edit ends with EditRefused, and the newest text is sent when Discord allows it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp

from bot.ui.turns import BucketKey, Turns

# What a 429 without a time is taken for.
RETRY_SECONDS = 1.0
INTERACTIONS = "/interactions/"

_edit_of: ContextVar[BucketKey | None] = ContextVar("edit_of", default=None)


class EditRefused(Exception):
    """Discord did not take an edit now; it may be tried again. `status` is 429 or 5xx."""

    def __init__(self, status: int) -> None:
        super().__init__(f"Discord answered {status}")
        self.status = status


@contextmanager
def edit_in(key: BucketKey) -> Iterator[None]:
    """Mark the requests within as an edit in this bucket."""
    before = _edit_of.set(key)
    try:
        yield
    finally:
        _edit_of.reset(before)


def watch(turns: Turns) -> aiohttp.TraceConfig:
    """Return the tracing that keeps `turns` informed; hand it to discord.Client as `http_trace`."""

    async def began(
        _: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestStartParams
    ) -> None:
        # Answers to interactions are not bound by the limit over everything, and edits are counted already.
        if _edit_of.get() is None and INTERACTIONS not in params.url.path:
            turns.overall.sent(turns.clock())

    async def ended(
        _: aiohttp.ClientSession, __: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        status, headers = params.response.status, params.response.headers
        key = _edit_of.get()
        if status == 429:
            # Without Via it is not Discord's API that answers but what stands before it: it refuses us altogether.
            everywhere = "X-RateLimit-Global" in headers or "Via" not in headers
            if key is not None or everywhere:
                seconds = _number(headers, "Retry-After", RETRY_SECONDS)
                turns.refused(key or BucketKey("", ""), seconds, everywhere=everywhere)
        elif key is not None:
            _tell(turns, key, headers)
        if key is not None and (status == 429 or status >= 500):
            raise EditRefused(status)

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(began)
    trace.on_request_end.append(ended)
    return trace


def _tell(turns: Turns, key: BucketKey, headers: Mapping[str, str]) -> None:
    limit = _number(headers, "X-RateLimit-Limit", 0)
    remaining = _number(headers, "X-RateLimit-Remaining", -1)
    reset_after = _number(headers, "X-RateLimit-Reset-After", -1)
    if limit >= 1 and remaining >= 0 and reset_after >= 0:
        turns.told(key, int(limit), int(remaining), reset_after)


def _number(headers: Mapping[str, str], name: str, default: float) -> float:
    """Return a header as a number; whatever stands before Discord may write anything."""
    try:
        value = float(headers.get(name, default))
    except ValueError:
        return default
    return value if math.isfinite(value) and value >= 0 else default
