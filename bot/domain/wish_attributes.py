"""What a "not" before an adjective reaches: of "a not too violent thriller" only the violence is ruled out."""

from __future__ import annotations

from bot.domain.tones import MOOD_WORDS
from bot.domain.vocabulary import FILM_WORDS, GENRE_WORDS, SERIES_WORDS
from bot.domain.wish_tokens import Words

_DEGREES = frozenset("too very so that really overly particularly especially".split())
# Without one of these before it, or the beginning, "not" may rule out all of it: "sci-fi, not dark fantasy".
_BEGINS = frozenset("a an some something".split())
_NOUNS = GENRE_WORDS.keys() | FILM_WORDS | SERIES_WORDS


def free_what_is_described(words: Words) -> None:
    """Take what "not" and an adjective describe out of what is ruled out, with all that follows it there."""
    tokens = words.tokens
    for i, token in enumerate(tokens):
        if token.text != "not" or (i and tokens[i - 1].text not in _BEGINS):
            continue
        at = i + 1
        while at < len(tokens) and tokens[at].text in _DEGREES:
            at += 1
        noun = at + 1
        if noun >= len(tokens) or tokens[at].text not in MOOD_WORDS or tokens[noun].text not in _NOUNS:
            continue
        if any(token.after_boundary for token in tokens[i + 1 : noun + 1]) or tokens[noun].text in MOOD_WORDS:
            continue
        while noun < len(tokens) and tokens[noun].negated:
            tokens[noun].negated = False
            noun += 1
