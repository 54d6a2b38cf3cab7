"""Brings a database up to the tables of this version. Alembic is imported only when there is work."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.errors import StorageError
from bot.storage import postgresql_server, sqlite_file

# The newest migration, written down so that an up-to-date database opens without Alembic (0.4 s).
HEAD = "0008"

MIGRATIONS = Path(__file__).parent / "migrations"

log = logging.getLogger(__name__)


def upgrade(url: URL, patience: float, *, more_versions: Sequence[Path] = ()) -> None:
    """Run every missing migration in one transaction: all of them are done, or none.

    Blocks: for a worker thread, where it has an event loop of its own. `more_versions` are further
    folders of migrations. Raises StorageError when a migration fails or the database is newer.
    """
    asyncio.run(_upgrade(url, patience, more_versions))


async def _upgrade(url: URL, patience: float, more_versions: Sequence[Path]) -> None:
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        engine = create_async_engine(
            url,
            hide_parameters=True,
            connect_args={"isolation_level": None},
            execution_options={sqlite_file.BEGIN: "BEGIN IMMEDIATE"},
        )
        # Building a table anew, SQLite's way to alter one, drops the old one: with foreign keys on, that
        # would delete the rows that refer to it. They are checked before the commit instead.
        sqlite_file.configure(engine, patience, foreign_keys=False)
    else:
        engine = postgresql_server.engine_at(url, patience, answer_seconds=None, hide_parameters=True)
    try:
        async with engine.begin() as connection:
            if not is_sqlite:
                # Two bots that start together migrate one after the other, as BEGIN IMMEDIATE has it.
                await connection.execute(postgresql_server.TAKE_TURN)
            await connection.run_sync(_run_migrations, more_versions)
            if is_sqlite:
                await connection.run_sync(_check_foreign_keys)
    except SQLAlchemyError as exc:
        raise _explained(exc, url) or StorageError(
            "The database could not be brought up to date, and nothing in it was changed. "
            "Go back to the version of Matinee you used before, and report what the log says."
        ) from exc
    finally:
        await engine.dispose()


def _run_migrations(connection: Connection, more_versions: Sequence[Path]) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", _literal(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    folders = (MIGRATIONS / "versions", *more_versions)
    config.set_main_option("version_locations", "\n".join(_literal(folder) for folder in folders))
    config.attributes["connection"] = connection

    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    present = MigrationContext.configure(connection).get_current_heads()
    if not known.issuperset(present):
        raise StorageError(
            "The database was made by a newer version of Matinee. Update Matinee, "
            "or name another database in DATABASE_URL."
        )
    command.upgrade(config, "head")
    log.info("database migrated from=%s", ",".join(present) or "nothing")


def _explained(error: SQLAlchemyError, url: URL) -> StorageError | None:
    if not isinstance(error, DBAPIError) or error.orig is None:
        return None
    return sqlite_file.explain(error.orig, url.database or "The database") or postgresql_server.explain(error)


def _literal(path: Path) -> str:
    """Return a path as Alembic's configuration wants it, which gives the percent sign a meaning."""
    return str(path).replace("%", "%%")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        raise StorageError(
            f"The database could not be brought up to date, because rows of {tables} refer to rows that "
            "are missing. Nothing was changed; put a backup in its place."
        )
