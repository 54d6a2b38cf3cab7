"""Names in what somebody says that look like titles and that the catalogue does not know: worth looking up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.domain.conversation_names import phrase_asks
from bot.domain.franchises import name_of_franchise
from bot.domain.resolution import Match
from bot.domain.text import fold
from bot.domain.wish_draft import Vocabulary
from bot.domain.wish_tokens import CLOSERS, LINKS, Words

MOST_NAMES = 3
LONGEST_NAME = 8
# A run of words in lower case is a name less often, and the longer the less.
LONGEST_IN_LOWER_CASE = 3

# What is said of titles, and what they are compared with.
_CUE = re.compile(
    r"\b(?:like|likes|liked|love|loves|loved|enjoy|enjoyed|adore|adored|hate|hated|dislike|disliked|seen|watched|rewatched"
    r"|finished|binged|similar to|unlike|such as|vibes of|reminds? me of|reminded me of|in the (?:vein|style|spirit) of"
    r"|fans? of|as good as|akin to|along the lines of|comparable to|(?:makers?|directors?|creators?|people) (?:of|behind))\b"
)
_BEFORE_A_NAME = frozenset("movie film series show tv classic original new".split())
_BEGINS_NO_NAME = frozenset(
    "it this that them these those me you us her him he she they we i a an something anything what when my our your his their"
    " stuff one ones all none both some any more most many much watching to how who where if every each no not first second"
    " third last".split()
)
_ENDS_A_NAME = CLOSERS | frozenset(
    "with without by for that which but tonight today please when except only less more where as while since though because"
    " was is were are not in on at from last yesterday already too also so vibes vibe movies films series shows".split()
)
# Small words within a name: "The Lord of the Rings".
_WITHIN_A_NAME = frozenset("of the and in a an to for on at de la le du der die das & vs with from".split())


def unknown_names(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return up to three names that `text` speaks of as of titles and that `vocabulary` resolves to none.

    They stand behind words such as "like", "loved" or "makers of", in capitals, in quotation marks, or in lower case
    with a word that nobody uses otherwise. Names of people, genres, themes and franchises are none.
    """
    words = Words(text)
    found: list[str] = []
    for cue in _CUE.finditer(words.unused):
        at = words.index_at(cue.end())
        for first, length in _runs_at(words, at):
            name = words.spelled(first, length)
            written = words.is_quoted(first, length) or _is_in_capitals(words, first)
            if _is_unknown(name, vocabulary) and (written or _is_strange(words, first, length, vocabulary)):
                found.append(name)
    return tuple(dict.fromkeys(found))[:MOST_NAMES]


def _runs_at(words: Words, at: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of words from number `at` on that may be names: "Heat and Ronin" whole, then its parts."""
    tokens = words.tokens
    while at < len(tokens) and (
        tokens[at].text in _BEFORE_A_NAME
        or (tokens[at].text == "the" and tokens[at + 1 : at + 2] and tokens[at + 1].text in _BEFORE_A_NAME)
    ):
        at += 1
    if at >= len(tokens) or not _may_begin_a_name(words, at):
        return
    end = _end_of_run(words, at)
    if end == at:
        return
    yield at, end - at
    parts = [i for i in range(at, end) if tokens[i].text in LINKS]
    if parts:
        edges = [at - 1, *parts, end]
        for before, after in pairwise(edges):
            if after - before > 1:
                yield before + 1, after - before - 1


def _may_begin_a_name(words: Words, at: int) -> bool:
    """Whether a name may begin with word `at`: "a warm hug" is none, "A Warm Hug" may be one."""
    tokens = words.tokens
    first = at + 1 if tokens[at].text == "the" and at + 1 < len(tokens) else at
    if tokens[first].text not in _BEGINS_NO_NAME or _is_quoted_from(words, at):
        return True
    following = tokens[first + 1].raw[:1] if first + 1 < len(tokens) else ""
    return tokens[first].raw != "I" and _is_in_capitals(words, first) and following.isupper()


def _is_quoted_from(words: Words, at: int) -> bool:
    return any(words.is_quoted(at, length) for length in range(1, min(LONGEST_NAME, len(words) - at) + 1))


def _end_of_run(words: Words, at: int) -> int:
    tokens = words.tokens
    for length in range(min(LONGEST_NAME, len(tokens) - at), 0, -1):
        if words.is_quoted(at, length):
            return at + length
    in_capitals = _is_in_capitals(words, at)
    longest = LONGEST_NAME if in_capitals else LONGEST_IN_LOWER_CASE
    end, last = at, at
    while end < len(tokens) and end - at < longest:
        token = tokens[end]
        if end > at and token.after_boundary and not _is_colon_before(words, end):
            break
        if token.used or token.negator:
            break
        if in_capitals:
            is_part = token.raw[:1].isupper() or token.raw[:1].isdecimal()
            if not is_part and token.text not in _WITHIN_A_NAME:
                break
            last = end + 1 if is_part else last
        elif token.text in _ENDS_A_NAME:
            break
        else:
            last = end + 1
        end += 1
    return last


def _is_colon_before(words: Words, i: int) -> bool:
    between = words.text[words.tokens[i - 1].end : words.tokens[i].start]
    return between.strip() == ":"


def _is_in_capitals(words: Words, at: int) -> bool:
    return words.capitals_tell and words.tokens[at].raw[:1].isupper()


def _is_unknown(name: str, vocabulary: Vocabulary) -> bool:
    folded = fold(name)
    if len(folded) < 2 or phrase_asks(folded) or folded in vocabulary.people or folded in vocabulary.surnames:
        return False
    if name_of_franchise(name) in vocabulary.franchises:
        return False
    if all(_is_known(part, vocabulary) for part in re.split(r"\s+(?:and|or|&)\s+|\s*,\s*", name) if part):
        return False
    return not _is_known(name, vocabulary)


def _is_known(name: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.resolve(name).match in (Match.EXACT, Match.FOLDED):
        return True
    folded = fold(name)
    return folded in vocabulary.people or folded in vocabulary.surnames


def _is_strange(words: Words, first: int, length: int, vocabulary: Vocabulary) -> bool:
    """Whether one of the words in lower case is none that anybody uses for anything else."""
    return any(
        len(token.text) > 3
        and not token.text.isdecimal()
        and token.text not in vocabulary.everyday
        and not phrase_asks(token.text)
        and not vocabulary.keywords_named(token.text)
        and not vocabulary.keywords_holding(token.text)
        and token.text not in vocabulary.surnames
        for token in words.tokens[first : first + length]
    )
