"""Who may edit next: every bucket's turns go to whoever has waited longest since their last one."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.ui.pacing import Allowance, Bucket, Overall

# Buckets of messages long finished are forgotten when there are more than this.
MOST_BUCKETS = 256


class BucketKey(NamedTuple):
    """Names a bucket: its kind, and the channel or token that it belongs to."""

    kind: str
    of: str


@dataclass(eq=False)
class _Waiting:
    key: BucketKey
    since: float
    last: bool
    turn: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """Shares what Discord allows among all messages that are being written.

    Within a bucket the message that was shown longest ago is next, and a last text goes before all others;
    between buckets there is only the limit over everything.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.overall = Overall()
        self._buckets: dict[BucketKey, Bucket] = {}
        self._learned: dict[str, Allowance] = {}
        self._waiting: dict[BucketKey, list[_Waiting]] = {}
        self._changed = asyncio.Event()
        self._giving: asyncio.Task[None] | None = None

    async def take(self, key: BucketKey, *, since: float = -math.inf, last: bool = False) -> None:
        """Wait until an edit may leave; it counts as sent when this returns, and `over` must follow.

        `since` is when the message was shown last; `last` says that this is its final text.
        """
        waiting = _Waiting(key, since, last)
        self._waiting.setdefault(key, []).append(waiting)
        self._changed.set()
        if self._giving is None or self._giving.done():
            self._giving = asyncio.create_task(self._give(), name="turns")
        try:
            await waiting.turn
        except asyncio.CancelledError:
            if waiting.turn.done() and not waiting.turn.cancelled():
                self.bucket(key).over()  # the turn came in the same moment: it is lost
            raise
        finally:
            self._remove(waiting)

    def over(self, key: BucketKey) -> None:
        """Note that an edit has ended."""
        self.bucket(key).over()

    def bucket(self, key: BucketKey) -> Bucket:
        """Return what is known of a bucket; a new one begins with what others of its kind have taught."""
        bucket = self._buckets.get(key)
        if bucket is None:
            self._forget_idle()
            bucket = self._buckets[key] = Bucket(self._learned.get(key.kind))
        return bucket

    def told(self, key: BucketKey, limit: int, remaining: int, reset_after: float) -> None:
        """Take in what the headers of an answer say."""
        bucket = self.bucket(key)
        bucket.told(self.clock(), limit, remaining, reset_after)
        self._learned[key.kind] = bucket.allowance
        self._changed.set()

    def refused(self, key: BucketKey, retry_after: float, *, everywhere: bool = False) -> None:
        """Take in a 429, for one bucket or for everything."""
        if everywhere:
            self.overall.refused(self.clock(), retry_after)
        else:
            self.bucket(key).refused(self.clock(), retry_after)
        self._changed.set()

    async def _give(self) -> None:
        """Hand out turns, one by one, for as long as anyone waits."""
        while self._waiting:
            self._changed.clear()
            now = self.clock()
            waiting, at = min(
                (self._next_of(key, now) for key in self._waiting),
                key=lambda found: (found[1], not found[0].last, found[0].since),
            )
            if at > now:
                await self._until(at - now)
                continue
            self._remove(waiting)
            if waiting.turn.done():
                continue  # cancelled in this very moment: nobody would give the turn back
            self.bucket(waiting.key).sent(now)
            self.overall.sent(now, edit=True)
            waiting.turn.set_result(None)

    def _next_of(self, key: BucketKey, now: float) -> tuple[_Waiting, float]:
        """Return who is next in a bucket, and when; not before now, so that those ready are all equal."""
        waiting = min(self._waiting[key], key=lambda each: (not each.last, each.since))
        ready = self.bucket(key).ready_at(now, last=waiting.last)
        return waiting, max(now, ready, self.overall.ready_at())

    async def _until(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return

    def _remove(self, waiting: _Waiting) -> None:
        others = self._waiting.get(waiting.key, [])
        if waiting in others:
            others.remove(waiting)
        if not others:
            self._waiting.pop(waiting.key, None)

    def _forget_idle(self) -> None:
        if len(self._buckets) < MOST_BUCKETS:
            return
        now = self.clock()
        for key in [
            key for key, known in self._buckets.items() if key not in self._waiting and known.is_idle(now)
        ]:
            del self._buckets[key]
