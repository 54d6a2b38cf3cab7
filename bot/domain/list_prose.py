"""Titles named in plain sentences: the last resort for an answer that holds no list at all."""

from __future__ import annotations

import re

from bot.domain.list_fields import split_sentences
from bot.domain.list_titles import is_name_like, split_names

_NAMED = re.compile(r"[\"“«](?P<quoted>[^\"“”«»]{1,120})[\"”»]|\*\*(?P<bold>[^*]{1,120})\*\*")
_ADVICE = re.compile(
    r"\b(?:recommend\w*|suggest\w*|try|enjoy|check out|how about|consider|watch|would love|might like|include"
    r"|options?|perfect|great (?:choice|pick)s?)\b",
    re.IGNORECASE,
)
# The verb is in small letters: “To All the Boys I've Loved Before” is a title.
_KNOWN = re.compile(
    r"\b(?:I|[Yy]ou|[Ww]e)(?:['’]ve| have| had| haven['’]t| already)*\s+(?:already |really |also )?"
    r"(?:seen|watched|liked|loved|enjoyed|heard|mentioned)\b"
)
_COLON = re.compile(r"[:：]\s+")
_LED = re.compile(
    r"\b(?:include|including|such as|recommend|suggest|try|watch|consider|check out|options? (?:are|is)|like)"
    r"\s+(?=[\"“*]?[A-Z0-9])"
)


def read_prose(text: str) -> list[str]:
    """Return the titles that the sentences of `text` recommend, in order, without repeats. Often none."""
    lines = [line.strip() for line in text.split("\n")]
    names = dict.fromkeys(_read_lines(lines))
    for line in lines if not names else []:
        for sentence in split_sentences(line):
            names.update(dict.fromkeys(_read_sentence(sentence)))
    return list(names)


def _read_lines(lines: list[str]) -> list[str]:
    """Return the lines of the first block that holds nothing but three or more names."""
    block: list[str] = []
    for line in [*lines, ""]:
        if (
            line[:1].isalnum()
            and is_name_like(line)
            and len(line.split()) <= 8
            and not line.endswith((":", ".", "?", "!"))
        ):
            block.append(line)
        elif len(block) > 2:
            return block
        else:
            block = []
    return []


def _read_sentence(sentence: str) -> list[str]:
    """Return the titles that one sentence recommends, not those it says are known already."""
    known = _KNOWN.search(sentence)
    if known:
        advice = _ADVICE.search(sentence, known.end())
        if advice is None:
            return []
        sentence = sentence[advice.start() :]
    named = [found["quoted"] or found["bold"] for found in _NAMED.finditer(sentence)]
    named = [name.strip(" ,.?!:") for name in named]
    named = [name for name in named if is_name_like(name)]
    if named:
        return named if len(named) > 1 or _ADVICE.search(sentence) else []
    return _read_list(sentence)


def _read_list(sentence: str) -> list[str]:
    """Return the names of `Here are some: A, B, and C.` or `Other options include A and B.`"""
    led = _LED.search(sentence)
    for colon in _COLON.finditer(sentence, 0, led.start() if led else len(sentence)):
        head = sentence[: colon.start()]
        if not is_name_like(head) or _ADVICE.search(head):
            names = split_names(sentence[colon.end() :])
            if names:
                return names
    return split_names(sentence[led.end() :]) if led else []
