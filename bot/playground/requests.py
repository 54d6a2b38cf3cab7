"""Requests as the API's handlers get them, and the answers that they give."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.playground.bodies import Upload
from bot.playground.errors import Form, invalid_json

_FILE = re.compile(r"files\[(\d+)\]|file(\d*)")


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `path` are the values of the route's placeholders, `body` its JSON (None: it has none)."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    uploads: tuple[Upload, ...] = ()

    def number(self, name: str, default: int | None, least: int, most: int) -> int | None:
        """Return a whole number of the query. Raises ApiError 50035."""
        text = self.query.get(name)
        if text is None:
            return default
        form = Form()
        if not text.isdecimal():
            form.refuse((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')
        elif not least <= int(text) <= most:
            form.refuse((name,), "NUMBER_TYPE_RANGE", f"int value should be from {least} to {most}.")
        form.check()
        return int(text)

    def snowflake(self, name: str) -> int | None:
        """Return an id of the query. Raises ApiError 50035."""
        return self.number(name, None, 0, 2**63 - 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answers; without data (204) there is no body."""

    data: Any = None
    status: int = 200


NOTHING = Answer(status=204)


async def read_body(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    """Return the JSON of a request, and the files beside it. Raises ApiError 50109 when it is no JSON."""
    if request.content_type.startswith("multipart/"):
        return await _read_form(request)
    text = await request.read()
    return _parse(text) if text else None, ()


def dump(data: Any) -> bytes:
    """Return data as JSON."""
    return json.dumps(data, separators=(",", ":")).encode()


def _parse(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as exc:
        raise invalid_json() from exc


async def _read_form(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    body: Any = None
    uploads = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = _parse(data)
        elif (named := _FILE.fullmatch(part.name or "")) is not None:
            kind = part.headers.get("Content-Type")
            if kind == "application/octet-stream":
                kind = None  # what clients say of everything; the name tells more
            number = int(named[1] or named[2] or 0)
            uploads.append(Upload(number, part.filename or "file", kind, data))
    return body, tuple(uploads)
