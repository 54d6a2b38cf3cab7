"""What a person's verdicts say about titles they have not met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.domain.ports import Recollection, SimilarPreference, Vectors
from bot.domain.verdict import Verdict, VerdictKind

# More examples than this blur a taste rather than sharpen it, and cost time.
MOST_EXAMPLES = 32
MOST_WARNINGS = 16
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Taste:
    """A person's likes and dislikes that bear on a request, nearest first, with their unit vectors.

    `weights` (one per like, summing to 1) say how much each bears on this request. `leanings` are weak signals
    by title id, from -1 to 1, such as a thumb up for a set of titles.
    """

    likes: tuple[Verdict, ...]
    like_vectors: Vectors
    weights: NDArray[np.float32]
    dislikes: tuple[Verdict, ...]
    dislike_vectors: Vectors
    judged: tuple[Verdict, ...]
    leanings: Mapping[str, float] = field(default_factory=dict)

    def scores(self, vectors: Vectors) -> NDArray[np.float32]:
        """Return how well each of `vectors` (shape (n, d)) suits this taste, shape (n,); 0 says nothing.

        The mean cosine to the three nearest likes, the ones near the request counting more, less how much
        nearer a title lies to something disliked than to anything liked.
        """
        total = np.zeros(len(vectors), dtype=np.float32)
        nearest_like = np.zeros(len(vectors), dtype=np.float32)
        if len(self.likes):
            cosines = vectors @ self.like_vectors.T
            nearest_like = cosines.max(axis=1)
            # sqrt keeps a far-off like from vanishing: it still is this person's taste.
            weighted = cosines * np.sqrt(self.weights * len(self.weights))
            k = min(NEAREST, weighted.shape[1])
            total += np.partition(weighted, -k, axis=1)[:, -k:].mean(axis=1)
        if len(self.dislikes):
            nearest_dislike = (vectors @ self.dislike_vectors.T).max(axis=1)
            total -= 0.7 * np.maximum(0.0, nearest_dislike - np.maximum(nearest_like, 0.3))
        return total

    def nearest_likes(self, vector: Vectors, count: int = 2) -> list[tuple[Verdict, float]]:
        """Return the likes nearest to `vector` (shape (d,)) with their cosines, nearest first."""
        if not self.likes:
            return []
        cosines = self.like_vectors @ vector
        order = np.argsort(-cosines, kind="stable")[:count]
        return [(self.likes[i], float(cosines[i])) for i in order]


def taste_for(recollection: Recollection, wish_vector: Vectors | None) -> Taste:
    """Return the part of what is remembered that bears on a request.

    `wish_vector` has shape (d,); None (nothing asked) lets every like bear equally, newest first.
    """
    known = (
        np.abs(recollection.vectors).sum(axis=1) > 0 if len(recollection.verdicts) else np.zeros(0, np.bool_)
    )
    liked = _nearest(recollection, known, VerdictKind.LIKED, wish_vector)[:MOST_EXAMPLES]
    disliked = _nearest(recollection, known, VerdictKind.DISLIKED, wish_vector)[:MOST_WARNINGS]
    like_vectors = recollection.vectors[liked]
    return Taste(
        likes=tuple(recollection.verdicts[i] for i in liked),
        like_vectors=like_vectors,
        weights=_weights(like_vectors, wish_vector),
        dislikes=tuple(recollection.verdicts[i] for i in disliked),
        dislike_vectors=recollection.vectors[disliked],
        judged=recollection.verdicts,
    )


def rank_by_similarity(recollection: Recollection, vector: Vectors, limit: int) -> list[SimilarPreference]:
    """Return the verdicts nearest to `vector` (shape (d,)), nearest first."""
    if not recollection.verdicts:
        return []
    cosines = recollection.vectors @ vector
    order = np.argsort(-cosines, kind="stable")[:limit]
    return [SimilarPreference(recollection.verdicts[i], float(cosines[i])) for i in order]


def _nearest(
    recollection: Recollection, known: NDArray[np.bool_], kind: VerdictKind, wish_vector: Vectors | None
) -> list[int]:
    rows = [i for i, v in enumerate(recollection.verdicts) if v.kind is kind and known[i]]
    if wish_vector is not None and rows:
        cosines = recollection.vectors[rows] @ wish_vector
        rows = [rows[i] for i in np.argsort(-cosines, kind="stable")]
    return rows


def _weights(vectors: Vectors, wish_vector: Vectors | None) -> NDArray[np.float32]:
    if not len(vectors):
        return np.zeros(0, dtype=np.float32)
    if wish_vector is None:
        return np.full(len(vectors), 1 / len(vectors), dtype=np.float32)
    # A softmax at temperature 0.1: a like 0.1 nearer to the request counts e times as much.
    scaled = np.exp((vectors @ wish_vector) / 0.1)
    weights: NDArray[np.float32] = (scaled / scaled.sum()).astype(np.float32)
    return weights
