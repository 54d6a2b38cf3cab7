"""What says nothing of the wish: what is known already, what would be no trouble, and why something is ruled out."""

from __future__ import annotations

from bot.domain.tones import MOOD_WORDS
from bot.domain.vocabulary import GENRE_WORDS
from bot.domain.wish_polarity_words import (
    CLOSERS,
    FINE,
    GIVES_A_REASON,
    GOES_ON,
    KNOWN_ALREADY,
    LONGEST_SCOPE,
    NOT_KNOWN_ALREADY,
    SEEN_BEFORE,
    TROUBLES,
)
from bot.domain.wish_token import JoinedTokens, Token


def mark_seen(text: JoinedTokens) -> None:
    """Mark what somebody says they know already."""
    tokens = text.tokens
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
    for match in SEEN_BEFORE.finditer(text.joined):
        for token in text.within(match.span()):
            token.seen = True


def mark_fine(tokens: list[Token]) -> None:
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


def mark_reasons(text: JoinedTokens) -> None:
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
