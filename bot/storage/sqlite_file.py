"""What is particular to SQLite: its file, its settings per connection, its errors in words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.domain.errors import StorageError

# The execution option that says how a connection begins its transactions; "" leaves that out.
BEGIN = "sqlite_begin"

_BUSY = "{place} is locked by another program. Close that program, or try again in a moment."
_NOT_OURS_TO_WRITE = (
    "{place} cannot be opened for writing. Give Matinee write permission on the file and its folder, "
    "or name another file in DATABASE_URL."
)
_UNREADABLE = (
    "{place} is damaged or not a database at all. Move it away to start afresh, put a backup in its "
    "place, or name another file in DATABASE_URL."
)
_SENTENCES = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_CANTOPEN": _NOT_OURS_TO_WRITE,
    "SQLITE_READONLY": _NOT_OURS_TO_WRITE,
    "SQLITE_PERM": _NOT_OURS_TO_WRITE,
    "SQLITE_NOTADB": _UNREADABLE,
    "SQLITE_CORRUPT": _UNREADABLE,
    "SQLITE_FULL": "The disk that holds {place} is full. Free some space and try again.",
    "SQLITE_IOERR": "The disk that holds {place} cannot be read or written. Check it and try again.",
}


def explain(error: BaseException, place: str) -> StorageError | None:
    """Say in a sentence what an SQLite error means; None for errors that are mistakes in our own code."""
    name: str = getattr(error, "sqlite_errorname", "")
    # Extended names say more than anyone asks: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE.
    sentence = _SENTENCES.get("_".join(name.split("_")[:2]))
    if sentence is None:
        return None
    text = sentence.format(place=place)
    return StorageError(text[0].upper() + text[1:])


def prepare(path: Path, patience: float) -> str | None:
    """Make sure that `path` is a database which Matinee may write; return its revision, None if new.

    Blocks: for a worker thread. `patience` is how many seconds another program's lock is waited for.
    Raises StorageError when the file cannot be used, or holds the tables of another program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise StorageError(_NOT_OURS_TO_WRITE.format(place=path)) from exc
    try:
        with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            if tables and "alembic_version" not in tables:
                raise StorageError(f"{path} belongs to another program. Name another file in DATABASE_URL.")
            connection.execute("PRAGMA journal_mode=WAL")
            # Taking the write lock finds a file that may be read only, before anybody relies on it.
            connection.execute("BEGIN IMMEDIATE")
            found = tables and connection.execute("SELECT version_num FROM alembic_version").fetchone()
            connection.execute("ROLLBACK")
    except sqlite3.Error as exc:
        explained = explain(exc, str(path))
        if explained is None:
            raise
        raise explained from exc
    return str(found[0]) if found else None


def configure(engine: AsyncEngine, patience: float, *, foreign_keys: bool = True) -> None:
    """Give every new connection of `engine` its settings, and let SQLAlchemy begin the transactions.

    Python's driver begins one only before some statements and never before CREATE TABLE; a migration
    that fails half-way would leave its first half behind. `isolation_level=None` takes that from it.
    """
    pragmas = (
        f"PRAGMA busy_timeout={int(patience * 1000)}",
        "PRAGMA synchronous=NORMAL",  # with WAL: a killed process loses nothing, a power cut the last moment
        f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "PRAGMA secure_delete=ON",  # what a person has forgotten is overwritten, not only unlinked
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: PoolProxiedConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get(BEGIN, "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)
