"""People within a wish: "by Villeneuve", "with Tilda Swinton", "Kubrick films", "not by Woody Allen"."""

from __future__ import annotations

import re

from bot.domain import vocabulary as known
from bot.domain.conversation_spelling import is_one_slip
from bot.domain.origins import ORIGINS
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish_draft import Draft
from bot.domain.wish_tokens import LINKS, Token

# A word of so many letters that is no everyday word is hardly a surname by chance.
LONG_SURNAME = 6
# A shorter one is a month or a colour as often.
SHORTEST_BARE_SURNAME = 4
SHORTEST_NAME, LONGEST_NAME = 2, 4
# "Lynchian" and "Lynch-like" ask for their manner, not for their films.
_OF_MANNER = ("esque", "ian")
_MANNER = frozenset("esque vibe vibes adjacent".split())
_MANNER_AFTER_HYPHEN = frozenset("y ish like type style".split())
_SIBLINGS = frozenset({"brothers", "sisters"})
_NOT_THEM = re.compile(
    r"\b(?:not|without|except|nothing) (?:by |from |with )?(?:(?:those|these|the) (?:two|three|ones|guys|directors|actors)|those|these|them|him|her|theirs|his|hers)(?: themselves| himself| herself)?(?= |$)"
)
_MADE_BY = re.compile(r"\b(?:directed by|made by|created by|by|starring|featuring|with)\b")
_BY = re.compile(r"\b(?:directed by|made by|created by|by|starring|featuring|with|from|of)\b")


def read_people(draft: Draft) -> None:
    """Read the people that are named, wanted or ruled out."""
    words = draft.words
    unused = words.unused
    cued = {words.index_at(match.end()) for match in _BY.finditer(unused)}
    likened: list[str] = []
    for i, token in enumerate(words.tokens):
        for length in (4, 3, 2, 1):
            run = words.tokens[i : i + length]
            if len(run) < length or any(t.used or t.negator for t in run):
                continue
            name = _person(draft, i, run, cued=i in cued)
            if name is not None:
                before = words.tokens[i - 1].text if i else ""
                if before == "like" or (likened and before in LINKS):
                    likened.append(name)
                unwanted = token.negated or token.seen
                if unwanted or not _take_manner(draft, name, i + length):
                    (draft.without_people if unwanted else draft.people).append(name)
                for t in run:
                    t.used = True
                break
    _rule_out_the_likened(draft, likened)
    _tell_of_strangers(draft)


def _take_manner(draft: Draft, name: str, after: int) -> bool:
    """Take what `name` made as examples where only their manner is asked for: "Hitchcock-y", "Lynchesque", "Kubrick vibes"."""
    words = draft.words
    following = words.tokens[after].text if after < len(words) else ""
    hyphened = (
        after < len(words) and words.text[words.tokens[after - 1].end : words.tokens[after].start] == "-"
    )
    ends = words.tokens[after - 1].text.endswith(_OF_MANNER)
    if not (ends or following in _MANNER or (hyphened and following in _MANNER_AFTER_HYPHEN)):
        return False
    examples = draft.vocabulary.works(name)
    draft.like.extend(title.title_id for title in examples)
    if examples and not ends:
        words.tokens[after].used = True
    return bool(examples)


def _rule_out_the_likened(draft: Draft, likened: list[str]) -> None:
    """Rule out those who only show what is meant: "like Tarkovsky or Malick, but not those two"."""
    words = draft.words
    for match in _NOT_THEM.finditer(words.unused):
        end = words.index_at(match.end())
        if likened and (end >= len(words) or words.tokens[end].after_boundary):
            draft.without_people.extend(likened)
            draft.like.extend(title.title_id for name in likened for title in draft.vocabulary.works(name))
            draft.people[:] = [name for name in draft.people if name not in likened]
            words.use(*match.span())


def _tell_of_strangers(draft: Draft) -> None:
    """Say of whoever is named in full, and in no title's credits, that they are not known here."""
    words = draft.words
    for match in _MADE_BY.finditer(words.unused):
        first = last = words.index_at(match.end())
        while last < min(len(words), first + LONGEST_NAME) and _may_be_a_name(draft, last, first):
            last += 1
        if last - first < SHORTEST_NAME:
            continue
        name = words.spelled(first, last - first)
        draft.notices.append(f"No title here says that it is by or with {name}.")
        for token in words.tokens[first:last]:
            token.used = True


def _may_be_a_name(draft: Draft, i: int, first: int) -> bool:
    token = draft.words.tokens[i]
    if token.used or token.negated or token.negator or (i > first and token.after_boundary):
        return False
    return draft.words.is_capital(i) and not _is_known(draft, token.text)


def _person(draft: Draft, i: int, run: list[Token], *, cued: bool) -> str | None:
    """Return who is meant by the words from number `i` on: a full name, or the surname of somebody well known."""
    vocabulary, words = draft.vocabulary, draft.words
    folded = " ".join(token.text for token in run)
    surname = _without_possessive(folded, run[-1])
    if len(run) > 1:
        found = vocabulary.people.get(surname) or vocabulary.surnames.get(surname)
        return found or (_nearly_named(draft, i, surname) if cued and len(run) == SHORTEST_NAME else None)
    person = vocabulary.surnames.get(surname)
    if person is None and surname.endswith(_OF_MANNER):
        manner = next(
            vocabulary.surnames.get(surname.removesuffix(end)) for end in _OF_MANNER if surname.endswith(end)
        )
        if manner is not None:
            return manner  # "Hitchcockian"
    before = words.tokens[i - 1] if i else None
    is_plural = surname.endswith("s") and (
        len(surname) > LONG_SURNAME or (before is not None and before.text == "the")
    )
    if person is None and is_plural:
        person = vocabulary.surnames.get(surname[:-1])  # "one of the Hitchcocks", "the Coens"
        cued = cued or (person is not None and surname[:-1] not in vocabulary.everyday)
    if person is None and (cued or _is_said_of_films(draft, i) or words.is_capital(i)):
        person = _of_nearly_that_surname(draft, surname)
    if len(surname) < SHORTEST_BARE_SURNAME and not cued:
        return None
    if person is None or _is_known(draft, surname):
        return None
    if not cued and before is not None and _may_be_first_name(draft, before):
        return None  # "Stephen King" is not every King
    if words.is_capital(i) and (before is None or before.text != "the"):
        return person
    following = words.tokens[i + 1].text if i + 1 < len(words) else ""
    if before is not None and f"{before.text} {surname}" in vocabulary.keywords:
        return None  # "in new york"
    if following in _SIBLINGS and not (words.tokens[i + 1].after_boundary or surname in vocabulary.everyday):
        words.tokens[i + 1].used = True
        return person  # who makes films together is named together in them
    told = cued or not following or following in known.FILM_WORDS or following in known.GENRE_WORDS
    told = told or len(surname) >= LONG_SURNAME
    return person if told and surname not in vocabulary.everyday else None


def _is_said_of_films(draft: Draft, i: int) -> bool:
    following = draft.words.tokens[i + 1 : i + 2]
    return bool(following) and following[0].text in known.FILM_WORDS | known.SERIES_WORDS


def _of_nearly_that_surname(draft: Draft, surname: str) -> str | None:
    """Return who is meant by a surname with one slip of the pen in it: "Kubrik", "Tarrantino"."""
    vocabulary = draft.vocabulary
    if len(surname) < LONG_SURNAME or surname in vocabulary.everyday or _is_known(draft, surname):
        return None
    near = {
        person
        for name, person in vocabulary.surnames.items()
        if name[0] == surname[0] and len(name) >= LONG_SURNAME and is_one_slip(name, surname)
    }
    return near.pop() if len(near) == 1 else None


def _nearly_named(draft: Draft, i: int, full_name: str) -> str | None:
    """Return who is meant by a full name in capitals with one slip in it: "Tilda Swindon"."""
    tokens = draft.words.tokens[i : i + SHORTEST_NAME]
    if not all(token.raw[:1].isupper() for token in tokens) or tokens[1].after_boundary:
        return None
    near = {
        person
        for name, person in draft.vocabulary.people.items()
        if name[0] == full_name[0] and abs(len(name) - len(full_name)) <= 1 and is_one_slip(name, full_name)
    }
    return near.pop() if len(near) == 1 else None


def _may_be_first_name(draft: Draft, token: Token) -> bool:
    capital = draft.words.capitals_tell and token.raw[:1].isupper()
    return capital and not token.used and token.text not in SMALL_TALK_WORDS


def _without_possessive(folded: str, last: Token) -> str:
    # "kubrick's", folded, carries the s of the possessive.
    return folded[:-1] if last.raw.lower().endswith(("'s", "’s")) else folded


def _is_known(draft: Draft, word: str) -> bool:
    """Whether a word of a wish says something by itself, so that it needs no bearer."""
    tables = (
        known.GENRE_WORDS,
        known.THEME_WORDS,
        known.FAME_WORDS,
        known.ERA_WORDS,
        MOOD_WORDS,
        ORIGINS,
        SMALL_TALK_WORDS,
    )
    return word in draft.vocabulary.keywords or any(word in table for table in tables)
