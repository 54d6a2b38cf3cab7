from __future__ import annotations

import hashlib

import numpy as np
import pytest
from sqlalchemy import select

from bot.domain.ports import VectorCache, Vectors
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.vectors import VectorStore


@pytest.fixture
def store(database: Database) -> VectorStore:
    return VectorStore(database)


def hash_of(number: int) -> bytes:
    return hashlib.blake2b(str(number).encode(), digest_size=16).digest()


def some(count: int, dimensions: int = 8) -> dict[bytes, Vectors]:
    rows = np.random.default_rng(1).standard_normal((count, dimensions), dtype=np.float32)
    return {hash_of(number): row for number, row in enumerate(rows)}


async def test_vectors_come_back_bit_by_bit(store: VectorStore) -> None:
    cache: VectorCache = store
    written = some(3)
    await cache.write("minilm", written)
    read = await cache.read("minilm", [*written, hash_of(99)])
    assert read.keys() == written.keys()
    for text_hash, vector in read.items():
        assert vector.dtype == np.float32
        np.testing.assert_array_equal(vector, written[text_hash])


async def test_vectors_of_two_models_are_never_mixed(store: VectorStore) -> None:
    await store.write("minilm", some(2))
    assert await store.read("another", list(some(2))) == {}


async def test_writing_a_vector_twice_is_harmless(store: VectorStore) -> None:
    await store.write("minilm", some(2))
    await store.write("minilm", some(3))
    asked = [*some(3), *some(3)]
    assert len(await store.read("minilm", asked)) == 3


async def test_nothing_to_read_or_write_is_fine(store: VectorStore) -> None:
    await store.write("minilm", {})
    assert await store.read("minilm", []) == {}


async def test_more_vectors_than_a_statement_takes_values_are_read(store: VectorStore) -> None:
    written = some(2500)
    await store.write("minilm", written)
    assert (await store.read("minilm", list(written))).keys() == written.keys()


async def test_vectors_are_stored_as_little_endian_float32(store: VectorStore, database: Database) -> None:
    await store.write("minilm", {hash_of(1): np.array([1.0, -2.0], dtype=np.float64).astype(">f4")})
    async with database.reading() as connection:
        stored = (await connection.execute(select(tables.vectors.c.vector))).scalar_one()
    assert stored == bytes.fromhex("0000803f000000c0")
