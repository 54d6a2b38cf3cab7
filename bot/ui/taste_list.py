"""What is known of a person, as messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.text import clip
from bot.domain.verdict import Verdict, VerdictKind
from bot.ui.cards import MESSAGE_CHARACTERS
from bot.ui.markup import escaped

NOTHING_YET = "I know nothing of your taste yet. `/like` a film or two, and `/recommend` gets personal."
_HEADINGS = {
    VerdictKind.LIKED: "You liked",
    VerdictKind.DISLIKED: "Not for you",
    VerdictKind.SEEN: "You have seen",
}
MOST_PAGES = 5


def taste_pages(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield messages of at most 2,000 characters that list the verdicts, newest first; at most five."""
    if not verdicts:
        yield NOTHING_YET
        return
    page = ""
    pages = 0
    for line in _lines(verdicts):
        if len(page) + len(line) + 1 > MESSAGE_CHARACTERS - 100:
            pages += 1
            if pages == MOST_PAGES:
                yield f"{page}\n… and more; {len(verdicts)} in all."
                return
            yield page
            page = ""
        page = f"{page}\n{line}" if page else line
    yield page


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for kind, heading in _HEADINGS.items():
        of_kind = [verdict for verdict in verdicts if verdict.kind is kind]
        if of_kind:
            yield f"**{heading}** ({len(of_kind)})"
        for verdict in of_kind:
            note = f" — *{escaped(clip(verdict.note, 100))}*" if verdict.note else ""
            yield f"- {escaped(clip(verdict.label, 120))}{note}"
