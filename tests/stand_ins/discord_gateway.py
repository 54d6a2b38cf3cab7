"""The least of Discord's gateway: enough for a client to become ready, get interactions, and leave."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.stand_ins import discord_payloads as payloads

DISPATCH, HEARTBEAT, IDENTIFY, HELLO, HEARTBEAT_ACK = 0, 1, 2, 10, 11


class Gateway:
    """One client's socket. `dispatch` sends it events; `closed_with` is the code it left with."""

    def __init__(self) -> None:
        self.socket: web.WebSocketResponse | None = None
        self.closed_with: int | None = None
        self._sequence = 0

    @property
    def is_ready(self) -> bool:
        """Whether a client has identified itself and been told that it is ready."""
        return self._sequence > 0

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event."""
        self._sequence += 1
        await self._send({"op": DISPATCH, "t": event, "s": self._sequence, "d": data})

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Handle the client's connection (an aiohttp handler)."""
        self.socket = web.WebSocketResponse()
        await self.socket.prepare(request)
        await self._send({"op": HELLO, "d": {"heartbeat_interval": 40_000}})
        async for message in self.socket:
            said = json.loads(message.data)
            if said["op"] == HEARTBEAT:
                await self._send({"op": HEARTBEAT_ACK})
            elif said["op"] == IDENTIFY:
                await self.dispatch("READY", self._ready(request))
        self.closed_with = self.socket.close_code
        return self.socket

    def _ready(self, request: web.Request) -> dict[str, Any]:
        return {
            "v": 10,
            "user": payloads.BOT,
            "guilds": [],
            "session_id": "stand-in",
            "resume_gateway_url": f"ws://{request.host}/gateway",
            "application": {"id": str(payloads.APPLICATION_ID), "flags": 0},
        }

    async def _send(self, message: dict[str, Any]) -> None:
        assert self.socket is not None
        # Text, not compressed: a client takes either.
        await self.socket.send_str(json.dumps(message))
