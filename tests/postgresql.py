"""A PostgreSQL server of the tests' own: in a temporary folder, on loopback, gone with the process that started it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import asyncpg

from bot.storage.database import open_database
from bot.storage.tables import metadata

# Where Debian keeps the server's programs, which are on nobody's PATH.
DEBIANS = Path("/usr/lib/postgresql")
OWNER = "matinee"
MIGRATED = "migrated"
# The first version whose databases can each have an order of letters that does not come with the system.
FIRST_WITH_ICU = 15
SECONDS_TO_START = 30
# The server ends, whoever is connected, with the pipe to whoever started it: even if that one is killed.
FOLLOWING = ("sh", "-c", '"$@" & read -r _; kill -INT $!; wait $!', "sh")
# What is lost when the machine loses power, nobody misses.
HASTE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=16MB",
)
# The owner of everything is let in as it comes; every other account must have the right password.
ADMISSION = f"""
host all {OWNER} 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
"""


def server_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest where there are several; None without any."""
    folders = sorted(DEBIANS.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    complete = (
        folder for folder in folders if all((folder / name).exists() for name in ("initdb", "postgres"))
    )
    return next(complete, None)


class PostgresServer:
    """A server whose data lie in `folder`, which must be readable to whoever it runs as."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        self._has_migrated = False
        self.port = _free_port()

    def create(self) -> None:
        """Make an empty cluster."""
        _hand_over(self._folder)
        self._run(
            "initdb",
            "--no-sync",
            "--auth=trust",
            f"--username={OWNER}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )
        (self._data / "pg_hba.conf").write_text(ADMISSION)

    def start(self) -> None:
        """Start the server; returns when it takes connections."""
        settings = (*HASTE, "listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=")
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*FOLLOWING, self._programs / "postgres", "-D", self._data, *_each("-c", settings)],
                cwd=self._folder,
                start_new_session=True,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                **_someone_else(),
            )
        deadline = time.monotonic() + SECONDS_TO_START
        # The last line of this file says how far the server is.
        while "ready" not in self._status():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server at once, whoever is connected; started again it has all that was committed."""
        if self._process is not None:
            self._process.communicate(timeout=SECONDS_TO_START)
            self._process = None

    def url(self, database: str, account: str = OWNER) -> str:
        """Return the address of a database as an operator writes it; `account` may hold a password."""
        return f"postgresql://{account}@127.0.0.1:{self.port}/{database}"

    async def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the owner of everything."""
        connection = await asyncpg.connect(self.url(database))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    @contextlib.asynccontextmanager
    async def database(self, options: str = "") -> AsyncIterator[str]:
        """Give the name of a new, empty database; CREATE DATABASE takes the `options`."""
        self._databases += 1
        name = f"test_{self._databases}"
        await self.run(f"CREATE DATABASE {name} {options}")
        try:
            yield name
        finally:
            await self.run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextlib.asynccontextmanager
    async def migrated(self) -> AsyncIterator[str]:
        """Give the name of a database that has every table and no row: the same one each time, emptied in between."""
        if not self._has_migrated:
            await self.run(f"CREATE DATABASE {MIGRATED} {self._order_of_people()}")
            async with open_database(self.url(MIGRATED)):
                self._has_migrated = True
        try:
            yield MIGRATED
        finally:
            # Deleting the few rows and counting anew takes a fifth of the time of TRUNCATE.
            tables = [*reversed(metadata.sorted_tables)]
            deletions = [f"DELETE FROM {table.name}" for table in tables]
            restarts = [
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{table.autoincrement_column.name}'), 1, false)"
                for table in tables
                if table.autoincrement_column is not None
            ]
            await self.run("; ".join((*deletions, *restarts)), database=MIGRATED)

    def _order_of_people(self) -> str:
        """Return the options of a database that sorts text as people do, not byte by byte: most operators' do."""
        version = int((self._data / "PG_VERSION").read_text())
        return "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'" if version >= FIRST_WITH_ICU else ""

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _status(self) -> str:
        with contextlib.suppress(FileNotFoundError, IndexError):
            return (self._data / "postmaster.pid").read_text().splitlines()[7]
        return ""

    def _run(self, program: str, *options: str) -> None:
        command: list[str | Path] = [self._programs / program, "-D", self._data, *options]
        ended = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False, **_someone_else()
        )
        if ended.returncode != 0:
            raise RuntimeError(ended.stderr)


@contextlib.contextmanager
def running_server(programs: Path) -> Iterator[PostgresServer]:
    """Give a running server; nothing of it is left behind."""
    # Not in pytest's folder, which nobody but the one who runs the tests may enter.
    folder = Path(tempfile.mkdtemp(prefix="matinee-postgresql-"))
    server = PostgresServer(programs, folder)
    try:
        server.create()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _someone_else() -> dict[str, Any]:
    """Return how to start a process as somebody who is not root, which PostgreSQL refuses to run as."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _hand_over(folder: Path) -> None:
    if owner := _someone_else():
        os.chown(folder, owner["user"], owner["group"])


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


def _each(option: str, values: Sequence[str]) -> list[str]:
    return [word for value in values for word in (option, value)]
