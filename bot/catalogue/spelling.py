"""What two spellings of one name have in common: case, accents, punctuation, numerals and articles aside."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
    "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18",
    "nineteen": "19", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50",
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th",
    "twelfth": "12th", "thirteenth": "13th",
}  # fmt: skip
ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18",
    "xix": "19", "xx": "20",
}  # fmt: skip
# One letter is a numeral only where a number is expected: at the end, or after "part" and the like.
LETTER_NUMERALS = {"v": "5", "x": "10"}
PART_WORDS = frozenset({"part", "pt", "vol", "volume", "chapter", "episode"})
ENGLISH_ARTICLES = frozenset({"the", "a", "an"})
# German "die" and Portuguese "as", "os", "o" are left out: they are English words that begin titles.
ARTICLES = ENGLISH_ARTICLES | {
    "le", "la", "les", "un", "une", "el", "los", "las", "una", "il", "gli", "uno", "der", "das", "ein",
    "eine", "het", "een",
}  # fmt: skip
SMALL_WORDS = ARTICLES | {
    "of", "and", "in", "on", "at", "to", "for", "from", "with", "by", "de", "du", "des", "et", "y", "und",
}  # fmt: skip
ABBREVIATIONS = {
    "lotr": ("lord", "of", "the", "rings"), "hp": ("harry", "potter"), "got": ("game", "of", "thrones"),
    "sw": ("star", "wars"), "potc": ("pirates", "of", "the", "caribbean"),
    "bttf": ("back", "to", "the", "future"), "gotg": ("guardians", "of", "the", "galaxy"),
    "tlou": ("the", "last", "of", "us"), "indy": ("indiana", "jones"),
}  # fmt: skip

_LETTERS = str.maketrans({
    "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d",
    "½": " 1 2", "²": " 2", "³": " 3", "&": " and ", "’": "'", "‘": "'", "`": "'", "ʼ": "'", "´": "'",
})  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f]")
_ELIDED_ARTICLE = re.compile(r"^l'(?=\w)")
_INITIALS = re.compile(r"(?<!\w)(?:\w[.*]){2,}\w?(?!\w)")
_ASCII_GAPS = re.compile(r"[^a-z0-9]+")
# What makes a name more than its letters, digits and gaps; those of the others are put right at once by this table.
_MORE_THAN_GAPS = re.compile(r"[&'`+.*]")
_ASCII_WORDS = bytes(
    ord(char.lower()) if char.isascii() and char.isalnum() else 0x20 for char in map(chr, range(256))
)
# Words of which some place in a name makes another word.
_NUMERALS = frozenset({*NUMBER_WORDS, *ROMAN, *LETTER_NUMERALS, *PART_WORDS, "i"})


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as its folded words. Equal `words` mean the same name; equal `bare` words nearly so."""

    words: tuple[str, ...]
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join(self.words))

    @property
    def bare(self) -> str:
        """The text without a leading article, unless nothing else is there."""
        return without_article(self.words, self.text)

    @property
    def article(self) -> str:
        """The leading article, or nothing."""
        return self.words[0] if len(self.words) > 1 and self.words[0] in ARTICLES else ""

    @property
    def joined(self) -> str:
        """The bare text without its gaps: "spider man" and "spiderman" agree in it."""
        return self.bare.replace(" ", "")

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in it. Two names whose numbers differ are two names."""
        return frozenset(word for word in self.words if word.isdecimal())

    @property
    def telling(self) -> tuple[str, ...]:
        """The words that tell one name from another: all but articles, "of", "and" and the like."""
        return tuple(word for word in self.words if word not in SMALL_WORDS)


def fold(name: str) -> Spelling:
    """Return `name` without case, accents, apostrophes and punctuation, and with its numbers as digits.

    Number words become digits, and so do Roman numerals after the first word ("i" only after "part" and the
    like); "part", "chapter", "volume" and "episode" before a number are dropped. Text in any script is kept.
    """
    return spelling_of(words_of(name))


def spelling_of(words: Sequence[str]) -> Spelling:
    """Return the spelling of plain words: the second half of `fold`."""
    return Spelling(tuple(with_digits(words)))


def bare_of(name: str) -> str:
    """Return `fold(name).bare`, in half the time."""
    words = with_digits(words_of(name))
    return without_article(words, " ".join(words))


def without_article(words: Sequence[str], text: str) -> str:
    """Return `text`, which is these words, without a leading article, unless nothing else is there."""
    return text[len(words[0]) + 1 :] if len(words) > 1 and words[0] in ARTICLES else text


def words_of(name: str) -> list[str]:
    """Return the words of `name` in lower case, without accents, apostrophes and punctuation."""
    if name.isascii() and not _MORE_THAN_GAPS.search(
        name
    ):  # most are, and a large catalogue has a hundred thousand
        return name.encode().translate(_ASCII_WORDS).decode().split()
    text = name.casefold().translate(_LETTERS)
    text = _ELIDED_ARTICLE.sub("", text).replace("'", "").replace(" + ", " and ")
    text = _INITIALS.sub(lambda found: re.sub("[.*]", "", found[0]), text)
    if text.isascii():
        return _ASCII_GAPS.sub(" ", text).split()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return "".join(map(_letter_or_gap, unicodedata.normalize("NFC", plain))).split()


@lru_cache(maxsize=8192)
def _letter_or_gap(char: str) -> str:
    """Marks are kept beside letters and digits: the vowels of Indic scripts are marks."""
    return char if unicodedata.category(char)[0] in "LNM" else " "


def with_digits(words: Sequence[str]) -> Sequence[str]:
    """Return plain words with their numbers as digits: the words of their spelling."""
    if _NUMERALS.isdisjoint(words):
        return words
    result: list[str] = []
    for position, word in enumerate(words):
        after_part = position > 0 and words[position - 1] in PART_WORDS
        number = NUMBER_WORDS.get(word, word)
        if position > 0:
            number = ROMAN.get(word, number)
            if after_part or position == len(words) - 1:
                number = LETTER_NUMERALS.get(word, number)
            if after_part and word == "i":
                number = "1"
        if after_part and len(result) > 1 and number.isdecimal():
            result.pop()
        result.append(number)
    return result
