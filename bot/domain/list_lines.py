"""The lines of a recommendation list: which begin a title, which go on with one, which are talk."""

from __future__ import annotations

import re
from copy import copy

from bot.domain.list_draft import LONGEST_TEXT, Draft
from bot.domain.list_fields import (
    Field,
    begins_label,
    may_become_label,
    speaks_of_person,
    split_fields,
)
from bot.domain.list_marks import Line, Style, has_number, read_mark, split_numbers
from bot.domain.list_titles import (
    Heading,
    is_name_like,
    is_sentence_like,
    names_group,
    read_group,
    read_heading,
)

_SPEAKER = re.compile(
    r"\W{0,3}(?:user|system|assistant|human|bot|ai|seeker|recommender)\W{0,3}:", re.IGNORECASE
)
_CLOSING = re.compile(
    r"\W{0,4}(?:let me know|enjoy\b|i hope|i['’](?:d|m|ll)\b|i can\b|hope\b|notes?\b|happy\b|would you|feel free|please\b"
    r"|(?:these|all|each|both|any)(?: of)?(?: these| those)?(?: \w+)? (?:are|were|have|should|films?|movies?|titles?|shows?"
    r"|picks|recommendations|suggestions|options)\b|if you(?:['’]d| would| have any| need| want| are)\b|have fun|do you\b"
    r"|remember\b|disclaimer|overall\b|in summary|in conclusion|thanks?\b|sorry\b|based on|you can\b|as an ai|here (?:are|is)"
    r"|what do you|which of)",
    re.IGNORECASE,
)  # fmt: skip
_ALREADY_KNOWN = re.compile(
    r"\W*(?:(?:the |my |your )?(?:titles?|movies?|films?|shows?|series|what|things)\s+)?(?:that\s+)?"
    r"(?:(?:i|you|they|we|this person|the (?:user|person))(?:['’]ve| have|['’]ve already| already)?\s+)?"
    r"(?:already\s+|recently\s+)?(?:(?:watched|seen|liked|loved|disliked|enjoyed|hated|rated)\b"
    r"|(?:my |your |their |the )?(?:watch(?:ing)? )?(?:history|favou?rites?|likes|dislikes)\b)[^.!?()\d]{0,40}:\W*$",
    re.IGNORECASE,
)


class LineReader:
    """Reads whole lines into drafts. `fork` gives a twin to try an unfinished line on."""

    def __init__(self) -> None:
        self.draft: Draft | None = None
        self.finished: list[Draft] = []
        self.style: Style | None = None
        self._last_was_bare = False
        self._blank_before = False
        self._closed = False  # talk has begun after a title: what has no label is not about it
        self._title_due = False  # a label "Title:" or a lone "1." stood there, the title comes next
        self._headline: Heading | None = None  # bold or headline text that a label may prove to be a title
        self._known = False  # a list of what was watched already is being echoed
        self._known_style: Style | None = None

    def fork(self) -> LineReader:
        """Return a reader in the same state whose reading leaves this one as it is."""
        twin = copy(self)
        twin.draft = self.draft.fork() if self.draft else None
        twin.finished = []
        return twin

    @property
    def tells_known(self) -> bool:
        """Whether the lines at hand list what was watched already."""
        return self._known

    @property
    def has_read(self) -> bool:
        """Whether a title has been read."""
        return self.style is not None

    def read(self, line: str, *, partial: bool = False, final: bool = False) -> None:
        """Read a line.

        A partial one begins a title only when nothing can change that title any more. A final one is the
        text's last, and may be cut off.
        """
        if not line.strip():
            self._blank_before = True
            return
        *whole, last = split_numbers(line)
        for part in whole:
            self._read_part(read_mark(part), partial=False)
            self._blank_before = False
        if not (final and self._breaks_off(last)):
            self._read_part(read_mark(last), partial=partial)
        self._blank_before = False

    def _breaks_off(self, line: str) -> bool:
        """Tell whether the text's last line was cut inside a title or a label: half a name names nothing.

        Told by an outline left open, by half a label, or by a year that the titles before all have.
        """
        mark = read_mark(line)
        (name, value), *more = split_fields(mark.text)
        heading = read_heading(value)
        begins = name is Field.TITLE or (name is None and (mark.style is not None or self._title_due))
        if more or not begins or heading.year is not None or heading.remark:
            return False
        if line.count("**") % 2 or (
            name is Field.TITLE and "year" in mark.text[: -len(value) or None].lower()
        ):
            return True
        if self.style is Style.LABEL and begins_label(value):
            return True
        before = self.draft
        if before is None or before.is_bare:
            return False
        dated = before.heading.year is not None
        return begins_label(value) or (dated and (name is Field.TITLE or before.confidence is not None))

    def end(self) -> None:
        """Finish the last title."""
        if self.draft is not None:
            self._last_was_bare = self.draft.is_bare
            self.finished.append(self.draft)
        self.draft = None

    def _read_part(self, line: Line, *, partial: bool) -> None:
        if line.style in (None, Style.HEADLINE):
            if _SPEAKER.match(line.text):
                self._read_talk(line)
                return
            if not self._title_due and _ALREADY_KNOWN.match(line.text):
                self._closed = self._known = True
                self._known_style = None
                return
        if partial and line.text.startswith("|"):
            return
        pieces = split_fields(line.text)
        name, value = pieces[0]
        if name is Field.TITLE:
            self._known = False
            self._title_due = not value
            if value:
                self._open(line, pieces, Style.LABEL, partial=partial)
        elif name is not None:
            self._add_fields(pieces)
        elif self._title_due and value:
            self._title_due = partial
            self._open(line, pieces, Style.LABEL, partial=partial)
        elif not self._begins_title(line, pieces, partial=partial):
            self._go_on(line, pieces, partial=partial)

    def _add_fields(self, pieces: list[tuple[Field | None, str]]) -> None:
        """Give labelled texts to the title they belong to; without one they are lost."""
        self._title_due = False
        if self._headline is not None and (self.draft is None or self._closed):
            self._start(Draft(self._headline, 0, None), Style.HEADLINE)
        if self.draft is None:
            return
        self._closed = False
        for name, value in pieces:
            self.draft.add(name or Field.DESCRIPTION, value)

    def _begins_title(self, line: Line, pieces: list[tuple[Field | None, str]], *, partial: bool) -> bool:
        """Begin a title when the line's mark and shape say so."""
        style = line.style
        if style is Style.NUMBER and not line.text and not self._is_nested(line):
            self._title_due = not partial
            return True
        heading = read_heading(pieces[0][1])
        if style is None and _is_plain_title(line, heading) and self.style in (None, Style.PLAIN):
            style = Style.PLAIN
        if style is None or self._is_nested(line):
            return False
        if self._known and self._known_style in (None, style):
            self._known_style = style
            return True
        if style is Style.BULLET and not self._may_be_bulleted(heading):
            return False
        if style is Style.HEADLINE and (heading.year is None or self._belongs_to_number()):
            return False
        if (
            style is Style.NUMBER
            and self.style is Style.LABEL
            and not (heading.marked or is_name_like(heading.title))
        ):
            return False
        return self._open(line, pieces, style, partial=partial)

    def _is_nested(self, line: Line) -> bool:
        """Tell whether a marked line is a point of the open title rather than the next title."""
        if self.draft is None:
            return False
        deeper = line.indent >= self.draft.indent + 2
        if line.style is Style.NUMBER:
            return deeper and (line.number or 0) <= (self.draft.number or 0)
        return deeper

    def _may_be_bulleted(self, heading: Heading) -> bool:
        if self.style not in (None, Style.BULLET):
            return False
        shown = heading.marked or (is_name_like(heading.title) and len(heading.title.split()) <= 10)
        return shown and not heading.title.endswith(":")

    def _belongs_to_number(self) -> bool:
        return self.style in (Style.NUMBER, Style.LABEL) and not self._blank_before

    def _open(
        self, line: Line, pieces: list[tuple[Field | None, str]], style: Style, *, partial: bool
    ) -> bool:
        """Begin the title, or the titles, of a line; tell whether the line is used up."""
        text = pieces[0][1]
        if partial and names_group(text):
            return True
        group = read_group(text)
        headings = [read_heading(name) for name in group] or [read_heading(text)]
        first = headings[0]
        labelled = len(pieces) > 1 and pieces[1][0] in (Field.DESCRIPTION, Field.REASONING)
        # A number inside the title may prove to be the next one of a list that is written on one line.
        numbered = has_number(text[: len(first.title) + 20])
        if partial and (numbered or not (first.settled or labelled)):
            return True
        if not first.marked and (not first.title or is_sentence_like(first.title) or first.broken_off):
            return False
        if not first.title:
            return False
        for heading in headings:
            self._start(Draft(heading, line.indent, line.number, confidence=heading.confidence), style)
        assert self.draft is not None
        if first.remark and not group:
            self._add_remark(first.remark)
        for name, value in pieces[1:]:
            self.draft.add(name or Field.DESCRIPTION, value)
        return True

    def _add_remark(self, remark: str) -> None:
        """Take what follows a title on its line: a description, or nothing but a confidence."""
        assert self.draft is not None
        if re.fullmatch(r"[01]?\.\d+|[01]|\d{1,3}\s?%|\d{1,2}/10", remark):
            self.draft.add(Field.CONFIDENCE, remark)
        else:
            self.draft.add(Field.DESCRIPTION, remark)

    def _start(self, draft: Draft, style: Style) -> None:
        self.end()
        self.draft = draft
        if self.style is None or style is not Style.HEADLINE:
            self.style = style
        self._closed = self._known = self._title_due = False
        self._headline = None

    def _go_on(self, line: Line, pieces: list[tuple[Field | None, str]], *, partial: bool) -> None:
        """Read a line that begins no title: more of the open one, or talk."""
        draft = self.draft
        if line.style is Style.HEADLINE:
            self._closed = True
            heading = read_heading(line.text)
            self._headline = heading if heading.title and is_name_like(heading.title) else None
            return
        if draft is None or (partial and may_become_label(line.text)):
            self._known = self._known and line.style is not None
            return
        if self._is_talk(line, draft):
            self._read_talk(line)
            return
        text = pieces[0][1]
        if self._blank_before and not draft.is_bare and speaks_of_person(text):
            draft.current = Field.REASONING
        if draft.current in (Field.CONFIDENCE, Field.YEAR, Field.KIND, None) and draft.confidence is not None:
            return
        if draft.current is not None:
            draft.add(draft.current, text)
        for name, value in pieces[1:]:
            draft.add(name or Field.DESCRIPTION, value)

    def _is_talk(self, line: Line, draft: Draft) -> bool:
        """Tell whether an unlabelled line speaks of something else than the open title."""
        if self._closed:
            return True
        if line.style is not None or line.indent > draft.indent + 1:
            return False
        if draft.is_bare or self._blank_before:
            if draft.is_bare and not self._blank_before and not self._last_was_bare:
                return False
            if _CLOSING.match(line.text):
                return True
            if draft.is_bare:
                return self._blank_before and self._last_was_bare
            return Field.REASONING in draft.texts or not speaks_of_person(line.text)
        return bool(re.match(r"\W{0,4}(?:note|disclaimer)\b", line.text, re.IGNORECASE))

    def _read_talk(self, line: Line) -> None:
        self._closed = True
        self._title_due = False
        self._known = self._known and line.style is not None


def opens_title(text: str) -> bool:
    """Tell whether a line that begins like this may begin a title: JSON behind such text is not read."""
    line = read_mark(text[:LONGEST_TEXT])
    marked = line.style is not None or split_fields(line.text)[0][0] is Field.TITLE
    return (marked or read_heading(line.text).marked) and any(char.isalnum() for char in line.text)


def _is_plain_title(line: Line, heading: Heading) -> bool:
    """Tell whether a line without a mark is nothing but a title: its year in brackets, then a break or an end."""
    if heading.year is None or not heading.marked or heading.broken_off or not is_name_like(heading.title):
        return False
    return len(heading.title.split()) <= 10
