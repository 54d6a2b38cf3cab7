"""Names in a wish that several titles share: "no monty python", "I know the Ocean's films"."""

from __future__ import annotations

from bot.domain.vocabulary import FILM_WORDS, SERIES_WORDS
from bot.domain.wish_draft import Draft, Vocabulary
from bot.domain.wish_names import ALL_OF_THEM, BEFORE_A_NAME, PRONOUNS, TitleNames, is_wished_for
from bot.domain.wish_tokens import LINKS, Token, runs

LONGEST_LOOSE_NAME, SHORTEST_LOOSE_NAME = 4, 4
# What is said of several that are called alike: "the Ocean's films".
_PARTS = FILM_WORDS | SERIES_WORDS | frozenset("ones stuff franchise saga".split())


def read_loose_names(draft: Draft, names: TitleNames) -> None:
    """Read what is ruled out or known by the name of all its parts: "no monty python", "know the Ocean's films"."""
    tokens = draft.words.tokens
    at = 0
    while at < len(tokens):
        length = next(
            (n for n in runs(at, len(tokens), LONGEST_LOOSE_NAME) if _is_loose(draft, names, at, n)), 0
        )
        if not names.is_vocabulary(" ".join(token.text for token in tokens[at : at + length])):
            for token in tokens[at : at + length]:
                token.used = True
        at += max(1, length)


def _is_loose(draft: Draft, names: TitleNames, at: int, length: int) -> bool:
    """Whether a run that is ruled out names several titles; those are kept out then."""
    words = draft.words
    run = words.tokens[at : at + length]
    if any(t.used or t.negator or not (t.negated or t.seen) or t.text in LINKS for t in run):
        return False
    if any(token.after_boundary for token in run[1:]) or run[0].text in BEFORE_A_NAME | PRONOUNS:
        return False
    phrase = " ".join(token.text for token in run)
    if run[-1].text in FILM_WORDS | SERIES_WORDS or len(phrase) < SHORTEST_LOOSE_NAME:
        return False
    following = words.tokens[at + length].text if at + length < len(words) else ""
    called = following in _PARTS and at > 0 and words.tokens[at - 1].text in ALL_OF_THEM
    if not (called or _is_name_of_many(draft.vocabulary, names, phrase, run)):
        return False
    wide = length > 1 or following in _PARTS
    within = called and not (names.is_vocabulary(phrase) or phrase in draft.vocabulary.everyday)
    found = draft.vocabulary.loosely(words.spelled(at, length), wide=wide, within=within)
    draft.excluded.extend(title.title_id for title in found)
    return bool(found)


def _is_name_of_many(vocabulary: Vocabulary, names: TitleNames, phrase: str, run: list[Token]) -> bool:
    """Whether a run says nothing but a name: "monty python", and "james bond", which is a keyword as well."""
    if len(run) > 1 and phrase in vocabulary.keywords:
        return not is_wished_for(phrase)
    everyday = vocabulary.everyday
    return not (names.is_vocabulary(phrase) or all(t.text in everyday or is_wished_for(t.text) for t in run))
