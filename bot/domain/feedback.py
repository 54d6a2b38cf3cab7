"""What a tap or a reaction teaches of a person, and the exact trace it leaves, by which it can be taken back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2s
from typing import Any

from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind

Told = tuple[Title, VerdictKind, str]

# The weight of a thumb on each title of a set, of a scale from -1 to 1.
THUMB = 1.0
MARK_CHARACTERS = 8
# No row has a greater number: the databases count with 64 bits.
LARGEST_NUMBER = 2**63 - 1
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_CODE = re.compile(r"[vws][0-9a-z]{1,13}(?:\.[0-9a-z]{1,13})*(?:-[vws][0-9a-z]{1,13}(?:\.[0-9a-z]{1,13})*)*")
# What changes the look of an emoji but not its meaning: the variation selector, the colours of skin.
_LOOKS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")


class Tap(StrEnum):
    """What a person can say of one recommended title with one tap; the value stands in ids of buttons."""

    LOVED = "loved"
    NOT_FOR_ME = "not"
    SEEN = "seen"
    WATCHLIST = "watch"


KIND_OF: Mapping[Tap, VerdictKind] = {
    Tap.LOVED: VerdictKind.LIKED,
    Tap.NOT_FOR_ME: VerdictKind.DISLIKED,
    Tap.SEEN: VerdictKind.SEEN,
}


class More(StrEnum):
    """What a person can ask for next, given what was shown; the value stands in ids of buttons."""

    LIKE_THESE = "more"
    SOMETHING_ELSE = "else"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one act of a person's says: verdicts, titles to watch, and weak signals from -1 to 1."""

    verdicts: tuple[Told, ...] = ()
    planned: tuple[Title, ...] = ()
    signals: tuple[tuple[Title, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Deeds:
    """The rows that one act left in the store, by number."""

    verdicts: tuple[int, ...] = ()
    planned: tuple[int, ...] = ()
    signals: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.planned or self.signals)

    @property
    def code(self) -> str:
        """The deeds in few characters (`v2s.1-w5`): a letter per table, the first number, then the distances."""
        groups = (("v", self.verdicts), ("w", self.planned), ("s", self.signals))
        return "-".join(f"{letter}{_distances(numbers)}" for letter, numbers in groups if numbers)

    @classmethod
    def of_code(cls, code: str) -> Deeds:
        """Read what `code` gave; nothing from what is no such code."""
        found: dict[str, tuple[int, ...]] = {}
        if _CODE.fullmatch(code):
            for group in code.split("-"):
                found[group[0]] = _numbers(group[1:])
        return cls(found.get("v", ()), found.get("w", ()), found.get("s", ()))

    @property
    def row(self) -> dict[str, list[int]]:
        """The deeds as JSON has them."""
        return {
            "verdicts": list(self.verdicts),
            "planned": list(self.planned),
            "signals": list(self.signals),
        }

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Deeds:
        """Read what `row` gave."""
        return cls(*(tuple(row.get(name, ())) for name in ("verdicts", "planned", "signals")))


@dataclass(frozen=True, slots=True)
class Learnt:
    """What became of a lesson. `deeds` stand for it now; `is_new` is false when all of it was known before.

    `stands` is what counts now on each title that was judged: an opinion outlasts "seen". `unlisted` are the ids of
    those that left the watchlist by it.
    """

    deeds: Deeds
    is_new: bool
    stands: Mapping[str, VerdictKind] = field(default_factory=dict)
    unlisted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: verdicts with what stands now on their titles, names off the watchlist, signals.

    `listed` are the names that are on the watchlist again. Of what is too much to name, as a whole import is,
    `many` tells the number alone.
    """

    verdicts: tuple[tuple[Verdict, Verdict | None], ...] = ()
    planned: tuple[str, ...] = ()
    signals: int = 0
    listed: tuple[str, ...] = ()
    many: int = 0

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.planned or self.signals or self.listed or self.many)


def lesson_of(tap: Tap, title: Title) -> Lesson:
    """Return what a tap says of a title."""
    if tap is Tap.WATCHLIST:
        return Lesson(planned=(title,))
    return Lesson(verdicts=((title, KIND_OF[tap], ""),))


def lesson_of_reaction(emoji: str, titles: Sequence[Title]) -> Lesson | None:
    """Return what a reaction to a message that shows `titles` says, None for an emoji that says nothing of them.

    1️⃣ to 🔟: loved that title. 👀: seen all. 👍 and 👎: a weak signal for or against the whole set.
    """
    said = plain_emoji(emoji)
    if said in _PLACES:
        place = _PLACES[said]
        return Lesson(verdicts=((titles[place], VerdictKind.LIKED, ""),)) if place < len(titles) else None
    if said == SEEN_ALL:
        return Lesson(verdicts=tuple((title, VerdictKind.SEEN, "") for title in titles))
    if said in (THUMB_UP, THUMB_DOWN):
        weight = THUMB if said == THUMB_UP else -THUMB
        return Lesson(signals=tuple((title, weight) for title in titles))
    return None


SEEN_ALL, THUMB_UP, THUMB_DOWN, ANEW = "👀", "👍", "👎", "🔁"
_PLACES = {f"{number}\u20e3": number - 1 for number in range(1, 10)} | {"🔟": 9}
MEANINGFUL = frozenset({SEEN_ALL, THUMB_UP, THUMB_DOWN, ANEW, *_PLACES})


def plain_emoji(emoji: str) -> str:
    """Return an emoji without what changes its look alone: 👍🏽 is 👍."""
    return _LOOKS.sub("", emoji)


def mark_of(title_id: str) -> str:
    """Return a few characters that tell a title from the others of one message."""
    return blake2s(title_id.encode(), digest_size=MARK_CHARACTERS // 2).hexdigest()


def _distances(numbers: Iterable[int]) -> str:
    rising = sorted(set(numbers))
    steps = [rising[0], *(after - before for before, after in itertools.pairwise(rising))]
    return ".".join(_in_base_36(step) for step in steps)


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    total = 0
    for step in text.split("."):
        total += int(step, 36)
        if total > LARGEST_NUMBER:
            return ()
        found.append(total)
    return tuple(found)


def _in_base_36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
