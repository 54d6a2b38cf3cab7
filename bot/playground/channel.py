"""Channels: where messages are, and who may do what there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.permissions import NONE, Permissions

if TYPE_CHECKING:
    from bot.playground.messages import Message


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one member may do in one channel, other than elsewhere."""

    allow: Permissions = NONE
    deny: Permissions = NONE


@dataclass(slots=True)
class Channel:
    """A text channel of the guild, or the bot's direct messages with `recipient_id`."""

    id: str
    name: str
    position: int = 0
    guild_id: str | None = None
    recipient_id: str | None = None
    last_message_id: str | None = None
    messages: dict[str, Message] = field(default_factory=dict)
    overwrites: dict[str, Overwrite] = field(default_factory=dict)

    @property
    def is_dm(self) -> bool:
        """Whether this is a direct-message channel."""
        return self.guild_id is None
