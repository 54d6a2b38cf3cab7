"""Every name of every title, ready to be looked up whole, by its words, by its beginning and nearly."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence, Set
from copy import copy
from typing import TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.catalogue.spelling import SMALL_WORDS, with_digits, without_article, words_of
from bot.domain.title import Title

T = TypeVar("T")

_WORDS = re.compile(r"[^\W\d_]+")
_OWNERS = re.compile(r"(\w+)['’]s\b")
_SHORTEST_CORRECTED = 5
# A name that only begins like the text is a little less alike than one that is like it as a whole.
_LESS_FOR_A_BEGINNING = 4.0


# One number stands by itself: most names have one bearer, and a hundred thousand of them are a lot of lists.
Numbers = int | list[int]
# As it is written, folded, without its article, and without gaps; the usual name, then the others.
_WAYS = tuple(way + use for way in ("exact", "text", "bare", "joined") for use in ("", "_other"))


class _Names:
    """Names as they are added, one after the other, and under which keys each is looked up."""

    def __init__(self, first: int = 0) -> None:
        self.first = first  # the number of the first name
        self.names: list[str] = []
        self.row_of_name: list[int] = []
        self.bare: list[str] = []
        self.whole: dict[str, dict[str, Numbers]] = {way: {} for way in _WAYS}
        self.with_word: dict[str, Numbers] = {}
        self.beginnings: list[str] = []
        self.row_of_beginning: list[int] = []

    def add(self, name: str, row: int, use: str) -> None:
        words = words_of(name)
        folded = with_digits(words)
        text = " ".join(folded)
        bare = without_article(folded, text)
        exact = exact_key(name)
        whole = self.whole
        # The same letters are the same object: a hundred thousand names have them four times.
        _put(whole["exact" + use], text if exact == text else exact, row)
        _put(whole["text" + use], text, row)
        _put(whole["bare" + use], bare, row)
        _put(whole["joined" + use], bare.replace(" ", ""), row)
        number = self.first + len(self.names)
        self.names.append(name)
        self.row_of_name.append(row)
        self.bare.append(bare)
        telling = {word for word in folded if word not in SMALL_WORDS}
        if "'" in name or "’" in name:
            # "Monty Python's Life of Brian" is also found by "python", without its possessive.
            telling.update(word for owner in _OWNERS.findall(name) for word in words_of(owner))
        for word in telling:
            _put(self.with_word, word, number)
        begun = {text, bare}
        if folded is not words:
            plain = " ".join(words)
            begun |= {plain, without_article(words, plain)}
        self.beginnings.extend(begun)
        self.row_of_beginning.extend([row] * len(begun))


class NameIndex:
    """Looks names up. A row is a title's place in `titles`; `names` and `row_of_name` share an order."""

    def __init__(self, titles: Sequence[Title]) -> None:
        self.titles = tuple(titles)
        self.row_of_id = {title.title_id: row for row, title in enumerate(self.titles)}
        found = _Names()
        for row, title in enumerate(self.titles):
            use = ""
            for name in title.names:
                found.add(name, row, use)
                use = "_other"
        self.names, self.row_of_name, self._bare = found.names, found.row_of_name, found.bare
        self._whole, self._names_with = found.whole, found.with_word
        in_order = sorted(range(len(found.beginnings)), key=found.beginnings.__getitem__)
        self._beginnings = [found.beginnings[place] for place in in_order]
        self._row_of_beginning = [found.row_of_beginning[place] for place in in_order]
        self._sorted_words = sorted(self._names_with)
        self._corrections = [word for word in self._sorted_words if len(word) >= _SHORTEST_CORRECTED - 1]
        self._known = self._words_in_use()
        self.famous_first = sorted(range(len(self.titles)), key=self._fame_key)
        self._rank_by_fame()

    def grown(self, changes: Mapping[int, Title]) -> NameIndex:
        """Return an index that knows these titles at these rows too; this one stays as it is.

        What is shared is copied as a whole, so that whoever reads this one goes on undisturbed: some 0.1 s for a
        hundred thousand titles. A title in the place of an earlier one is also found by the names of that.
        """
        grown = copy(self)
        grown.take_in(changes)
        return grown

    def take_in(self, changes: Mapping[int, Title]) -> None:
        """Become the index that `grown` returns. Only for one that nobody reads yet."""
        titles = list(self.titles)
        new = _Names(len(self.names))
        for row in sorted(changes):
            earlier = titles[row].names if row < len(titles) else ()
            titles[row : row + 1] = [changes[row]]
            for place, name in enumerate(changes[row].names):
                if name not in earlier:
                    new.add(name, row, "" if place == 0 else "_other")
        self.titles = tuple(titles)
        self.row_of_id = self.row_of_id | {title.title_id: row for row, title in changes.items()}
        self.names = self.names + new.names
        self.row_of_name = self.row_of_name + new.row_of_name
        self._bare = self._bare + new.bare
        self._whole = {way: _joined(self._whole[way], new.whole[way]) for way in _WAYS}
        self._put_in_order(new, new.with_word.keys() - self._names_with.keys(), changes)
        self._names_with = _joined(self._names_with, new.with_word)

    def _put_in_order(self, new: _Names, new_words: Set[str], changes: Mapping[int, Title]) -> None:
        """Bring what is sorted up with what was added."""
        in_order = sorted(range(len(new.beginnings)), key=new.beginnings.__getitem__)
        beginnings = [new.beginnings[place] for place in in_order]
        places = [bisect_left(self._beginnings, beginning) for beginning in beginnings]
        rows = [new.row_of_beginning[place] for place in in_order]
        self._beginnings = _inserted(self._beginnings, places, beginnings)
        self._row_of_beginning = _inserted(self._row_of_beginning, places, rows)
        self._sorted_words = sorted([*self._sorted_words, *new_words])
        self._corrections = [word for word in self._sorted_words if len(word) >= _SHORTEST_CORRECTED - 1]
        self._known = self._known.union(new_words, *map(_words_about, changes.values()))
        stayed = [row for row in self.famous_first if row not in changes]
        changed = sorted(changes, key=self._fame_key)
        places = [bisect_left(stayed, self._fame_key(row), key=self._fame_key) for row in changed]
        self.famous_first = _inserted(stayed, places, changed)
        self._rank_by_fame()

    def _rank_by_fame(self) -> None:
        self.rank = [0] * len(self.famous_first)
        for rank, row in enumerate(self.famous_first):
            self.rank[row] = rank

    def _words_in_use(self) -> set[str]:
        """Return the words met anywhere in the catalogue: one of them is meant, not misspelled."""
        # Few of the millions of words in a large catalogue's texts differ: those are taken apart once.
        written: set[str] = set()
        keywords: set[str] = set()
        for title in self.titles:
            written.update(title.description.lower().split())
            keywords.update(title.keywords)
        known = set(self._names_with) | SMALL_WORDS
        known.update(_WORDS.findall(" ".join(written)), *map(str.split, keywords))
        return known

    def _fame_key(self, row: int) -> tuple[float, int, int, str]:
        title = self.titles[row]
        return (-title.fame, -(title.votes or 0), -title.year, title.title_id)

    def whole(self, way: str, key: str) -> list[int]:
        """Return the rows whose name is `key`; `way` is exact, text, bare or joined, `_other` for other names."""
        return list(_each(self._whole[way].get(key))) if key else []

    def by_fame(self, rows: Iterable[int], limit: int) -> list[int]:
        """Return the best known of `rows`, without repeats."""
        return heapq.nsmallest(limit, set(rows), key=self.rank.__getitem__)

    def names_with_all(self, words: Iterable[str]) -> set[int]:
        """Return the numbers of the names in which all of `words` occur."""
        lists = sorted((_each(self._names_with.get(word)) for word in set(words)), key=len)
        found = set(lists[0]) if lists else set()
        for more in lists[1:]:
            found.intersection_update(more)
        return found

    def is_known(self, word: str) -> bool:
        """Say whether the word occurs in a name, a description or a keyword."""
        return word in self._known or word.isdecimal()

    def corrections(self, word: str) -> tuple[list[str], int]:
        """Return the nearest words of names to a misspelled one, and how many letters away they are.

        Nothing for words of fewer than five letters, or when one letter of seven (two of more) does not do.
        """
        if len(word) < _SHORTEST_CORRECTED:
            return [], 0
        reach = 1 if len(word) < 8 else 2
        found = process.extract(word, self._corrections, scorer=OSA.distance, score_cutoff=reach, limit=8)
        if not found:
            return [], 0
        nearest = int(found[0][1])
        return [other for other, distance, _ in found if distance == nearest], nearest

    def similar(self, text: str, *, cutoff: float, limit: int) -> list[tuple[int, float]]:
        """Return rows of which some name looks like `text`: (row, likeness to 100), the likest first.

        Names count without their leading article. Where the first letter is the same, the beginning of a name
        counts too, a little less.
        """
        best: dict[int, float] = {}
        whole = (self._bare, self.row_of_name, 0.0)
        first, last = self._span(self._beginnings, text[:1])
        shortened = [beginning[: len(text) + 1] for beginning in self._beginnings[first:last]]
        begun = (shortened, self._row_of_beginning[first:last], _LESS_FOR_A_BEGINNING)
        for choices, rows, less in (whole, begun):
            alike = process.extract(
                text, choices, scorer=fuzz.ratio, score_cutoff=cutoff + less, limit=4 * limit
            )
            for _, score, place in alike:
                best[rows[place]] = max(score - less, best.get(rows[place], 0.0))
        ranked = sorted(best.items(), key=lambda item: (-item[1], self.rank[item[0]]))
        return ranked[:limit]

    def rows_beginning(self, text: str) -> list[int]:
        """Return the rows of which some name begins with `text`, as folded or as plain words."""
        first, last = self._span(self._beginnings, text)
        return self._row_of_beginning[first:last]

    @staticmethod
    def _span(ordered: Sequence[str], beginning: str) -> tuple[int, int]:
        return bisect_left(ordered, beginning), bisect_left(ordered, beginning + "\U0010ffff")

    def rows_with_words(self, beginnings: Sequence[str]) -> set[int]:
        """Return the rows with a name in which each of `beginnings` begins a word."""
        found: set[int] | None = None
        for beginning in sorted(beginnings, key=len, reverse=True):
            first, last = self._span(self._sorted_words, beginning)
            names: set[int] = set()
            names.update(*(_each(self._names_with[word]) for word in self._sorted_words[first:last]))
            found = names if found is None else found & names
            if not found:
                return set()
        return {self.row_of_name[name] for name in found or ()}


def _put(numbers: dict[str, Numbers], key: str, number: int) -> None:
    """Add `number` to those of `key`, unless it was the last one there."""
    there = numbers.setdefault(key, number)
    if isinstance(there, int):
        if there != number:
            numbers[key] = [there, number]
    elif there[-1] != number:
        there.append(number)


def _joined(numbers: Mapping[str, Numbers], new: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Return the numbers of both under each key, those of `numbers` first; both stay as they are."""
    found = dict(numbers)
    for key, added in new.items():
        there = found.get(key)
        found[key] = added if there is None else [*_each(there), *_each(added)]
    return found


def _inserted(ordered: Sequence[T], places: Sequence[int], new: Sequence[T]) -> list[T]:
    """Return `ordered` with each of `new` before what stood at its place; `places` run upwards."""
    found: list[T] = []
    last = 0
    for place, each in zip(places, new, strict=True):
        found += ordered[last:place]
        found.append(each)
        last = place
    found += ordered[last:]
    return found


def _each(numbers: Numbers | None) -> Sequence[int]:
    if numbers is None:
        return ()
    return (numbers,) if isinstance(numbers, int) else numbers


def _words_about(title: Title) -> list[str]:
    words = _WORDS.findall(title.description.lower())
    words.extend(word for keyword in title.keywords for word in keyword.split())
    return words


def exact_key(name: str) -> str:
    """Return the name as it is written, but for case and white space."""
    return " ".join(name.casefold().split())
