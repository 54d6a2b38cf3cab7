"""The model's picks out of its answer while it is still being written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jiter

from bot.domain.answer import ListedTitle, NumberedListParser
from bot.domain.pick import Pick

# More than any answer under `num_predict` holds; past it a babbling model is no longer listened to.
LONGEST_ANSWER = 65_536


class PicksParser:
    """Reads `{"picks":[{"n":3,"why":"…","sure":0.9},…]}` and `{"3":{"why":"…","sure":0.9},…}`.

    The whole text is read anew with every piece: it is short, and jiter reads a megabyte in milliseconds.
    """

    def __init__(self) -> None:
        self._text = ""
        self._in_string = self._after_backslash = False
        self._given: list[Pick] = []

    def feed(self, text: str) -> list[Pick]:
        """Return the picks that this piece changed, as they now stand."""
        if len(self._text) < LONGEST_ANSWER:
            self._text += "".join(self._valid(char) for char in text)
        return self._changed(closed=False)

    def close(self) -> list[Pick]:
        """Return the picks that the end of the text settles."""
        return self._changed(closed=True)

    def _valid(self, char: str) -> str:
        """Return `char` as JSON allows it: not every server's grammar keeps bare line breaks out of strings."""
        if self._after_backslash:
            self._after_backslash = False
        elif char == "\\":
            self._after_backslash = self._in_string
        elif char == '"':
            self._in_string = not self._in_string
        return "\\n" if char < " " and self._in_string else char

    def _changed(self, *, closed: bool) -> list[Pick]:
        picks = list(self._read(closed))
        changed = [pick for i, pick in enumerate(picks) if i >= len(self._given) or self._given[i] != pick]
        self._given = picks or self._given
        return changed

    def _read(self, closed: bool) -> Iterator[Pick]:
        begin = min((at for at in (self._text.find("{"), self._text.find("[")) if at >= 0), default=-1)
        if begin < 0:
            return
        body = self._text[begin:]
        try:
            value, whole = _parse(body)
        except ValueError:
            return
        entries = list(_entries(value))
        for place, (number, entry) in enumerate(entries):
            # The next entry's beginning ends this one; the last ends with the whole.
            ended = place + 1 < len(entries) or whole
            why = entry.get("why")
            if isinstance(why, str):
                confidence = _confidence(entry.get("sure")) if ended or closed else None
                # Cut off inside a sentence it is no reason, cut off behind it it is one.
                settled = ended or ("sure" in entry) or (closed and why.rstrip().endswith((".", "!", "?")))
                yield Pick(number=number, why=why, confidence=confidence, finished=settled)


def _parse(body: str) -> tuple[Any, bool]:
    """Return the JSON value at the start of `body`, finished or not, and whether it is finished."""
    end = body.rfind("}") + 1
    if end:
        try:
            return jiter.from_json(body[:end].encode()), True
        except ValueError:
            pass
    return jiter.from_json(body.encode(), partial_mode="trailing-strings"), False


def _entries(value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    if isinstance(value, dict):
        for key, entry in value.items():
            if key.isdecimal() and len(key) < 4 and isinstance(entry, dict):
                yield int(key), entry
            elif isinstance(entry, list):
                yield from _entries(entry)
    elif isinstance(value, list):
        for entry in value:
            if isinstance(entry, dict) and type(entry.get("n")) is int:
                yield entry["n"], entry


def _confidence(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value)
    return number if 0.0 <= number <= 1.0 else None


class AnswerParser:
    """Reads an answer in either form: picks by number, or, when there are none, a list of titles."""

    def __init__(self) -> None:
        self._picks = PicksParser()
        self._list = NumberedListParser()
        self._by_number = False

    def feed(self, text: str) -> list[Pick]:
        """Return the picks that this piece changed, as they now stand."""
        return self._choose(self._picks.feed(text), self._listed(self._list.feed(text)))

    def close(self) -> list[Pick]:
        """Return the picks that the end of the text settles."""
        return self._choose(self._picks.close(), self._listed(self._list.close()))

    def _choose(self, by_number: list[Pick], by_title: list[Pick]) -> list[Pick]:
        self._by_number = self._by_number or bool(by_number)
        return by_number if self._by_number else by_title

    @staticmethod
    def _listed(entries: list[ListedTitle]) -> list[Pick]:
        return [
            Pick(
                title=entry.title,
                year=entry.year,
                why=entry.reasoning,
                confidence=entry.confidence,
                finished=entry.finished,
            )
            for entry in entries
        ]
