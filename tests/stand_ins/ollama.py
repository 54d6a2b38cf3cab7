"""A scripted Ollama on loopback: its wire, and everything that goes wrong on it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from tests.stand_ins.wire import Exchange, Fault, ModelStandIn, Writer, pieces_of

MODEL = "llama3.1:8b"
STAMP = "2026-01-01T00:00:00.123456789Z"
_INSERTED = {
    "badjson": b'{"model":"llama3.1:8b","created_at":"2026-01-01T00:00:00Z","response":"broken\n',
    "blank": b"\n   \n",
    "crlf": b"\r\n",
    "keepalive": b": ping\n\n",
    "bom": b"\xef\xbb\xbf",
}


class Ollama(ModelStandIn):
    """Speaks `/api/generate` and `/api/tags`."""

    def __init__(self) -> None:
        super().__init__()
        self.installed = [MODEL]

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/api/generate", self._generate), web.get("/api/tags", self._tags)]

    async def _tags(self, _: web.Request) -> web.Response:
        return web.json_response({"models": [{"name": name} for name in self.installed]})

    async def _generate(self, request: web.Request) -> web.StreamResponse:
        fault = self._next_fault()

        async def answer(exchange: Exchange) -> web.StreamResponse:
            body = exchange.body
            refusal = self._refusal(body, fault)
            if refusal is not None:
                return refusal
            if not body["prompt"]:
                return web.json_response(_part(done=True, done_reason="load"))
            if fault.name == "silence-first":
                await asyncio.sleep(fault.seconds)
            response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
            await response.prepare(request)
            return await _stream(response, Writer(request, response, fault.split), self.script(body), fault)

        return await self._observed(request, answer)

    def _refusal(self, body: dict[str, Any], fault: Fault) -> web.Response | None:
        if body["model"] not in self.installed:
            return web.json_response({"error": f"model '{body['model']}' not found"}, status=404)
        if fault.name == "status":
            return web.json_response({"error": "server busy, please try again."}, status=fault.status)
        if fault.name == "html":
            page = "<html>\n<body>502 Bad Gateway</body>\n</html>\n"
            return web.Response(status=fault.status, text=page, content_type="text/html")
        if fault.name == "empty-body":
            return web.Response(content_type="application/x-ndjson")
        return None


def _part(response: str | None = "", *, done: bool = False, **more: Any) -> dict[str, Any]:
    return {"model": MODEL, "created_at": STAMP, "response": response, "done": done, **more}


def line_of(part: dict[str, Any]) -> bytes:
    """Return an object as Ollama writes it: U+2028 and the like as they are, one line each."""
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


async def _stream(
    response: web.StreamResponse, writer: Writer, text: str, fault: Fault
) -> web.StreamResponse:
    if fault.name == "error-first":
        await writer.write(line_of({"error": "llama runner process has terminated: exit status 2"}))
        await writer.end()
        return response
    for count, piece in enumerate(pieces_of(text), start=1):
        if fault.pause:
            await asyncio.sleep(fault.pause)
        if count == fault.at and await _breaks(writer, fault, piece):
            return response
        await writer.write(line_of(_part(piece)))
    await _finish(writer, fault)
    await writer.end()
    return response


async def _breaks(writer: Writer, fault: Fault, piece: str) -> bool:
    """Let the fault happen in the middle of the stream; return whether that was the end."""
    name = fault.name
    if name in _INSERTED:
        await writer.write(_INSERTED[name])
    elif name == "null-response":
        await writer.write(line_of(_part(None)))
    elif name == "unknown-fields":
        unknown = {"model": MODEL, "done": False, "error": None, "new": {"a": [1]}}
        await writer.write(line_of(unknown))
    elif name == "bigline":
        await writer.write(line_of(_part(context=list(range(100_000, 300_000)))))
    elif name == "drop":
        await writer.drop()
    elif name == "drop-midline":
        line = line_of(_part(piece))
        await writer.drop(line[: len(line) // 2])
    elif name == "error":
        await writer.write(line_of({"error": '{"error":{"code":500,"message":"out of memory"}}'}))
        await writer.end()
    elif name == "no-newline-eof":
        await writer.write(line_of(_part(piece)).rstrip(b"\n"))
        await writer.end()
    elif name == "clean-eof":
        await writer.end()
    elif name == "length":
        await writer.write(line_of(_part(piece, done=True, done_reason="length")))
        await writer.end()
    elif name == "stall":
        await writer.flush()
        await asyncio.sleep(fault.seconds)
    elif name in ("stall-forever", "blank-forever"):
        await writer.flush()
        while True:
            await asyncio.sleep(fault.seconds if name == "blank-forever" else 60)
            await writer.write(b"\n")
            await writer.flush()
    return name in ("error", "no-newline-eof", "clean-eof", "length")


async def _finish(writer: Writer, fault: Fault) -> None:
    last = line_of(
        _part(done=True, done_reason="stop", context=list(range(2000)), total_duration=123, eval_count=9)
    )
    if fault.name == "badjson-end":
        await writer.write(last[:-30] + b"\n")
        return
    await writer.write(last)
    if fault.name == "dup-done":
        await writer.write(last)
    if fault.name == "after-done":
        await writer.write(line_of(_part("TEXT AFTER DONE")))
