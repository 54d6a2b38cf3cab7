"""Ollama's API: `POST /api/generate`, streamed as lines of JSON."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx

from bot.domain.errors import ModelUnavailable
from bot.domain.prompt import Prompt
from bot.llm.ndjson import NdjsonDecoder
from bot.llm.stream import Sampling, StreamBroken, answer_of, get_json, refused

log = logging.getLogger(__name__)

# Ollama unloads an idle model after five minutes by default, and loading takes longer than anyone waits.
KEEP_ALIVE = "30m"


class OllamaServer:
    """One model of an Ollama server at `base_url`."""

    def __init__(self, base_url: str, model: str, http: httpx.AsyncClient) -> None:
        self._base_url = base_url
        self._model = model
        self._http = http

    @property
    def engine(self) -> str:
        """Backend and model, such as `ollama:llama3.1:8b`."""
        return f"ollama:{self._model}"

    async def stream(self, prompt: Prompt, sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the answer's text piece by piece, none empty.

        Raises ModelUnavailable when the server refuses, StreamBroken when the stream ends without `done`.
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
        async with answer_of(self._http, f"{self._base_url}/api/generate", body) as response:
            if response.status_code != 200:
                raise refused(response.status_code, self._model)
            async with aclosing(self._pieces(response)) as pieces:
                async for piece in pieces:
                    yield piece

    async def _pieces(self, response: httpx.Response) -> AsyncGenerator[str]:
        decoder = NdjsonDecoder()
        said = False
        async for data in response.aiter_bytes():
            for part in decoder.feed(data):
                text, done = self._read(part, said)
                if text:
                    said = True
                    yield text
                if done:
                    return
        for part in decoder.close():
            text, done = self._read(part, said)
            if text:
                said = True
                yield text
            if done:
                return
        if decoder.skipped:
            log.warning("ollama stream ended without done, malformed_lines=%d", decoder.skipped)
        if not said and decoder.skipped:
            raise ModelUnavailable("What answers as the language model is not Ollama.")
        raise StreamBroken("The language model's answer broke off.")

    def _read(self, part: dict[str, Any], said: bool) -> tuple[str, bool]:
        """Return the text of one line and whether it is the last. Raises for an error line."""
        if "error" in part:
            log.warning("ollama reported an error in its stream, after_text=%s", said)
            if said:
                raise StreamBroken("The language model ran into an error while it was writing.")
            raise ModelUnavailable("The language model ran into an error.")
        text = part.get("response")
        return (text if isinstance(text, str) else ""), part.get("done") is True

    async def models(self) -> list[str]:
        """Return the names of the installed models. Raises ModelUnavailable."""
        answer = await get_json(self._http, f"{self._base_url}/api/tags")
        listed = answer.get("models") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise ModelUnavailable(f"What answers at {self._base_url} is not Ollama.")
        return [str(model.get("name")) for model in listed if isinstance(model, dict)]

    async def warm(self) -> None:
        """Have Ollama load the model: an empty prompt does only that. Raises ModelError."""
        body = {"model": self._model, "prompt": "", "stream": False, "keep_alive": KEEP_ALIVE}
        async with answer_of(self._http, f"{self._base_url}/api/generate", body) as response:
            if response.status_code != 200:
                raise refused(response.status_code, self._model)
            await response.aread()
