"""Titles that a language model wrote as JSON objects, read while they come, complete or cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.list_fields import Field, read_confidence
from bot.domain.list_titles import Heading, read_heading, read_kind

LONGEST_OBJECT = 8000
_KEYS = {
    Field.TITLE: "title titleandyear titleyear movie film movietitle filmtitle recommendedtitle series show name",
    Field.YEAR: "year releaseyear released releasedate",
    Field.DESCRIPTION: "description briefdescription shortdescription synopsis overview plot summary premise",
    Field.REASONING: "why reason reasoning whyitmatches whythismatches whyitfits whyyoulllikeit rationale explanation"
    " because match matches matchreason justification",
    Field.CONFIDENCE: "confidence confidencescore confidencelevel score matchscore rating certainty",
    Field.KIND: "kind type mediatype",
}
_FIELD_OF = {key: field for field, keys in _KEYS.items() for key in keys.split()}
# Below these keys lie further titles; below any other key lie facts about the title at hand.
_LISTS = frozenset(
    "items recommendations titles movies films series shows results list picks suggestions"
    " arguments parameters data response answer".split()
)
_DECODER = json.JSONDecoder(strict=False)
_CUT_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$")


@dataclass(slots=True)
class JsonTitle:
    """One object that names a title, as far as it has been read."""

    heading: Heading
    texts: dict[Field, str]
    confidence: float | None
    finished: bool


@dataclass(slots=True)
class _Object:
    """The object being read: its members so far, and the text of the member in the making."""

    size: int = 1
    depth: int = 1
    in_string: bool = False
    escaped: bool = False
    started: bool = False
    key: str | None = None
    member: list[str] = field(default_factory=list)
    fields: dict[Field, object] = field(default_factory=dict)
    weakly_named: bool = False
    names: list[str] = field(default_factory=list)

    def names_a_title(self) -> bool:
        """Tell whether nothing but an entry has such members: a title with a year, reason or confidence."""
        named = Field.TITLE in self.fields and not self.weakly_named
        return named and bool(self.fields.keys() & {Field.YEAR, Field.REASONING, Field.CONFIDENCE})

    def take_key(self) -> None:
        """Read the member's key, which is complete."""
        key = _decode("".join(self.member))
        self.key = key if isinstance(key, str) else ""
        self.member.clear()

    def take_member(self) -> None:
        """Read the member's value, which is complete or as complete as it will be."""
        name, weak = _field_of(self.key)
        value = _decode("".join(self.member))
        if (
            name is not None
            and value is not None
            and (name not in self.fields or (self.weakly_named and not weak))
        ):
            if name is Field.TITLE:
                self.weakly_named = weak
            self.fields[name] = value
        if _folded(self.key) in _LISTS and isinstance(value, list):
            self.names = [entry for entry in value if isinstance(entry, str)]
        self.key = None
        self.member.clear()

    def view(self, *, finished: bool) -> JsonTitle | None:
        """Return the entry that the members make so far; None when they name no title."""
        title = self.fields.get(Field.TITLE)
        if (
            not isinstance(title, str | int)
            or title is True
            or title is False
            or (self.weakly_named and len(self.fields) < 2)
        ):
            return None
        heading = read_heading(str(title)[:LONGEST_OBJECT])
        if not heading.title:
            return None
        year = _year_of(self.fields.get(Field.YEAR)) or heading.year
        told_kind = self.fields.get(Field.KIND)
        kind = read_kind(told_kind) if isinstance(told_kind, str) else heading.kind
        texts = {
            name: value
            for name in (Field.DESCRIPTION, Field.REASONING)
            if isinstance(value := self.fields.get(name), str)
        }
        name, _ = _field_of(self.key)
        if not finished and name in (Field.DESCRIPTION, Field.REASONING) and name not in texts:
            texts[name] = _decode_cut_string("".join(self.member))
        told = self.fields.get(Field.CONFIDENCE)
        confidence = (
            read_confidence(str(told)) if isinstance(told, str | int | float) and told is not True else None
        )
        return JsonTitle(Heading(heading.title, year, kind), texts, confidence, finished)

    def close(self) -> list[JsonTitle]:
        """Return what the whole object tells: one title, or those of a list of bare names, or none."""
        entry = self.view(finished=True)
        if entry is not None or Field.TITLE in self.fields:
            return [entry] if entry is not None else []
        headings = [read_heading(name) for name in self.names]
        return [JsonTitle(heading, {}, None, True) for heading in headings if heading.title]


class JsonTitleReader:
    """Finds the innermost objects that name a title in a text that is fed in pieces.

    An object that names no title, such as one that holds the list, is left for the next one inside it.
    Memory is bounded: an object longer than `LONGEST_OBJECT` characters is given up.
    """

    def __init__(self) -> None:
        self._object: _Object | None = None
        self.has_passed_object = False  # set by every character of an object, reset by whoever reads it

    @property
    def is_open(self) -> bool:
        """Whether the text so far ends inside an object."""
        return self._object is not None

    def feed(self, text: str, may_open: Callable[[int], bool]) -> list[JsonTitle]:
        """Read on and return the entries that were finished; `may_open(index)` allows or refuses a brace."""
        found: list[JsonTitle] = []
        index = 0
        while index < len(text):
            if self._object is None:
                index = text.find("{", index)
                if index < 0:
                    break
                if may_open(index):
                    self._object = _Object()
                index += 1
                continue
            found += self._step(self._object, text[index])
            index += 1
        return found

    def view(self) -> JsonTitle | None:
        """Return the entry in the making, once it is sure to be one."""
        if self._object is None or not self._object.names_a_title():
            return None
        return self._object.view(finished=False)

    def close(self) -> JsonTitle | None:
        """Return what the text broke off in: a cut text counts as far as it goes, a cut title does not."""
        unfinished, self._object = self._object, None
        if unfinished is None:
            return None
        name, _ = _field_of(unfinished.key)
        if unfinished.depth == 1 and name is not None:
            if name in (Field.DESCRIPTION, Field.REASONING) and name not in unfinished.fields:
                unfinished.fields[name] = _decode_cut_string("".join(unfinished.member))
            elif name is not Field.TITLE and not unfinished.in_string:
                unfinished.take_member()
        return unfinished.view(finished=True)

    def _step(self, current: _Object, char: str) -> list[JsonTitle]:
        """Read one character of the open object; return the entries that it finishes."""
        current.size += 1
        self.has_passed_object |= current.started
        if current.size > LONGEST_OBJECT:
            self._object = None
            return current.close() if current.names_a_title() else []
        if current.in_string:
            current.member.append(char)
            if current.escaped or char == "\\":
                current.escaped = not current.escaped
            elif char == '"':
                current.in_string = False
            return []
        if char == "{" and not self._belongs_to(current):
            if current.started:
                self._object = _Object()
            else:
                current.size = 1
                current.member.clear()
            return []
        if char in "}]":
            current.depth -= 1
            if not current.depth:
                current.take_member()
                self._object = None
                return current.close() if char == "}" or current.names_a_title() else []
        elif char in "{[":
            current.depth += 1
        elif char == '"':
            current.in_string = current.started = self.has_passed_object = True
        elif not current.started and not char.isspace():
            self._object = None  # a brace in prose
            return []
        if current.depth == 1 and char == "," and current.key is not None:
            current.take_member()
        elif current.depth == 1 and char == ":" and current.key is None:
            current.take_key()
        else:
            current.member.append(char)
        return []

    @staticmethod
    def _belongs_to(current: _Object) -> bool:
        """Tell whether an object that begins inside `current` is a fact about its title."""
        if current.names_a_title():
            return True
        named = Field.TITLE in current.fields and not current.weakly_named
        return named and _folded(current.key) not in _LISTS


def _folded(key: str | None) -> str:
    return "".join(char for char in (key or "")[:40].lower() if char.isalnum())


def _field_of(key: str | None) -> tuple[Field | None, bool]:
    """Return the field of a key, and whether it names titles only weakly, as `name` names anything."""
    folded = _folded(key)
    return _FIELD_OF.get(folded), folded == "name"


def _decode(text: str) -> object:
    """Return the JSON value that `text` begins with; None when it is none."""
    try:
        value: object = _DECODER.raw_decode(text.strip())[0]
    except (ValueError, RecursionError):  # malformed, or nested without end
        return None
    return value


def _decode_cut_string(text: str) -> str:
    """Return the part of a JSON string that is there; empty when `text` begins no string."""
    text = text.strip()
    if not text.startswith('"'):
        return ""
    whole = _decode(text)
    value = whole if whole is not None else _decode(_CUT_ESCAPE.sub(r"\1", text) + '"')
    return value if isinstance(value, str) else ""


def _year_of(value: object) -> int | None:
    """Return a plausible year from a number or a text such as `1995-12-15`."""
    found = re.search(r"(?<!\d)(?:18[89]|19\d|20[0-4])\d(?!\d)", str(value)[:40])
    return int(found[0]) if found and isinstance(value, str | int | float) else None
