"""`catalogue sync`: the best-known titles of TMDB, fetched and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rich.console import Console

from bot.app import load_titles
from bot.catalogue.joining import join
from bot.catalogue.tmdb import WHERE_TO_GET_A_KEY, open_tmdb_titles
from bot.domain.errors import BadRequest
from bot.domain.title import Title
from bot.domain.title_source import TMDB_ATTRIBUTION
from bot.services.catalogue_sync import CatalogueSync, Wanted
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.titles import TitleStore
from bot.storage.tmdb import TmdbStore
from bot.terminal.catalogue import SOURCE, embed_missing
from bot.terminal.progress import progress_bar
from bot.terminal.render import terminal_console

USUALLY = 10_000
NO_KEY = (
    f"There is no key for TMDB. Get one at {WHERE_TO_GET_A_KEY} (free for what earns no money) "
    "and put it into .env as TMDB_API_KEY=…"
)
INTERRUPTED_AT_THE_LISTS = (
    "Nothing is lost: no title was fetched yet, and the same sync goes on with the lists from here."
)


def wanted_of(top: int | None, films: int | None, series: int | None) -> Wanted:
    """Return what the options ask for. Raises BadRequest when they contradict each other, or ask for nothing."""
    if top is not None and (films is not None or series is not None):
        raise BadRequest("Say --top for films and series together, or --films and --series, not both.")
    apart = films is not None or series is not None
    wanted = (
        Wanted(films=films or 0, series=series or 0) if apart else Wanted(USUALLY if top is None else top)
    )
    if not wanted.total:
        raise BadRequest("Nothing is asked for: say how many titles.")
    return wanted


async def sync(settings: Settings, wanted: Wanted) -> None:
    """Fetch what is wanted and not fresh, then embed what is new.

    Interrupted, it keeps what it has; the next time it goes on from there. Raises BadRequest without a key,
    and TitleSourceError with what TMDB's trouble is.
    """
    if settings.tmdb_api_key is None:
        raise BadRequest(NO_KEY)
    console = terminal_console()
    key = settings.tmdb_api_key.get_secret_value()
    async with (
        open_database(settings.database) as database,
        open_tmdb_titles(settings.tmdb_api_url, key) as source,
    ):
        shelf = await _Shelf.open(database)
        run = CatalogueSync(source, TmdbStore(database), shelf.keep)
        try:
            await _fetch(run, wanted, console)
        finally:
            _tell(run, shelf, console)
        await embed_missing(settings, database, console)


async def _fetch(run: CatalogueSync, wanted: Wanted, console: Console) -> None:
    try:
        with progress_bar("Reading TMDB's lists", wanted.total) as report:
            numbers = await run.best_known(wanted, report)
    except asyncio.CancelledError:
        console.print(INTERRUPTED_AT_THE_LISTS, soft_wrap=True)
        raise
    stale = await run.stale(numbers)
    if len(stale) < len(numbers):
        console.print(
            f"{len(numbers) - len(stale)} of {len(numbers)} were fetched in the last 30 days.", soft_wrap=True
        )
    if overdue := await run.overdue(numbers):
        console.print(f"{len(overdue)} others, fetched long ago, are renewed with them.", soft_wrap=True)
    stale += overdue
    with progress_bar("Fetching titles", len(stale)) as report:
        await run.fetch(stale, report)


def _tell(run: CatalogueSync, shelf: _Shelf, console: Console) -> None:
    tally = run.tally
    if tally.fetched:
        renewed = tally.fetched - shelf.added
        console.print(
            f"{tally.fetched} titles fetched: {shelf.added} added, {renewed} known already.", soft_wrap=True
        )
    if tally.left_out:
        console.print(f"{tally.left_out} left out: gone, without a year, or for adults only.", soft_wrap=True)
    if tally.failed:
        console.print(
            f"{tally.failed} could not be fetched; the next sync asks for them again.", soft_wrap=True
        )
    if tally.fetched:
        console.print(TMDB_ATTRIBUTION, style="dim", soft_wrap=True)


class _Shelf:
    """Where fetched titles are kept: joined with those that are there, then committed."""

    def __init__(self, store: TitleStore, titles: Sequence[Title]) -> None:
        self._store = store
        self._titles = {title.title_id: title for title in titles}
        self.added = 0

    @classmethod
    async def open(cls, database: Database) -> _Shelf:
        return cls(TitleStore(database), await load_titles(database))

    async def keep(self, found: Sequence[Title]) -> None:
        joined = await asyncio.to_thread(join, list(self._titles.values()), found)
        await self._store.upsert(joined, SOURCE)
        self.added += sum(title.title_id not in self._titles for title in joined)
        self._titles |= {title.title_id: title for title in joined}
