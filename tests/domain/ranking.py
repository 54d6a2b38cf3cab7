"""Made-up titles, and how the tests have them ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from bot.domain.facets import Facets
from bot.domain.ports import Recollection, Vectors
from bot.domain.shortlist import Shortlist, Signals, rank
from bot.domain.taste import Taste, taste_for
from bot.domain.title import Title, title_id_of
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish

LIKED, DISLIKED, SEEN = VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN
NOBODY = taste_for(Recollection((), np.zeros((0, 8), np.float32)), None)


def film(name: str, year: int = 2000, **other: Any) -> Title:
    known: dict[str, Any] = {
        "genres": ("drama",),
        "runtime": 100,
        "fame": 4.0,
        "countries": ("US",),
        "languages": ("en",),
    }
    return Title(title_id=title_id_of(name, year), title=name, year=year, **(known | other))


def verdict(title: Title, kind: VerdictKind, title_id: str | None = None) -> Verdict:
    return Verdict(1, title_id or title.title_id, title.title, title.year, kind, "", datetime.now(UTC))


def taste_of(facets: Facets, vectors: Vectors, *verdicts: Verdict) -> Taste:
    rows = [facets.row_of.get(v.title_id) for v in verdicts]
    known = [vectors[row] if row is not None else np.zeros(vectors.shape[1], np.float32) for row in rows]
    return taste_for(Recollection(verdicts, np.array(known, np.float32)), None)


def judged(*verdicts: Verdict) -> Taste:
    return replace(NOBODY, judged=verdicts)


def ranked(
    titles: Sequence[Title],
    wish: Wish | None = None,
    taste: Taste = NOBODY,
    *,
    size: int = 20,
    at_least: int = 4,
) -> Shortlist:
    facets = Facets.build(titles)
    return rank(facets, None, wish or Wish(), taste, Signals(), size=size, at_least=at_least)


def names(shortlist: Shortlist) -> list[str]:
    return [candidate.title.title for candidate in shortlist.candidates]
