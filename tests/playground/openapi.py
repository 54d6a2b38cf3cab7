"""Holds what was asked of the playground, and what it answered, against Discord's own description (OpenAPI 3.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from bot.playground.recording import Exchange

DESCRIPTION = Path(__file__).parents[2].parent / "shared" / "data" / "discord-openapi.json"
needs_description = pytest.mark.skipif(
    not DESCRIPTION.exists(), reason="Discord's description of its API is not beside the repository"
)
Side = Literal["request", "answer"]


@dataclass(frozen=True)
class Known:
    """A place where the description and what happens differ: `said` is a pattern that the error's text matches."""

    side: Side
    route: str
    said: str
    reason: str

    def covers(self, side: Side, route: str, text: str) -> bool:
        """Return whether this is the place."""
        return (
            side == self.side
            and re.fullmatch(self.route, route) is not None
            and re.search(self.said, text) is not None
        )


KNOWN: tuple[Known, ...] = (
    Known(
        "answer",
        ".*",
        r"^400 .* at \['errors'",
        "Discord names a fault in a body by words, such as BASE_TYPE_MAX_LENGTH, which discord.py's own tests and "
        "https://discord.com/developers/docs/reference#error-messages show; the description says integer.",
    ),
    Known(
        "answer",
        ".*",
        r"^429 'code' is a required property",
        "Only some limits have a code, says https://discord.com/developers/docs/topics/rate-limits; its examples have none.",
    ),
    Known(
        "answer",
        r"PATCH /channels/\{channel_id\}/messages/\{message_id\}",
        r"^429 '(retry_after|global)' is a required property",
        "30046 (too many edits of an old message) comes as a 429 with nothing but code and message.",
    ),
)

LOOSENED: dict[str, tuple[dict[str, Any], str]] = {
    "SnowflakeType": (
        {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$"},
        "discord.py sends ids (of attachments, of whom may be mentioned, of what is replied to, of whom to write to) "
        "as numbers. Discord takes both, and always answers with strings.",
    ),
}
"""Schemas that hold for answers as described, and for requests as here; each with the reason."""


def check(exchanges: Iterable[Exchange]) -> None:
    """Assert that Discord's description allows all that was asked and answered, but for the known places."""
    found = sorted(set(differences(exchanges)))
    assert not found, "\n".join(found)


def differences(exchanges: Iterable[Exchange]) -> Iterator[str]:
    """Yield a line for each thing that the description forbids; nothing where it is not at hand.

    Answers that a fault put in the place of Discord's are not held against it.
    """
    if not DESCRIPTION.exists():
        return
    for exchange in exchanges:
        operation = _description()["paths"].get(exchange.route, {}).get(exchange.method.lower())
        name = f"{exchange.method} {exchange.route or exchange.path}"
        if operation is None:
            yield f"{name}: there is no such route"
            continue
        sides: tuple[tuple[Side, Iterator[str]], ...] = (
            ("request", _faults_of_request(exchange, operation)),
            ("answer", _faults_of_answer(exchange, operation)),
        )
        for side, texts in sides:
            for text in texts:
                if not any(known.covers(side, name, text) for known in KNOWN):
                    yield f"{name} {side}: {text}"


def _faults_of_request(exchange: Exchange, operation: dict[str, Any]) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content")
    if exchange.status == 400:  # refused: that the body was wrong was the point
        return
    if content is None:
        if exchange.body is not None:
            yield "a body where there is none"
        return
    if exchange.files and "multipart/form-data" not in content:
        yield "files where there are none"
    if exchange.body is not None:
        where = (exchange.route, exchange.method.lower(), "requestBody")
        yield from _errors(_validator(*where, "content", "application/json", "schema"), exchange.body)


def _faults_of_answer(exchange: Exchange, operation: dict[str, Any]) -> Iterator[str]:
    lost = exchange.status < 0 or exchange.status >= 500  # a fault's, although the request was carried out
    foreign = (not exchange.served and exchange.status != 429) or isinstance(exchange.answer, str)
    if lost or foreign:
        return
    responses = operation["responses"]
    status = str(exchange.status) if str(exchange.status) in responses else f"{exchange.status // 100}XX"
    if status not in responses:
        yield f"status {exchange.status} is not described"
        return
    response = _resolved(responses[status])
    if "content" not in response:
        if exchange.answer is not None:
            yield f"{exchange.status}: a body where there is none"
        return
    if exchange.answer is None:
        yield f"{exchange.status}: no body where there is one"
        return
    where = (exchange.route, exchange.method.lower(), "responses", status)
    validator = _validator(*where, "content", "application/json", "schema")
    yield from (f"{exchange.status} {error}" for error in _errors(validator, exchange.answer))


def _errors(validator: Draft202012Validator, value: Any) -> Iterator[str]:
    for error in validator.iter_errors(value):
        deepest = _deepest(error)
        yield f"{deepest.message[:300]} at {list(deepest.absolute_path)}"


def _deepest(error: ValidationError) -> ValidationError:
    """Return the error that tells most: of a choice, what is wrong with the alternative that came furthest."""
    while error.context:
        # That it is not null says least.
        error = max(
            error.context,
            key=lambda inside: (len(inside.absolute_path), inside.validator_value != "null"),
        )
    return error


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        found: Any = _description()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


@cache
def _description() -> dict[str, Any]:
    return dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


@cache
def _validator(path: str, method: str, *steps: str) -> Draft202012Validator:
    description = _description()
    schema = description["paths"][path][method]
    for step in steps:
        schema = _resolved(schema[step])
    schemas = dict(description["components"]["schemas"])
    if steps[0] == "requestBody":
        schemas |= {name: loosened for name, (loosened, _) in LOOSENED.items()}
    else:  # an answer holds nothing that the description does not know
        schemas |= {
            name: {**one, "additionalProperties": False}
            for name, one in schemas.items()
            if "properties" in one and "allOf" not in one and name != "Error"
        }
    return Draft202012Validator({**schema, "components": {**description["components"], "schemas": schemas}})
