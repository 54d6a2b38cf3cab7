"""A scripted model that does everything wrong on the wire: each answer is whole all the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.app import Base
from bot.domain.recommendation import Finished, Shortlisted, Status
from bot.llm.built_in import reasons_for
from bot.llm.service import LLMService
from bot.memory.fleeting import FleetingMemory
from bot.services import Recommender
from tests.bare_settings import bare_settings
from tests.services.recommender.conftest import TIMEOUT, MakePerson, answer_of, assert_sound, events_of
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import ENDING, HARMLESS, Fault, picked, pieces_of

# One loop for the whole module: the catalogue is opened once.
pytestmark = pytest.mark.asyncio(loop_scope="module")


# Every cut with every fault is proven on the wire (tests/llm); here two of them pass through the whole.
@pytest.mark.parametrize("split", ["", "random"])
@pytest.mark.parametrize("name", ["", *HARMLESS])
async def test_a_harmless_fault_leaves_the_model_every_reason(
    base: Base, ollama: Ollama, person: MakePerson, name: str, split: str
) -> None:
    ollama.fail(Fault(name, split=split))
    answer = await answer_of(person(timeout=5).recommender())
    assert_sound(base, answer)
    assert answer.status is Status.COMPLETE
    assert len(ollama.asked) == 1
    assert {item.confidence for item in answer.recommendations} == {0.9}


@pytest.mark.parametrize("name", [*ENDING, "length"])
async def test_a_stream_that_always_ends_early_leaves_what_was_written_and_built_in_reasons(
    base: Base, ollama: Ollama, person: MakePerson, name: str
) -> None:
    ollama.fail(Fault(name, at=35))
    loop = asyncio.get_running_loop()
    began = loop.time()
    answer = await answer_of(person().recommender())
    assert loop.time() - began < 2 * TIMEOUT + 1
    assert_sound(base, answer)
    assert answer.status is (Status.COMPLETE if name == "badjson-end" else Status.PARTIAL)


@pytest.mark.parametrize("name", ["drop", "drop-midline", "error", "clean-eof", "no-newline-eof", "length"])
async def test_a_stream_that_breaks_once_is_asked_again_for_just_the_missing_reasons(
    base: Base, ollama: Ollama, person: MakePerson, name: str
) -> None:
    ollama.fail(Fault(name, at=len(pieces_of(picked(1, 2))) + 4), Fault())
    answer = await answer_of(person(timeout=10).recommender())
    assert_sound(base, answer)
    assert answer.status is Status.COMPLETE
    first, second = ollama.asked
    assert list(first["format"]["properties"]) == ["picks"]
    assert second["format"]["required"] == ["3", "4"]


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault("status", status=500), "The language model ran into an error."),
        (Fault("status", status=503), "The language model is too busy just now."),
        (Fault("status", status=404), "The language model “llama3.1:8b” is not installed."),
        (Fault("html", status=502), "The language model ran into an error."),
        (Fault("html", status=200), "What answers as the language model is not Ollama."),
        (Fault("empty-body"), "The language model gave no answer."),
        (Fault("error-first"), "The language model ran into an error."),
        (Fault("drop", at=1), "The language model's answer broke off."),
        (Fault("silence-first", seconds=30), "The language model fell silent."),
        (Fault("blank-forever", at=1, seconds=0.05), "The language model fell silent."),
    ],
    ids=lambda value: f"{value.name}-{value.status}" if isinstance(value, Fault) else "",
)
async def test_a_model_that_says_nothing_leaves_the_built_in_writer_and_a_sentence_why(
    base: Base, ollama: Ollama, person: MakePerson, fault: Fault, trouble: str
) -> None:
    ollama.fail(fault)
    loop = asyncio.get_running_loop()
    began = loop.time()
    answer = await answer_of(person().recommender())
    assert loop.time() - began < TIMEOUT + 1
    assert_sound(base, answer)
    assert (answer.status, answer.trouble) == (Status.BUILT_IN, trouble)


async def test_no_model_at_all_is_no_error(base: Base) -> None:
    settings = bare_settings(embedding_host="127.0.0.1", embedding_port=1, data_dir=base.settings.data_dir)
    unreachable = replace(base, settings=settings, llm=LLMService(settings))
    answer = await answer_of(unreachable.fleeting([]))
    assert_sound(base, answer)
    assert answer.trouble == "The language model is not running."


async def test_no_writer_is_no_error(base: Base) -> None:
    lone = Recommender(base.library, base.embedder, FleetingMemory(base.embedder, []), reasons_for)
    events = await events_of(lone)
    assert [type(event) for event in events] == [Shortlisted, Finished]
    assert_sound(base, events[-1].answer)
    assert events[-1].answer.trouble == "No language model is set up."


async def test_a_pause_within_the_time_out_is_waited_for(
    base: Base, ollama: Ollama, person: MakePerson
) -> None:
    ollama.fail(Fault("stall", at=20, seconds=0.5))
    answer = await answer_of(person(timeout=5).recommender())
    assert answer.status is Status.COMPLETE
