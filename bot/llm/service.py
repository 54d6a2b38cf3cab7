"""LLMService: the public face of text generation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any

import httpx

from bot.domain.answer import find_among, parse_numbered_list, usable_reason
from bot.domain.errors import BadRequest, ModelBusy, ModelError, ModelUnavailable
from bot.domain.pick import Pick
from bot.domain.ports import InQueue, WritingTask
from bot.domain.prompt import Preference, Prompt, prompt_for_list, prompt_for_picks, prompt_for_reasons
from bot.domain.text import one_line
from bot.domain.title import Title
from bot.llm.ollama import OllamaServer
from bot.llm.openai_compatible import OpenAICompatibleServer
from bot.llm.picks import AnswerParser
from bot.llm.stream import ModelServer, Sampling, within_silence
from bot.settings import Settings, load_settings

log = logging.getLogger(__name__)

StreamingCallback = Callable[[str], Awaitable[None]]
MOST_TITLES = 20


class LLMService:
    """Writes recommendations with the language model that the settings name.

    With nothing handed in it reads the environment and opens a connection per call, so `LLMService()` alone
    works. At most LLM_CONCURRENCY answers are written at once; the others wait their turn here, where they
    are counted, and not inside the model's server, which says nothing while they wait.
    """

    def __init__(self, settings: Settings | None = None, http: httpx.AsyncClient | None = None) -> None:
        self._settings = settings or load_settings()
        self._http = http
        self._places = asyncio.Semaphore(self._settings.llm_concurrency)
        self._waiting = 0
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
        is needed. `streaming_callback` gets every piece of text as it is made. With `candidates` the model
        picks from them by number and nothing else can come out; without, it answers from its own memory.

        Returns `{"user_query", "recommendations": [{"title", "year", "description", "reasoning",
        "confidence"}], "raw_response", "model", "complete"}`; `complete` says that the model got to its end
        and gave as many as asked.
        Raises BadRequest for a limit outside 1 to 20, ModelError when nothing usable came.
        """
        if not 1 <= limit <= MOST_TITLES:
            raise BadRequest(f"Ask for 1 to {MOST_TITLES} titles at a time.")
        preferences = [_preference(item) for item in similar_preferences]
        if candidates:
            limit = min(limit, len(candidates))
            prompt = prompt_for_picks(user_query, preferences, candidates, limit)
        else:
            prompt = prompt_for_list(user_query, preferences, limit)
        text, trouble = await self._collect(prompt, streaming_callback)
        found = _picked(text, candidates) if candidates else _listed(text)
        if not found:
            raise trouble or ModelUnavailable("The language model answered with nothing that can be used.")
        return {
            "user_query": user_query,
            "recommendations": found[:limit],
            "raw_response": text,
            "model": self._settings.llm_model,
            "complete": trouble is None and len(found) >= limit,
        }

    async def write(self, task: WritingTask) -> AsyncGenerator[Pick | InQueue]:
        """Yield each pick of the model as it grows; closing the iterator ends the model's work.

        Raises ModelError when the answer ends early; the picks yielded until then are good.
        """
        if task.numbers:
            prompt = prompt_for_reasons(task.wish, task.preferences, task.candidates, task.numbers)
        else:
            prompt = prompt_for_picks(task.wish, task.preferences, task.candidates, task.limit)
        parser = AnswerParser()
        said = False
        if self._places.locked():
            yield InQueue(self._waiting + self._settings.llm_concurrency)
        try:
            async with aclosing(self._pieces(prompt, task.patience)) as pieces:
                async for piece in pieces:
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
            raise ModelUnavailable("The language model answered with nothing that can be used.")

    async def models(self) -> list[str]:
        """Return the names of the models the server has. Raises ModelUnavailable."""
        async with self._server() as server:
            return await server.models()

    async def warm(self) -> None:
        """Have the server load the model before the first request. Raises ModelError."""
        async with self._server() as server:
            await server.warm()

    async def _collect(
        self, prompt: Prompt, streaming_callback: StreamingCallback | None
    ) -> tuple[str, ModelError | None]:
        """Return the whole text and, when it ended early, why. Raises what came before any text."""
        parts: list[str] = []
        trouble: ModelError | None = None
        async with aclosing(self._pieces(prompt)) as pieces:
            try:
                async for piece in pieces:
                    parts.append(piece)
                    if streaming_callback is not None:
                        await streaming_callback(piece)
            except ModelError as exc:
                if not parts:
                    raise
                trouble = exc
        return "".join(parts), trouble

    async def _pieces(self, prompt: Prompt, patience: float | None = None) -> AsyncGenerator[str]:
        """Yield the model's text once it is this request's turn, for at most `patience` seconds."""
        silence = self._settings.llm_timeout_seconds
        async with AsyncExitStack() as stack:
            await self._turn(min(silence, patience or silence))
            stack.callback(self._places.release)
            server = await stack.enter_async_context(self._server())
            stream = await stack.enter_async_context(aclosing(server.stream(prompt, self._sampling)))
            pieces = await stack.enter_async_context(aclosing(within_silence(stream, silence, patience)))
            async for piece in pieces:
                yield piece

    async def _turn(self, patience: float) -> None:
        """Wait for a free place. Raises ModelBusy after `patience` seconds."""
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                await self._places.acquire()
        except TimeoutError:
            raise ModelBusy("The language model is busy with other requests.") from None
        finally:
            self._waiting -= 1

    @asynccontextmanager
    async def _server(self) -> AsyncIterator[ModelServer]:
        async with AsyncExitStack() as stack:
            http = self._http
            if http is None:
                http = await stack.enter_async_context(open_model_client())
            yield self._server_over(http)

    def _server_over(self, http: httpx.AsyncClient) -> ModelServer:
        settings = self._settings
        if settings.llm_backend == "ollama":
            return OllamaServer(settings.ollama_url, settings.llm_model, http)
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
        return OpenAICompatibleServer(settings.openai_base_url, settings.llm_model, key, http)


def open_model_client() -> httpx.AsyncClient:
    """Return a client for a model's server: quick to notice that nobody listens, patient for the first word.

    Silence is timed by the pieces of text instead (`within_silence`): blank lines keep a socket alive for ever.
    """
    return httpx.AsyncClient(timeout=httpx.Timeout(None, connect=5.0), trust_env=False)


def _preference(item: dict[str, Any]) -> Preference:
    year = item.get("year")
    title = one_line(str(item.get("title") or ""))
    return Preference(
        label=f"{title} ({year})" if year else title,
        verdict=str(item.get("verdict") or "liked"),
        note=str(item.get("note") or ""),
        similarity=float(item.get("similarity") or 0.0),
    )


def _listed(text: str) -> list[dict[str, Any]]:
    """Return the titles of a free answer, each once."""
    found: dict[tuple[str, int | None], dict[str, Any]] = {}
    for entry in parse_numbered_list(text):
        found.setdefault(
            (entry.title.casefold(), entry.year),
            {
                "title": entry.title,
                "year": entry.year,
                "description": entry.description,
                "reasoning": entry.reasoning,
                "confidence": entry.confidence,
            },
        )
    return list(found.values())


def _picked(text: str, candidates: Sequence[Title]) -> list[dict[str, Any]]:
    """Return the candidates that were picked, each once, with the catalogue's own facts."""
    parser = AnswerParser()
    picks = {(pick.number, pick.title): pick for pick in (*parser.feed(text), *parser.close())}
    find = find_among(candidates)
    found: dict[str, dict[str, Any]] = {}
    for pick in picks.values():
        title = _title_of(pick, candidates, find)
        reasoning = usable_reason(pick.why)
        if title is not None and reasoning and pick.finished:
            found.setdefault(
                title.title_id,
                {
                    "title": title.title,
                    "year": title.year,
                    "description": title.description,
                    "reasoning": reasoning,
                    "confidence": pick.confidence,
                },
            )
    return list(found.values())


def _title_of(
    pick: Pick, candidates: Sequence[Title], find: Callable[[str, int | None], Title | None]
) -> Title | None:
    if pick.number is None:
        return find(pick.title, pick.year)
    return candidates[pick.number - 1] if 1 <= pick.number <= len(candidates) else None
