"""One interaction: what a person did, and what became of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum

from bot.playground.callbacks import Callback
from bot.playground.channel import Channel
from bot.playground.messages import Message
from bot.playground.occurrence import Json


class Kind(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(eq=False, slots=True)
class Interaction:
    """One interaction. `payload` is what the bot was told; times are the playground clock's, in seconds."""

    id: str
    token: str
    kind: Kind
    user_id: str
    channel: Channel
    payload: Json
    made_at: float
    source: Message | None = None
    parent: Interaction | None = None
    callback: Callback | None = None
    answered_after: float | None = None
    failed: bool = False
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    async def answered(self) -> bool:
        """Wait until the bot has answered (True), or the time to do so is over (False)."""
        await self._settled.wait()
        return not self.failed

    @property
    def metadata(self) -> Json:
        """What an answering message says of where it comes from (`interaction_metadata`)."""
        said: Json = {
            "id": self.id,
            "type": int(self.kind),
            "user": self._person,
            "authorizing_integration_owners": self.payload["authorizing_integration_owners"],
        }
        if self.kind == Kind.COMPONENT and self.source is not None:
            said["interacted_message_id"] = self.source.id
        if self.kind == Kind.MODAL and self.parent is not None:
            said["triggering_interaction_metadata"] = self.parent.metadata
        return said

    @property
    def name(self) -> str:
        """The command's name, or the custom id."""
        data = self.payload["data"]
        return str(data.get("name") or data.get("custom_id"))

    @property
    def _person(self) -> Json:
        member: Json = self.payload.get("member") or self.payload
        user: Json = member["user"]
        return user

    def settle(self) -> None:
        """Let whoever waits in `answered` go on."""
        self._settled.set()
