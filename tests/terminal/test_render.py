"""How an answer looks: on screens of any size, in a pipe, as JSON, and when it is stopped."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from rich.console import Console

from bot.domain.recommendation import (
    Answer,
    Author,
    Event,
    Finished,
    Recommendation,
    Shortlisted,
    Status,
    Waiting,
    Writing,
)  # fmt: skip
from bot.domain.title import Kind, Title
from bot.terminal.render import Stage, as_json, facts_of, print_json, rendered, show, signature_of
from bot.terminal.render import lines_of as lines

LONG = " ".join(["A keeper of bees hears a melody in the hum and follows it through four valleys."] * 3)
TITLES = [
    Title(f"humming-{number}-2001", f"Humming [red]{number}", 2001, genres=("drama", "music"), runtime=100,
          directors=("A. Director", "B. Director", "C. Director"), description=LONG)
    for number in range(1, 5)
]  # fmt: skip


def answer(author: Author = Author.NOBODY, why: str = "", **more: Any) -> Answer:
    items = tuple(
        Recommendation(title, why, 0.8, author, fallback=f"Because of the bees of {title.year}.")
        for title in TITLES
    )
    return Answer("bees", items, engine="ollama:llama3.1:8b", seconds=1.25, **more)


async def stream(*events: Event, hang: bool = False) -> AsyncIterator[Event]:
    for event in events:
        yield event
        await asyncio.sleep(0)
    if hang:
        await asyncio.sleep(60)


def screen(height: int = 24, width: int = 80) -> Console:
    return Console(
        file=io.StringIO(), force_terminal=True, width=width, height=height, color_system=None, markup=False,
        _environ={"TERM": "xterm"},
    )  # fmt: skip


def text_on(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_facts_leave_out_what_is_not_known() -> None:
    assert facts_of(TITLES[0]) == "film · drama, music · 100 min · by A. Director, B. Director"
    assert facts_of(Title("x", "X", 0)) == "film"
    assert facts_of(Title("x", "X", 0, kind=Kind.SERIES, runtime=50)) == "series · 50 min an episode"


def test_the_last_line_says_who_wrote_the_reasons() -> None:
    assert signature_of(answer(), Stage.WRITING) == "ollama:llama3.1:8b is writing …"
    whole = answer(Author.MODEL, "x", status=Status.COMPLETE)
    assert signature_of(whole) == "Reasons by ollama:llama3.1:8b, in 1.2 s."
    alone = answer(Author.BUILT_IN, "x", trouble="The language model is not running.")
    assert (
        signature_of(alone) == "Reasons by the built-in writer, in 1.2 s. The language model is not running."
    )
    mixed = answer(Author.MODEL, "x", status=Status.PARTIAL, trouble="It broke off.")
    assert signature_of(mixed).startswith(
        "4 of 4 reasons by ollama:llama3.1:8b, the rest by the built-in writer"
    )
    assert signature_of(mixed).endswith("It broke off.")
    assert signature_of(answer(), Stage.STOPPED).startswith("Stopped after 1.2 s.")


async def test_a_pipe_gets_the_finished_answer_once_and_unwrapped() -> None:
    console = Console(file=io.StringIO(), width=40, markup=False, highlight=False)
    done = answer(Author.BUILT_IN, "Because" + " of the bees" * 20, notices=("I read half of that.",))
    await show(console, stream(Shortlisted(answer()), Writing(answer()), Finished(done)))
    text = text_on(console).splitlines()
    assert text[0] == "I read half of that."
    assert text[1] == "1. Humming [red]1 (2001)  80%"
    assert text[3].startswith("   A keeper of bees")
    assert len(text[4]) > 200
    assert not [line for line in text if line != line.rstrip()]
    assert len([line for line in text if "Humming" in line]) == 4


@pytest.mark.parametrize("height", [50, 24, 12, 5])
async def test_a_small_screen_is_never_written_past_while_the_answer_grows(height: int) -> None:
    console = screen(height)
    growing = [Writing(answer(Author.MODEL, "Because" + " bees" * count)) for count in range(1, 12)]
    done = answer(Author.MODEL, "Because bees. " * 6, status=Status.COMPLETE)
    await show(console, stream(Shortlisted(answer()), Waiting(answer(), 2), *growing, Finished(done)))
    text = text_on(console)
    *_, last = text.split("\x1b[2K")
    # Whatever went before, the whole answer stands there once, at the end.
    assert last.count("(2001)") == 4
    assert (
        last.rstrip().endswith("Reasons by ollama:llama3.1:8b, in 1.2 s.\n\x1b[?25h") or "Reasons by" in last
    )
    assert text.endswith("\x1b[?25h")  # the cursor is back


async def test_an_answer_that_is_stopped_keeps_what_was_written_and_fills_the_rest() -> None:
    console = screen(60)
    items = answer().recommendations
    begun = answer()
    begun = Answer("bees", (Recommendation(TITLES[0], "Bees!", 0.9, Author.MODEL), *items[1:]), seconds=3.0)
    showing = asyncio.create_task(show(console, stream(Shortlisted(answer()), Writing(begun), hang=True)))
    await asyncio.sleep(0.3)
    showing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await showing
    *_, last = text_on(console).split("\x1b[2K")
    assert "Bees!" in last
    assert last.count("Because of the bees of 2001.") == 3
    assert "Stopped after 3.0 s." in last
    assert "…\n" not in last
    assert text_on(console).endswith("\x1b[?25h")


def test_markup_in_a_title_is_text() -> None:
    console = screen(100)
    console.print(rendered(lines(answer(Author.MODEL, "[bold]why[/bold] :smile:"), Stage.FINISHED)))
    assert "Humming [red]1" in text_on(console)
    assert "[bold]why[/bold] :smile:" in text_on(console)


def test_json_has_the_promised_shape(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(as_json("bees “and” honey", answer(Author.MODEL, "Why?", status=Status.COMPLETE)))
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["request", "status", "engine", "seconds", "recommendations"]
    assert told["request"] == "bees “and” honey"
    assert told["status"] == "complete"
    assert told["recommendations"][0] == {
        "title_id": "humming-1-2001", "title": "Humming [red]1", "year": 2001, "kind": "film",
        "description": LONG, "why": "Why?", "confidence": 0.8,
    }  # fmt: skip
