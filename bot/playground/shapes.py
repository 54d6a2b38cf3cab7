"""The types of what bodies hold, by the names that Discord gives it: checked before anything looks inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.errors import Form

_TEXT = (str, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
_WHOLE = (int, "NUMBER_TYPE_COERCE", "Value is not int.")
_NUMBER = ((int, float), "NUMBER_TYPE_COERCE", "Value is not a number.")
_TRUTH = (bool, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
_OBJECT = (dict, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
_LIST = (list, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
_ID = ((str, int), "NUMBER_TYPE_COERCE", "Value is not snowflake.")
_CHOSEN = ((str, int, float), "UNION_TYPE_CHOICES", "Value is neither text nor a number.")

_Expected = tuple[type | tuple[type, ...], str, str]
_BY_NAME: Mapping[str, _Expected] = {
    **dict.fromkeys(
        (
            "content", "title", "description", "url", "timestamp", "name", "icon_url", "text", "label", "custom_id",
            "placeholder", "filename",
        ),
        _TEXT,
    ),
    **dict.fromkeys(
        (
            "flags", "color", "style", "min_values", "max_values", "min_length", "max_length",
        ),
        _WHOLE,
    ),
    **dict.fromkeys(("min_value", "max_value"), _NUMBER),
    **dict.fromkeys(
        (
            "tts", "inline", "disabled", "required", "default", "replied_user", "autocomplete", "nsfw",
            "fail_if_not_exists", "enforce_nonce", "dm_permission",
        ),
        _TRUTH,
    ),
    **dict.fromkeys(
        (
            "allowed_mentions", "message_reference", "author", "footer", "image", "thumbnail", "emoji", "component",
            "name_localizations", "description_localizations",
        ),
        _OBJECT,
    ),
    **dict.fromkeys(
        (
            "embeds", "components", "attachments", "fields", "options", "choices", "parse", "users", "roles",
            "contexts", "integration_types", "channel_types",
        ),
        _LIST,
    ),
    **dict.fromkeys(("id", "nonce", "type", "message_id", "channel_id", "guild_id"), _ID),
    "value": _CHOSEN,
}  # fmt: skip
_LISTS_OF_OBJECTS = ("embeds", "components", "attachments", "fields", "options", "choices")
_MOST_DEPTH = 12


def check_shapes(form: Form, value: Any, at: tuple[str | int, ...] = ()) -> bool:
    """Note every value, however deep, whose type its name forbids (null is allowed for all); True: there is none."""
    if len(at) > _MOST_DEPTH:
        form.refuse(at, "MODEL_TYPE_CONVERT", "This is nested too deeply.")
        return False
    well = True
    for name, inside in value.items():
        expected = _BY_NAME.get(name)
        if inside is None or expected is None:
            continue
        if not _is(inside, expected):
            form.refuse((*at, name), expected[1], expected[2])
            well = False
        elif isinstance(inside, dict):
            well &= check_shapes(form, inside, (*at, name))
        elif isinstance(inside, list):
            well &= _check_items(form, inside, (*at, name))
    return well


def _check_items(form: Form, items: list[Any], at: tuple[str | int, ...]) -> bool:
    wanted = _OBJECT if at[-1] in _LISTS_OF_OBJECTS else _ID
    well = True
    for number, item in enumerate(items):
        if not _is(item, wanted):
            form.refuse((*at, number), wanted[1], wanted[2])
            well = False
        elif isinstance(item, dict):
            well &= check_shapes(form, item, (*at, number))
    return well


def _is(value: Any, expected: _Expected) -> bool:
    # A truth value is an int to Python, not to JSON.
    return isinstance(value, expected[0]) and (isinstance(value, bool) is (expected[0] is bool))
