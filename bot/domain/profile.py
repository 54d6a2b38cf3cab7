"""What somebody's likes are made of: how much of a title's genres and language they share."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from bot.domain.facets import Facets, Mask

Scores = NDArray[np.float32]


def profile_of(facets: Facets, liked: Mask) -> tuple[Scores, Scores]:
    """Return how much of each title's genres, and of its language, the `liked` titles share, each of shape (n,).

    A language that most titles share tells nothing, a rare one much. What does not depend on the person is kept for as
    long as `facets` are.
    """
    traits = _TRAITS.get(facets)
    if traits is None:
        traits = _TRAITS[facets] = _Traits.of(facets)
    rows = np.flatnonzero(liked)
    genres = traits.has_genre[rows].mean(axis=0, dtype=np.float32)
    spoken = np.bincount(traits.language[rows], minlength=len(traits.rarity)) / len(rows)
    return traits.genres @ genres, (spoken * traits.rarity).astype(np.float32)[traits.language]


@dataclass(frozen=True, slots=True)
class _Traits:
    """Genres and main language as columns: `genres` (shape (n, g)) says how much of a title each genre makes.

    `language` numbers the main languages, the last number for none; `rarity` is what each tells.
    """

    genres: NDArray[np.float32]
    has_genre: Mask
    language: NDArray[np.int32]
    rarity: NDArray[np.float64]

    @classmethod
    def of(cls, facets: Facets) -> _Traits:
        size = len(facets)
        genres = np.zeros((size, len(facets.genres)), dtype=np.float32)
        for number, (genre, rows) in enumerate(facets.genres.items()):
            genres[rows, number] = facets.genre_places[genre]
        has_genre = genres > 0
        genres /= np.sqrt(facets.genre_counts)[:, None]
        language = np.full(size, len(facets.spoken), dtype=np.int32)
        rarity = np.zeros(len(facets.spoken) + 1)
        for number, rows in enumerate(facets.spoken.values()):
            language[rows] = number
            rarity[number] = np.log(size / len(rows))
        return cls(genres, has_genre, language, rarity)


_TRAITS: WeakKeyDictionary[Facets, _Traits] = WeakKeyDictionary()
