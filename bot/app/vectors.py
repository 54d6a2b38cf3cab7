"""The embedding model that the settings name, with the vectors that are there already."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.domain.errors import CatalogueError
from bot.domain.ports import Embedder
from bot.llm.service import open_model_client
from bot.memory.embeddings import MiniLmEmbedder, OllamaEmbedder
from bot.memory.vector_cache import CachedEmbedder, ShippedVectors
from bot.settings import SHIPPED_CATALOGUE, Settings
from bot.storage.database import Database
from bot.storage.vectors import VectorStore

log = logging.getLogger(__name__)

SHIPPED_VECTORS = SHIPPED_CATALOGUE / "vectors.npz"


@asynccontextmanager
async def embedder_over(settings: Settings, database: Database) -> AsyncIterator[CachedEmbedder]:
    """Give the embedding model that the settings name, with what it has made so far."""
    async with open_model_client() as http:
        yield await cached_embedder(settings, database, http)


async def cached_embedder(settings: Settings, database: Database, http: httpx.AsyncClient) -> CachedEmbedder:
    """Return the embedding model that the settings name, over the shipped vectors and those in the store."""
    return CachedEmbedder(_embedder(settings, http), [*await _shipped_vectors(), VectorStore(database)])


def _embedder(settings: Settings, http: httpx.AsyncClient) -> Embedder:
    if settings.embedder == "ollama":
        return OllamaEmbedder(settings.ollama_url, settings.embedding_model, http)
    return MiniLmEmbedder(settings.data_dir / "models")


async def _shipped_vectors() -> list[ShippedVectors]:
    try:
        return [await asyncio.to_thread(ShippedVectors.load, SHIPPED_VECTORS)]
    except CatalogueError as exc:
        log.warning("the shipped vectors cannot be used, they are made anew: %s", exc)
        return []
