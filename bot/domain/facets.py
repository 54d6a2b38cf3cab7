"""The catalogue's fields turned into arrays, so that a wish is a few array operations."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.franchises import PART_WORDS, Franchises, first_parts, is_numbered
from bot.domain.keyword_families import genres_of, keywords_of
from bot.domain.postings import Mentions
from bot.domain.text import fold
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict
from bot.domain.wish import Span

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]

# A genre named first says more about a title than one named fourth.
_PLACES = (1.0, 0.75, 0.5, 0.3)
_WORTHS = np.array(_PLACES, dtype=np.float32)
_LATER_WORDS = frozenset({"sequel", "prequel"})
# Ratings (0 to 10) count from so many votes on; films that many have seen lie around 6.8.
_ENOUGH_VOTES, _USUAL_RATING, _RATING_STEP = 200, 6.8, 1.2
_TITLES_OF_A_MASTER = math.log2(8)
# Parts of a name that belong to the surname: "de Niro", "von Trier".
_PARTICLES = frozenset("de del della der di da du la le van von den ten mac mc st".split())
# Who a surname means: the best known bearer, if well known enough to be called by it alone.
_KNOWN_BY_SURNAME = 4.0
_SHORTEST_SURNAME = 3
# The first name of so many ("James") is nobody's surname alone.
_FIRST_NAME_OF = 3


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Facets:
    """Columns over the catalogue, one row per title, in the catalogue's order.

    The maps lead from a word (genre, keyword, country, language, person) to the rows that have it; those of
    `made_in` and `spoken` only to the rows whose first country or language it is. `genre_places` says beside
    each row of `genres` how early the title names that genre, from 1 down. `franchises` numbers what belongs
    together, `first_parts` are the rows of the earliest parts. `acclaim` runs from -1 to 1, 0 where nothing tells.
    `weights` says how well each of `people` is known: the fame of their titles, twice that of those they made.
    """

    titles: tuple[Title, ...]
    row_of: dict[str, int]
    years: NDArray[np.int32]
    runtimes: NDArray[np.int32]
    fame: NDArray[np.float32]
    acclaim: NDArray[np.float32]
    is_series: Mask
    is_sequel: Mask
    franchises: Rows
    first_parts: Rows
    genres: dict[str, Rows]
    genre_places: dict[str, NDArray[np.float32]]
    genre_counts: NDArray[np.float32]
    keywords: dict[str, Rows]
    countries: dict[str, Rows]
    languages: dict[str, Rows]
    made_in: dict[str, Rows]
    spoken: dict[str, Rows]
    people: dict[str, Rows]
    weights: dict[str, float]
    row_named: dict[tuple[str, int], int]
    relations: Franchises

    @classmethod
    def build(cls, titles: Sequence[Title]) -> Facets:
        """Return the columns of `titles`. Takes about 20 ms per thousand titles."""
        years = np.array([title.year for title in titles], dtype=np.int32)
        franchises = Franchises.of(titles)
        genres = Mentions.of(map(genres_of, titles))
        people = Mentions.of((*title.directors, *title.actors) for title in titles)
        return cls(
            titles=tuple(titles),
            row_of={title.title_id: row for row, title in enumerate(titles)},
            years=years,
            runtimes=np.array([title.runtime or 0 for title in titles], dtype=np.int32),
            fame=np.array([title.fame for title in titles], dtype=np.float32),
            acclaim=_acclaim(titles),
            is_series=np.array([title.kind is Kind.SERIES for title in titles], dtype=np.bool_),
            is_sequel=np.array([is_later_part(title) for title in titles], dtype=np.bool_),
            franchises=franchises.numbers,
            first_parts=first_parts(franchises.numbers, years),
            genres=genres.postings(),
            genre_places=genres.by_name(_WORTHS[np.minimum(genres.place, len(_PLACES) - 1)]),
            genre_counts=np.array([max(1, len(title.genres)) for title in titles], dtype=np.float32),
            keywords=Mentions.of(map(keywords_of, titles)).postings(),
            countries=Mentions.of(title.countries for title in titles).postings(),
            languages=Mentions.of(title.languages for title in titles).postings(),
            made_in=Mentions.of(title.countries[:1] for title in titles).postings(),
            spoken=Mentions.of(title.languages[:1] for title in titles).postings(),
            people=people.postings(),
            weights=_weights(people, titles),
            row_named={(fold(title.title), title.year): row for row, title in enumerate(titles)},
            relations=franchises,
        )

    def __len__(self) -> int:
        return len(self.titles)

    def about(self, words: Iterable[str]) -> Mask:
        """Return which titles have at least one of `words` as a keyword or a genre."""
        words = tuple(words)
        return self.having(self.keywords, words) | self.having(self.genres, words)

    def having(self, postings: dict[str, Rows], names: Iterable[str]) -> Mask:
        """Return which titles have at least one of `names`."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        for name in names:
            rows = postings.get(name)
            if rows is not None:
                mask[rows] = True
        return mask

    def of_ids(self, title_ids: Iterable[str]) -> Mask:
        """Return which titles have one of these ids."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        mask[[self.row_of[title_id] for title_id in title_ids if title_id in self.row_of]] = True
        return mask

    def of_verdicts(self, verdicts: Iterable[Verdict]) -> Mask:
        """Return which titles were judged: by id, or by name and year where the catalogue has changed since."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        for verdict in verdicts:
            row = self.row_of.get(verdict.title_id)
            if row is None:
                row = self.row_named.get((fold(verdict.title), verdict.year))
            if row is not None:
                mask[row] = True
        return mask

    def within_years(self, spans: Iterable[Span]) -> Mask:
        """Return which titles first came out within one of `spans` (years, inclusive)."""
        mask = np.zeros(len(self.titles), dtype=np.bool_)
        for low, high in spans:
            mask |= (self.years >= low) & (self.years <= high)
        return mask

    def within_runtime(self, span: Span) -> Mask:
        """Return which titles are known to run within `span` (minutes, inclusive)."""
        return (self.runtimes > 0) & (self.runtimes >= span[0]) & (self.runtimes <= span[1])

    def surnames(self) -> dict[str, str]:
        """Return, per folded surname, the one well-known maker or leading actor who is meant by it."""
        first_names = Counter(fold(person).partition(" ")[0] for person in self.weights)
        best: dict[str, tuple[float, str]] = {}
        for person, score in self.weights.items():
            if score < _KNOWN_BY_SURNAME:
                continue
            for surname in _surnames_of(person):
                if first_names[surname] < _FIRST_NAME_OF and score > best.get(surname, (0.0, ""))[0]:
                    best[surname] = (score, person)
        return {surname: person for surname, (_, person) in best.items()}

    def surnames_of(
        self, people: Iterable[str], known: Mapping[str, str], folded: Collection[str]
    ) -> dict[str, str]:
        """Return the surnames by which these people are meant instead of whom `known`, as of `surnames`, has.

        `folded` are the folded names of everybody.
        """
        found: dict[str, str] = {}
        for person in people:
            score = self.weights.get(person, 0.0)
            for surname in _surnames_of(person) if score >= _KNOWN_BY_SURNAME else ():
                bearer = found.get(surname, known.get(surname))
                if bearer is None or (bearer != person and self.weights.get(bearer, 0.0) < score):
                    found[surname] = person
        if not found:
            return found
        first_names = Counter(name.split(" ", 1)[0] for name in folded)
        return {name: person for name, person in found.items() if first_names[name] < _FIRST_NAME_OF}


def _weights(people: Mentions, titles: Sequence[Title]) -> dict[str, float]:
    fame = np.array([title.fame for title in titles], dtype=np.float64)
    makers = np.array([len(title.directors) for title in titles], dtype=np.int32)
    return people.sums(fame[people.row] * np.where(people.place < makers[people.row], 2.0, 1.0))


def weight_in(title: Title, person: str) -> float:
    """Return what a title adds to how well somebody in it is known."""
    return title.fame * (2 * title.directors.count(person) + title.actors.count(person))


def _surnames_of(person: str) -> Iterator[str]:
    """Yield what somebody may be called by alone: the last name, with its particles too."""
    names = fold(person).split()
    if not names or len(names[-1]) < _SHORTEST_SURNAME:
        return
    yield names[-1]
    first = len(names) - 1
    while first > 1 and names[first - 1] in _PARTICLES:
        first -= 1
        yield " ".join(names[first:])


def place_worth(place: int) -> float:
    """Return how much a genre says of a title that names it as number `place`, counted from 0."""
    return _PLACES[min(place, len(_PLACES) - 1)]


def _acclaim(titles: Sequence[Title]) -> NDArray[np.float32]:
    """Return how well each title is thought of: by its rating, else by how many titles its makers are known for.

    A catalogue of some thousand titles holds one film of most makers, and ten of those whom everybody praises.
    """
    acclaim = np.array([title.rating or 0.0 for title in titles], dtype=np.float64)
    acclaim = np.clip((acclaim - _USUAL_RATING) / _RATING_STEP, -1.0, 1.0)
    unrated = [row for row, title in enumerate(titles) if not _is_rated(title)]
    # In a large catalogue nearly all are rated, and few makers have to be counted.
    asked = {maker for row in unrated for maker in titles[row].directors}
    made = Counter((maker, title.kind) for title in titles for maker in title.directors if maker in asked)
    for row in unrated:
        title = titles[row]
        acclaim[row] = acclaim_of(
            title, max((made[maker, title.kind] for maker in title.directors), default=0)
        )
    return acclaim.astype(np.float32)


def _is_rated(title: Title) -> bool:
    return bool(title.rating) and (title.votes or 0) >= _ENOUGH_VOTES


def acclaim_of(title: Title, made: int) -> float:
    """Return how well a title is thought of, from -1 to 1; `made` is how many titles its busiest maker made."""
    found = 0.0
    if title.rating and _is_rated(title):
        found = (title.rating - _USUAL_RATING) / _RATING_STEP
    elif made:
        found = math.log2(made) / _TITLES_OF_A_MASTER
    return max(-1.0, min(1.0, found))


def is_later_part(title: Title) -> bool:
    return not _LATER_WORDS.isdisjoint(title.keywords) or (
        not PART_WORDS.isdisjoint(title.keywords) and is_numbered(title.title)
    )
