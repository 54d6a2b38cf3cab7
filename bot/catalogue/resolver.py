"""Finds the title a person or a model means by a spelling, and asks rather than guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from bot.catalogue.names import NameIndex, exact_key
from bot.catalogue.reading import Reading, is_bare_name, readings_of
from bot.catalogue.spelling import ENGLISH_ARTICLES, SMALL_WORDS, Spelling, fold, words_of
from bot.domain.resolution import Match, Resolution
from bot.domain.title import Kind, Title

MOST_CHOICES = 5
LONGEST_TEXT = 300
SHORTEST_FUZZY = 5
LIKE_ENOUGH_TO_ASK = 82.0
MOST_MENDINGS = 6
ASKED_WITHIN = 6.0
# Ways to look a whole name up, surest first; a usual name goes before other names.
WHOLE_NAME_TIERS = (
    ("exact", Match.EXACT), ("exact_other", Match.EXACT), ("text", Match.FOLDED),
    ("text_other", Match.FOLDED), ("bare", Match.FOLDED), ("bare_other", Match.FOLDED),
    ("joined", Match.FOLDED), ("joined_other", Match.FOLDED),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The rows a reading leads to, and whether a single one may be taken without asking."""

    rows: tuple[int, ...]
    match: Match
    sure: bool = True


class Resolver:
    """The TitleResolver over one catalogue. Built once, then only read: any thread may use it."""

    def __init__(self, titles: Sequence[Title] | NameIndex) -> None:
        self._names = titles if isinstance(titles, NameIndex) else NameIndex(titles)
        self._titles = self._names.titles

    def grown(self, changes: Mapping[int, Title]) -> Resolver:
        """Return a resolver that knows these titles at these rows too; this one stays as it is."""
        return Resolver(self._names.grown(changes))

    def resolve(self, text: str, *, year: int | None = None, kind: Kind | None = None) -> Resolution:
        """Say what `text` means: one title, up to five to choose from, or none.

        A year or kind in the text goes before `year` and `kind`. A year one off is taken when no title of
        that name has the very year. Never raises; a text of more than 300 characters means nothing.
        """
        if not text.strip() or len(text) > LONGEST_TEXT:
            return Resolution(text)
        by_id = self._names.row_of_id.get(text.strip().lower())
        if by_id is not None:
            return Resolution(text, title=self._titles[by_id], match=Match.EXACT)
        readings = [
            replace(reading, year=reading.year or year, kind=reading.kind or kind)
            for reading in readings_of(text)
        ]
        found = self._find(readings)
        return Resolution(text) if found is None else self._answer(text, found)

    def named(self, text: str) -> Resolution:
        """Say which title `text` names in full, as written or folded: never by likeness, some 30 µs a text.

        For looking up every run of words in a sentence. A year or a maker may stand beside the name. Several
        titles of one name, or one whose article differs, come as choices.
        """
        if not text.strip() or len(text) > LONGEST_TEXT:
            return Resolution(text)
        for reading in (Reading(text),) if is_bare_name(text) else readings_of(text):
            # "her film" is somebody's film: a kind beside a name says too little in a sentence.
            if reading.kind is None and (found := self._whole_name(reading, fold(reading.name), [])):
                return self._answer(text, found)
        return Resolution(text)

    def exactly(self, name: str, *, year: int | None = None, kind: Kind | None = None) -> Title | None:
        """Return the one title of this whole name, as written or folded; None when there is none, or several.

        For lists out of other catalogues, whose names have nothing beside them: some 30 µs a name. A year one off
        is taken when no title of that name has the very year.
        """
        if not name.strip() or len(name) > LONGEST_TEXT:
            return None
        found = self._whole_name(Reading(name, year or None, kind), fold(name), [])
        return self._titles[found.rows[0]] if found and found.sure and len(found.rows) == 1 else None

    def suggest(self, text: str, limit: int = 25) -> list[Title]:
        """Return up to `limit` titles to complete `text` with: names that begin so, then words, then likeness.

        Better known titles go first; an empty text gives the best known of all.
        """
        names = self._names
        words = words_of(text[:LONGEST_TEXT])
        if not words:
            return [self._titles[row] for row in names.famous_first[:limit]]
        plain = " ".join(words)
        folded = fold(text[:LONGEST_TEXT])
        rows = dict.fromkeys(names.by_fame(names.whole("text", folded.text), limit))
        rows |= dict.fromkeys(names.by_fame(names.rows_beginning(plain), limit))
        if len(rows) < limit and folded.text != plain:
            rows |= dict.fromkeys(names.by_fame(names.rows_beginning(folded.text), limit))
        telling = [word for word in folded.words if word not in SMALL_WORDS]
        if len(rows) < limit and telling and len(plain) > 1:
            rows |= dict.fromkeys(names.by_fame(names.rows_with_words(telling), limit))
        if len(rows) < limit and len(plain) >= SHORTEST_FUZZY - 1:
            rows |= dict.fromkeys(row for row, _ in names.similar(folded.bare, cutoff=72.0, limit=limit))
        if not rows:
            rows = self._rows_of_a_dated_name(text, limit)
        return [self._titles[row] for row in list(rows)[:limit]]

    def _rows_of_a_dated_name(self, text: str, limit: int) -> dict[int, None]:
        for reading in readings_of(text[:LONGEST_TEXT]):
            if reading.year is not None:
                rows = self._names.rows_beginning(fold(reading.name).text)
                return dict.fromkeys(self._names.by_fame(self._narrow(rows, reading), limit))
        return {}

    def _answer(self, text: str, found: Found) -> Resolution:
        if found.sure and len(found.rows) == 1:
            return Resolution(text, title=self._titles[found.rows[0]], match=found.match)
        return Resolution(text, choices=tuple(self._titles[row] for row in found.rows), match=found.match)

    def _find(self, readings: Sequence[Reading]) -> Found | None:
        """Try every reading as a whole name, then by words, then mended, then by mere likeness."""
        elsewhere: list[int] = []
        for reading in readings:
            if found := self._whole_name(reading, fold(reading.name), elsewhere):
                return found
        if elsewhere:  # such a name, but not of that year, kind or maker
            return self._ask(elsewhere, Match.FOLDED)
        for reading in readings:
            if found := self._by_words(reading, fold(reading.name)):
                return found
        for reading in readings:
            if found := self._mended(reading, fold(reading.name)):
                return found
        return self._alike(readings)

    def _ask(self, rows: Iterable[int], match: Match) -> Found:
        return Found(tuple(sorted(set(rows), key=self._choice_key)[:MOST_CHOICES]), match, sure=False)

    def _choice_key(self, row: int) -> tuple[float, int, int, str]:
        """The best known first; of equals the oldest, which is the first of its franchise."""
        title = self._titles[row]
        return (-title.fame, -(title.votes or 0), title.year, title.title_id)

    def _whole_name(self, reading: Reading, spelling: Spelling, elsewhere: list[int]) -> Found | None:
        """Look the whole name up; rows that year, kind or maker rule out are added to `elsewhere`."""
        keys = {
            "exact": exact_key(reading.name), "text": spelling.text, "bare": spelling.bare,
            "joined": spelling.joined,
        }  # fmt: skip
        for way, match in WHOLE_NAME_TIERS:
            key = keys[way.removesuffix("_other")]
            rows = self._names.whole(way, key)
            narrowed = self._narrow(rows, reading)
            if narrowed:
                sure = len(narrowed) == 1 and self._is_sure(way, spelling, narrowed[0], reading)
                return Found((narrowed[0],), match) if sure else self._ask(narrowed, match)
            elsewhere.extend(rows)
        return None

    def _narrow(self, rows: Sequence[int], reading: Reading) -> list[int]:
        """Return the rows of the reading's kind, maker and year, or of the years beside it."""
        titles = self._titles
        kept = list(dict.fromkeys(rows))
        if reading.kind is not None:
            kept = [row for row in kept if titles[row].kind == reading.kind]
        if reading.maker:
            kept = [row for row in kept if _is_by(titles[row], reading.maker)]
        if reading.year is not None:
            very = [row for row in kept if titles[row].year == reading.year]
            kept = very or [row for row in kept if abs(titles[row].year - reading.year) == 1]
        return kept

    def _is_sure(self, way: str, spelling: Spelling, row: int, reading: Reading) -> bool:
        """Say whether a name that differs by its article or its gaps may be taken without asking."""
        title = self._titles[row]
        if way.startswith(("exact", "text")) or reading.maker or title.year == reading.year:
            return True
        if way.startswith("joined"):
            other_numbers = [fold(name).numbers for name in title.names]
            return len(spelling.joined) >= SHORTEST_FUZZY and spelling.numbers in other_numbers
        if " " in spelling.bare:
            return True
        # One word: "matrix" is The Matrix, but "the alien" need not be Alien, nor "heat" The Heat.
        articles = {other.article for other in map(fold, title.names) if other.bare == spelling.bare}
        long_enough = len(spelling.bare) >= SHORTEST_FUZZY
        return not spelling.article and long_enough and not articles.isdisjoint(ENGLISH_ARTICLES)

    def _by_words(self, reading: Reading, spelling: Spelling) -> Found | None:
        """Find names that hold all telling words of the text."""
        telling = spelling.telling
        if not telling or (len(telling) == 1 and (len(telling[0]) < 4 or telling[0].isdecimal())):
            return None
        names = self._names
        numbers = names.names_with_all(telling)
        kept = set(self._narrow([names.row_of_name[number] for number in numbers], reading))
        numbers = {number for number in numbers if names.row_of_name[number] in kept}
        if not numbers:
            return None
        if len(telling) > 1:
            spellings = {number: fold(names.names[number]) for number in numbers}
            complete = {names.row_of_name[n] for n in numbers if spellings[n].telling == telling}
            telling_enough = any(_tells(telling, spellings[n], spelling.numbers) for n in numbers)
            if len(complete) == 1 or (len(kept) == 1 and telling_enough):
                return Found(tuple(complete or kept), Match.FUZZY)
        return self._ask(kept, Match.FUZZY)

    def _mended(self, reading: Reading, spelling: Spelling) -> Found | None:
        """Replace words that occur nowhere in the catalogue by the nearest words of names."""
        ways: list[tuple[str, ...]] = []
        sure = True
        for word in spelling.words:
            if self._names.is_known(word):
                ways.append((word,))
                continue
            corrections, distance = self._names.corrections(word)
            if not corrections:
                return None
            ways.append(tuple(corrections))
            alone = len(spelling.telling) == 1
            sure = sure and not _is_doubtful(word, corrections[0], distance, alone)
        results = []
        for words in islice(product(*ways), MOST_MENDINGS):
            if words != spelling.words:
                mended, name = Spelling(words), replace(reading, name=" ".join(words))
                results.append(self._whole_name(name, mended, []) or self._by_words(name, mended))
        found = [result for result in results if result is not None]
        if len(results) == 1 and found:
            return replace(found[0], match=Match.FUZZY, sure=found[0].sure and sure)
        return self._ask((row for one in found for row in one.rows), Match.FUZZY) if found else None

    def _alike(self, readings: Sequence[Reading]) -> Found | None:
        """Ask about the titles whose names look most like a reading; numbers must agree."""
        for reading in reversed(readings):
            spelling = fold(reading.name)
            if sum(map(str.isalpha, spelling.bare)) < SHORTEST_FUZZY:
                continue
            alike = self._names.similar(spelling.bare, cutoff=LIKE_ENOUGH_TO_ASK, limit=3 * MOST_CHOICES)
            kept = set(self._narrow([row for row, _ in alike], reading))
            agreeing = [(row, score) for row, score in alike if row in kept and self._has(row, spelling)]
            if agreeing:
                best = agreeing[0][1]
                rows = tuple(row for row, score in agreeing if score >= best - ASKED_WITHIN)
                return Found(rows[:MOST_CHOICES], Match.FUZZY, sure=False)
        return None

    def _has(self, row: int, spelling: Spelling) -> bool:
        return any(fold(name).numbers == spelling.numbers for name in self._titles[row].names)


def _is_by(title: Title, maker: tuple[str, ...]) -> bool:
    """Say whether `maker` is the end of a maker's name: ("lynch",) or ("david", "lynch")."""
    return any(tuple(words_of(name))[-len(maker) :] == maker for name in title.directors)


def _tells(telling: tuple[str, ...], name: Spelling, numbers: frozenset[str]) -> bool:
    """Say whether these words begin or end the name, or are most of it in its order, and no number is missing."""
    own = name.telling
    at_an_end = telling in (own[: len(telling)], own[-len(telling) :])
    rest = iter(own)
    in_order = all(word in rest for word in telling)
    return name.numbers == numbers and (at_an_end or (in_order and len(telling) >= 0.6 * len(own)))


def _is_doubtful(word: str, correction: str, distance: int, alone: bool) -> bool:
    """Say whether the correction may be another word: an "s" more or less, a short word, or no other word."""
    if word.rstrip("s") == correction.rstrip("s") or len(word) <= SHORTEST_FUZZY:
        return True
    return alone and distance > 1 and len(word) < 10
