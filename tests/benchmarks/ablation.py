"""What each method of the blend is worth to people: each left out in turn, by a figure of what it is there for.

`python -m tests.benchmarks.ablation RATINGS.csv [SPLITS]` measures the ratings over the catalogue in DATA_DIR.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot.app import Base, open_base
from bot.domain.community import Community, Said
from bot.domain.evaluation import TITLES, Judged, Trial, outcome_of, plain_methods, trials_of
from bot.domain.ports import Recollection, Vectors
from bot.domain.shortlist import Signals, Weights, rank
from bot.domain.taste import Taste, taste_for
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish
from bot.domain.wish_reader import understand
from bot.settings import Settings, load_settings
from bot.terminal.evaluating import read_ratings, rows_by_tmdb_id
from tests.benchmarks.lines import Line, show_lines

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPLITS = 4
COMMUNITY_SHARE = 0.7
FEW = 3
FEWEST_DISLIKES = 5
# The titles of one answer, which a thumb speaks of.
SHOWN = 4
SIZES = (0, 2, 5, 10, 25, 50, 100, 250)
# Examples are taken among the titles that most people judged; so many others belong to each.
MOST_EXAMPLES, COMPANIONS = 250, 20
WHOLE = Weights()


@dataclass(frozen=True, slots=True)
class _Case:
    """One request: what is told of the person, what is wished, and what would be good to find, or bad."""

    told: Mapping[int, VerdictKind]
    sought: frozenset[int]
    wish: Wish = field(default_factory=Wish)
    vector: Vectors | None = None
    community: NDArray[np.float32] | None = None
    thumbs: Mapping[int, float] = field(default_factory=dict)
    has_dislikes: bool = True


Measure = Callable[[Base, _Case, Sequence[int]], float]


def show_people(base: Base, judged: Judged, splits: int, most_people: int, console: Console) -> None:
    """Print what each method that rests on people's verdicts is worth."""
    cases = _cases(base, judged, splits, most_people)
    all_told, alone, few, genre = (cases[name] for name in ("all", "alone", "few", "genre"))
    examples = _examples(base, judged)
    hidden = "hidden likes found (NDCG@10)"
    some = f"{hidden}, {FEW} likes told"
    asked = f"{hidden}, one genre asked for"
    kin = "what the same people like as one example (NDCG@10)"
    lines = [
        _line(base, "the community", hidden, all_told, Weights(community_alone=0.0)),
        _line(base, "the community, with a wish", asked, genre, Weights(community=0.0)),
        _line(base, "habits, no community", hidden, alone, Weights(habits_alone=0.0)),
        _line(base, "habits, with a wish", asked, genre, Weights(habits=0.0)),
        _line(base, "likes by meaning", hidden, all_told, Weights(taste_alone=0.0)),
        _without_dislikes(base, cases["disliking"]),
        _without_thumbs(base, cases["thumbs"]),
        _line(base, "fame", some, few, Weights(fame=0.0)),
        _line(base, "acclaim", f"{asked}, {FEW} likes told", cases["few, genre"], Weights(acclaim=0.0)),
        _line(base, "what examples share", kin, examples, Weights(shared=0.0)),
    ]
    show_lines(f"What each method is worth to people, {splits} splits", lines, console)


def _line(base: Base, method: str, measured: str, cases: Sequence[_Case], without: Weights) -> Line:
    found = [
        [_gain(base, case, _best(base, case, weights)) for case in cases] for weights in (WHOLE, without)
    ]
    return Line(method, measured, *found)


def _without_dislikes(base: Base, cases: Sequence[_Case]) -> Line:
    without = [replace(case, has_dislikes=False) for case in cases]
    found = [
        [_near_dislikes(base, case, _best(base, case, WHOLE)) for case in each] for each in (cases, without)
    ]
    return Line("dislikes", "titles nearer to a dislike than to any like (fewer are better)", *found)


def _without_thumbs(base: Base, cases: Sequence[_Case]) -> Line:
    found = [
        [_nearer_to_thumbs_up(base, case, _best(base, case, weights)) for case in cases]
        for weights in (WHOLE, Weights(leanings=0.0))
    ]
    return Line("thumbs", "titles nearer to a set with a thumb up than to one with a thumb down", *found)


def _gain(base: Base, case: _Case, rows: Sequence[int]) -> float:
    return outcome_of([Trial(dict(case.told), case.sought)], [rows]).ndcg


def _near_dislikes(base: Base, case: _Case, rows: Sequence[int]) -> float:
    kinds = (VerdictKind.DISLIKED, VerdictKind.LIKED)
    return _nearer(base, rows, *([row for row, said in case.told.items() if said is kind] for kind in kinds))


def _nearer_to_thumbs_up(base: Base, case: _Case, rows: Sequence[int]) -> float:
    return _nearer(
        base, rows, *([row for row, said in case.thumbs.items() if said == sign] for sign in (1, -1))
    )


def _nearer(base: Base, rows: Sequence[int], ones: Sequence[int], others: Sequence[int]) -> float:
    """Return the share of `rows` whose nearest of `ones` is nearer than the nearest of `others`."""
    vectors = base.library.holdings.vectors
    assert vectors is not None
    near, far = ((vectors[list(rows)] @ vectors[list(theirs)].T).max(axis=1) for theirs in (ones, others))
    return float((near > far).mean())


def _cases(base: Base, judged: Judged, splits: int, most_people: int) -> dict[str, list[_Case]]:
    found: dict[str, list[_Case]] = {
        name: [] for name in ("all", "alone", "few", "genre", "few, genre", "disliking", "thumbs")
    }
    for split in range(splits):
        chance, community, trials = _split(base, judged, split, most_people)
        for trial in trials:
            scores = community.scores(trial.told)
            whole = _Case(trial.told, trial.hidden, community=scores)
            found["all"].append(whole)
            found["alone"].append(replace(whole, community=None))
            found["genre"] += _with_genre(base, whole, chance)
            if sum(kind is VerdictKind.DISLIKED for kind in trial.told.values()) >= FEWEST_DISLIKES:
                found["disliking"].append(replace(whole, community=None))
            likes = chance.permutation(trial.likes).tolist()
            told = dict.fromkeys(likes[:FEW], VerdictKind.LIKED)
            few = _Case(told, trial.hidden, community=community.scores(told))
            found["few"].append(few)
            found["few, genre"] += _with_genre(base, few, chance)
            up, down = likes[FEW : FEW + SHOWN], likes[-SHOWN:]
            thumbs = dict.fromkeys(up, 1.0) | dict.fromkeys(down, -1.0)
            found["thumbs"].append(_Case({}, trial.hidden, thumbs=thumbs))
    return found


def _split(
    base: Base, judged: Judged, split: int, most_people: int
) -> tuple[np.random.Generator, Community, list[Trial]]:
    """Part the people by chance: the community of most of them, and what is hidden of the others."""
    chance = np.random.default_rng(split)
    people = chance.permutation(sorted(judged)).tolist()
    count = round(COMMUNITY_SHARE * len(people))
    community = Community.fit(Said.of({p: judged[p] for p in people[:count]}), len(base.library.titles))
    trials = trials_of({person: judged[person] for person in people[count:]}, chance)
    return chance, community, trials[:most_people]


def _with_genre(base: Base, case: _Case, chance: np.random.Generator) -> list[_Case]:
    """Ask for a genre that some of the hidden likes have, and seek those."""
    facets = base.library.facets
    count = Counter(genre for row in sorted(case.sought) for genre in facets.titles[row].genres)
    if not count:
        return []
    genre = str(chance.choice([genre for genre, _ in count.most_common(3)]))
    wish = understand(f"a {genre} film", base.library.vocabulary)
    sought = frozenset(row for row in case.sought if genre in facets.titles[row].genres)
    return [replace(case, wish=wish, sought=sought)]


def _examples(base: Base, judged: Judged) -> list[_Case]:
    """Name a well-known title as an example, and seek what tells most of who likes it (see bot.domain.community)."""
    facets = base.library.facets
    community = Community.fit(Said.of(judged), len(facets))
    likes = Counter(
        row for said in judged.values() for row, kind in said.items() if kind is VerdictKind.LIKED
    )
    cases = []
    for row, _ in likes.most_common(MOST_EXAMPLES):
        scores = community.scores({row: VerdictKind.LIKED})
        others = facets.franchises != facets.franchises[row]
        kin = np.argsort(-np.where(others, scores, -np.inf), kind="stable")[:COMPANIONS]
        wish = Wish(like=(facets.titles[row].title_id,))
        cases.append(_Case({}, frozenset(kin.tolist()), wish=wish))
    return cases


def _best(base: Base, case: _Case, weights: Weights) -> list[int]:
    library = base.library.holdings
    assert library.vectors is not None
    taste = _taste(base, case)
    meaning = library.vectors @ case.vector if case.vector is not None else None
    found = rank(
        library.facets,
        library.vectors,
        case.wish,
        taste,
        Signals(meaning=meaning, community=case.community),
        size=TITLES,
        at_least=4,
        weights=weights,
    )
    return [library.facets.row_of[candidate.title.title_id] for candidate in found.candidates]


def _taste(base: Base, case: _Case) -> Taste:
    library = base.library.holdings
    assert library.vectors is not None
    said = tuple(
        Verdict(0, title.title_id, title.title, title.year, kind, "", NOW)
        for title, kind in ((library.titles[row], kind) for row, kind in case.told.items())
    )
    taste = taste_for(Recollection(said, library.vectors[list(case.told)]), case.vector)
    if not case.has_dislikes:
        taste = replace(taste, dislikes=(), dislike_vectors=taste.dislike_vectors[:0])
    return replace(
        taste, leanings={library.titles[row].title_id: weight for row, weight in case.thumbs.items()}
    )


def show_growth(base: Base, judged: Judged, splits: int, most_people: int, console: Console) -> None:
    """Print what NDCG@10 of hidden likes becomes as a community grows, beside what content alone reaches."""
    found: dict[int, list[float]] = {}
    for split in range(splits):
        chance = np.random.default_rng(split)
        people = chance.permutation(sorted(judged)).tolist()
        count = round(COMMUNITY_SHARE * len(people))
        trials = trials_of({person: judged[person] for person in people[count:]}, chance)[:most_people]
        for size in (size for size in SIZES if size <= count):
            said = Said.of({person: judged[person] for person in people[:size]})
            community = Community.fit(said, len(base.library.titles))
            cases = [_Case(t.told, t.hidden, community=community.scores(t.told)) for t in trials]
            found.setdefault(size, []).extend(_gain(base, case, _best(base, case, WHOLE)) for case in cases)
    table = Table(title=f"NDCG@10 as the community grows, {splits} splits", title_justify="left")
    for heading in ("people", "NDCG@10", "more than without any"):
        table.add_column(heading, justify="right")
    alone = np.array(found[0])
    for size, gains in found.items():
        more = np.array(gains) - alone
        table.add_row(str(size), f"{np.mean(gains):.3f}", f"{more.mean():+.3f} ± {_error(more):.3f}")
    console.print(table)


def show_splits(base: Base, judged: Judged, splits: int, most_people: int, console: Console) -> None:
    """Print NDCG@10 over several splits, beside EASE on the same people, as a multiple of it."""
    ratios = []
    for split in range(splits):
        chance = np.random.default_rng(split)
        people = chance.permutation(sorted(judged)).tolist()
        count = round(COMMUNITY_SHARE * len(people))
        others = {person: judged[person] for person in people[:count]}
        trials = trials_of({person: judged[person] for person in people[count:]}, chance)[:most_people]
        community = Community.fit(Said.of(others), len(base.library.titles))
        cases = [_Case(t.told, t.hidden, community=community.scores(t.told)) for t in trials]
        ours = np.mean([_gain(base, case, _best(base, case, WHOLE)) for case in cases])
        ratios.append(float(ours / plain_methods(base.library.facets, None, others, trials)["EASE"].ndcg))
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    console.print(f"NDCG@10 as a multiple of EASE's, {splits} splits: {shown}; mean {np.mean(ratios):.3f}")


def _error(values: NDArray[np.float64]) -> float:
    return float(values.std() / max(1, len(values)) ** 0.5)


async def measure(settings: Settings, ratings: Path, splits: int, most_people: int, console: Console) -> None:
    """Print the tables over the catalogue that the settings name."""
    async with open_base(settings, complete=True) as base:
        judged = read_ratings(ratings, rows_by_tmdb_id(base.library.titles))
        for show in (show_growth, show_splits, show_people):
            await asyncio.to_thread(show, base, judged, splits, most_people, console)


if __name__ == "__main__":
    file, number, *_ = (*sys.argv[1:], str(SPLITS))
    asyncio.run(measure(load_settings(), Path(file), int(number), 1000, Console(width=140)))
