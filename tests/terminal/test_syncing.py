"""`catalogue sync` as operators run it: without a key, with one, interrupted, and with a wrong one."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.title import Kind
from bot.domain.title_source import TMDB_ATTRIBUTION
from bot.storage.database import open_database
from bot.storage.titles import TitleStore
from bot.storage.tmdb import TmdbStore
from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film, series
from tests.terminal.conftest import Done, Run, environment_of, settings_in

FILMS = [film(n, f"The Salt Road {n}", 1990 + n % 30, 3000 - n) for n in range(1, 41)]
SERIES = [series(n, f"Low Tide {n}", 2000 + n % 20, 2995 - 10 * n) for n in range(1, 11)]


@pytest.fixture
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb(FILMS, SERIES) as stand_in:
        yield stand_in


async def start(data: Path, tmdb: Tmdb, *arguments: str, **more: str) -> asyncio.subprocess.Process:
    environment = environment_of(data) | {"TMDB_API_URL": tmdb.url, "TMDB_API_KEY": KEY, **more}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env=environment,
        cwd=data,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ended(process: asyncio.subprocess.Process) -> Done:
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return Done(process.returncode or 0, out.decode(), err.decode())


async def stored(data: Path) -> int:
    async with open_database(settings_in(data).database) as database:
        return await TitleStore(database).count()


def test_without_a_key_one_line_says_where_to_get_one_and_where_to_put_it(run: Run) -> None:
    done = run("catalogue", "sync")
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "https://www.themoviedb.org/settings/api" in done.err
    assert "TMDB_API_KEY=" in done.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--top", "5", "--films", "5"), "Say --top for films and series together"),
        (("--top", "0"), "Nothing is asked for"),
        (("--films", "many"), "“many” is no number of titles"),
    ],
)
def test_options_that_make_no_sense_are_told(run: Run, options: tuple[str, ...], said: str) -> None:
    done = run("catalogue", "sync", *options)
    assert done.status == 2
    assert said in done.err


async def test_titles_are_fetched_counted_embedded_and_attributed(data: Path, tmdb: Tmdb) -> None:
    done = await ended(await start(data, tmdb, "catalogue", "sync", "--top", "15", LOG_LEVEL="DEBUG"))
    assert done.status == 0, done.err
    assert "15 titles fetched: 15 added, 0 known already." in done.out
    assert TMDB_ATTRIBUTION in done.out
    assert "The catalogue now holds" in done.out
    assert KEY not in done.out + done.err
    found = await ended(await start(data, tmdb, "catalogue", "search", "Salt Road 3"))
    assert "The Salt Road 3 (1993)" in found.out
    again = await ended(await start(data, tmdb, "catalogue", "sync", "--top", "15"))
    assert "15 of 15 were fetched in the last 30 days." in again.out
    assert TMDB_ATTRIBUTION not in again.out


async def test_ctrl_c_keeps_what_came_and_the_next_run_fetches_the_rest(data: Path, tmdb: Tmdb) -> None:
    tmdb.fail(Fault("slow", "/movie/", seconds=0.15), times=100)
    process = await start(data, tmdb, "catalogue", "sync", "--top", "30")
    async with asyncio.timeout(30):
        while len(tmdb.paths("/movie/")) < 12:  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.02)
    process.send_signal(signal.SIGINT)
    done = await ended(process)
    assert (done.status, done.err) == (128 + signal.SIGINT, "")
    kept = await stored(data)
    assert 0 < kept < 30
    assert f"{kept} titles fetched" in done.out
    tmdb.faults.clear()
    done = await ended(await start(data, tmdb, "catalogue", "sync", "--top", "30"))
    assert f"{kept} of 30 were fetched in the last 30 days." in done.out
    assert await stored(data) == 30


async def test_ctrl_c_while_the_lists_are_read_says_that_nothing_is_lost(data: Path, tmdb: Tmdb) -> None:
    tmdb.fail(Fault("slow", "/discover/", seconds=30), times=100)
    process = await start(data, tmdb, "catalogue", "sync", "--top", "30")
    async with asyncio.timeout(30):
        while not tmdb.paths("/discover/"):  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.02)
    process.send_signal(signal.SIGINT)
    done = await ended(process)
    assert (done.status, done.err) == (128 + signal.SIGINT, "")
    assert done.out == (
        "Nothing is lost: no title was fetched yet, and the same sync goes on with the lists from here.\n"
    )
    tmdb.faults.clear()
    assert (
        "30 titles fetched" in (await ended(await start(data, tmdb, "catalogue", "sync", "--top", "30"))).out
    )


async def test_a_wrong_key_and_an_outage_are_told_in_one_line(data: Path, tmdb: Tmdb) -> None:
    done = await ended(await start(data, tmdb, "catalogue", "sync", TMDB_API_KEY="f" * 32))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("TMDB does not take the key in TMDB_API_KEY.")
    assert done.err.count("\n") == 1
    assert "f" * 32 not in done.err
    tmdb.fail(Fault("limit", seconds=3600))
    done = await ended(await start(data, tmdb, "catalogue", "sync"))
    assert (done.status, done.err) == (2, "TMDB is asked too often just now. Try again in a few minutes.\n")


async def test_the_doctor_says_whether_the_key_works(data: Path, tmdb: Tmdb) -> None:
    for key, said in (
        (KEY, "✓ TMDB: takes the key"),
        ("f" * 32, "✗ TMDB: TMDB does not take the key in TMDB_API_KEY."),
        ("", "– TMDB: no TMDB_API_KEY, so titles that the catalogue lacks are not looked up."),
    ):
        done = await ended(await start(data, tmdb, "doctor", TMDB_API_KEY=key))
        assert said in done.out
        assert not key or key not in done.out + done.err
    tmdb.fail(Fault("status", status=503), times=4)
    done = await ended(await start(data, tmdb, "doctor"))
    assert "– TMDB: TMDB is out of order just now (status 503)." in done.out


async def test_the_doctor_tells_of_titles_that_are_older_than_tmdb_allows(data: Path, tmdb: Tmdb) -> None:
    async with open_database(settings_in(data).database) as database:
        store = TmdbStore(database, clock=lambda: datetime.now(UTC) - timedelta(days=200))
        await store.keep_asked([(Kind.FILM, 1), (Kind.SERIES, 1)])
    done = await ended(await start(data, tmdb, "doctor"))
    assert "TMDB: 2 titles are older than the six months" in done.out
