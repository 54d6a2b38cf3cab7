"""An answer as the terminal shows it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from enum import Enum, auto
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.text import Text

from bot.domain.recommendation import Answer, Author, Event, Finished, Recommendation, Status, Waiting
from bot.domain.text import clip
from bot.domain.title import Kind, Title

BUILT_IN_LINE = "Reasons by the built-in writer"
INDENT = 3
REFRESHES_PER_SECOND = 12
DESCRIPTION_CHARACTERS = 300

# A line of an answer: how far it is indented, and what it says.
Line = tuple[int, Text]


class Stage(Enum):
    """How far an answer has come."""

    WRITING = auto()
    FINISHED = auto()
    STOPPED = auto()


def terminal_console(*, stderr: bool = False) -> Console:
    """Return a console that takes text for text: no markup, nothing coloured because it looks like a number."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def facts_of(title: Title) -> str:
    """Return the facts beside a title: kind, genres, running time, makers."""
    runtime = (
        f"{title.runtime} min" + (" an episode" if title.kind is Kind.SERIES else "") if title.runtime else ""
    )
    makers = f"by {', '.join(title.directors[:2])}" if title.directors else ""
    return " · ".join(
        part for part in (str(title.kind), ", ".join(title.genres[:3]), runtime, makers) if part
    )


def signature_of(answer: Answer, stage: Stage = Stage.FINISHED) -> str:
    """Return the line that says who wrote the reasons, and how long it took."""
    if stage is Stage.WRITING:
        return f"{answer.engine} is writing …"
    took = f"{answer.seconds:.1f} s"
    if stage is Stage.STOPPED:
        return f"Stopped after {took}. What was not written yet is by the built-in writer."
    if answer.status is Status.BUILT_IN:
        return f"{BUILT_IN_LINE}, in {took}. {answer.trouble}".strip()
    if answer.status is Status.PARTIAL:
        by_model = sum(item.author is Author.MODEL for item in answer.recommendations)
        return (
            f"{by_model} of {len(answer.recommendations)} reasons by {answer.engine}, the rest by the"
            f" built-in writer, in {took}. {answer.trouble}"
        ).strip()
    return f"Reasons by {answer.engine}, in {took}."


def lines_of(
    answer: Answer, stage: Stage, *, ahead: int | None = None, described: bool = True
) -> Iterable[Line]:
    """Yield an answer line by line; `described` gives each title its description."""
    for notice in answer.notices:
        yield 0, Text(notice, style="yellow")
    for place, item in enumerate(answer.recommendations, start=1):
        yield from _card(place, item, stage, described)
    if stage is Stage.WRITING and ahead:
        yield 0, Text(f"Waiting for the model: {ahead} before you …", style="dim")
    elif answer.recommendations:
        yield 0, Text(signature_of(answer, stage), style="dim")


def _card(place: int, item: Recommendation, stage: Stage, described: bool) -> Iterable[Line]:
    head = Text(f"{place}. ", style="bold")
    head.append(item.title.label, style="bold cyan")
    if stage is not Stage.WRITING:
        head.append(f"  {item.confidence:.0%}", style="green")
    yield 0, head
    yield INDENT, Text(facts_of(item.title), style="dim")
    if described and item.title.description:
        yield INDENT, Text(clip(item.title.description, DESCRIPTION_CHARACTERS), style="dim")
    yield INDENT, Text(item.why or "…", style="italic")
    if described:
        yield 0, Text()


def rendered(lines: Iterable[Line]) -> RenderableType:
    """Return lines for a terminal, which wraps them under their own indentation."""
    return Group(
        *(Padding(text, (0, 0, 0, indent), expand=False) if indent else text for indent, text in lines)
    )


def print_plainly(console: Console, lines: Iterable[Line]) -> None:
    """Print lines for a file or another program: nothing wrapped, nothing filled up."""
    for indent, text in lines:
        console.print(" " * indent + text.plain, soft_wrap=True)


async def show(console: Console, events: AsyncIterator[Event]) -> None:
    """Show an answer as it comes into being. Cancelled, it leaves what there is, with every reason.

    Where the output is no terminal there is nothing to write over: the finished answer is printed once.
    """
    if not console.is_terminal:
        async for event in events:
            if isinstance(event, Finished):
                print_plainly(console, lines_of(event.answer, Stage.FINISHED))
        return
    answer: Answer | None = None
    with Live(console=console, refresh_per_second=REFRESHES_PER_SECOND) as live:
        try:
            async for event in events:
                answer = event.answer
                if isinstance(event, Finished):
                    live.update(rendered(lines_of(answer, Stage.FINISHED)), refresh=True)
                else:
                    live.update(
                        _fitting(console, answer, event.ahead if isinstance(event, Waiting) else None)
                    )
        except asyncio.CancelledError:
            if answer is not None:
                live.update(rendered(lines_of(answer.settled(), Stage.STOPPED)), refresh=True)
            raise


def _fitting(console: Console, answer: Answer, ahead: int | None) -> RenderableType:
    """Return an answer in the making so that the screen holds it: only what is on it can be written over."""
    whole = rendered(lines_of(answer, Stage.WRITING, ahead=ahead))
    if len(console.render_lines(whole, pad=False)) < console.height:
        return whole
    return rendered(lines_of(answer, Stage.WRITING, ahead=ahead, described=False))


def as_json(request: str, answer: Answer) -> dict[str, Any]:
    """Return the answer as `ask --json` prints it."""
    return {
        "request": request,
        "status": str(answer.status),
        "engine": answer.engine,
        "seconds": round(answer.seconds, 3),
        "recommendations": [
            {
                "title_id": item.title.title_id,
                "title": item.title.title,
                "year": item.title.year,
                "kind": str(item.title.kind),
                "description": item.title.description,
                "why": item.why,
                "confidence": round(item.confidence, 2),
            }
            for item in answer.recommendations
        ],
    }


def print_json(value: object) -> None:
    """Print one JSON object, and nothing else, on stdout."""
    in_utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not in_utf8, indent=2) + "\n")
