"""Grounding: whatever the model says, exactly the asked number of catalogue titles comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.domain.list_fields import split_sentences
from bot.domain.numbered_list import ListedTitle, NumberedListParser, parse_numbered_list
from bot.domain.pick import Pick
from bot.domain.prompt import MOST_WHY_CHARACTERS
from bot.domain.recommendation import Author, Recommendation
from bot.domain.shortlist import Candidate
from bot.domain.text import clip, fold, plain_sentence
from bot.domain.title import Title

__all__ = ["Board", "ListedTitle", "NumberedListParser", "Pick", "parse_numbered_list", "usable_reason"]

WHY_CHARACTERS = 260
# What is longer is cut before it is cleaned, which happens again with every word of a growing reason.
READ_CHARACTERS = 1000
FEWEST_WORDS = 4
_ARTICLE = re.compile(r"^(?:the|a|an) ")
_ENDED = re.compile(r"[.!?][\"”’)\]]*$")

# What a model that loses count of its brackets leaves at the end of a reason.
_JSON_DEBRIS = re.compile(r'[\s"]*[\]}][\s\]},".]*$')

FindTitle = Callable[[str, int | None], Title | None]


def usable_reason(text: str) -> str:
    """Return the model's reason as whole sentences of plain prose, or "" when it says nothing."""
    sentence = _ended(_plain(text), cut=len(text) >= MOST_WHY_CHARACTERS)
    return sentence if len(fold(sentence).split()) >= FEWEST_WORDS else ""


def _plain(text: str) -> str:
    """Return a reason, finished or not, as it may be shown."""
    # What follows a line break is the model talking to itself.
    first_line = next((line for line in re.split(r"[\r\n]+", text[:READ_CHARACTERS]) if line.strip()), "")
    sentence = clip(_JSON_DEBRIS.sub("", plain_sentence(first_line)), WHY_CHARACTERS)
    return sentence[:1].upper() + sentence[1:]


def _ended(text: str, *, cut: bool) -> str:
    """Return `text` with an end: a sentence that breaks off goes, or, where it is the only one, says so.

    `cut` tells that the text reached the length at which a schema closes it, inside a word or not.
    """
    if not text or _ENDED.search(text):
        return text
    *whole, _ = split_sentences(text)
    if len(fold(" ".join(whole)).split()) >= FEWEST_WORDS:
        return " ".join(whole)
    if text.endswith("…"):
        return text
    return f"{text.rpartition(' ')[0].rstrip(' ,;:–—-')}…" if cut else f"{text.rstrip(' ,;:–—-')}."


def find_among(titles: Sequence[Title]) -> FindTitle:
    """Return a finder that knows only these titles and compares folded names (and years, where given)."""
    by_name: dict[str, list[Title]] = {}
    for title in titles:
        for name in title.names:
            by_name.setdefault(_ARTICLE.sub("", fold(name)), []).append(title)

    def find(text: str, year: int | None) -> Title | None:
        found = by_name.get(_ARTICLE.sub("", fold(text)), [])
        close = [title for title in found if year is None or abs(title.year - year) <= 1]
        return close[0] if len(close) == 1 or (close and year is not None) else None

    return find


class Board:
    """The `limit` places of an answer, taken by the model's picks as they come, refilled from the shortlist.

    A pick of a title that already stands in a later place moves it; an unknown or repeated one is dropped.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        limit: int,
        fallbacks: Mapping[str, str],
        find: FindTitle | None = None,
    ) -> None:
        self._candidates = list(candidates)
        self._find = find or find_among([candidate.title for candidate in candidates])
        self._found: dict[tuple[str, int | None], Candidate | None] = {}
        self._fallbacks = fallbacks
        self._places = [self._place(candidate) for candidate in self._candidates[:limit]]
        self._taken: list[str] = []

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """The places as they stand."""
        return tuple(self._places)

    def unwritten(self) -> list[int]:
        """Return the candidates' numbers (from 1) in places for which the model has not finished a reason."""
        waiting = {item.title.title_id for item in self._places if item.author is not Author.MODEL}
        return [n for n, c in enumerate(self._candidates, start=1) if c.title.title_id in waiting]

    def apply(self, pick: Pick) -> bool:
        """Put a pick on the board; return whether anything changed."""
        candidate = self._candidate_of(pick)
        if candidate is None:
            return False
        title_id = candidate.title.title_id
        at = next((i for i, item in enumerate(self._places) if item.title.title_id == title_id), None)
        if at is not None and self._places[at].author is Author.MODEL:
            return False  # named again: the first reason stands
        if title_id not in self._taken:
            if len(self._taken) >= len(self._places):
                return False
            before = list(self._places)
            self._write(self._take_place(candidate, at), pick)
            return self._places != before
        return at is not None and self._write(at, pick)

    def discard_unfinished(self) -> None:
        """Forget the beginnings of reasons that were never finished."""
        for i, item in enumerate(self._places):
            if item.author is Author.NOBODY:
                self._places[i] = replace(item, why="")

    def _place(self, candidate: Candidate) -> Recommendation:
        fallback = self._fallbacks.get(candidate.title.title_id, "")
        return Recommendation(candidate.title, confidence=confidence_of(candidate), fallback=fallback)

    def _candidate_of(self, pick: Pick) -> Candidate | None:
        if pick.number is not None:
            known = 1 <= pick.number <= len(self._candidates)
            return self._candidates[pick.number - 1] if known else None
        # A pick by title comes again with every word of its reason, and finding costs milliseconds.
        key = (pick.title, pick.year)
        if key not in self._found:
            title = self._find(pick.title, pick.year)
            wanted = title.title_id if title is not None else None
            self._found[key] = next((c for c in self._candidates if c.title.title_id == wanted), None)
        return self._found[key]

    def _take_place(self, candidate: Candidate, at: int | None) -> int:
        """Give the next free place to `candidate`; whoever stood there moves to where it came from."""
        place = len(self._taken)
        if at is None:
            self._places[place] = self._place(candidate)
        else:
            self._places[place], self._places[at] = self._places[at], self._places[place]
        self._taken.append(candidate.title.title_id)
        return place

    def _write(self, at: int, pick: Pick) -> bool:
        before = self._places[at]
        why = usable_reason(pick.why) if pick.finished else _plain(pick.why)
        confidence = before.confidence if pick.confidence is None else pick.confidence
        author = Author.MODEL if pick.finished and why else Author.NOBODY
        self._places[at] = replace(before, why=why, confidence=confidence, author=author)
        return self._places[at] != before


def confidence_of(candidate: Candidate) -> float:
    """Return how sure the ranking is of a candidate, from 0.35 to 0.95: by how much of the wish it has."""
    return round(0.35 + 0.6 * max(0.0, min(1.0, candidate.fit)), 2)
