"""The catalogue as the recommender reads it: its searches, its columns and its vocabulary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.facets import Facets
from bot.domain.franchises import franchise_names
from bot.domain.ports import Vectors
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.wish_draft import Vocabulary
from bot.services.ports import SuggestingResolver, TitleCatalogue, WordScores

# A keyword of one title only says nothing that its words and vector do not.
FEWEST_TITLES = 2
# Everyday words are learnt from the descriptions of so many titles; more would only add rarer ones.
DESCRIPTIONS_READ = 5000
FEWEST_OCCURRENCES = 2
_LOWER_CASE_WORD = re.compile(r"(?<![\w'’])[a-z]+(?![\w'’])")


@dataclass(frozen=True, slots=True)
class Library:
    """Everything about the titles that does not depend on who asks."""

    titles: tuple[Title, ...]
    facets: Facets
    vocabulary: Vocabulary
    vectors: Vectors | None
    resolver: SuggestingResolver
    words: WordScores

    @classmethod
    def of(cls, catalogue: TitleCatalogue, this_year: int) -> Library:
        """Prepare `catalogue` for requests. Takes about 30 ms per thousand titles; call it in a thread."""
        facets = Facets.build(catalogue.titles)
        return cls(
            titles=facets.titles,
            facets=facets,
            vocabulary=_vocabulary(facets, catalogue.resolver, this_year),
            vectors=catalogue.vectors,
            resolver=catalogue.resolver,
            words=catalogue.words,
        )

    def get(self, title_id: str) -> Title | None:
        """Return the title of that id, None when the catalogue has none (any more)."""
        row = self.facets.row_of.get(title_id)
        return None if row is None else self.titles[row]

    def identify(self, name: str, year: int) -> Title | None:
        """Return the one title of that very name (and year, unless 0), None when that is not certain."""
        return self.resolver.named(f"{name} ({year})" if year else name).title


def _vocabulary(facets: Facets, resolver: SuggestingResolver, this_year: int) -> Vocabulary:
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
        this_year=this_year,
    )


def _everyday(titles: Sequence[Title]) -> frozenset[str]:
    """Return the words that descriptions use in lower case: "heat" and "up" are words before they are titles."""
    counts = Counter(
        word for title in titles[:DESCRIPTIONS_READ] for word in _LOWER_CASE_WORD.findall(title.description)
    )
    return frozenset(word for word, count in counts.items() if count >= FEWEST_OCCURRENCES)
