"""Numbers in a wish: years and decades, runtimes, ages, and how many titles are wanted.

Each function reads folded words joined by spaces and yields (value, start, end), the places in that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.vocabulary import DECADE_WORDS, NUMBER_WORDS
from bot.domain.wish import ANY_LATER, Span

_YEAR = r"((?:18|19|20)\d\d)"
_NUMBER = r"(\d{1,3}|" + "|".join(NUMBER_WORDS) + ")"
_DECADE = re.compile(
    r"\b(?:(early|mid|late) )?(?:the )?(?:((?:18|19|20)?\d0) ?s|(" + "|".join(DECADE_WORDS) + r"))\b"
)
_BETWEEN = re.compile(rf"\b(?:between |from )?{_YEAR}s? (?:(?:and|to|through|until|till) )?{_YEAR}s?\b")
_BEFORE = re.compile(rf"\b(before|pre|older than|earlier than|prior to|until|up to) (?:the )?{_YEAR}s?\b")
_AFTER = re.compile(
    rf"\b(after|post|newer than|later than|since|from) (?:the )?{_YEAR}s?( on| onwards?| or later| and later)?\b"
)
_OR_LATER = re.compile(rf"\b{_YEAR} (?:or|and) (newer|later|older|earlier)\b")
_LAST_YEARS = re.compile(
    rf"\b(?:last|past|previous) (?:{_NUMBER} )?(years?|decades?|few years|couple of years)\b"
)
_CENTURY = re.compile(
    r"\b(this century|21st century|20th century|last century|this year|last year|this decade)\b"
)
_BARE_YEAR = re.compile(rf"\b{_YEAR}\b")

_DURATION = (
    rf"(?:{_NUMBER} and a half hours?|(?:an?|one) hour and a half|half an hour|an hour|{_NUMBER} ?(?:hours?|hrs?|h)"
    rf"(?: ?(?:and )?(\d\d?)(?: ?(?:minutes?|mins?|m))?)?|{_NUMBER} ?(?:minutes?|mins?|min)|(\d)h(\d\d))"
)
_AT_MOST = re.compile(
    rf"\b(?:under|less than|below|at most|max(?:imum)?|no more than|no longer than|not longer than|not more than"
    rf"|shorter than|up to|within|nothing over|nothing longer than|not over) ({_DURATION})\b"
)
_AT_MOST_AFTER = re.compile(
    rf"\b({_DURATION}) (?:or less|or under|or shorter|max|maximum|tops|at most|at the most)\b"
)
_AT_LEAST = re.compile(rf"\b(?:over|more than|longer than|at least|minimum) ({_DURATION})\b")
_ABOUT = re.compile(rf"\b(?:about |around |roughly |only )?({_DURATION})(?: long)?\b")

_AGE = re.compile(rf"\b{_NUMBER} ?(?:years? olds?|yr olds?|yo|y o)\b|\bages? {_NUMBER}\b|\baged {_NUMBER}\b")
_COUNT = re.compile(
    rf"\b{_NUMBER} (?:[a-z]+ ){{0,3}}?(?:films?|movies?|series|shows?|titles?|recommendations?|recs|picks?|suggestions?"
    r"|ideas?|options?|things?|of them|comedies|thrillers|dramas|westerns|documentaries|musicals|noirs|classics)\b"
)
_COUNT_CUED = re.compile(
    rf"\b(?:just|only|give me|recommend|suggest|show me|name|top|make it) {_NUMBER}\b(?! ?(?:hours?|min|h\b))|\b{_NUMBER} this time\b"
)
_COUPLE = re.compile(r"\ba couple of (?:films|movies|shows|series|things|titles|ideas|options)\b")


def _number(text: str) -> int:
    return NUMBER_WORDS[text] if text in NUMBER_WORDS else int(text)


def _claim(taken: list[Span], start: int, end: int) -> bool:
    """Take [start, end) unless something was read there already."""
    if any(start < other_end and other_start < end for other_start, other_end in taken):
        return False
    taken.append((start, end))
    return True


def years_in(text: str, this_year: int) -> Iterator[tuple[Span, int, int]]:
    """Yield the spans of years asked for, both ends included."""
    taken: list[Span] = []
    for pattern, read in (
        (
            _BETWEEN,
            lambda m: (
                min(int(m[1]), int(m[2])),
                max(int(m[1]), int(m[2])) + (9 if m[0].endswith("0s") else 0),
            ),
        ),
        (_OR_LATER, lambda m: (int(m[1]), ANY_LATER) if m[2] in ("newer", "later") else (0, int(m[1]))),
        (_BEFORE, lambda m: (0, int(m[2]) - (0 if m[1] in ("until", "up to") else 1))),
        (_AFTER, _after),
        (_LAST_YEARS, lambda m: (this_year - _years_back(m), ANY_LATER)),
        (_CENTURY, lambda m: _named_span(m[1], this_year)),
        (_DECADE, _decade),
        (_BARE_YEAR, lambda m: (int(m[1]), int(m[1]))),
    ):
        for match in pattern.finditer(text):
            span = read(match)
            if span is not None and _claim(taken, match.start(), match.end()):
                yield span, match.start(), match.end()


def _after(match: re.Match[str]) -> Span | None:
    cue, year, onwards = match[1], int(match[2]), match[3]
    if match[0].endswith("0s"):  # "from the 1980s" is that decade, "after the 1980s" what followed it
        return None if cue == "from" else (year + (10 if cue in ("after", "post") else 0), ANY_LATER)
    if cue == "from" and not onwards:
        return None  # "from 1994" is that year
    return (year + (1 if cue in ("after", "post", "newer than", "later than") else 0), ANY_LATER)


def _years_back(match: re.Match[str]) -> int:
    number = _number(match[1]) if match[1] else 1
    unit = match[2]
    if unit.startswith("decade"):
        return number * 10
    return {"few years": 4, "couple of years": 2}.get(unit, number)


def _named_span(name: str, this_year: int) -> Span:
    return {
        "this century": (2000, ANY_LATER), "21st century": (2000, ANY_LATER), "20th century": (1900, 1999),
        "last century": (1900, 1999), "this year": (this_year, ANY_LATER), "last year": (this_year - 1, this_year - 1),
        "this decade": (this_year // 10 * 10, ANY_LATER),
    }[name]  # fmt: skip


def _decade(match: re.Match[str]) -> Span:
    if match[3]:
        first = DECADE_WORDS[match[3]]
    else:
        digits = match[2]
        # "00s" and "10s" can only be this century's; "20s" to "90s" are the last one's.
        first = int(digits) if len(digits) == 4 else int(digits) + (2000 if int(digits) <= 10 else 1900)
    part = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}.get(match[1] or "", (0, 9))
    return first + part[0], first + part[1]


def runtime_in(text: str) -> Iterator[tuple[Span, int, int]]:
    """Yield the spans of minutes asked for, both ends included."""
    taken: list[Span] = []
    for pattern, kind in (
        (_AT_MOST, "most"),
        (_AT_MOST_AFTER, "most"),
        (_AT_LEAST, "least"),
        (_ABOUT, "about"),
    ):
        for match in pattern.finditer(text):
            minutes = _minutes(match[1])
            if not _claim(taken, match.start(), match.end()):
                continue
            span = {
                "most": (0, minutes),
                "least": (minutes, ANY_LATER),
                "about": (minutes - 15, minutes + 15),
            }[kind]
            yield span, match.start(), match.end()


def _minutes(text: str) -> int:
    if text == "half an hour":
        return 30
    if compact := re.fullmatch(r"(\d)h(\d\d)", text):
        return int(compact[1]) * 60 + int(compact[2])
    numbers = re.findall(rf"\b{_NUMBER}(?=\b|h|m)", text)
    first = _number(numbers[0]) if numbers else 1
    if "and a half" in text:
        return first * 60 + 30
    if re.search(r"h(?:ou)?rs?\b|\d ?h\b|\bhour", text):
        return first * 60 + (int(numbers[1]) if len(numbers) > 1 else 0)
    return first


def age_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the ages in years of those who will watch."""
    for match in _AGE.finditer(text):
        yield _number(next(group for group in match.groups() if group)), match.start(), match.end()


def count_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield how many titles are wanted (the first statement counts)."""
    for pattern in (_COUNT_CUED, _COUNT):
        if match := pattern.search(text):
            yield _number(next(group for group in match.groups() if group)), match.start(), match.end()
            return
    if match := _COUPLE.search(text):
        yield 2, match.start(), match.end()
