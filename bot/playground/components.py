"""Buttons, selects and text inputs: what Discord takes, and what it gives back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from bot.playground.errors import Form
from bot.playground.occurrence import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
LABEL, TEXT_DISPLAY = 18, 10
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK, PREMIUM = 5, 6
MOST_ROWS = MOST_IN_ROW = 5
MOST_OPTIONS = 25
Path = tuple[str | int, ...]


def check_message_components(form: Form, rows: Any) -> None:
    """Note in `form` what Discord would not take under a message."""
    if not _is_list_of_objects(rows, form, ("components",)):
        return
    if len(rows) > MOST_ROWS:
        form.refuse(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST_ROWS} in length.")
    seen: set[str] = set()
    for number, row in enumerate(rows):
        at: Path = ("components", number)
        if row.get("type") != ROW:
            say = "The playground knows rows of buttons and selects (components of the first version)."
            form.refuse((*at, "type"), "UNION_TYPE_CHOICES", say)
        elif _is_list_of_objects(row.get("components"), form, (*at, "components")):
            _check_row(form, at, row["components"], seen)


def check_modal(form: Form, data: Json) -> None:
    """Note in `form` what Discord would not take as a modal: rows or labels, each around one input."""
    form.check_length(("data", "custom_id"), data.get("custom_id"), 100, shortest=1)
    form.check_length(("data", "title"), data.get("title"), 45, shortest=1)
    parts = data.get("components")
    if not _is_list_of_objects(parts, form, ("data", "components")):
        return
    if not 1 <= len(parts) <= MOST_ROWS:
        form.refuse(("data", "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for path, item in _inputs(parts):
        at = ("data", *path)
        if item.get("type") == TEXT_INPUT:
            _check_text_input(form, at, item)
        elif item.get("type") in SELECTS:
            _check_select(form, at, item)
        elif item.get("type") != TEXT_DISPLAY:
            form.refuse(
                (*at, "type"), "UNION_TYPE_CHOICES", "The playground's modals hold texts and selects."
            )
        if "custom_id" in item:
            _check_unique(form, at, item, seen)


def resolve_components(rows: Sequence[Json]) -> list[Json]:
    """Return rows as Discord gives them back: numbered, without nulls, selects with their defaults."""
    numbers = itertools.count(1)
    resolved = []
    for row in rows:
        number = next(numbers)
        inside = [_resolve(item, next(numbers)) for item in row["components"]]
        resolved.append({"type": ROW, "id": number, "components": inside})
    return resolved


def items_of(rows: Sequence[Json]) -> Iterator[Json]:
    """Yield the buttons and selects of a message's rows."""
    for row in rows:
        yield from row.get("components", ())


def inputs_of(parts: Sequence[Json]) -> Iterator[Json]:
    """Yield the inputs of a modal, be they in rows or in labels."""
    return (item for _, item in _inputs(parts))


def _inputs(parts: Sequence[Json]) -> Iterator[tuple[Path, Json]]:
    for number, part in enumerate(parts):
        if part.get("type") == LABEL:
            yield ("components", number, "component"), part.get("component") or {}
        elif part.get("type") == ROW:
            for place, item in enumerate(part.get("components") or ()):
                yield ("components", number, "components", place), item
        else:
            yield ("components", number), part


def _is_list_of_objects(value: Any, form: Form, at: Path) -> TypeGuard[list[Json]]:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return True
    form.refuse(at, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    return False


def _check_row(form: Form, at: Path, items: Sequence[Json], seen: set[str]) -> None:
    width = sum(MOST_IN_ROW if item.get("type") in SELECTS else 1 for item in items)
    if not items:
        form.refuse((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    elif width > MOST_IN_ROW:
        say = "A row holds five buttons, or one select."
        form.refuse((*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", say)
    for place, item in enumerate(items):
        inside: Path = (*at, "components", place)
        if item.get("type") == BUTTON:
            _check_button(form, inside, item)
        elif item.get("type") in SELECTS:
            _check_select(form, inside, item)
        else:
            form.refuse((*inside, "type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).")  # fmt: skip
        if item.get("custom_id"):
            _check_unique(form, inside, item, seen)


def _check_button(form: Form, at: Path, item: Json) -> None:
    form.check_length((*at, "label"), item.get("label"), 80)
    if not item.get("label") and not item.get("emoji"):
        form.refuse((*at, "label"), "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji.")
    style = item.get("style")
    if not isinstance(style, int) or not 1 <= style <= PREMIUM:
        form.refuse((*at, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
    elif style == LINK:
        form.check_length((*at, "url"), item.get("url"), 512, shortest=1)
        if item.get("custom_id"):
            form.refuse((*at, "custom_id"), "BUTTON_COMPONENT_INVALID_URL_AND_CUSTOM_ID",
                        "A custom id and url cannot both be specified")  # fmt: skip
    else:
        form.check_length((*at, "custom_id"), item.get("custom_id"), 100, shortest=1)
        if item.get("url"):
            form.refuse((*at, "url"), "BUTTON_COMPONENT_INVALID", "Only link buttons have a url.")


def _check_select(form: Form, at: Path, item: Json) -> None:
    form.check_length((*at, "custom_id"), item.get("custom_id"), 100, shortest=1)
    form.check_length((*at, "placeholder"), item.get("placeholder"), 150)
    least, most = item.get("min_values"), item.get("max_values")
    if not 0 <= (1 if least is None else least) <= (1 if most is None else most) <= MOST_OPTIONS:
        form.refuse((*at, "min_values"), "SELECT_COMPONENT_INVALID_RANGE", "min_values exceeds max_values.")
    if item["type"] != STRING_SELECT:
        return
    options = item.get("options") or []
    if not 1 <= len(options) <= MOST_OPTIONS:
        form.refuse((*at, "options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    values = set()
    for place, option in enumerate(options):
        inside: Path = (*at, "options", place)
        form.check_length((*inside, "label"), option.get("label"), 100, shortest=1)
        form.check_length((*inside, "value"), option.get("value"), 100, shortest=1)
        form.check_length((*inside, "description"), option.get("description"), 100)
        if option.get("value") in values:
            say = "The specified option value is already used"
            form.refuse((*inside, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", say)
        values.add(option.get("value"))


def _check_text_input(form: Form, at: Path, item: Json) -> None:
    form.check_length((*at, "custom_id"), item.get("custom_id"), 100, shortest=1)
    form.check_length((*at, "label"), item.get("label"), 45)
    form.check_length((*at, "placeholder"), item.get("placeholder"), 100)
    form.check_length((*at, "value"), item.get("value"), 4000)
    if item.get("style") not in (1, 2):
        form.refuse((*at, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")


def _check_unique(form: Form, at: Path, item: Json, seen: set[str]) -> None:
    if item["custom_id"] in seen:
        say = "Component custom id cannot be duplicated"
        form.refuse((*at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", say)
    seen.add(item["custom_id"])


def _resolve(item: Json, number: int) -> Json:
    shown = {key: value for key, value in item.items() if value is not None} | {"id": number}
    shown.pop("required", None)  # which is for forms
    if not shown.get("disabled"):
        shown.pop("disabled", None)
    if "emoji" in shown:
        shown["emoji"] = _without_nulls(shown["emoji"])
    if item["type"] not in SELECTS:
        return shown
    shown = {"min_values": 1, "max_values": 1} | shown
    if item["type"] == STRING_SELECT:
        shown["options"] = [_option(option) for option in item["options"]]
    return shown


def _option(option: Json) -> Json:
    shown = _without_nulls(option)
    if "emoji" in shown:
        shown["emoji"] = _without_nulls(shown["emoji"])
    return shown


def _without_nulls(value: Json) -> Json:
    return {key: inside for key, inside in value.items() if inside is not None}
