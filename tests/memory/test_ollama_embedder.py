"""OllamaEmbedder against a server on loopback that speaks, or fails, as Ollama does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Embedder
from bot.memory.embeddings import OllamaEmbedder

Answer = Callable[[dict[str, Any]], Awaitable[web.Response]]


class Ollama:
    """A server for `/api/embed` that keeps what it was asked and answers as `answer` says."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: Answer = letters
        app = web.Application()
        app.router.add_post("/api/embed", self._embed)
        self.server = TestServer(app, host="127.0.0.1")

    async def _embed(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        return await self.answer(self.asked[-1])


async def letters(asked: dict[str, Any]) -> web.Response:
    """Count letters: a long vector that says which text it stands for."""
    rows = [[float(len(text)), float(text.count("a")), 2.0] for text in asked["input"]]
    return web.json_response({"model": asked["model"], "embeddings": rows, "total_duration": 1})


def answering(body: str, status: int = 200) -> Answer:
    async def answer(_: dict[str, Any]) -> web.Response:
        return web.Response(text=body, status=status, content_type="application/json")

    return answer


@pytest.fixture
async def ollama() -> AsyncIterator[Ollama]:
    standing = Ollama()
    await standing.server.start_server()
    yield standing
    await standing.server.close()


@pytest.fixture
async def embedder(ollama: Ollama) -> AsyncIterator[OllamaEmbedder]:
    async with httpx.AsyncClient() as http:
        yield OllamaEmbedder(str(ollama.server.make_url("/")), "nomic-embed-text", http)


async def test_it_asks_with_the_wire_of_ollama_and_gives_unit_vectors(
    ollama: Ollama, embedder: OllamaEmbedder
) -> None:
    port: Embedder = embedder
    vectors = await port.embed(["banana", "kiwi"])
    assert ollama.asked == [{"model": "nomic-embed-text", "input": ["banana", "kiwi"], "truncate": True}]
    expected = np.array([[6, 3, 2], [4, 0, 2]]) / np.sqrt([[49], [20]])
    np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert vectors.dtype == np.float32
    assert port.name == "ollama:nomic-embed-text"


async def test_many_texts_go_in_batches_of_32_and_keep_their_order(
    ollama: Ollama, embedder: OllamaEmbedder
) -> None:
    vectors = await embedder.embed(["x" * (number + 1) for number in range(70)])
    assert [len(asked["input"]) for asked in ollama.asked] == [32, 32, 6]
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 2], np.arange(1, 71) / 2, rtol=1e-5)


async def test_the_number_of_dimensions_is_known_after_the_first_answer(
    ollama: Ollama, embedder: OllamaEmbedder
) -> None:
    before = embedder.dimensions
    assert before is None
    assert (await embedder.embed([])).shape == (0, 0)
    await embedder.warm()
    assert embedder.dimensions == 3
    assert (await embedder.embed([])).shape == (0, 3)
    assert len(ollama.asked) == 1


async def test_empty_texts_and_half_characters_are_sent_as_something_with_tokens(
    ollama: Ollama, embedder: OllamaEmbedder
) -> None:
    assert (await embedder.embed(["", " \n", "\ud83d film"])).shape == (3, 3)
    assert ollama.asked[0]["input"] == ["-", "-", "? film"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (404, "ollama pull nomic-embed-text"),
        (501, "cannot compare texts"),
        (400, r"status 400"),
        (500, r"status 500"),
        (503, r"status 503"),
        (302, r"status 302"),
    ],
)
async def test_a_refusal_becomes_a_sentence_that_says_what_to_do(
    ollama: Ollama, embedder: OllamaEmbedder, status: int, sentence: str
) -> None:
    ollama.answer = answering('{"error": "secret inner workings"}', status)
    with pytest.raises(EmbeddingsUnavailable, match=sentence) as caught:
        await embedder.embed(["film"])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        '{"error": "late"}',
        '{"embeddings": null}',
        '{"embeddings": []}',
        '{"embeddings": [[]]}',
        '{"embeddings": [[], []]}',
        '{"embeddings": [[1, 2]]}',
        '{"embeddings": [[1, 2], [3, 4], [5, 6]]}',
        '{"embeddings": [[1, 2], [3]]}',
        '{"embeddings": [[1, 2], [3, "x"]]}',
        '{"embeddings": [[1, 2], [3, null]]}',
        '{"embeddings": [[1, 2], {"3": 4}]}',
        '{"embeddings": [[1, 2], [NaN, 1]]}',
        '{"embeddings": [[1, 2], [1e999, 1]]}',
        '{"embeddings": [[1, 2], [0, 0]]}',
        '{"embeddings": [[1, 2], [3, 4',
    ],
)
async def test_an_answer_that_is_not_one_vector_per_text_is_refused(
    ollama: Ollama, embedder: OllamaEmbedder, body: str
) -> None:
    ollama.answer = answering(body)
    with pytest.raises(EmbeddingsUnavailable, match="one vector for each text"):
        await embedder.embed(["film", "series"])


async def test_a_model_that_changes_its_dimensions_is_refused_instead_of_mixed(
    ollama: Ollama, embedder: OllamaEmbedder
) -> None:
    await embedder.embed(["film"])
    ollama.answer = answering(json.dumps({"embeddings": [[1.0, 2.0]]}))
    with pytest.raises(EmbeddingsUnavailable, match="one vector for each text"):
        await embedder.embed(["film"])


async def test_nobody_at_the_address_is_an_error_in_words(ollama: Ollama) -> None:
    address = str(ollama.server.make_url("/"))
    await ollama.server.close()
    async with httpx.AsyncClient() as http:
        with pytest.raises(EmbeddingsUnavailable, match="not answering"):
            await OllamaEmbedder(address, "nomic-embed-text", http).embed(["film"])


async def test_an_address_that_is_none_is_an_error_in_words() -> None:
    async with httpx.AsyncClient() as http:
        with pytest.raises(EmbeddingsUnavailable, match="not answering"):
            await OllamaEmbedder("http://[::1", "nomic-embed-text", http).embed(["film"])


async def test_silence_ends_after_the_time_that_was_given(ollama: Ollama) -> None:
    gone = asyncio.Event()

    async def silent(_: dict[str, Any]) -> web.Response:
        await gone.wait()
        return web.Response()

    ollama.answer = silent
    async with httpx.AsyncClient() as http:
        embedder = OllamaEmbedder(str(ollama.server.make_url("/")), "nomic-embed-text", http, timeout=0.1)
        with pytest.raises(EmbeddingsUnavailable, match="too long"):
            await embedder.embed(["film"])
    gone.set()


async def test_closing_leaves_the_http_client_to_its_owner(embedder: OllamaEmbedder) -> None:
    await embedder.aclose()
    assert (await embedder.embed(["film"])).shape == (1, 3)
