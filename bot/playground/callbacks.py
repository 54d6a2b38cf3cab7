"""How the bot may answer an interaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.bodies import Upload
from bot.playground.components import check_modal
from bot.playground.errors import Form
from bot.playground.occurrence import Json
from bot.playground.shapes import check_shapes

PONG, MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
MOST_CHOICES = 25
_ALLOWED: Mapping[int, tuple[int, ...]] = {
    2: (MESSAGE, DEFERRED_MESSAGE, MODAL),
    3: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL),
    4: (CHOICES,),
    5: (MESSAGE, DEFERRED_MESSAGE),
}


@dataclass(frozen=True, slots=True)
class Callback:
    """An answer: its type, its data ({} when it has none) and the files that came with it."""

    kind: int
    data: Json
    uploads: tuple[Upload, ...] = ()


def read_callback(body: Any, uploads: tuple[Upload, ...]) -> Callback:
    """Return the callback that a request's body is. Raises ApiError 50035."""
    form = Form()
    kind = body.get("type") if isinstance(body, dict) else None
    if not isinstance(kind, int) or kind not in (PONG, *range(MESSAGE, MODAL + 1)):
        form.refuse(("type",), "BASE_TYPE_CHOICES", "Value must be one of {1, 4, 5, 6, 7, 8, 9}.")
        form.check()
    assert kind is not None
    data = body.get("data")
    if data is not None and not isinstance(data, dict):
        form.refuse(("data",), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        form.check()
    check_shapes(form, data or {}, ("data",))
    form.check()
    return Callback(kind, data or {}, uploads)


def check_callback(callback: Callback, interaction_kind: int, *, from_message: bool) -> None:
    """Check that this answer fits this kind of interaction. Raises ApiError 50035.

    `from_message` is whether a component of a message began it: only then can that message be updated.
    """
    form = Form()
    allowed = _ALLOWED[interaction_kind]
    if from_message:
        allowed = (*allowed, DEFERRED_UPDATE, UPDATE)
    if callback.kind not in allowed:
        say = f"This interaction cannot be answered with type {callback.kind}."
        form.refuse(("type",), "INTERACTION_CALLBACK_TYPE_INVALID", say)
    elif callback.kind == CHOICES:
        _check_choices(form, callback.data.get("choices"))
    elif callback.kind == MODAL:
        check_modal(form, callback.data)
    form.check()


def _check_choices(form: Form, choices: Any) -> None:
    at = ("data", "choices")
    if not isinstance(choices, list):
        form.refuse(at, "BASE_TYPE_REQUIRED", "This field is required")
        return
    if len(choices) > MOST_CHOICES:
        form.refuse(at, "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_CHOICES} or fewer in length.")
    for number, choice in enumerate(choices):
        form.check_length((*at, number, "name"), choice.get("name"), 100, shortest=1)
        if isinstance(choice.get("value"), str):
            form.check_length((*at, number, "value"), choice["value"], 100, shortest=1)
        elif not isinstance(choice.get("value"), int | float):
            form.refuse((*at, number, "value"), "BASE_TYPE_REQUIRED", "This field is required")
