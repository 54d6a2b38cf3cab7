"""What a whole answer recommends, in the shape that LLMService returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.answer import FindTitle, find_among, parse_numbered_list, usable_reason
from bot.domain.pick import Pick
from bot.domain.text import plain_sentence
from bot.domain.title import Title
from bot.llm.picks import AnswerParser

# Neither sure nor unsure, for a model that does not say.
UNTOLD_CONFIDENCE = 0.5


def listed_titles(text: str, *, whole: bool) -> list[dict[str, Any]]:
    """Return the titles of a free answer, each once, in its order.

    Where the answer broke off (not `whole`) a last title of which nothing was said is left out: its name may
    be half a name.
    """
    entries = parse_numbered_list(text)
    if not whole and entries and not (entries[-1].description or entries[-1].reasoning):
        entries.pop()
    found: dict[tuple[str, int | None], dict[str, Any]] = {}
    for entry in entries:
        found.setdefault(
            (entry.title.casefold(), entry.year),
            {
                "title": entry.title,
                "year": entry.year,
                "description": plain_sentence(entry.description),
                "reasoning": plain_sentence(entry.reasoning),
                "confidence": _told(entry.confidence),
            },
        )
    return list(found.values())


def picked_titles(text: str, candidates: Sequence[Title]) -> list[dict[str, Any]]:
    """Return the candidates that were picked with a reason, each once, with the catalogue's own facts."""
    parser = AnswerParser()
    find = find_among(candidates)
    found: dict[str, dict[str, Any]] = {}
    for pick in (*parser.feed(text), *parser.close()):
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
                    "confidence": _told(pick.confidence),
                },
            )
    return list(found.values())


def _told(confidence: float | None) -> float:
    return UNTOLD_CONFIDENCE if confidence is None else confidence


def _title_of(pick: Pick, candidates: Sequence[Title], find: FindTitle) -> Title | None:
    if pick.number is None:
        return find(pick.title, pick.year)
    return candidates[pick.number - 1] if 1 <= pick.number <= len(candidates) else None
