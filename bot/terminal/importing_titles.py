"""`catalogue import`: the titles of a TMDB export, or of IMDb's data sets, into the store."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from bot.catalogue.imdb import TERMS, USUAL_TOP, ImdbReport, read_basics
from bot.catalogue.imdb_file import FileKind, ImdbFile
from bot.catalogue.imdb_ratings import Ratings, read_ratings
from bot.catalogue.importer import Progress, read_titles
from bot.catalogue.joining import join
from bot.catalogue.loader import load_shipped
from bot.catalogue.merging import merge
from bot.domain.errors import BadRequest, CatalogueError
from bot.domain.title import Title
from bot.domain.title_source import IMDB_ATTRIBUTION
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.database import open_database
from bot.storage.titles import TitleStore
from bot.terminal.catalogue import SOURCE, embed_missing
from bot.terminal.progress import progress_bar
from bot.terminal.render import terminal_console

IMDB = "imdb"
STEPS = 1000
# One transaction: others who write wait no longer than that takes, a tenth of a second, and then have their turn.
STORED_AT_ONCE = 500
TURN_OF_OTHERS_SECONDS = 0.02
RATINGS_BESIDE = ("title.ratings.tsv.gz", "title.ratings.tsv")
WHERE_TO_GET_RATINGS = "https://datasets.imdbws.com/title.ratings.tsv.gz"
NO_RATINGS = (
    "There is no title.ratings.tsv.gz beside it, so nothing tells which titles are well known: none is added, and "
    f"those of the catalogue are completed. Get it from {WHERE_TO_GET_RATINGS} and import again, or name it with "
    "--ratings."
)
GONE_LATER = "A bot that is running takes them in by itself; what is gone it knows until it is started anew."
INTERRUPTED_AT_THE_FILE = "Nothing is lost: the catalogue is as it was, and the same import begins anew."
T = TypeVar("T")


class _NobodyWaits(Exception):
    """Ends work in a thread whose result nobody wants any more."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file holds: the titles as they are to be stored, best known first where that is known."""

    source: str
    titles: tuple[Title, ...]
    rows: int
    left_out: Mapping[str, int]


async def import_file(
    settings: Settings, path: Path, *, replace: bool, ratings: Path | None = None, top: int | None = None
) -> None:
    """Read a TMDB-shaped CSV, or IMDb's title.basics with its ratings, into the store; embed what is new.

    Whole titles are kept, or nothing: interrupted while reading, the store is as it was; interrupted later, it
    keeps the titles it has, and the next time goes on from there. Raises CatalogueError for a file that is none of
    these, BadRequest for options that do not fit it.
    """
    console = terminal_console()
    kind = _kind_of(path)
    if top == 0:
        raise BadRequest("--top takes a number from 1.")
    if kind is FileKind.SOMETHING_ELSE and not (ratings is None and top is None):
        raise BadRequest("--ratings and --top go with IMDb's title.basics.tsv.gz only.")
    async with open_database(settings.database) as database:
        store = TitleStore(database)
        stored = await store.all()
        # Instead of the shipped titles the file's take their plain ids, so that verdicts still meet them.
        existing = [] if replace else await asyncio.to_thread(_merged, stored)
        try:
            if kind is FileKind.BASICS:
                found = await _read_imdb(path, ratings, top, existing, console)
            else:
                found = await _read_table(path, existing)
        except asyncio.CancelledError:
            console.print(INTERRUPTED_AT_THE_FILE, soft_wrap=True)
            raise
        if replace and not found.titles:
            _tell(found, "none makes a title", console)
            raise CatalogueError(f"There is no title in {path.name}, so nothing is replaced by it.")
        if replace:
            await store.replace(found.titles, found.source)
            told = f"{len(found.titles)} titles, in place of all that were there"
        else:
            await store.hide_shipped(False)
            as_they_are = set(stored)
            changed = [title for title in found.titles if title not in as_they_are]
            await _store(store, changed, found.source, as_they_are, console)
            ids = {title.title_id for title in existing}
            added = sum(title.title_id not in ids for title in found.titles)
            told = f"{added} titles added, {len(found.titles) - added} known already"
        _tell(found, told, console)
        if replace:
            console.print(GONE_LATER, soft_wrap=True)
        await embed_missing(settings, database, console)


def _kind_of(path: Path) -> FileKind:
    kind = ImdbFile(path).kind
    if kind is FileKind.RATINGS:
        raise CatalogueError(
            f"{path.name} holds IMDb's ratings without the titles: import title.basics.tsv.gz, the ratings beside it "
            "or named with --ratings."
        )
    if kind is FileKind.OTHER_OF_IMDB:
        raise CatalogueError(
            f"{path.name} is a file of IMDb's that is not read here: import title.basics.tsv.gz."
        )
    return kind


def _merged(stored: Sequence[Title]) -> list[Title]:
    return merge(load_shipped(SHIPPED_CATALOGUE), stored)


async def _read_table(path: Path, existing: Sequence[Title]) -> _Found:
    report = await _with_bar("Reading the file", partial(read_titles, path, existing))
    return _Found(SOURCE, report.titles, report.rows, report.unusable)


async def _read_imdb(
    path: Path, ratings_path: Path | None, top: int | None, existing: Sequence[Title], console: Console
) -> _Found:
    console.print(f"{IMDB_ATTRIBUTION}\n{TERMS}", style="dim", soft_wrap=True)
    ratings = await _ratings(path, ratings_path)
    names: frozenset[str] = frozenset()
    if ratings is None:
        if top is not None:
            raise BadRequest(
                "--top needs to know what is well known: put title.ratings.tsv.gz beside the file, or name it with "
                "--ratings."
            )
        console.print(NO_RATINGS, soft_wrap=True)
        names = frozenset(name.casefold() for title in existing for name in title.names)
    wanted = USUAL_TOP if top is None else top
    report: ImdbReport = await _with_bar(
        "Reading the titles", lambda progress: read_basics(ImdbFile(path), ratings, wanted, names, progress)
    )
    joined = await asyncio.to_thread(join, existing, report.titles)
    left_out = dict(report.left_out)
    if ratings is None:
        ids = {title.title_id for title in existing}
        known = [title for title in joined if title.title_id in ids]
        left_out["not surely in the catalogue"] = len(joined) - len(known)
        joined = known
    return _Found(IMDB, tuple(joined), report.rows, left_out)


async def _ratings(basics: Path, named: Path | None) -> Ratings | None:
    beside = (basics.parent / name for name in RATINGS_BESIDE)
    path = named or next((path for path in beside if path.is_file()), None)
    if path is None:
        return None
    file = ImdbFile(path)
    if file.kind is not FileKind.RATINGS:
        raise CatalogueError(f"{path.name} does not hold IMDb's ratings: title.ratings.tsv.gz does.")
    return await _with_bar("Reading the ratings", partial(read_ratings, file))


async def _with_bar(words: str, work: Callable[[Progress], T]) -> T:
    """Do `work` in a thread, with a bar. It ends with the next report once somebody interrupts it."""
    is_over = threading.Event()
    with progress_bar(words, STEPS) as report:

        def report_share(_: int, share: float) -> None:
            if is_over.is_set():
                raise _NobodyWaits
            report(round(share * STEPS), STEPS)

        try:
            return await asyncio.to_thread(work, report_share)
        finally:
            is_over.set()


async def beside_newer(
    store: TitleStore, titles: Sequence[Title], as_they_were: Collection[Title]
) -> Sequence[Title]:
    """Return `titles` joined with what was stored since the catalogue was read: the running bot looks titles up."""
    newer = [title for title in await store.beside(titles) if title not in as_they_were]
    return await asyncio.to_thread(join, newer, titles) if newer else titles


async def _store(
    store: TitleStore,
    titles: Sequence[Title],
    source: str,
    as_they_were: Collection[Title],
    console: Console,
) -> None:
    done = 0
    try:
        with progress_bar("Keeping the titles", len(titles)) as report:
            while done < len(titles):
                portion = titles[done : done + STORED_AT_ONCE]
                # Whoever interrupts it is told exactly what is kept: the portion that has begun is brought to its end.
                joined = await beside_newer(store, portion, as_they_were)
                storing = asyncio.ensure_future(store.upsert(joined, source))
                try:
                    await asyncio.shield(storing)
                finally:
                    await storing
                    done += len(portion)
                report(done, len(titles))
                await asyncio.sleep(TURN_OF_OTHERS_SECONDS)
    except asyncio.CancelledError:
        console.print(f"{done} of {len(titles)} titles are kept. The same import goes on from there.")
        raise


def _tell(found: _Found, told: str, console: Console) -> None:
    console.print(f"{found.rows} rows read: {told}.", soft_wrap=True)
    left_out = {reason: count for reason, count in found.left_out.items() if count}
    if left_out:
        total = sum(left_out.values())
        console.print(
            f"{total} rows could not be used:" if found.source == SOURCE else f"{total} rows left out:"
        )
    for reason, count in sorted(left_out.items(), key=lambda item: -item[1]):
        console.print(f"  {count} {reason}")
