"""One interaction and everything that was answered to it, as Discord keeps it."""

from __future__ import annotations

import time
from collections import deque

from tests.stand_ins import discord_payloads as payloads
from tests.stand_ins.discord_payloads import Json, Place

# Requests that one interaction's token allows in a window, as seen in Discord's headers.
WINDOW_SECONDS = 5.0
WINDOW_REQUESTS = 5
EPHEMERAL = 64


class Exchange:
    """One interaction and everything that was answered to it."""

    def __init__(self, payload: Json, user_id: int, place: Place, pressed_on: Exchange | None = None) -> None:
        self.payload = payload
        self.user_id = user_id
        self.place = place
        self.at = time.monotonic()
        self.callback: Json | None = None
        self.answered_after: float | None = None
        self.followups: list[Json] = []
        self.history: list[Json] = []
        self._pressed_on = pressed_on
        self._original: Json | None = None
        self._ephemeral = False
        self._sent: deque[float] = deque()

    @property
    def token(self) -> str:
        return str(self.payload["token"])

    @property
    def original(self) -> Json | None:
        """The message that answers, as it now stands: for a press, the one with the button."""
        if self._pressed_on is not None and self.callback is not None and self.callback["type"] in (6, 7):
            return self._pressed_on.original
        return self._original

    @property
    def ephemeral(self) -> bool:
        """Whether only the person who asked sees the answer."""
        return self._ephemeral

    @property
    def is_thinking(self) -> bool:
        """Whether the answer still reads "… is thinking"."""
        return self.callback is not None and self.callback["type"] == 5 and not self.history

    @property
    def content(self) -> str:
        """What the answering message says now; "" while there is none."""
        return str(self.original["content"]) if self.original else ""

    @property
    def contents(self) -> list[str]:
        """Every content the answering message has had, oldest first."""
        return [str(state["content"]) for state in self.history]

    @property
    def buttons(self) -> dict[str, str]:
        """The custom ids of the answering message's buttons, by label."""
        return payloads.buttons(self.original or {})

    @property
    def choices(self) -> list[Json]:
        """What autocomplete offered."""
        return list(self.callback["data"]["choices"]) if self.callback else []

    def answer(self, callback: Json) -> None:
        """Take the callback, as Discord does."""
        self.callback = callback
        self.answered_after = time.monotonic() - self.at
        data = callback.get("data") or {}
        self._ephemeral = bool(data.get("flags", 0) & EPHEMERAL)
        if callback["type"] in (4, 5):
            self._original = payloads.message(
                payloads.new_id(), self.place.channel_id, data, ephemeral=self._ephemeral
            )
            if callback["type"] == 4:
                self.history.append(dict(self._original))

    def edit(self, body: Json) -> Json | None:
        """Change the answering message; None when it is gone."""
        shown = self.original
        if shown is None:
            return None
        shown.update({key: body[key] or ([] if key == "components" else "")
                      for key in ("content", "components") if key in body})  # fmt: skip
        self.history.append(dict(shown))
        return shown

    def delete(self) -> None:
        """Delete the answering message, as a moderator would."""
        if self._pressed_on is not None:
            self._pressed_on.delete()
        self._original = None

    def limit(self, now: float) -> tuple[int, float]:
        """Count a request; return how many are left (-1: too many) and seconds until the window ends."""
        if self._sent and now >= self._sent[0] + WINDOW_SECONDS:
            self._sent.clear()
        reset = (self._sent[0] if self._sent else now) + WINDOW_SECONDS - now
        if len(self._sent) >= WINDOW_REQUESTS:
            return -1, reset
        self._sent.append(now)
        return WINDOW_REQUESTS - len(self._sent), reset
