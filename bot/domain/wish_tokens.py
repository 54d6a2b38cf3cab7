"""The words of a wish with their places, and which of them are ruled out ("not", "no", "without" …)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.text import fold

_RAW_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_BOUNDARY = re.compile(r"[,.;:!?()\n–—]")

NEGATORS = frozenset(
    {"no", "not", "never", "without", "nothing", "none", "isnt", "arent", "dont", "doesnt", "wasnt", "wont", "cant",
     "avoid", "except", "minus", "less", "hate", "hates", "hated", "dislike", "skip", "zero", "neither", "nor", "non"}
)  # fmt: skip
NEGATING_PHRASES = (
    ("anything", "but"), ("other", "than"), ("rather", "than"), ("instead", "of"), ("free", "of"), ("sick", "of"),
    ("tired", "of"), ("enough", "of"), ("had", "enough"), ("fed", "up", "with"), ("apart", "from"),
)  # fmt: skip
# A negator that begins one of these denies nothing.
NOT_NEGATING = (
    ("not", "only"), ("not", "just"), ("not", "necessarily"), ("not", "sure"), ("dont", "mind"), ("not", "bad"), ("dont", "care"),
    ("less", "than"), ("dont", "know"), ("no", "matter"), ("why", "not"), ("no", "idea"), ("no", "preference"), ("less", "known"),
    ("cant", "decide"), ("cant", "sleep"), ("not", "seen"), ("never", "seen"), ("never", "heard"), ("not", "mainstream"), ("dont", "have"), ("cant", "wait"), ("no", "one"),
)  # fmt: skip
CLOSERS = frozenset(
    {
        "but",
        "just",
        "please",
        "only",
        "although",
        "however",
        "yet",
        "preferably",
        "ideally",
        "because",
        "so",
        "still",
    }
)
LINKS = frozenset({"or", "and", "nor"})


@dataclass(slots=True)
class Token:
    """One word: folded, as written, where it stands, and what has become of it."""

    text: str
    raw: str
    start: int
    end: int
    after_boundary: bool
    negated: bool = False
    used: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the words of `text` in order, the ruled-out ones marked."""
    tokens: list[Token] = []
    last = 0
    for match in _RAW_WORD.finditer(text):
        boundary = bool(_BOUNDARY.search(text, last, match.start()))
        last = match.end()
        for part in fold(match.group()).split():
            tokens.append(Token(part, match.group(), match.start(), match.end(), boundary))
            boundary = False
    _mark_negated(tokens)
    return tokens


def _mark_negated(tokens: list[Token]) -> None:
    scope = False
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if scope and (token.text in CLOSERS or (token.after_boundary and not _list_goes_on(tokens, i))):
            scope = False
        opened = _negator_at(tokens, i)
        if opened:
            for j in range(i, i + opened):
                tokens[j].used = True
            i += opened
            scope = True
            continue
        token.negated = scope
        i += 1


def _negator_at(tokens: list[Token], i: int) -> int:
    """Return how many words from `i` on form a negator, 0 for none."""
    words = tuple(token.text for token in tokens[i : i + 3])
    if any(words[: len(phrase)] == phrase for phrase in NOT_NEGATING):
        return 0
    for phrase in NEGATING_PHRASES:
        if words[: len(phrase)] == phrase:
            return len(phrase)
    return 1 if words and words[0] in NEGATORS else 0


def _list_goes_on(tokens: list[Token], i: int) -> bool:
    """Whether the comma before word `i` only parts the items of one list: "no horror, gore or war"."""
    if tokens[i].text in LINKS:
        return True
    for ahead in range(i, min(i + 3, len(tokens))):
        if ahead > i and tokens[ahead].after_boundary:
            return ahead - i <= 2 and _list_goes_on(tokens, ahead)
        if ahead > i and tokens[ahead].text in ("or", "nor"):
            return True
    return False
