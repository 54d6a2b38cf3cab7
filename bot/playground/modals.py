"""Modals as people fill them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.components import LABEL, ROW, SELECTS, TEXT_INPUT, inputs_of
from bot.playground.occurrence import Json
from bot.playground.options import Refused


def fill_modal(modal: Json, values: Mapping[str, Any] | Sequence[Json]) -> Json:
    """Return a modal's submission. `values` are by custom id, or a tree of components. Raises Refused."""
    given = values if isinstance(values, Mapping) else _values_in(values)
    known = {item.get("custom_id") for item in inputs_of(modal["components"])}
    if unknown := set(given) - known:
        raise Refused(f"The form has no field {', '.join(sorted(unknown))}.")
    parts = []
    for number, part in enumerate(modal["components"], start=1):
        shown = {"type": part["type"], "id": number}
        if part["type"] == LABEL:
            inside = _filled(part["component"], given, part.get("label"), number)
            parts.append(shown | {"component": inside})
        elif part["type"] == ROW:
            filled = [_filled(item, given, item.get("label"), number) for item in part["components"]]
            parts.append(shown | {"components": filled})
        else:
            parts.append(shown)
    return {"custom_id": modal["custom_id"], "components": parts}


def _values_in(parts: Sequence[Json]) -> dict[str, Any]:
    return {
        item["custom_id"]: item.get("value", item.get("values"))
        for item in inputs_of(parts)
        if "custom_id" in item
    }


def _filled(item: Json, given: Mapping[str, Any], label: str | None, number: int) -> Json:
    name = item["custom_id"]
    called = label or name
    shown: Json = {"type": item["type"], "id": 100 + number, "custom_id": name}
    required = item.get("required") is not False
    if item["type"] in SELECTS:
        chosen = [str(value) for value in given.get(name) or ()]
        if required and not chosen:
            raise Refused(f"{called} is required.")
        return shown | {"values": chosen}
    text = str(given.get(name) or "" if name in given else item.get("value") or "")
    if item["type"] == TEXT_INPUT:
        if required and not text:
            raise Refused(f"{called} is required.")
        least, most = item.get("min_length") or 0, item.get("max_length") or 4000
        if text and not least <= len(text) <= most:
            raise Refused(f"{called} has to have from {least} to {most} characters.")
    return shown | {"value": text}
