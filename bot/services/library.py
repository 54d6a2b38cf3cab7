"""The catalogue as the recommender reads it: its searches, its columns and its vocabulary; and how it grows."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets, Mask
from bot.domain.franchises import franchise_names, grown_franchise_names
from bot.domain.growth import Changes, changes_of, grown
from bot.domain.keyword_families import keywords_of
from bot.domain.loose_names import LooseNames
from bot.domain.ports import Vectors
from bot.domain.sketch import Sketch
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.wish_draft import Vocabulary
from bot.services.ports import SuggestingResolver, TitleCatalogue, WordScores

# A keyword of one title only says nothing that its words and vector do not.
FEWEST_TITLES = 2
# Everyday words are learnt from the descriptions of so many titles; more would only add rarer ones.
DESCRIPTIONS_READ = 5000
FEWEST_OCCURRENCES = 2
# Room for so many more titles, or this share of all, is kept beside the vectors, so that one more copies nothing.
LEAST_ROOM, SHARE_OF_ROOM = 1024, 0.05
_LOWER_CASE_WORD = re.compile(r"(?<![\w'’])[a-z]+(?![\w'’])")


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """One state of the library. It never changes: what is read out of one goes together.

    A title's row is its place in `titles`, and the same in `vectors` (shape (n, d), one unit vector per title, zeros
    where `embedded` is false; None while there is no vector at all) and in the columns of `facets`. `sketch` is there
    to compare a large catalogue with quickly.
    """

    catalogue: TitleCatalogue
    facets: Facets
    loose_names: LooseNames
    vocabulary: Vocabulary
    vectors: Vectors | None
    embedded: Mask
    sketch: Sketch | None = None

    @property
    def titles(self) -> tuple[Title, ...]:
        """Every title, by row."""
        return self.facets.titles

    @property
    def resolver(self) -> SuggestingResolver:
        """What finds titles by name."""
        return self.catalogue.resolver

    @property
    def words(self) -> WordScores:
        """The search by words."""
        return self.catalogue.words

    @property
    def unembedded(self) -> Mask | None:
        """Which titles have no vector yet, None when all have one."""
        return None if self.embedded.all() else ~self.embedded

    def cosines(self, vector: Vectors) -> NDArray[np.float32] | None:
        """Return how near each title is to `vector` (shape (d,)), about so where there is a sketch; None without vectors."""
        if self.vectors is None:
            return None
        if self.sketch is not None:
            return self.sketch.cosines(self.vectors, vector)
        cosines: NDArray[np.float32] = self.vectors @ vector
        return cosines

    def get(self, title_id: str) -> Title | None:
        """Return the title of that id, None when the catalogue has none (any more)."""
        row = self.facets.row_of.get(title_id)
        return None if row is None else self.facets.titles[row]


class Library:
    """Everything about the titles that does not depend on who asks. It may grow at any time, in any thread.

    The properties are those of the newest state. Whoever computes over several of them takes `holdings` once and
    reads only from there; rows never move from one state to the next.
    """

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._growing = threading.Lock()
        self._room: Vectors | None = None  # what the vectors are a part of, once some were added

    @classmethod
    def of(cls, catalogue: TitleCatalogue, this_year: int) -> Library:
        """Prepare `catalogue` for requests. Takes about 30 ms per thousand titles; call it in a thread.

        A row of zeros among its vectors is a title that has none yet.
        """
        facets = Facets.build(catalogue.titles)
        loose_names = LooseNames(facets)
        vocabulary = _vocabulary(facets, catalogue.resolver, loose_names, this_year)
        vectors = catalogue.vectors
        embedded = np.zeros(len(facets), dtype=np.bool_)
        if vectors is not None:
            embedded = np.einsum("nd,nd->n", vectors, vectors) > 0
        sketch = None if vectors is None else Sketch.of(vectors, embedded)
        return cls(Holdings(catalogue, facets, loose_names, vocabulary, vectors, embedded, sketch))

    @property
    def holdings(self) -> Holdings:
        """The newest state, which never changes."""
        return self._holdings

    @property
    def titles(self) -> tuple[Title, ...]:
        """Every title, by row."""
        return self._holdings.titles

    @property
    def facets(self) -> Facets:
        """The titles' fields as columns."""
        return self._holdings.facets

    @property
    def vocabulary(self) -> Vocabulary:
        """What the titles know by name."""
        return self._holdings.vocabulary

    @property
    def vectors(self) -> Vectors | None:
        """One unit vector per title, zeros where there is none yet; None while there is none at all."""
        return self._holdings.vectors

    @property
    def resolver(self) -> SuggestingResolver:
        """What finds titles by name."""
        return self._holdings.resolver

    @property
    def words(self) -> WordScores:
        """The search by words."""
        return self._holdings.words

    def get(self, title_id: str) -> Title | None:
        """Return the title of that id, None when the catalogue has none (any more)."""
        return self._holdings.get(title_id)

    def identify(self, name: str, year: int) -> Title | None:
        """Return the one title of that very name (and year, unless 0), None when that is not certain."""
        return self.resolver.named(f"{name} ({year})" if year else name).title

    def add(self, titles: Sequence[Title], vectors: Vectors | None = None) -> None:
        """Take these titles in, behind the others; one whose id is there already takes the place of that.

        `vectors` (shape (len(titles), d)) are theirs; None, or a row of zeros, leaves them to be made later. Beside
        a hundred thousand titles one takes some 0.2 s, 2,000 take 1.5 s: call it in a thread. Raises ValueError for vectors of another length than
        the others'.
        """
        if not titles:
            return
        with self._growing:
            before = self._holdings
            changes = changes_of(before.facets.row_of, titles)
            catalogue = before.catalogue.grown(changes)
            facets = grown(before.facets, changes)
            loose_names = before.loose_names.grown(facets, changes)
            embedded = np.zeros(len(facets), dtype=np.bool_)
            embedded[: len(before.embedded)] = before.embedded
            for row, title in changes.items():
                is_same = row < len(before.titles) and before.titles[row].document == title.document
                embedded[row] &= is_same
            after = replace(
                before,
                catalogue=catalogue,
                facets=facets,
                loose_names=loose_names,
                vocabulary=_grown_vocabulary(before, facets, catalogue.resolver, loose_names, changes),
                vectors=None if before.vectors is None else self._room_for(before.vectors, len(facets)),
                embedded=embedded,
            )
            if vectors is not None:
                rows = [facets.row_of[title.title_id] for title in titles]
                after = self._with_vectors(after, rows, vectors)
            self._holdings = after

    def embed(self, rows: Sequence[int], vectors: Vectors) -> None:
        """Take in the vectors (shape (len(rows), d)) of titles that had none. Raises ValueError as `add` does."""
        with self._growing:
            self._holdings = self._with_vectors(self._holdings, rows, vectors)

    def _with_vectors(self, holdings: Holdings, rows: Sequence[int], vectors: Vectors) -> Holdings:
        """Return the state in which these rows have these vectors.

        They are written where earlier states see them too, but those do not look at rows that were not embedded.
        """
        known = holdings.vectors
        if known is None:
            known = np.zeros((0, vectors.shape[1]), dtype=np.float32)
        if vectors.shape[1:] != known.shape[1:]:
            raise ValueError(f"vectors of length {vectors.shape[1]} beside those of length {known.shape[1]}")
        known = self._room_for(known, len(holdings.titles))
        known[list(rows)] = vectors
        if holdings.sketch is not None:
            holdings.sketch.take_in(np.array(rows, dtype=np.intp), vectors)
        embedded = holdings.embedded.copy()
        embedded[list(rows)] = vectors.any(axis=1)
        return replace(holdings, vectors=known, embedded=embedded)

    def _room_for(self, vectors: Vectors, count: int) -> Vectors:
        """Return `vectors` for so many titles, zeros for those beyond, in memory that has room for more."""
        if self._room is None or len(self._room) < count or self._room.shape[1:] != vectors.shape[1:]:
            # What is never written takes no memory.
            size = count + max(LEAST_ROOM, int(SHARE_OF_ROOM * count))
            self._room = np.zeros((size, vectors.shape[1]), dtype=np.float32)
            self._room[: len(vectors)] = vectors
        return self._room[:count]


def _vocabulary(
    facets: Facets, resolver: SuggestingResolver, loose_names: LooseNames, this_year: int
) -> Vocabulary:
    counts = Counter({keyword: len(rows) for keyword, rows in facets.keywords.items()})
    keywords = {fold(keyword): keyword for keyword, count in counts.items() if count >= FEWEST_TITLES}
    people = {fold(person): person for person in facets.people}
    return Vocabulary(
        keywords=keywords,
        people={folded: person for folded, person in people.items() if " " in folded},
        surnames=facets.surnames(),
        franchises=franchise_names(facets.titles, facets.franchises),
        everyday=_everyday(facets.titles),
        resolve=resolver.named,
        loosely=loose_names.titles_of,
        works=loose_names.works_of,
        keywords_in_use=facets.keywords.keys(),
        this_year=this_year,
    )


def _grown_vocabulary(
    before: Holdings,
    facets: Facets,
    resolver: SuggestingResolver,
    loose_names: LooseNames,
    changes: Changes,
) -> Vocabulary:
    """Return the vocabulary with what the changed titles say; the everyday words stay."""
    vocabulary = before.vocabulary
    titles = changes.values()
    said = {keyword for title in titles for keyword in keywords_of(title)}
    keywords = {fold(keyword): keyword for keyword in said if len(facets.keywords[keyword]) >= FEWEST_TITLES}
    new = {fold(person): person for title in titles for person in (*title.directors, *title.actors)}
    people = {**vocabulary.people, **{folded: person for folded, person in new.items() if " " in folded}}
    return replace(
        vocabulary,
        keywords={**vocabulary.keywords, **keywords},
        people=people,
        surnames={
            **vocabulary.surnames,
            **facets.surnames_of(new.values(), vocabulary.surnames, people),
        },
        franchises=grown_franchise_names(
            vocabulary.franchises, facets.titles, facets.relations.first_with, changes
        ),
        resolve=resolver.named,
        loosely=loose_names.titles_of,
        works=loose_names.works_of,
        keywords_in_use=facets.keywords.keys(),
    )


def _everyday(titles: Sequence[Title]) -> frozenset[str]:
    """Return the words that descriptions use in lower case: "heat" and "up" are words before they are titles."""
    counts = Counter(
        word for title in titles[:DESCRIPTIONS_READ] for word in _LOWER_CASE_WORD.findall(title.description)
    )
    return frozenset(word for word, count in counts.items() if count >= FEWEST_OCCURRENCES)
