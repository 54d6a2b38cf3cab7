"""A real Chroma over a real SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.memory.chroma import Collections
from bot.memory.preferences import PreferenceMemory
from bot.storage.database import Database, open_database
from bot.storage.verdicts import VerdictStore
from tests.memory.samples import (
    RandomEmbedder,
    memory_over,
)  # fmt: skip


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{tmp_path / 'matinee.sqlite3'}") as opened:
        yield opened


@pytest.fixture
def store(database: Database) -> VerdictStore:
    return VerdictStore(database)


@pytest.fixture
def random_embedder() -> RandomEmbedder:
    return RandomEmbedder()


@pytest.fixture
async def opened(
    tmp_path: Path, store: VerdictStore, random_embedder: RandomEmbedder
) -> AsyncIterator[tuple[PreferenceMemory, Collections]]:
    async with memory_over(tmp_path / "chroma", store, random_embedder) as pair:
        yield pair


@pytest.fixture
def memory(opened: tuple[PreferenceMemory, Collections]) -> PreferenceMemory:
    return opened[0]


@pytest.fixture
def collection(opened: tuple[PreferenceMemory, Collections]) -> Any:
    return opened[1].current


def ids_in(collection: Any) -> set[str]:
    return set(collection.get(include=[])["ids"])
