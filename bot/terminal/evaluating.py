"""`evaluate`: how good the recommendations are, on ratings that anyone can bring, beside plain methods."""

from __future__ import annotations

import asyncio
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.table import Table

from bot.app import Base, open_base
from bot.catalogue.table import CsvTable, Record
from bot.domain.community import FEWEST_PEOPLE, Community, Said
from bot.domain.errors import BadRequest
from bot.domain.evaluation import (
    FEWEST_LIKES,
    TITLES,
    Judged,
    Outcome,
    Trial,
    kind_of,
    outcome_of,
    plain_methods,
    trials_of,
    without_the_tested,
)
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish
from bot.services.community import OpinionOf
from bot.settings import Settings
from bot.terminal.progress import embedding_shown, progress_bar
from bot.terminal.render import print_json, terminal_console

COLUMNS = ("userId", "tmdbId", "rating")
LEAST_RATING, LARGEST_RATING = 0.5, 5.0
NOBODY = 0

UNREADABLE = "that cannot be read"
OUT_OF_RANGE = f"below {LEAST_RATING} or above {LARGEST_RATING:g}"
UNKNOWN = "of titles that the catalogue lacks"
OTHER_CATALOGUE = "Import the catalogue it speaks of first: catalogue import FILE.csv."
NO_NUMBERS = (
    "Ratings name titles by TMDB's numbers, and no title here has one. "
    "Import titles that do: catalogue import FILE.csv (with TMDB's column id), or catalogue sync with a key of TMDB's."
)
MOVIELENS = "MovieLens' own movieId is another number; its links.csv says which tmdbId belongs to it."


async def evaluate(
    settings: Settings, ratings: Path, community: Path | None, seed: int, *, as_json: bool
) -> None:
    """Print how many of the hidden likes are found. Raises BadRequest and CatalogueError for unusable files."""
    for path in (ratings, community):
        if path is not None:  # before anybody waits for the titles
            await asyncio.to_thread(_table_of, path)
    with embedding_shown() as progress:
        async with open_base(settings, progress=progress, complete=True) as base:
            rows = rows_by_tmdb_id(base.library.titles)
            judged = await asyncio.to_thread(read_ratings, ratings, rows)
            others: Judged = {}
            if community is not None:
                others = await asyncio.to_thread(read_ratings, community, rows)
            trials = trials_of(judged, np.random.default_rng(seed))
            if not trials:
                raise BadRequest(
                    f"Nobody in {ratings.name} likes at least {FEWEST_LIKES} titles of this catalogue "
                    "(ratings from 4 on), so nothing can be hidden and looked for."
                )
            others = _without_the_tested(others, judged)
            outcome = await _of_matinee(base, trials, others)
            if as_json:
                print_json({"users": outcome.users, "recall@10": outcome.recall, "ndcg@10": outcome.ndcg})
                return
            outcomes = {"Matinee": outcome}
            if others:
                outcomes["Matinee, no community"] = await _of_matinee(base, trials, {})
            library = base.library
            outcomes |= await asyncio.to_thread(
                plain_methods, library.facets, library.vectors, others, trials
            )
            _show(outcomes)


def read_ratings(path: Path, rows: Mapping[int, int]) -> dict[int, dict[int, VerdictKind]]:
    """Return what each person of the file says, by person and the title's row in the catalogue.

    What cannot be used is counted on stderr. Raises BadRequest when a column is missing or nothing can be used,
    CatalogueError for a file that is none.
    """
    table = _table_of(path)
    judged: dict[int, dict[int, VerdictKind]] = {}
    left_out = Counter[str]()
    for record in table:
        rating = _rating_of(record)
        if rating is None:
            left_out[UNREADABLE] += 1
            continue
        user_id, tmdb_id, stars = rating
        row = rows.get(tmdb_id)
        if not LEAST_RATING <= stars <= LARGEST_RATING:
            left_out[OUT_OF_RANGE] += 1
        elif row is None:
            left_out[UNKNOWN] += 1
        else:
            judged.setdefault(user_id, {})[row] = kind_of(stars)
    for why, count in left_out.items():
        sys.stderr.write(f"{path.name}: {count} {'rating' if count == 1 else 'ratings'} {why} left out.\n")
    if not judged:
        hint = f" {NO_NUMBERS if not rows else OTHER_CATALOGUE}" if left_out[UNKNOWN] else ""
        raise BadRequest(f"{path.name} holds no rating that can be used.{hint}")
    return judged


def _table_of(path: Path) -> CsvTable:
    """Return the file, whose columns are those of ratings. Raises BadRequest, CatalogueError for a file that is none."""
    table = CsvTable(path)
    missing = [name for name in COLUMNS if name.lower() not in table.columns]
    if missing:
        hint = f" {MOVIELENS}" if "movieid" in table.columns else ""
        raise BadRequest(
            f"{path.name} has no column {' and no column '.join(missing)}. "
            f"A file of ratings has the columns {', '.join(COLUMNS)}.{hint}"
        )
    return table


def _rating_of(record: Record | None) -> tuple[int, int, float] | None:
    try:
        user_id, tmdb_id, stars = ((record or {})[name.lower()].strip() for name in COLUMNS)
        number = float(tmdb_id)  # spreadsheets make 680 into 680.0
        rating = int(user_id), int(number), float(stars.replace(",", "."))
    except (KeyError, ValueError, OverflowError):
        return None
    return rating if number.is_integer() and math.isfinite(rating[2]) else None


def rows_by_tmdb_id(titles: Sequence[Title]) -> dict[int, int]:
    """Return each title's row by TMDB's number; of a film and a series that share one, the film's."""
    found: dict[int, int] = {}
    for row, title in enumerate(titles):
        if title.tmdb_id is not None and (title.kind is Kind.FILM or title.tmdb_id not in found):
            found[title.tmdb_id] = row
    return found


def _without_the_tested(others: Judged, judged: Judged) -> Judged:
    """Leave out of the community who is tested, and say so; say too when it is too small to be heard."""
    left = without_the_tested(others, judged)
    if len(left) < len(others):
        sys.stderr.write(f"{len(others) - len(left)} of the community are tested themselves and left out.\n")
    if others and len(left) <= FEWEST_PEOPLE:
        holds = f"only {len(left)} {'person' if len(left) == 1 else 'people'}" if left else "nobody else"
        sys.stderr.write(
            f"The community holds {holds}: what no more than {FEWEST_PEOPLE} say is not counted.\n"
        )
    return left


async def _of_matinee(base: Base, trials: Sequence[Trial], others: Judged) -> Outcome:
    """Ask the recommender that serves people for ten titles each, without a wish."""
    titles = base.library.titles
    opinion = None
    if others:
        community = await asyncio.to_thread(Community.fit, Said.of(others), len(titles))
        opinion = OpinionOf(community, base.library.facets.row_of.get)
    found = []
    now = datetime.now(UTC)
    with progress_bar("Recommending", len(trials)) as report:
        for number, trial in enumerate(trials, start=1):
            told = [
                (
                    Verdict(NOBODY, titles[row].title_id, titles[row].title, titles[row].year, kind, "", now),
                    titles[row],
                )
                for row, kind in trial.told.items()
            ]
            candidates = await base.fleeting(told, opinion=opinion).shortlist(NOBODY, Wish(), TITLES)
            found.append([base.library.facets.row_of[candidate.title.title_id] for candidate in candidates])
            report(number, len(trials))
    return outcome_of(trials, found)


def _show(outcomes: Mapping[str, Outcome]) -> None:
    users = next(iter(outcomes.values())).users
    people = "person" if users == 1 else "people"
    table = Table()
    table.add_column("method")
    table.add_column("recall@10", justify="right")
    table.add_column("NDCG@10", justify="right")
    for name, outcome in outcomes.items():
        table.add_row(name, f"{outcome.recall:.3f}", f"{outcome.ndcg:.3f}")
    console = terminal_console()
    # Not the table's own title, which would be broken at its width.
    console.print(f"Hidden likes of {users} {people}, looked for without a wish")
    console.print(table)
