"""Embeds: what Discord takes, and what it makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.errors import Form
from bot.playground.occurrence import Json

MOST_EMBEDS, MOST_FIELDS, MOST_CHARACTERS = 10, 25, 6000
_LENGTHS: Mapping[tuple[str, ...], int] = {
    ("title",): 256,
    ("description",): 4096,
    ("url",): 2048,
    ("author", "name"): 256,
    ("footer", "text"): 2048,
}
_LINKS = (("url",), ("image", "url"), ("thumbnail", "url"), ("author", "icon_url"), ("footer", "icon_url"))
_SCHEMES = ("http://", "https://", "attachment://")


def check_embeds(form: Form, embeds: Any) -> None:
    """Note in `form` what Discord would not take."""
    if not isinstance(embeds, list) or any(not isinstance(embed, dict) for embed in embeds):
        form.refuse(("embeds",), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    if len(embeds) > MOST_EMBEDS:
        form.refuse(("embeds",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_EMBEDS} or fewer in length.")
    for number, embed in enumerate(embeds):
        _check_one(form, number, embed)
    if sum(map(_characters, embeds)) > MOST_CHARACTERS:
        say = f"Embed size exceeds maximum size of {MOST_CHARACTERS}"
        form.refuse(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", say)


def resolve_embeds(embeds: Sequence[Json], urls: Mapping[str, str]) -> list[Json]:
    """Return embeds as Discord gives them back; `urls` are the addresses of attached files by name."""
    return [_resolve(embed, urls) for embed in embeds]


def files_shown_in(embeds: Sequence[Json]) -> set[str]:
    """Return the names of attached files that embeds show: Discord does not list those as attachments too."""
    shown = (str(_at(embed, path) or "") for embed in embeds for path in _LINKS)
    return {url.removeprefix("attachment://") for url in shown if url.startswith("attachment://")}


def _check_one(form: Form, number: int, embed: Json) -> None:
    at: tuple[str | int, ...] = ("embeds", number)
    if not any(embed.get(key) for key in ("title", "description", "fields", "image", "thumbnail", "author",
                                          "footer", "url", "video", "provider", "timestamp")):  # fmt: skip
        form.refuse((*at, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    for path, longest in _LENGTHS.items():
        form.check_length((*at, *path), _at(embed, path), longest)
    for path in _LINKS:
        url = _at(embed, path)
        if url is not None and not str(url).startswith(_SCHEMES):
            say = f'Scheme "{str(url).partition(":")[0]}" is not supported.'
            form.refuse((*at, *path), "URL_TYPE_INVALID_SCHEME", f"{say} Scheme must be one of http, https.")
    color = embed.get("color")
    if color is not None and not (isinstance(color, int) and 0 <= color <= 0xFFFFFF):
        form.refuse((*at, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
    fields = embed.get("fields") or []
    if len(fields) > MOST_FIELDS:
        form.refuse((*at, "fields"), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FIELDS} or fewer in length.")
    for place, field in enumerate(fields):
        form.check_length((*at, "fields", place, "name"), field.get("name"), 256, shortest=1)
        form.check_length((*at, "fields", place, "value"), field.get("value"), 1024, shortest=1)


def _characters(embed: Json) -> int:
    texts = [_at(embed, path) for path in _LENGTHS if path != ("url",)]
    texts += [field.get(key) for field in embed.get("fields") or [] for key in ("name", "value")]
    return sum(len(str(text)) for text in texts if text)


def _at(embed: Json, path: tuple[str, ...]) -> Any:
    value: Any = embed
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _resolve(embed: Json, urls: Mapping[str, str]) -> Json:
    resolved: Json = {"type": "rich"}
    for key in ("title", "description", "url", "color", "timestamp"):
        if embed.get(key) is not None:
            resolved[key] = embed[key]
    for key, names in (
        ("author", ("name", "url", "icon_url")),
        ("footer", ("text", "icon_url")),
        ("image", ("url",)),
        ("thumbnail", ("url",)),
    ):
        part = {name: _address(part[name], urls) for part in [embed.get(key) or {}]
                for name in names if part.get(name) is not None}  # fmt: skip
        if part:
            resolved[key] = part
    fields = [
        {"name": field["name"], "value": field["value"], "inline": bool(field.get("inline"))}
        for field in embed.get("fields") or []
    ]
    return resolved | {"fields": fields} if fields else resolved


def _address(text: str, urls: Mapping[str, str]) -> str:
    name = text.removeprefix("attachment://")
    return urls.get(name, text) if text.startswith("attachment://") else text
