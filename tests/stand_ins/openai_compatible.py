"""A scripted OpenAI-compatible server on loopback, with the ways in which such servers differ."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Self

from aiohttp import web

from tests.stand_ins.ollama import MODEL
from tests.stand_ins.wire import Exchange, Fault, ModelStandIn, Writer, pieces_of


class OpenAICompatible(ModelStandIn):
    """Speaks `/v1/chat/completions` and `/v1/models`.

    `knows` are the ways of telling a schema that it takes (None: it takes any); others are answered with
    `unknown_status`. `null_first` sends a first delta without content, `usage_last` a chunk without choices.
    """

    def __init__(self) -> None:
        super().__init__()
        self.knows: tuple[str, ...] | None = None
        self.unknown_status = 500
        self.null_first = False
        self.usage_last = False
        self.done_mark = True
        self.base_url = ""

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/v1/chat/completions", self._complete), web.get("/v1/models", self._models)]

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.base_url = f"{self.url}/v1"
        return self

    async def _models(self, _: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        fault = self._next_fault()

        async def answer(exchange: Exchange) -> web.StreamResponse:
            style = (exchange.body.get("response_format") or {}).get("type")
            if style is not None and self.knows is not None and style not in self.knows:
                return _error(self.unknown_status, f"unknown response_format {style}")
            if fault.name == "status":
                return _error(fault.status, "no")
            if fault.name == "empty-body":
                return web.Response(content_type="text/event-stream")
            if fault.name == "silence-first":
                await asyncio.sleep(fault.seconds)
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            await response.prepare(request)
            writer = Writer(request, response, fault.split)
            await self._stream(writer, self.script(exchange.body), fault)
            await writer.end()
            return response

        return await self._observed(request, answer)

    async def _stream(self, writer: Writer, text: str, fault: Fault) -> None:
        if self.null_first:
            await writer.write(event_of(_delta({"role": "assistant", "content": None})))
        for count, piece in enumerate(pieces_of(text), start=1):
            if fault.pause:
                await asyncio.sleep(fault.pause)
            if count == fault.at and await self._breaks(writer, fault, piece):
                return
            await writer.write(event_of(_delta({"content": piece})))
        await writer.write(event_of(_delta({}, finish_reason="stop")))
        if self.usage_last:
            await writer.write(event_of({"choices": [], "usage": {"total_tokens": 9}}))
        if self.done_mark:
            await writer.write(b"data: [DONE]\n\n")

    async def _breaks(self, writer: Writer, fault: Fault, piece: str) -> bool:
        if fault.name == "drop":
            await writer.drop()
        elif fault.name == "drop-midline":
            event = event_of(_delta({"content": piece}))
            await writer.drop(event[: len(event) // 2])
        elif fault.name == "error":
            # Ollama's own /v1 loses the text of an error and never says that it is done.
            await writer.write(event_of({"choices": [{"index": 0, "delta": {}, "finish_reason": None}]}))
            return True
        elif fault.name == "error-first":
            await writer.write(event_of({"error": {"message": "out of memory", "type": "server_error"}}))
            return True
        elif fault.name == "length":
            await writer.write(event_of(_delta({"content": piece}, finish_reason="length")))
            await writer.write(b"data: [DONE]\n\n")
            return True
        elif fault.name == "badjson":
            await writer.write(b'data: {"choices":[{"delta":{"content":"broken\n\n')
        elif fault.name == "keepalive":
            await writer.write(b": ping\n\nevent: noise\n\ndata:\n\n")
        elif fault.name == "stall-forever":
            await writer.flush()
            await asyncio.sleep(60)
        return False


def _delta(delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def event_of(chunk: dict[str, Any]) -> bytes:
    """Return a chunk as a server-sent event."""
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"


def _error(status: int, message: str) -> web.Response:
    return web.json_response({"error": {"message": message, "type": "api_error"}}, status=status)
