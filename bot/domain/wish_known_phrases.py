"""Which phrases of a wish say something by themselves, and where the longest of them begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import vocabulary as known
from bot.domain.everyday_words import HINTS, RULED_OUT_WITH, RULES_OUT
from bot.domain.origins import FOREIGN_WORDS, ORIGINS
from bot.domain.small_talk import SMALL_TALK, SMALL_TALK_WORDS
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish_draft import Vocabulary
from bot.domain.wish_tokens import Token

LONGEST_PHRASE = 6
# What a genre or a keyword before it is said of: "a teen movie", "a chess drama".
SAID_OF = known.FILM_WORDS | known.SERIES_WORDS | known.GENRE_WORDS.keys()
PHRASES = frozenset(
    {*known.GENRE_WORDS, *MOOD_WORDS, *known.THEME_WORDS, *ORIGINS, *known.FILM_WORDS, *known.SERIES_WORDS,
     *known.FAME_WORDS, *known.CHILD_WORDS, *known.SMALL_CHILD_WORDS, *known.ELDER_WORDS, *known.ADULT_WORDS, *known.ERA_WORDS,
     *known.LENGTH_WORDS, *known.LEANINGS, *HINTS, *RULED_OUT_WITH, *RULES_OUT, *SMALL_TALK, *FOREIGN_WORDS, "new york", "new orleans"}
)  # fmt: skip


def phrase_at(tokens: Sequence[Token], i: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """Return the longest known phrase from word `i` on, and its length in words; (0, "") for none."""
    for length in range(LONGEST_PHRASE, 0, -1):
        run = tokens[i : i + length]
        if (
            len(run) < length
            or run[0].negator
            or any(t.used or t.seen or t.negated != run[0].negated for t in run)
        ):
            continue
        if any(token.after_boundary for token in run[1:]):
            continue
        phrase = " ".join(token.text for token in run)
        if phrase in PHRASES:
            return length, phrase
        if phrase in SMALL_TALK_WORDS or (length > 1 and run[-1].text in SAID_OF and run[-1].text != "war"):
            continue  # of "a teen movie" or "a disaster film" the first word tells, of "cold war" both
        if vocabulary.keywords_named(phrase) and not _cuts_a_phrase(tokens, i, length):
            return length, phrase
    return 0, ""


def _cuts_a_phrase(tokens: Sequence[Token], i: int, length: int) -> bool:
    """Whether a known phrase begins within these words and goes on after them: "tragic love" of "love story"."""
    words = [token.text for token in tokens[i : i + length + LONGEST_PHRASE]]
    return any(
        " ".join(words[start:end]) in PHRASES
        for start in range(1, length)
        for end in range(length + 1, min(start + LONGEST_PHRASE, len(words)) + 1)
    )
