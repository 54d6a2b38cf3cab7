"""Servers that speak OpenAI's `POST /v1/chat/completions` (vLLM, llama.cpp, LM Studio), streamed as events."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import httpx

from bot.domain.errors import ModelUnavailable
from bot.domain.prompt import Prompt
from bot.llm.ndjson import LineDecoder, object_of, text_of
from bot.llm.stream import Sampling, answer_of, cut_short, ended_early, failed, get_json, refused

# What servers answer to a way of telling the schema that they do not know.
_NOT_UNDERSTOOD = (400, 422, 500)
_DONE = b"[DONE]"


class OpenAICompatibleServer:
    """One model of a server at `base_url` (which ends in /v1).

    How the schema is told differs between servers; the way that worked is remembered.
    """

    def __init__(self, base_url: str, model: str, api_key: str | None = None) -> None:
        self._base_url = base_url
        self._model = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._style = 0

    async def stream(
        self, http: httpx.AsyncClient, prompt: Prompt, sampling: Sampling
    ) -> AsyncGenerator[str]:
        """Yield the answer's text piece by piece, none empty.

        A server that refuses one way of telling the schema is asked in the next. Raises ModelUnavailable or
        ModelBusy when it refuses all of them, StreamBroken when the stream ends without a reason to finish,
        or the answer reached `num_predict` tokens. `top_k` is not part of this API and is not sent.
        """
        styles = _schema_styles(prompt.schema)
        for style in range(min(self._style, len(styles) - 1), len(styles)):
            body = {
                "model": self._model,
                "messages": [{"role": "user", "content": prompt.text}],
                "stream": True,
                "temperature": sampling.temperature,
                "top_p": sampling.top_p,
                "max_tokens": sampling.num_predict,
                **styles[style],
            }
            url = f"{self._base_url}/chat/completions"
            async with answer_of(http, url, body, self._headers) as response:
                if response.status_code in _NOT_UNDERSTOOD and style + 1 < len(styles):
                    continue
                if response.status_code != 200:
                    raise refused(response.status_code, self._model)
                if prompt.schema is not None:
                    self._style = style
                async with aclosing(_pieces(response)) as pieces:
                    async for piece in pieces:
                        yield piece
                return

    async def models(self, http: httpx.AsyncClient) -> list[str]:
        """Return the names of the served models. Raises ModelUnavailable."""
        answer = await get_json(http, f"{self._base_url}/models", self._headers)
        listed = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise ModelUnavailable(f"What answers at {self._base_url} is not an OpenAI-compatible server.")
        return [str(model.get("id")) for model in listed if isinstance(model, dict)]

    async def warm(self, http: httpx.AsyncClient) -> None:
        """Do nothing: these servers load their model when they start."""


def _schema_styles(schema: dict[str, Any] | None) -> list[dict[str, Any]]:
    if schema is None:
        return [{}]
    named = {"name": "picks", "schema": schema, "strict": True}
    return [
        {"response_format": {"type": "json_schema", "json_schema": named}},
        {"response_format": {"type": "json_object", "schema": schema}},
        {},
    ]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What one event says: text, an error, or why the model is done ("" while it is not)."""

    text: str = ""
    finish: str = ""
    failed: bool = False


async def _pieces(response: httpx.Response) -> AsyncGenerator[str]:
    said = False
    finish = ""
    async with aclosing(_payloads(response)) as payloads:
        async for payload in payloads:
            if payload == _DONE:
                finish = finish or "stop"
                break
            chunk = _read(payload)
            if chunk.failed:
                raise failed(after_text=said)
            finish = chunk.finish or finish
            if chunk.text:
                said = True
                yield chunk.text
    if finish == "length":
        raise cut_short()
    if not finish:
        raise ended_early(after_text=said)


async def _payloads(response: httpx.Response) -> AsyncGenerator[bytes]:
    """Yield what stands behind each `data:` of the stream."""
    decoder = LineDecoder()
    async for data in response.aiter_bytes():
        for line in decoder.feed(data):
            if line.startswith(b"data:"):
                yield line.removeprefix(b"data:").strip()
    for line in decoder.close():
        if line.startswith(b"data:"):
            yield line.removeprefix(b"data:").strip()


def _read(payload: bytes) -> _Chunk:
    chunk = object_of(payload)
    if chunk is None:
        return _Chunk()
    if chunk.get("error"):
        return _Chunk(failed=True)
    choices = chunk.get("choices")
    # A chunk with usage has no choices, and the first delta of llama.cpp has no content.
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return _Chunk()
    delta = choices[0].get("delta")
    text = text_of(delta.get("content")) if isinstance(delta, dict) else ""
    finish = choices[0].get("finish_reason")
    return _Chunk(text, finish if isinstance(finish, str) else "")
