"""What Discord would not take is refused, at its place in the body."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.bodies import check_draft
from bot.playground.callbacks import Callback, check_callback, read_callback
from bot.playground.clock import Clock
from bot.playground.commands import Commands
from bot.playground.components import resolve_components
from bot.playground.embeds import resolve_embeds
from bot.playground.errors import ApiError
from bot.playground.occurrence import Json
from bot.playground.snowflake import Snowflakes

BUTTON: Json = {"type": 2, "style": 1, "label": "Stop", "custom_id": "stop"}
OPTION: Json = {"label": "Heat", "value": "1"}


WHOLE: Json = {
    "content": "x",
    "flags": 4,
    "nonce": "1",
    "allowed_mentions": {"parse": ["users"], "roles": [], "replied_user": True},
    "attachments": [{"id": "123456", "filename": "x.png", "description": "x"}],
    "embeds": [
        {
            "title": "x",
            "color": 1,
            "author": {"name": "x"},
            "fields": [{"name": "x", "value": "y", "inline": True}],
        }
    ],
    "components": [
        {"type": 1, "components": [BUTTON]},
        {"type": 1, "components": [{"type": 3, "custom_id": "s", "min_values": 1, "options": [OPTION]}]},
    ],
}
COMMAND: Json = {
    "name": "x",
    "description": "x",
    "options": [
        {
            "type": 3,
            "name": "a",
            "description": "a",
            "choices": [{"name": "x", "value": "y"}],
            "max_length": 5,
        },
    ],
}
MODAL: Json = {
    "custom_id": "f",
    "title": "x",
    "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "a", "label": "a", "style": 1}]},
        {"type": 18, "label": "x", "component": {"type": 3, "custom_id": "b", "options": [OPTION]}},
    ],
}
nonsense = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=5,
)


def spoilt(value: Any, data: st.DataObject) -> Any:
    """Return a copy of `value` with nonsense in the place of something, or without it."""
    if not isinstance(value, dict | list) or not value or data.draw(st.integers(0, 3)) == 0:
        return data.draw(nonsense)
    copy = value.copy()
    key = data.draw(st.sampled_from([*value] if isinstance(value, dict) else range(len(value))))
    if data.draw(st.integers(0, 5)) == 0:
        del copy[key]
    else:
        copy[key] = spoilt(value[key], data)
    return copy


def row(*items: Json) -> Json:
    return {"type": 1, "components": list(items)}


def places(errors: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield each fault's place and code."""
    for key, inside in errors.items():
        if key == "_errors":
            yield from ((".".join(path), fault["code"]) for fault in inside)
        else:
            yield from places(inside, (*path, key))


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        ({"content": 5}, "content", "STRING_TYPE_CONVERT"),
        ({"embeds": [{"title": "x"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{}]}, "embeds.0.description", "BASE_TYPE_REQUIRED"),
        ({"embeds": [{"title": "x", "url": "ftp://x"}]}, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        (
            {"embeds": [{"fields": [{"name": "", "value": "x"}]}]},
            "embeds.0.fields.0.name",
            "BASE_TYPE_REQUIRED",
        ),
        ({"components": [row(BUTTON)] * 6}, "components", "BASE_TYPE_BAD_LENGTH"),
        ({"components": [row()]}, "components.0.components", "BASE_TYPE_BAD_LENGTH"),
        (
            {"components": [row(*[{**BUTTON, "custom_id": str(n)} for n in range(6)])]},
            "components.0.components",
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (
            {"components": [row(BUTTON, BUTTON)]},
            "components.0.components.1.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
        (
            {"components": [row({**BUTTON, "label": "x" * 81})]},
            "components.0.components.0.label",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            {"components": [row({**BUTTON, "custom_id": "x" * 101})]},
            "components.0.components.0.custom_id",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"components": [row({"type": 3, "custom_id": "s", "options": []})]},
            "components.0.components.0.options",
            "BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"components": [row({"type": 3, "custom_id": "s", "options": [OPTION, OPTION]})]},
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        ({"components": [{"type": 17, "components": []}]}, "components.0.type", "UNION_TYPE_CHOICES"),
        ({"attachments": [{"id": 0}]}, "attachments.0.id", "ATTACHMENT_NOT_FOUND"),
        (
            {"allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "allowed_mentions",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
        ({"content": "x", "flags": 1 << 15}, "flags", "NOT_SUPPORTED"),
    ],
)
def test_a_message_is_refused_at_the_place_that_is_wrong(body: Json, place: str, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_draft(body)
    assert refused.value.code == 50035
    assert (place, code) in set(places(refused.value.errors))


def test_the_largest_message_passes() -> None:
    embeds = [{"title": "x" * 200, "description": "y" * 3800}, {"description": "z" * 2000}]
    rows = [row(*[{**BUTTON, "custom_id": f"{n}-{m}"} for m in range(5)]) for n in range(5)]
    assert not check_draft({"content": "x" * 2000, "embeds": embeds, "components": rows}).is_empty


def test_a_message_of_spaces_is_empty() -> None:
    assert check_draft({"content": " \n "}).is_empty


def test_at_most_25_choices_are_taken() -> None:
    choices = [{"name": str(number), "value": number} for number in range(26)]
    check_callback(Callback(8, {"choices": choices[:25]}), 4, from_message=False)
    with pytest.raises(ApiError):
        check_callback(Callback(8, {"choices": choices}), 4, from_message=False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "Not Lower", "description": "x"}, "APPLICATION_COMMAND_INVALID_NAME"),
        ({"name": "x" * 33, "description": "x"}, "BASE_TYPE_BAD_LENGTH"),
        ({"name": "x", "description": ""}, "BASE_TYPE_REQUIRED"),
        (
            {
                "name": "x",
                "description": "x",
                "options": [
                    {"type": 3, "name": "a", "description": "a"},
                    {"type": 3, "name": "b", "description": "b", "required": True},
                ],
            },
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
    ],
)
def test_a_command_is_refused_for_what_is_wrong_in_it(body: Json, code: str) -> None:
    commands = Commands("1", Snowflakes(Clock()), lambda: None)
    with pytest.raises(ApiError) as refused:
        commands.replace([body])
    assert code in {found for _, found in places(refused.value.errors)}
    assert commands.all() == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_a_body_holds_it_is_taken_or_refused(data: st.DataObject) -> None:
    with contextlib.suppress(ApiError):
        draft = check_draft(spoilt(WHOLE, data))
        resolve_embeds(draft.body.get("embeds") or [], {})
        resolve_components(draft.body.get("components") or [])


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    st.sampled_from(
        [{"type": 8, "data": {"choices": [{"name": "x", "value": "y"}]}}, {"type": 9, "data": MODAL}]
    ),
)
def test_whatever_a_callback_holds_it_is_taken_or_refused(data: st.DataObject, body: Json) -> None:
    with contextlib.suppress(ApiError):
        callback = read_callback(spoilt(body, data), ())
        check_callback(callback, 4 if callback.kind == 8 else 2, from_message=False)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_a_command_holds_it_is_taken_or_refused(data: st.DataObject) -> None:
    commands = Commands("1", Snowflakes(Clock()), lambda: None)
    with contextlib.suppress(ApiError):
        commands.replace(spoilt([COMMAND], data))
