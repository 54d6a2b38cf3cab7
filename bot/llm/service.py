"""LLMService: the public face of text generation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Any

import httpx

from bot.domain.errors import BadRequest, ModelBusy, ModelError, ModelTimeout
from bot.domain.pick import Pick
from bot.domain.ports import InQueue, WritingTask
from bot.domain.prompt import (
    MOST_CANDIDATES,
    Preference,
    Prompt,
    prompt_for_list,
    prompt_for_picks,
    prompt_for_reasons,
)
from bot.domain.text import one_line
from bot.domain.title import Title
from bot.llm.json_objects import ObjectReader
from bot.llm.ollama import OllamaServer
from bot.llm.openai_compatible import OpenAICompatibleServer
from bot.llm.picks import AnswerParser
from bot.llm.stream import ModelServer, Sampling, within_bounds
from bot.llm.titles_found import listed_titles, picked_titles
from bot.llm.waiting_line import Ticket, WaitingLine
from bot.settings import Settings, load_settings

log = logging.getLogger(__name__)

StreamingCallback = Callable[[str], Awaitable[None]]
MOST_TITLES = 20
NOTHING_USABLE = "The language model answered with nothing that can be used."


class LLMService:
    """Writes recommendations with the language model that the settings name.

    With nothing handed in it reads the environment and opens a connection per call, so `LLMService()` alone
    works. At most LLM_CONCURRENCY answers are written at once; the others wait their turn here, where they
    are counted, and not inside the model's server, which says nothing while they wait.
    """

    def __init__(self, settings: Settings | None = None, http: httpx.AsyncClient | None = None) -> None:
        self._settings = settings or load_settings()
        self._http = http
        self._server = _server_of(self._settings)
        self._line = WaitingLine(self._settings.llm_concurrency)
        self._sampling = Sampling(
            temperature=self._settings.llm_temperature,
            top_p=self._settings.llm_top_p,
            top_k=self._settings.llm_top_k,
            num_predict=self._settings.llm_num_predict,
        )

    @property
    def engine(self) -> str:
        """Backend and model, such as `ollama:llama3.1:8b`."""
        return f"{self._settings.llm_backend}:{self._settings.llm_model}"

    async def generate_movie_recommendations(
        self,
        user_query: str,
        similar_preferences: list[dict[str, Any]],
        limit: int = 4,
        streaming_callback: StreamingCallback | None = None,
        *,
        candidates: Sequence[Title] | None = None,
    ) -> dict[str, Any]:
        """Return `limit` recommendations for a request.

        `similar_preferences` hold `title`, `year`, `verdict`, `note`, `similarity`, nearest first; only `title`
        is needed. `streaming_callback` gets every piece of text as it is made. With `candidates` (of which the
        first 20 count) the model picks from them by number and nothing else can come out; without, it answers
        from its own memory.

        Returns `{"user_query", "recommendations": [{"title", "year", "description", "reasoning",
        "confidence"}], "raw_response", "model", "complete"}`; `complete` says that the model got to its end
        and gave as many as asked. `confidence` is 0.5 where the model told none.
        Raises BadRequest for a limit outside 1 to 20 or candidates that are none, ModelError when nothing
        usable came.
        """
        if not 1 <= limit <= MOST_TITLES:
            raise BadRequest(f"Ask for 1 to {MOST_TITLES} titles at a time.")
        if candidates is not None and not candidates:
            raise BadRequest("There is no title to choose from.")
        preferences = [_preference(item) for item in similar_preferences]
        if candidates is None:
            prompt = prompt_for_list(user_query, preferences, limit)
        else:
            candidates = candidates[:MOST_CANDIDATES]
            limit = min(limit, len(candidates))
            prompt = prompt_for_picks(user_query, preferences, candidates, limit)
        text, trouble = await self._collect(prompt, streaming_callback)
        whole = trouble is None
        found = listed_titles(text, whole=whole) if candidates is None else picked_titles(text, candidates)
        if not found:
            raise trouble or ModelError(NOTHING_USABLE)
        return {
            "user_query": user_query,
            "recommendations": found[:limit],
            "raw_response": text,
            "model": self._settings.llm_model,
            "complete": whole and len(found) >= limit,
        }

    async def write(self, task: WritingTask) -> AsyncGenerator[Pick | InQueue]:
        """Yield each pick of the model as it grows, and before that how many others it serves first.

        Closing the iterator ends the model's work. Raises ModelError when the answer ends early; the picks
        yielded until then are good.
        """
        if task.numbers:
            prompt = prompt_for_reasons(task.wish, task.preferences, task.candidates, task.numbers)
        else:
            prompt = prompt_for_picks(task.wish, task.preferences, task.candidates, task.limit)
        parser = AnswerParser()
        said = False
        try:
            async with aclosing(self._pieces(prompt, task.patience)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, InQueue):
                        yield piece
                        continue
                    for pick in parser.feed(piece):
                        said = True
                        yield pick
        except ModelError:
            for pick in parser.close():
                yield pick
            raise
        for pick in parser.close():
            said = True
            yield pick
        if not said:
            raise ModelError(NOTHING_USABLE)

    async def decide(self, prompt: Prompt, patience: float) -> dict[str, Any]:
        """Return the JSON object that the model answers `prompt` with, within `patience` seconds in all.

        Raises ModelError when none came in that time: the line may be long, the model slow, or its answer no object.
        """
        text = ""
        try:
            async with asyncio.timeout(patience):
                async with aclosing(self._pieces(prompt, patience)) as pieces:
                    async for piece in pieces:
                        if isinstance(piece, str):
                            text += piece
        except TimeoutError:
            raise ModelTimeout("The language model took too long.") from None
        reader = ObjectReader()
        found = [item.members for item, _ in reader.feed(text) if item.whole]
        if not found:
            raise ModelError(NOTHING_USABLE)
        return found[-1]

    async def models(self) -> list[str]:
        """Return the names of the models the server has. Raises ModelUnavailable."""
        async with self._client() as http:
            return await self._server.models(http)

    async def warm(self) -> None:
        """Have the server load the model before the first request. Raises ModelError."""
        async with self._client() as http:
            await self._server.warm(http)

    async def _collect(
        self, prompt: Prompt, streaming_callback: StreamingCallback | None
    ) -> tuple[str, ModelError | None]:
        """Return the whole text and, when it ended early, why. Raises what came before any text."""
        parts: list[str] = []
        async with aclosing(self._pieces(prompt)) as pieces:
            while True:
                # Only the model's own failure leaves the text standing, not one of the callback.
                try:
                    piece = await anext(pieces, None)
                except ModelError as exc:
                    if not parts:
                        raise
                    return "".join(parts), exc
                if piece is None:
                    return "".join(parts), None
                if isinstance(piece, str):
                    parts.append(piece)
                    if streaming_callback is not None:
                        await streaming_callback(piece)

    async def _pieces(self, prompt: Prompt, patience: float | None = None) -> AsyncGenerator[str | InQueue]:
        """Yield the place in the line while it changes, then the model's text, all within `patience` seconds."""
        silence = self._settings.llm_timeout_seconds
        began = asyncio.get_running_loop().time()
        with self._line.join() as ticket:
            async with aclosing(_turn(ticket, min(silence, patience or silence))) as places:
                async for place in places:
                    yield place
            if patience is not None:
                patience -= asyncio.get_running_loop().time() - began
            async with (
                self._client() as http,
                aclosing(self._server.stream(http, prompt, self._sampling)) as stream,
                aclosing(within_bounds(stream, silence, patience)) as pieces,
            ):
                async for piece in pieces:
                    yield piece

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        if self._http is not None:
            yield self._http
            return
        async with open_model_client() as http:
            yield http


async def _turn(ticket: Ticket, patience: float) -> AsyncGenerator[InQueue]:
    """Yield how many come before `ticket`, down to 0; nothing if it need not wait.

    Raises ModelBusy after `patience` seconds.
    """
    latest = asyncio.get_running_loop().time() + patience
    waited = False
    while ahead := ticket.ahead:
        waited = True
        yield InQueue(ahead)
        try:
            async with asyncio.timeout_at(latest):
                await ticket.moved()
        except TimeoutError:
            log.info("a request gave up waiting for the model ahead=%d", ticket.ahead)
            raise ModelBusy("The language model is busy with other requests.") from None
    if waited:
        yield InQueue(0)


def open_model_client() -> httpx.AsyncClient:
    """Return a client for a model's server: quick to notice that nobody listens, patient for the first word.

    Silence is timed by the pieces of text instead (`within_bounds`): blank lines keep a socket alive for ever.
    """
    return httpx.AsyncClient(timeout=httpx.Timeout(None, connect=5.0), trust_env=False)


def _server_of(settings: Settings) -> ModelServer:
    if settings.llm_backend == "ollama":
        return OllamaServer(settings.ollama_url, settings.llm_model)
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    return OpenAICompatibleServer(settings.openai_base_url, settings.llm_model, key)


def _preference(item: dict[str, Any]) -> Preference:
    year = item.get("year")
    title = one_line(str(item.get("title") or ""))
    verdict = str(item.get("verdict") or "liked")
    return Preference(
        label=f"{title} ({year})" if year else title,
        verdict=verdict if verdict in ("disliked", "seen") else "liked",
        note=str(item.get("note") or ""),
        similarity=float(item.get("similarity") or 0.0),
    )
