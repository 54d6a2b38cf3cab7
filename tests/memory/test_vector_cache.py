"""What is embedded, what is looked up, and the file of vectors that ships with the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.domain.errors import CatalogueError, EmbeddingsUnavailable, StorageError
from bot.domain.ports import Embedder, VectorCache, Vectors
from bot.memory.vector_cache import CachedEmbedder, ShippedVectors, hash_of, write_shipped

MODEL = "counting"


def vector_of(text: str) -> Vectors:
    seed = int.from_bytes(hash_of(text)[:4], "little")
    vector = np.random.default_rng(seed).normal(size=8)
    unit: Vectors = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


class CountingEmbedder:
    """Gives every text its own direction and keeps what it was asked."""

    name = MODEL

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(list(texts))
        return np.array([vector_of(text) for text in texts], np.float32).reshape(-1, 8)


class MemoryCache:
    """A VectorCache in a dictionary."""

    def __init__(self, *texts: str, model: str = MODEL) -> None:
        self.kept = {(model, hash_of(text)): vector_of(text) for text in texts}
        self.reads: list[int] = []

    async def read(self, model: str, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        self.reads.append(len(hashes))
        return {key: self.kept[model, key] for key in hashes if (model, key) in self.kept}

    async def write(self, model: str, vectors: dict[bytes, Vectors]) -> None:
        self.kept.update({(model, key): vector for key, vector in vectors.items()})


class BrokenCache:
    """A VectorCache whose disk is gone."""

    async def read(self, model: str, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        raise StorageError("The disk is gone.")

    async def write(self, model: str, vectors: dict[bytes, Vectors]) -> None:
        raise StorageError("The disk is gone.")


def same(vectors: Vectors, *texts: str) -> bool:
    return vectors.dtype == np.float32 and np.array_equal(vectors, [vector_of(text) for text in texts])


def test_a_text_is_known_by_the_first_16_bytes_of_its_sha256() -> None:
    assert hash_of("Amélie") == hashlib.sha256("Amélie".encode()).digest()[:16]
    assert len(hash_of("half a pair \ud83d")) == 16


async def test_only_what_no_cache_knows_is_embedded_and_order_is_kept() -> None:
    inner, first, second = CountingEmbedder(), MemoryCache("alien"), MemoryCache("heat", "alien")
    embedder = CachedEmbedder(inner, [first, second])
    assert same(
        await embedder.embed(["heat", "fargo", "alien", "brazil"]), "heat", "fargo", "alien", "brazil"
    )
    assert inner.asked == [["fargo", "brazil"]]
    assert (first.reads, second.reads) == ([4], [3])


async def test_a_text_that_comes_twice_is_embedded_once() -> None:
    inner = CountingEmbedder()
    embedder = CachedEmbedder(inner, [])
    assert same(await embedder.embed(["fargo", "heat", "fargo"]), "fargo", "heat", "fargo")
    assert inner.asked == [["fargo", "heat"]]


async def test_nothing_is_embedded_when_everything_is_known() -> None:
    inner, later = CountingEmbedder(), MemoryCache()
    embedder = CachedEmbedder(inner, [MemoryCache("heat"), later])
    assert same(await embedder.embed_kept(["heat", "heat"]), "heat", "heat")
    assert (inner.asked, later.reads) == ([], [])


async def test_a_request_is_not_kept_but_a_title_is_and_in_the_last_cache_only() -> None:
    inner, first, last = CountingEmbedder(), MemoryCache(), MemoryCache("heat")
    embedder: CachedEmbedder = CachedEmbedder(inner, [first, last])
    await embedder.embed(["something with rain"])
    assert len(last.kept) == 1
    await embedder.embed_kept(["fargo", "heat"])
    assert set(last.kept) == {(MODEL, hash_of("fargo")), (MODEL, hash_of("heat"))}
    assert first.kept == {}
    await embedder.embed(["fargo"])
    assert inner.asked == [["something with rain"], ["fargo"]]


async def test_no_texts_have_the_shape_the_inner_embedder_gives_them() -> None:
    embedder: Embedder = CachedEmbedder(CountingEmbedder(), [MemoryCache()])
    assert (await embedder.embed([])).shape == (0, 8)
    assert embedder.name == MODEL


async def test_vectors_of_another_model_are_never_used() -> None:
    inner = CountingEmbedder()
    await CachedEmbedder(inner, [MemoryCache("heat", model="another")]).embed(["heat"])
    assert inner.asked == [["heat"]]


async def test_a_cache_that_fails_costs_time_but_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    inner = CountingEmbedder()
    embedder = CachedEmbedder(inner, [BrokenCache()])
    assert same(await embedder.embed_kept(["a private wish"]), "a private wish")
    assert len(caplog.records) == 2
    assert "private" not in caplog.text


async def test_an_embedder_that_fails_is_not_hidden() -> None:
    class Failing(CountingEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            raise EmbeddingsUnavailable("Not today.")

    cache = MemoryCache()
    with pytest.raises(EmbeddingsUnavailable, match="Not today"):
        await CachedEmbedder(Failing(), [cache]).embed_kept(["heat"])
    assert cache.kept == {}


TEXTS = ("heat", "fargo", "alien")


def ship(path: Path, *texts: str) -> None:
    write_shipped(
        path, MODEL, texts, np.array([vector_of(text) for text in texts], np.float32).reshape(-1, 8)
    )


async def test_shipped_vectors_come_back_as_unit_vectors_for_their_own_model_only(tmp_path: Path) -> None:
    ship(tmp_path / "vectors.npz", *TEXTS)
    shipped: VectorCache = ShippedVectors.load(tmp_path / "vectors.npz")
    read = await shipped.read(MODEL, [hash_of("alien"), hash_of("unknown"), hash_of("heat")])
    assert set(read) == {hash_of("alien"), hash_of("heat")}
    for text in ("alien", "heat"):
        np.testing.assert_allclose(read[hash_of(text)], vector_of(text), atol=1e-3)
        assert read[hash_of(text)].dtype == np.float32
        assert np.linalg.norm(read[hash_of(text)]) == pytest.approx(1, abs=1e-6)
    assert await shipped.read("another", [hash_of("alien")]) == {}
    assert await shipped.read(MODEL, []) == {}


async def test_the_shipped_file_has_the_layout_it_promises(tmp_path: Path) -> None:
    ship(tmp_path / "vectors.npz", *TEXTS)
    with np.load(tmp_path / "vectors.npz") as arrays:
        assert set(arrays) == {"hashes", "vectors", "model"}
        assert (arrays["hashes"].shape, arrays["hashes"].dtype) == ((3, 16), np.uint8)
        assert (arrays["vectors"].shape, arrays["vectors"].dtype) == ((3, 8), np.float16)
        assert (arrays["model"].shape, str(arrays["model"])) == ((), MODEL)


def test_the_same_texts_give_the_same_file_in_whatever_order(tmp_path: Path) -> None:
    ship(tmp_path / "one.npz", *TEXTS)
    ship(tmp_path / "two.npz", *reversed(TEXTS), "heat")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert len(ShippedVectors.load(tmp_path / "two.npz")) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.npz", "two.npz"]


async def test_shipped_vectors_serve_in_front_of_a_cache_that_is_written(tmp_path: Path) -> None:
    ship(tmp_path / "vectors.npz", *TEXTS)
    inner, kept = CountingEmbedder(), MemoryCache()
    embedder = CachedEmbedder(inner, [ShippedVectors.load(tmp_path / "vectors.npz"), kept])
    assert (await embedder.embed_kept(["heat", "brazil"])).shape == (2, 8)
    assert (inner.asked, set(kept.kept)) == ([["brazil"]], {(MODEL, hash_of("brazil"))})


async def test_an_empty_shipped_file_is_allowed(tmp_path: Path) -> None:
    ship(tmp_path / "vectors.npz")
    assert await ShippedVectors.load(tmp_path / "vectors.npz").read(MODEL, [hash_of("heat")]) == {}


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 not a zip", b"\x80\x04pickle"])
def test_a_missing_or_damaged_shipped_file_is_named_in_the_error(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "vectors.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CatalogueError, match=r"vectors\.npz"):
        ShippedVectors.load(path)


def test_a_shipped_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    hashes, vectors = np.zeros((2, 16), np.uint8), np.zeros((3, 8), np.float16)
    np.savez(path, model=np.array(MODEL), hashes=hashes, vectors=vectors)
    with pytest.raises(CatalogueError, match="shape"):
        ShippedVectors.load(path)
    np.savez(path, model=np.array(MODEL), hashes=hashes)
    with pytest.raises(CatalogueError, match="cannot be read"):
        ShippedVectors.load(path)
