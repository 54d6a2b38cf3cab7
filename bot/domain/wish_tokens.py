"""The words of a wish with their places, and which of them are ruled out ("not", "no", "without" …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.wish_polarity import mark_polarity
from bot.domain.wish_polarity_words import CLOSERS, LINKS, NEGATORS
from bot.domain.wish_token import Token
from bot.domain.wish_translation import tokens_of

__all__ = ["CLOSERS", "LINKS", "NEGATORS", "Token", "Words", "runs"]

_QUOTES = frozenset("\"'“”‘’«»*_")


class Words:
    """The words of a wish, in order, and which of them have been understood already.

    `folded` is the words joined by spaces; a word's place in it never changes.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self._offsets: list[int] = []
        at = 0
        for token in self.tokens:
            self._offsets.append(at)
            at += len(token.text) + 1
        mark_polarity(self.tokens, self._offsets)
        letters = [char for char in text if char.isalpha()]
        # Where everything is shouted, or begun, in capitals, a capital tells nothing.
        begun = [token.raw[:1].isupper() for token in self.tokens if token.raw[:1].isalpha()]
        self.capitals_tell = not (all(char.isupper() for char in letters) or (len(begun) > 2 and all(begun)))

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def unused(self) -> str:
        """The words joined by spaces, the used ones struck out by as many dots."""
        return " ".join("·" * len(t.text) if t.used else t.text for t in self.tokens)

    def index_at(self, offset: int) -> int:
        """Return the number of the first word that begins at `offset` of `folded` or later."""
        return next((i for i, at in enumerate(self._offsets) if at >= offset), len(self.tokens))

    def unused_from(self, i: int) -> str:
        """Return `unused` from word `i` on."""
        return self.unused[self._offsets[i] :] if i < len(self.tokens) else ""

    def index_after(self, i: int, length: int) -> int:
        """Return the number of the first word that begins `length` characters after word `i` or later."""
        return self.index_at(self._offsets[i] + length)

    def within(self, start: int, end: int) -> list[Token]:
        """Return the words that begin within [start, end) of the folded text."""
        return [t for t, at in zip(self.tokens, self._offsets, strict=True) if start <= at < end]

    def use(self, start: int, end: int) -> bool:
        """Mark the words within [start, end) as used; return whether one of them is ruled out."""
        run = self.within(start, end)
        for token in run:
            token.used = True
        return any(token.negated for token in run)

    def spelled(self, first: int, length: int) -> str:
        """Return `length` words from number `first` on as they were written."""
        return self.text[self.tokens[first].start : self.tokens[first + length - 1].end]

    def is_capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital that says something: not one that begins a sentence."""
        token = self.tokens[i]
        begins = i == 0 or bool(re.search(r"[.!?]\s*$", self.text[: token.start]))
        return self.capitals_tell and token.raw[:1].isupper() and not begins

    def is_quoted(self, first: int, length: int) -> bool:
        """Whether these words, and no others, stand in quotation marks."""
        start, end = self.tokens[first].start, self.tokens[first + length - 1].end
        return self.text[start - 1 : start] in _QUOTES and self.text[end : end + 1] in _QUOTES


def runs(first: int, last: int, longest: int) -> Iterator[int]:
    """Yield the lengths to try for a run of words from `first` that ends before `last`, the longest first."""
    yield from range(min(longest, last - first), 0, -1)
