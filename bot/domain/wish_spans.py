"""Numbers in a wish: years and decades, running times, ages, and how many titles are wanted.

Each function reads folded words joined by spaces and yields (value, start, end), the places in that text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.domain.vocabulary import DECADE_WORDS, NUMBER_WORDS, PERIODS
from bot.domain.wish import ANY_LATER, Span

_YEAR = r"(?:18|19|20)\d\d"
_NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + ")"
# A year, or a decade by its number or its name.
_MOMENT = rf"(?:the )?(?:years? )?(?:{_YEAR}s?|\d0 ?s|{'|'.join(DECADE_WORDS)})"
_DECADE_NUMBER = r"(?:(?:18|19|20)?\d0) ?s"

_BETWEEN = re.compile(
    rf"\b(?:between |from )?(?:the )?(?P<low>{_YEAR})s? (?:(?:and|to|through|until|till|up to) )?(?:the )?(?P<high>{_YEAR})(?P<decade>s?)\b"
)
_DECADES = rf"(?:{_DECADE_NUMBER}|{'|'.join(DECADE_WORDS)})"
# "From the forties to the sixties", "30s through 50s"; "and" and "or" list decades that need not join.
_BETWEEN_DECADES = re.compile(
    rf"\b(?:(?:between|from) )?(?:the )?(?P<low>{_DECADES}) (?:to|through|until|till|up to|and)(?: the)? (?P<high>{_DECADES})\b"
)
_BEFORE = re.compile(
    rf"\b(?P<cue>before i was born in|before|pre|older than|earlier than|prior to|(?:up )?(?:until|till|to) the end of|no later than|not later than|nothing later than"
    rf"|nothing newer than|not newer than|until|till|up to|up till|by) (?P<when>{_MOMENT})\b"
)
# "Before the wall came down in 1989"
_BEFORE_AN_EVENT = re.compile(
    rf"\b(?P<cue>before|prior to) (?:the|it|they|he|she|we|i|my)(?: [a-z]+){{1,5}} in (?P<when>{_YEAR})\b"
)
_AFTER = re.compile(
    rf"\b(?P<cue>after|post|newer than|later than|since|starting(?: in| with| from)?|from) (?P<when>{_MOMENT})"
    r"(?P<on> on| onwards?| forwards?| or later| and later| and newer| or newer| and up| up| and after| and beyond)?\b"
)
_NOT_BEFORE = re.compile(
    rf"\b(?:no|not|nothing|none|no films?|no movies?)(?: thats| that is)? (?:older|earlier) than (?P<when>{_MOMENT})\b"
)
_OR_LATER = re.compile(
    rf"\b(?:the )?(?P<when>{_YEAR}s?|{_DECADES}) (?:(?:or|and) )?(?P<way>newer|later|older|earlier|before|after|onwards?|up|beyond|upwards)\b(?! (?:(?:the|that|this|it|we|i)\b|\d))"
)
_LAST_YEARS = re.compile(
    rf"\b(?:last|past|previous) (?:(?P<number>{_NUMBER}) )?(?P<unit>years?|decades?|few years|couple of years)\b"
)
_NOT_OLDER = re.compile(
    rf"\b(?:no older than|not older than|nothing older than|less than|under|at most) (?P<number>{_NUMBER}) years(?: old)?\b"
)
_PERIOD = re.compile(
    rf"\b(?:{'|'.join(sorted(PERIODS, key=len, reverse=True))}|this year|last year|(?:this|present|current|our) decade|last decade)\b"
)
_DECADE = re.compile(
    rf"\b(?:the )?(?:(?P<part>early|mid|middle|late|later|first half of|second half of|end of|start of|beginning of) )?(?:the )?(?P<when>{_DECADE_NUMBER}|{'|'.join(DECADE_WORDS)})\b"
)
_BARE_YEAR = re.compile(rf"\b{_YEAR}\b")

_HOURS = r"(?:hours?|hrs?|h)"
_MINUTES = r"(?:minutes?|mins?|min|m)"
_DURATION = (
    rf"(?:{_NUMBER} and a half {_HOURS}|(?:an?|one) hour and a half|hour and a half|half an hour"
    rf"|an hour(?: (?:and )?{_NUMBER} {_MINUTES})?"
    rf"|{_NUMBER} ?{_HOURS}(?: ?(?:and )?(?:\d\d? ?{_MINUTES}?|{_NUMBER} {_MINUTES}))?|{_NUMBER} ?(?:minutes?|mins?|min)|\dh\d\d)\b"
)
# "Between 90 and 120 minutes", "90 minutes to two hours"; "90-120 minutes", whose hyphen is gone.
_BETWEEN_TIMES = re.compile(
    rf"\b(?:between |from )?(?:(?P<low>{_DURATION}|{_NUMBER}) (?:and|to|up to) |(?P<bare>\d{{1,3}}) )(?P<high>{_DURATION})"
)
_AT_MOST = re.compile(
    rf"\b(?:under|less than|below|at most|max(?:imum)?|no more than|no longer than|not longer than|not more than|fewer than"
    rf"|shorter than|up to|within|nothing over|nothing longer than|nothing above|not over|not above|never over|never longer than|never more than|not above|isnt over|have|ive got|got"
    rf"|only|only have|just|only got|(?:not )?a minute (?:over|more than|longer than)|no episodes? (?:over|longer than)|(?:done|over|finished|through) (?:in|within|after|by)|doesnt (?:exceed|go over|last longer than)|not exceeding"
    rf"|fits? (?:in|into)|in under|inside) (?:only |just |about |around |maybe |roughly )*(?P<time>{_DURATION})"
)
# "Not over 110": a bare number of that size after such a cue is minutes.
_AT_MOST_BARE = re.compile(
    r"\b(?:not a minute (?:over|more than|longer than)|no longer than|not longer than|nothing longer than|shorter than|not exceeding)"
    r" (?P<time>\d{2,3})(?! ?(?:years?|h|hours?|hrs?|s)\b)\b"
)
_AT_MOST_AFTER = re.compile(
    rf"\b(?P<time>{_DURATION}) (?:(?:an|a|per|each|every) (?:episode|ep|piece) )?(?:(?:or|and) (?:less|under|shorter|so tops|below)|max|maximum|tops|at most|at the most|at the outside|is (?:all|the most)(?: \w+)*? (?:have|got|limit))\b"
)
_AT_LEAST = re.compile(rf"\b(?:over|more than|longer than|at least|minimum|above) (?P<time>{_DURATION})")
_AT_LEAST_AFTER = re.compile(rf"\b(?P<time>{_DURATION}) (?:or more|or longer|at least|plus)\b")
# A stretch of time that is not the film's: "a 14 hour flight", "after a 10 hour shift".
_NOT_OF_A_FILM = r"(?! (?:flight|flights|drive|train|ride|trip|journey|shift|day|days|week|layover|wait|walk|work|bus|ago|nap|sleep|of sleep)\b)"
_ABOUT = re.compile(rf"\b(?:about |around |roughly )?(?P<time>{_DURATION})(?: long)?{_NOT_OF_A_FILM}")
_ABOUT_MINUTES = 15

_AGE = re.compile(
    rf"\b(?P<a>{_NUMBER}) ?(?:years? olds?|yr olds?|yo|y o)\b|\bages? (?P<b>{_NUMBER})\b|\baged (?P<c>{_NUMBER})\b"
    rf"|\b(?:daughter|son|nephew|niece|kid|boy|girl|grandson|granddaughter|child|brother|sister)(?: is| whos)? (?P<d>\d\d?)\b"
    rf"(?! (?:hours?|min|films?|movies?))|\b(?:theyre|are|hes|shes|is) (?P<e>\d\d?)(?: \d\d?)? and \d\d?\b(?! ?(?:hours?|min|minutes?|films?|movies?|months?))"
)
_NOUNS = (
    r"(?:films?|movies?|series|shows?|titles?|recommendations?|recs|picks?|suggestions?|ideas?|options?|things?|of them"
    r"|flicks?|comedies|comedy|thrillers|dramas|westerns|documentaries|musicals|noirs|classics|animes?|romances|mysteries)"
)
_BETWEEN_WORDS = r"(?:(?!(?:of|in|on|and|or|for|from|with|people|hours?|years?|minutes?|seasons?|episodes?|friends|about|who)\b)[a-z0-9]+ ){0,3}?"
_COUNT = re.compile(rf"\b(?P<number>{_NUMBER}) {_BETWEEN_WORDS}{_NOUNS}\b(?! of\b)")
_COUNT_CUED = re.compile(
    rf"\b(?:just|only|give me|recommend|suggest|show me|name|top|make it|list|need|exactly|want) (?P<number>{_NUMBER})\b"
    rf"(?! ?(?:hours?|hrs?|mins?|minutes?|h|seasons?|episodes?|of|night|years?|that|which|thing|with)\b)|\b(?P<last>{_NUMBER}) this time\b"
)
_COUNT_ALONE = re.compile(rf"^(?P<number>{_NUMBER})(?: please)?$")
_COUPLE = re.compile(r"\b(a couple) of (?:films|movies|shows|series|things|titles|ideas|options)\b")

_ELSEWHERE = re.compile(
    rf"\b{_DURATION} (?:flight|flights|drive|train ride|train|ride|trip|journey|shift|layover|bus)\b"
)

_Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]]


def _number(text: str) -> int:
    return NUMBER_WORDS[text] if text in NUMBER_WORDS else int(text)


def _read(text: str, readings: tuple[_Reading, ...]) -> Iterator[tuple[Span, int, int]]:
    """Yield what the patterns read, each place once, the first pattern that fits going first."""
    taken: list[Span] = []
    for pattern, read in readings:
        for match in pattern.finditer(text):
            start, end = match.span()
            span = read(match)
            if span is not None and not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                yield span, start, end


# -- years --------------------------------------------------------------------------------------------


def years_in(text: str, this_year: int) -> Iterator[tuple[Span, int, int]]:
    """Yield the spans of years asked for, both ends included."""
    return _read(
        text,
        (
            (_BETWEEN, _between),
            (_BETWEEN_DECADES, _between_decades),
            (_OR_LATER, _or_later),
            (_NOT_OLDER, lambda m: (this_year - _number(m["number"]), ANY_LATER)),
            (_LAST_YEARS, lambda m: (this_year - _years_back(m), ANY_LATER)),
            (_NOT_BEFORE, lambda m: (_moment(m["when"])[0], ANY_LATER)),
            (_BEFORE, _before),
            (_BEFORE_AN_EVENT, _before),
            (_AFTER, _after),
            (_PERIOD, lambda m: _named_span(m[0], this_year)),
            (_DECADE, _decade),
            (_BARE_YEAR, lambda m: (int(m[0]), int(m[0])) if int(m[0]) <= this_year + 1 else None),
        ),
    )


def _between(match: re.Match[str]) -> Span:
    low, high = sorted((int(match["low"]), int(match["high"])))
    return low, high + (9 if match["decade"] and high % 10 == 0 else 0)


def _between_decades(match: re.Match[str]) -> Span | None:
    (low, low_end), (high, high_end) = _moment(match["low"]), _moment(match["high"])
    if " and " in match[0] and not match[0].startswith("between"):
        return None  # "the 40s and the 60s" are two
    return (low, high_end) if low <= high else (high, low_end)


def _or_later(match: re.Match[str]) -> Span:
    first, last = _moment(match["when"])
    return (0, last) if match["way"] in ("older", "earlier", "before") else (first, ANY_LATER)


def _moment(text: str) -> Span:
    """Return the years of "1994", "1980s", "80s" or "the eighties"."""
    text = text.removeprefix("the ").removeprefix("year ").removeprefix("years ")
    if text in DECADE_WORDS:
        return DECADE_WORDS[text], DECADE_WORDS[text] + 9
    if not text.endswith("s"):
        return int(text), int(text)
    first = int(text.rstrip("s "))
    if first < 100:
        # "00s" and "10s" can only be this century's; "20s" to "90s" are the last one's.
        first += 2000 if first <= 10 else 1900
    return first, first + (9 if first % 10 == 0 else 0)


def _before(match: re.Match[str]) -> Span:
    first, last = _moment(match["when"])
    return 0, first - 1 if match["cue"].startswith(("before", "pre", "older", "earlier", "prior")) else last


def _after(match: re.Match[str]) -> Span | None:
    first, last = _moment(match["when"])
    cue = match["cue"]
    if cue in ("after", "post", "newer than", "later than"):
        return last + 1, ANY_LATER
    if cue == "from" and not match["on"]:
        return None  # "from 1994" is that year, "from the 1980s" that decade
    return first, ANY_LATER


def _years_back(match: re.Match[str]) -> int:
    number = _number(match["number"]) if match["number"] else 1
    unit = match["unit"]
    if unit.startswith("decade"):
        return number * 10
    return {"few years": 4, "couple of years": 2}.get(unit, number)


def _named_span(name: str, this_year: int) -> Span:
    decade = this_year // 10 * 10
    moving = {
        "this year": (this_year, ANY_LATER), "last year": (this_year - 1, this_year - 1), "this decade": (decade, ANY_LATER),
        "last decade": (decade - 10, decade - 1),
    }  # fmt: skip
    if name.endswith(" decade") and name not in moving:
        name = "this decade"
    return moving[name] if name in moving else PERIODS[name]


def of_this_century(
    wanted: Sequence[tuple[Span, int, int]], unwanted: Sequence[Span], this_year: int
) -> list[tuple[Span, int, int]]:
    """Return the spans wanted, with their places, the decade of a hundred years ago moved to today's where that was meant.

    "The twenties, meaning the present decade" and "the twenties, but not the 1920s" speak of those of today.
    """
    now = this_year // 10 * 10
    then = (now - 100, now - 91)
    if any(span == (now, ANY_LATER) for span, _, _ in wanted):
        return [each for each in wanted if each[0] != then]
    today = (now, now + 9) if then in unwanted else then
    return [(today if span == then else span, start, end) for span, start, end in wanted]


def _decade(match: re.Match[str]) -> Span:
    first = _moment(match["when"])[0]
    part = match["part"] or ""
    low, high = (0, 9)
    if part.startswith(("early", "first", "start", "beginning")):
        low, high = 0, 4 if part.startswith("first") else 3
    elif part.startswith("mid"):
        low, high = 3, 6
    elif part:
        low, high = 5 if part.startswith("second") else 6, 9
    return first + low, first + high


# -- running times ------------------------------------------------------------------------------------


def runtime_in(text: str) -> Iterator[tuple[Span, int, int]]:
    """Yield the spans of minutes asked for, both ends included."""
    return _read(
        text,
        (
            (_BETWEEN_TIMES, _between_times),
            (_AT_MOST, lambda m: (0, _minutes(m["time"]))),
            (_AT_MOST_BARE, lambda m: (0, int(m["time"]))),
            (_AT_MOST_AFTER, lambda m: (0, _minutes(m["time"]))),
            (_AT_LEAST, lambda m: (_minutes(m["time"]), ANY_LATER)),
            (_AT_LEAST_AFTER, lambda m: (_minutes(m["time"]), ANY_LATER)),
            (
                _ABOUT,
                lambda m: (
                    max(0, _minutes(m["time"]) - _ABOUT_MINUTES),
                    _minutes(m["time"]) + _ABOUT_MINUTES,
                ),
            ),
        ),
    )


def _between_times(match: re.Match[str]) -> Span | None:
    low, high = match["low"] or match["bare"], _minutes(match["high"])
    bare = low in NUMBER_WORDS or low.isdecimal()
    first = _number(low) * (60 if "h" in match["high"] else 1) if bare else _minutes(low)
    if " and " in match[0] and not match[0].startswith("between"):
        return None  # "an hour and 20 minutes"
    # "10 90 minute films" are no film of ten minutes.
    return (first, high) if first < high <= 3 * first else None


def _minutes(text: str) -> int:
    if text == "half an hour":
        return 30
    if compact := re.fullmatch(r"(\d)h(\d\d)", text):
        return int(compact[1]) * 60 + int(compact[2])
    numbers = [_number(number) for number in re.findall(rf"(?<![a-z0-9]){_NUMBER}(?![0-9])", text)]
    first = numbers[0] if numbers else 1
    if text.startswith("an hour") and numbers:
        return 60 + first
    if "and a half" in text:
        return first * 60 + 30
    if re.search(r"h(?:ou)?rs?\b|\d ?h\b|\bhour", text):
        return first * 60 + (numbers[1] if len(numbers) > 1 else 0)
    return first


# -- ages and counts ----------------------------------------------------------------------------------


def elsewhere_in(text: str) -> Iterator[Span]:
    """Yield the places of stretches of time that are no film's: "a 14 hour flight"."""
    return (match.span() for match in _ELSEWHERE.finditer(text))


def age_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the ages in years of those who will watch."""
    for match in _AGE.finditer(text):
        yield _number(next(group for group in match.groups() if group)), match.start(), match.end()


def count_in(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield how many titles may be wanted, with the place of the numeral and where the statement ends; the likeliest first."""
    for pattern in (_COUNT_CUED, _COUNT, _COUNT_ALONE):
        for match in pattern.finditer(text):
            name = next(name for name, group in match.groupdict().items() if group)
            yield _number(match[name]), match.start(name), match.end(name), match.end()
    for match in _COUPLE.finditer(text):
        yield 2, match.start(1), match.end(1), match.end()
