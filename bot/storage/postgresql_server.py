"""What is particular to PostgreSQL: its address, its settings per connection, its errors in words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import StorageError
from bot.storage.tables import metadata

SECONDS_TO_CONNECT = 10
# A server that is gone without a word is waited for no longer than this.
SECONDS_TO_ANSWER = 60

# Whoever writes takes this lock first, as BEGIN IMMEDIATE has it in SQLite: who reads and then writes by what it
# read is not overtaken by another process, and rows are seen in the order of their numbers. Ends with the
# transaction. The number spells "matinee".
TAKE_TURN = text(f"SELECT pg_advisory_xact_lock({0x6D6174696E6565})")

_SILENT = "The database does not answer. Try again in a moment."
_REFUSED = "The database server does not let Matinee in. Check the account and the password in DATABASE_URL."
_FULL = "The disk of the database server is full. Free some space and try again."
_NOT_ALLOWED = (
    "The account in DATABASE_URL may not read and write Matinee's tables. Make it the owner of the database, "
    "or name another account."
)
# By SQLSTATE, or its first two signs for a whole class: the appendix of PostgreSQL's manual lists them.
_SENTENCES = {
    "08": _SILENT,
    "25006": "The database server only lets Matinee read. Name one in DATABASE_URL that can be written.",
    "28": _REFUSED,
    "3D000": (
        "The database server has no database of that name. Make it with CREATE DATABASE, "
        "or name another one in DATABASE_URL."
    ),
    "40": "The database is too busy right now. Try again in a moment.",
    "42501": _NOT_ALLOWED,
    "53": "The database server has no room for more right now. Try again in a moment.",
    "53100": _FULL,
    "55P03": "The database is locked by another program. Close that program, or try again in a moment.",
    "57": _SILENT,
    "58": "The disk of the database server cannot be read or written. Check it and try again.",
    "XX001": "The database is damaged. Put a backup in its place.",
    "XX002": "The database is damaged. Put a backup in its place.",
}
# What a server says of a parameter of the address that it does not know, or whose value is wrong.
_WRONG_PARAMETER = ("42704", "22023")


def explain(error: DBAPIError) -> StorageError | None:
    """Say in a sentence what an error of PostgreSQL means; None for errors that are mistakes in our own code."""
    state = _state(error)
    sentence = _SENTENCES.get(state) or _SENTENCES.get(state[:2])
    if sentence is None and error.connection_invalidated:
        sentence = _SILENT
    return None if sentence is None else StorageError(sentence)


def silent() -> StorageError:
    """Return what to say when the way to the server is cut. It names no address: people read it in a channel."""
    return StorageError(_SILENT)


def engine_at(
    address: URL, patience: float, *, answer_seconds: float | None = SECONDS_TO_ANSWER, **options: Any
) -> AsyncEngine:
    """Return an engine for a database on a server; `patience` is how many seconds a lock is waited for,
    `answer_seconds` how many the answer to a statement is.

    The parameters of the address are those of the driver: `sslmode` and the like, or settings of the server.
    Raises StorageError when the driver is not installed.
    """
    try:
        import asyncpg
    except ModuleNotFoundError as exc:
        raise StorageError(
            "DATABASE_URL names PostgreSQL, whose driver is missing. Run: pip install asyncpg"
        ) from exc
    # The driver reads the address itself: SQLAlchemy would hand it each parameter as an argument of that name.
    dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)
    settings = {
        "application_name": "matinee",
        "lock_timeout": str(max(1, round(patience * 1000))),
        # A machine that vanished must not keep the writers' lock for the two hours that are usual.
        "tcp_keepalives_idle": "30",
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
    }

    async def connect() -> Any:
        return await asyncpg.connect(
            dsn, timeout=SECONDS_TO_CONNECT, command_timeout=answer_seconds, server_settings=settings
        )

    return create_async_engine("postgresql+asyncpg://", async_creator=connect, **options)


async def prepare(engine: AsyncEngine) -> str | None:
    """Make sure that Matinee can use the database; return its revision, None if it is new.

    Raises StorageError when it cannot, or the tables there are another program's.
    """
    with _translated_refusals():
        async with engine.connect() as connection:
            return await connection.run_sync(_revision)


def _revision(connection: Connection) -> str | None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise StorageError(
            f"The database keeps text as {encoding}, which cannot spell every title. "
            "Make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        )
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables:
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision
    if taken := tables & set(metadata.tables):
        raise StorageError(
            f"The database has tables of another program ({', '.join(sorted(taken))}). "
            "Name another database in DATABASE_URL."
        )
    return None


@contextlib.contextmanager
def _translated_refusals() -> Iterator[None]:
    """Say why no connection came about. Only the operator reads this, when the bot starts."""
    try:
        yield
    except OSError as exc:
        why = f" ({exc})" if str(exc) else ""
        raise StorageError(
            f"The database server cannot be reached{why}. Check that it runs and that DATABASE_URL is right."
        ) from exc
    except DBAPIError as exc:
        if _state(exc) in _WRONG_PARAMETER or isinstance(exc, InterfaceError):
            raise StorageError(f"DATABASE_URL is not right: {_said(exc)}.") from exc
        raise (explain(exc) or StorageError(f"The database server refuses: {_said(exc)}.")) from exc


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _said(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0].rstrip(".")
