"""What a good answer to a wish satisfies, as a file of wishes says it, and which titles do not."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.errors import BadRequest
from bot.domain.keyword_families import genres_of, keywords_of
from bot.domain.title import Kind, Title

LISTS = (
    "genres", "any_genre", "keyword", "person", "country", "language", "without_genre", "without_keyword",
    "without_country", "without", "known", "likes",
)  # fmt: skip
NUMBERS = ("most_minutes", "least_minutes", "least_fame", "most_fame", "count")
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
        wishes = tomllib.loads(text).get("wish")
    except tomllib.TOMLDecodeError as exc:
        raise BadRequest(f"{name} is no TOML file: {exc}.") from exc
    if not isinstance(wishes, list) or not wishes:
        raise BadRequest(f"{name} holds no wish: each is a table [[wish]] with a text and its rules.")
    return [_rules_of(wish, f"{name}, wish {number}") for number, wish in enumerate(wishes, start=1)]


def _rules_of(wish: object, place: str) -> WishRules:
    if not isinstance(wish, dict) or not isinstance(wish.get("text"), str):
        raise BadRequest(f"{place} has no text.")
    for key, value in wish.items():
        if key in LISTS and not (isinstance(value, str) or _is_list_of_texts(value)):
            raise BadRequest(f"{place}: {key} is not a list of texts.")
        if key in NUMBERS and not isinstance(value, int | float):
            raise BadRequest(f"{place}: {key} is not a number.")
        if key == "years" and not (
            isinstance(value, list) and len(value) == 2 and all(isinstance(year, int) for year in value)
        ):
            raise BadRequest(f"{place}: years is not a list of the first year and the last.")
        if key not in (*LISTS, *NUMBERS, "text", "kind", "years"):
            raise BadRequest(f"{place}: there is no rule “{key}”.")
    # A text alone is a list of one.
    read = {
        key: (value,) if key in LISTS and isinstance(value, str) else value for key, value in wish.items()
    }
    rules = {key: value for key, value in read.items() if key not in ("text", "likes", "known")}
    return WishRules(wish["text"], tuple(read.get("likes", ())), tuple(read.get("known", ())), rules)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
