"""What a good answer to a wish satisfies, as a file of wishes says it, and which titles do not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.errors import BadRequest
from bot.domain.keyword_families import genres_of, keywords_of
from bot.domain.title import GENRES, Kind, Title
from bot.domain.wish_reader import MOST_TITLES

LISTS = (
    "genres", "any_genre", "keyword", "person", "country", "language", "without_genre", "without_keyword",
    "without_country", "without", "known", "likes",
)  # fmt: skip
# What each number may be.
_RANGES = {
    "most_minutes": (1, 9999), "least_minutes": (1, 9999), "least_fame": (0, 5), "most_fame": (0, 5),
    "count": (1, MOST_TITLES),
}  # fmt: skip
NUMBERS = tuple(_RANGES)
_KINDS = tuple(str(kind) for kind in Kind)
_GENRE_RULES = ("genres", "any_genre", "without_genre")
# Countries and languages stand in the catalogue by their codes in ISO 3166-1 and ISO 639-1.
_COUNTRY, _LANGUAGE, _ANY = re.compile("[A-Z]{2}"), re.compile("[a-z]{2}"), re.compile(".*", re.DOTALL)
_CODES = {"country": (_COUNTRY, "FR"), "without_country": (_COUNTRY, "FR"), "language": (_LANGUAGE, "fr")}
_BYTE_ORDER_MARK = "\ufeff"
_SAID_BY: dict[str, Callable[[Title], object]] = {
    "country": lambda title: title.countries, "without_country": lambda title: title.countries,
    "language": lambda title: title.languages, "person": lambda title: title.directors or title.actors,
    "most_minutes": lambda title: title.runtime, "least_minutes": lambda title: title.runtime,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WishRules:
    """One wish, the names of titles that are liked, and what every title of the answer must keep.

    `known` are names of titles, one of which a good answer has; `rules` are the rest of the file's keys.
    """

    text: str
    likes: tuple[str, ...]
    known: tuple[str, ...]
    rules: Mapping[str, Any]

    def without(self, unanswerable: Collection[str]) -> WishRules:
        """Return the wish without the rules of those names."""
        return replace(
            self, rules={name: rule for name, rule in self.rules.items() if name not in unanswerable}
        )

    def unanswerable(self, said: Collection[str]) -> frozenset[str]:
        """Return the names of the rules of which a catalogue with these traits (see `said_by`) says nothing at all."""
        lacking = {name for name in _SAID_BY if name not in said}
        if "kind" in self.rules and f"kind {self.rules['kind']}" not in said:
            lacking.add("kind")
        return frozenset(lacking & self.rules.keys())

    def broken_by(self, title: Title) -> list[str]:
        """Return the names of the rules that `title` breaks."""
        rules, genres, keywords = self.rules, genres_of(title), keywords_of(title)
        low, high = rules.get("years", (0, 9999))
        has: dict[str, Sequence[str]] = {
            "any_genre": genres,
            "keyword": keywords,
            "person": (*title.directors, *title.actors),
            "country": title.countries[:1],
            "language": title.languages[:1],
        }
        lacks: dict[str, Sequence[str]] = {
            "without_genre": genres,
            "without_keyword": keywords,
            "without_country": title.countries[:1],
            "without": (*title.names, title.label),
        }
        kept = {
            "kind": rules.get("kind", title.kind) == title.kind,
            "genres": set(rules.get("genres", ())) <= set(genres),
            "years": low <= title.year <= high,
            "most_minutes": "most_minutes" not in rules or 0 < (title.runtime or 0) <= rules["most_minutes"],
            "least_minutes": (title.runtime or 0) >= rules.get("least_minutes", 0),
            "fame": rules.get("least_fame", 0) <= title.fame <= rules.get("most_fame", 5),
        }
        kept |= {rule: not set(rules[rule]).isdisjoint(words) for rule, words in has.items() if rule in rules}
        kept |= {rule: set(rules[rule]).isdisjoint(words) for rule, words in lacks.items() if rule in rules}
        return [rule for rule, is_kept in kept.items() if not is_kept]


def said_by(titles: Iterable[Title]) -> frozenset[str]:
    """Return of which rules `titles`, a whole catalogue, say anything.

    In a catalogue without any series, countries, running times or people nothing can keep a rule about them.
    """
    said: set[str] = set()
    for title in titles:
        said.update(name for name, has in _SAID_BY.items() if name not in said and has(title))
        said.add(f"kind {title.kind}")
        if len(said) == len(_SAID_BY) + len(Kind):
            break
    return frozenset(said)


def read_wishes(text: str, name: str) -> list[WishRules]:
    """Return the wishes of a TOML file, each a table `[[wish]]` with a `text`. Raises BadRequest, saying which is wrong."""
    try:
        table = tomllib.loads(text.removeprefix(_BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as exc:  # of too long a number, or lists in lists, it says no more
        why = (
            str(exc)
            if isinstance(exc, tomllib.TOMLDecodeError)
            else "a number or a list in it is beyond reading"
        )
        raise BadRequest(f"{name} is no TOML file: {why}.") from exc
    wishes = table.pop("wish", None)
    if table:
        raise BadRequest(f"{name} has “{next(iter(table))}”, which is no wish: each is a table [[wish]].")
    if not isinstance(wishes, list) or not wishes:
        raise BadRequest(f"{name} holds no wish: each is a table [[wish]] with a text and its rules.")
    return [_rules_of(wish, f"{name}, wish {number}") for number, wish in enumerate(wishes, start=1)]


def _rules_of(wish: object, place: str) -> WishRules:
    if not isinstance(wish, dict) or not isinstance(wish.get("text"), str):
        raise BadRequest(f"{place} has no text.")
    for key, value in wish.items():
        if (wrong := _wrong_with(key, value)) is not None:
            raise BadRequest(f"{place}: {wrong}.")
    # A text alone is a list of one.
    read = {
        key: (value,) if key in LISTS and isinstance(value, str) else value for key, value in wish.items()
    }
    rules = {key: value for key, value in read.items() if key not in ("text", "likes", "known")}
    return WishRules(wish["text"], tuple(read.get("likes", ())), tuple(read.get("known", ())), rules)


def _wrong_with(key: str, value: object) -> str | None:
    """Return what is wrong with a rule, as a sentence without its stop; None for nothing.

    A rule that no title can keep, for a slip of the pen, would only lower the figures.
    """
    if key == "text":
        return None
    if key == "kind":
        return None if value in _KINDS else f"kind is not {' or '.join(_KINDS)}"
    if key == "years":
        return None if _is_span(value) else "years is not a list of the first year and the last"
    if key in NUMBERS:
        return _wrong_with_number(key, value)
    if key in LISTS:
        return _wrong_with_list(key, value)
    return f"there is no rule “{key}”"


def _wrong_with_number(key: str, value: object) -> str | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return f"{key} is not a number"
    low, high = _RANGES[key]
    if not low <= value <= high:  # nor is what is no number at all
        return f"{key} is not from {low} to {high}"
    return "count is not a whole number" if key == "count" and value != int(value) else None


def _wrong_with_list(key: str, value: object) -> str | None:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        return f"{key} is not a list of texts"
    if key in _GENRE_RULES:
        strange = next((word for word in words if word not in GENRES), None)
        return f"there is no genre “{strange}”, but {', '.join(GENRES)}" if strange is not None else None
    form, example = _CODES.get(key, (_ANY, ""))
    strange = next((word for word in words if not form.fullmatch(word)), None)
    return f"{key} “{strange}” is not a code such as {example}" if strange is not None else None


def _is_span(value: object) -> bool:
    """Whether this is a list of two years, the first not after the last."""
    if not isinstance(value, list) or not all(type(year) is int for year in value):
        return False
    return len(value) == 2 and value[0] <= value[1]
