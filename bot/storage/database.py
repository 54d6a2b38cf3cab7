"""Opening the relational store, and the transactions everything in this package runs in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Table, make_url, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import StorageError
from bot.storage import postgresql_server, schema, sqlite_file

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",  # as some hosters write it
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}

log = logging.getLogger(__name__)

# An error of the database is logged whole, and what people wrote is among its parameters.
HIDE_PARAMETERS = True
# How long whoever still reads or writes is waited for before the database is closed.
CLOSING_SECONDS = 2.0


class Database:
    """An open database. `reading` and `writing` give connections; what is raised in them is translated.

    Writers of this process take turns, readers never wait for them. Do not nest one `writing` in another.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        # SQLite's readers see one moment by nature; PostgreSQL's have to be asked to.
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._readers = (
            engine if self._is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        )
        self._writers = engine.execution_options(**{sqlite_file.BEGIN: "BEGIN IMMEDIATE"})
        self._bare = engine.execution_options(**{sqlite_file.BEGIN: ""})
        self._turn = asyncio.Lock()
        self._lent = 0
        self._returned = asyncio.Event()
        self._returned.set()

    @contextlib.contextmanager
    def _lending(self) -> Iterator[None]:
        self._lent += 1
        self._returned.clear()
        try:
            with _translated_errors():
                yield
        finally:
            self._lent -= 1
            if not self._lent:
                self._returned.set()

    async def until_returned(self) -> None:
        """Wait until nobody uses a connection any more: one that outlives its engine is never closed."""
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._returned.wait()
        except TimeoutError:
            log.warning("the database is closed while it is still used connections=%d", self._lent)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose reads all see the same moment.

        Raises StorageError when the database cannot be read.
        """
        with self._lending():
            async with self._readers.connect() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def glancing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for a single read, which needs no transaction to see one moment.

        Opening and ending one costs two trips to SQLite's thread, as much as the read itself.
        Raises StorageError when the database cannot be read.
        """
        with self._lending():
            async with self._bare.connect() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection inside a transaction: committed at the end, rolled back by any exception.

        Raises StorageError when the database cannot be written.
        """
        # The lock keeps our own writers in line (SQLite would have them poll); BEGIN IMMEDIATE does
        # the same between processes, and never fails half-way as an upgrade from reading would.
        # PostgreSQL has to be asked for that, too.
        async with self._turn:
            with self._lending():
                async with self._writers.begin() as connection:
                    if not self._is_sqlite:
                        await connection.execute(postgresql_server.TAKE_TURN)
                    yield connection

    async def scrub(self) -> None:
        """Empty SQLite's write-ahead log, where deleted rows could still be read. Elsewhere a no-op."""
        if not self._is_sqlite:
            return
        async with self._turn:
            with self._lending():
                async with self._bare.connect() as connection:
                    row = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()
        if row[0]:
            log.warning("write-ahead log not emptied: another program is reading")


def utc_now() -> datetime:
    """Return the time, aware and in UTC: the stores' clock unless a test gives another."""
    return datetime.now(UTC)


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return the dialect's INSERT, which knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


@contextlib.asynccontextmanager
async def open_database(url: str, *, patience: float = 5.0) -> AsyncIterator[Database]:
    """Open the database at `url`, migrated to this version's tables; closed on leaving.

    `url` is `sqlite:///path/to/file.db` (its folder is made) or `postgresql://…`. `patience` is how
    many seconds a lock of another program is waited for. Raises StorageError with what to do when the
    address is wrong, the file no database, not writable or locked, or made by a newer version.
    """
    address = _parse(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    if is_sqlite:
        revision = await asyncio.to_thread(sqlite_file.prepare, Path(address.database or ""), patience)
        engine = create_async_engine(
            address, connect_args={"isolation_level": None}, hide_parameters=HIDE_PARAMETERS
        )
        sqlite_file.configure(engine, patience)
    else:
        engine = postgresql_server.engine_at(
            address, patience, pool_pre_ping=True, hide_parameters=HIDE_PARAMETERS
        )
        revision = None
    try:
        if not is_sqlite:
            revision = await postgresql_server.prepare(engine)
        if revision != schema.HEAD:
            await asyncio.to_thread(schema.upgrade, address, patience)
        database = Database(engine)
        try:
            yield database
        finally:
            await database.until_returned()
    finally:
        await engine.dispose()


def _parse(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        # Without the cause: an address may carry a password.
        raise StorageError(
            "DATABASE_URL is not a database address. Write it like sqlite:///data/var/matinee.db."
        ) from None
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise StorageError(
            f"DATABASE_URL names {address.drivername}, which Matinee does not know. Use sqlite or postgresql."
        )
    database = address.database or ""
    if driver.startswith("sqlite") and (not database or database.startswith((":", "file:"))):
        raise StorageError(
            "DATABASE_URL names no file. Matinee keeps SQLite databases in a file, "
            "such as sqlite:///data/var/matinee.db."
        )
    return address.set(drivername=driver)


@contextlib.contextmanager
def _translated_errors() -> Iterator[None]:
    """Turn what the database could not do into StorageError; mistakes in our own SQL stay what they are."""
    try:
        yield
    except NoConnectionFree as exc:
        raise StorageError("The database is too busy right now. Try again in a moment.") from exc
    except DBAPIError as exc:
        # People read this in a channel, so it names no path.
        explained = sqlite_file.explain(exc.orig, "the database") if exc.orig else None
        if explained is None:
            explained = postgresql_server.explain(exc)
        if explained is None:
            raise
        raise explained from exc
    except OSError as exc:
        # The way to a server is cut; SQLite's driver has errors of its own.
        raise postgresql_server.silent() from exc
