"""OllamaServer against a scripted Ollama, with everything that goes wrong on its wire."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import httpx
import pytest

from bot.domain.errors import ModelBusy, ModelError, ModelTimeout, ModelUnavailable
from bot.domain.prompt import Prompt
from bot.llm.ollama import OllamaServer
from bot.llm.stream import LONGEST_ANSWER, Sampling, StreamBroken, within_bounds
from tests.llm.samples import prompt
from tests.stand_ins.ollama import MODEL, Ollama
from tests.stand_ins.wire import HARMLESS, SPLITS, Fault, picked, pieces_of

TEXT = picked(3, 1, 4, 2)


def server(ollama: Ollama, model: str = MODEL) -> OllamaServer:
    return OllamaServer(ollama.url, model)


async def text_until_error(
    ollama: Ollama, http: httpx.AsyncClient, silence: float = 5.0
) -> tuple[str, ModelError | None]:
    """Return what came, and the error that ended it."""
    pieces: list[str] = []
    try:
        async with (
            aclosing(server(ollama).stream(http, prompt(), Sampling())) as stream,
            aclosing(within_bounds(stream, silence)) as bounded,
        ):
            async for piece in bounded:
                pieces.append(piece)
    except ModelError as exc:
        return "".join(pieces), exc
    return "".join(pieces), None


async def test_the_request_is_what_ollama_expects(ollama: Ollama, http: httpx.AsyncClient) -> None:
    asked = prompt(3)
    sampling = Sampling(temperature=0.2, top_p=0.5, top_k=7, num_predict=99)
    async with aclosing(server(ollama).stream(http, asked, sampling)) as stream:
        assert [piece async for piece in stream]
    assert ollama.asked == [
        {
            "model": "llama3.1:8b",
            "prompt": asked.text,
            "stream": True,
            "keep_alive": "30m",
            "options": {"temperature": 0.2, "top_p": 0.5, "top_k": 7, "num_predict": 99},
            "format": asked.schema,
        }
    ]


async def test_without_a_schema_no_format_is_sent(ollama: Ollama, http: httpx.AsyncClient) -> None:
    async with aclosing(server(ollama).stream(http, Prompt("Name a film."), Sampling())) as stream:
        assert [piece async for piece in stream]
    assert "format" not in ollama.asked[0]


async def test_every_piece_comes_once_and_in_order(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.say(TEXT)
    async with aclosing(server(ollama).stream(http, prompt(), Sampling())) as stream:
        assert [piece async for piece in stream] == pieces_of(TEXT)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", HARMLESS)
async def test_a_harmless_fault_costs_no_letter_however_the_bytes_are_cut(
    ollama: Ollama, http: httpx.AsyncClient, name: str, split: str
) -> None:
    ollama.say(TEXT)
    ollama.fail(Fault(name, split=split))
    assert await text_until_error(ollama, http) == (TEXT, None)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", ["drop", "drop-midline", "error", "clean-eof", "length", "badjson-end"])
async def test_what_came_before_the_end_is_kept_and_the_end_is_told(
    ollama: Ollama, http: httpx.AsyncClient, name: str, split: str
) -> None:
    ollama.say(TEXT)
    ollama.fail(Fault(name, at=9, split=split))
    text, trouble = await text_until_error(ollama, http)
    pieces = pieces_of(TEXT)
    whole = {"length": pieces[:9], "badjson-end": pieces}.get(name, pieces[:8])
    assert text == "".join(whole)
    assert isinstance(trouble, StreamBroken)
    sentences = {
        "error": "The language model ran into an error while it was writing.",
        "length": "The language model ran out of room before it was done.",
    }
    assert str(trouble) == sentences.get(name, "The language model's answer broke off.")


async def test_a_last_line_without_a_line_feed_is_read(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.say(TEXT)
    ollama.fail(Fault("no-newline-eof", at=9))
    text, trouble = await text_until_error(ollama, http)
    assert text == "".join(pieces_of(TEXT)[:9])
    assert isinstance(trouble, StreamBroken)


@pytest.mark.parametrize(
    ("fault", "error", "sentence"),
    [
        (Fault("status", status=500), ModelUnavailable, "The language model ran into an error."),
        (Fault("status", status=503), ModelBusy, "The language model is too busy just now."),
        (Fault("status", status=429), ModelBusy, "The language model is too busy just now."),
        (Fault("status", status=401), ModelUnavailable, "server refuses the key"),
        (Fault("html", status=502), ModelUnavailable, "The language model ran into an error."),
        (Fault("html", status=200), ModelUnavailable, "What answers as the language model is not Ollama."),
        (Fault("empty-body"), StreamBroken, "The language model gave no answer."),
        (Fault("error-first"), ModelUnavailable, "The language model ran into an error."),
    ],
)
async def test_a_refusal_is_told_in_a_sentence(
    ollama: Ollama, http: httpx.AsyncClient, fault: Fault, error: type[ModelError], sentence: str
) -> None:
    ollama.fail(fault)
    text, trouble = await text_until_error(ollama, http)
    assert text == ""
    assert type(trouble) is error
    assert sentence in str(trouble)


async def test_a_model_that_is_not_installed_is_named(ollama: Ollama, http: httpx.AsyncClient) -> None:
    with pytest.raises(ModelUnavailable, match="“llama9” is not installed"):
        async with aclosing(server(ollama, "llama9").stream(http, prompt(), Sampling())) as stream:
            await anext(stream)


async def test_nobody_listening_is_told_at_once(http: httpx.AsyncClient) -> None:
    with pytest.raises(ModelUnavailable, match="is not running"):
        async with aclosing(
            OllamaServer("http://127.0.0.1:1", MODEL).stream(http, prompt(), Sampling())
        ) as s:
            await anext(s)


@pytest.mark.parametrize("address", ["http://[::", "ftp://127.0.0.1:9"])
async def test_an_impossible_address_is_an_error_for_people(http: httpx.AsyncClient, address: str) -> None:
    with pytest.raises(ModelUnavailable):
        async with aclosing(OllamaServer(address, MODEL).stream(http, prompt(), Sampling())) as stream:
            await anext(stream)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("stall-forever", at=4),
        Fault("blank-forever", at=4, seconds=0.02),
        Fault("silence-first", seconds=30),
    ],
    ids=lambda fault: fault.name,
)
async def test_silence_ends_the_call_even_while_blank_lines_keep_coming(
    ollama: Ollama, http: httpx.AsyncClient, fault: Fault
) -> None:
    ollama.fail(fault)
    began = asyncio.get_running_loop().time()
    text, trouble = await text_until_error(ollama, http, silence=0.3)
    assert 0.25 <= asyncio.get_running_loop().time() - began < 2
    assert bool(text) is (fault.name != "silence-first")
    assert isinstance(trouble, ModelTimeout)
    assert str(trouble) == "The language model fell silent."
    await ollama.until_left()


async def test_a_pause_shorter_than_the_silence_is_waited_for(
    ollama: Ollama, http: httpx.AsyncClient
) -> None:
    ollama.say(TEXT)
    ollama.fail(Fault("stall", at=6, seconds=0.3))
    assert await text_until_error(ollama, http, silence=2) == (TEXT, None)


async def test_a_trickle_is_bounded(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.fail(Fault(pause=0.05))
    began = asyncio.get_running_loop().time()
    text, trouble = await text_until_error(ollama, http, silence=0.08)
    assert 0.7 <= asyncio.get_running_loop().time() - began < 3
    assert text
    assert str(trouble) == "The language model took too long."


async def test_a_slow_reader_is_not_taken_for_a_slow_model(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.say("one two three four five six")
    async with (
        aclosing(server(ollama).stream(http, prompt(), Sampling())) as stream,
        aclosing(within_bounds(stream, silence=0.2, patience=0.4)) as bounded,
    ):
        pieces = []
        async for piece in bounded:
            pieces.append(piece)
            await asyncio.sleep(0.15)
    assert "".join(pieces) == "one two three four five six"


async def test_a_model_that_never_stops_is_stopped(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.say("word " * (LONGEST_ANSWER // 5 + 2000))
    ollama.fail(Fault(split="coalesce"))
    text, trouble = await text_until_error(ollama, http)
    assert LONGEST_ANSWER - 100 < len(text) <= LONGEST_ANSWER
    assert isinstance(trouble, StreamBroken)


async def test_closing_the_iterator_ends_the_request_at_once(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.fail(Fault(pause=0.02))
    async with aclosing(server(ollama).stream(http, prompt(), Sampling())) as stream:
        await anext(stream)
    assert await ollama.until_left(0.5) < 0.5


async def test_cancelling_the_reader_ends_the_request_at_once(
    ollama: Ollama, http: httpx.AsyncClient
) -> None:
    ollama.fail(Fault("silence-first", seconds=30))
    reading = asyncio.create_task(text_until_error(ollama, http, silence=20))
    await ollama.until_asked()
    reading.cancel()
    assert await ollama.until_left(0.5) < 0.5
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_the_installed_models_are_listed(ollama: Ollama, http: httpx.AsyncClient) -> None:
    ollama.installed = ["llama3.1:8b", "nomic-embed-text:latest"]
    assert await server(ollama).models(http) == ["llama3.1:8b", "nomic-embed-text:latest"]


async def test_warming_loads_the_model_without_text(ollama: Ollama, http: httpx.AsyncClient) -> None:
    await server(ollama).warm(http)
    assert ollama.asked == [
        {"model": "llama3.1:8b", "prompt": "", "stream": False, "keep_alive": "30m"},
    ]
    ollama.installed = []
    with pytest.raises(ModelUnavailable, match="not installed"):
        await server(ollama).warm(http)
