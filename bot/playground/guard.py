"""Who may speak to the playground: programs on this machine, and its own page; no other site's page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

_HERE = ("127.0.0.1", "localhost", "::1")
_PAGE_ONLY = "/playground/"


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what was addressed to another host's name, and what another site's page asks.

    A name that points to this machine, such as one an attacker owns, would let any page in the browser speak as
    if it came from here (DNS rebinding); and a page may post, and open WebSockets, to addresses not its own.
    """
    if not is_here(request.host):
        raise web.HTTPForbidden(text="The playground answers on 127.0.0.1 and localhost only.")
    if request.path.startswith(_PAGE_ONLY):
        origin = request.headers.get("Origin")
        foreign = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
        if foreign or (origin is not None and origin != f"http://{request.host}"):
            raise web.HTTPForbidden(text="Another site's page may not use the playground.")
    return await handler(request)


def is_here(host: str) -> bool:
    """Return whether a Host header, with or without a port, names this machine."""
    try:
        return urlsplit(f"//{host}").hostname in _HERE
    except ValueError:
        return False
