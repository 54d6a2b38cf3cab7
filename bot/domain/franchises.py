"""Which titles belong together: the parts of one franchise, and which part came first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.domain.text import fold
from bot.domain.title import Title

# Keywords by which a catalogue says that a title is one of several.
PART_WORDS = frozenset({"sequel", "trilogy", "franchise", "prequel"})
# A keyword of these bounds that is given (almost) only to such parts is the franchise's own name.
_FEWEST_PARTS, _MOST_PARTS = 4, 60
_SHARE_OF_PARTS = 0.88

_SHORTEST_HEAD = 3
_HEAD_ENDS = re.compile(r":| [-–—] ")
_ARTICLE = re.compile(r"^(?:the|a|an) ")
_NUMBERED = re.compile(
    r" (?:(?:part|vol|volume|chapter|episode) )?(?:\d{1,2}|ii|iii|iv|v|vi|vii|viii|two|three|four)$"
)
_ENSEMBLE = re.compile(r"^(.{4,}?) and the .+$")


def franchises_of(titles: Sequence[Title]) -> NDArray[np.int32]:
    """Return a franchise number per title, shape (n,); a title that stands alone has one of its own.

    Joined are titles whose names begin alike ("Alien 3", "Star Wars: …"), which share a keyword that only parts of
    franchises have ("james bond"), or are called parts and share a maker and two leading actors.
    """
    leader = list(range(len(titles)))

    def find(row: int) -> int:
        while leader[row] != row:
            leader[row] = leader[leader[row]]
            row = leader[row]
        return row

    first_with: dict[object, int] = {}
    names = _franchise_keywords(titles)
    for row, title in enumerate(titles):
        for key in _keys_of(title, names):
            first = first_with.setdefault(key, row)
            if first != row:
                leader[find(row)] = find(first)
    return np.array([find(row) for row in range(len(titles))], dtype=np.int32)


def franchise_names(titles: Sequence[Title], franchises: NDArray[np.int32]) -> dict[str, tuple[Title, ...]]:
    """Return, per folded name that the parts of a franchise share, those parts, the best known and earliest first."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    for row, title in enumerate(titles):
        is_part = not PART_WORDS.isdisjoint(title.keywords)
        for head in {_head_of(name, is_part=is_part) for name in title.names} - {""}:
            found[head][row] = None
    size = np.bincount(franchises, minlength=len(titles))
    return {
        head: tuple(sorted((titles[row] for row in rows), key=lambda title: (-title.fame, title.year)))
        for head, rows in found.items()
        if len(rows) > 1 and size[franchises[next(iter(rows))]] > 1
    }


def first_parts(franchises: NDArray[np.int32], years: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for every title the row of its franchise's earliest part, shape (n,)."""
    order = np.lexsort((years, franchises))
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = franchises[order][1:] != franchises[order][:-1]
    starts = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    first = np.empty(len(order), dtype=np.int32)
    first[order] = order[starts]
    return first


def is_numbered(name: str) -> bool:
    """Whether a name counts its part: "Rocky II", "Dune: Part Two"."""
    return bool(_NUMBERED.search(fold(name)))


def _franchise_keywords(titles: Sequence[Title]) -> frozenset[str]:
    counts: dict[str, int] = defaultdict(int)
    parts: dict[str, int] = defaultdict(int)
    for title in titles:
        is_part = not PART_WORDS.isdisjoint(title.keywords)
        for keyword in title.keywords:
            counts[keyword] += 1
            parts[keyword] += is_part
    return frozenset(
        word
        for word, count in counts.items()
        if _FEWEST_PARTS <= count <= _MOST_PARTS
        and word not in PART_WORDS
        and parts[word] >= _SHARE_OF_PARTS * count
    )


def _keys_of(title: Title, franchise_keywords: frozenset[str]) -> Iterator[object]:
    is_part = not PART_WORDS.isdisjoint(title.keywords)
    for name in title.names:
        if head := _head_of(name, is_part=is_part):
            yield head
    for keyword in title.keywords:
        if keyword in franchise_keywords:
            yield ("keyword", keyword)
    if is_part:
        for maker in title.directors:
            for pair in combinations(sorted(title.actors), 2):
                yield (maker, *pair)


def name_of_franchise(text: str) -> str:
    """Return `text` in the form in which `franchise_names` has it."""
    return _ARTICLE.sub("", fold(text))


def _head_of(name: str, *, is_part: bool) -> str:
    """Return what the names of the parts of one franchise share: the words before a colon or a number.

    Nothing where that is too short to say anything.
    """
    before, *after = _HEAD_ENDS.split(name, maxsplit=1)
    head = _NUMBERED.sub("", _ARTICLE.sub("", fold(before)))
    if after and len(head) < _SHORTEST_HEAD:
        return ""
    ensemble = _ENSEMBLE.match(head) if is_part else None
    return ensemble[1] if ensemble else head
