"""One person's likes out of 200,000, and the same by a metadata filter."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert

from bot.app import load_titles
from bot.domain.ports import Vectors
from bot.domain.taste import rank_by_similarity
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.memory.preferences import PreferenceMemory, open_collection, row_id
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.tables import verdicts
from bot.storage.verdicts import VerdictStore
from tests.benchmarks.figures import Figure, quantile, watched_loop

PEOPLE = 10_000
EACH = 20
ASKED = 200
BY_FILTER = 15


class _NoEmbedder:
    """The rows come with vectors; nothing is embedded here."""

    name = "random"

    async def embed(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError("nothing is embedded here")

    embed_kept = embed


async def measure(folder: Path) -> list[Figure]:
    """Fill a store and a Chroma with 200,000 likes and read single people's."""
    settings = Settings(data_dir=folder / "likes")
    async with (
        open_database(settings.database) as database,
        open_collection(folder / "likes" / "chroma", None, "random") as collection,
    ):
        store = VerdictStore(database)
        titles = await load_titles(database)
        await _fill(database, collection, titles)
        memory = PreferenceMemory(collection, _NoEmbedder(), store, lambda _: None)
        chance = np.random.default_rng(3)
        wish = _unit(chance, 1)[0]
        people = chance.integers(0, PEOPLE, ASKED).tolist()
        rank_by_similarity(await memory.recall(people[0]), wish, 5)
        seconds = []
        for user_id in people:
            began = time.perf_counter()
            found = rank_by_similarity(await memory.recall(user_id), wish, 5)
            seconds.append(time.perf_counter() - began)
            assert len(found) == 5
        # Watched in a round of its own: the watch wakes the loop 500 times a second.
        async with watched_loop() as watch:
            for user_id in people:
                rank_by_similarity(await memory.recall(user_id), wish, 5)
        filtered = [
            await asyncio.to_thread(_by_filter, collection, user_id, wish) for user_id in people[:BY_FILTER]
        ]
    plain = f"Chroma with a metadata filter: {quantile(filtered, 0.5) * 1000:.0f} ms (p50)"
    return [
        Figure("a person's similar likes at 200,000, p50", quantile(seconds, 0.5) * 1000, "ms", None, plain),
        Figure("a person's similar likes at 200,000, p95", quantile(seconds, 0.95) * 1000, "ms", 5),
        Figure("event loop stood still, longest, meanwhile", watch.longest * 1000, "ms", 50),
    ]


async def _fill(database: Database, collection: Any, titles: Sequence[Title]) -> None:
    chance = np.random.default_rng(1)
    rows: list[tuple[int, str]] = []
    said: list[dict[str, Any]] = []
    for user_id in range(PEOPLE):
        for row in chance.choice(len(titles), EACH, replace=False):
            rows.append((user_id, titles[row].title_id))
            said.append(_row(user_id, titles[row]))
    # Straight into the table: ten thousand transactions would take longer than everything measured here.
    async with database.writing() as connection:
        await connection.execute(insert(verdicts), said)
    for start in range(0, len(rows), 5000):
        batch = rows[start : start + 5000]
        await asyncio.to_thread(
            collection.upsert,
            ids=[row_id(*row) for row in batch],
            embeddings=_unit(chance, len(batch)),
            metadatas=[{"user_id": user_id, "title_id": title_id} for user_id, title_id in batch],
        )


def _row(user_id: int, title: Title) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "title_id": title.title_id,
        "title": title.title,
        "year": title.year,
        "verdict": VerdictKind.LIKED.value,
        "note": "",
        "at": datetime.now(UTC),
    }


def _unit(chance: np.random.Generator, count: int) -> Vectors:
    vectors = chance.standard_normal((count, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def _by_filter(collection: Any, user_id: int, wish: Vectors) -> float:
    began = time.perf_counter()
    collection.query(query_embeddings=[wish], n_results=5, where={"user_id": user_id})
    return time.perf_counter() - began
