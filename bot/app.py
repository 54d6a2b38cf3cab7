"""Opens, wires and closes everything: the only module that sees every package."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot.catalogue.catalogue import Catalogue
from bot.catalogue.joining import join
from bot.catalogue.loader import load_shipped
from bot.catalogue.merging import merge
from bot.catalogue.tmdb import open_tmdb_titles
from bot.catalogue.tmdb_finding import TmdbFinder
from bot.domain.errors import CatalogueError, EmbeddingsUnavailable, ModelError, StorageError
from bot.domain.ports import Embedder, Memory, Vectors
from bot.domain.recommendation import Answer, Recommendation
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.imports.reading import read as read_import
from bot.llm.built_in import reasons_for
from bot.llm.service import LLMService, open_model_client
from bot.memory.embeddings import MiniLmEmbedder, OllamaEmbedder
from bot.memory.fleeting import FleetingMemory
from bot.memory.vector_cache import CachedEmbedder, ShippedVectors
from bot.services import Conversations, Discovery, Imports, Library, Past, People, Recommender, Services
from bot.services.community import CommunityFollower
from bot.services.embedding import Report, VectorFollower, vectors_at_start
from bot.services.embedding import vectors_of as vectors_of
from bot.services.feedback import Feedback
from bot.services.index_follower import IndexFollower
from bot.services.lookup import Lookup
from bot.services.ports import Opinion
from bot.services.title_follower import IsLevel, TitleFollower
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.by_name import join_by_name
from bot.storage.community import CommunityStore
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackStore
from bot.storage.imports import ImportStore
from bot.storage.messages import MessageStore
from bot.storage.outbox import Outbox
from bot.storage.people import export_person, forget_person
from bot.storage.recommendations import RecommendationStore, RecommendedTitle, StoredRecommendation
from bot.storage.signals import SignalStore
from bot.storage.titles import TitleStore
from bot.storage.tmdb import TmdbStore
from bot.storage.vectors import VectorStore
from bot.storage.verdicts import VerdictStore
from bot.storage.watchlist import WatchlistStore

log = logging.getLogger(__name__)

SHIPPED_VECTORS = SHIPPED_CATALOGUE / "vectors.npz"
# What the store calls the source of titles that were looked up.
TMDB = "tmdb"
# How long Chroma may take to follow the last verdicts before the end.
SETTLING_SECONDS = 5.0
# What others store while the titles are read is looked at once more; their clocks may be off by so much.
LOADING_OVERLAP = timedelta(minutes=1)
# Texts given together to an embedding model behind HTTP; the one in this process takes one as fast as many.
EMBEDDED_BY_OLLAMA = 8


@dataclass(frozen=True, slots=True)
class Base:
    """What every command needs: the store, the titles with their vectors, the model."""

    settings: Settings
    database: Database
    library: Library
    embedder: CachedEmbedder
    llm: LLMService
    lookup: Lookup
    loaded_at: datetime

    def recommender(
        self, memory: Memory, *, recorded: bool = False, opinion: Opinion | None = None
    ) -> Recommender:
        """Return a recommender over `memory` that asks the community; `recorded` ones keep what they recommended."""
        return Recommender(
            self.library,
            self.embedder,
            memory,
            reasons_for,
            writer=self.llm,
            records=_AnswerRecords(RecommendationStore(self.database)) if recorded else None,
            leanings=SignalStore(self.database) if recorded else None,
            opinion=opinion,
            lookup=self.lookup,
            patience=self.settings.llm_timeout_seconds,
        )

    def fleeting(
        self, verdicts: Sequence[tuple[Verdict, Title]], *, opinion: Opinion | None = None
    ) -> Recommender:
        """Return a recommender that knows only these verdicts and keeps nothing."""
        return self.recommender(FleetingMemory(self.embedder, verdicts), opinion=opinion)


@dataclass(frozen=True, slots=True)
class App:
    """A whole Matinee, open."""

    base: Base
    services: Services
    follower: IndexFollower

    @asynccontextmanager
    async def in_background(self) -> AsyncIterator[None]:
        """Keep titles, Chroma and the community level with the store, make vectors, warm the models, while the bot runs."""
        at_once = EMBEDDED_BY_OLLAMA if self.base.settings.embedder == "ollama" else 1
        vectors = VectorFollower(self.base.library, self.base.embedder, at_once=at_once)
        titles = title_follower(self.base, self._join_names, _leave_to_stay)
        tasks = [
            asyncio.create_task(titles.run(), name="titles"),
            asyncio.create_task(vectors.run(), name="vectors"),
            asyncio.create_task(self.follower.run(), name="index-follower"),
            asyncio.create_task(self._warm(), name="warm"),
            asyncio.create_task(self.services.community.run(), name="community"),
        ]
        for task in tasks:
            task.add_done_callback(_report)
        try:
            yield
        finally:
            await _ended(*tasks)
            await self.settle()

    async def _join_names(self) -> None:
        if await join_by_name(self.base.database, self.base.library.identify):
            self.follower.wake()

    async def _warm(self) -> None:
        try:
            await self.base.embedder.embed(["warm"])
        except EmbeddingsUnavailable as exc:
            log.warning("searching by words only: %s", exc)
        try:
            await self.base.llm.warm()
        except ModelError as exc:
            log.warning("the language model is not ready, the built-in writer takes over: %s", exc)

    async def settle(self) -> None:
        """Have Chroma follow what was said, if it can; if not, it follows at the next start."""
        try:
            async with asyncio.timeout(SETTLING_SECONDS):
                await self.follower.catch_up()
        except (TimeoutError, EmbeddingsUnavailable, StorageError) as exc:
            log.warning("the memory of likes follows at the next start: %s", exc)


def _report(task: asyncio.Task[None]) -> None:
    """Log what a background task ended with, should it have been an exception: nobody awaits it."""
    if not task.cancelled() and (exc := task.exception()) is not None:
        log.error("a background task ended task=%s", task.get_name(), exc_info=exc)


async def _ended(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


@asynccontextmanager
async def open_base(
    settings: Settings, *, progress: Report | None = None, complete: bool = False, warm: bool = False
) -> AsyncIterator[Base]:
    """Open the store, the titles and the way to the model. Raises MatineeError with what to do.

    With `complete` every title is embedded first, if need be for an hour, and `progress` is told how many are, and of
    how many; without it those that nobody embedded yet wait for `App.in_background`. With `warm` the embedding model
    is loaded meanwhile: whoever wants to recommend needs it next.
    """
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(open_model_client())
        database = await stack.enter_async_context(open_database(settings.database))
        embedder = await _cached(settings, database, http)
        if warm:
            stack.push_async_callback(_ended, asyncio.create_task(_load(embedder), name="load"))
        loaded_at = datetime.now(UTC)
        stack.callback(gc.unfreeze)
        with _all_that_is_made_staying():
            titles = await load_titles(database)
        if complete:
            vectors = await vectors_of(titles, embedder, progress)
        else:
            vectors = await vectors_at_start(titles, embedder)
        with _all_that_is_made_staying():
            library = await asyncio.to_thread(_library, titles, vectors)
        log.info("ready titles=%d embedded=%d", len(titles), library.holdings.embedded.sum())
        lookup = await stack.enter_async_context(_lookup(settings, database, library, embedder))
        yield Base(settings, database, library, embedder, LLMService(settings, http), lookup, loaded_at)


@asynccontextmanager
async def open_app(settings: Settings, *, warm: bool = False) -> AsyncIterator[App]:
    """Open everything the bot runs on; `warm` as for `open_base`.

    Raises MatineeError with what to do.
    """
    # Imported here: Chroma takes a second, which `ask` without a person need not wait for.
    from bot.memory.preferences import PreferenceMemory, open_collections

    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(open_base(settings, warm=warm))
        collections = await stack.enter_async_context(
            open_collections(settings.data_dir / "chroma", settings.chroma_url, base.embedder.name)
        )
        await join_by_name(base.database, base.library.identify)
        verdicts = VerdictStore(base.database)
        memory = PreferenceMemory(
            collections.current, base.embedder, verdicts, base.library.get, earlier=collections.earlier
        )
        follower = IndexFollower(verdicts, Outbox(base.database), memory)
        people = People(base.library, verdicts, _PersonRecords(base.database), follower, base.lookup)
        community = CommunityFollower(base.library, CommunityStore(base.database))
        recommender = base.recommender(memory, recorded=True, opinion=community)
        answers = _ShownAnswers(RecommendationStore(base.database))
        feedback = Feedback(
            base.library,
            FeedbackStore(base.database),
            answers,
            MessageStore(base.database),
            recommender,
            follower,
        )
        conversations = Conversations(
            base.library,
            recommender,
            people,
            feedback,
            memory,
            answers,
            ConversationStore(base.database),
            base.llm,
            lookup=base.lookup,
        )
        stack.push_async_callback(conversations.settle)
        services = Services(
            library=base.library,
            recommender=recommender,
            people=people,
            imports=Imports(base.library, read_import, ImportStore(base.database), follower),
            messages=MessageStore(base.database),
            watchlist=WatchlistStore(base.database),
            past=Past(base.library, RecommendationStore(base.database), people, memory),
            discovery=Discovery(base.library, people),
            feedback=feedback,
            conversations=conversations,
            community=community,
            lookup=base.lookup,
        )
        yield App(base, services, follower)


async def load_titles(database: Database) -> list[Title]:
    """Return the catalogue: the shipped titles, unless hidden, with the imported ones beside them."""
    store = TitleStore(database)
    shipped = await _shipped(store)
    imported = await store.all()
    return await asyncio.to_thread(merge, shipped, imported) if imported else shipped


async def _shipped(store: TitleStore) -> list[Title]:
    return [] if await store.shipped_hidden() else await asyncio.to_thread(load_shipped, SHIPPED_CATALOGUE)


def title_follower(
    base: Base, is_level: IsLevel | None = None, has_grown: Callable[[], None] | None = None
) -> TitleFollower:
    """Return what takes titles that others store into the library, as a start would; the rest as `TitleFollower`."""
    store = TitleStore(base.database)

    async def settle(stored: Sequence[Title]) -> list[Title]:
        shipped = await _shipped(store)
        merged = await asyncio.to_thread(merge, shipped, stored)
        as_shipped = {id(title) for title in shipped}
        return [title for title in merged if id(title) not in as_shipped]

    since = base.loaded_at - LOADING_OVERLAP
    return TitleFollower(base.library, store, settle, since, is_level=is_level, has_grown=has_grown)


@asynccontextmanager
async def embedder_over(settings: Settings, database: Database) -> AsyncIterator[CachedEmbedder]:
    """Give the embedding model that the settings name, with what it has made so far."""
    async with open_model_client() as http:
        yield await _cached(settings, database, http)


async def _load(embedder: Embedder) -> None:
    try:
        await embedder.embed(["warm"])
    except EmbeddingsUnavailable as exc:
        # Whoever needs a vector is told then.
        log.debug("the embedding model was not loaded ahead: %s", exc)


async def _cached(settings: Settings, database: Database, http: httpx.AsyncClient) -> CachedEmbedder:
    return CachedEmbedder(_embedder(settings, http), [*await _shipped_vectors(), VectorStore(database)])


@contextmanager
def _all_that_is_made_staying() -> Iterator[None]:
    """Look for no garbage meanwhile, nor among it later: of millions of new objects that is a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _leave_to_stay() -> None:
    """Look for garbage once more, then never again among what is there by now: the titles that came stay.

    Else each look at the oldest generation goes through them, and through every index that was made anew for them,
    while the whole bot stands still: for 0.1 s after 6,000 titles beside 100,000. It holds for the whole process, so
    only what runs the bot may do so.
    """
    # What is garbage by now would stay, too.
    gc.collect()
    gc.freeze()


def _library(titles: Sequence[Title], vectors: Vectors | None) -> Library:
    return Library.of(Catalogue.build(titles, vectors), datetime.now(UTC).year)


@asynccontextmanager
async def _lookup(
    settings: Settings, database: Database, library: Library, embedder: CachedEmbedder
) -> AsyncIterator[Lookup]:
    """Give what looks up titles that the catalogue lacks; without a key for TMDB it only resolves."""
    if settings.tmdb_api_key is None:
        yield Lookup(library)
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
        lookup = Lookup(library, TmdbFinder(titles), keep, embed)
        try:
            yield lookup
        finally:
            await lookup.close()


def _embedder(settings: Settings, http: httpx.AsyncClient) -> Embedder:
    if settings.embedder == "ollama":
        return OllamaEmbedder(settings.ollama_url, settings.embedding_model, http)
    return MiniLmEmbedder(settings.data_dir / "models")


async def _shipped_vectors() -> list[ShippedVectors]:
    try:
        return [await asyncio.to_thread(ShippedVectors.load, SHIPPED_VECTORS)]
    except CatalogueError as exc:
        log.warning("the shipped vectors cannot be used, they are made anew: %s", exc)
        return []


class _AnswerRecords:
    """Turns an answer of the domain into the rows of the store."""

    def __init__(self, store: RecommendationStore) -> None:
        self._store = store

    async def record(self, user_id: int, answer: Answer) -> int:
        titles = [_row_of(item) for item in answer.recommendations]
        return await self._store.add(
            user_id=user_id,
            request=answer.request,
            status=str(answer.status),
            engine=answer.engine,
            seconds=answer.seconds,
            titles=titles,
        )


class _ShownAnswers:
    """Answers as they are shown, and titles in them that give their place to others."""

    def __init__(self, store: RecommendationStore) -> None:
        self._store = store

    async def find(self, recommendation_id: int) -> StoredRecommendation | None:
        return await self._store.find(recommendation_id)

    async def replace_by(self, recommendation_id: int, old_title_id: str, new: Recommendation) -> bool:
        return await self._store.replace(recommendation_id, old_title_id, _row_of(new))


def _row_of(item: Recommendation) -> RecommendedTitle:
    return RecommendedTitle(item.title.title_id, item.title.title, item.title.year, item.why, item.confidence)


class _PersonRecords:
    """All of one person's rows, over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, user_id: int) -> Mapping[str, int]:
        return await forget_person(self._database, user_id)

    async def export(self, user_id: int) -> dict[str, Any]:
        return await export_person(self._database, user_id)
