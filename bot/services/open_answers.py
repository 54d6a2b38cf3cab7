"""Answers that are being written: their titles count from the moment they are seen."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.recommendation import Answer, Event, Shortlisted
from bot.domain.request import Request

# Answers that are being written at once, far more than there ever are.
MOST_OPEN = 5000
# Conversations of which is remembered which requests were overtaken, and how many of each.
MOST_OVERTAKEN, MOST_REQUESTS = 1000, 8
# A conversation: one person's in one channel, by their ids.
Key = tuple[int, int]


@dataclass(slots=True)
class OpenAnswer:
    """An answer that is being written to a request; `answer` is None until its titles are seen."""

    request: Request
    answer: Answer | None = None


class OpenAnswers:
    """The answer that each conversation waits for, and the requests that were overtaken by others."""

    def __init__(self) -> None:
        self._open: dict[Key, OpenAnswer] = {}
        self._overtaken: dict[Key, list[Request]] = {}

    def __len__(self) -> int:
        return len(self._open)

    @property
    def overtaken(self) -> int:
        """Of how many conversations overtaken requests are remembered."""
        return len(self._overtaken)

    def of(self, key: Key) -> OpenAnswer | None:
        """Return what a conversation waits for."""
        return self._open.get(key)

    def of_person(self, user_id: int) -> list[Key]:
        """Return the person's conversations that wait for an answer."""
        return [key for key in self._open if key[0] == user_id]

    def begin(self, key: Key, request: Request) -> None:
        """Wait for the answer to `request`, and no longer for another."""
        self.overtake(key)
        self._open[key] = OpenAnswer(request)
        while len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]

    def overtake(self, key: Key) -> None:
        """Wait for no answer any more: one that still comes changes nothing."""
        current = self._open.pop(key, None)
        if current is None:
            return
        # The newest stand last: of too many the oldest are forgotten, whose answers have long ended.
        before = self._overtaken.pop(key, [])
        self._overtaken[key] = [*before, current.request][-MOST_REQUESTS:]
        while len(self._overtaken) > MOST_OVERTAKEN:
            del self._overtaken[next(iter(self._overtaken))]

    def take_in(self, key: Key, request: Request, event: Event) -> bool:
        """Take in how far the answer to `request` is; false when that matters no more."""
        current = self._open.get(key)
        if current is None or current.request is not request:
            was_overtaken = any(request is other for other in self._overtaken.get(key, ()))
            if was_overtaken or not isinstance(event, Shortlisted):
                return False
            self.begin(key, request)
        self._open[key].answer = event.answer
        return True

    def end(self, key: Key) -> None:
        """Note that an answer is whole and stored."""
        self._open.pop(key, None)
        self._overtaken.pop(key, None)
