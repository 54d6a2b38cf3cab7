"""A message of the bot's that shows a recommendation, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.request import Request

MessageState = Literal["writing", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message of the bot's. `guild_id` is None in direct messages.

    `recommendation_id` is None until there is one to show, and again when it was deleted. `request` is None
    in rows of versions that did not keep it. `token` is the interaction's, kept only while it is written.
    """

    message_id: int
    channel_id: int
    guild_id: int | None
    user_id: int
    recommendation_id: int | None
    state: MessageState
    at: datetime
    updated_at: datetime
    request: Request | None = None
    token: str | None = field(default=None, repr=False)
