"""What each method of the blend is worth: every one switched off in turn, on hidden likes and on wishes.

`python -m tests.benchmarks.ablation RATINGS.csv [SEEDS]` measures hidden likes over the catalogue in DATA_DIR.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot.app import Base, open_base
from bot.domain.community import Community, Said
from bot.domain.evaluation import TITLES, Judged, Trial, outcome_of, trials_of
from bot.domain.ports import Recollection
from bot.domain.shortlist import Signals, Weights, rank
from bot.domain.taste import taste_for
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish
from bot.settings import Settings, load_settings
from bot.terminal.evaluating import read_ratings, rows_by_tmdb_id

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEEDS, MOST_PEOPLE = 2, 40
COMMUNITY_SHARE = 0.7
FEW = 3
SIZES = (0, 1, 2, 5, 10, 25, 50, 100, 250)
COMMUNITY, DISLIKES = "the community", "dislikes"
# What is weighed when nothing is asked for, and the weights that switch it off.
UNASKED: Mapping[str, Weights] = {
    "nothing": Weights(),
    COMMUNITY: Weights(community_alone=0.0),
    "habits": Weights(habits_alone=0.0),
    "likes by meaning": Weights(taste_alone=0.0),
    DISLIKES: Weights(),
    "fame": Weights(fame=0.0),
    "acclaim": Weights(acclaim=0.0),
    "age": Weights(age=0.0),
    "what nobody wants unasked": Weights(unasked=0.0),
    "first parts before later ones": Weights(sequel=0.0),
    "diversity": Weights(likeness=0.0),
}
Outcomes = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class _Case:
    """One person: how much of what they said is told, and what the community says to it."""

    trial: Trial
    community: NDArray[np.float32]


def show_unasked(base: Base, judged: Judged, seeds: int, most_people: int, console: Console) -> None:
    """Print what NDCG@10 of hidden likes becomes without each method, of much and of little said."""
    much, little = _cases(base, judged, seeds, most_people)
    columns = {
        "all told": _without_each(base, much, asks=True),
        "alone": _without_each(base, much, asks=False),
        f"{FEW} likes told": _without_each(base, little, asks=True),
        f"{FEW} likes, alone": _without_each(base, little, asks=False),
    }
    table = Table(
        title=f"NDCG@10 without a wish, {len(much)} trials, and what it changes by when left out is"
    )
    table.add_column("left out")
    for name in columns:
        table.add_column(name, justify="right")
    for method in UNASKED:
        table.add_row(method, *(_difference(found, method) for found in columns.values()))
    console.print(table)


def _difference(found: Outcomes, method: str) -> str:
    whole = np.array(found["nothing"])
    if method == "nothing":
        return f"{whole.mean():.3f}"
    change = np.array(found[method]) - whole
    return f"{change.mean():+.4f} ± {change.std() / max(1, len(change)) ** 0.5:.4f}"


def _cases(base: Base, judged: Judged, seeds: int, most_people: int) -> tuple[list[_Case], list[_Case]]:
    much, little = [], []
    titles = len(base.library.titles)
    for seed in range(seeds):
        chance = np.random.default_rng(seed)
        people = chance.permutation(sorted(judged)).tolist()
        count = round(COMMUNITY_SHARE * len(people))
        community = Community.fit(Said.of({person: judged[person] for person in people[:count]}), titles)
        for trial in trials_of({person: judged[person] for person in people[count:]}, chance)[:most_people]:
            much.append(_Case(trial, community.scores(trial.told)))
            likes = {int(row): VerdictKind.LIKED for row in chance.choice(trial.likes, FEW, replace=False)}
            disliked = [row for row, kind in trial.told.items() if kind is VerdictKind.DISLIKED]
            likes |= dict.fromkeys(disliked[:1], VerdictKind.DISLIKED)
            little.append(_Case(Trial(likes, trial.hidden), community.scores(likes)))
    return much, little


def _without_each(base: Base, cases: Sequence[_Case], *, asks: bool) -> Outcomes:
    found: Outcomes = {}
    for method, weights in UNASKED.items():
        if method == COMMUNITY and not asks:
            found[method] = found["nothing"]
            continue
        found[method] = [
            outcome_of([case.trial], [_best(base, case, method, weights, asks=asks)]).ndcg for case in cases
        ]
    return found


def _best(base: Base, case: _Case, method: str, weights: Weights, *, asks: bool) -> list[int]:
    library = base.library.holdings
    told = case.trial.told
    assert library.vectors is not None
    said = tuple(
        Verdict(0, title.title_id, title.title, title.year, kind, "", NOW)
        for title, kind in ((library.titles[row], kind) for row, kind in told.items())
    )
    taste = taste_for(Recollection(said, library.vectors[list(told)]), None)
    if method == DISLIKES:
        taste = replace(taste, dislikes=(), dislike_vectors=taste.dislike_vectors[:0])
    signals = Signals(community=case.community if asks else None)
    found = rank(
        library.facets,
        library.vectors,
        Wish(),
        taste,
        signals,
        size=TITLES,
        at_least=4,
        weights=weights,
    )
    return [library.facets.row_of[candidate.title.title_id] for candidate in found.candidates]


def show_growth(base: Base, judged: Judged, seeds: int, most_people: int, console: Console) -> None:
    """Print what NDCG@10 of hidden likes becomes as a community grows, beside what content alone reaches."""
    table = Table(title="NDCG@10 as the community grows", title_justify="left")
    found: dict[int, list[float]] = {}
    for seed in range(seeds):
        chance = np.random.default_rng(seed)
        people = chance.permutation(sorted(judged)).tolist()
        count = round(COMMUNITY_SHARE * len(people))
        trials = trials_of({person: judged[person] for person in people[count:]}, chance)[:most_people]
        for size in (size for size in SIZES if size <= count):
            said = Said.of({person: judged[person] for person in people[:size]})
            community = Community.fit(said, len(base.library.titles))
            cases = [_Case(trial, community.scores(trial.told)) for trial in trials]
            found.setdefault(size, []).extend(
                outcome_of([case.trial], [_best(base, case, "nothing", Weights(), asks=True)]).ndcg
                for case in cases
            )
    for size in found:
        table.add_column(f"{size} people", justify="right")
    table.add_row(*(f"{np.mean(gains):.3f}" for gains in found.values()))
    console.print(table)


async def measure(settings: Settings, ratings: Path, seeds: int, most_people: int, console: Console) -> None:
    """Print both tables over the catalogue that the settings name."""
    async with open_base(settings, complete=True) as base:
        judged = read_ratings(ratings, rows_by_tmdb_id(base.library.titles))
        for show in (show_growth, show_unasked):
            await asyncio.to_thread(show, base, judged, seeds, most_people, console)


if __name__ == "__main__":
    file, number, *_ = (*sys.argv[1:], str(SEEDS))
    asyncio.run(measure(load_settings(), Path(file), int(number), 1000, Console(width=140)))
