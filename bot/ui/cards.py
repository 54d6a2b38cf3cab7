"""An answer as the text of one Discord message, never longer than Discord allows.

-# “thoughtful sci-fi tonight”

**1. Arrival** (2016)
-# film · science fiction, drama · 116 min — What the visitors want depends on how one reads them.
> You liked Contact: the same awe, and again a scientist who listens.

-# Reasons written by llama3.1:8b
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.domain.recommendation import Answer, Author, Recommendation, Status
from bot.domain.title import Kind, Title
from bot.ui.markup import fit

MESSAGE_CHARACTERS = 2000
# Kept free for the last line at every stage: what stands above it must not move when it changes.
FOOT_CHARACTERS = 260
NAME_CHARACTERS = 70
REQUEST_CHARACTERS = 120
NOTICE_CHARACTERS = 160
MODEL_CHARACTERS = 40
MOST_NOTICES = 2
FACTS_CHARACTERS = 70
# With less room for a title than this, the facts are left out in favour of the reason, in every card alike.
ROOM_FOR_FACTS = 205
# What a usual name, its facts and its reason take: a description gets what is left, if that says anything.
ROOM_BEFORE_DESCRIPTION = 300
SHORTEST_DESCRIPTION = 50
LONGEST_DESCRIPTION = 160
NOT_YET_WRITTEN = "…"
BEING_WRITTEN = "✍️"
IN_LINE = "⏳"
CUT_OFF = "⏹️ A restart cut this off"
WITH_RETRY = f"{CUT_OFF}; Retry asks again"
BUILT_IN_FOOT = "-# Reasons by the built-in writer"
REPLACED = " · the new title's by the built-in writer"


class Stage(StrEnum):
    """How far a message has come; the reader always sees which."""

    WRITING = "writing"
    DONE = "done"
    STOPPED = "stopped"  # by the person who asked
    LATE = "late"  # by us, before Discord takes the message out of our hands
    INTERRUPTED = "interrupted"  # the bot is closing
    FAILED = "failed"


_ENDS = {
    Stage.STOPPED: "⏹️ Stopped",
    Stage.LATE: "⏹️ The language model took too long",
    Stage.INTERRUPTED: WITH_RETRY,
}


def message_of(answer: Answer, stage: Stage, *, ahead: int = 0, failure: str = "", lead: str = "") -> str:
    """Return the message's text, at most 2,000 characters, cut between words if at all.

    `ahead` is how many requests the model serves before this one; `failure` is what to say of a failure,
    `lead` what stands above everything, already safe to show.
    Title, facts and description stand where they stand at every stage; only reasons and the last line change.
    """
    head = "\n".join(filter(None, (lead, _head(answer))))
    cards: list[str] = []
    if answer.recommendations:
        count = len(answer.recommendations)
        room = _room(head, count)
        waiting = stage is Stage.WRITING
        cards = [
            _card(place, item, room, waiting=waiting)
            for place, item in enumerate(answer.recommendations, start=1)
        ]
    foot = _foot(answer, stage, ahead, failure)
    return "\n\n".join(part for part in (head, *cards, f"-# {foot}" if foot else "") if part)


def with_cards(content: str, items: Sequence[Recommendation]) -> str:
    """Return a whole message's `content` with the cards of `items` in their places, all else as it stands.

    A card that shows its title already stays, so that only what has changed is written anew.
    """
    blocks = content.split("\n\n")
    first = next((at for at, block in enumerate(blocks) if block.startswith("**1. ")), None)
    if first is None or len(blocks) < first + len(items):
        return content
    room = _room("\n\n".join(blocks[:first]), len(items))
    changed = False
    for place, item in enumerate(items, start=1):
        card = _card(place, item, room, waiting=False)
        at = first + place - 1
        if blocks[at].partition("\n")[0] != card.partition("\n")[0]:
            blocks[at], changed = card, True
    if changed and REPLACED not in blocks[-1] and not blocks[-1].startswith(BUILT_IN_FOOT):
        blocks[-1] += REPLACED
    return "\n\n".join(blocks)


def interrupted(content: str, *, is_loading: bool = False, with_retry: bool = True) -> str | None:
    """Return what a message is to say that was cut off while it said `content`; None when it was whole.

    `is_loading` is Discord's own "is thinking", `with_retry` whether a Retry button will be under it.
    """
    said = WITH_RETRY if with_retry else CUT_OFF
    if not content:
        return f"-# {said}" if is_loading else None
    *above, foot = content.split("\n")
    if not foot.startswith((f"-# {BEING_WRITTEN}", f"-# {IN_LINE}")):
        return None
    written = [_broken_off(line) for line in above if line != f"> {NOT_YET_WRITTEN}"]
    return "\n".join([*written, f"-# {said}"])


def _broken_off(line: str) -> str:
    """Show of a reason that its end is missing."""
    is_whole = not line.startswith("> ") or line.endswith((".", "!", "?", "…", "”", '"', ")"))
    return line if is_whole else f"{line} …"


def facts_of(title: Title) -> str:
    """Return the facts beside a title: kind, genres, running time."""
    kind = "series" if title.kind is Kind.SERIES else "film"
    each = " an episode" if title.kind is Kind.SERIES else ""
    runtime = f"{title.runtime} min{each}" if title.runtime else ""
    return " · ".join(part for part in (kind, ", ".join(title.genres[:2]), runtime) if part)


def _head(answer: Answer) -> str:
    lines = []
    if answer.request:
        lines.append(f"-# “{fit(answer.request, REQUEST_CHARACTERS)}”")
    # With nothing to show, the notice is the answer and not the small print above it.
    mark = "-# " if answer.recommendations else ""
    lines.extend(f"{mark}{fit(notice, NOTICE_CHARACTERS)}" for notice in answer.notices[:MOST_NOTICES])
    return "\n".join(lines)


def _room(head: str, count: int) -> int:
    """Return how many characters each of `count` cards may take below `head`."""
    return (MESSAGE_CHARACTERS - FOOT_CHARACTERS - len(head) - 4) // count - 2


def _card(place: int, item: Recommendation, room: int, *, waiting: bool) -> str:
    """Return the lines of one title in at most `room` characters: name, what it is, why it fits."""
    title = item.title
    year = f" ({title.year})" if title.year else ""
    lines = [f"**{place}. {fit(title.title, min(NAME_CHARACTERS, room // 2))}**{year}"]
    if room >= ROOM_FOR_FACTS:
        lines.append(_about(title, room))
    left = room - sum(len(line) + 1 for line in lines)
    why = item.why or (NOT_YET_WRITTEN if waiting else "")
    if why:
        lines.append(f"> {fit(why, left - 2)}")
    return "\n".join(lines)


def _about(title: Title, room: int) -> str:
    """Return the small line of facts and, where there is room for it, the description."""
    line = f"-# {fit(facts_of(title), FACTS_CHARACTERS)}"
    described = min(LONGEST_DESCRIPTION, room - ROOM_BEFORE_DESCRIPTION)
    if title.description and described >= SHORTEST_DESCRIPTION:
        line += f" — {fit(title.description, described)}"
    return line


def _foot(answer: Answer, stage: Stage, ahead: int, failure: str) -> str:
    if stage is Stage.FAILED:
        return f"⚠️ {failure} The titles stand." if answer.recommendations else f"⚠️ {failure}"
    if not answer.recommendations:
        return _ENDS.get(stage, "")
    if stage is Stage.WRITING:
        if ahead:
            return f"{IN_LINE} {ahead} {'request' if ahead == 1 else 'requests'} before yours …"
        return f"{BEING_WRITTEN} {_model_of(answer)} is writing …"
    if stage is Stage.DONE:
        return _signature(answer)
    missing = "" if answer.status is Status.COMPLETE else " · the built-in writer gave the missing reasons"
    return f"{_ENDS[stage]}{missing}"


def _signature(answer: Answer) -> str:
    if answer.status is Status.COMPLETE:
        return f"Reasons written by {_model_of(answer)}"
    trouble = f" · {fit(answer.trouble, 120)}" if answer.trouble else ""
    if answer.status is Status.PARTIAL:
        count = sum(item.author is Author.MODEL for item in answer.recommendations)
        whole = len(answer.recommendations)
        return f"{count} of {whole} reasons by {_model_of(answer)}, the rest by the built-in writer{trouble}"
    return f"Reasons by the built-in writer{trouble}"


def _model_of(answer: Answer) -> str:
    return fit(answer.engine.partition(":")[2] or answer.engine, MODEL_CHARACTERS)
