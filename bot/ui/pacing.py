"""When the next edit of a message may be sent. Pure: time is an argument."""

from __future__ import annotations

from collections import deque

# A little slower than allowed: requests do not arrive as evenly as they are sent.
SLACK = 1.04


class Pacer:
    """Spreads edits evenly, so that never more than `edits` fall into any `seconds`.

    The first goes at once. One of each window is kept free for the last text, which goes at once too: a
    burst would be followed by a frozen message.
    """

    def __init__(self, edits: int = 5, seconds: float = 5.0) -> None:
        self._seconds = seconds * SLACK
        self._pause = self._seconds / (edits - 1)
        self._sent: deque[float] = deque(maxlen=edits)
        self._not_before = 0.0

    def delay(self, now: float, *, last: bool = False) -> float:
        """Return the seconds to wait at `now` before an edit; `last` is the message's final one."""
        free_at = self._not_before
        if last and len(self._sent) == self._sent.maxlen:
            free_at = max(free_at, self._sent[0] + self._seconds)
        elif self._sent and not last:
            free_at = max(free_at, self._sent[-1] + self._pause)
        return max(0.0, free_at - now)

    def sent(self, now: float) -> None:
        """Note that an edit was over at `now`."""
        self._sent.append(now)

    def refused(self, now: float, retry_after: float) -> None:
        """Note that Discord asked for `retry_after` seconds of rest."""
        self._not_before = max(self._not_before, now + retry_after)
