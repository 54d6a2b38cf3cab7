"""What is known of a person, what they mean to watch and what they asked before, as pages of one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.domain.by_name import is_by_name
from bot.domain.verdict import Verdict, VerdictKind
from bot.services.past import Asked, Led, Said, Why
from bot.services.ports import PlannedTitle
from bot.ui.cards import MESSAGE_CHARACTERS
from bot.ui.markup import fit

NOTHING_YET = "I know nothing of your taste yet. `/like` a film or two, and `/recommend` gets personal."
NOTHING_PLANNED = "Your watchlist is empty. `/watchlist add`, or the button under a recommendation, fills it."
NOTHING_HAPPENED = "Nothing yet. `/recommend` begins our history."
NOTHING_ASKED = "I have not recommended anything to you yet. `/recommend`, and then ask me why."
_HEADINGS = {
    VerdictKind.LIKED: "You liked",
    VerdictKind.DISLIKED: "Not for you",
    VerdictKind.SEEN: "You have seen",
}
_SAID = {
    VerdictKind.LIKED: "you liked",
    VerdictKind.DISLIKED: "not for you:",
    VerdictKind.SEEN: "you have seen",
}
ENTRIES_A_PAGE = 10
LABEL_CHARACTERS = 80
NOTE_CHARACTERS = 80
REQUEST_CHARACTERS = 80
TITLES_CHARACTERS = 80
BY_NAME = " · kept by name"

EntryT = TypeVar("EntryT")


@dataclass(frozen=True, slots=True)
class Page(Generic[EntryT]):
    """One page: its text, what stands on it, which page it is (from 0), and whether others come before and after."""

    content: str
    entries: tuple[EntryT, ...]
    number: int = 0
    has_next: bool = False

    @property
    def has_previous(self) -> bool:
        """Whether a page comes before this one."""
        return self.number > 0


def taste_page(verdicts: Sequence[Verdict], number: int) -> Page[Verdict]:
    """Return one page of a person's verdicts: likes, then dislikes, then what they have seen, newest first."""
    if not verdicts:
        return Page(NOTHING_YET, ())
    ordered = [verdict for kind in _HEADINGS for verdict in verdicts if verdict.kind is kind]
    number, pages = _place(len(ordered), number)
    entries = ordered[number * ENTRIES_A_PAGE : (number + 1) * ENTRIES_A_PAGE]
    lines: list[str] = []
    for kind, heading in _HEADINGS.items():
        shown = [verdict for verdict in entries if verdict.kind is kind]
        if shown:
            count = sum(verdict.kind is kind for verdict in ordered)
            lines.append(f"**{heading}** ({count})")
            lines.extend(_line(verdict) for verdict in shown)
    lines.append(_foot(number, pages, len(ordered)))
    return Page("\n".join(lines), tuple(entries), number, number + 1 < pages)


def watchlist_page(planned: Sequence[PlannedTitle], number: int) -> Page[PlannedTitle]:
    """Return one page of a person's watchlist, what was put there last first."""
    if not planned:
        return Page(NOTHING_PLANNED, ())
    number, pages = _place(len(planned), number)
    entries = planned[number * ENTRIES_A_PAGE : (number + 1) * ENTRIES_A_PAGE]
    lines = ["**Your watchlist**"]
    lines.extend(f"- {fit(entry.label, LABEL_CHARACTERS)}{_origin(entry.title_id)}" for entry in entries)
    lines.append(_foot(number, pages, len(planned)))
    return Page("\n".join(lines), tuple(entries), number, number + 1 < pages)


def happened_until(number: int) -> int:
    """Return how many of the latest events page `number` (from 0) needs to see."""
    return (number + 1) * ENTRIES_A_PAGE + 1


def history_page(happened: Sequence[Asked | Said], number: int) -> Page[Asked | Said]:
    """Return one page of what a person asked and said, out of as many events as `happened_until` says."""
    number = min(number, max(0, len(happened) - 1) // ENTRIES_A_PAGE)
    first = number * ENTRIES_A_PAGE
    entries = happened[first : first + ENTRIES_A_PAGE]
    if not entries:
        return Page(NOTHING_HAPPENED, ())
    lines = ["**What you asked and said**", *(_event(entry) for entry in entries)]
    return Page("\n".join(lines), tuple(entries), number, len(happened) > first + ENTRIES_A_PAGE)


def why_message(why: Why | None) -> str:
    """Return what in a person's taste led to their latest answer, at most 2,000 characters."""
    if why is None:
        return NOTHING_ASKED
    asked = f" for “{fit(why.request, REQUEST_CHARACTERS)}”" if why.request else ""
    head = f"**What in your taste led here**{asked}"
    if not why.knows_taste:
        foot = "You have not told me yet what you like: your wish alone decided. `/like` a film or two."
    else:
        dislikes = "dislike" if why.disliked == 1 else f"{why.disliked} dislikes"
        against = f" What is close to your {dislikes} was pushed down." if why.disliked else ""
        foot = f"Wrong? `/taste` shows what I know, each line removable.{against}"
    room = (MESSAGE_CHARACTERS - len(head) - len(foot) - 10) // max(1, len(why.titles)) - 1
    parts = [_led(place, led, room, why.knows_taste) for place, led in enumerate(why.titles, start=1)]
    return "\n".join([head, *parts, f"-# {foot}"])


def _led(place: int, led: Led, room: int, knows_taste: bool) -> str:
    lines = [f"**{place}. {fit(led.label, min(LABEL_CHARACTERS, room // 2))}**"]
    if not led.ties and knows_taste:
        lines.append("> None of your likes is close: your wish, and what many people love.")
    for tie in led.ties:
        shared = f" — {', '.join(tie.shared)}" if tie.shared else ""
        note = f" — you said “{tie.verdict.note}”" if tie.verdict.note else ""
        left = room - sum(len(line) + 1 for line in lines) - 2
        line = fit(f"You liked {tie.verdict.label}{note}{shared}", min(left, 200))
        if left < 40:
            break
        lines.append(f"> {line}")
    return "\n".join(lines)


def _line(verdict: Verdict) -> str:
    note = f" — *{fit(verdict.note, NOTE_CHARACTERS)}*" if verdict.note else ""
    return f"- {fit(verdict.label, LABEL_CHARACTERS)}{note}{_origin(verdict.title_id)}"


def _origin(title_id: str) -> str:
    return BY_NAME if is_by_name(title_id) else ""


def _event(event: Asked | Said) -> str:
    day = f"<t:{int(event.at.timestamp())}:d>"
    if isinstance(event, Asked):
        wish = f"you asked “{fit(event.request, REQUEST_CHARACTERS)}”" if event.request else "you asked"
        return f"- {day} {wish}: {fit(', '.join(event.labels), TITLES_CHARACTERS)}"
    said = f"{_SAID[event.verdict.kind]} {fit(event.verdict.label, LABEL_CHARACTERS)}"
    return f"- {day} {said}{' · taken back' if event.is_taken_back else ''}"


def _place(count: int, number: int) -> tuple[int, int]:
    """Return the nearest page that there is, and how many there are."""
    pages = -(-count // ENTRIES_A_PAGE)
    return min(number, pages - 1), pages


def _foot(number: int, pages: int, count: int) -> str:
    titles = f"{count} title{'' if count == 1 else 's'}"
    return f"-# {titles}" if pages == 1 else f"-# Page {number + 1} of {pages} · {titles}"
