"""Discord's HTTP API v10 on loopback: enough of it for a real client to log in and answer interactions.

Interactions enter by the client's own gateway parser, so that everything behind the socket is discord.py's
and ours. Every request is kept; limits are enforced as Discord does; faults happen on demand.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
from aiohttp import web

from tests.stand_ins import discord_payloads as payloads
from tests.stand_ins.discord_exchange import EPHEMERAL, WINDOW_REQUESTS, Exchange
from tests.stand_ins.discord_gateway import Gateway
from tests.stand_ins.discord_payloads import GUILD, Json, Place

TOKEN = "stand-in-token"
ANSWER_WITHIN = 3.0
ORIGINAL = "@original"


@dataclass(frozen=True)
class Request:
    """One request as it arrived; `at` is monotonic, `status` what it was answered."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    at: float
    token: str = ""
    status: int = 0


@dataclass
class Fault:
    """What happens to the next `times` requests of `method` whose path matches `path`.

    `status` 0 lets the request through after `delay`; `applied` carries it out and loses the answer.
    """

    method: str
    path: str
    times: int = 1
    status: int = 0
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    applied: bool = False

    def takes(self, request: web.Request) -> bool:
        """Return whether this request is hit, and count it."""
        if self.times <= 0 or request.method != self.method or not re.search(self.path, request.path):
            return False
        self.times -= 1
        return True


class DiscordApi:
    """The stand-in. `url` is what DISCORD_API_URL is set to."""

    def __init__(self) -> None:
        self.url = ""
        self.gateway = Gateway()
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.refuse_token = False
        self._exchanges: dict[str, Exchange] = {}

    # -- what tests do ----------------------------------------------------------------------------

    def fault(self, method: str, path: str, **what: Any) -> Fault:
        """Let something go wrong; see Fault."""
        fault = Fault(method, path, **what)
        self.faults.append(fault)
        return fault

    def slash(
        self,
        client: discord.Client,
        name: str,
        values: Mapping[str, str | int | bool] | None = None,
        *,
        user_id: int = 1,
        place: Place = GUILD,
    ) -> Exchange:
        """Have a person send a slash command."""
        data = {"id": "1", "name": name, "type": 1, "options": payloads.options(values or {})}
        return self._send(client, payloads.SLASH_COMMAND, data, user_id, place)

    def typing(
        self, client: discord.Client, name: str, option: str, text: str, *, user_id: int = 1
    ) -> Exchange:
        """Have a person type into an option with autocomplete."""
        data = {
            "id": "1",
            "name": name,
            "type": 1,
            "options": payloads.options({option: text}, focused=option),
        }
        return self._send(client, payloads.TYPING, data, user_id, GUILD)

    def press(
        self,
        client: discord.Client,
        exchange: Exchange,
        label: str,
        *,
        user_id: int | None = None,
        custom_id: str | None = None,
    ) -> Exchange:
        """Have a person press a button under an answer; `custom_id` for one that is no longer there."""
        assert exchange.original is not None
        data = {"custom_id": custom_id or exchange.buttons[label], "component_type": 2}
        presser = exchange.user_id if user_id is None else user_id
        extra = {"message": dict(exchange.original)}
        return self._send(
            client, payloads.BUTTON_PRESS, data, presser, exchange.place, extra, pressed_on=exchange
        )

    def edits_of(self, exchange: Exchange) -> list[Request]:
        """Return the requests that changed the answer to an interaction, refused ones too."""
        return [
            request
            for request in self.requests
            if request.token == exchange.token and request.method == "PATCH"
        ]

    def sent_bodies(self) -> list[Json]:
        """Return every message body the bot has sent: callbacks, edits and followups."""
        bodies = []
        for request in self.requests:
            body = request.body
            if not request.token or not isinstance(body, dict):
                continue
            if "/callback" in request.path:
                if body["type"] in (4, 7):
                    bodies.append(body["data"])
            else:
                bodies.append(body)
        return bodies

    def _send(
        self,
        client: discord.Client,
        kind: int,
        data: Json,
        user_id: int,
        place: Place,
        extra: Json | None = None,
        pressed_on: Exchange | None = None,
    ) -> Exchange:
        exchange = self._new(kind, data, user_id, place, extra, pressed_on)
        client._connection.parse_interaction_create(exchange.payload)  # type: ignore[arg-type]
        return exchange

    def _new(
        self,
        kind: int,
        data: Json,
        user_id: int,
        place: Place,
        extra: Json | None = None,
        pressed_on: Exchange | None = None,
    ) -> Exchange:
        token = secrets.token_urlsafe(24)
        payload = payloads.interaction(kind, data, user_id, place, token) | (extra or {})
        exchange = self._exchanges[token] = Exchange(payload, user_id, place, pressed_on)
        return exchange

    # -- what the client sees ----------------------------------------------------------------------

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return self.url.replace("http://", "ws://").replace("/api/v10", "/gateway")

    def payload_of(self, name: str, values: Mapping[str, str | int | bool], *, user_id: int = 1) -> Exchange:
        """Return a slash command that is not sent yet: the gateway's dispatch does that."""
        data = {"id": "1", "name": name, "type": 1, "options": payloads.options(values)}
        return self._new(payloads.SLASH_COMMAND, data, user_id, GUILD)

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator[DiscordApi]:
        """Serve on a free port of loopback for as long as the block lasts."""
        api = cls()
        app = web.Application(middlewares=[api._keep])
        api.add_routes(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        api.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
        try:
            yield api
        finally:
            await runner.cleanup()

    def add_routes(self, app: web.Application) -> None:
        """Add what a client may ask."""
        base = "/api/v10"
        hook = f"{base}/webhooks/{{app}}/{{token}}"
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get(f"{base}/users/@me", self._me)
        app.router.add_get(f"{base}/oauth2/applications/@me", self._application)
        app.router.add_put(f"{base}/applications/{{app}}/commands", self._commands)
        app.router.add_post(f"{base}/interactions/{{id}}/{{token}}/callback", self._callback)
        app.router.add_post(hook, self._limited(self._follow_up))
        app.router.add_get(f"{hook}/messages/{{message}}", self._limited(self._read))
        app.router.add_patch(f"{hook}/messages/{{message}}", self._limited(self._edit))
        app.router.add_delete(f"{hook}/messages/{{message}}", self._limited(self._delete))

    @web.middleware
    async def _keep(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        """Keep every request, in the order of arrival, with the status it got."""
        if request.path == "/gateway":
            return await handler(request)  # type: ignore[no-any-return]
        at = time.monotonic()
        body = await body_of(request)
        token = request.match_info.get("token", "")
        place = len(self.requests)
        seen = Request(request.method, request.path, dict(request.query), body, at, token)
        self.requests.append(seen)
        response: web.StreamResponse = await self._suffer(request, handler)
        self.requests[place] = Request(**{**seen.__dict__, "status": response.status})
        return response

    async def _suffer(self, request: web.Request, handler: Callable[..., Any]) -> web.StreamResponse:
        fault = next((fault for fault in self.faults if fault.takes(request)), None)
        if fault is None:
            return await handler(request)  # type: ignore[no-any-return]
        await asyncio.sleep(fault.delay)
        if fault.status == 0 or fault.applied:
            response: web.StreamResponse = await handler(request)
            if fault.status == 0 and not fault.applied:
                return response
        if fault.status == 0:
            assert request.transport is not None
            request.transport.abort()
        return json_response(fault.body or {}, status=fault.status or 500, headers=fault.headers)

    async def _me(self, request: web.Request) -> web.Response:
        authorised = request.headers.get("Authorization") == f"Bot {TOKEN}" and not self.refuse_token
        return json_response(payloads.BOT) if authorised else refusal(401, 0, "401: Unauthorized")

    async def _application(self, _: web.Request) -> web.Response:
        owner = payloads.user(900)
        return json_response(
            {"id": str(payloads.APPLICATION_ID), "name": "Matinee", "description": "", "icon": None,
             "bot_public": True, "bot_require_code_grant": False, "owner": owner, "verify_key": "0",
             "flags": 0}
        )  # fmt: skip

    async def _commands(self, request: web.Request) -> web.Response:
        synced = [
            {"id": str(payloads.new_id()), "application_id": request.match_info["app"], "version": "1",
             "default_member_permissions": None, **command}
            for command in await body_of(request)
        ]  # fmt: skip
        return json_response(synced)

    async def _callback(self, request: web.Request) -> web.Response:
        exchange = self._exchanges.get(request.match_info["token"])
        if exchange is None or time.monotonic() - exchange.at > ANSWER_WITHIN:
            return refusal(404, 10062, "Unknown interaction")
        if exchange.callback is not None:
            return refusal(400, 40060, "Interaction has already been acknowledged.")
        body = await body_of(request)
        if body["type"] in (4, 7) and (trouble := trouble_with(body["data"], editing=body["type"] == 7)):
            return trouble
        exchange.answer(body)
        answer: Json = {"interaction": {"id": exchange.payload["id"], "type": exchange.payload["type"]}}
        if body["type"] in (4, 5) and exchange.original is not None:
            answer["interaction"] |= {
                "response_message_id": exchange.original["id"],
                "response_message_loading": body["type"] == 5,
                "response_message_ephemeral": exchange.ephemeral,
            }
            answer["resource"] = {"type": body["type"], "message": exchange.original}
        return json_response(answer)

    def _limited(self, handler: Callable[[Exchange, web.Request, Any], web.Response]) -> Callable[..., Any]:
        async def limited(request: web.Request) -> web.Response:
            exchange = self._exchanges.get(request.match_info["token"])
            if exchange is None or exchange.callback is None:
                return refusal(404, 10015, "Unknown Webhook")
            left, reset = exchange.limit(time.monotonic())
            headers = {
                "X-RateLimit-Limit": str(WINDOW_REQUESTS),
                "X-RateLimit-Remaining": str(max(0, left)),
                "X-RateLimit-Reset-After": f"{reset:.3f}",
                "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
                "X-RateLimit-Bucket": "webhook",
                "Via": "1.1 stand-in",
            }
            if left < 0:
                body = {"message": "You are being rate limited.", "retry_after": reset, "global": False}
                return json_response(body, status=429, headers=headers)
            response = handler(exchange, request, await body_of(request))
            response.headers.update(headers)
            return response

        return limited

    def _follow_up(self, exchange: Exchange, _: web.Request, body: Any) -> web.Response:
        if trouble := trouble_with(body):
            return trouble
        if exchange.is_thinking:
            # The first follow-up takes the place of "… is thinking", and stays as private as that was.
            return json_response(exchange.edit(body))
        ephemeral = bool((body.get("flags") or 0) & EPHEMERAL)
        sent = payloads.message(payloads.new_id(), exchange.place.channel_id, body, ephemeral=ephemeral)
        exchange.followups.append(sent)
        return json_response(sent)

    def _read(self, exchange: Exchange, _: web.Request, __: Any) -> web.Response:
        return json_response(exchange.original) if exchange.original else unknown_message()

    def _edit(self, exchange: Exchange, request: web.Request, body: Any) -> web.Response:
        if request.match_info["message"] != ORIGINAL:
            return unknown_message()
        if trouble := trouble_with(body, editing=True):
            return trouble
        shown = exchange.edit(body)
        return json_response(shown) if shown is not None else unknown_message()

    def _delete(self, exchange: Exchange, _: web.Request, __: Any) -> web.Response:
        exchange.delete()
        return web.Response(status=204)


def trouble_with(body: Json, *, editing: bool = False) -> web.Response | None:
    """Return Discord's refusal of a message it would not take, None when it would."""
    if len(body.get("content") or "") > 2000:
        return refusal(400, 50035, "Invalid Form Body")
    if not editing and not body.get("content"):
        return refusal(400, 50006, "Cannot send an empty message")
    return None


async def body_of(request: web.Request) -> Any:
    """Return the JSON of a request, None when it has none."""
    text = await request.text()
    return json.loads(text) if text else None


def json_response(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """Return JSON with the content type exactly as Discord names it: clients compare the whole header."""
    response = web.Response(body=json.dumps(data).encode(), status=status, headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response


def refusal(status: int, code: int, message: str) -> web.Response:
    """Return an error as Discord words it."""
    return json_response({"message": message, "code": code}, status=status)


def unknown_message() -> web.Response:
    """Return what Discord answers about a deleted message."""
    return refusal(404, 10008, "Unknown Message")
