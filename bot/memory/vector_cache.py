"""Vectors that need not be computed twice: those shipped with the catalogue, those kept before."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.domain.errors import CatalogueError, StorageError
from bot.domain.ports import Embedder, VectorCache, Vectors

log = logging.getLogger(__name__)

HASH_BYTES = 16
_EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def hash_of(text: str) -> bytes:
    """Return the 16 bytes that stand for a text in a vector cache: the first of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:HASH_BYTES]


class CachedEmbedder:
    """An embedder that asks `caches` in turn before it computes; the last of them is the one written to."""

    def __init__(self, inner: Embedder, caches: Sequence[VectorCache]) -> None:
        self._inner = inner
        self._caches = tuple(caches)

    @property
    def name(self) -> str:
        """The model's name, which is the inner embedder's."""
        return self._inner.name

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector per text, shape (len(texts), dimensions), float32; new ones are not kept.

        For fleeting texts, such as requests. Raises EmbeddingsUnavailable as the inner embedder does.
        """
        return await self._embed(texts, keep=False)

    async def embed_kept(self, texts: Sequence[str]) -> Vectors:
        """Do the same and keep what is new. For texts that come back, such as titles and notes."""
        return await self._embed(texts, keep=True)

    async def kept(self, texts: Sequence[str]) -> Vectors | None:
        """Return the vectors that are kept, shape (len(texts), dimensions), zeros for other texts; None for none at all."""
        hashes = await asyncio.to_thread(lambda: [hash_of(text) for text in texts])
        known = await self._read(list(dict.fromkeys(hashes)))
        if not known:
            return None
        vectors = np.zeros((len(texts), len(next(iter(known.values())))), np.float32)
        for row, key in enumerate(hashes):
            if key in known:
                vectors[row] = known[key]
        return vectors

    async def keep(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep the vectors of these texts, which this embedder has made."""
        await self._write({hash_of(text): vector for text, vector in zip(texts, vectors, strict=True)})

    async def _embed(self, texts: Sequence[str], *, keep: bool) -> Vectors:
        text_by_hash = {hash_of(text): text for text in texts}
        known = await self._read(list(text_by_hash))
        missing = [key for key in text_by_hash if key not in known]
        # The inner embedder is asked even for nothing when there are no texts: it knows the shape of that.
        if missing or not texts:
            computed = await self._inner.embed([text_by_hash[key] for key in missing])
            if not texts:
                return computed
            new = dict(zip(missing, computed, strict=True))
            known.update(new)
            if keep:
                await self._write(new)
        return np.stack([known[hash_of(text)] for text in texts]).astype(np.float32, copy=False)

    async def _read(self, hashes: list[bytes]) -> dict[bytes, Vectors]:
        known: dict[bytes, Vectors] = {}
        for cache in self._caches:
            missing = [key for key in hashes if key not in known]
            if not missing:
                break
            try:
                known.update(await cache.read(self.name, missing))
            except StorageError:  # a cache that fails costs time, never an answer
                log.warning("vector cache %s not readable, computing", type(cache).__name__, exc_info=True)
        return known

    async def _write(self, vectors: dict[bytes, Vectors]) -> None:
        if not self._caches:
            return
        try:
            await self._caches[-1].write(self.name, vectors)
        except StorageError:
            log.warning("vectors not kept count=%d", len(vectors), exc_info=True)


class ShippedVectors:
    """The vectors that come with the catalogue, a read-only VectorCache in memory.

    `hashes` has shape (n, 16), uint8; `vectors` (n, dimensions), float16. Vectors of another model than the
    one asked for are not given.
    """

    def __init__(self, model: str, hashes: NDArray[np.uint8], vectors: NDArray[np.float16]) -> None:
        self._model = model
        self._vectors = vectors
        self._rows = {row.tobytes(): number for number, row in enumerate(hashes)}

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a file made by `write_shipped`. Raises CatalogueError when it is missing or damaged."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                model, hashes, vectors = str(arrays["model"]), arrays["hashes"], arrays["vectors"]
        except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile) as exc:
            raise CatalogueError(f"The shipped vectors in {path.name} cannot be read.") from exc
        fits = hashes.shape == (len(vectors), HASH_BYTES) and vectors.ndim == 2
        if not fits or hashes.dtype != np.uint8 or vectors.dtype != np.float16:
            raise CatalogueError(
                f"The shipped vectors in {path.name} do not have the shape they should have."
            )
        return cls(model, hashes, vectors)

    async def read(self, model: str, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Return the shipped vectors among these, by hash, each of shape (dimensions,), float32."""
        if model != self._model:
            return {}
        found = [key for key in hashes if key in self._rows]
        vectors = self._vectors[[self._rows[key] for key in found]].astype(np.float32)
        # Half precision leaves the length off by up to 2e-4.
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return dict(zip(found, vectors, strict=True))

    async def write(self, model: str, vectors: dict[bytes, Vectors]) -> None:
        """Keep nothing: what is shipped is made once, by `write_shipped`."""


def write_shipped(path: Path, model: str, texts: Sequence[str], vectors: Vectors) -> None:
    """Write the file that `ShippedVectors.load` reads; `vectors` has shape (len(texts), dimensions).

    The same texts and vectors give the same bytes, in whatever order they come, so that a file made again
    shows no change. The file appears whole or not at all.
    """
    row_by_hash = {hash_of(text): row for row, text in enumerate(texts)}
    hashes = sorted(row_by_hash)
    arrays: dict[str, NDArray[Any]] = {
        "hashes": np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, HASH_BYTES),
        "vectors": vectors[[row_by_hash[key] for key in hashes]].astype("<f2"),
        "model": np.array(model),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w") as archive:
            for name, array in arrays.items():
                # np.savez leaves date and system to zipfile, and compressed bytes differ between zlibs.
                member = zipfile.ZipInfo(f"{name}.npy", date_time=_EARLIEST_ZIP_DATE)
                member.create_system = 3
                member.external_attr = 0o644 << 16
                content = io.BytesIO()
                np.lib.format.write_array(content, array, version=(1, 0), allow_pickle=False)
                archive.writestr(member, content.getvalue(), zipfile.ZIP_STORED)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)
