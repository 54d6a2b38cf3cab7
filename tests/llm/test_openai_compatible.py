"""OpenAICompatibleServer against a scripted server, in every way such servers are known to differ."""

from __future__ import annotations

from contextlib import aclosing

import httpx
import pytest

from bot.domain.errors import ModelBusy, ModelError, ModelUnavailable
from bot.domain.prompt import Prompt
from bot.llm.openai_compatible import OpenAICompatibleServer
from bot.llm.stream import Sampling, StreamBroken
from tests.llm.samples import prompt
from tests.stand_ins.ollama import MODEL
from tests.stand_ins.openai_compatible import OpenAICompatible
from tests.stand_ins.wire import SPLITS, Fault, picked, pieces_of

TEXT = picked(2, 5, 1, 3)


def server(openai: OpenAICompatible, key: str | None = None) -> OpenAICompatibleServer:
    return OpenAICompatibleServer(openai.base_url, MODEL, key)


async def text_until_error(
    model: OpenAICompatibleServer, http: httpx.AsyncClient, asked: Prompt | None = None
) -> tuple[str, ModelError | None]:
    """Return what came, and the error that ended it."""
    pieces: list[str] = []
    try:
        async with aclosing(model.stream(http, asked or prompt(), Sampling())) as stream:
            async for piece in stream:
                pieces.append(piece)
    except ModelError as exc:
        return "".join(pieces), exc
    return "".join(pieces), None


async def test_the_request_is_a_chat_of_one_message(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    asked = prompt(3)
    assert (await text_until_error(server(openai, "a key"), http, asked))[1] is None
    assert openai.asked == [
        {
            "model": MODEL,
            "messages": [{"role": "user", "content": asked.text}],
            "stream": True,
            "temperature": 0.7,
            "top_p": 0.9,
            "max_tokens": 800,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "picks", "schema": asked.schema, "strict": True},
            },
        }
    ]
    assert openai.exchanges[0].headers["Authorization"] == "Bearer a key"


@pytest.mark.parametrize("status", [400, 422, 500])
async def test_a_schema_that_is_refused_is_told_in_another_way_which_is_remembered(
    openai: OpenAICompatible, http: httpx.AsyncClient, status: int
) -> None:
    openai.knows, openai.unknown_status = ("json_object",), status
    openai.say(TEXT)
    model = server(openai)
    assert await text_until_error(model, http) == (TEXT, None)
    assert await text_until_error(model, http) == (TEXT, None)
    asked = [body["response_format"] for body in openai.asked]
    assert [told["type"] for told in asked] == ["json_schema", "json_object", "json_object"]
    assert asked[1]["schema"] == prompt().schema


async def test_a_server_without_schemas_is_asked_without_one(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    openai.knows = ()
    openai.say(TEXT)
    model = server(openai)
    assert await text_until_error(model, http) == (TEXT, None)
    assert await text_until_error(model, http) == (TEXT, None)
    assert ["response_format" in body for body in openai.asked] == [True, True, False, False]


async def test_a_prompt_without_a_schema_teaches_nothing_about_schemas(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    model = server(openai)
    await text_until_error(model, http, Prompt("Name a film."))
    await text_until_error(model, http)
    assert ["response_format" in body for body in openai.asked] == [False, True]


@pytest.mark.parametrize("split", SPLITS)
async def test_contents_that_are_null_and_chunks_without_choices_are_passed_over(
    openai: OpenAICompatible, http: httpx.AsyncClient, split: str
) -> None:
    openai.say(TEXT)
    openai.null_first = openai.usage_last = True
    openai.fail(Fault(split=split))
    async with aclosing(server(openai).stream(http, prompt(), Sampling())) as stream:
        assert [piece async for piece in stream] == pieces_of(TEXT)


@pytest.mark.parametrize("name", ["badjson", "keepalive"])
async def test_comments_and_broken_events_cost_no_letter(
    openai: OpenAICompatible, http: httpx.AsyncClient, name: str
) -> None:
    openai.say(TEXT)
    openai.fail(Fault(name))
    assert await text_until_error(server(openai), http) == (TEXT, None)


async def test_a_reason_to_finish_is_enough_without_a_done_mark(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    openai.say(TEXT)
    openai.done_mark = False
    assert await text_until_error(server(openai), http) == (TEXT, None)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", ["error", "drop", "drop-midline", "length"])
async def test_a_stream_that_ends_before_the_model_does_is_told(
    openai: OpenAICompatible, http: httpx.AsyncClient, name: str, split: str
) -> None:
    openai.say(TEXT)
    openai.fail(Fault(name, at=7, split=split))
    text, trouble = await text_until_error(server(openai), http)
    assert text == "".join(pieces_of(TEXT)[: 7 if name == "length" else 6])
    assert isinstance(trouble, StreamBroken)


@pytest.mark.parametrize(
    ("fault", "error", "sentence"),
    [
        (Fault("empty-body"), StreamBroken, "The language model gave no answer."),
        (Fault("error-first", at=1), ModelUnavailable, "The language model ran into an error."),
        (Fault("status", status=401), ModelUnavailable, "refuses the key"),
        (Fault("status", status=404), ModelUnavailable, "is not installed"),
        (Fault("status", status=429), ModelBusy, "too busy"),
        (Fault("status", status=500), ModelUnavailable, "ran into an error"),
    ],
)
async def test_a_refusal_is_told_in_a_sentence(
    openai: OpenAICompatible, http: httpx.AsyncClient, fault: Fault, error: type[ModelError], sentence: str
) -> None:
    openai.fail(fault)
    text, trouble = await text_until_error(server(openai), http)
    assert text == ""
    assert type(trouble) is error
    assert sentence in str(trouble)


async def test_closing_the_iterator_ends_the_request_at_once(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    openai.fail(Fault(pause=0.02))
    async with aclosing(server(openai).stream(http, prompt(), Sampling())) as stream:
        await anext(stream)
    assert await openai.until_left(0.5) < 0.5


async def test_the_served_models_are_listed_and_warming_asks_nothing(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    model = server(openai)
    await model.warm(http)
    assert await model.models(http) == [MODEL]
    assert openai.asked == []


async def test_another_kind_of_server_is_told_apart(
    openai: OpenAICompatible, http: httpx.AsyncClient
) -> None:
    with pytest.raises(ModelUnavailable, match="Nothing usable"):
        await OpenAICompatibleServer(f"{openai.url}/elsewhere", MODEL).models(http)
