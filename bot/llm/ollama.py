"""Ollama's API: `POST /api/generate`, streamed as lines of JSON."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx

from bot.domain.errors import ModelUnavailable
from bot.domain.prompt import Prompt
from bot.llm.ndjson import NdjsonDecoder, text_of
from bot.llm.stream import Sampling, answer_of, cut_short, ended_early, failed, get_json, refused

log = logging.getLogger(__name__)

# Ollama unloads an idle model after five minutes by default, and loading takes longer than anyone waits.
KEEP_ALIVE = "30m"


class OllamaServer:
    """One model of an Ollama server at `base_url`."""

    def __init__(self, base_url: str, model: str) -> None:
        self._base_url = base_url
        self._model = model

    async def stream(
        self, http: httpx.AsyncClient, prompt: Prompt, sampling: Sampling
    ) -> AsyncGenerator[str]:
        """Yield the answer's text piece by piece, none empty.

        Raises ModelUnavailable or ModelBusy when the server refuses, StreamBroken when the stream ends
        without `done` or the answer reached `num_predict` tokens.
        """
        body: dict[str, Any] = {
            "model": self._model,
            "prompt": prompt.text,
            "stream": True,
            "keep_alive": KEEP_ALIVE,
            "options": {
                "temperature": sampling.temperature,
                "top_p": sampling.top_p,
                "top_k": sampling.top_k,
                "num_predict": sampling.num_predict,
            },
        }
        if prompt.schema is not None:
            body["format"] = prompt.schema
        async with answer_of(http, f"{self._base_url}/api/generate", body) as response:
            if response.status_code != 200:
                raise refused(response.status_code, self._model)
            said = False
            async with aclosing(_parts(response)) as parts:
                async for part in parts:
                    if part.get("error"):
                        raise failed(after_text=said)
                    if text := text_of(part.get("response")):
                        said = True
                        yield text
                    if part.get("done") is True:
                        if part.get("done_reason") == "length":
                            raise cut_short()
                        return
            raise ended_early(after_text=said)

    async def models(self, http: httpx.AsyncClient) -> list[str]:
        """Return the names of the installed models. Raises ModelUnavailable."""
        answer = await get_json(http, f"{self._base_url}/api/tags")
        listed = answer.get("models") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise ModelUnavailable(f"What answers at {self._base_url} is not Ollama.")
        return [str(model.get("name")) for model in listed if isinstance(model, dict)]

    async def warm(self, http: httpx.AsyncClient) -> None:
        """Have Ollama load the model: an empty prompt does only that. Raises ModelError."""
        body = {"model": self._model, "prompt": "", "stream": False, "keep_alive": KEEP_ALIVE}
        async with answer_of(http, f"{self._base_url}/api/generate", body) as response:
            if response.status_code != 200:
                raise refused(response.status_code, self._model)


async def _parts(response: httpx.Response) -> AsyncGenerator[dict[str, Any]]:
    """Yield the stream's objects. Raises ModelUnavailable when what came is no stream of objects at all."""
    decoder = NdjsonDecoder()
    read = 0
    async for data in response.aiter_bytes():
        for part in decoder.feed(data):
            read += 1
            yield part
    for part in decoder.close():
        read += 1
        yield part
    if decoder.skipped:
        log.warning("ollama's stream held malformed lines count=%d", decoder.skipped)
        if not read:
            raise ModelUnavailable("What answers as the language model is not Ollama.")
