"""Recommendations in free text, read while a language model is still writing them.

Numbered lists, bullets, headlines, labelled fields and JSON objects are read as they come; titles that only
sentences name are read at the end, when there was no list at all. Whatever way a text is cut into pieces,
the result is the same: what an unfinished line seems to say is shown, but never remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.list_draft import LONGEST_TEXT, Draft
from bot.domain.list_fields import Field
from bot.domain.list_json import JsonTitle, JsonTitleReader
from bot.domain.list_lines import LineReader, opens_title
from bot.domain.list_prose import read_prose
from bot.domain.list_titles import Heading, read_heading
from bot.domain.title import Kind

LONGEST_LINE = 6000
LONGEST_PROSE = 8000
MOST_TITLES = 200
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\r\x00"), None)


@dataclass(frozen=True, slots=True)
class ListedTitle:
    """A title as a language model wrote it, with what it said of it.

    `position` counts from 0 in reading order. `title` is bare: no markup, quotes, year or remark. `confidence`
    is a share from 0.0 to 1.0, None when none in that range was told. `kind` is told only where the text tells
    it. `finished` means that nothing that comes later changes the entry.
    """

    position: int
    title: str
    year: int | None
    description: str
    reasoning: str
    confidence: float | None
    kind: Kind | None
    finished: bool


class NumberedListParser:
    """Reads titles out of pieces of text. It never raises, and its memory is bounded.

    A title is first reported when nothing that follows can change it; its texts are reported as they grow.
    """

    def __init__(self) -> None:
        self._lines = LineReader()
        self._json = JsonTitleReader()
        self._line = ""
        self._line_length = 0
        self._prose: list[str] = []
        self._prose_length = 0
        self._count = 0  # titles that are finished
        self._by_json = False
        self._fresh: list[ListedTitle] = []  # finished, not yet reported
        self._shown: dict[int, ListedTitle] = {}  # reported, not yet finished
        self._closed = False

    def feed(self, text: str) -> list[ListedTitle]:
        """Read on, and return the entries that this piece changed or finished, as they now stand, in order.

        After `close` nothing is read any more.
        """
        if self._closed:
            return []
        *whole, rest = text.split("\n")
        for piece in whole:
            self._take(piece)
            self._end_line()
        self._take(rest)
        return self._changes(self._unfinished())

    def close(self) -> list[ListedTitle]:
        """End the text, and return the entries that this changed or finished, in order."""
        if self._closed:
            return []
        self._closed = True
        cut_off = self._json.close()
        if cut_off is not None and not self._lines.has_read:
            self._finish_json(cut_off)
        self._end_line(final=True)
        self._lines.end()
        self._finish_drafts()
        if not self._count:
            for name in read_prose("\n".join(self._prose)):
                heading = read_heading(name)
                if heading.title:
                    self._finish_draft(Draft(heading, 0, None))
        return self._changes([])

    def _take(self, piece: str) -> None:
        """Read a piece of one line."""
        if not piece or self._count >= MOST_TITLES:
            return
        if not self._lines.has_read:
            self._take_json(piece)
        room = LONGEST_LINE - self._line_length
        if room > 0:
            self._line += piece[:room]
            self._line_length += min(len(piece), room)

    def _take_json(self, piece: str) -> None:
        head = self._line[:LONGEST_TEXT]

        def may_open(index: int) -> bool:
            return self._by_json or not opens_title(head + piece[: max(0, LONGEST_TEXT - len(head))][:index])

        for entry in self._json.feed(piece, may_open):
            self._finish_json(entry)

    def _end_line(self, *, final: bool = False) -> None:
        if not self._lines.has_read and self._json.is_open:
            self._take_json("\n")
        line = self._line.translate(_INVISIBLE)
        self._line, self._line_length = "", 0
        in_json = self._json.has_passed_object or self._by_json
        self._json.has_passed_object = False
        if in_json or self._count >= MOST_TITLES:
            return
        self._lines.read(line, final=final)
        self._finish_drafts()
        if not (self._lines.has_read or self._lines.tells_known) and self._prose_length < LONGEST_PROSE:
            self._prose.append(line)
            self._prose_length += len(line) + 1

    def _finish_json(self, entry: JsonTitle) -> None:
        self._by_json = True
        self._finish(_listed_json(self._count, entry))

    def _finish_drafts(self) -> None:
        for draft in self._lines.finished:
            self._finish_draft(draft)
        self._lines.finished.clear()

    def _finish_draft(self, draft: Draft) -> None:
        self._finish(_listed_draft(self._count, draft, finished=True))

    def _finish(self, entry: ListedTitle) -> None:
        if self._count < MOST_TITLES:
            self._fresh.append(entry)
            self._count += 1

    def _unfinished(self) -> list[ListedTitle]:
        """Return the entries in the making, the unfinished line included."""
        entry = self._json.view()
        if entry is not None or self._by_json:
            return [_listed_json(self._count, entry)] if entry and self._count < MOST_TITLES else []
        drafts: Iterable[Draft | None] = [self._lines.draft]
        in_json = self._json.is_open or self._json.has_passed_object
        if self._line and self._line_length < LONGEST_LINE and not in_json:
            trial = self._lines.fork()
            trial.read(self._line.translate(_INVISIBLE), partial=True)
            drafts = [*trial.finished, trial.draft]
        standing = [draft for draft in drafts if draft is not None]
        return [
            _listed_draft(position, draft, finished=False)
            for position, draft in enumerate(standing, start=self._count)
            if position < MOST_TITLES
        ]

    def _changes(self, unfinished: list[ListedTitle]) -> list[ListedTitle]:
        """Return what is new since the last report, and remember what has been reported."""
        changed = [entry for entry in unfinished if self._shown.get(entry.position) != entry]
        changed = [*self._fresh, *changed]
        self._fresh = []
        self._shown = {entry.position: entry for entry in unfinished}
        return changed


def parse_numbered_list(text: str) -> list[ListedTitle]:
    """Return the titles of a whole answer in reading order, every one finished."""
    parser = NumberedListParser()
    last = {entry.position: entry for entry in [*parser.feed(text), *parser.close()]}
    return [last[position] for position in sorted(last)]


def _listed_draft(position: int, draft: Draft, *, finished: bool) -> ListedTitle:
    description, reasoning = draft.spoken()
    heading: Heading = draft.heading
    return ListedTitle(
        position,
        heading.title,
        heading.year or draft.year,
        description,
        reasoning,
        draft.confidence,
        heading.kind,
        finished,
    )


def _listed_json(position: int, entry: JsonTitle) -> ListedTitle:
    texts = {name: " ".join(text.split())[:LONGEST_TEXT] for name, text in entry.texts.items()}
    return ListedTitle(
        position,
        entry.heading.title,
        entry.heading.year,
        texts.get(Field.DESCRIPTION, ""),
        texts.get(Field.REASONING, ""),
        entry.confidence,
        entry.heading.kind,
        entry.finished,
    )
