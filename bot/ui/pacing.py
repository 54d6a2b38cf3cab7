"""When the next edit of a message may be sent. Pure: time is an argument."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field


@dataclass
class Pacer:
    """Spreads edits over a sliding window: at most `edits` in any `seconds`, the first few at once.

    One edit of each window is held back for the last text, so that the end never waits for a full window.
    """

    edits: int = 5
    seconds: float = 5.0
    _sent: deque[float] = field(default_factory=deque)
    _not_before: float = 0.0

    def delay(self, now: float, *, last: bool = False) -> float:
        """Return the seconds to wait at `now` before an edit; `last` is the message's final one."""
        while self._sent and self._sent[0] <= now - self.seconds:
            self._sent.popleft()
        wait = self._not_before - now
        allowed = self.edits if last else self.edits - 1
        if len(self._sent) >= allowed:
            wait = max(wait, self._sent[len(self._sent) - allowed] + self.seconds - now)
        if not last and self._sent:
            # Evenly, not in bursts: five edits in the first second would be followed by four frozen ones.
            wait = max(wait, self._sent[-1] + self.seconds / self.edits - now)
        return max(0.0, wait)

    def sent(self, now: float) -> None:
        """Note that an edit was sent at `now`."""
        self._sent.append(now)

    def refused(self, now: float, retry_after: float) -> None:
        """Note that Discord asked for `retry_after` seconds of rest."""
        self._not_before = max(self._not_before, now + retry_after)
