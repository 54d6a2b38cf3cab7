"""Where a conversation stands, as JSON and back: it outlives the process, and the next version of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.conversation import MOST_TURNS, TURN_CHARACTERS, ShownTitle, Standing, Turn
from bot.domain.text import clip
from bot.domain.wish_json import wish_from_json, wish_to_json


def standing_to_json(standing: Standing) -> dict[str, Any]:
    """Return all of `standing` but its turns."""
    return {
        "wish": wish_to_json(standing.wish) if standing.wish is not None else None,
        "texts": list(standing.texts),
        "shown": [[each.title_id, each.why] for each in standing.shown],
        "recommendation_id": standing.recommendation_id,
        "undo": standing.undo,
        "focus": standing.focus,
    }


def turns_to_json(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Return the last turns."""
    return [{"said": clip(turn.said, TURN_CHARACTERS), "led_to": turn.led_to} for turn in turns[-MOST_TURNS:]]


def standing_from_json(standing: Any, turns: Any) -> Standing:
    """Return what the two functions above were given; what cannot be read is left out."""
    data = standing if isinstance(standing, Mapping) else {}
    number = data.get("recommendation_id")
    return Standing(
        wish=wish_from_json(data.get("wish")),
        texts=tuple(text for text in _list(data.get("texts")) if isinstance(text, str)),
        shown=tuple(
            ShownTitle(*pair) for pair in _list(data.get("shown")) if _are_texts(pair) and len(pair) == 2
        ),
        recommendation_id=number if isinstance(number, int) else None,
        undo=_text(data.get("undo")),
        focus=_text(data.get("focus")),
        turns=tuple(
            Turn(_text(each.get("said")), _text(each.get("led_to")))
            for each in _list(turns)
            if isinstance(each, Mapping)
        ),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
