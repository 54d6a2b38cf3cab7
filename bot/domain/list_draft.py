"""A listed title in the making: what has been said of it so far."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field

from bot.domain.list_fields import Field, read_confidence, split_reason, take_confidence
from bot.domain.list_titles import Heading, read_heading, read_kind

LONGEST_TEXT = 2000


@dataclass(slots=True)
class Draft:
    """A title and what has been said of it so far."""

    heading: Heading
    indent: int
    number: int | None
    texts: dict[Field, str] = field(default_factory=dict)
    confidence: float | None = None
    year: int | None = None
    current: Field | None = Field.DESCRIPTION

    def fork(self) -> Draft:
        """Return a copy that may change by itself."""
        twin = copy(self)
        twin.texts = dict(self.texts)
        return twin

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the title is known."""
        return not self.texts and self.confidence is None

    def add(self, name: Field, text: str) -> None:
        """Take the text of a field, or more of it."""
        if name is Field.CONFIDENCE:
            found = read_confidence(text)
            self.confidence = found if self.confidence is None else self.confidence
        elif name is Field.YEAR:
            self.year = self.year or read_heading(f"- ({text[:20]})").year
        elif name is Field.KIND and self.heading.kind is None:
            self.heading = Heading(self.heading.title, self.heading.year, read_kind(text[:60]))
        elif name in (Field.DESCRIPTION, Field.REASONING) and text:
            text, confidence = take_confidence(text)
            self.confidence = confidence if self.confidence is None else self.confidence
            if text:
                self.texts[name] = f"{self.texts.get(name, '')} {text}".strip()[:LONGEST_TEXT]
        self.current = name

    def spoken(self) -> tuple[str, str]:
        """Return description and reasoning; one text without labels is parted between its sentences."""
        description = _bare_text(self.texts.get(Field.DESCRIPTION, ""))
        reasoning = _bare_text(self.texts.get(Field.REASONING, ""))
        if description and not reasoning:
            return split_reason(description, last_is_reason=self.confidence is not None)
        return description, reasoning


def _bare_text(text: str) -> str:
    """Return a text for people: no bold marks, no bracket left open by a label that was taken out."""
    text = re.sub(r"\*{2,3}|__+", "", text)
    text = re.sub(r"(?<![\w*])\*(?!\s)|(?<![\s*])\*(?![\w*])", "", text)
    text = " ".join(text.split())
    if text.count("(") > text.count(")"):
        text = re.sub(r"\s*\($", "", text)
    return text.strip(" *_|")
