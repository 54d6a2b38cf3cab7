from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from asyncio import to_thread
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.schema import CreateTable

from bot.domain.errors import StorageError
from bot.domain.verdict import VerdictKind
from bot.storage import schema
from bot.storage.database import Database, open_database
from bot.storage.recommendations import RecommendationStore, RecommendedTitle
from bot.storage.tables import metadata
from bot.storage.titles import TitleStore
from bot.storage.verdicts import VerdictStore
from tests.storage.samples import ADA, LANTERN

REVISION = """
from alembic import op
import sqlalchemy as sa

revision = "test"
down_revision = "{head}"


def upgrade():
    op.create_table("extra", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("recommendations") as table:
        table.add_column(sa.Column("mood", sa.Text))
    op.execute("DELETE FROM verdicts")
    {ending}
"""


def statements(path: Path) -> dict[str, list[str]]:
    """What the file says its tables and indexes are made of, whatever the order of columns' clauses."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {name: sorted(clauses(sql)) for name, sql in rows if name != "alembic_version"}


def clauses(sql: str) -> list[str]:
    """Take a statement apart at the commas of its outermost brackets: a column added later stands at the end.

    SQLite writes the name of a table that was built anew in quotes.
    """
    found, depth = [""], 0
    for sign in " ".join(sql.split()):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 1:
            found.append("")
        elif not (sign == ")" and depth == 0):
            found[-1] += sign
    head, _, first = found[0].partition("(")
    return [head.replace('"', "").strip(), first.strip(), *(part.strip() for part in found[1:])]


def run_with(path: Path, folder: Path, ending: str) -> None:
    """Run a further migration which ends in `ending`."""
    folder.mkdir()
    (folder / "test_migration.py").write_text(REVISION.format(head=schema.HEAD, ending=ending))
    address = make_url(f"sqlite+aiosqlite:///{path}")
    schema.upgrade(address, 1.0, more_versions=[folder])


def migrate_to(path: Path, revision: str) -> None:
    """Make the database of an earlier version."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


async def fill(url: str) -> None:
    async with open_database(url) as database:
        await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)
        shown = RecommendedTitle(LANTERN.title_id, LANTERN.title, LANTERN.year, "because", 0.5)
        await RecommendationStore(database).add(
            user_id=ADA, request="a wish", status="complete", engine="test", seconds=0.1, titles=[shown]
        )


async def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_migrations_make_the_same_checks_defaults_and_counters(url: str, path: Path) -> None:
    async with open_database(url):
        pass
    direct = path.with_name("direct.db")
    engine = create_engine(f"sqlite:///{direct}")
    metadata.create_all(engine)
    engine.dispose()
    assert statements(path) == statements(direct)


def test_the_head_written_down_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == schema.HEAD


async def test_a_migrated_database_opens_without_importing_alembic(url: str) -> None:
    async with open_database(url):
        pass
    body = (
        "import asyncio, sys\n"
        "from bot.storage.database import open_database\n"
        "async def main():\n"
        "    async with open_database(sys.argv[1]): pass\n"
        "asyncio.run(main())\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    command = [sys.executable, "-c", body, url]
    ended = await to_thread(subprocess.run, command, cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode == 0


@pytest.mark.parametrize(
    ("ending", "error"),
    [("op.execute('INSERT INTO nowhere VALUES (1)')", StorageError), ("raise RuntimeError", RuntimeError)],
)
async def test_a_migration_that_fails_half_way_changes_nothing(
    url: str, path: Path, tmp_path: Path, ending: str, error: type[Exception]
) -> None:
    await fill(url)
    before = statements(path)
    with pytest.raises(error):
        await to_thread(run_with, path, tmp_path / "versions", ending)
    assert statements(path) == before
    async with open_database(url) as database:
        assert len(await VerdictStore(database).current(ADA)) == 1


async def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url)
    await to_thread(run_with, path, tmp_path / "versions", "pass")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM recommended_titles").fetchone() == (1,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("test",)


async def test_a_migration_that_breaks_a_reference_is_taken_back(
    url: str, path: Path, tmp_path: Path
) -> None:
    await fill(url)
    with pytest.raises(StorageError, match="recommended_titles"):
        await to_thread(run_with, path, tmp_path / "versions", "op.execute('DELETE FROM recommendations')")
    async with open_database(url) as database:
        assert len(await RecommendationStore(database).of_user(ADA)) == 1


def test_on_postgresql_ids_have_64_bits_and_times_a_zone() -> None:
    dialect = make_url("postgresql://").get_dialect()()
    for table in metadata.sorted_tables:
        ddl = str(CreateTable(table).compile(dialect=dialect))
        for column in table.columns:
            if column.name in {"id", "user_id", "guild_id", "channel_id", "message_id", "recommendation_id"}:
                assert re.search(rf"\b{column.name} BIG(INT|SERIAL)", ddl), (table.name, column.name)
            if column.name in {"at", "updated_at", "retracted_at"}:
                assert f"{column.name} TIMESTAMP WITH TIME ZONE" in ddl


def test_every_constraint_and_index_has_a_name() -> None:
    for table in metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints)
        assert all(index.name for index in table.indexes)


async def test_of_rows_that_two_sources_told_of_one_title_the_newest_is_kept(url: str, path: Path) -> None:
    await to_thread(migrate_to, path, "0004")
    told = (
        "INSERT INTO titles (title_id, source, title, year, kind, genres, description, keywords, original_title, "
        "other_titles, directors, actors, countries, languages, fame, tmdb_id, poster_path, at) "
        "VALUES (?, ?, 'Signal', 2001, ?, '[]', '', '[]', '', '[]', '[]', '[]', '[]', '[]', 1, ?, '', ?)"
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            told,
            [
                ("early", "one", "film", 7, "2024-01-01 00:00:00"),
                ("late", "two", "film", 7, "2024-01-02 00:00:00"),
                ("twin", "three", "film", 7, "2024-01-02 00:00:00"),
                ("series", "two", "series", 7, "2024-01-01 00:00:00"),
                ("without", "two", "film", None, "2024-01-01 00:00:00"),
                ("numberless", "two", "film", None, "2024-01-01 00:00:00"),
            ],
        )
        connection.commit()
    async with open_database(url) as database:
        kept = await TitleStore(database).all()
    assert [title.title_id for title in kept] == ["late", "numberless", "series", "without"]
    assert {title.imdb_id for title in kept} == {""}
