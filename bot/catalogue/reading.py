"""The ways one text can name a title: whole, or with a year, a kind or a maker written beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.catalogue.spelling import ABBREVIATIONS, words_of
from bot.domain.title import Kind

_YEAR = re.compile(r"(?<!\w)(?:19[0-9]\d|20[0-4]\d)(?!\w)")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SERIES = r"tv[ -]?series|tv[ -]?show|mini[ -]?series|series|tv|show|anime series"
_FILM = r"feature film|films?|movies?"
_KIND_WORD = re.compile(rf"(?:(?P<series>{_SERIES})|(?P<film>{_FILM}))", re.IGNORECASE)
_KIND_BEFORE = re.compile(rf"^(?:the\s+)?(?:(?P<series>{_SERIES})|(?P<film>{_FILM}))\s+(?=\S)", re.IGNORECASE)
_KIND_AFTER = re.compile(
    rf"(?<=\S)[\s,]+(?:the\s+)?(?:(?P<series>{_SERIES})|(?P<film>{_FILM}))$", re.IGNORECASE
)
_BESIDE_A_NAME = re.compile(r"\d{4}|[()\[\]]|\bby\b|['’]", re.IGNORECASE)
_MAKER_AFTER = re.compile(r"^(?P<name>.+?),?\s+by\s+(?P<maker>[^\d]+)$", re.IGNORECASE)
_MAKER_BEFORE = re.compile(r"^(?P<maker>[^\d]+?)(?:['’]s|s['’])\s+(?P<name>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a text: the name in it, and what is said beside the name. `maker` is folded words."""

    name: str
    year: int | None = None
    kind: Kind | None = None
    maker: tuple[str, ...] = ()


def readings_of(text: str) -> Iterator[Reading]:
    """Yield the ways to take `text`, the likeliest first, each once.

    The whole text comes first, because names hold years ("Blade Runner 2049"), kinds ("Scary Movie") and
    makers ("Monty Python's Life of Brian") of their own.
    """
    whole = Reading(text)
    seen: set[Reading] = set()
    found = [whole, _without_brackets(whole)]
    found += [part for reading in found[:2] for part in _without_year(reading)]
    found += [_without_kind(reading) for reading in found]
    found += [_in_full(reading) for reading in found]
    found += [part for reading in found for part in _without_maker(reading)]
    for reading in found:
        if reading.name.strip() and reading not in seen:
            seen.add(reading)
            yield reading


def is_bare_name(text: str) -> bool:
    """Say whether nothing in `text` looks like a year, a maker or an abbreviation beside a name."""
    return _BESIDE_A_NAME.search(text) is None and ABBREVIATIONS.keys().isdisjoint(text.lower().split())


def _without_brackets(reading: Reading) -> Reading:
    """Take years, kinds and makers out of brackets: `Dune (1984 film)`, `The Office [TV series]`."""
    year, kind, maker = reading.year, reading.kind, reading.maker
    for inside in _BRACKETS.findall(reading.name):
        rest = inside
        if found := _YEAR.search(rest):
            year = int(found[0])
            rest = rest.replace(found[0], " ")
        if word := _KIND_WORD.fullmatch(rest.strip(" ,")):
            kind = Kind.SERIES if word["series"] else Kind.FILM
            rest = ""
        maker = tuple(words_of(rest)) or maker
    name = " ".join(_BRACKETS.sub(" ", reading.name).split())
    return replace(reading, name=name, year=year, kind=kind, maker=maker)


def _without_year(reading: Reading) -> Iterator[Reading]:
    """Take a year out of the name, the last one first: `dune 1984`, `the 2021 dune`."""
    if reading.year is not None:
        return
    for found in reversed(list(_YEAR.finditer(reading.name))):
        rest = f"{reading.name[: found.start()]} {reading.name[found.end() :]}".strip(" ,-–—:/")
        if words_of(rest):
            yield replace(reading, name=" ".join(rest.split()), year=int(found[0]))


def _without_kind(reading: Reading) -> Reading:
    """Take "film", "series" and the like from an end of the name: `the office tv show`."""
    if reading.kind is not None:
        return reading
    found = _KIND_AFTER.search(reading.name) or _KIND_BEFORE.search(reading.name)
    if found is None:
        return reading
    name = reading.name[: found.start()] + reading.name[found.end() :]
    return replace(reading, name=name, kind=Kind.SERIES if found["series"] else Kind.FILM)


def _in_full(reading: Reading) -> Reading:
    """Write abbreviations of franchises in full: `LOTR return of the king`."""
    words = words_of(reading.name)
    if ABBREVIATIONS.keys().isdisjoint(words):
        return reading
    full = [part for word in words for part in ABBREVIATIONS.get(word, (word,))]
    return replace(reading, name=" ".join(full))


def _without_maker(reading: Reading) -> Iterator[Reading]:
    """Take the maker out of the name: `dune by Lynch`, `Villeneuve's Dune`."""
    for pattern in (_MAKER_AFTER, _MAKER_BEFORE):
        if found := pattern.match(reading.name):
            yield replace(reading, name=found["name"], maker=tuple(words_of(found["maker"])))
