"""What somebody turns down in general and asks for all the same: "I hate horror, but my girlfriend wants horror"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.wish_names import is_wished_for
from bot.domain.wish_token import Token
from bot.domain.wish_tokens import Words

_TURNING = frozenset("but though although however yet".split())
# "Who usually hate", "who do not like": so many words may stand between.
MOST_BETWEEN = 3


def free_what_is_wanted_after_all(words: Words) -> None:
    """Take out of what is ruled out what is asked for after a "but", or is what "people who hate" it would hate."""
    tokens = words.tokens
    for i, token in enumerate(tokens):
        if not token.negated or token.used or not is_wished_for(token.text):
            continue
        first, last = _denial_around(tokens, i)
        turns = any(t.text in _TURNING for t in tokens[last : last + 1])
        wanted = tokens[last + 1 :] if turns else ()
        if any(t.text == "who" for t in tokens[max(0, first - MOST_BETWEEN) : first]):
            wanted = (*wanted, *tokens[:first])
        if any(_is_same(token.text, t.text) for t in wanted if not (t.negated or t.used)):
            token.negated, token.used = False, True


def _denial_around(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Return where the denial of word `i` begins and ends: its negator, and the word after all that it rules out."""
    first = i
    while first > 0 and (tokens[first].negated or not tokens[first].negator):
        first -= 1
    last = i
    while last < len(tokens) and tokens[last].negated:
        last += 1
    return first, last


def _is_same(one: str, other: str) -> bool:
    """Whether two words are the singular and the plural of one."""
    short, long = sorted((one, other), key=len)
    return long in (short, f"{short}s", f"{short}es", f"{short[:-1]}ies")
