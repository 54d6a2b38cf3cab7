"""The built-in writer: a reason for each title out of the facts that spoke for it, without any model."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.domain.shortlist import Candidate
from bot.domain.title import Title
from bot.domain.wish import Wish
from bot.llm.facts import Facts, Like
from bot.llm.ways_to_tell import GROUPS, plainly

# Closer than this a liked title is worth naming as the reason.
NEAR = 0.42
FEWEST_WORDS, MOST_WORDS = 8, 28
# A title this short (“It”, “Her”, “Up”) reads as a word of the sentence without its year.
SHORT_NAME = 3
# One like is named in one of so many sentences at most, so that not all of them lean on it.
SPACING = 3


def reasons_for(candidates: Sequence[Candidate], wish: Wish, liked: Mapping[str, Title]) -> dict[str, str]:
    """Return one sentence per candidate, by title id, to the person who asked.

    `liked` are the catalogue's entries, by id, of what the person liked or gave as an example: what they share
    with a candidate is told. The candidates of one answer are told in different ways. The same arguments give
    the same sentences.
    """
    ways: Counter[str] = Counter()
    named: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for rank, candidate in enumerate(candidates):
        likes = [like for like in _likes(candidate, wish, liked) if named[like.name] <= rank // SPACING]
        likes.sort(key=lambda like: named[like.name])
        way, reason = _choose(Facts.of(candidate, wish, likes), ways)
        ways[way] += 1
        named.update(like.name for like in likes if like.name in reason)
        reasons[candidate.title.title_id] = reason
    return reasons


def _likes(candidate: Candidate, wish: Wish, liked: Mapping[str, Title]) -> list[Like]:
    """Return what a candidate may be compared with: the wish's own examples, then the nearest likes."""
    found = [Like(_name(liked[title_id]), liked[title_id]) for title_id in wish.like if title_id in liked]
    for verdict, cosine in candidate.near_likes:
        if cosine >= NEAR:
            title = liked.get(verdict.title_id)
            found.append(Like(_name(title) if title is not None else verdict.label, title))
    return list({like.name: like for like in found}.values())


def _name(title: Title) -> str:
    return title.title if len(title.title) > SHORT_NAME else title.label


def _choose(facts: Facts, ways: Counter[str]) -> tuple[str, str]:
    """Return the least used way to tell it, of those that say most to this person, and its sentence."""
    fitting = [
        ((ways[way], group, _chance(f"{facts.title.title_id} {way}")), way, text)
        for group, telling in enumerate(GROUPS)
        for way, text in telling(facts)
        if FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
    ]
    if not fitting:
        return "plainly", plainly(facts)
    _, way, text = min(fitting)
    return way, text


def _chance(key: str) -> int:
    """Return a number that is always the same for the same key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest())
