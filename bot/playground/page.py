"""Serves the page, and the WebSocket by which it looks through one member's eyes and acts with their hands."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from pathlib import Path

from aiohttp import WSCloseCode, web

from bot.playground.page_view import View
from bot.playground.people import People
from bot.playground.world import World

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
_HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob:; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


class Page:
    """The page and everybody who has it open."""

    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._people = people
        self._open: set[web.WebSocketResponse] = set()

    def add_to(self, app: web.Application) -> None:
        """Add the routes; the page's files come last, they take every other path."""
        app.router.add_get("/playground/socket", self.connect)
        app.router.add_get("/{path:.*}", self._file)

    async def close(self) -> None:
        """Close every page's socket."""
        await asyncio.gather(
            *(
                socket.close(code=WSCloseCode.GOING_AWAY, message=b"The playground ends.")
                for socket in [*self._open]
            )
        )

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one page from its first look to its last (an aiohttp handler)."""
        socket = web.WebSocketResponse(heartbeat=30.0, timeout=1.0, max_msg_size=1024 * 1024)
        await socket.prepare(request)
        self._open.add(socket)
        try:
            async with View(self._world, self._people, socket) as view:
                async for message in socket:
                    view.hear(message.data)
        finally:
            self._open.discard(socket)
        return socket

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = (STATIC / (request.match_info["path"] or "index.html")).resolve()
        if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
            raise web.HTTPNotFound(text="There is no such page.")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.suffix == ".js":
            kind = "text/javascript"  # some systems' tables say otherwise, and modules need it
        return web.FileResponse(path, headers={**_HEADERS, "Content-Type": kind})
