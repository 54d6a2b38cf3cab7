"""What happens in the playground's world, in the words of Discord's gateway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened, as the gateway names and tells it (whole; the gateway takes away what intents forbid)."""

    name: str  # "MESSAGE_CREATE", "INTERACTION_CREATE", …
    data: Json  # Discord's payload; `guild_id` present only in guilds
    guild_id: str | None = None
    to_bot: bool = True  # False: the gateway does not tell it (ephemeral messages)
    only_for: str | None = None  # a user id: nobody else sees it on the page (ephemeral)
