"""Vectors that are made while the bot runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.memory.vector_cache import CachedEmbedder
from bot.services.embedding import FEW, VectorFollower, vectors_at_start, vectors_of
from bot.services.library import Library
from bot.storage.database import Database, open_database
from bot.storage.vectors import VectorStore
from tests.memory.samples import RandomEmbedder

MANY = 3 * FEW


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite+aiosqlite:///{tmp_path / 'store.sqlite3'}") as opened:
        yield opened


def film(number: int) -> Title:
    return Title(
        f"film-{number}", f"Film {number}", 2000, fame=1 + number % 5, description=f"Story {number}."
    )


FILMS = [film(number) for number in range(MANY)]


class FailingAfter(RandomEmbedder):
    """Gives so many vectors and is then away, as a computer is that goes to sleep."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.left = count

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if self.left < len(texts):
            raise EmbeddingsUnavailable("The embedding model is away.")
        self.left -= len(texts)
        return await super().embed(texts)


def library_of(titles: Sequence[Title], vectors: Vectors | None) -> Library:
    return Library.of(Catalogue.build(titles, vectors), 2026)


async def made_by(library: Library, follower: VectorFollower, count: int) -> None:
    """Let the follower run until so many titles have their vectors."""
    running = asyncio.create_task(follower.run())
    try:
        async with asyncio.timeout(20):
            while library.holdings.embedded.sum() < count:  # noqa: ASYNC110 - nobody tells of one
                await asyncio.sleep(0.01)
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_a_few_missing_vectors_are_made_at_the_start(database: Database) -> None:
    embedder = CachedEmbedder(RandomEmbedder(), [VectorStore(database)])
    await embedder.embed_kept([title.document for title in FILMS[FEW:]])
    vectors = await vectors_at_start(FILMS, embedder)
    assert vectors is not None
    assert vectors.any(axis=1).all()


async def test_many_missing_vectors_hold_nobody_up_at_the_start(database: Database) -> None:
    inner = RandomEmbedder()
    embedder = CachedEmbedder(inner, [VectorStore(database)])
    await embedder.embed_kept([FILMS[0].document])
    vectors = await vectors_at_start(FILMS, embedder)
    assert vectors is not None
    assert vectors.any(axis=1).tolist() == [True] + [False] * (MANY - 1)
    assert len(inner.texts) == 1


async def test_the_rest_is_made_while_the_bot_runs_the_best_known_first_and_kept(database: Database) -> None:
    inner = RandomEmbedder()
    embedder = CachedEmbedder(inner, [VectorStore(database)])
    library = library_of(FILMS, None)
    await made_by(library, VectorFollower(library, embedder), MANY)
    by_text = {title.document: title for title in FILMS}
    fame = [by_text[text].fame for text in inner.texts]
    assert fame == sorted(fame, reverse=True)
    again = await CachedEmbedder(FailingAfter(0), [VectorStore(database)]).kept([t.document for t in FILMS])
    assert again is not None
    assert library.vectors is not None
    assert np.array_equal(again, library.vectors)


async def test_what_was_made_before_a_model_went_away_is_kept_and_the_rest_made_later(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    inner = FailingAfter(40)
    embedder = CachedEmbedder(inner, [VectorStore(database)])
    library = library_of(FILMS, None)
    follower = VectorFollower(library, embedder, at_once=8, retry_seconds=0.01)
    with caplog.at_level(logging.WARNING):
        await made_by(library, follower, 40)
        assert caplog.text.count("titles wait for their vectors") <= 1
    later = await vectors_at_start(FILMS, embedder)
    assert later is not None
    assert later.any(axis=1).sum() == 40
    inner.left = MANY
    await made_by(library, follower, MANY)
    assert library.holdings.unembedded is None


async def test_a_follower_that_is_stopped_keeps_what_it_has_made(database: Database) -> None:
    class Slow(RandomEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            found = await super().embed(texts)
            await asyncio.sleep(0.01)
            if len(self.texts) >= 5:
                self.busy.set()
            return found

        busy = asyncio.Event()

    inner = Slow()
    embedder = CachedEmbedder(inner, [VectorStore(database)])
    library = library_of(FILMS, None)
    running = asyncio.create_task(VectorFollower(library, embedder).run())
    await inner.busy.wait()
    running.cancel()
    await asyncio.wait([running])
    kept = await embedder.kept([title.document for title in FILMS])
    assert kept is not None
    assert kept.any(axis=1).sum() >= 4


async def test_a_title_added_meanwhile_gets_its_vector_too(database: Database) -> None:
    embedder = CachedEmbedder(RandomEmbedder(), [VectorStore(database)])
    library = library_of(FILMS[:10], None)
    follower = VectorFollower(library, embedder, look_seconds=0.01)
    await made_by(library, follower, 10)
    library.add([film(MANY + 1)])
    await made_by(library, follower, 11)


async def test_all_that_is_missing_is_made_for_who_asks_for_it_the_best_known_first(
    database: Database,
) -> None:
    inner = FailingAfter(FEW)
    embedder = CachedEmbedder(inner, [VectorStore(database)])
    assert await vectors_of(FILMS, embedder) is None
    assert {by_text.fame for by_text in FILMS if by_text.document in inner.texts} == {4.0, 5.0}
    inner.left = MANY
    vectors = await vectors_of(FILMS, embedder)
    assert vectors is not None
    assert vectors.any(axis=1).all()
    assert len(inner.texts) == len(set(inner.texts))  # nothing twice
