"""What each method of the blend is worth to wishes: each left out in turn, by a figure of what it is there for.

`python -m tests.benchmarks.wish_ablation` asks the wishes of tests/domain over the catalogue in DATA_DIR.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import numpy as np
from rich.console import Console

from bot.app import Base, open_base
from bot.domain.keyword_families import genres_of, keywords_of
from bot.domain.personal import invented_people
from bot.domain.ports import Recollection, Vectors
from bot.domain.prior import USUAL_SINCE, Prior
from bot.domain.shortlist import Signals, Weights, rank
from bot.domain.taste import taste_for
from bot.domain.title import Title
from bot.domain.tones import tones_of
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Group, Wish
from bot.domain.wish_reader import understand
from bot.domain.wish_rules import WishRules, read_wishes
from bot.settings import Settings, load_settings
from tests.benchmarks.lines import Line, show_lines

WISHES = Path(__file__).parents[1] / "domain"
USUAL_TITLES, OFFERED = 4, 20
MOST_MADE_UP = 40
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NO_MEANING = Weights(meaning=0.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """One wish as it is understood, with what is liked and which titles anyone would name."""

    rules: WishRules
    wish: Wish
    vector: Vectors | None
    likes: tuple[Title, ...]
    known: frozenset[str]


# How good an answer is by one figure; None where a wish does not ask for what it measures.
Measure = Callable[[Base, Asked, Sequence[Title]], float | None]


async def measure(settings: Settings, console: Console) -> None:
    """Print for each method a figure of what it is there for, with it and without."""
    async with open_base(settings, complete=True) as base:
        read = {name: await _read(base, name) for name in ("wishes", "plots", "hints")}
        everything = [each for asked in read.values() for each in asked]
        first = [
            await _understood(base, WishRules(f"like {name}", (), (), {})) for name in _first_parts(base)
        ]
        people = cycle(invented_people(base.library.facets).values())
        liking = [
            replace(each, likes=tuple(base.library.titles[row] for row in next(people)))
            for each in read["wishes"]
            if not each.likes
        ]
        wishes, plots, hints = read.values()
        named = "titles anyone would name"
        lines = (
            ("meaning", "plots found among four titles", _found, plots, Weights(meaning=0.0), Weights()),
            ("words", "the same of titles that have no vector yet", _found, plots, Weights(meaning=0.0, words=0.0), NO_MEANING),
            ("mood", "moods asked for that titles have", _moods, everything, Weights(mood=0.0), Weights()),
            ("tone of a bare genre", "titles that have one it is liked for", _tones, everything, Weights(tone=0.0), Weights()),
            ("themes", "titles of the very theme asked for", _themes, everything, Weights(theme=0.0), Weights()),
            ("genres", "titles that name the genre asked for first", _first_genre, everything, Weights(genre=0.0), Weights()),
            ("genres that suit the wish", "titles that have one", _suiting, everything, Weights(leaning=0.0), Weights()),
            ("what spoils a mood", "titles free of it", _unspoilt, everything, Weights(unwelcome=0.0), Weights()),
            ("age asked for in words", "titles as old or new as asked", _of_age, hints, Weights(era=0.0), Weights()),
            ("taste", "likeness to the likes of whoever asks", _like_likes, liking, Weights(taste=0.0), Weights()),
            ("fame", named, _known, wishes, Weights(fame=0.0), Weights()),
            ("age", "titles from before 1985 where no age is asked for", _old, everything, Weights(age=0.0), Weights()),
            ("films before series", "titles that keep every rule", _kept, wishes, Weights(series=0.0), Weights()),
            ("what nobody wants unasked", "how far titles are from the usual form", _unasked, everything, Weights(unasked=0.0), Weights()),
            ("first parts first", "later parts of what nobody saw", _later, everything, Weights(sequel=0.0), Weights()),
            ("examples by meaning", named, _known_by_example, everything, Weights(example=0.0), Weights()),
            ("what examples share", named, _known_by_example, everything, Weights(shared=0.0), Weights()),
            ("no parts of an example", "other parts of the title named as one", _same_franchise, first, Weights(same_franchise=0.0), Weights()),
            ("diversity", "likeness among four titles", _alike, everything, Weights(likeness=0.0), Weights()),
        )  # fmt: skip
        found = [await asyncio.to_thread(_line, base, *line) for line in lines]
        show_lines("What each method is worth to wishes", found, console)


def _line(
    base: Base,
    method: str,
    measured: str,
    of: Measure,
    asked: Sequence[Asked],
    without: Weights,
    whole: Weights,
) -> Line:
    found: list[tuple[float, float]] = []
    for each in asked:
        if of(base, each, ()) is None:
            continue
        values = [of(base, each, answer(base, each, weights)) for weights in (whole, without)]
        if values[0] is not None and values[1] is not None:
            found.append((values[0], values[1]))
    return Line(method, measured, *zip(*found, strict=True))


async def _read(base: Base, name: str) -> list[Asked]:
    text = (WISHES / f"{name}.toml").read_text("utf-8")
    return [await _understood(base, rules) for rules in read_wishes(text, name)]


async def _understood(base: Base, rules: WishRules) -> Asked:
    library = base.library
    wish = understand(rules.text, library.vocabulary)
    vector = (await base.embedder.embed([wish.asked]))[0] if wish.asked else None
    found = {name: library.resolver.named(name).title for name in (*rules.likes, *rules.known)}
    likes = tuple(title for name in rules.likes if (title := found[name]) is not None)
    known = frozenset(title.title_id for name in rules.known if (title := found[name]) is not None)
    return Asked(rules, wish, vector, likes, known)


def _first_parts(base: Base) -> Iterator[str]:
    """Yield the names of the best-known first parts of a franchise."""
    facets = base.library.facets
    parts = np.bincount(facets.franchises)
    rows = np.flatnonzero((parts[facets.franchises] > 1) & (facets.first_parts == np.arange(len(facets))))
    for row in rows[np.argsort(-facets.fame[rows], kind="stable")][:MOST_MADE_UP]:
        yield facets.titles[row].label


def answer(base: Base, asked: Asked, weights: Weights) -> list[Title]:
    """Return the titles that are shown first."""
    library = base.library.holdings
    assert library.vectors is not None
    said = tuple(Verdict(0, t.title_id, t.title, t.year, VerdictKind.LIKED, "", NOW) for t in asked.likes)
    rows = [library.facets.row_of[title.title_id] for title in asked.likes]
    signals = Signals(
        words=library.words.scores(asked.wish.topic) if asked.wish.topic else None,
        meaning=library.vectors @ asked.vector if asked.vector is not None else None,
    )
    found = rank(
        library.facets,
        library.vectors,
        asked.wish,
        taste_for(Recollection(said, library.vectors[rows]), asked.vector),
        signals,
        size=OFFERED,
        at_least=USUAL_TITLES,
        weights=weights,
    )
    count = int(asked.rules.rules.get("count", asked.wish.count or USUAL_TITLES))
    return [candidate.title for candidate in found.candidates[:count]]


# -- what is measured of an answer; asked of an empty one, None says that the wish does not ask for it ----


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _found(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return float(any(title.title_id in asked.known for title in titles)) if asked.known else None


def _known(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return _mean([title.title_id in asked.known for title in titles]) if asked.known else None


def _known_by_example(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return _known(base, asked, titles) if asked.wish.like else None


def _kept(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return _mean([not asked.rules.broken_by(title) for title in titles]) if asked.rules.rules else None


def _moods(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return _share_having(asked.wish.keywords, titles)


def _tones(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return _share_having(tones_of(asked.wish), titles)


def _share_having(groups: Sequence[Group], titles: Sequence[Title]) -> float | None:
    return (
        _mean([not set(group).isdisjoint(keywords_of(t)) for t in titles for group in groups])
        if groups
        else None
    )


def _themes(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    groups = asked.wish.themes
    return _mean([group[0] in keywords_of(t) for t in titles for group in groups]) if groups else None


def _first_genre(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    wanted = {genre for group in asked.wish.genres for genre in group}
    return _mean([genres_of(title)[0] in wanted for title in titles if genres_of(title)]) if wanted else None


def _suiting(_base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    wanted = set(asked.wish.leaning)
    return _mean([not wanted.isdisjoint(title.genres) for title in titles]) if wanted else None


def _unspoilt(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    if not asked.wish.unwelcome:
        return None
    spoilt = base.library.facets.about(asked.wish.unwelcome)
    return _mean([not spoilt[base.library.facets.row_of[title.title_id]] for title in titles])


def _of_age(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    return _kept(base, asked, titles) if asked.wish.era else None


def _old(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    if asked.wish.era or asked.wish.years:
        return None
    return _mean([title.year < USUAL_SINCE for title in titles])


def _like_likes(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    if not titles:
        return 0.0
    likeness = _vectors(base, titles) @ _vectors(base, asked.likes).T
    return float(likeness.max(axis=1).mean())


def _unasked(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    facets = base.library.facets
    nobody = taste_for(Recollection((), np.zeros((0, 0), np.float32)), None)
    far = Prior(facets, asked.wish, nobody, Weights()).unasked()
    return _mean([float(far[facets.row_of[title.title_id]]) for title in titles])


def _later(base: Base, _asked: Asked, titles: Sequence[Title]) -> float | None:
    facets = base.library.facets
    return _mean([bool(facets.is_sequel[facets.row_of[title.title_id]]) for title in titles])


def _same_franchise(base: Base, asked: Asked, titles: Sequence[Title]) -> float | None:
    facets = base.library.facets
    told = {int(facets.franchises[facets.row_of[title_id]]) for title_id in asked.wish.like}
    return (
        _mean([int(facets.franchises[facets.row_of[t.title_id]]) in told for t in titles]) if told else None
    )


def _alike(base: Base, _asked: Asked, titles: Sequence[Title]) -> float | None:
    if len(titles) < 2:
        return 0.0
    vectors = _vectors(base, titles)
    return float((vectors @ vectors.T)[np.triu_indices(len(titles), 1)].mean())


def _vectors(base: Base, titles: Sequence[Title]) -> Vectors:
    library = base.library.holdings
    assert library.vectors is not None
    return library.vectors[[library.facets.row_of[title.title_id] for title in titles]]


if __name__ == "__main__":
    asyncio.run(measure(load_settings(), Console(width=150)))
