"""The line a language model writes a title on: where the title ends, its year, its kind, what is said after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.list_fields import read_confidence
from bot.domain.title import GENRES, Kind

LONGEST_NAME = 160
_YEAR = r"(?<!\d)(?:18[89]|19\d|20[0-4])\d(?!\d)"
_YEAR_BRACKET = re.compile(
    rf"\s*[(\[（](?P<inside>[^()\[\]（）]{{0,80}}?(?P<year>{_YEAR})[^()\[\]（）]{{0,80}})[)\]）]"
)
_LEADING_BRACKET = re.compile(r"\s*[(\[（](?P<inside>[^()\[\]（）]{0,120})[)\]）]")
_TRAILING_BRACKET = re.compile(r"\s*[(\[（](?P<inside>[^()\[\]（）]{0,120})[)\]）]\s*$")
_OPEN_BRACKET_AT_END = re.compile(r"(?<=\S)\s*[(\[（](?P<inside>[^()\[\]（）]{0,120})$")
_TRAILING_YEAR = re.compile(rf"(?<=\S)(?:,\s*|\s+[-–—]\s*)(?P<year>{_YEAR})\s*$")
_SERIES = re.compile(r"\b(?:tv|television|(?:mini|docu)?-?series|sitcom|show|anime)\b", re.IGNORECASE)
_FILM = re.compile(r"\b(?:film|movie)\b", re.IGNORECASE)

_MARKED = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?![*_\s])(?P<inside>[^\n]{1,200}?)(?<!\s)(?P=mark)(?![\w*])")
_LINK = re.compile(r"\[(?P<text>[^\[\]]{1,200})\]\([^()\s]{0,300}\)")
_QUOTED = re.compile(
    r"\"(?P<a>[^\"]{1,200})\"|[“„«](?P<b>[^“”„«»]{1,200})[”“»]|[《「『](?P<c>[^》」』]{1,200})[》」』]"
    r"|‘(?P<d>[^‘\n]{1,200}?)’(?!\w)|'(?P<e>[^\n]{1,200}?)'(?=[\s(\[,:;.–—-]|$)|`(?P<f>[^`]{1,200})`"
)
_BREAK = re.compile(
    r"\s+[-–—|]+\s+|\s*[—]\s*|[:：]\s+|(?<=[^\W\d_]{3})[.!?]\s+(?=\S)"
    r"|,\s+(?=(?:an?|directed|starring|about|which|where|with|from|by|featuring|set)\s)"
)
_OPENERS = frozenset("\"“„«《「『‘'`*_[")
_SEPARATORS = " \t:：-–—|,;.·•→=>"
_KEPT_BRACKET = re.compile(r"(?:vol|volume|part|chapter|season|book|episode)\b|[ivx\d]{1,4}$", re.IGNORECASE)
_CONNECTED = re.compile(r"\b(?:or|aka|a\.k\.a\.)$", re.IGNORECASE)
_ABBREVIATION = re.compile(
    r"(?:\b(?:inc|jr|sr|dr|mr|mrs|ms|st|vol|pt|co|bros|no|vs|etc)|\b\w|\.\w)\.$", re.IGNORECASE
)
_SMALL_WORDS = frozenset(
    "a an and as at but by de del der des di du el en for from if in into is la le les los nor of off on onto"
    " or out over per so than that the to und up upon v van via von vs with without y yet your".split()
)
_GENRE_WORDS = frozenset(word for genre in GENRES for word in genre.split()) | frozenset(
    "sci fi scifi romcom animated biopic biographical romantic historical film movie tv and".split()
)
_ROUND_BRACKETS = re.compile(r"\s*\([^()]{0,120}\)")
_SPEAKER = re.compile(
    r"(?:i|i['’]\w+|you|you['’]\w+|we|they|here|there|this|these|those|it['’]s|if|based|since|let|please|your|sure"
    r"|would|how|what|as)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\*{0,2}(?!['‘`_*])[^:()\[\]（）*\"“”„«»]{0,60}\b(?:movies|films|series|shows|titles|comedies|dramas|thrillers"
    r"|classics|musicals|picks|options)\b[^:()\[\]（）*\"“”„«»]{0,30}\*{0,2}:\*{0,2}\s+",
    re.IGNORECASE,
)  # fmt: skip
_COMMA = re.compile(r"\s*[,;]\s+(?![^()]{0,80}\))")
_AND = re.compile(r"(?:and|or|&)\s+", re.IGNORECASE)
_LAST_AND = re.compile(r"\s+(?:and|or|&)\s+(?=[A-Z0-9\"“*])")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stood on a title's line.

    `remark` is the text after the title. `marked` tells that the title had an outline of its own: quotes,
    bold type or a year in brackets. `settled` tells that more text on the same line cannot change the title.
    """

    title: str
    year: int | None = None
    kind: Kind | None = None
    confidence: float | None = None
    remark: str = ""
    marked: bool = False
    settled: bool = False
    broken_off: bool = False


def read_heading(text: str) -> Heading:
    """Take a title's line apart. The title is empty when the line holds none."""
    text = text.strip()
    if link := _LINK.match(text):
        text = link["text"] + text[link.end() :]
    outlined = _read_outlined(text)
    heading = outlined if outlined is not None else _read_plain(text)
    remark = heading.remark.lstrip(_SEPARATORS)
    if heading.year is None and (year := re.match(rf"({_YEAR})(?:\s*[|,:;–—-]+\s*|$)", remark)):
        heading, remark = replace(heading, year=int(year[1])), remark[year.end() :]
    joined = heading.remark.lstrip(" *_").startswith((",", "and ", "or ", "&"))
    # An outline that is opened may still be closed, and would then set other bounds.
    opened = outlined is None and text[:1] in _OPENERS
    settled = heading.marked and bool(remark) and not joined and not opened
    loose = bool(remark) and heading.remark[:1].isspace() and heading.remark.lstrip() == remark
    return replace(heading, remark=_without_marks(remark), settled=settled, broken_off=loose)


def _read_outlined(text: str) -> Heading | None:
    """Read a title that bold type or quotes mark off from what follows; None when there is none."""
    marked = _MARKED.match(text)
    if marked:
        inside = _read_outlined(marked["inside"].strip()) or _read_plain(marked["inside"])
        after = text[marked.end() :]
    else:
        quoted = _QUOTED.match(text)
        if quoted is None:
            return None
        after = text[quoted.end() :]
        if re.match(r"\s+[^\W\d_a-zß-ÿ]", after):  # “Crocodile” Dundee: the quotes are part of the title
            return None
        name = next(group for group in quoted.groups() if group is not None)
        inside = replace(_read_brackets(name), remark="")
    if not inside.title:
        return None
    if inside.remark:
        return replace(inside, remark=f"{inside.remark} {after}", marked=bool(after.strip()))
    return replace(_read_leading_brackets(inside, after), marked=True)


def _read_plain(text: str) -> Heading:
    """Read a title without an outline: up to its year, or up to where a description begins."""
    bracket = _YEAR_BRACKET.search(text, 1)
    if bracket and bracket.start() <= LONGEST_NAME:
        head, tail = text[: bracket.start()], text[bracket.end() :]
        cut = _end_of_name(head)
        if cut is None:
            heading = _with_bracket(_read_brackets(head), bracket["inside"])
            return replace(_read_leading_brackets(heading, tail), marked=True)
        return replace(_read_brackets(head[:cut]), remark=text[cut:])
    cut = _end_of_name(text)
    if cut is None:
        return _read_brackets(text)
    return replace(_read_brackets(text[:cut]), remark=text[cut:])


def _end_of_name(text: str) -> int | None:
    """Find the first separator behind which no name goes on but a description begins."""
    head = text[: LONGEST_NAME + 40]
    breaks = [found for found in _BREAK.finditer(head) if found.start()]
    ends = [*(found.start() for found in breaks), len(head)][1:]
    for found, end in zip(breaks, ends, strict=True):
        before, sign = text[: found.start()], found[0].strip()[:1]
        tail = _ROUND_BRACKETS.sub("", text[found.end() :])
        if sign == ",":
            if len(tail.split()) > 3:
                return found.start()
        elif sign and sign in ".!?":
            if len(tail.split()) > 3 and not is_name_like(tail):
                return found.start() + 1
        elif not _goes_on(before, _ROUND_BRACKETS.sub("", text[found.end() : end]), sign):
            return found.start()
    return None


def _goes_on(head: str, tail: str, sign: str) -> bool:
    """Tell whether `tail`, the words up to the next separator, may be a subtitle of `head`."""
    words = tail.split()
    if sign == "|" or not words or _GENRE_WORDS.issuperset(re.split(r"[\s,/&-]+", tail.lower().strip(" ./"))):
        return False
    if head == head.lower() and any(char.isalpha() for char in head):
        return len(words) <= 6 and not tail.endswith(".")
    if is_name_like(tail) or (words[0] == "the" and len(words) > 1 and is_name_like(tail[4:].lstrip())):
        return True
    begins_as_name = tail[:1].isupper() and words[0].lower() not in ("a", "an")
    return sign in ":：" and begins_as_name and len(words) <= 4 and not tail.endswith((".", "!"))


def is_name_like(text: str) -> bool:
    """Tell whether `text` is written as a name: not long, and no word of weight in small letters."""
    words = [word.strip("\"'“”‘’()[]*_,.!?:;") for word in text[: LONGEST_NAME + 40].split()]
    words = [word for word in words if word]
    if not words or len(words) > 14 or len(text) > LONGEST_NAME:
        return False
    if words[0][0].islower():
        return False
    return not any(word[0].islower() and word not in _SMALL_WORDS for word in words)


def is_sentence_like(text: str) -> bool:
    """Tell whether a line that could hold a title is talk instead."""
    words = text.split()
    if len(words) > 16 or len(text) > LONGEST_NAME:
        return True
    if len(words) < 4:
        return False
    small = sum(word[0].islower() and word not in _SMALL_WORDS for word in words)
    if small < 2 or small * 2 < len(words) - 1:
        return False
    return text.endswith((".", "?", ":", "!")) or bool(_SPEAKER.match(text))


def _read_brackets(text: str) -> Heading:
    """Read a title with remarks in brackets behind it."""
    heading, name = Heading(""), _without_marks(text)
    if unfinished := _OPEN_BRACKET_AT_END.search(name):
        heading = _with_bracket(heading, unfinished["inside"])
        name = name[: unfinished.start()]
    while found := _TRAILING_BRACKET.search(name):
        before = name[: found.start()]
        keep = _KEPT_BRACKET.match(found["inside"].strip()) or _CONNECTED.search(before)
        if keep or not before.strip(_SEPARATORS):
            break
        heading, name = _with_bracket(heading, found["inside"]), before
    if year := _TRAILING_YEAR.search(name):
        heading, name = replace(heading, year=heading.year or int(year["year"])), name[: year.start()]
    return replace(heading, title=clean_name(name))


def _read_leading_brackets(heading: Heading, after: str) -> Heading:
    """Add what the brackets at the start of `after` say; the rest is the remark."""
    while found := _LEADING_BRACKET.match(after):
        heading, after = _with_bracket(heading, found["inside"]), after[found.end() :]
    return replace(heading, remark=after)


def _with_bracket(heading: Heading, inside: str) -> Heading:
    """Add the year, kind or confidence that a bracket tells of; a genre or another remark is dropped."""
    year = re.search(_YEAR, inside)
    confidence = None
    if re.search(r"confiden|^\s*[01]?\.\d+\s*$|%", inside, re.IGNORECASE):
        confidence = read_confidence(inside)
    return replace(
        heading,
        year=heading.year or (int(year[0]) if year else None),
        kind=heading.kind or read_kind(inside),
        confidence=heading.confidence if heading.confidence is not None else confidence,
    )


def read_kind(text: str) -> Kind | None:
    """Return the kind that a text such as `TV series, 2017` tells, None when it tells none."""
    if _SERIES.search(text):
        return Kind.SERIES
    return Kind.FILM if _FILM.search(text) else None


def _without_marks(text: str) -> str:
    """Return `text` without bold and italic marks; single stars inside words stay (M*A*S*H)."""
    text = re.sub(r"\*{2,3}|__+|`+", "", text)
    return re.sub(r"(?<![\w*])[*_]+|[*_]+(?![\w*])", "", text).strip()


def clean_name(text: str) -> str:
    """Return a title's bare name: no markup, no quotes around it, no stray punctuation. May be empty."""
    name = " ".join(_without_marks(text).split('","')[0].split()).strip(_SEPARATORS[:-4] + "#*")
    if len(name) > 1 and (quoted := _QUOTED.fullmatch(name)):
        name = next(group for group in quoted.groups() if group is not None).strip().rstrip(",.;")
    if name.count('"') == 1:
        name = name.strip('"')
    if name.endswith(("…", "...")):
        name = name.rstrip("….")
    whole = text.strip().rstrip("*_\"'”’ ")
    if whole.endswith(".") and _ABBREVIATION.search(whole) and whole.endswith(name + "."):
        name += "."
    return name if any(char.isalnum() for char in name) else ""


def names_group(text: str) -> bool:
    """Tell whether a line begins like `Crime films: …`, so that what follows are titles."""
    return _GROUP.match(text) is not None


def read_group(text: str) -> list[str]:
    """Return the titles of a line like `Crime films: Heat (1995), Thief, and Ronin`; empty for any other."""
    label = _GROUP.match(text)
    if label is None:
        return []
    names = text[label.end() :]
    return split_names(names) or ([names] if is_name_like(names) else [])


def split_names(text: str) -> list[str]:
    """Return the names of a list in a sentence (`A, B, and C.`), up to the first piece that is none.

    Empty when there are fewer than two. `Love, Simon` comes apart: nothing in a sentence tells otherwise.
    """
    pieces = _COMMA.split(text.strip().rstrip("."))
    names: list[str] = []
    for piece in pieces:
        bare = _AND.sub("", piece, count=1) if _AND.match(piece) else piece
        if names and piece.startswith(("the ", "und ")):  # The Lion, the Witch and the Wardrobe
            names[-1] += f", {piece}"
        elif is_name_like(_ROUND_BRACKETS.sub("", bare)):
            names.append(bare)
        else:
            break
    led_by_and = len(pieces) > 1 and _AND.match(pieces[-1])
    if len(names) == len(pieces) and not led_by_and:
        *before, last = names
        names = [*before, *_LAST_AND.split(last)]
    return names if len(names) > 1 else []
