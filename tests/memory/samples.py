"""Titles made up for these tests, a memory over them, and an embedder for tests of quantity."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bot.domain.errors import EmbeddingsUnavailable
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.memory.chroma import Collections, open_collections
from bot.memory.preferences import PreferenceMemory
from bot.storage.verdicts import VerdictStore

LIKED, DISLIKED, SEEN = VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN
ADA, BEN = 81_234_567_890_123_456, 2**63 - 1
ORBIT = Title("orbit-song-2003", "Orbit Song", 2003, genres=("science fiction",),
              description="An astronaut alone above the earth talks to her late father by radio.")  # fmt: skip
TAVERN = Title("tavern-nights-1997", "Tavern Nights", 1997, genres=("comedy",),
               description="Four friends run a failing pub and fall in love with the same accordionist.")  # fmt: skip
SCALPEL = Title("scalpel-1981", "Scalpel", 1981, genres=("horror",),
                description="A surgeon's patients return to her, stitch by bloody stitch.")  # fmt: skip
TITLES = {title.title_id: title for title in (ORBIT, TAVERN, SCALPEL)}


class RandomEmbedder:
    """Gives any text a vector of its own, at once: for tests of quantity."""

    name = "random"
    dimensions = 16

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.broken = False

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if self.broken:
            raise EmbeddingsUnavailable("The embedding model is away.")
        self.texts.extend(texts)
        rows = [np.random.default_rng(abs(hash(text))).standard_normal(self.dimensions) for text in texts]
        found: Vectors = np.array(rows, np.float32).reshape(len(texts), self.dimensions)
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found

    embed_kept = embed


@asynccontextmanager
async def memory_over(
    folder: Path, store: VerdictStore, embedder: Any
) -> AsyncIterator[tuple[PreferenceMemory, Collections]]:
    async with open_collections(folder, None, embedder.name) as collections:
        memory = PreferenceMemory(
            collections.current, embedder, store, TITLES.get, earlier=collections.earlier
        )
        yield memory, collections


def film(number: int) -> Title:
    return Title(f"film-{number}-2000", f"Film {number}", 2000)
