"""A wish that somebody would not have made: into a corner of the catalogue that they hardly know."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.domain.facets import Facets
from bot.domain.tones import TONES
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.why import USUAL_PACE

# A corner has at least so many titles worth a look that the person has not judged.
FEWEST_TITLES = 6
WORTH_A_LOOK = 3.0
# How much less likely each like there makes a corner.
KNOWN_ALREADY = 0.6
FORMS = {
    "animation": "animated film", "biography": "biographical drama", "documentary": "documentary",
    "family": "family film", "history": "historical film", "music": "film about music", "musical": "musical",
    "noir": "film noir", "romance": "love story", "sport": "sports film", "war": "war film",
    "science fiction": "science fiction film",
}  # fmt: skip


def surprising_wish(facets: Facets, verdicts: Sequence[Verdict], chance: random.Random) -> str:
    """Return a wish in plain words, such as “a bittersweet western from the 1970s”; "" in an empty catalogue.

    Every corner (a mood, a genre, a decade) in which there is enough left can come; those where the person likes
    much already come seldom. What they dislike there is no reason against it: others of its kind may be better.
    """
    judged = facets.of_verdicts(verdicts)
    liked = facets.of_verdicts(verdict for verdict in verdicts if verdict.kind is VerdictKind.LIKED)
    left: Counter[tuple[str, int]] = Counter()
    known: Counter[tuple[str, int]] = Counter()
    for row, title in enumerate(facets.titles):
        corners = [(genre, title.year // 10 * 10) for genre in title.genres[:1] if title.year]
        if liked[row]:
            known.update(corners)
        elif not judged[row] and title.fame >= WORTH_A_LOOK:
            left.update(corners)
    corners = sorted(corner for corner, count in left.items() if count >= FEWEST_TITLES)
    if not corners:
        return ""
    weights = [KNOWN_ALREADY ** known[corner] for corner in corners]
    genre, decade = chance.choices(corners, weights)[0]
    mood = _mood_in(facets, genre, decade, chance)
    form = FORMS.get(genre, genre)
    described = f"{mood} {form}".strip()
    article = "an" if described[0] in "aeiou" else "a"
    return f"{article} {described} from the {decade}s"


def _mood_in(facets: Facets, genre: str, decade: int, chance: random.Random) -> str:
    """Return a mood that several titles of the corner have, "" when there is none."""
    there = (
        title for title in facets.titles if title.genres[:1] == (genre,) and title.year // 10 * 10 == decade
    )
    counts = Counter(word for title in there for word in _moods(title.keywords))
    common = sorted(mood for mood, count in counts.items() if count >= FEWEST_TITLES // 2)
    return chance.choice(common) if common else ""


def _moods(keywords: Iterable[str]) -> list[str]:
    return [word for word in keywords if word in TONES and word not in USUAL_PACE]
