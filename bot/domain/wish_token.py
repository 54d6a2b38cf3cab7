"""One word of a wish and what has become of it, and the words joined to a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Token:
    """One word: folded, as written, where it stands, and what has become of it.

    `after_boundary` is set after a comma and every stronger mark, `after_stop` after those that end a sentence.
    `negator` marks "not" and its like, `negated` what they rule out, `seen` what is known already, `used` what
    needs no further reading.
    """

    text: str
    raw: str
    start: int
    end: int
    after_boundary: bool
    after_stop: bool = False
    negator: bool = False
    negated: bool = False
    used: bool = False
    seen: bool = False


class JoinedTokens:
    """Words, and the text they are joined to; `offsets` are their places in it."""

    def __init__(self, tokens: list[Token], offsets: Sequence[int]) -> None:
        self.tokens, self._offsets = tokens, offsets
        self.joined = " ".join(token.text for token in tokens)

    def index(self, offset: int) -> int:
        """Return the number of the first word that begins at `offset` or later."""
        return bisect_left(self._offsets, offset)

    def within(self, span: tuple[int, int]) -> list[Token]:
        return self.tokens[self.index(span[0]) : self.index(span[1])]
