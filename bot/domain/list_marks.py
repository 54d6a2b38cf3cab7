"""The marks that lines begin with in a list: numbers, bullets, headline signs, table bars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from bot.domain.list_fields import split_fields

_BOLD_NUMBER = re.compile(
    r"(?P<before>(?:>\s*)*(?:[-•*+]\s+)?(?:#{1,6}\s*)?)(?P<bold>(?:\*{2,3}|__)?)"
    r"(?:(?:no\.?\s?|#)?(?P<number>\d{1,3})\s*(?:[.)\]、．。）](?!\d)|:(?=\*\*|\s))|\(\d{1,3}\)"
    r"|(?P<dashed>\d{1,2})\s+[-–—](?=\s)|#(?P<hash>\d{1,3})(?=\s)"
    r"|(?:\d\ufe0f?\u20e3)+|🔟|[\u2460-\u2473])[.:)]?(?P<close>\*{2,3})?\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:>\s*)*(?P<bullet>[-•*+·▪◦‣●○–—➤→🎬🍿]\ufe0f?)(?:\s+|(?<=[•▪●🎬🍿])(?=\S))")
_HASHES = re.compile(r"(?:>\s*)*#{1,6}\s+(?P<text>.*)$")
_ALL_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>[^*_]{1,200})(?P=mark)[:.]?(?P<rest>\s*\(\d{4}\)\s*)?$")
_NEXT_NUMBER = re.compile(r"(?<=\s)(?:\*\*)?(?P<number>\d{1,2})[.)]\s+(?=\S)")


class Style(Enum):
    """How a line that begins a title is marked."""

    NUMBER = auto()
    LABEL = auto()
    BULLET = auto()
    HEADLINE = auto()
    PLAIN = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its mark. `style` is None for a line that has none."""

    text: str
    indent: int
    style: Style | None = None
    number: int | None = None


def read_mark(text: str) -> Line:
    """Take the number, bullet or headline mark off a line."""
    stripped = text.expandtabs(4)
    indent = len(stripped) - len(stripped.lstrip())
    stripped = stripped.strip()
    if stripped.startswith("|"):
        return _read_row(stripped, indent)
    number = _BOLD_NUMBER.match(stripped)
    if number:
        digits = number["number"] or number["dashed"] or number["hash"]
        rest = stripped[number.end() :]
        mark = number["bold"]
        if mark and not number["close"]:
            rest = mark + rest if mark in rest else rest.lstrip("*_")
        return Line(rest.strip(), indent, Style.NUMBER, int(digits) if digits else None)
    bullet = _BULLET.match(stripped)
    if bullet:
        return Line(stripped[bullet.end() :].strip(), indent, Style.BULLET)
    hashes = _HASHES.match(stripped)
    if hashes:
        return Line(hashes["text"].strip(" #"), indent, Style.HEADLINE)
    if _ALL_BOLD.match(stripped) and split_fields(stripped)[0][0] is None:
        return Line(stripped, indent, Style.HEADLINE)
    return Line(stripped, indent)


def has_number(text: str) -> bool:
    """Tell whether `text` holds what could be the number of a further point."""
    return re.search(r"\s(?:\*\*)?\d{1,2}[.)](?:\s|$)", f" {text}") is not None


def split_numbers(line: str) -> list[str]:
    """Return the points of a list that was written on one line (`1. A 2. B 3. C`), else the line itself.

    Three numbers in a row are asked for, so that a sequel's number before a full stop splits nothing.
    """
    own = re.match(r"\s*(?:\*\*)?(\d{1,2})[.)]\s", line)
    expected = int(own[1]) + 1 if own else 1
    starts = [0] if own else []
    for found in _NEXT_NUMBER.finditer(line, own.end() if own else 0):
        if int(found["number"]) == expected:
            starts.append(found.start())
            expected += 1
    if len(starts) < 3:
        return [line]
    if starts[0]:
        starts.insert(0, 0)
    return [line[begin:end] for begin, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def _read_row(row: str, indent: int) -> Line:
    """Read the row of a table whose first cell is a number; any other row has no mark."""
    cells = [cell.strip() for cell in row.strip("| ").split("|")]
    number = cells[0].strip("*_#. ")
    if number.isdecimal() and len(number) < 4 and len(cells) > 1:
        return Line(" | ".join(cells[1:]), indent, Style.NUMBER, int(number))
    return Line("" if set(row) <= set("|-: ") else row, indent)
