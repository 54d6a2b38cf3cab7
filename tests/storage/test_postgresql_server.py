"""What only a database on a server can get wrong. What every store does is tested on both sorts elsewhere."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.errors import StorageError
from bot.domain.title import Kind
from bot.domain.verdict import VerdictKind
from bot.storage import postgresql_server, schema
from bot.storage.database import open_database
from bot.storage.tables import metadata
from bot.storage.titles import TitleStore
from bot.storage.verdicts import VerdictStore
from tests.postgresql import PostgresServer
from tests.storage.samples import ADA, LANTERN, TIDE, film
from tests.storage.test_database import refusal

# Everything that the server knows about our tables: columns, defaults, constraints, indexes.
MADE_OF = """
SELECT table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


@pytest.fixture
async def name(postgresql: PostgresServer) -> AsyncIterator[str]:
    """A new database without any table."""
    async with postgresql.database() as made:
        yield made


@pytest.fixture
async def empty(postgresql: PostgresServer, name: str) -> str:
    """Its address."""
    return postgresql.url(name)


@pytest.fixture
async def migrated(postgresql: PostgresServer) -> AsyncIterator[str]:
    """The address of a database with every table."""
    async with postgresql.migrated() as made:
        yield postgresql.url(made)


async def made_of(url: str) -> set[tuple[str, str, str]]:
    async with open_database(url) as database, database.reading() as connection:
        rows = await connection.execute(text(MADE_OF))
        return {tuple(row) for row in rows if row[0] != "alembic_version"}


async def run_sync(url: str, work: object) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    async with engine.begin() as connection:
        await connection.run_sync(work)  # type: ignore[arg-type]
    await engine.dispose()


async def test_the_migrations_make_the_same_checks_defaults_and_counters(
    postgresql: PostgresServer, migrated: str, name: str
) -> None:
    await run_sync(postgresql.url(name), metadata.create_all)
    await postgresql.run(
        f"CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('{schema.HEAD}')",
        database=name,
    )
    assert await made_of(migrated) == await made_of(postgresql.url(name))


async def test_a_database_of_an_earlier_version_keeps_its_rows(empty: str) -> None:
    def first_version(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(schema.MIGRATIONS))
        config.set_main_option("path_separator", "newline")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO titles (title_id, source, title, year, kind, genres, description, keywords, "
                "original_title, other_titles, directors, actors, countries, languages, fame, poster_path, at) "
                "VALUES ('old', 'one', 'Old', 1950, 'film', '[\"noir\"]', '', '[]', '', '[]', '[]', '[]', '[]', "
                "'[]', 1, '', now())"
            )
        )

    await run_sync(empty, first_version)
    async with open_database(empty) as database:
        (kept,) = await TitleStore(database).all()
    assert (kept.title_id, kept.kind, kept.genres, kept.imdb_id) == ("old", Kind.FILM, ("noir",), "")


async def test_a_migration_that_fails_half_way_changes_nothing(empty: str, tmp_path: Path) -> None:
    async with open_database(empty) as database:
        await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)
    (tmp_path / "failing.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = 'test', '{schema.HEAD}'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE extra (id int)')\n"
        "    op.execute('DELETE FROM verdicts')\n"
        "    op.execute('INSERT INTO nowhere VALUES (1)')\n"
    )
    before = await made_of(empty)
    address = make_url(empty).set(drivername="postgresql+asyncpg")
    with pytest.raises(StorageError, match="nothing in it was changed"):
        await asyncio.to_thread(schema.upgrade, address, 1.0, more_versions=[tmp_path])
    assert await made_of(empty) == before
    async with open_database(empty) as database:
        assert len(await VerdictStore(database).current(ADA)) == 1


async def test_an_address_may_begin_as_hosters_write_it_and_hold_parameters(migrated: str) -> None:
    url = migrated.replace("postgresql://", "postgres://") + "?sslmode=prefer&application_name=mine"
    async with open_database(url) as database:
        await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)
        assert len(await VerdictStore(database).current(ADA)) == 1


@pytest.mark.parametrize(
    ("parameter", "hint"),
    [
        ("colour=red", "DATABASE_URL is not right"),
        ("sslmode=perhaps", "DATABASE_URL is not right"),
        ("sslmode=require", "cannot be reached"),
    ],
)
async def test_a_wrong_parameter_of_the_address_is_told(migrated: str, parameter: str, hint: str) -> None:
    assert hint in await refusal(f"{migrated}?{parameter}")


async def test_a_server_that_is_away_is_told() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        said = await refusal(f"postgresql://ada:secret@127.0.0.1:{nobody.getsockname()[1]}/matinee")
    assert "cannot be reached" in said
    assert "secret" not in said


async def test_a_host_that_does_not_exist_is_told() -> None:
    assert "cannot be reached" in await refusal("postgresql://nowhere.invalid/matinee")


async def test_a_server_that_keeps_silent_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql_server, "SECONDS_TO_CONNECT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        said = await refusal(f"postgresql://ada@127.0.0.1:{silent.getsockname()[1]}/matinee")
    assert "cannot be reached" in said


async def test_a_wrong_password_and_an_unknown_account_are_told(postgresql: PostgresServer) -> None:
    await postgresql.run("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN PASSWORD 'right'")
    for account in ("guest:wrong", "stranger:wrong"):
        said = await refusal(postgresql.url("postgres", account))
        assert "account and the password" in said
        assert "wrong" not in said


async def test_a_database_that_does_not_exist_is_told(postgresql: PostgresServer) -> None:
    assert "no database of that name" in await refusal(postgresql.url("nowhere"))


async def test_an_account_that_may_not_make_tables_is_told(postgresql: PostgresServer, name: str) -> None:
    await postgresql.run("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN PASSWORD 'right'")
    await postgresql.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", database=name)
    assert "Make it the owner" in await refusal(postgresql.url(name, "guest:right"))


async def test_a_server_that_can_only_be_read_is_told(postgresql: PostgresServer, name: str) -> None:
    await postgresql.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "only lets Matinee read" in await refusal(postgresql.url(name))


async def test_a_database_that_cannot_spell_every_title_is_refused(postgresql: PostgresServer) -> None:
    async with postgresql.database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'") as name:
        assert "LATIN1" in await refusal(postgresql.url(name))


async def test_the_database_of_another_program_is_left_alone(postgresql: PostgresServer, name: str) -> None:
    await postgresql.run("CREATE TABLE messages (body text)", database=name)
    assert "another program (messages)" in await refusal(postgresql.url(name))


async def test_a_database_of_a_newer_version_is_refused(postgresql: PostgresServer, name: str) -> None:
    async with open_database(postgresql.url(name)):
        pass
    await postgresql.run("UPDATE alembic_version SET version_num = '9999'", database=name)
    assert "newer version of Matinee" in await refusal(postgresql.url(name))


async def test_a_start_that_meets_a_lasting_lock_is_refused_in_words(empty: str) -> None:
    # Who writes and who migrates takes the same lock.
    holder = create_async_engine(make_url(empty).set(drivername="postgresql+asyncpg"))
    async with holder.begin() as connection:
        await connection.execute(postgresql_server.TAKE_TURN)
        assert "locked by another program" in await refusal(empty)
    await holder.dispose()
    async with open_database(empty):
        pass


async def test_a_write_that_meets_a_lasting_lock_says_so(migrated: str) -> None:
    async with open_database(migrated) as one, open_database(migrated, patience=0.1) as other:
        async with one.writing():
            with pytest.raises(StorageError, match="locked by another program"):
                await VerdictStore(other).add(ADA, LANTERN, VerdictKind.LIKED)
        await VerdictStore(other).add(ADA, LANTERN, VerdictKind.LIKED)


async def test_after_a_restart_of_the_server_everything_goes_on(
    postgresql: PostgresServer, migrated: str
) -> None:
    async with open_database(migrated) as database:
        store = VerdictStore(database)
        await asyncio.gather(*(store.add(ADA, film(n), VerdictKind.LIKED) for n in range(5)))
        await asyncio.to_thread(postgresql.stop)
        for attempt in (store.current(ADA), store.history(ADA), store.add(ADA, TIDE, VerdictKind.LIKED)):
            with pytest.raises(StorageError, match="does not answer"):
                await attempt
        await asyncio.to_thread(postgresql.start)
        await store.add(ADA, TIDE, VerdictKind.LIKED)
        assert len(await store.current(ADA)) == 6


async def test_a_transaction_that_a_restart_cuts_off_leaves_nothing(
    postgresql: PostgresServer, migrated: str
) -> None:
    async def write_through_a_restart() -> None:
        async with database.writing() as connection:
            insert = text("INSERT INTO catalogue_state VALUES (:name, '1')")
            await connection.execute(insert, {"name": "first"})
            await asyncio.to_thread(postgresql.stop)
            await asyncio.to_thread(postgresql.start)
            await connection.execute(insert, {"name": "second"})

    async with open_database(migrated) as database:
        with pytest.raises(StorageError, match="does not answer"):
            await write_through_a_restart()
        async with database.reading() as connection:
            assert (await connection.execute(text("SELECT * FROM catalogue_state"))).all() == []
