"""The index of likes: put right where it differs, and what happens when Chroma fails, hangs or is cut off."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from chromadb import PersistentClient
from chromadb.config import Settings as ChromaSettings

from bot.domain.errors import StorageError
from bot.domain.verdict import Verdict
from bot.memory.chroma import open_collection
from bot.memory.preferences import READ_SECONDS, PreferenceMemory, row_id, text_of
from bot.storage.verdicts import VerdictStore
from tests.memory.conftest import ids_in
from tests.memory.samples import (
    ADA,
    BEN,
    DISLIKED,
    LIKED,
    ORBIT,
    SEEN,
    RandomEmbedder,
    film,
    memory_over,
)  # fmt: skip


async def test_a_rebuild_writes_only_what_is_missing_or_differs_and_drops_what_nobody_said(
    memory: PreferenceMemory, store: VerdictStore, collection: Any, random_embedder: RandomEmbedder
) -> None:
    await store.add_many(ADA, [(film(number), LIKED, "") for number in range(10)])
    await memory.index(await store.current(ADA))
    collection.delete(ids=[row_id(ADA, film(3).title_id)])
    await store.add(ADA, film(4), DISLIKED, "after all")
    await memory.remember(BEN, ORBIT, LIKED)  # which the store knows nothing of
    random_embedder.texts.clear()

    assert await memory.rebuild(store.pages(4)) == 10
    assert random_embedder.texts == [
        text_of(verdict, None)
        for verdict in reversed(await store.current(ADA))
        if verdict.title_id in ("film-3-2000", "film-4-2000")
    ]
    assert ids_in(collection) == {row_id(ADA, film(number).title_id) for number in range(10)}
    (changed,) = collection.get(ids=[row_id(ADA, film(4).title_id)])["metadatas"]
    assert changed["verdict"] == "disliked"
    assert await memory.rebuild(store.pages()) == 10
    assert len(random_embedder.texts) == 2


async def test_a_rebuild_fills_an_emptied_folder(
    tmp_path: Path, store: VerdictStore, random_embedder: RandomEmbedder
) -> None:
    await store.add_many(ADA, [(film(number), LIKED, "") for number in range(30)])
    async with memory_over(tmp_path / "chroma", store, random_embedder) as (memory, _):
        await memory.index(await store.current(ADA))
    shutil.rmtree(tmp_path / "chroma")
    async with memory_over(tmp_path / "chroma", store, random_embedder) as (memory, _):
        assert await memory.count() == 0
        assert not (await memory.recall(ADA)).vectors.any()
        await memory.rebuild(store.pages())
        assert (await memory.recall(ADA)).vectors.any(axis=1).all()


async def test_a_verdict_given_while_a_rebuild_runs_is_not_taken_for_a_stale_row(
    memory: PreferenceMemory, store: VerdictStore, collection: Any
) -> None:
    await store.add(ADA, film(0), LIKED)
    await memory.remember(BEN, ORBIT, LIKED)  # a row on which nobody has a verdict, yet

    async def pages() -> AsyncIterator[list[Verdict]]:
        async for page in store.pages():
            yield page
        await store.add(BEN, ORBIT, LIKED)

    await memory.rebuild(pages())
    assert ids_in(collection) == {row_id(ADA, film(0).title_id), row_id(BEN, ORBIT.title_id)}


async def test_remembering_and_forgetting_at_once_leave_whole_rows(
    memory: PreferenceMemory, store: VerdictStore, collection: Any
) -> None:
    await store.add_many(ADA, [(film(number), LIKED, "") for number in range(40)])
    said = await store.current(ADA)
    await asyncio.gather(
        *(memory.index([verdict]) for verdict in said), *(memory.forget(BEN) for _ in range(5))
    )
    assert await memory.count() == 40
    await asyncio.gather(
        memory.forget(ADA), *(memory.remember(BEN, film(number), SEEN) for number in range(10))
    )
    assert ids_in(collection) == {row_id(BEN, film(number).title_id) for number in range(10)}


async def test_what_chroma_cannot_do_is_a_storage_error_and_recalling_goes_on_without_it(
    tmp_path: Path, store: VerdictStore, random_embedder: RandomEmbedder
) -> None:
    await store.add(ADA, ORBIT, LIKED)
    async with memory_over(tmp_path / "chroma", store, random_embedder) as (memory, collections):
        same = ChromaSettings(anonymized_telemetry=False)
        client = PersistentClient(path=str(tmp_path / "chroma"), settings=same)
        client.delete_collection(collections.current.name)
        for work in (
            memory.count(),
            memory.index(await store.current(ADA)),
            memory.forget(ADA),
            memory.rebuild(store.pages()),
        ):
            with pytest.raises(StorageError, match="cannot be reached"):
                await work
        recollection = await memory.recall(ADA)
        assert [verdict.title_id for verdict in recollection.verdicts] == [ORBIT.title_id]
        assert not recollection.vectors.any()
        assert await memory.similar(ADA, "anything", 3) == []


class Silent:
    """A collection whose server takes a question and never answers, until it is let go."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()

    def get(self, **_: Any) -> dict[str, Any]:
        self.may_answer.wait(30)
        return {"ids": [], "embeddings": []}


async def test_a_chroma_that_hangs_costs_an_answer_its_vectors_and_two_seconds(
    store: VerdictStore, random_embedder: RandomEmbedder
) -> None:
    await store.add(ADA, ORBIT, LIKED)
    silent = Silent()
    memory = PreferenceMemory(silent, random_embedder, store, lambda _: None)
    began = time.perf_counter()
    try:
        # More at once than Chroma has threads.
        recalled = await asyncio.gather(*(memory.recall(ADA) for _ in range(6)))
    finally:
        silent.may_answer.set()

    assert time.perf_counter() - began < 2 * READ_SECONDS
    for recollection in recalled:
        assert [verdict.title_id for verdict in recollection.verdicts] == [ORBIT.title_id]
        assert not recollection.vectors.any()


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    return folder


async def test_a_chroma_that_does_not_open_says_what_to_do(tmp_path: Path, unreadable: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    for folder, url, sentence in (
        (unreadable, None, "move it away and start again"),
        (in_the_way, None, "move it away and start again"),
        (tmp_path, "http://127.0.0.1:9", "Check that the server at CHROMA_URL runs"),
    ):
        with pytest.raises(StorageError, match=sentence):
            async with open_collection(folder, url, "random"):
                pass


async def test_a_long_write_leaves_the_event_loop_to_others(
    memory: PreferenceMemory, store: VerdictStore
) -> None:
    await store.add_many(ADA, [(film(number), LIKED, "") for number in range(300)])
    writing = asyncio.create_task(memory.index(await store.current(ADA)))
    waits = []
    while not writing.done():
        began = time.perf_counter()
        await asyncio.sleep(0.002)
        waits.append(time.perf_counter() - began)
    await writing
    assert len(waits) > 50
    assert sum(wait for wait in waits if wait < 0.02) > 0.1 * sum(waits)


async def test_a_write_that_is_cancelled_ends_before_anything_is_closed(
    tmp_path: Path, store: VerdictStore, random_embedder: RandomEmbedder
) -> None:
    await store.add_many(ADA, [(film(number), LIKED, "") for number in range(60)])
    said = await store.current(ADA)
    async with memory_over(tmp_path / "chroma", store, random_embedder) as (memory, _):
        writing = asyncio.create_task(memory.index(said))
        await asyncio.sleep(0.03)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        assert await memory.count() in (0, 25, 50)
    async with memory_over(tmp_path / "chroma", store, random_embedder) as (memory, _):
        await memory.rebuild(store.pages())
        assert await memory.count() == 60
