"""What is known of a person, as messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.verdict import Verdict, VerdictKind
from bot.ui.cards import MESSAGE_CHARACTERS
from bot.ui.markup import fit

NOTHING_YET = "I know nothing of your taste yet. `/like` a film or two, and `/recommend` gets personal."
_HEADINGS = {
    VerdictKind.LIKED: "You liked",
    VerdictKind.DISLIKED: "Not for you",
    VerdictKind.SEEN: "You have seen",
}
LABEL_CHARACTERS = 120
NOTE_CHARACTERS = 120
MOST_PAGES = 5
# Kept free on a page for the line that says how much is left out.
TAIL_CHARACTERS = 60


def taste_pages(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield messages of at most 2,000 characters that list the verdicts, newest first; at most five."""
    if not verdicts:
        yield NOTHING_YET
        return
    page: list[str] = []
    pages = length = 0
    for line in _lines(verdicts):
        if length + len(line) + 1 > MESSAGE_CHARACTERS - TAIL_CHARACTERS:
            pages += 1
            if pages == MOST_PAGES:
                page.append(f"… and more: {len(verdicts)} in all.")
                break
            yield "\n".join(page)
            page, length = [], 0
        page.append(line)
        length += len(line) + 1
    yield "\n".join(page)


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for kind, heading in _HEADINGS.items():
        of_kind = [verdict for verdict in verdicts if verdict.kind is kind]
        if of_kind:
            yield f"**{heading}** ({len(of_kind)})"
        for verdict in of_kind:
            note = f" — *{fit(verdict.note, NOTE_CHARACTERS)}*" if verdict.note else ""
            yield f"- {fit(verdict.label, LABEL_CHARACTERS)}{note}"
