"""Where the titles come from, and how they stay in memory: the shipped ones, those stored, those looked up."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.joining import join
from bot.catalogue.loader import load_shipped
from bot.catalogue.merging import merge
from bot.catalogue.tmdb import open_tmdb_titles
from bot.catalogue.tmdb_finding import TmdbFinder
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.memory.vector_cache import CachedEmbedder
from bot.services import Library
from bot.services.lookup import Lookup
from bot.services.row_lookup import RowLookup
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.database import Database
from bot.storage.titles import TitleStore
from bot.storage.tmdb import TmdbStore

# What the store calls the source of titles that were looked up.
TMDB = "tmdb"


async def load_titles(database: Database) -> list[Title]:
    """Return the catalogue: the shipped titles, unless hidden, with the imported ones beside them."""
    store = TitleStore(database)
    shipped = await _shipped(store)
    imported = await store.all()
    return await asyncio.to_thread(merge, shipped, imported) if imported else shipped


async def joined_with_shipped(store: TitleStore, stored: Sequence[Title]) -> list[Title]:
    """Return these titles as `load_titles` would give them; shipped ones only where one of these changes them."""
    shipped = await _shipped(store)
    merged = await asyncio.to_thread(merge, shipped, stored)
    as_shipped = {id(title) for title in shipped}
    return [title for title in merged if id(title) not in as_shipped]


async def _shipped(store: TitleStore) -> list[Title]:
    return [] if await store.shipped_hidden() else await asyncio.to_thread(load_shipped, SHIPPED_CATALOGUE)


def library_of(titles: Sequence[Title], vectors: Vectors | None) -> Library:
    """Return a library of these titles, of which row i of `vectors`, shape (len(titles), dimensions), is title i's."""
    return Library.of(Catalogue.build(titles, vectors), datetime.now(UTC).year)


@asynccontextmanager
async def lookups_over(
    settings: Settings, database: Database, library: Library, embedder: CachedEmbedder
) -> AsyncIterator[tuple[Lookup, RowLookup]]:
    """Give what looks up titles that the catalogue lacks, by name and by rows of imports.

    Without a key for TMDB the one only resolves, and the other does nothing.
    """
    if settings.tmdb_api_key is None:
        lookup = Lookup(library)
        yield lookup, RowLookup(lookup)
        return
    store, records = TitleStore(database), TmdbStore(database)

    async def keep(found: Sequence[Title]) -> list[Title]:
        # A sync beside the running bot stores titles that the library does not have before the next start.
        unseen = [title for title in await store.beside(found) if library.get(title.title_id) is None]
        titles = await asyncio.to_thread(join, [*library.titles, *unseen], found)
        await store.upsert(titles, TMDB)
        await records.keep_asked([(each.kind, each.tmdb_id) for each in titles if each.tmdb_id is not None])
        return titles

    async def embed(titles: Sequence[Title]) -> Vectors:
        return await embedder.embed_kept([title.document for title in titles])

    key = settings.tmdb_api_key.get_secret_value()
    async with open_tmdb_titles(settings.tmdb_api_url, key) as titles:
        finder = TmdbFinder(titles)
        lookup = Lookup(library, finder, keep, embed)
        try:
            yield lookup, RowLookup(lookup, finder)
        finally:
            await lookup.close()


@contextmanager
def all_that_is_made_staying() -> Iterator[None]:
    """Look for no garbage meanwhile, nor among it later: of millions of new objects that is a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def leave_to_stay() -> None:
    """Look for garbage once more, then never again among what is there by now: the titles that came stay.

    Else each look at the oldest generation goes through them, and through every index that was made anew for them,
    while the whole bot stands still: for 0.1 s after 6,000 titles beside 100,000. It holds for the whole process, so
    only what runs the bot may do so.
    """
    # What is garbage by now would stay, too.
    gc.collect()
    gc.freeze()
