"""When the next edit may be sent: what is known of Discord's rate limits. Pure, time is an argument.

Discord tells its limits by headers and asks not to hard-code them: what is assumed here holds until the first
answer. https://docs.discord.com/developers/topics/rate-limits
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

# Requests do not arrive as evenly as they are sent, and clocks differ by a little.
SLACK = 1.02
MARGIN_SECONDS = 0.02
# After a 429 a bucket is used at half the speed; every answer that is no 429 brings a fifth back.
SLOWER = 2.0
RECOVERY = 0.8
SLOWEST = 8.0
# Discord allows 50 requests a second over everything; edits leave some for the rest.
REQUESTS_A_SECOND = 50
EDITS_A_SECOND = 48
APART_SECONDS = 1.0 / REQUESTS_A_SECOND


@dataclass(frozen=True, slots=True)
class Allowance:
    """`limit` requests in any `seconds`."""

    limit: int = 5
    seconds: float = 5.0


class Bucket:
    """One of Discord's rate-limit buckets: spreads requests evenly over what the headers say is allowed."""

    def __init__(self, allowance: Allowance | None = None) -> None:
        self.allowance = allowance or Allowance()
        self._sent_at: float | None = None
        self._in_flight = 0
        # What is left until the window ends; None when no answer has told.
        self._left: int | None = None
        self._resets_at = 0.0
        self._not_before = 0.0
        self._slowness = 1.0

    @property
    def period(self) -> float:
        """Seconds between two requests of an even flow."""
        return self.allowance.seconds / self.allowance.limit * SLACK * self._slowness

    def ready_at(self, now: float, *, last: bool = False) -> float:
        """Return when the next request may leave; `last` ones need not keep the even flow, only the limit."""
        ready = self._not_before
        if self._sent_at is None:
            return ready
        told = self._left is not None and now < self._resets_at
        left = self._left if told and self._left is not None else self.allowance.limit
        if left <= 0:
            return max(ready, self._resets_at + MARGIN_SECONDS)
        if last and told and self._slowness == 1.0:
            return ready
        # Others may draw on the same bucket: what is left must do until the window ends.
        even = (self._resets_at + MARGIN_SECONDS - self._sent_at) / (left + 1) if told else 0.0
        return max(ready, self._sent_at + max(self.period, even))

    def sent(self, now: float) -> None:
        """Note that a request leaves."""
        if now >= self._resets_at:
            self._left = None
        self._sent_at = now
        self._in_flight += 1
        if self._left is not None:
            self._left -= 1

    def over(self) -> None:
        """Note that a request has ended, whatever came of it."""
        self._in_flight = max(0, self._in_flight - 1)

    def told(self, now: float, limit: int, remaining: int, reset_after: float) -> None:
        """Take in what the headers of an answer say."""
        whole = remaining == limit - 1
        seconds = reset_after if whole else max(self.allowance.seconds, reset_after)
        if limit > 0 and seconds > 0:
            self.allowance = Allowance(limit, seconds)
        # The answer's own request is still counted as in flight here.
        self._left = max(0, remaining - max(0, self._in_flight - 1))
        self._resets_at = now + reset_after
        self._slowness = max(1.0, self._slowness * RECOVERY)

    def refused(self, now: float, retry_after: float) -> None:
        """Take in a 429."""
        self._not_before = max(self._not_before, now + retry_after + MARGIN_SECONDS)
        self._slowness = min(SLOWEST, self._slowness * SLOWER)

    def is_idle(self, now: float) -> bool:
        """Return whether nothing is known that a new bucket would not know."""
        since_sent = now - self._sent_at if self._sent_at is not None else self.allowance.seconds
        is_over = now >= max(self._resets_at, self._not_before) and since_sent >= self.allowance.seconds
        return self._in_flight == 0 and is_over


class Overall:
    """The limit over all requests of the bot together.

    Edits by an interaction's token are said not to be bound by it, and are held to it all the same: it costs
    nothing below 48 answers at once, and being wrong would stop every answer.
    https://docs.discord.com/developers/topics/rate-limits#global-rate-limit
    """

    def __init__(self) -> None:
        self._requests: deque[float] = deque(maxlen=REQUESTS_A_SECOND)
        self._edits: deque[float] = deque(maxlen=EDITS_A_SECOND)
        self._not_before = 0.0

    def ready_at(self) -> float:
        """Return when the next edit may leave."""
        ready = self._not_before
        for sent in (self._requests, self._edits):
            if len(sent) == sent.maxlen:
                ready = max(ready, sent[0] + 1.0 + MARGIN_SECONDS)
        if self._edits:
            # Evenly: a burst at the beginning of each second makes some messages wait for two of them.
            ready = max(ready, self._edits[-1] + APART_SECONDS)
        return ready

    def sent(self, now: float, *, edit: bool = False) -> None:
        """Note that a request leaves."""
        self._requests.append(now)
        if edit:
            self._edits.append(now)

    def refused(self, now: float, retry_after: float) -> None:
        """Take in a 429 for everything."""
        self._not_before = max(self._not_before, now + retry_after + MARGIN_SECONDS)
