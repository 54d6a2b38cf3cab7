"""What was asked of the playground and what it answered, for tests and for whoever looks in from outside."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_KEPT = 50_000


@dataclass(slots=True)
class Exchange:
    """One API request and its answer.

    `route` is the path with its placeholders, as Discord's description names it ("" when there is no such route);
    `path` is what was asked, below `/api/v10`. `status` is 0 until it is answered, and -1 when the connection was
    dropped instead. `served` is whether it was carried out: False for a fault or a limit. `at` and `took` are
    seconds of the playground's clock. What is kept is never changed afterwards.
    """

    method: str
    route: str
    path: str
    query: Mapping[str, str]
    body: Any
    files: tuple[str, ...]
    authorized: bool
    at: float
    status: int = 0
    answer: Any = None
    served: bool = False
    took: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return it for the control route."""
        return {name: getattr(self, name) for name in self.__slots__}


class Recording:
    """The latest 50,000 exchanges, in the order in which they arrived."""

    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=MOST_KEPT)

    def __iter__(self) -> Iterator[Exchange]:
        return iter([*self._exchanges])

    def __len__(self) -> int:
        return len(self._exchanges)

    def add(self, exchange: Exchange) -> None:
        """Keep one more; the oldest makes room."""
        self._exchanges.append(exchange)

    def clear(self) -> None:
        """Forget all."""
        self._exchanges.clear()

    def of(self, method: str, route: str) -> list[Exchange]:
        """Return the exchanges of one route, such as "PATCH", "/channels/{channel_id}"."""
        return [one for one in self._exchanges if one.method == method and one.route == route]
