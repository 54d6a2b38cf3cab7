"""The databases that everything which keeps something is tested on: SQLite, and PostgreSQL where it is installed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.postgresql import PostgresServer, running_server, server_programs


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A running PostgreSQL server, the same for all tests."""
    programs = server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed (on Debian: apt-get install postgresql)")
    with running_server(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
async def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database of the test's own: once a file, once on a server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'matinee.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    async with server.migrated() as name:
        yield server.url(name)
