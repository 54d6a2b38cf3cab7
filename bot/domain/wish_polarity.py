"""Which words of a wish are ruled out, known already, or of no matter: said before them ("no", "sick of") or after ("is out")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from bot.domain.tones import MOOD_WORDS
from bot.domain.vocabulary import GENRE_WORDS, LENGTH_WORDS
from bot.domain.wish_polarity_words import (
    AFTER_TURNING_BUT,
    BEGINS_ANEW,
    CLOSERS,
    COMPARED_WITH,
    COMPARING_NUMBERS,
    CONDITION,
    DEGREES,
    ENDS_WITH,
    FINE,
    FOR_WHOM,
    GIVES_A_REASON,
    GOES_ON,
    KNOWN_ALREADY,
    LINKS,
    NEGATORS,
    NOT_KNOWN_ALREADY,
    OCCASIONS,
    PHRASES,
    PREFERS_OVER,
    PRONOUNS,
    QUANTIFIERS,
    REJECTED_BEFORE,
    RELATIVES,
    SEEN_BEFORE,
    STARTERS,
    THAN_WORDS,
    TROUBLES,
    Polarity,
)
from bot.domain.wish_token import Token

LONGEST_SCOPE = 12
# So many words before "is out" may be what is out.
LONGEST_SUBJECT = 7
LONGEST_ITEM = 3


def mark_polarity(tokens: list[Token], offsets: Sequence[int]) -> None:
    """Mark negators and what they rule out, what is known already, and what says nothing of the wish.

    `offsets` are the places of the words in their texts joined by spaces.
    """
    text = _Text(tokens, offsets)
    _mark_preferences(text)
    _mark_forward(tokens)
    _mark_conditions(text)
    _mark_backward(text)
    _mark_seen(tokens)
    for match in SEEN_BEFORE.finditer(text.joined):
        for token in text.within(match.span()):
            token.seen = True
    _mark_fine(tokens)
    _mark_reasons(text)


class _Text:
    """The words, and the text they are joined to."""

    def __init__(self, tokens: list[Token], offsets: Sequence[int]) -> None:
        self.tokens, self._offsets = tokens, offsets
        self.joined = " ".join(token.text for token in tokens)

    def index(self, offset: int) -> int:
        """Return the number of the first word that begins at `offset` or later."""
        return bisect_left(self._offsets, offset)

    def within(self, span: tuple[int, int]) -> list[Token]:
        return self.tokens[self.index(span[0]) : self.index(span[1])]


# -- forward ------------------------------------------------------------------------------------------


def _mark_forward(tokens: list[Token]) -> None:
    """Mark what stands after a negator, as far as it reaches."""
    opened_at: int | None = None
    indifferent = False
    i = 0
    while i < len(tokens):
        if opened_at is not None and _ends_scope(tokens, i, opened_at):
            opened_at = None
        length, polarity = _phrase_at(tokens, i)
        if polarity is None and opened_at is None and _rejects_by_comparison(tokens, i):
            length, polarity = 1, Polarity.REJECTS
        run = tokens[i : i + length]
        if polarity is None and _only_compares(tokens, i):
            length, polarity = 1, Polarity.INDIFFERENT
            run = tokens[i : i + 1]
        if polarity is Polarity.WELCOMES:
            opened_at = None
            for token in run:
                token.used = True
        elif polarity is Polarity.INDIFFERENT:
            opened_at, indifferent = i + length, True
        elif polarity is Polarity.REJECTS and tokens[i].text == "non" and i + 1 < len(tokens):
            # "a non-English thriller" is a thriller
            tokens[i].negator = tokens[i + 1].negated = True
            opened_at, length = None, 2
        elif polarity is Polarity.REJECTS:
            # "not without humour" asks for humour
            opened_at = None if opened_at == i and not indifferent else i + length
            indifferent = False
            for token in run:
                token.negator = True
        elif opened_at is not None:
            for token in run or tokens[i : i + 1]:
                token.used = token.used or indifferent
                token.negated = not indifferent
        i += max(1, length)


def _phrase_at(tokens: list[Token], i: int) -> tuple[int, Polarity | None]:
    """Return how many words from `i` on say something of those after them, and what; (0, None) for none."""
    if tokens[i].negator:
        return 1, Polarity.REJECTS
    if tokens[i].text in ENDS_WITH and i + 1 < len(tokens) and tokens[i + 1].after_boundary:
        return 1, Polarity.HARMLESS
    for phrase, polarity in PHRASES.get(tokens[i].text, ()):
        run = tokens[i : i + len(phrase)]
        if len(run) == len(phrase) and all(t.text == word for t, word in zip(run, phrase, strict=True)):
            if any(token.after_stop for token in run[1:]):
                continue
            return len(phrase), polarity
    return 0, None


def _rejects_by_comparison(tokens: list[Token], i: int) -> bool:
    """Whether word `i` rejects what follows: "too" of "too scary", "than" of "more sad than funny", "but" of "any genre but war"."""
    word = tokens[i].text
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None or following.after_boundary:
        return False
    before = [token.text for token in tokens[max(0, i - 5) : i]]
    if word == "too":
        return following.text not in LENGTH_WORDS
    if word == "than":
        return not THAN_WORDS.isdisjoint(before[:-1]) and not following.text.isdecimal()
    if word in ("but", "bar"):
        said = next((n for n in (1, 2, 3) if n <= len(before) and before[-n] in QUANTIFIERS), 0)
        broken = any(t.after_boundary for t in tokens[i - said + 1 : i + 1])
        return bool(said) and not broken and following.text not in STARTERS | NEGATORS | AFTER_TURNING_BUT
    return False


def _only_compares(tokens: list[Token], i: int) -> bool:
    """Whether word `i` is the "than" of "slicker than the cops", after which nothing is asked for."""
    if tokens[i].text != "than" or not i or i + 1 >= len(tokens):
        return False
    before = tokens[i - 1].text
    return before.endswith("er") and before not in COMPARING_NUMBERS and tokens[i + 1].text in COMPARED_WITH


def _ends_scope(tokens: list[Token], i: int, opened_at: int) -> bool:
    token = tokens[i]
    if i - opened_at >= LONGEST_SCOPE or (token.after_stop and i > opened_at):
        return True
    if i == opened_at:
        return False
    if token.text == "so" and tokens[i - 1].text in DEGREES:
        return False  # "not quite so bleak"
    if token.text in CLOSERS or (token.text == "more" and tokens[opened_at - 1].text == "less"):
        return True
    if token.text == "for" and i + 1 < len(tokens) and tokens[i + 1].text in FOR_WHOM:
        # "Nothing too scary for my kids" is for them; "no films for kids" is not.
        return tokens[i - 1].text not in ("films", "movies", "film", "movie", "stuff", "made", "things", "something", "anything")  # fmt: skip
    if token.text in ("with", "for") and _is_company(tokens, i):
        return True  # "not scary for halloween with the kids"
    if tokens[i - 1].text == "and" and token.text in STARTERS | BEGINS_ANEW:
        return True
    return token.after_boundary and not _list_goes_on(tokens, i)


def _is_company(tokens: list[Token], i: int) -> bool:
    """Whether "with" or "for" at word `i` says with whom or on which day it is watched, after how it is not to be."""
    following = [token.text for token in tokens[i + 1 : i + 3]]
    said = following[1:2] if following[:1] in (["my"], ["our"], ["the"]) else following[:1]
    return tokens[i - 1].text in MOOD_WORDS and bool(said) and said[0] in OCCASIONS


def _list_goes_on(tokens: list[Token], i: int) -> bool:
    """Whether the comma before word `i` only parts the items of one list: "no horror, gore or war"."""
    if tokens[i].text in LINKS:
        anew = STARTERS | (BEGINS_ANEW if tokens[i].text == "and" else frozenset())
        return i + 1 < len(tokens) and tokens[i + 1].text not in anew
    for ahead in range(i + 1, min(i + 3, len(tokens))):
        if tokens[ahead].after_stop:
            return False
        if tokens[ahead].after_boundary:
            return _list_goes_on(tokens, ahead)
        if tokens[ahead].text in ("or", "nor"):
            return True
    return False


# -- what is said afterwards --------------------------------------------------------------------------


def _mark_preferences(text: _Text) -> None:
    """Take "over" in "comedy over horror" as a "no"."""
    for match in PREFERS_OVER.finditer(text.joined):
        text.tokens[text.index(match.end()) - 1].negator = True


def _mark_conditions(text: _Text) -> None:
    for match in CONDITION.finditer(text.joined):
        for token in text.within(match.span()):
            token.used = token.negator = True
        for token in text.within(match.span("what")):
            token.used = token.negator = False
            token.negated = True


def _mark_backward(text: _Text) -> None:
    """Mark what stands before "is out", "is not my thing", "bores me" and the like."""
    for match in REJECTED_BEFORE.finditer(text.joined):
        at = text.index(match.start())
        end = text.index(match.end())
        subject = _subject_before(text.tokens, at, crossing="no thank" in match[0])
        if not subject or text.tokens[at - 1].text in RELATIVES:
            continue
        for token in text.tokens[at:end]:
            token.negated, token.negator, token.used = False, True, True
        if all(token.text in PRONOUNS for token in subject):
            continue
        for token in subject:
            if not token.used:
                token.negated = not token.negator


def _subject_before(tokens: list[Token], at: int, *, crossing: bool) -> list[Token]:
    """Return the words before number `at` of which it says something, back to where their clause or list begins."""
    first = at
    while first > 0 and at - first < LONGEST_SUBJECT:
        token, before = tokens[first], tokens[first - 1]
        if token.after_stop and not (crossing and first == at):
            break
        if token.after_boundary and not (crossing and first == at) and not _is_item(tokens, first, at):
            break
        if before.text in CLOSERS or before.negator:
            break
        first -= 1
    return tokens[first:at]


def _is_item(tokens: list[Token], first: int, at: int) -> bool:
    """Whether before the comma at word `first` another item of the list stands that ends before `at`."""
    if not any(token.text in LINKS for token in tokens[first:at]):
        return False
    begin = first - 1
    while begin > 0 and not tokens[begin].after_boundary and first - begin <= LONGEST_ITEM:
        begin -= 1
    return first - begin <= LONGEST_ITEM and tokens[begin].text not in STARTERS | BEGINS_ANEW | PRONOUNS


# -- what says nothing of the wish --------------------------------------------------------------------


def _mark_seen(tokens: list[Token]) -> None:
    """Mark what somebody says they know already."""
    reach = 0
    for i, token in enumerate(tokens):
        begins = _begins(KNOWN_ALREADY, tokens, i)
        knows_nothing = any(word.text == "nothing" for word in tokens[i + begins : i + begins + 3])
        if begins and not knows_nothing and not (i and tokens[i - 1].text in NOT_KNOWN_ALREADY):
            reach = i + begins
            for word in tokens[i:reach]:
                word.seen = word.seen or word.text not in CLOSERS
        elif reach and i >= reach:
            over = (
                token.text in CLOSERS or token.negator or (token.after_boundary and token.text not in GOES_ON)
            )
            reach = 0 if over else reach
            token.seen = not over


def _mark_fine(tokens: list[Token]) -> None:
    """Take out what somebody would not mind: "subtitles are fine", "slow is ok"."""
    for i, thing in enumerate(tokens[:-1]):
        at = i + 2 if tokens[i + 1].text in ("is", "are") else i + 1
        fine = tokens[at : at + 1]
        if not fine or fine[0].text not in FINE or any(t.after_boundary for t in tokens[i + 1 : at + 1]):
            continue
        of_genre = thing.text in GENRE_WORDS
        may_be = thing.text in TROUBLES or (thing.text in MOOD_WORDS and not of_genre)
        if may_be or (of_genre and _is_only_allowed_too(tokens, i, at)):
            thing.used = fine[0].used = True


def _is_only_allowed_too(tokens: list[Token], i: int, at: int) -> bool:
    """Whether the genre at word `i` may be there beside something else that is wanted: "animated is ok too"."""
    following = [token.text for token in tokens[at + 1 : at + 3]]
    also = following[:1] in (["too"], ["also"]) or following == ["as", "well"]
    return also and any(token.after_boundary for token in tokens[1 : i + 1])


def _mark_reasons(text: _Text) -> None:
    """Take out why something is ruled out: "no cartoons, she finds them silly"."""
    for match in GIVES_A_REASON.finditer(text.joined):
        first = text.index(match.start())
        if not text.tokens[first].after_boundary:
            continue
        for token in text.tokens[first : first + LONGEST_SCOPE]:
            if token.after_boundary and token is not text.tokens[first]:
                break
            token.used = True


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
