"""The words of a wish with their places, and which of them are ruled out ("not", "no", "without" …)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.other_languages import DECADE_CUES, in_english, is_foreign
from bot.domain.text import fold

_RAW_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_BOUNDARY = re.compile(r"[,.;:!?()\n–—…]")
_QUOTES = frozenset("\"'“”‘’«»*_")
_ELIDED = re.compile(r"^(?:[dljmsnc]|qu)['’](?=\w{3})", re.IGNORECASE)
_DECADE_OF = re.compile(r"((?:19|20)?[0-9]0)(?:er|ern|s)?")

NEGATORS = frozenset(
    "no not never without nothing none isnt arent dont doesnt wasnt wont cant shouldnt mustnt didnt cannot avoid except"
    " excluding minus less hate hates hated dislike dislikes skip zero neither nor non hold nobody".split()
)
NEGATING_PHRASES = tuple(
    tuple(phrase.split())
    for phrase in (
        "anything but", "everything but", "anything except", "other than", "rather than", "instead of", "free of",
        "sick of", "tired of", "bored of", "bored with", "enough of", "had enough of", "fed up with", "apart from",
        "allergic to", "leave out", "stay away from", "steer clear of", "nothing but not", "cant stand", "no more",
        "hold the", "as opposed to", "wary of", "afraid of", "scared of", "done with",
    )
)  # fmt: skip
# A negator that begins one of these denies nothing.
NOT_NEGATING = tuple(
    tuple(phrase.split())
    for phrase in (
        "not only", "not just", "not necessarily", "not sure", "dont mind", "not bad", "dont care", "less than",
        "dont know", "no matter", "why not", "no idea", "no preference", "no preferences", "less known", "cant decide",
        "cant sleep", "not seen", "never seen", "never heard", "not mainstream", "dont have", "cant wait", "no one",
        "no longer than", "no more than", "not more than", "not longer than", "no older than", "not older than",
        "nothing over", "nothing longer than", "nothing older than", "nothing more", "nothing less", "nobody knows",
        "nobody has", "no rush", "no problem", "no worries", "not too well known", "not well known", "dont forget",
        "hold on", "hold my", "cant go wrong", "never gets old", "not over", "no less", "no limit",
        "nothing else", "nothing specific", "nothing special", "nothing particular", "nothing in particular",
    )
)  # fmt: skip
# What comes after these is neither asked for nor ruled out.
INDIFFERENT = tuple(
    tuple(phrase.split())
    for phrase in ("doesnt matter", "does not matter", "matters not", "not fussed about", "not bothered about", "dont mind", "dont care about", "dont care if", "dont care", "no matter", "fine with", "ok with", "okay with")
)  # fmt: skip
# What comes after these is known already: its names are not to be offered, and the rest says nothing.
KNOWN_ALREADY = tuple(
    tuple(phrase.split())
    for phrase in (
        "ive seen", "ive only seen", "only seen", "i have seen", "weve seen", "we have seen", "ive already seen", "ive watched", "weve watched", "already seen",
        "already watched", "already know", "i know", "we know", "i only know", "we only know", "seen all", "seen every",
        "seen both", "watched all", "watched every", "know all", "seen everything", "knows all", "has seen all", "have seen all",
    )
)  # fmt: skip
# After a comma these go on with it: "seen all the Bonds, both Kingsmans and Heat".
_GOES_ON = frozenset("all both every each and or also".split())
# "Shows I know", "everyone I know": no list of titles follows.
_NOT_KNOWN_ALREADY = frozenset(
    "everyone everybody people nobody noone one someone friends films movies do".split()
)
# Words that say that something would be no trouble: "subtitles are fine".
_FINE = frozenset("fine ok okay welcome alright".split())
_TROUBLES = frozenset("subtitles subs subtitled gore violence budget white silent dubbed".split())
# Words that end what a negator rules out.
CLOSERS = frozenset(
    "but just please only although however yet preferably ideally because so still something instead rather maybe".split()
)
# After "and" or a comma, these begin a new thing wanted: "no horror, and from the nineties".
STARTERS = CLOSERS | frozenset(
    "from under over set made with by i we id in about max around within between after before directed".split()
)
LINKS = frozenset({"or", "and", "nor"})
LONGEST_SCOPE = 12


@dataclass(slots=True)
class Token:
    """One word: folded, as written, where it stands, and what has become of it.

    `negator` marks "not" and its like, `negated` what they rule out, `seen` what is known already, `used` what
    needs no further reading.
    """

    text: str
    raw: str
    start: int
    end: int
    after_boundary: bool
    negator: bool = False
    negated: bool = False
    used: bool = False
    seen: bool = False


class Words:
    """The words of a wish, in order, and which of them have been understood already.

    `folded` is the words joined by spaces; a word's place in it never changes.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens_of(text)
        self._offsets: list[int] = []
        at = 0
        for token in self.tokens:
            self._offsets.append(at)
            at += len(token.text) + 1
        _mark_negated(self.tokens)
        _mark_seen(self.tokens)
        _mark_fine(self.tokens)
        letters = [char for char in text if char.isalpha()]
        # Where everything is shouted, or begun, in capitals, a capital tells nothing.
        begun = [token.raw[:1].isupper() for token in self.tokens if token.raw[:1].isalpha()]
        self.capitals_tell = not (all(char.isupper() for char in letters) or (len(begun) > 2 and all(begun)))

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def unused(self) -> str:
        """The words joined by spaces, the used ones struck out by as many dots."""
        return " ".join("·" * len(t.text) if t.used else t.text for t in self.tokens)

    def index_at(self, offset: int) -> int:
        """Return the number of the first word that begins at `offset` of `folded` or later."""
        return next((i for i, at in enumerate(self._offsets) if at >= offset), len(self.tokens))

    def unused_from(self, i: int) -> str:
        """Return `unused` from word `i` on."""
        return self.unused[self._offsets[i] :] if i < len(self.tokens) else ""

    def index_after(self, i: int, length: int) -> int:
        """Return the number of the first word that begins `length` characters after word `i` or later."""
        return self.index_at(self._offsets[i] + length)

    def within(self, start: int, end: int) -> list[Token]:
        """Return the words that begin within [start, end) of the folded text."""
        return [t for t, at in zip(self.tokens, self._offsets, strict=True) if start <= at < end]

    def use(self, start: int, end: int) -> bool:
        """Mark the words within [start, end) as used; return whether one of them is ruled out."""
        run = self.within(start, end)
        for token in run:
            token.used = True
        return any(token.negated for token in run)

    def spelled(self, first: int, length: int) -> str:
        """Return `length` words from number `first` on as they were written."""
        return self.text[self.tokens[first].start : self.tokens[first + length - 1].end]

    def is_capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital that says something: not one that begins a sentence."""
        token = self.tokens[i]
        begins = i == 0 or bool(re.search(r"[.!?]\s*$", self.text[: token.start]))
        return self.capitals_tell and token.raw[:1].isupper() and not begins

    def is_quoted(self, first: int, length: int) -> bool:
        """Whether these words, and no others, stand in quotation marks."""
        start, end = self.tokens[first].start, self.tokens[first + length - 1].end
        return self.text[start - 1 : start] in _QUOTES and self.text[end : end + 1] in _QUOTES


def _tokens_of(text: str) -> list[Token]:
    tokens: list[Token] = []
    last = 0
    foreign = is_foreign(fold(text).split())
    before_each: dict[int, str] = {}
    cue = ""
    for match in _RAW_WORD.finditer(text):
        boundary = bool(_BOUNDARY.search(text, last, match.start()))
        between = text[last : match.start()]
        last = match.end()
        for part in fold(_ELIDED.sub("", match.group())).split():
            # Only the first of several parts stands after the boundary.
            if part == "metrage" and tokens and tokens[-1].text == "long":
                tokens.pop()  # "un long métrage" may be a short one
            if part == "anime" and cue in ("dessin", "dessins"):
                continue  # "dessin animé" is no anime
            for word in in_english(part, foreign=foreign):
                before_each[len(tokens)] = cue
                tokens.append(Token(word, match.group(), match.start(), match.end(), boundary))
                boundary = False
            cue = part
        if between == "-" and tokens and tokens[-1].text == "free" and len(tokens) > 1:
            tokens[-2].negated = tokens[-1].used = True  # "gore-free"
    for i, token in enumerate(tokens):
        decade = _DECADE_OF.fullmatch(token.text)
        if decade and (before_each.get(i) in DECADE_CUES or token.text.endswith(("er", "ern"))):
            token.text = f"{decade[1]}s"  # "années 80", "80er", "de los 2010"
    return tokens


def _mark_negated(tokens: list[Token]) -> None:
    """Mark negators and what they rule out, and take out what somebody would not mind."""
    opened_at: int | None = None
    indifferent = False
    i = 0
    while i < len(tokens):
        if opened_at is not None and _ends_scope(tokens, i, opened_at):
            opened_at = None
        length = _begins(INDIFFERENT, tokens, i)
        if length:
            opened_at, indifferent = i + length, True
            i += length
            continue
        length = _negator_at(tokens, i)
        if length:
            # "not without humour" asks for humour
            opened_at = None if opened_at == i and not indifferent else i + length
            if tokens[i].text == "non" and i + 1 < len(tokens):  # "a non-English thriller" is a thriller
                tokens[i + 1].negated, opened_at = True, None
                tokens[i].negator = True
                i += 2
                continue
            indifferent = False
        elif opened_at is not None:
            tokens[i].used = tokens[i].used or indifferent
            tokens[i].negated = not indifferent
        for word in tokens[i : i + length]:
            word.negator = True
        i += max(1, length)


def _mark_seen(tokens: list[Token]) -> None:
    """Mark what somebody says they know already."""
    reach = 0
    for i, token in enumerate(tokens):
        begins = _begins(KNOWN_ALREADY, tokens, i)
        if begins and not (i and tokens[i - 1].text in _NOT_KNOWN_ALREADY):
            reach = i + begins
            for word in tokens[i:reach]:
                word.seen = word.seen or word.text not in CLOSERS
        elif reach and i >= reach:
            over = (
                token.text in CLOSERS
                or token.negator
                or (token.after_boundary and token.text not in _GOES_ON)
            )
            reach = 0 if over else reach
            token.seen = not over


def _mark_fine(tokens: list[Token]) -> None:
    """Take out what somebody would not mind: "subtitles are fine"."""
    for thing, verb, fine in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if verb.text in ("is", "are") and fine.text in _FINE and thing.text in _TROUBLES:
            thing.used = True


def _ends_scope(tokens: list[Token], i: int, opened_at: int) -> bool:
    token = tokens[i]
    if i - opened_at >= LONGEST_SCOPE:
        return True
    if i == opened_at:
        return False
    if token.text in CLOSERS:
        return True
    if tokens[i - 1].text == "and" and token.text in STARTERS:
        return True
    return token.after_boundary and not _list_goes_on(tokens, i)


def _begins(phrases: tuple[tuple[str, ...], ...], tokens: list[Token], i: int) -> int:
    """Return how long the first of `phrases` is that begins at word `i`, 0 for none."""
    return next(
        (
            len(phrase)
            for phrase in phrases
            if phrase[0] == tokens[i].text and phrase == tuple(t.text for t in tokens[i : i + len(phrase)])
        ),
        0,
    )


def _negator_at(tokens: list[Token], i: int) -> int:
    """Return how many words from `i` on form a negator, 0 for none."""
    if _begins(NOT_NEGATING, tokens, i):
        return 0
    return _begins(NEGATING_PHRASES, tokens, i) or int(tokens[i].text in NEGATORS)


def _list_goes_on(tokens: list[Token], i: int) -> bool:
    """Whether the comma before word `i` only parts the items of one list: "no horror, gore or war"."""
    if tokens[i].text in LINKS:
        return i + 1 < len(tokens) and tokens[i + 1].text not in STARTERS
    for ahead in range(i + 1, min(i + 3, len(tokens))):
        if tokens[ahead].after_boundary:
            return _list_goes_on(tokens, ahead)
        if tokens[ahead].text in ("or", "nor"):
            return True
    return False


def runs(first: int, last: int, longest: int) -> Iterator[int]:
    """Yield the lengths to try for a run of words from `first` that ends before `last`, the longest first."""
    yield from range(min(longest, last - first), 0, -1)
