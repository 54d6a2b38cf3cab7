"""The text of a wish taken into words, those of other languages into English ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.other_languages import DECADE_CUES, in_english, language_of, says_of
from bot.domain.text import fold
from bot.domain.wish_token import Token

_RAW_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_BOUNDARY = re.compile(r"[,.;:!?()\n–—…]")
_STOP = re.compile(r"[.;!?()\n…]")
_ELIDED = re.compile(
    r"^(?:[dljmsnct]|qu|dell|nell|all|sull|dall|quell|quest)['’](?=\w{3}|\w+['’])", re.IGNORECASE
)
_DECADE_OF = re.compile(r"((?:19|20)?[0-9]0)(?:er|ern|s)?")
# "Les 20 meilleurs" are no decade; from here on "los 30" is one.
FIRST_BARE_DECADE = 30
_ARTICLES = frozenset("los gli den der dos nos os".split())
_AGAIN = frozenset({"no", "not", "nor", "without"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A folded word of the text, with the word as it was written."""

    text: str
    raw: str
    start: int
    end: int
    after_boundary: bool
    after_stop: bool
    after_hyphen: bool


def tokens_of(text: str) -> list[Token]:
    """Return the words of `text` in order, in English where it is in a language whose words are known."""
    parts = _parts_of(text)
    folded = [part.text for part in parts]
    language = language_of(folded)
    tokens: list[Token] = []
    cues: list[str] = []  # the word before each token, as it was written
    at = 0
    while at < len(parts):
        part = parts[at]
        length, english = in_english(folded, at, language, longest=_unbroken(parts, at))
        last = parts[at + length - 1]
        if language is not None and english == "" and _names_a_maker(parts, at, language):
            english = "by"
        words = [part.text] if english is None else english.split()
        if language is not None and words and words[0] in _AGAIN and tokens and tokens[-1].text in _AGAIN:
            words = words[1:]  # "sin nada de", "non ... niente": said twice, denied once
        for n, word in enumerate(words):
            raw = part.raw if english is None or language is None else word
            first = n == 0
            tokens.append(
                Token(
                    word,
                    raw,
                    part.start,
                    last.end,
                    part.after_boundary and first,
                    part.after_stop and first,
                )
            )
            cues.append(folded[at - 1] if at else "")
        if not words and at + length < len(parts):  # what stood before the comma is gone, the comma is not
            parts[at + length] = _with_marks_of(parts[at + length], part)
        if part.text == "free" and part.after_hyphen and len(tokens) > 1:
            tokens[-2].negated = tokens[-1].used = True  # "gore-free"
        at += length
    _read_decades(tokens, cues)
    if language is not None:
        _put_last_first(tokens)
    return tokens


def _parts_of(text: str) -> list[_Part]:
    parts: list[_Part] = []
    end = 0
    for match in _RAW_WORD.finditer(text):
        between = text[end : match.start()]
        boundary = bool(_BOUNDARY.search(between)) or between == " - "
        stop = bool(_STOP.search(between))
        end = match.end()
        for word in fold(_ELIDED.sub("", match.group())).split():
            # Only the first of several parts stands after the boundary.
            parts.append(_Part(word, match.group(), match.start(), end, boundary, stop, between == "-"))
            boundary = stop = False
    return parts


def _unbroken(parts: list[_Part], at: int) -> int:
    """Return how many parts from `at` on stand together, no comma between them."""
    length = 1
    while at + length < len(parts) and not parts[at + length].after_boundary:
        length += 1
    return length


def _with_marks_of(part: _Part, before: _Part) -> _Part:
    return replace(
        part,
        after_boundary=part.after_boundary or before.after_boundary,
        after_stop=part.after_stop or before.after_stop,
    )


def _names_a_maker(parts: list[_Part], at: int, language: str) -> bool:
    """Whether a word is the "of" before a name: "de Almodóvar", "von Fassbinder"."""
    if not says_of(parts[at].text) or at + 1 >= len(parts) or parts[at + 1].after_boundary:
        return False
    folded = [part.text for part in parts]
    following = in_english(folded, at + 1, language, longest=_unbroken(parts, at + 1))[1]
    return following is None and parts[at + 1].raw[:1].isupper()


def _read_decades(tokens: list[Token], cues: list[str]) -> None:
    """Write decades as the rules read them: "années 80", "80er", "de los 2010", "los 70 u 80"."""
    linked = False
    superfluous: list[int] = []
    for i, token in enumerate(tokens):
        decade = _DECADE_OF.fullmatch(token.text)
        if decade is None:
            linked = linked and token.text in ("or", "and")
            continue
        cued = cues[i] in DECADE_CUES and (cues[i] not in _ARTICLES or int(decade[1]) >= FIRST_BARE_DECADE)
        if cued or linked or token.text.endswith(("er", "ern")):
            token.text = f"{decade[1]}s"
            linked = True
            if i and tokens[i - 1].text == "years":
                superfluous.append(i - 1)  # "before the years 70"
    for i in reversed(superfluous):
        tokens[i + 1].after_boundary |= tokens[i].after_boundary
        tokens[i + 1].after_stop |= tokens[i].after_stop
        del tokens[i]


def _put_last_first(tokens: list[Token]) -> None:
    """Write "ten last years" as English has it: "last ten years"."""
    for i in range(len(tokens) - 1):
        if tokens[i + 1].text == "last" and (i == 0 or tokens[i - 1].text != "last"):
            later = tokens[i + 2].text if i + 2 < len(tokens) else ""
            if later == "years" and tokens[i].text not in ("the", "of", "from", "in"):
                tokens[i].text, tokens[i + 1].text = tokens[i + 1].text, tokens[i].text
