"""What a language model says of a title: labelled fields, confidences, and reasons between the sentences."""

from __future__ import annotations

import math
import re
from enum import StrEnum


class Field(StrEnum):
    """What a labelled text tells of a title."""

    TITLE = "title"
    DESCRIPTION = "description"
    REASONING = "reasoning"
    CONFIDENCE = "confidence"
    YEAR = "year"
    KIND = "kind"
    OTHER = "other"


# Labels are tried in this order. Those of _SAFE are never a title of their own, so they need no colon.
_LABELS: dict[Field, str] = {
    Field.TITLE: r"titles? (?:and|&|/|\+) (?:release )?year|title/year|(?:movie|film|series|show) (?:title|name)"
    r"|recommended title|title|movie|film|tv (?:show|series)|series|show|name|recommendation|pick|option",
    Field.DESCRIPTION: r"(?:brief|short|one-line) (?:description|synopsis|summary)|description|synopsis"
    r"|plot(?: summary)?|summary|overview|premise|storyline|logline|what it['’]s about|about",
    Field.REASONING: r"why\b[^:.!?\n*]{0,60}?|(?:the )?reason(?:ing)?(?: (?:for|why|it|to)\b[^:.!?\n*]{0,40}?)?"
    r"|because|rationale|explanation|justification|how it matches[^:.!?\n*]{0,40}?|match reason",
    Field.CONFIDENCE: r"confidence(?: (?:score|level|rating))?|match (?:score|percentage)|certainty|score|sure"
    r"|match|rating",
    Field.YEAR: r"(?:release )?year|release(?:d| date)",
    Field.KIND: r"type|kind|format",
    Field.OTHER: r"genres?|directors?|directed by|starring|stars?|cast|runtime|length|languages?|country"
    r"|where to watch|available on|streaming(?: on)?|imdb(?: rating| score)?|rotten tomatoes|tone|mood",
}
_SAFE = (
    r"titles? (?:and|&) (?:release )?year|(?:brief|short) (?:description|synopsis)|why (?:it|this|you)\b[^:.!?\n*–—-]{0,40}?"
    r"|confidence (?:score|level)|description|reasoning|confidence|synopsis"
)
_USUAL_LABELS = (
    "title and year",
    "brief description",
    "description",
    "why it matches",
    "reason",
    "confidence score",
)
_BRACKET = r"(?:\s*\([^()]{0,30}\))?"
_ALL = "|".join(f"(?P<{field}>{labels})" for field, labels in _LABELS.items())
_AT_START = re.compile(
    rf"[*_\s]*(?:(?:{_ALL})(?: ?#?\d{{1,2}})?{_BRACKET}[*_\s]*[:：][*_\s]*)", re.IGNORECASE
)
_SAFE_AT_START = re.compile(
    rf"[*_\s]*(?P<label>{_SAFE}){_BRACKET}[*_\s]*(?:(?:\s[-–—]\s|—)[*_\s]*|$|(?<=\d\))[.,]?\s*)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:^|(?<=[\s.*_(\[|;,–—-]))(?:[*_(\[]{1,4})?(?:"
    + "|".join(
        f"(?P<{field}>{labels})"
        for field, labels in {
            Field.DESCRIPTION: r"(?:[Bb]rief |[Ss]hort )?[Dd]escription|Synopsis|Plot|Premise",
            Field.REASONING: r"Why\b[^:.!?\n*]{0,60}?|Reason(?:ing)?(?: for\b[^:.!?\n*]{0,40}?)?|Because",
            Field.CONFIDENCE: r"[Cc]onfidence(?: (?:score|level|rating|Score|Level))?|(?:Match )?[Ss]core",
        }.items()
    )
    + rf"){_BRACKET}[*_]{{0,3}}\s?[:：=][*_]{{0,3}}\s*"
)  # fmt: skip
_INLINE_CONFIDENCE = re.compile(
    r"[\s(\[–—-]*(?:\bconfidence(?: (?:score|level))?(?: of| is)?\s*[:=(–—-]?\s*(?P<score>[01]?\.\d+|[01]|\d{1,3}\s?%"
    r"|\d{1,2}/10)|(?P<share>\d{1,3}\s?%) (?:match|confiden\w+|sure))[)\].]*\s*",
    re.IGNORECASE,
)  # fmt: skip
_LAST_CONFIDENCE = re.compile(
    r"(?:^|[\s(\[]*[—–|(\[]\s*|\s-\s)(?P<score>[01]?\.\d{1,3}|\d{1,3}\s?%)(?P<share>)[)\]]?\.?$"
)
_NUMBER = re.compile(
    r"(?P<sign>[-−])?(?P<number>\d{0,4}[.,]\d{1,12}|\d{1,4})(?![\d])"
    r"(?:\s*(?P<percent>%|％|percent\b)|\s*(?:/|out of)\s*(?P<whole>100|10|5|1)(?:\.0+)?(?!\d))?"
)
_WORDS = {"very high": 0.95, "high": 0.9, "medium": 0.6, "moderate": 0.6, "very low": 0.1, "low": 0.3}
_WORD = re.compile(r"\b(very high|very low|high|medium|moderate|low)\b", re.IGNORECASE)

_SENTENCE_END = re.compile(r"[.!?…][\"”’)]*\s+(?=[\"“‘(*]?[^\W_a-zß-ÿ])")
_NO_SENTENCE_END = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|vs|vol|jr|sr|no|pt)|\b[A-Za-z]|\.[A-Za-z])$", re.IGNORECASE
)
_REASON = re.compile(
    r"\b(?:you|your|you['’]\w+|yours|this (?:person|user|viewer)|the (?:user|person|viewer)|fans of"
    r"|their (?:taste|love|history|likes|fondness)|matches|fits|same themes|natural next step|similar to"
    r"|in the vein of|shares the|reminiscent of)\b|^(?:because|since|like [A-Z“\"]|given|just like)\b",
    re.IGNORECASE,
)


def read_confidence(text: str) -> float | None:
    """Return a share from 0.0 to 1.0 written as `0.9`, `90%`, `9/10`, `85 out of 100` or `High`.

    None when there is none or it is out of range, such as a bare 95 or a year.
    """
    head = text[:60]
    found = _NUMBER.search(head)
    if found is None:
        word = _WORD.search(head)
        return _WORDS[word[1].lower()] if word else None
    number = float(found["number"].replace(",", "."))
    whole = 100.0 if found["percent"] else float(found["whole"] or 1)
    share = number / whole
    if (found["sign"] and share) or not 0.0 <= share <= 1.0 or not math.isfinite(share):
        return None
    return round(share, 4)


def split_fields(text: str) -> list[tuple[Field | None, str]]:
    """Return a line's labelled texts in order; what stands before the first label has no field.

    `Heat (1995) Why: tense. Confidence: 0.9` gives the texts `Heat (1995)`, `tense.` and `0.9`. The list
    is never empty, and its first text without a field may be empty only if the line is.
    """
    start = _label_at_start(text)
    field, begin = start if start else (None, 0)
    pieces: list[tuple[Field | None, str]] = []
    for found in _INLINE.finditer(text, begin):
        inline = Field(found.lastgroup or Field.OTHER)
        before = text[: found.start()].rstrip(" *_([|-–—")
        if before and before[-1] not in '.!?;,)]"”:' and "*" not in found[0] and found[0][0] not in "([":
            continue
        if inline is Field.CONFIDENCE and read_confidence(text[found.end() :][:12]) is None:
            continue
        pieces.append((field, text[begin : found.start()].strip()))
        field, begin = inline, found.end()
    pieces.append((field, text[begin:].strip()))
    return pieces[1:] if len(pieces) > 1 and pieces[0] == (None, "") else pieces


def _label_at_start(text: str) -> tuple[Field, int] | None:
    """Return the field that the line begins with and where its value starts."""
    found = _AT_START.match(text)
    if found is None:
        safe = _SAFE_AT_START.match(text)
        if safe is None:
            return None
        named = _AT_START.match(safe["label"] + ":")
        return (Field(named.lastgroup or Field.OTHER), safe.end()) if named else None
    field = Field(found.lastgroup or Field.OTHER)
    if field is not Field.CONFIDENCE or "confidence" in found[0].lower():
        return field, found.end()
    value = text[found.end() :]
    confidence = read_confidence(value)
    if "rating" in found[0].lower() and (confidence is None or "/" in value):
        return Field.OTHER, found.end()
    return (field, found.end()) if confidence is not None else None


def may_become_label(text: str) -> bool:
    """Tell whether an unfinished line may yet turn out to begin with a number, a mark or a label."""
    bare = text.strip().lstrip("*_#>-–—•· ")
    if len(bare) < 2 or re.fullmatch(r"\d{1,3}[.)]?\s*", bare):
        return True
    if ":" in bare or len(bare) > 64:
        return False
    if text.lstrip()[:1] in "*_#" and len(bare) < 40 and not re.search(r"\w[*_]{1,3}\s", text):
        return True
    word = re.split(r"[\s*_]", bare.lower(), maxsplit=1)[0]
    first_words = "title brief short description synopsis plot why reason reasoning because confidence score"
    return any(known.startswith(word) for known in first_words.split()) and len(bare) < 40


def begins_label(text: str) -> bool:
    """Tell whether `text` is the beginning of a usual label, as a cut text leaves it."""
    bare = text.strip(" *_").lower()
    return bool(bare) and any(label.startswith(bare) for label in _USUAL_LABELS)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text`; `Dr. Strangelove` and `Vol. 2` do not end one."""
    sentences, begin = [], 0
    for found in _SENTENCE_END.finditer(text):
        if not _NO_SENTENCE_END.search(text, max(0, found.start() - 5), found.start()):
            sentences.append(text[begin : found.end()].strip())
            begin = found.end()
    sentences.append(text[begin:].strip())
    return [sentence for sentence in sentences if sentence]


def take_confidence(text: str) -> tuple[str, float | None]:
    """Return `text` without a confidence told inside it, and that confidence."""
    found = _INLINE_CONFIDENCE.search(text) or _LAST_CONFIDENCE.search(text)
    if found is None:
        return text, None
    confidence = read_confidence(found["score"] or found["share"])
    before, after = text[: found.start()], text[found.end() :]
    return f"{before} {after}".strip(), confidence


def split_reason(text: str, *, last_is_reason: bool) -> tuple[str, str]:
    """Part an unlabelled text into a description and the reason why the title suits the person.

    The reason begins at the first sentence that speaks of the person or compares, but never with the
    first sentence of all; with `last_is_reason` the last of several sentences stands in for it.
    """
    sentences = split_sentences(text)
    for index, sentence in enumerate(sentences[1:], start=1):
        if _REASON.search(sentence):
            return " ".join(sentences[:index]), " ".join(sentences[index:])
    if last_is_reason and len(sentences) > 1:
        return " ".join(sentences[:-1]), sentences[-1]
    return " ".join(sentences), ""


def speaks_of_person(text: str) -> bool:
    """Tell whether a text gives a person's reason rather than a plot."""
    return bool(_REASON.search(text))
