"""Slips in the words of a wish mended: "shortr", "horor". Names are the resolver's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from bot.domain import vocabulary as known
from bot.domain.conversation_wish_words import COMPARATIVES
from bot.domain.everyday_words import (
    EITHER_GENRES,
    EVERYDAY_FAME,
    EVERYDAY_GENRES,
    EVERYDAY_MOODS,
    EVERYDAY_THEMES,
)
from bot.domain.origins import ORIGINS
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.tones import PLAIN_MOODS
from bot.domain.wish_draft import Vocabulary
from bot.domain.wish_tokens import NEGATORS, Words

SHORTEST = 5
# Words of a conversation that slips befall most.
_COMMON = (
    "something anything instead different another recommend watched loved hated liked disliked second third fourth"
    " bot already without series movies please thanks favourite under minutes makers creators directors writers director creator"
    " writer actors actress actor behind between before after".split()
)
# Short ones, of which a slip leaves little: only two letters that changed places or one that was left out are mended.
_SHORT = (
    "like liked love loved hate hated seen more that this them both first last else the what with rest undo again show give"
    " some none film films movie funny dark light short liking".split()
)


_VOWELS = frozenset("aeiouy")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _beside() -> Mapping[str, str]:
    """Return the letters beside each on a keyboard: a finger slips to one of them."""
    found: dict[str, str] = {}
    for row, keys in enumerate(_KEYS):
        for place, key in enumerate(keys):
            above = _KEYS[row - 1][place : place + 2] if row else ""
            below = _KEYS[row + 1][max(0, place - 1) : place + 1] if row < len(_KEYS) - 1 else ""
            found[key] = keys[max(0, place - 1) : place] + keys[place + 1 : place + 2] + above + below
    return found


_BESIDE = _beside()


def mended(text: str, vocabulary: Vocabulary) -> str:
    """Return `text` with each word that is none, and one slip away from a word of wishes, replaced by that word.

    A slip is a letter too many, too few, another one, or two that changed places. Words with a capital, and those
    that occur in the catalogue, stay.
    """
    words = Words(text)
    parts: list[str] = []
    last = 0
    for token in words.tokens:
        if token.start < last or token.raw != token.raw.lower() or token.text != token.raw:
            continue
        better = None if token.text in COMPARATIVES else _meant(token.text, vocabulary)
        if better is not None:
            parts += [text[last : token.start], better]
            last = token.end
    return "".join([*parts, text[last:]])


def _meant(word: str, vocabulary: Vocabulary) -> str | None:
    if not word.isalpha() or word in _known_words():
        return None
    if len(word) < SHORTEST:
        near = [meant for meant in _SHORT if _is_short_slip(word, meant)]
    else:
        near = [
            meant
            for part in _parts_of(word)
            for meant in _by_part().get(part, ())
            if is_one_slip(word, meant) and _is_likely(word, meant)
        ]
    if word in vocabulary.everyday or word in vocabulary.keywords or word in vocabulary.surnames:
        return None
    if not near or vocabulary.resolve(word).title is not None or word in vocabulary.words_of_names:
        return None
    # Letters are left out more often than put in.
    return min(near, key=lambda meant: (meant[0] != word[0], -len(meant), meant))


@cache
def _known_words() -> frozenset[str]:
    """Return the words that are no slips."""
    everyday = (EVERYDAY_GENRES, EITHER_GENRES, EVERYDAY_THEMES, EVERYDAY_MOODS, EVERYDAY_FAME)
    return _meant_words() | {word for table in everyday for phrase in table for word in phrase.split()}


@cache
def _meant_words() -> frozenset[str]:
    """Return the words that a slip may stand for: not those of rare phrases, for "danger" is no slip of "cloak and dagger"."""
    tables: tuple[Iterable[str], ...] = (
        known.PLAIN_GENRES, PLAIN_MOODS, known.PLAIN_THEMES, known.FILM_WORDS, known.SERIES_WORDS, known.PLAIN_FAME,
        known.ERA_WORDS, known.LENGTH_WORDS, known.DECADE_WORDS, known.CHILD_WORDS, known.NUMBER_WORDS, ORIGINS, _COMMON,
    )  # fmt: skip
    words = (word for table in tables for phrase in table for word in phrase.split())
    return frozenset({*words, *SMALL_TALK_WORDS, *NEGATORS})


@cache
def _by_part() -> Mapping[str, tuple[str, ...]]:
    """Return the words of wishes by what is left of them without any one letter."""
    found: dict[str, list[str]] = {}
    for word in _meant_words():
        if len(word) >= SHORTEST:
            for part in _parts_of(word):
                found.setdefault(part, []).append(word)
    return {part: tuple(words) for part, words in found.items()}


def _parts_of(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _is_short_slip(word: str, meant: str) -> bool:
    """Whether a short word is `meant` with two letters swapped, or one left out that is not the first."""
    if len(word) == len(meant):
        return sorted(word) == sorted(meant) and is_one_slip(word, meant)
    return len(word) + 1 == len(meant) >= 4 and word[0] == meant[0] and is_one_slip(word, meant)


def _is_likely(word: str, meant: str) -> bool:
    """Whether somebody writes `word` for `meant`: "pacing" and "danger" are words, not slips of "racing" and "dagger"."""
    if word[0] != meant[0]:
        return sorted(word) == sorted(meant)
    if len(word) != len(meant) or sorted(word) == sorted(meant):
        return True
    one, other = next((a, b) for a, b in zip(word, meant, strict=True) if a != b)
    return (one in _VOWELS and other in _VOWELS) or other in _BESIDE[one]


def is_one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    differing = [i for i in range(len(one)) if one[i] != other[i]]
    if len(differing) == 1:
        return True
    return (
        len(differing) == 2
        and differing[1] == differing[0] + 1
        and one[differing[0]] == other[differing[1]]
        and one[differing[1]] == other[differing[0]]
    )
