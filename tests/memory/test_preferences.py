"""The memory of likes, over a real Chroma, a real SQLite and the real embedding model."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from bot.domain.by_name import title_by_name
from bot.memory.chroma import collection_name
from bot.memory.embeddings import MiniLmEmbedder
from bot.memory.fleeting import FleetingMemory
from bot.memory.preferences import PreferenceMemory, row_id
from bot.memory.vector_cache import CachedEmbedder
from bot.storage.database import Database
from bot.storage.tables import vectors as kept_vectors
from bot.storage.vectors import VectorStore
from bot.storage.verdicts import VerdictStore
from tests.memory.conftest import ids_in
from tests.memory.samples import (
    ADA,
    BEN,
    DISLIKED,
    LIKED,
    ORBIT,
    SCALPEL,
    SEEN,
    TAVERN,
    RandomEmbedder,
    film,
    memory_over,
)  # fmt: skip


async def test_the_likes_nearest_to_a_wish_come_first(
    tmp_path: Path, database: Database, models: Path
) -> None:
    store = VerdictStore(database)
    embedder = CachedEmbedder(MiniLmEmbedder(models), [VectorStore(database)])
    async with memory_over(tmp_path / "chroma", store, embedder) as (memory, _):
        for title in (TAVERN, ORBIT, SCALPEL):
            await store.add(ADA, title, LIKED)
            await memory.remember(ADA, title, LIKED)
        near = await memory.similar(ADA, "loneliness in space", 2)
        assert near[0].verdict.title_id == ORBIT.title_id
        assert 1 >= near[0].similarity > near[1].similarity
        assert len(near) == 2


async def test_what_a_person_said_of_a_title_moves_its_vector_but_is_kept_nowhere_else(
    tmp_path: Path, database: Database, models: Path
) -> None:
    store = VerdictStore(database)
    embedder = CachedEmbedder(MiniLmEmbedder(models), [VectorStore(database)])
    async with memory_over(tmp_path / "chroma", store, embedder) as (memory, _):
        for user, note in ((ADA, ""), (BEN, "the accordion music")):
            await store.add(user, TAVERN, LIKED, note)
            await memory.index(await store.current(user))
        (plain,) = await memory.similar(ADA, "accordion music", 1)
        (noted,) = await memory.similar(BEN, "accordion music", 1)
        assert noted.similarity > plain.similarity + 0.05
    async with database.reading() as connection:
        rows = (await connection.execute(kept_vectors.select())).all()
    assert len(rows) == 1  # the title's own


async def test_the_vector_of_a_title_kept_by_name_is_kept_nowhere_else(
    tmp_path: Path, database: Database, random_embedder: RandomEmbedder
) -> None:
    store = VerdictStore(database)
    embedder = CachedEmbedder(random_embedder, [VectorStore(database)])
    await store.add(ADA, title_by_name("What My Cousin Filmed (2019)"), LIKED)
    async with memory_over(tmp_path / "chroma", store, embedder) as (memory, _):
        await memory.index(await store.current(ADA))
        assert (await memory.recall(ADA)).vectors.any()
    async with database.reading() as connection:
        assert (await connection.execute(kept_vectors.select())).all() == []


async def test_nothing_that_a_person_wrote_reaches_chromas_files(
    memory: PreferenceMemory, store: VerdictStore, tmp_path: Path
) -> None:
    await store.add(ADA, ORBIT, LIKED, "for reasons of the heart")
    await memory.index(await store.current(ADA))
    await memory.remember(BEN, TAVERN, LIKED, "for reasons of the heart")
    await memory.remember(BEN, title_by_name("What My Cousin Filmed"), LIKED)
    files = [path for path in (tmp_path / "chroma").rglob("*") if path.is_file()]
    assert b"tavern-nights" in b"".join(path.read_bytes() for path in files)
    assert b"reasons of the heart" not in b"".join(path.read_bytes() for path in files)
    assert b"cousin" not in b"".join(path.read_bytes() for path in files).lower()


async def test_ids_are_derivable_and_carry_any_user_id(
    memory: PreferenceMemory, store: VerdictStore, collection: Any
) -> None:
    for user in (0, ADA, BEN):
        await store.add(user, ORBIT, LIKED)
        await memory.remember(user, ORBIT, LIKED)
    assert ids_in(collection) == {row_id(user, ORBIT.title_id) for user in (0, ADA, BEN)}
    assert {row["user_id"] for row in collection.get()["metadatas"]} == {0, ADA, BEN}


async def test_a_person_never_sees_anothers_likes(memory: PreferenceMemory, store: VerdictStore) -> None:
    await store.add(ADA, ORBIT, LIKED)
    await store.add(BEN, TAVERN, LIKED)
    await memory.index([*await store.current(ADA), *await store.current(BEN)])
    assert [found.verdict.title_id for found in await memory.similar(ADA, "anything", 10)] == [ORBIT.title_id]
    assert [verdict.title_id for verdict in (await memory.recall(BEN)).verdicts] == [TAVERN.title_id]
    assert await memory.similar(5, "anything", 10) == []
    assert (await memory.recall(5)).verdicts == ()


async def test_three_thousand_likes_of_one_person_are_recalled_in_order_and_fast(
    memory: PreferenceMemory, store: VerdictStore, collection: Any, random_embedder: RandomEmbedder
) -> None:
    await store.add_many(ADA, [(film(number), LIKED, "") for number in range(3000)])
    said = await store.current(ADA)
    collection.upsert(  # at once: the memory itself leaves others time in between
        ids=[row_id(ADA, verdict.title_id) for verdict in said],
        embeddings=await random_embedder.embed([verdict.title for verdict in said]),
    )
    began = time.perf_counter()
    recollection = await memory.recall(ADA)
    assert time.perf_counter() - began < 2
    assert recollection.verdicts == tuple(said)
    assert recollection.vectors.shape == (3000, RandomEmbedder.dimensions)
    assert np.allclose(np.linalg.norm(recollection.vectors, axis=1), 1, atol=1e-3)
    assert len(await memory.similar(ADA, "Film 7", 5)) == 5


async def test_a_verdict_the_index_lacks_is_recalled_without_a_vector(
    memory: PreferenceMemory, store: VerdictStore
) -> None:
    await store.add(ADA, ORBIT, LIKED)
    await memory.index(await store.current(ADA))
    await store.add(ADA, TAVERN, DISLIKED)
    recollection = await memory.recall(ADA)
    assert [verdict.title_id for verdict in recollection.verdicts] == [TAVERN.title_id, ORBIT.title_id]
    assert not recollection.vectors[0].any()
    assert recollection.vectors[1].any()


async def test_a_title_that_left_the_catalogue_is_still_remembered_by_its_name(
    memory: PreferenceMemory, store: VerdictStore, random_embedder: RandomEmbedder
) -> None:
    await store.add(ADA, film(1), LIKED, "the ending")
    await memory.index(await store.current(ADA))
    assert random_embedder.texts == ["Film 1 (2000). the ending"]
    assert (await memory.recall(ADA)).vectors.any()


async def test_forgetting_leaves_nothing_of_the_person_and_everything_of_others(
    memory: PreferenceMemory, store: VerdictStore, collection: Any
) -> None:
    for user in (ADA, BEN):
        await store.add_many(user, [(film(number), LIKED, "") for number in range(20)])
        await memory.index(await store.current(user))
    await memory.forget(ADA)
    assert await memory.count() == 20
    assert ids_in(collection) == {row_id(BEN, film(number).title_id) for number in range(20)}


async def test_dropping_some_titles_keeps_the_others(
    memory: PreferenceMemory, store: VerdictStore, collection: Any
) -> None:
    await store.add_many(ADA, [(title, LIKED, "") for title in (ORBIT, TAVERN)])
    await memory.index(await store.current(ADA))
    await memory.drop(ADA, [ORBIT.title_id, "never-said-1900"])
    await memory.drop(ADA, [])
    assert ids_in(collection) == {row_id(ADA, TAVERN.title_id)}


async def test_vectors_of_two_models_never_share_a_collection() -> None:
    names = ["ollama:a-b", "ollama:a:b", "ollama-a-b", "x" * 60 + "1", "x" * 60 + "2", "模型", "."]
    assert len({collection_name(name) for name in names}) == len(names)


async def test_another_model_starts_anew_and_what_the_first_one_made_is_forgotten_too(
    tmp_path: Path, store: VerdictStore, random_embedder: RandomEmbedder
) -> None:
    await store.add(ADA, ORBIT, LIKED)
    await store.add(BEN, ORBIT, LIKED)
    folder = tmp_path / "chroma"
    async with memory_over(folder, store, random_embedder) as (memory, first):
        await memory.rebuild(store.pages())
        assert list(first.earlier) == []

    other = RandomEmbedder()
    other.name, other.dimensions = "another", 8
    async with memory_over(folder, store, other) as (memory, second):
        assert await memory.count() == 0
        await memory.rebuild(store.pages())
        assert (await memory.recall(ADA)).vectors.shape == (1, 8)
        await memory.forget(ADA)
        await memory.drop(BEN, [ORBIT.title_id])
        (before,) = second.earlier
        assert ids_in(before) == ids_in(second.current) == set()

    async with memory_over(folder, store, random_embedder) as (memory, _):
        assert await memory.count() == 0


async def test_a_memory_for_one_request_keeps_its_verdicts_when_there_is_no_embedding_model(
    random_embedder: RandomEmbedder, store: VerdictStore
) -> None:
    verdict = await store.add(ADA, ORBIT, SEEN)
    fleeting = FleetingMemory(random_embedder, [(verdict, ORBIT)])
    random_embedder.broken = True
    recollection = await fleeting.recall(0)
    assert recollection.verdicts == (verdict,)
    assert not recollection.vectors.any()
    random_embedder.broken = False
    assert (await fleeting.recall(0)).vectors.shape == (1, RandomEmbedder.dimensions)
    random_embedder.broken = True
    assert (await fleeting.recall(0)).vectors.any(), "what is known needs no model"
    assert (await FleetingMemory(random_embedder, []).recall(0)).verdicts == ()
