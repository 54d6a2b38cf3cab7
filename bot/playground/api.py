"""Discord's HTTP API: every request is recorded, befallen by faults, held against the limits, then carried out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.playground import errors
from bot.playground.bodies import Upload
from bot.playground.errors import ApiError
from bot.playground.faults import Faults, Mishap
from bot.playground.interactions import Interactions
from bot.playground.limits import Limits
from bot.playground.messages import Messages
from bot.playground.reactions import Reactions
from bot.playground.recording import Exchange, Recording
from bot.playground.requests import Answer, Call, dump, read_body
from bot.playground.world import World

log = logging.getLogger(__name__)

BASE = "/api/v10"
Handler = Callable[["Discord", Call], Answer]


@dataclass(frozen=True, slots=True)
class Discord:
    """What the API's handlers work on. `address` is where the playground is served, "http://127.0.0.1:…"."""

    world: World
    messages: Messages
    reactions: Reactions
    interactions: Interactions
    address: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Route:
    """One route. `path` is written as in Discord's description; `is_open` routes need no bot token."""

    method: str
    path: str
    handler: Handler
    is_open: bool = False

    @property
    def name(self) -> str:
        """How the limits know it."""
        return f"{self.method} {self.path}"


class Api:
    """Serves the routes below `/api/v10`."""

    def __init__(self, discord: Discord, limits: Limits, faults: Faults, recording: Recording) -> None:
        self._discord = discord
        self._limits = limits
        self._faults = faults
        self._recording = recording
        self._clock = discord.world.clock

    def add_to(self, app: web.Application, routes: Iterable[Route]) -> None:
        """Add the routes, and a 404 in Discord's manner for all others."""
        for route in routes:
            app.router.add_route(route.method, BASE + route.path, self._serving(route))
        unknown = Route("*", "", _unknown, is_open=True)
        app.router.add_route("*", BASE + "/{tail:.*}", self._serving(unknown))

    def _serving(self, route: Route) -> Callable[[web.Request], Any]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(route, request)

        return serve

    async def _serve(self, route: Route, request: web.Request) -> web.StreamResponse:
        at = self._clock.now()
        refusal: ApiError | None = None
        body: Any = None
        uploads: tuple[Upload, ...] = ()
        try:
            body, uploads = await read_body(request)
        except ApiError as exc:
            refusal = exc
        path = request.path.removeprefix(BASE)
        exchange = Exchange(
            request.method,
            route.path,
            path,
            dict(request.query),
            body,
            tuple(upload.filename for upload in uploads),
            "Authorization" in request.headers,
            at,
        )
        self._recording.add(exchange)
        mishap = self._faults.take(request.method, path)
        if mishap is not None and mishap.delay:
            await self._clock.sleep(mishap.delay)
        if mishap is None or not mishap.spoils_answer or mishap.applied:
            call = Call(request.match_info, exchange.query, body, uploads)
            response = self._carry_out(route, request, call, exchange, refusal)
        if mishap is not None and mishap.spoils_answer:
            response = self._spoil(mishap, request, exchange)
        exchange.took = self._clock.now() - at
        return response

    def _carry_out(
        self,
        route: Route,
        request: web.Request,
        call: Call,
        exchange: Exchange,
        refusal: ApiError | None,
    ) -> web.Response:
        authorized = self._is_authorized(request)
        if not route.is_open and not authorized:
            refusal = errors.unauthorized()
        name = route.name if route.path else f"{request.method} {request.path}"
        grant = self._limits.take(name, _major(call.path), authorized=authorized)
        if not grant.allowed:
            exchange.status, exchange.answer = 429, grant.body
            return _response(429, grant.body, grant.headers)
        exchange.served = True
        try:
            if refusal is not None:
                raise refusal
            answer = route.handler(self._discord, call)
        except ApiError as exc:
            answer = Answer(exc.as_json(), exc.status)
        self._limits.note_answer(answer.status)
        exchange.status, exchange.answer = answer.status, answer.data
        return _response(answer.status, answer.data, grant.headers)

    def _spoil(self, mishap: Mishap, request: web.Request, exchange: Exchange) -> web.Response:
        """Answer otherwise than the request deserves, or not at all."""
        if mishap.drop:
            exchange.status, exchange.answer = -1, None
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        assert mishap.status is not None
        self._limits.note_answer(mishap.status)
        exchange.status, exchange.answer = mishap.status, mishap.body
        return _response(mishap.status, mishap.body, mishap.headers)

    def _is_authorized(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), f"Bot {self._discord.world.token}".encode())


def _major(path: Mapping[str, str]) -> str:
    """Return what Discord keeps buckets apart by: a channel, a guild, or a webhook with its token."""
    if "webhook_token" in path:
        return f"{path['webhook_id']}/{path['webhook_token']}"
    return path.get("channel_id") or path.get("guild_id") or path.get("interaction_token") or ""


def _response(status: int, data: Any, headers: Mapping[str, str]) -> web.Response:
    if data is None:
        return web.Response(status=status, headers=headers)
    if isinstance(data, str):
        return web.Response(status=status, text=data, headers=headers)
    # Bytes, so that no charset is added: clients compare the type as a whole.
    return web.Response(status=status, body=dump(data), content_type="application/json", headers=headers)


def _unknown(_: Discord, __: Call) -> Answer:
    raise errors.not_found()
