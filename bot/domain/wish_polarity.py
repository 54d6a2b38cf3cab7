"""Which words of a wish are ruled out, known already, or of no matter: said before them ("no", "sick of") or after ("is out")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.tones import MOOD_WORDS
from bot.domain.vocabulary import LENGTH_WORDS
from bot.domain.wish_beside import mark_fine, mark_reasons, mark_seen
from bot.domain.wish_polarity_words import (
    AFTER_TURNING_BUT,
    BEGINS_ANEW,
    CLOSERS,
    COMPARED_WITH,
    COMPARING_NUMBERS,
    CONDITION,
    DEGREES,
    ENDS_WITH,
    FOR_WHOM,
    LINKS,
    LONGEST_SCOPE,
    NEGATORS,
    OCCASIONS,
    PHRASES,
    PREFERS_OVER,
    PRONOUNS,
    QUANTIFIERS,
    REJECTED_BEFORE,
    RELATIVES,
    STARTERS,
    THAN_WORDS,
    Polarity,
)
from bot.domain.wish_token import JoinedTokens, Token

# So many words before "is out" may be what is out.
LONGEST_SUBJECT = 7
LONGEST_ITEM = 3


def mark_polarity(tokens: list[Token], offsets: Sequence[int]) -> None:
    """Mark negators and what they rule out, what is known already, and what says nothing of the wish.

    `offsets` are the places of the words in their texts joined by spaces.
    """
    text = JoinedTokens(tokens, offsets)
    _mark_preferences(text)
    _mark_forward(tokens)
    _mark_conditions(text)
    _mark_backward(text)
    mark_seen(text)
    mark_fine(tokens)
    mark_reasons(text)


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


def _mark_preferences(text: JoinedTokens) -> None:
    """Take "over" in "comedy over horror" as a "no"."""
    for match in PREFERS_OVER.finditer(text.joined):
        text.tokens[text.index(match.end()) - 1].negator = True


def _mark_conditions(text: JoinedTokens) -> None:
    for match in CONDITION.finditer(text.joined):
        for token in text.within(match.span()):
            token.used = token.negator = True
        for token in text.within(match.span("what")):
            token.used = token.negator = False
            token.negated = True


def _mark_backward(text: JoinedTokens) -> None:
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
