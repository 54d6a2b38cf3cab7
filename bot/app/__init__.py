"""Opens, wires and closes everything: the only package that sees all others."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.app.records import AnswerRecords, PersonRecords, ShownAnswers
from bot.app.titles import (
    all_that_is_made_staying,
    joined_with_shipped,
    leave_to_stay,
    library_of,
    load_titles,
    lookups_over,
)
from bot.app.vectors import SHIPPED_VECTORS, cached_embedder, embedder_over
from bot.domain.errors import EmbeddingsUnavailable, ModelError, StorageError
from bot.domain.ports import Embedder, Memory
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.imports.reading import read as read_import
from bot.llm.built_in import reasons_for
from bot.llm.service import LLMService, open_model_client
from bot.memory.fleeting import FleetingMemory
from bot.memory.vector_cache import CachedEmbedder
from bot.services import Conversations, Discovery, Imports, Library, Past, People, Recommender, Services
from bot.services.community import CommunityFollower
from bot.services.embedding import Report, VectorFollower, vectors_at_start, vectors_of
from bot.services.feedback import Feedback
from bot.services.index_follower import IndexFollower
from bot.services.lookup import Lookup
from bot.services.ports import Opinion
from bot.services.row_lookup import RowLookup
from bot.services.title_follower import IsLevel, TitleFollower
from bot.settings import Settings
from bot.storage.by_name import join_by_name
from bot.storage.community import CommunityStore
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.feedback import FeedbackStore
from bot.storage.imports import ImportStore
from bot.storage.messages import MessageStore
from bot.storage.outbox import Outbox
from bot.storage.recommendations import RecommendationStore
from bot.storage.signals import SignalStore
from bot.storage.titles import TitleStore
from bot.storage.verdicts import VerdictStore
from bot.storage.watchlist import WatchlistStore

__all__ = [
    "SHIPPED_VECTORS",
    "App",
    "Base",
    "embedder_over",
    "load_titles",
    "open_app",
    "open_base",
    "title_follower",
]

log = logging.getLogger(__name__)

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
    row_lookup: RowLookup
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
            records=AnswerRecords(RecommendationStore(self.database)) if recorded else None,
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
        titles = title_follower(self.base, self._join_names, leave_to_stay)
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
        embedder = await cached_embedder(settings, database, http)
        if warm:
            stack.push_async_callback(_ended, asyncio.create_task(_load(embedder), name="load"))
        loaded_at = datetime.now(UTC)
        stack.callback(gc.unfreeze)
        with all_that_is_made_staying():
            titles = await load_titles(database)
        if complete:
            vectors = await vectors_of(titles, embedder, progress)
        else:
            vectors = await vectors_at_start(titles, embedder)
        with all_that_is_made_staying():
            library = await asyncio.to_thread(library_of, titles, vectors)
        # From here on they are the library's alone, which lays its vectors elsewhere when titles come: 150 MB of 100,000.
        del titles, vectors
        log.info("ready titles=%d embedded=%d", len(library.titles), library.holdings.embedded.sum())
        lookup, rows = await stack.enter_async_context(lookups_over(settings, database, library, embedder))
        llm = LLMService(settings, http)
        yield Base(settings, database, library, embedder, llm, lookup, rows, loaded_at)


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
        services = _services(base, verdicts, memory, follower)
        stack.push_async_callback(services.conversations.settle)
        yield App(base, services, follower)


def _services(base: Base, verdicts: VerdictStore, memory: Memory, follower: IndexFollower) -> Services:
    people = People(base.library, verdicts, PersonRecords(base.database), follower, base.lookup)
    community = CommunityFollower(base.library, CommunityStore(base.database))
    recommender = base.recommender(memory, recorded=True, opinion=community)
    answers = ShownAnswers(RecommendationStore(base.database))
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
    return Services(
        library=base.library,
        recommender=recommender,
        people=people,
        imports=Imports(base.library, read_import, ImportStore(base.database), follower, base.row_lookup),
        messages=MessageStore(base.database),
        watchlist=WatchlistStore(base.database),
        past=Past(base.library, RecommendationStore(base.database), people, memory),
        discovery=Discovery(base.library, people),
        feedback=feedback,
        conversations=conversations,
        community=community,
        lookup=base.lookup,
    )


def title_follower(
    base: Base, is_level: IsLevel | None = None, has_grown: Callable[[], None] | None = None
) -> TitleFollower:
    """Return what takes titles that others store into the library, as a start would; the rest as `TitleFollower`."""
    store = TitleStore(base.database)
    settle = partial(joined_with_shipped, store)
    since = base.loaded_at - LOADING_OVERLAP
    return TitleFollower(base.library, store, settle, since, is_level=is_level, has_grown=has_grown)


async def _load(embedder: Embedder) -> None:
    try:
        await embedder.embed(["warm"])
    except EmbeddingsUnavailable as exc:
        # Whoever needs a vector is told then.
        log.debug("the embedding model was not loaded ahead: %s", exc)
