"""Opening the relational store, and the transactions everything in this package runs in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Table, inspect, make_url, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.domain.errors import StorageError
from bot.storage import schema, sqlite_file

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
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
        is_postgresql = engine.dialect.name == "postgresql"
        self._readers = (
            engine.execution_options(isolation_level="REPEATABLE READ") if is_postgresql else engine
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
        async with self._turn:
            with self._lending():
                async with self._writers.begin() as connection:
                    yield connection

    async def scrub(self) -> None:
        """Empty SQLite's write-ahead log, where deleted rows could still be read. Elsewhere a no-op."""
        if self._engine.dialect.name != "sqlite":
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
        engine = _postgresql_engine(address)
        revision = await _revision(engine)
    try:
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
    except ArgumentError:
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


def _postgresql_engine(address: URL) -> AsyncEngine:
    try:
        return create_async_engine(address, pool_pre_ping=True, hide_parameters=HIDE_PARAMETERS)
    except ModuleNotFoundError as exc:
        raise StorageError(
            "DATABASE_URL names PostgreSQL, whose driver is missing. Run: pip install asyncpg"
        ) from exc


async def _revision(engine: AsyncEngine) -> str | None:
    def read(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    with _translated_errors():
        try:
            async with engine.connect() as connection:
                return await connection.run_sync(read)
        except OSError as exc:
            raise StorageError(
                "The database server cannot be reached. Check that it runs and that DATABASE_URL is right."
            ) from exc


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
        if explained is not None:
            raise explained from exc
        if isinstance(exc, (InterfaceError, OperationalError)) and not _is_sqlite(exc):
            raise StorageError("The database does not answer. Try again in a moment.") from exc
        raise


def _is_sqlite(exc: DBAPIError) -> bool:
    return hasattr(exc.orig, "sqlite_errorname")
