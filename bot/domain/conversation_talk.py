"""What is said for its own sake, taken off a message: greetings, thanks, praise, abuse."""

from __future__ import annotations

import re

from bot.domain import conversation_talk_words as talk_words
from bot.domain.conversation import SmallTalk
from bot.domain.text import fold
from bot.domain.wish_tokens import Words


def small_talk(rest: str) -> tuple[SmallTalk | None, str]:
    """Return what is said for its own sake at the start or the end of `rest`, and what is left."""
    found: SmallTalk | None = None
    changed = True
    while changed and rest:
        changed = False
        words = Words(rest)
        folded = words.unused
        for kind, pattern in talk_words.SMALL_TALK:
            match = pattern.match(folded)
            if match is None or not match.end():
                continue
            end = words.index_at(match.end())
            parted = end == len(words) or words.tokens[end].after_boundary or kind is SmallTalk.GREETING
            if parted and not _goes_on(folded, match):
                found = found or kind
                rest = rest[words.tokens[end].start :] if end < len(words) else ""
                changed = True
                break
    words = Words(rest)
    for kind, pattern in talk_words.SMALL_TALK[:3]:
        for token_at in range(1, len(words)):
            if words.tokens[token_at].after_boundary and pattern.fullmatch(words.unused_from(token_at)):
                return found or kind, rest[: words.tokens[token_at].start].rstrip(" ,.!;")
    return found, rest


def _goes_on(folded: str, match: re.Match[str]) -> bool:
    """Whether a greeting is the beginning of something else: "later films", "good comedies"."""
    return bool(re.match(r" (?:than|films?|movies?|series|shows?|ones)\b", folded[match.end() :]))


def without_small_talk(folded: str) -> str:
    """Return what is left of a text without what is said for its own sake."""
    _, rest = small_talk(folded)
    return fold(rest)
