"""One word of a wish, and what has become of it."""

from __future__ import annotations

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
