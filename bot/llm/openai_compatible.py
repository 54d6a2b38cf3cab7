"""Servers that speak OpenAI's `POST /v1/chat/completions` (vLLM, llama.cpp, LM Studio), streamed as events."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx

from bot.domain.errors import ModelUnavailable
from bot.domain.prompt import Prompt
from bot.llm.ndjson import LineDecoder
from bot.llm.stream import Sampling, StreamBroken, answer_of, get_json, refused

log = logging.getLogger(__name__)


class OpenAICompatibleServer:
    """One model of a server at `base_url` (which ends in /v1)."""

    def __init__(self, base_url: str, model: str, api_key: str | None, http: httpx.AsyncClient) -> None:
        self._base_url = base_url
        self._model = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._http = http
        # How the schema is told differs between servers; the way that worked is kept.
        self._schema_style = 0

    @property
    def engine(self) -> str:
        """Backend and model, such as `openai:llama3.1:8b`."""
        return f"openai:{self._model}"

    async def stream(self, prompt: Prompt, sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the answer's text piece by piece, none empty.

        A server that refuses one way of telling the schema is asked in the next. Raises ModelUnavailable when
        it refuses all of them, StreamBroken when the stream ends without a reason to finish.
        """
        styles = _schema_styles(prompt.schema)
        for style in range(min(self._schema_style, len(styles) - 1), len(styles)):
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
            async with answer_of(self._http, url, body, self._headers) as response:
                if response.status_code in (400, 422, 500) and style + 1 < len(styles):
                    continue
                if response.status_code != 200:
                    raise refused(response.status_code, self._model)
                if prompt.schema is not None:
                    self._schema_style = style
                async with aclosing(self._pieces(response)) as pieces:
                    async for piece in pieces:
                        yield piece
                return

    async def _pieces(self, response: httpx.Response) -> AsyncGenerator[str]:
        decoder = LineDecoder()
        finished = said = False
        async for data in response.aiter_bytes():
            for line in decoder.feed(data):
                event = line.strip()
                if event == b"data: [DONE]":
                    return
                text, ended = _read(event, said)
                finished = finished or ended
                if text:
                    said = True
                    yield text
        for line in decoder.close():
            text, ended = _read(line.strip(), said)
            finished = finished or ended
            if text:
                yield text
        if not finished:
            raise StreamBroken("The language model's answer broke off.")

    async def models(self) -> list[str]:
        """Return the names of the served models. Raises ModelUnavailable."""
        answer = await get_json(self._http, f"{self._base_url}/models", self._headers)
        listed = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise ModelUnavailable(f"What answers at {self._base_url} is not an OpenAI-compatible server.")
        return [str(model.get("id")) for model in listed if isinstance(model, dict)]

    async def warm(self) -> None:
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


def _read(event: bytes, said: bool) -> tuple[str, bool]:
    """Return the text of one event and whether the model finished with it. Raises for an error event."""
    if not event.startswith(b"data:"):
        return "", False
    try:
        chunk = json.loads(event.removeprefix(b"data:"))
    except ValueError:
        return "", False
    if not isinstance(chunk, dict):
        return "", False
    if chunk.get("error"):
        raise _error(said)
    choices = chunk.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return "", False
    delta = choices[0].get("delta")
    text = delta.get("content") if isinstance(delta, dict) else None
    return (text if isinstance(text, str) else ""), bool(choices[0].get("finish_reason"))


def _error(said: bool) -> Exception:
    if said:
        return StreamBroken("The language model ran into an error while it was writing.")
    return ModelUnavailable("The language model ran into an error.")
