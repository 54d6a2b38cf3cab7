from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, StatementError

from bot.domain.errors import StorageError
from bot.domain.verdict import VerdictKind
from bot.storage.database import Database, open_database
from bot.storage.tables import catalogue_state, memory_outbox
from bot.storage.titles import TitleStore
from bot.storage.verdicts import VerdictStore
from tests.postgresql import PostgresServer
from tests.storage.conftest import START
from tests.storage.samples import ADA, BEN, LANTERN, TIDE, film

ROOT = Path(__file__).parents[2]


def script(body: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python process of its own that runs `body`."""
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(body), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


async def refusal(url: str, patience: float = 0.1) -> str:
    with pytest.raises(StorageError) as caught:
        async with open_database(url, patience=patience):
            pass
    return str(caught.value)


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder with % and spaces" / "matinee.db"
    async with open_database(f"sqlite:///{path}"):
        pass
    assert path.is_file()


async def test_what_was_written_is_there_after_opening_again(store_url: str) -> None:
    async with open_database(store_url) as database:
        said = await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED, "the ending")
    async with open_database(store_url) as database:
        assert await VerdictStore(database).current(ADA) == [said]


async def test_a_closed_database_leaves_one_file(url: str, path: Path) -> None:
    async with open_database(url) as database:
        await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_connections_keep_foreign_keys_and_a_write_ahead_log(url: str) -> None:
    async with open_database(url) as database, database.reading() as connection:
        for pragma, value in (("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 1)):
            assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar() == value


async def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.writing() as connection:
            await connection.execute(insert(catalogue_state), {"name": "half", "value": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.reading() as connection:
        assert (await connection.execute(select(catalogue_state))).all() == []


async def test_a_reader_sees_one_moment_and_does_not_hold_up_a_writer(database: Database) -> None:
    store = VerdictStore(database)
    await store.add(ADA, LANTERN, VerdictKind.LIKED)
    count = text("SELECT count(*) FROM verdicts")
    async with database.reading() as connection:
        before = (await connection.execute(count)).scalar()
        await asyncio.wait_for(store.add(ADA, TIDE, VerdictKind.LIKED), 5)
        assert (await connection.execute(count)).scalar() == before == 1


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    abroad = START.astimezone(timezone(timedelta(hours=-7)))
    async with database.writing() as connection:
        await connection.execute(insert(memory_outbox), {"user_id": ADA, "title_id": "x", "at": abroad})
        stored: datetime = (await connection.execute(select(memory_outbox.c.at))).scalar_one()
    assert (stored, stored.utcoffset()) == (START, timedelta(0))


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = {"user_id": ADA, "title_id": "x", "at": START.replace(tzinfo=None)}
    with pytest.raises(StatementError, match="zone"):
        async with database.writing() as connection:
            await connection.execute(insert(memory_outbox), naive)


@pytest.mark.parametrize("unkept", ["\0", "\ud83c"], ids=["NUL", "half a character"])
async def test_what_no_database_takes_is_marked_in_the_text_it_stood_in(
    database: Database, unkept: str
) -> None:
    said = await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED, f"the{unkept} ending\n灯台")
    (kept,) = await VerdictStore(database).current(ADA)
    assert kept == replace(said, note="the\ufffd ending\n灯台")
    odd = replace(TIDE, description=f"A{unkept}", keywords=(f"ebb{unkept}",), other_titles=(f"B{unkept}",))
    await TitleStore(database).upsert([odd], "test")
    (title,) = await TitleStore(database).all()
    assert title == replace(TIDE, description="A\ufffd", keywords=("ebb\ufffd",), other_titles=("B\ufffd",))


async def test_two_hundred_adds_at_once_all_succeed(database: Database) -> None:
    store = VerdictStore(database)
    await asyncio.gather(*(store.add(n % 50, film(n), VerdictKind.SEEN) for n in range(200)))
    kept = [verdict async for page in store.pages() for verdict in page]
    assert (len({verdict.user_id for verdict in kept}), len(kept)) == (50, 200)


async def test_a_database_that_is_open_twice_is_written_without_collision(store_url: str) -> None:
    async with open_database(store_url) as one, open_database(store_url) as other:
        adds = [VerdictStore(one if n % 2 else other).add(ADA, film(n), VerdictKind.LIKED) for n in range(60)]
        await asyncio.gather(*adds)
        assert len(await VerdictStore(one).current(ADA)) == 60


async def test_who_writes_is_waited_for_by_other_processes(store_url: str) -> None:
    async with open_database(store_url) as one, open_database(store_url) as other:
        async with one.writing():
            add = asyncio.create_task(VerdictStore(other).add(ADA, LANTERN, VerdictKind.LIKED))
            await asyncio.wait([add], timeout=0.2)
            assert not add.done()
        await add


@pytest.mark.parametrize("sort", ["file", "server"])
async def test_processes_that_start_together_on_a_new_database_all_succeed(
    request: pytest.FixtureRequest, url: str, sort: str
) -> None:
    if sort == "server":
        server: PostgresServer = request.getfixturevalue("postgresql")
        async with server.database() as name:
            await start_together(server.url(name))
    else:
        await start_together(url)


async def start_together(url: str) -> None:
    body = """
        import asyncio, sys
        from bot.domain.title import Title
        from bot.domain.verdict import VerdictKind
        from bot.storage.database import open_database
        from bot.storage.verdicts import VerdictStore

        async def main(url, who):
            async with open_database(url) as database:
                for n in range(20):
                    await VerdictStore(database).add(int(who), Title(f"t{n}", "T", 2000), VerdictKind.LIKED)

        asyncio.run(main(*sys.argv[1:]))
    """
    processes = [script(body, url, str(who)) for who in range(3)]
    outcomes = await asyncio.gather(*(asyncio.to_thread(process.communicate) for process in processes))
    assert [process.returncode for process in processes] == [0, 0, 0], outcomes
    async with open_database(url) as database:
        kept = [verdict async for page in VerdictStore(database).pages() for verdict in page]
    assert (len({verdict.user_id for verdict in kept}), len(kept)) == (3, 60)


async def test_a_process_killed_in_mid_transaction_leaves_what_it_had_committed(store_url: str) -> None:
    body = """
        import asyncio, sys
        from sqlalchemy import insert
        from bot.domain.title import Title
        from bot.domain.verdict import VerdictKind
        from bot.storage.database import open_database
        from bot.storage.tables import catalogue_state
        from bot.storage.verdicts import VerdictStore

        async def main(url):
            async with open_database(url) as database:
                await VerdictStore(database).add(7, Title("kept-2000", "Kept", 2000), VerdictKind.LIKED)
                async with database.writing() as connection:
                    await connection.execute(insert(catalogue_state), {"name": "lost", "value": 1})
                    print("ready", flush=True)
                    await asyncio.sleep(60)

        asyncio.run(main(sys.argv[1]))
    """
    process = script(body, store_url)
    assert process.stdout is not None
    assert await asyncio.to_thread(process.stdout.readline) == "ready\n"
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.communicate)
    async with open_database(store_url) as database:
        assert [verdict.title_id for verdict in await VerdictStore(database).current(7)] == ["kept-2000"]
        async with database.reading() as connection:
            assert (await connection.execute(select(catalogue_state))).all() == []
        await VerdictStore(database).add(7, LANTERN, VerdictKind.LIKED)


async def test_a_cancelled_write_neither_blocks_the_next_nor_leaves_a_half(database: Database) -> None:
    store = VerdictStore(database)
    for n in range(40):
        cancelled = asyncio.create_task(store.add(ADA, film(n), VerdictKind.LIKED))
        # Ever later, so that every step of the write is cut off in one of the rounds.
        await asyncio.sleep(n * 0.0002)
        cancelled.cancel()
        await asyncio.wait([cancelled])
        await asyncio.wait_for(store.add(BEN, film(n), VerdictKind.LIKED), 5)
    assert len(await store.current(BEN)) == 40
    async with database.reading() as connection:
        announced = select(memory_outbox.c.title_id).where(memory_outbox.c.user_id == ADA)
        titles = set((await connection.execute(announced)).scalars())
    assert titles == {verdict.title_id for verdict in await store.current(ADA)}


async def test_a_file_that_is_no_database_is_left_alone_and_named(url: str, path: Path) -> None:
    await asyncio.to_thread(path.write_bytes, b"dear diary, " * 200)
    said = await refusal(url)
    assert str(path) in said
    assert "not a database" in said
    assert await asyncio.to_thread(path.read_bytes) == b"dear diary, " * 200


async def test_the_database_of_another_program_is_left_alone(url: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE embeddings (id INTEGER)")
    before = await asyncio.to_thread(path.read_bytes)
    assert "another program" in await refusal(url)
    assert await asyncio.to_thread(path.read_bytes) == before


async def test_a_database_of_a_newer_version_is_refused(url: str, path: Path) -> None:
    async with open_database(url):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert "newer version of Matinee" in await refusal(url)


@pytest.mark.parametrize("new", [True, False], ids=["new", "migrated"])
async def test_a_locked_database_is_refused_in_words(url: str, path: Path, new: bool) -> None:
    if not new:
        async with open_database(url):
            pass
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert "locked by another program" in await refusal(url)


async def test_a_write_that_meets_a_lasting_lock_says_so_and_names_no_path(url: str, path: Path) -> None:
    async with open_database(url, patience=0.1) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="locked") as caught:
                await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)
        assert str(path.parent) not in str(caught.value)
        await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)


async def test_a_full_disk_is_told_in_words_and_nothing_is_half_written(url: str) -> None:
    async with open_database(url) as database:
        await fill_the_disk(database)


async def fill_the_disk(database: Database) -> None:
    store = VerdictStore(database)

    async def write_more_than_fits() -> None:
        async with database.writing() as connection:
            pages = (await connection.execute(text("PRAGMA page_count"))).scalar_one()
            await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
            await connection.execute(insert(catalogue_state), {"name": "big", "value": "x" * 100_000})

    with pytest.raises(StorageError, match="full"):
        await write_more_than_fits()
    async with database.writing() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))
    await store.add(ADA, LANTERN, VerdictKind.LIKED)
    async with database.reading() as connection:
        assert (await connection.execute(select(catalogue_state))).all() == []


async def test_a_place_that_cannot_hold_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "write permission" in await refusal(f"sqlite:///{tmp_path}/file/matinee.db")


async def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert "cannot be opened" in await refusal(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize("exists", [True, False], ids=["an old file", "a new file"])
async def test_a_folder_without_write_permission_is_refused(url: str, path: Path, exists: bool) -> None:
    if exists:
        async with open_database(url):
            pass
        os.chmod(path, 0o444)
    os.chmod(path.parent, 0o555)
    if os.access(path.parent, os.W_OK):
        pytest.skip("who runs this may write everywhere, as root may")
    try:
        assert "write permission" in await refusal(url)
    finally:
        os.chmod(path.parent, 0o755)


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("matinee.db", "not a database address"),
        ("mysql://someone:secret@host/db", "Use sqlite or postgresql"),
        ("postgresql://someone:secret@host:port/db", "not a database address"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:x?mode=memory&uri=true", "names no file"),
    ],
)
async def test_a_wrong_address_is_refused_without_showing_its_password(url: str, hint: str) -> None:
    said = await refusal(url)
    assert hint in said
    assert "secret" not in said


async def test_postgresql_without_its_driver_is_refused_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)  # as Python has it for what cannot be imported
    assert "pip install asyncpg" in await refusal("postgresql://host/db")


async def test_mistakes_in_our_own_statements_are_not_dressed_up(database: Database) -> None:
    with pytest.raises((OperationalError, ProgrammingError), match="no_such_table"):
        async with database.reading() as connection:
            await connection.execute(text("SELECT * FROM no_such_table"))
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(insert(catalogue_state), [{"name": "twice", "value": 1}] * 2)


async def test_a_read_that_goes_on_while_the_database_is_closed_comes_to_its_end(store_url: str) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def read(database: Database) -> None:
        async with database.reading() as connection:
            began.set()
            await asyncio.sleep(0.1)
            await connection.execute(text("SELECT 1"))
        ended.set()

    async with open_database(store_url) as database:
        reading = asyncio.create_task(read(database))
        await began.wait()
    assert ended.is_set()
    await reading
