"""Every name of every title, ready to be looked up whole, by its words, by its beginning and nearly."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence, Set
from copy import copy

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.catalogue.spelling import SMALL_WORDS, Spelling, spelling_of, words_of
from bot.domain.title import Title

_WORDS = re.compile(r"[^\W\d_]+")
_OWNERS = re.compile(r"(\w+)['’]s\b")
_SHORTEST_CORRECTED = 5
# A name that only begins like the text is a little less alike than one that is like it as a whole.
_LESS_FOR_A_BEGINNING = 4.0


# One number stands by itself: most names have one bearer, and a hundred thousand of them are a lot of lists.
Numbers = int | list[int]


class NameIndex:
    """Looks names up. A row is a title's place in `titles`; `spellings` and `row_of_name` share an order."""

    def __init__(self, titles: Sequence[Title]) -> None:
        self.titles = tuple(titles)
        self.row_of_id = {title.title_id: row for row, title in enumerate(self.titles)}
        self.spellings: list[Spelling] = []
        self.row_of_name: list[int] = []
        self._bare: list[str] = []
        self._whole: dict[str, dict[str, Numbers]] = {
            way + use: {} for way in ("exact", "text", "bare", "joined") for use in ("", "_other")
        }
        self._names_with: dict[str, Numbers] = {}
        self._shares = False  # whether an earlier index has the same lists
        beginnings: list[tuple[str, int]] = []
        for row, title in enumerate(self.titles):
            for place, name in enumerate(title.names):
                self._add(name, row, "" if place == 0 else "_other", beginnings)
        beginnings.sort()
        self._beginnings = [beginning for beginning, _ in beginnings]
        self._row_of_beginning = [row for _, row in beginnings]
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
        self._shares = True
        titles = list(self.titles)
        self.row_of_id = self.row_of_id | {title.title_id: row for row, title in changes.items()}
        self.spellings, self.row_of_name = self.spellings.copy(), self.row_of_name.copy()
        self._bare = self._bare.copy()
        self._whole = {way: rows.copy() for way, rows in self._whole.items()}
        words_before = self._names_with.keys()
        self._names_with = self._names_with.copy()
        beginnings: list[tuple[str, int]] = []
        for row in sorted(changes):
            earlier = titles[row].names if row < len(titles) else ()
            titles[row : row + 1] = [changes[row]]
            for place, name in enumerate(changes[row].names):
                if name not in earlier:
                    self._add(name, row, "" if place == 0 else "_other", beginnings)
        self.titles = tuple(titles)
        self._put_in_order(beginnings, self._names_with.keys() - words_before, changes)

    def _put_in_order(
        self, beginnings: list[tuple[str, int]], new_words: Set[str], changes: Mapping[int, Title]
    ) -> None:
        """Bring what is sorted up with what was added."""
        self._beginnings, self._row_of_beginning = self._beginnings.copy(), self._row_of_beginning.copy()
        for beginning, row in beginnings:
            place = bisect_left(self._beginnings, beginning)
            self._beginnings.insert(place, beginning)
            self._row_of_beginning.insert(place, row)
        self._sorted_words = sorted([*self._sorted_words, *new_words])
        self._corrections = [word for word in self._sorted_words if len(word) >= _SHORTEST_CORRECTED - 1]
        self._known = self._known.union(new_words, *map(_words_about, changes.values()))
        self.famous_first = [row for row in self.famous_first if row not in changes]
        for row in changes:
            insort(self.famous_first, row, key=self._fame_key)
        self._rank_by_fame()

    def _rank_by_fame(self) -> None:
        self.rank = [0] * len(self.famous_first)
        for rank, row in enumerate(self.famous_first):
            self.rank[row] = rank

    def _add(self, name: str, row: int, use: str, beginnings: list[tuple[str, int]]) -> None:
        words = words_of(name)
        spelling = spelling_of(words)
        bare = spelling.bare
        joined = bare.replace(" ", "")
        keys = {"exact": exact_key(name), "text": spelling.text, "bare": bare, "joined": joined}
        for way, key in keys.items():
            _put(self._whole[way + use], key, row, shared=self._shares)
        number = len(self.spellings)
        self.spellings.append(spelling)
        self.row_of_name.append(row)
        self._bare.append(bare)
        telling = set(spelling.telling)
        if "'" in name or "’" in name:
            # "Monty Python's Life of Brian" is also found by "python", without its possessive.
            telling.update(word for owner in _OWNERS.findall(name) for word in words_of(owner))
        for word in telling:
            _put(self._names_with, word, number, shared=self._shares)
        begun = {spelling.text, bare}
        if tuple(words) != spelling.words:
            plain = Spelling(tuple(words))
            begun |= {plain.text, plain.bare}
        beginnings.extend((beginning, row) for beginning in begun)

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


def _put(numbers: dict[str, Numbers], key: str, number: int, *, shared: bool) -> None:
    """Add `number` to those of `key`, unless it was the last one there; what is `shared` stays as it is."""
    there = numbers.get(key)
    if there is None:
        numbers[key] = number
    elif isinstance(there, int):
        if there != number:
            numbers[key] = [there, number]
    elif there[-1] != number:
        if shared:
            numbers[key] = [*there, number]
        else:
            there.append(number)


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
