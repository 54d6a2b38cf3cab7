"""How scripted model servers write their streams: faults, cuts, and what they saw of each client."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

# A script gives the text of an answer for the body of a request.
Script = Callable[[dict[str, Any]], str]
_PIECE = re.compile(r"\s*\S{1,6}|\s+")

SPLITS = ("", "byte", "utf8", "line", "coalesce", "random")
# Faults that an answer must survive unharmed, and faults that end it early.
HARMLESS = (
    "badjson", "blank", "crlf", "keepalive", "bom", "null-response", "unknown-fields", "bigline", "dup-done",
    "after-done",
)  # fmt: skip
ENDING = (
    "badjson-end", "drop", "drop-midline", "error", "clean-eof", "no-newline-eof", "stall-forever",
)  # fmt: skip
REFUSING = ("status", "html", "empty-body", "error-first")
FAULTS = ("", *HARMLESS, *ENDING, *REFUSING, "stall", "blank-forever", "silence-first", "length")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, at which piece of the text, and how the bytes are cut.

    `seconds` is the length of a stall, of the silence before the first byte, and between the blank lines of
    `blank-forever`; `pause` that between two pieces.
    """

    name: str = ""
    at: int = 5
    status: int = 500
    seconds: float = 0.2
    pause: float = 0.0
    split: str = ""

    def __post_init__(self) -> None:
        assert self.name in FAULTS, self.name
        assert self.split in SPLITS, self.split


@dataclass(slots=True)
class Exchange:
    """One request as the server saw it. `left_at` is when the client went away early, None if it stayed."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    began_at: float = field(default_factory=time.monotonic)
    left_at: float | None = None
    ended: bool = False


def pieces_of(text: str) -> list[str]:
    """Cut a text about as a model's tokens do."""
    return _PIECE.findall(text)


class Dropped(Exception):
    """The connection was cut on purpose."""


class Writer:
    """Writes bytes into a response the way `split` says a network may cut them."""

    def __init__(self, request: web.Request, response: web.StreamResponse, split: str) -> None:
        self._request = request
        self._response = response
        self._split = split
        self._held = b""
        self._chance = random.Random(4)
        # So many bytes travel alone: a whole answer of them would take seconds and show nothing new.
        self._single = 900

    async def write(self, data: bytes) -> None:
        self._held += data
        for part in self._cut():
            await self._response.write(part)
            if self._split:
                await asyncio.sleep(0)

    async def end(self) -> None:
        await self.flush()
        await self._response.write_eof()

    async def drop(self, rest: bytes = b"") -> None:
        """Send `rest`, then close the connection without the end that HTTP asks for."""
        await self.flush()
        if rest:
            await self._response.write(rest)
            await asyncio.sleep(0.02)
        if self._request.transport is not None:
            self._request.transport.close()
        raise Dropped

    async def flush(self) -> None:
        held, self._held = self._held, b""
        if held:
            await self._response.write(held)

    def _cut(self) -> Iterator[bytes]:
        if self._split == "coalesce" and self._held.count(b"\n") < 7:
            return
        if self._split == "line":
            half = len(self._held) // 2 if len(self._held) > 60 else 0
            part, self._held = self._held[:half], self._held[half:]
            if part:
                yield part
            return
        held, self._held = self._held, b""
        if self._split == "byte":
            alone, self._single = held[: self._single], max(0, self._single - len(held))
            yield from (alone[i : i + 1] for i in range(len(alone)))
            if len(alone) < len(held):
                yield held[len(alone) :]
        elif self._split == "utf8":
            cut = next((i + 1 for i, byte in enumerate(held) if byte >= 0x80), len(held))
            yield from (part for part in (held[:cut], held[cut:]) if part)
        elif self._split == "random":
            while held:
                cut = self._chance.randint(1, max(90, len(held) // 10))
                yield held[:cut]
                held = held[cut:]
        elif held:
            yield held


class ModelStandIn:
    """A scripted model server on loopback; subclasses speak one wire.

    `script` gives the text of each answer, `faults` what goes wrong with each (the last one goes on), and
    `exchanges` holds what was asked, in order.
    """

    def __init__(self) -> None:
        self.script: Script = obedient
        self.faults: list[Fault] = []
        self.exchanges: list[Exchange] = []
        self.url = ""
        self.port = 0
        self._runner: web.AppRunner | None = None

    def say(self, *answers: str) -> None:
        """Answer with these texts in turn; the last one goes on."""
        left = list(answers)
        self.script = lambda _: left.pop(0) if len(left) > 1 else left[0]

    def fail(self, *faults: Fault) -> None:
        """Let these things go wrong in turn; the last one goes on."""
        self.faults = list(faults)

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The bodies of the requests for text, in order."""
        return [exchange.body for exchange in self.exchanges]

    async def until_asked(self, count: int = 1, seconds: float = 5.0) -> None:
        """Wait until `count` requests have come; fails after `seconds`."""
        latest = time.monotonic() + seconds
        while len(self.exchanges) < count:
            assert time.monotonic() < latest, "nobody asks"
            await asyncio.sleep(0.005)

    async def until_left(self, seconds: float = 0.5) -> float:
        """Return how long after the call the last client went away; fails after `seconds`."""
        began = time.monotonic()
        while (left_at := self.exchanges[-1].left_at) is None:
            assert time.monotonic() - began < seconds, "the client is still there"
            await asyncio.sleep(0.005)
        return max(0.0, left_at - began)

    def routes(self) -> Sequence[web.RouteDef]:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=1 << 22)
        app.router.add_routes(self.routes())
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def _next_fault(self) -> Fault:
        if not self.faults:
            return Fault()
        return self.faults.pop(0) if len(self.faults) > 1 else self.faults[0]

    async def _observed(
        self, request: web.Request, answer: Callable[[Exchange], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Answer one request and note how it ended."""
        exchange = Exchange(request.path, await request.json(), dict(request.headers))
        self.exchanges.append(exchange)
        try:
            response = await answer(exchange)
        except Dropped:
            return web.Response()
        except (asyncio.CancelledError, ConnectionResetError):
            exchange.left_at = time.monotonic()
            raise
        exchange.ended = True
        return response


def wanted(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the JSON schema that a request asks an answer to follow, on either wire."""
    if isinstance(body.get("format"), dict):
        return dict(body["format"])
    told = body.get("response_format") or {}
    schema = told.get("schema") or (told.get("json_schema") or {}).get("schema")
    return dict(schema) if schema else None


def obedient(body: dict[str, Any]) -> str:
    """Answer as the schema asks: the first candidates in their order, or the numbers that are its keys.

    A question that is not about recommendations gets an empty object.
    """
    schema = wanted(body)
    if schema is None:
        return "1. **Arrival (2016)**\n   Description: A linguist listens.\n   Why: You like to think.\n   Confidence: 0.9\n"
    picks = schema["properties"].get("picks")
    if picks is None and not all(key.isdecimal() for key in schema["properties"]):
        return "{}"  # no schema of recommendations
    if picks is None:
        return keyed(*(int(key) for key in schema["properties"]))
    return picked(*range(1, picks["minItems"] + 1))


def reason(number: int) -> str:
    """Return a reason that names its candidate's number, with signs that are awkward on a wire."""
    return f"Reason {number}: you asked for “thought”, and this one’s quiet wonder —\u2028— keeps to it, naïvely."


def picked(*numbers: int) -> str:
    """Return an answer that picks these candidates."""
    picks = [{"n": number, "why": reason(number), "sure": 0.9} for number in numbers]
    return json.dumps({"picks": picks}, ensure_ascii=False)


def keyed(*numbers: int) -> str:
    """Return an answer with the reasons of these candidates by number."""
    return json.dumps({str(n): {"why": reason(n), "sure": 0.8} for n in numbers}, ensure_ascii=False)
