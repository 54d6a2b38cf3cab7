"""An answer as the text of one Discord message, never longer than Discord allows."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.recommendation import Answer, Author, Recommendation, Status
from bot.domain.text import clip
from bot.domain.title import Kind, Title
from bot.ui.markup import escaped

MESSAGE_CHARACTERS = 2000
# What the lines around the titles may take, and the frame of one title's lines.
FRAME_CHARACTERS = 420
NAME_CHARACTERS = 90
REQUEST_CHARACTERS = 120
SHORTEST_REASON = 50


class Stage(StrEnum):
    """How far a message has come; the reader always sees which."""

    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


def message_of(answer: Answer, stage: Stage, *, ahead: int = 0, reference: str = "") -> str:
    """Return the message's text, at most 2,000 characters, cut between words if at all.

    `ahead` is how many requests the model serves before this one; `reference` finds a failure in the log.
    """
    head = _head(answer)
    foot = f"-# {_foot(answer, stage, ahead, reference)}"
    count = max(1, len(answer.recommendations))
    room = (MESSAGE_CHARACTERS - len(head) - len(foot) - 4) // count
    cards = [_card(place, item, room) for place, item in enumerate(answer.recommendations, start=1)]
    return "\n".join(part for part in (head, *cards, foot) if part)


def _head(answer: Answer) -> str:
    lines = []
    if answer.request:
        lines.append(f"-# “{_fit(answer.request, REQUEST_CHARACTERS)}”")
    lines.extend(f"-# {_fit(notice, 200)}" for notice in answer.notices[:2])
    return "\n".join(lines)


def _card(place: int, item: Recommendation, room: int) -> str:
    """Return the lines of one title in at most `room` characters: name, what it is, why it fits."""
    name = f"**{place}. {_fit(item.title.title, NAME_CHARACTERS)}**"
    year = f" ({item.title.year})" if item.title.year else ""
    facts = f" · {facts_of(item.title)}"
    head = f"{name}{year}"
    # A long list has room for names and reasons only.
    if len(head) + len(facts) + SHORTEST_REASON + 3 <= room:
        head += facts
    left = room - len(head) - 4
    why = item.why or ""
    lines = [head]
    described = min(200, left - 190)
    if described >= 60 and item.title.description:
        about = _fit(item.title.description, described)
        lines.append(about)
        left -= len(about) + 1
    if why and left > 20:
        lines.append(f"> {_fit(why, left)}")
    return "\n".join(lines)


def facts_of(title: Title) -> str:
    """Return the facts beside a title: kind, genres, running time."""
    runtime = f"{title.runtime} min" if title.runtime else ""
    kind = "series" if title.kind is Kind.SERIES else "film"
    return " · ".join(part for part in (kind, ", ".join(title.genres[:2]), runtime) if part)


def _foot(answer: Answer, stage: Stage, ahead: int, reference: str) -> str:
    if stage is Stage.FAILED:
        return f"Something broke on my side (ref `{reference}`). The titles stand; Retry asks again."
    if stage is Stage.STOPPED:
        return "Stopped."
    if stage is Stage.WRITING:
        model = escaped(answer.engine.partition(":")[2] or answer.engine)
        return f"⏳ {ahead} before you …" if ahead else f"✍️ {model} is writing the reasons …"
    return _signature(answer)


def _signature(answer: Answer) -> str:
    model = escaped(answer.engine.partition(":")[2] or answer.engine)
    if answer.status is Status.COMPLETE:
        return f"Reasons written by {model}"
    trouble = f" · {_fit(answer.trouble, 120)}" if answer.trouble else ""
    if answer.status is Status.PARTIAL:
        count = sum(item.author is Author.MODEL for item in answer.recommendations)
        return f"{count} of {len(answer.recommendations)} reasons by {model}, the rest by the built-in writer{trouble}"
    return f"Reasons by the built-in writer{trouble}"


def _fit(text: str, limit: int) -> str:
    """Return `text` escaped and clipped between words so that the result has at most `limit` characters."""
    shown = escaped(clip(text, limit))
    allowed = limit
    while len(shown) > limit and allowed > 1:
        # Escaping lengthens: cut the text itself, never the escaped one, where a cut could part a pair.
        allowed -= max(1, len(shown) - limit)
        shown = escaped(clip(text, max(1, allowed)))
    return shown
