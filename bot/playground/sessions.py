"""A bot's session at the gateway: it outlives its connections, and keeps what was said for the next one."""

from __future__ import annotations

import json
import secrets
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from bot.playground.connection import Connection
from bot.playground.intents import Intents

Json = dict[str, Any]

DISPATCH = 0
KEPT_MESSAGES = 2_000


@dataclass(slots=True)
class ConnectionCounts:
    """What happened at the gateway since it was opened.

    `invalid` are resumes that were refused, `closed` the connections that ended, by code (1006: broken off), `told`
    and `withheld` events by name: sent or kept for a resume, and not sent for want of an intent.
    """

    opened: int = 0
    refused: int = 0
    identified: int = 0
    resumed: int = 0
    invalid: int = 0
    heartbeats: int = 0
    closed: Counter[int] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> Json:
        """Return the counts as JSON takes them."""
        counts = {name: getattr(self, name) for name in self.__slots__}
        # Not by asdict: before Python 3.12 it counts a Counter's pairs.
        return {
            name: {str(key): times for key, times in count.items()} if isinstance(count, Counter) else count
            for name, count in counts.items()
        }


class Session:
    """What one shard of a bot was told, and what it asked for when it began.

    `shard` is (which, of how many), `asked_shard` whether it said so itself. `left_at` is when its last connection
    ended, in Unix seconds; None while there is one.
    """

    def __init__(self, intents: Intents, shard: tuple[int, int] | None, presence: Json) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.asked_shard = shard is not None
        self.shard = shard or (0, 1)
        self.presence = presence
        self.sequence = 0
        self.connection: Connection | None = None
        self.left_at: float | None = None
        self._told: deque[tuple[int, str]] = deque(maxlen=KEPT_MESSAGES)

    def attach(self, connection: Connection) -> None:
        """Go on over this connection."""
        self.connection, connection.session = connection, self
        self.left_at = None

    def detach(self, now: float) -> None:
        """Keep what is told from now on, for somebody who resumes."""
        if self.connection is not None:
            self.connection.session = None
        self.connection, self.left_at = None, now

    def concerns(self, guild_id: str | None) -> bool:
        """Whether this shard is told of a guild; of what is in none, the first one is told."""
        index, count = self.shard
        return index == (0 if guild_id is None else (int(guild_id) >> 22) % count)

    def tell(self, name: str, data: Any) -> None:
        """Send an event, or keep it until somebody resumes the session."""
        self.sequence += 1
        text = json.dumps(
            {"op": DISPATCH, "t": name, "s": self.sequence, "d": data}, separators=(",", ":")
        )  # escaped to ASCII: half a surrogate pair is no reason to fall silent
        self._told.append((self.sequence, text))
        if self.connection is not None:
            self.connection.send(text)

    def since(self, sequence: int) -> list[str] | None:
        """Return the messages after one, oldest first; None when some of them are no longer kept."""
        oldest = self._told[0][0] if self._told else self.sequence + 1
        if sequence + 1 < oldest:
            return None
        return [text for number, text in self._told if number > sequence]

    @property
    def is_visible(self) -> bool:
        """Whether people see the bot as being there."""
        hidden = self.presence.get("status") in ("invisible", "offline")
        return self.connection is not None and not hidden

    @property
    def activity(self) -> Json | None:
        """What the bot says it is doing."""
        activities = self.presence.get("activities")
        if isinstance(activities, list):
            return activities[0] if activities and isinstance(activities[0], dict) else None
        game = self.presence.get("game")  # how discord.py still says it when it identifies
        return game if isinstance(game, dict) else None
