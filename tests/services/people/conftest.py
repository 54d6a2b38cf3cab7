"""People over a real store and a real index, with an embedder that tells when it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app.records import PersonRecords
from bot.catalogue.catalogue import Catalogue
from bot.domain.errors import StorageError
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.memory.preferences import PreferenceMemory
from bot.services import Library, People
from bot.services.index_follower import IndexFollower
from bot.storage.database import Database, open_database
from bot.storage.outbox import Outbox
from bot.storage.verdicts import VerdictStore
from tests.memory.samples import (
    ORBIT,
    TAVERN,
    RandomEmbedder,
    memory_over,
)  # fmt: skip

TWICE = (Title("twice-1950", "Twice", 1950), Title("twice-2001", "Twice", 2001))
RETRY_SECONDS = 0.05


class SlowEmbedder(RandomEmbedder):
    """Takes its time, so that others come in between."""

    pause = 0.0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        await asyncio.sleep(self.pause)
        return await super().embed(texts)

    embed_kept = embed


class FragileIndex(PreferenceMemory):
    """A memory whose Chroma can go away for a while, or not answer `until` something happens."""

    away = False
    until: asyncio.Event | None = None

    async def index(self, verdicts: Sequence[Any]) -> None:
        self._require()
        await super().index(verdicts)

    async def forget(self, user_id: int) -> None:
        self._require()
        if self.until is not None:
            await self.until.wait()
        await super().forget(user_id)

    def _require(self) -> None:
        if self.away:
            raise StorageError("Chroma is away.")


@dataclass
class World:
    """One open Matinee, without models."""

    people: People
    follower: IndexFollower
    store: VerdictStore
    outbox: Outbox
    index: FragileIndex
    embedder: SlowEmbedder
    collection: Any
    database: Database

    def follower_anew(self) -> IndexFollower:
        """Return a follower as the next start would have it."""
        return IndexFollower(self.store, self.outbox, self.index, retry_seconds=RETRY_SECONDS)

    async def followed(self) -> bool:
        """Say that Chroma has been told of every change."""
        return await self.outbox.pending() == []

    def indexed(self, user_id: int) -> set[str]:
        """Return the titles of which Chroma has a row of this person's."""
        rows = self.collection.get(where={"user_id": user_id})["metadatas"]
        return {row["title_id"] for row in rows}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = Library.of(Catalogue.build([ORBIT, TAVERN, *TWICE]), 2026)
    embedder = SlowEmbedder()
    async with open_database(f"sqlite:///{tmp_path / 'matinee.sqlite3'}") as database:
        store, outbox = VerdictStore(database), Outbox(database)
        async with memory_over(tmp_path / "chroma", store, embedder) as (_, collections):
            index = FragileIndex(collections.current, embedder, store, library.get)
            follower = IndexFollower(store, outbox, index, retry_seconds=RETRY_SECONDS)
            people = People(library, store, PersonRecords(database), follower)
            yield World(people, follower, store, outbox, index, embedder, collections.current, database)


@pytest.fixture
async def following(world: World) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(world.follower.run())
    yield task
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
