"""Whose turn it is at the language model, and how many come before."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class WaitingLine:
    """Serves at most `places` at once, the others in the order they came. For one event loop."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._tickets: list[Ticket] = []

    @contextmanager
    def join(self) -> Iterator[Ticket]:
        """Stand in the line for as long as the block lasts, whether waiting or served."""
        ticket = Ticket(self)
        self._tickets.append(ticket)
        try:
            yield ticket
        finally:
            self._tickets.remove(ticket)
            for other in self._tickets:
                other.wake()

    def ahead_of(self, ticket: Ticket) -> int:
        """Return how many are before `ticket`, those being served included; 0 when it is its turn."""
        place = self._tickets.index(ticket)
        return place if place >= self._places else 0


class Ticket:
    """One place in a WaitingLine."""

    def __init__(self, line: WaitingLine) -> None:
        self._line = line
        self._moved = asyncio.Event()

    @property
    def ahead(self) -> int:
        """How many come before; 0 means: go ahead."""
        return self._line.ahead_of(self)

    async def moved(self) -> None:
        """Return as soon as the line has moved since the last call."""
        await self._moved.wait()
        self._moved.clear()

    def wake(self) -> None:
        """Tell the one who waits that the line has moved."""
        self._moved.set()
