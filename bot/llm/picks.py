"""The model's picks out of its answer while it is still being written."""

from __future__ import annotations

from typing import Any

from bot.domain.answer import ListedTitle, NumberedListParser
from bot.domain.list_fields import read_confidence
from bot.domain.pick import Pick
from bot.llm.json_objects import JsonObject, ObjectReader

# The prompt asks for the first of each; a model that no grammar holds may say the others.
_NUMBER = ("n", "number", "id", "candidate")
_WHY = ("why", "reason", "reasoning")
_SURE = ("sure", "confidence")
_SENTENCE_ENDS = (".", "!", "?", "…")


class PicksParser:
    """Reads `{"picks":[{"n":3,"why":"…","sure":0.9},…]}` and `{"3":{"why":"…","sure":0.9},…}`."""

    def __init__(self) -> None:
        self._objects = ObjectReader()
        self._given: dict[JsonObject, Pick] = {}
        self.ends_at: int | None = None

    def feed(self, text: str) -> list[Pick]:
        """Return the picks that this piece changed, as they now stand.

        `ends_at` is then the place in `text` where the first pick of it ends, None when none does.
        """
        self.ends_at = None
        changed: list[Pick] = []
        for found, at in self._objects.feed(text):
            pick = self._changed(found, finished=found.whole)
            if pick is not None:
                changed.append(pick)
                if pick.finished and self.ends_at is None:
                    self.ends_at = at
        return changed

    def close(self) -> list[Pick]:
        """Return the picks that the end of the text settles."""
        changed = []
        for found in self._objects.close():
            why = _member(found, _WHY)
            # Cut off inside a sentence it is no reason, cut off behind it it is one.
            ended = isinstance(why, str) and why.rstrip().endswith(_SENTENCE_ENDS)
            pick = self._changed(found, finished=ended or not found.in_string)
            if pick is not None:
                changed.append(pick)
        return changed

    def _changed(self, found: JsonObject, *, finished: bool) -> Pick | None:
        pick = _pick_of(found, finished=finished)
        if pick is None or self._given.get(found) == pick:
            return None
        # A whole object does not come again, so that only the one in the making need be remembered.
        self._given = {} if found.whole else {found: pick}
        return pick


def _pick_of(found: JsonObject, *, finished: bool) -> Pick | None:
    why = _member(found, _WHY)
    number = _number(found.name) if found.name.isdecimal() else _number(_member(found, _NUMBER))
    if number is None or not isinstance(why, str):
        return None
    confidence = _confidence(_member(found, _SURE)) if finished else None
    return Pick(number=number, why=why, confidence=confidence, finished=finished)


def _member(found: JsonObject, names: tuple[str, ...]) -> Any:
    return next((found.members[name] for name in names if name in found.members), None)


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 6:
        return int(value)
    return value if type(value) is int else None


def _confidence(value: Any) -> float | None:
    if isinstance(value, str):
        return read_confidence(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0.0 <= value <= 1.0 else None


class AnswerParser:
    """Reads an answer in either form: picks by number, or, as long as there are none, a list of titles.

    Whatever way a text is cut into pieces, the last that is said of each pick is the same.
    """

    def __init__(self) -> None:
        self._picks = PicksParser()
        self._list = NumberedListParser()
        self._by_number = False

    def feed(self, text: str) -> list[Pick]:
        """Return the picks that this piece changed, as they now stand."""
        by_number = self._picks.feed(text)
        if self._by_number:
            return by_number
        # Behind the first pick by number no title is looked for, however much of the text came at once.
        by_title = self._list.feed(text[: self._picks.ends_at])
        self._by_number = self._picks.ends_at is not None
        return [*map(_pick_by_title, by_title), *by_number]

    def close(self) -> list[Pick]:
        """Return the picks that the end of the text settles."""
        by_number = self._picks.close()
        if self._by_number or by_number:
            return by_number
        return [_pick_by_title(entry) for entry in self._list.close()]


def _pick_by_title(entry: ListedTitle) -> Pick:
    return Pick(
        title=entry.title,
        year=entry.year,
        why=entry.reasoning,
        confidence=entry.confidence,
        finished=entry.finished,
    )
