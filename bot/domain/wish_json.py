"""A wish as JSON and back, so that it outlives the process that understood it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.domain.title import Kind
from bot.domain.wish import Wish

_DEFAULTS = {f.name: f.default for f in fields(Wish)}


def wish_to_json(wish: Wish) -> dict[str, Any]:
    """Return the fields of `wish` that ask for something, in JSON's types."""
    found: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(wish, name)
        if value != default:
            found[name] = _listed(value)
    return found


def wish_from_json(data: Any) -> Wish | None:
    """Return the wish that `wish_to_json` made `data` of, None when it is none.

    Fields of other versions, and values of other types, are left out: what is left is still a wish.
    """
    if not isinstance(data, Mapping):
        return None
    known: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        if name not in data:
            continue
        value = _read(name, data[name], default)
        if value is not None:
            known[name] = value
    return Wish(**known)


def _listed(value: Any) -> Any:
    return [_listed(each) for each in value] if isinstance(value, tuple) else value


def _read(name: str, value: Any, default: Any) -> Any:
    if name == "kind":
        return Kind(value) if value in tuple(Kind) else None
    if name in ("runtime", "count"):
        return _fitting(value, (0, 0) if name == "runtime" else 0)
    if name in _SPANS:
        return _each(value, (0, 0))
    if name in _GROUPS:
        return _each(value, ("",))
    if isinstance(default, tuple):
        return _each(value, "")
    return _fitting(value, default)


_SPANS = frozenset({"years", "without_years"})
_GROUPS = frozenset({"genres", "without_genres", "themes", "keywords"})


def _each(value: Any, like: Any) -> Any:
    if not isinstance(value, list):
        return None
    found = [_fitting(each, like) for each in value]
    return tuple(each for each in found if each is not None)


def _fitting(value: Any, like: Any) -> Any:
    """Return `value` in the type of `like`: a text, a number, a pair of numbers or some texts; else None."""
    if isinstance(like, tuple):
        if not isinstance(value, list) or not value or not all(_is_like(each, like[0]) for each in value):
            return None
        if len(like) == 2 and len(value) != 2:
            return None
        return tuple(value)
    return value if _is_like(value, like) else None


def _is_like(value: Any, like: Any) -> bool:
    if isinstance(like, bool) or isinstance(value, bool):
        return isinstance(like, bool) and isinstance(value, bool)
    if isinstance(like, float):
        return isinstance(value, (int, float))
    return isinstance(value, type(like))
