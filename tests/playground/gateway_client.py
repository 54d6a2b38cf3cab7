"""A client of the gateway that hides nothing: it reads and sends the messages as they are."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.gateway import Gateway

Json = dict[str, Any]

GUILDS, MEMBERS, PRESENCES, MESSAGES, REACTIONS, TYPING, DIRECT, CONTENT = (
    1 << bit for bit in (0, 1, 8, 9, 10, 11, 12, 15)
)


async def until(holds: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something holds. Fails when it does not in time."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - what it waits for tells nobody
            await asyncio.sleep(0.01)


class RawClient:
    """One WebSocket. `compress` holds the connection's one zlib context when it was asked for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self.sequence = 0
        self._inflate = zlib.decompressobj() if compressed else None

    async def read(self) -> Json:
        """Return the next message. Fails when the connection is closed instead."""
        frame = await self.socket.receive(timeout=5)
        if self._inflate is not None:
            assert frame.type is aiohttp.WSMsgType.BINARY, frame
            assert frame.data.endswith(b"\x00\x00\xff\xff")
            text = self._inflate.decompress(frame.data).decode()
        else:
            assert frame.type is aiohttp.WSMsgType.TEXT, frame
            text = frame.data
        message: Json = json.loads(text)
        self.sequence = message.get("s") or self.sequence
        return message

    async def read_event(self, name: str) -> Json:
        """Return the data of the next event, which must have this name."""
        message = await self.read()
        assert message["t"] == name, message
        return dict(message["d"])

    async def is_silent(self, seconds: float = 0.05) -> bool:
        """Whether nothing comes for a while: asked with a heartbeat, whose answer must be the next message."""
        await self.say(1, self.sequence)
        await asyncio.sleep(seconds)
        return bool((await self.read())["op"] == 11)

    async def say(self, op: int, data: Any) -> None:
        """Send a message."""
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, token: str, intents: int = GUILDS | MESSAGES | DIRECT, **more: Any) -> Json:
        """Identify, and return READY's data."""
        properties = {"os": "linux", "browser": "test", "device": "test"}
        await self.say(2, {"token": token, "intents": intents, "properties": properties, **more})
        return await self.read_event("READY")

    async def resume(self, token: str, session_id: str, sequence: int) -> None:
        """Ask to go on with a session."""
        await self.say(6, {"token": token, "session_id": session_id, "seq": sequence})

    async def close_code(self) -> int | None:
        """Wait for the connection's end and return its code."""
        while (await self.socket.receive(timeout=5)).type in (
            aiohttp.WSMsgType.TEXT,
            aiohttp.WSMsgType.BINARY,
        ):
            pass
        return self.socket.close_code


class Door:
    """A server that serves nothing but the gateway, and lets clients in."""

    def __init__(self, server: TestServer, session: aiohttp.ClientSession) -> None:
        self.url = f"http://127.0.0.1:{server.port}"
        self._session = session

    async def enter(self, query: str = "?v=10&encoding=json") -> RawClient:
        """Connect, and read the first message, hello."""
        socket = await self._session.ws_connect(f"{self.url}/gateway{query}")
        client = RawClient(socket, compressed="compress=zlib-stream" in query)
        hello = await client.read()
        assert hello["op"] == 10
        return client


@asynccontextmanager
async def open_door(gateway: Gateway, *routes: web.RouteDef) -> AsyncIterator[Door]:
    """Serve a gateway on loopback."""
    app = web.Application()
    app.add_routes([web.get("/gateway", gateway.connect), *routes])
    server = TestServer(app)
    await server.start_server()
    try:
        async with aiohttp.ClientSession() as session:
            yield Door(server, session)
            await gateway.close()
    finally:
        await server.close()
