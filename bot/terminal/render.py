"""An answer as the terminal shows it."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.text import Text

from bot.domain.recommendation import (
    Answer,
    Author,
    Event,
    Finished,
    Recommendation,
    Shortlisted,
    Status,
    Waiting,
)
from bot.domain.text import clip
from bot.domain.title import Kind, Title

BUILT_IN_LINE = "Reasons by the built-in writer"


def facts_of(title: Title) -> str:
    """Return the facts beside a title: kind, genres, running time, makers."""
    runtime = (
        f"{title.runtime} min" + (" an episode" if title.kind is Kind.SERIES else "") if title.runtime else ""
    )
    makers = f"by {', '.join(title.directors[:2])}" if title.directors else ""
    return " · ".join(
        part for part in (str(title.kind), ", ".join(title.genres[:3]), runtime, makers) if part
    )


def signature_of(answer: Answer, *, finished: bool = True) -> str:
    """Return the line that says who wrote the reasons, and how long it took."""
    if not finished:
        return f"{answer.engine} is writing …"
    took = f"{answer.seconds:.1f} s"
    if answer.status is Status.BUILT_IN:
        return f"{BUILT_IN_LINE}, in {took}. {answer.trouble}".strip()
    if answer.status is Status.PARTIAL:
        by_model = sum(item.author is Author.MODEL for item in answer.recommendations)
        return (
            f"{by_model} of {len(answer.recommendations)} reasons by {answer.engine}, the rest by the"
            f" built-in writer, in {took}. {answer.trouble}"
        ).strip()
    return f"Reasons by {answer.engine}, in {took}."


def rendered(answer: Answer, *, finished: bool, ahead: int | None = None) -> RenderableType:
    """Return an answer, finished or in the making, for rich."""
    parts: list[RenderableType] = [Text(notice, style="yellow") for notice in answer.notices]
    for place, item in enumerate(answer.recommendations, start=1):
        parts.append(_card(place, item, finished))
    if ahead:
        parts.append(Text(f"Waiting for the model: {ahead} before you …", style="dim"))
    elif answer.recommendations:
        parts.append(Text(signature_of(answer, finished=finished), style="dim"))
    return Group(*parts)


def _card(place: int, item: Recommendation, finished: bool) -> RenderableType:
    head = Text(f"{place}. ", style="bold")
    head.append(item.title.label, style="bold cyan")
    head.append(f"  {facts_of(item.title)}", style="dim")
    if finished:
        head.append(f"  {item.confidence:.0%}", style="green")
    body: list[RenderableType] = [head]
    if item.title.description:
        body.append(Padding(Text(clip(item.title.description, 300), style="dim"), (0, 0, 0, 3)))
    body.append(Padding(Text(item.why or "…", style="italic"), (0, 0, 1, 3)))
    return Group(*body)


async def show(console: Console, events: AsyncIterator[Event]) -> Answer | None:
    """Show an answer as it comes into being; return it when it is whole.

    Where the output is no terminal there is nothing to write over: the finished answer is printed once.
    """
    answer: Answer | None = None
    if not console.is_terminal:
        async for event in events:
            answer = event.answer
        if answer is not None:
            console.print(rendered(answer, finished=True))
        return answer
    with Live(console=console, refresh_per_second=12, vertical_overflow="visible") as live:
        async for event in events:
            answer = event.answer
            ahead = event.ahead if isinstance(event, Waiting) else None
            finished = isinstance(event, Finished)
            live.update(
                rendered(answer, finished=finished, ahead=ahead), refresh=isinstance(event, Shortlisted)
            )
    return answer


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
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
