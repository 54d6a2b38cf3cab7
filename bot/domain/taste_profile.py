"""A person's likes in a few figures: which genres, decades, countries and moods, and which likes say most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.countries import country_name
from bot.domain.title import Title
from bot.domain.tones import TONES
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.why import USUAL_PACE

MOST_GENRES, MOST_DECADES, MOST_COUNTRIES, MOST_MOODS, MOST_TELLING = 6, 11, 4, 7, 5
# A genre named first says more about a title than one named fourth.
_PLACES = (1.0, 0.7, 0.45, 0.3)
# Beside being typical: what a note adds to how much a like says, and what is left of it once told.
NOTED = 0.5
TOLD_AGAIN = 0.35

FindTitle = Callable[[str], Title | None]


@dataclass(frozen=True, slots=True)
class Share:
    """One genre, decade, country or mood; `share` is its part of the likes, from 0 to 1."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Telling:
    """A like that says much, and in a few words what it says ("slow-burn science fiction")."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class TasteProfile:
    """What one person's verdicts amount to. Each list runs from the most to the least, decades by time."""

    liked: int
    disliked: int
    seen: int
    genres: tuple[Share, ...]
    decades: tuple[Share, ...]
    countries: tuple[Share, ...]
    moods: tuple[Share, ...]
    telling: tuple[Telling, ...]


def profile_of(verdicts: Sequence[Verdict], find: FindTitle, usual: Mapping[str, float]) -> TasteProfile:
    """Sum up `verdicts`. `find` gives the catalogue's entry of an id, `usual` how common each mood is (0 to 1).

    A mood that every second title has says less than one that few have.
    """
    counts = Counter(verdict.kind for verdict in verdicts)
    liked = [verdict for verdict in verdicts if verdict.kind is VerdictKind.LIKED]
    known = [(verdict, title) for verdict in liked if (title := find(verdict.title_id)) is not None]
    titles = [title for _, title in known]
    genres = _sum((genre, _PLACES[min(at, 3)]) for title in titles for at, genre in enumerate(title.genres))
    moods = _sum(
        (mood, math.log(1 / max(usual.get(mood, 0.0), 0.002))) for title in titles for mood in _moods(title)
    )
    countries = _sum(
        (country_name(code), 1.0 if at == 0 else 0.4)
        for title in titles
        for at, code in enumerate(title.countries)
    )
    return TasteProfile(
        liked=counts[VerdictKind.LIKED],
        disliked=counts[VerdictKind.DISLIKED],
        seen=counts[VerdictKind.SEEN],
        genres=_shares(genres, MOST_GENRES),
        decades=_decades(verdict.year for verdict in liked if verdict.year),
        countries=_shares(countries, MOST_COUNTRIES),
        moods=_shares(moods, MOST_MOODS),
        telling=_telling(known, genres, moods) or tuple(Telling(v.label, "") for v in liked[:MOST_TELLING]),
    )


def usual_moods(titles: Sequence[Title]) -> dict[str, float]:
    """Return which part of `titles` has each mood."""
    counts = Counter(mood for title in titles for mood in _moods(title))
    return {mood: count / len(titles) for mood, count in counts.items()}


def _moods(title: Title) -> list[str]:
    return [word for word in title.keywords if word in TONES and word not in USUAL_PACE]


def _sum(weighted: Iterable[tuple[str, float]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, weight in weighted:
        # Counter's type speaks of whole numbers; it adds any.
        total[name] += weight  # type: ignore[assignment]
    return total


def _shares(counts: Counter[str], most: int) -> tuple[Share, ...]:
    total = sum(counts.values())
    return tuple(Share(name, count / total) for name, count in counts.most_common(most) if count)


def _decades(years: Iterable[int]) -> tuple[Share, ...]:
    """Return every decade from the first to the last that has a like, the gaps too; of more than eleven the last ones."""
    counts = Counter(year // 10 * 10 for year in years)
    if not counts:
        return ()
    total = sum(counts.values())
    span = list(range(min(counts), max(counts) + 1, 10))[-MOST_DECADES:]
    return tuple(Share(f"{decade}s", counts[decade] / total) for decade in span)


def _telling(
    known: Sequence[tuple[Verdict, Title]], genres: Counter[str], moods: Counter[str]
) -> tuple[Telling, ...]:
    """Choose likes that have most of what the others have, each of them for something else."""
    worth = {**_scaled(genres), **{mood: 0.7 * value for mood, value in _scaled(moods).items()}}
    left = [(verdict, title, {*title.genres, *_moods(title)}) for verdict, title in known]
    told: Counter[str] = Counter()
    chosen: list[Telling] = []
    while left and len(chosen) < MOST_TELLING:

        def says(item: tuple[Verdict, Title, set[str]]) -> float:
            verdict, title, words = item
            typical = sum(worth.get(word, 0.0) * TOLD_AGAIN ** told[word] for word in words)
            return typical / max(4.0, len(words)) + (NOTED if verdict.note else 0.0) + title.fame / 1000

        best = max(left, key=says)
        left.remove(best)
        _, title, words = best
        chosen.append(Telling(title.label, _in_words(title, moods)))
        told.update(words)
    return tuple(chosen)


def _in_words(title: Title, moods: Counter[str]) -> str:
    genre = title.genres[0] if title.genres else ""
    # Nobody says “thrilling thriller”.
    fresh = [mood for mood in _moods(title) if mood[:5] != genre[:5]]
    mood = max(fresh, key=lambda word: moods[word], default="")
    return f"{mood} {genre}".strip()


def _scaled(counts: Counter[str]) -> dict[str, float]:
    most = max(counts.values(), default=1)
    return {name: count / most for name, count in counts.items()}
