"""A real database in a file for every test, and a clock that moves one second per look."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database

START = datetime(2030, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "matinee.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    async with open_database(store_url) as opened:
        yield opened


@pytest.fixture
def clock() -> Callable[[], datetime]:
    def seconds() -> Iterator[datetime]:
        now = START
        while True:
            yield now
            now += timedelta(seconds=1)

    return seconds().__next__
