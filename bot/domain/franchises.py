"""Which titles belong together: the parts of one franchise, and which part came first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

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
_ARTICLES = ("the ", "a ", "an ")
_ARTICLE = re.compile(r"^(?:the|a|an) ")
_NUMBERS = frozenset("ii iii iv v vi vii viii two three four".split())
_NUMBERED = re.compile(
    rf" (?:(?:part|vol|volume|chapter|episode) )?(?:\d{{1,2}}|{'|'.join(sorted(_NUMBERS))})$"
)
_ENSEMBLE = re.compile(r"^(.{4,}?) and the .+$")


@dataclass(frozen=True, slots=True)
class Franchises:
    """Which titles belong together. `numbers` has shape (n,); `first_with` leads from a sign to the first row that has it.

    Joined are titles whose names begin alike ("Alien 3", "Star Wars: …"), which share a keyword that only parts of
    franchises have ("james bond"; those are `keywords`), or are called parts and share a maker and two leading actors.
    A title that stands alone has a number of its own.
    """

    numbers: NDArray[np.int32]
    first_with: Mapping[object, int]
    keywords: frozenset[str]

    @classmethod
    def of(cls, titles: Sequence[Title]) -> Franchises:
        """Return the franchises among `titles`."""
        leader = list(range(len(titles)))

        def find(row: int) -> int:
            while leader[row] != row:
                leader[row] = leader[leader[row]]
                row = leader[row]
            return row

        first_with: dict[object, int] = {}
        keywords = _franchise_keywords(titles)
        for row, title in enumerate(titles):
            for key in _keys_of(title, keywords):
                first = first_with.setdefault(key, row)
                if first != row:
                    leader[find(row)] = find(first)
        numbers = np.array([find(row) for row in range(len(titles))], dtype=np.int32)
        return cls(numbers, first_with, keywords)

    def grown(self, changes: Mapping[int, Title]) -> Franchises:
        """Return them with these titles at these rows. What belonged together still does."""
        first_with = dict(self.first_with)
        numbers = np.arange(max(len(self.numbers), max(changes, default=-1) + 1), dtype=np.int32)
        numbers[: len(self.numbers)] = self.numbers
        for row, title in changes.items():
            for key in _keys_of(title, self.keywords):
                first = first_with.setdefault(key, row)
                if numbers[first] != numbers[row]:
                    numbers[numbers == numbers[row]] = numbers[first]
        return Franchises(numbers, first_with, self.keywords)


def franchise_names(titles: Sequence[Title], franchises: NDArray[np.int32]) -> dict[str, tuple[Title, ...]]:
    """Return, per folded name that the parts of a franchise share, those parts, the best known and earliest first."""
    found: dict[str, list[int]] = defaultdict(list)
    # Whatever shares a name belongs together, so that what stands alone need not be looked at.
    size = np.bincount(franchises, minlength=len(titles))
    for row in np.flatnonzero(size[franchises] > 1).tolist():
        title = titles[row]
        is_part = not PART_WORDS.isdisjoint(title.keywords)
        for head in {_head_of(name, is_part=is_part) for name in title.names} - {""}:
            found[head].append(row)
    return {head: _in_order(titles[row] for row in rows) for head, rows in found.items() if len(rows) > 1}


def grown_franchise_names(
    names: Mapping[str, tuple[Title, ...]],
    titles: Sequence[Title],
    first_with: Mapping[object, int],
    changes: Mapping[int, Title],
) -> dict[str, tuple[Title, ...]]:
    """Return `names`, as of `franchise_names`, with the changed titles among them; `titles` are all there now are."""
    found = dict(names)
    for title in changes.values():
        is_part = not PART_WORDS.isdisjoint(title.keywords)
        for head in {_head_of(name, is_part=is_part) for name in title.names} - {""}:
            parts = {part.title_id: part for part in found.get(head, (titles[first_with[head]],))}
            parts[title.title_id] = title
            if len(parts) > 1:
                found[head] = _in_order(parts.values())
    return found


def _in_order(parts: Iterable[Title]) -> tuple[Title, ...]:
    return tuple(sorted(parts, key=lambda title: (-title.fame, title.year)))


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
    counts = Counter(chain.from_iterable(title.keywords for title in titles))
    parts = Counter(
        chain.from_iterable(title.keywords for title in titles if not PART_WORDS.isdisjoint(title.keywords))
    )
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
    # What costs something is only done where it is needed: a large catalogue has names by the hundred thousand.
    before, *after = (name,) if name.replace(" ", "").isalnum() else _HEAD_ENDS.split(name, maxsplit=1)
    head = fold(before)
    if head.startswith(_ARTICLES):
        head = _ARTICLE.sub("", head)
    last = head[head.rfind(" ") + 1 :]
    if last in _NUMBERS or last.isdecimal():
        head = _NUMBERED.sub("", head)
    if after and len(head) < _SHORTEST_HEAD:
        return ""
    ensemble = _ENSEMBLE.match(head) if is_part else None
    return ensemble[1] if ensemble else head
