"""Titles that the catalogue lacks, named in the terminal, with a TMDB on loopback to look them up at."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film
from tests.terminal.conftest import Done, environment_of

FILMS = [
    film(1, "Gloom Harbor", 2016, 5200),
    film(2, "Ashfall Quay", 1974, 900),
    film(3, "Ashfall Quay", 2018, 1100),
]


@pytest.fixture
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb(FILMS) as stand_in:
        yield stand_in


async def matinee(
    data: Path, tmdb: Tmdb, *arguments: str, said: str = "", key: str = KEY, level: str = "DEBUG"
) -> Done:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env=environment_of(data) | {"TMDB_API_URL": tmdb.url, "TMDB_API_KEY": key, "LOG_LEVEL": level},
        cwd=data,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(said.encode()), 60)
    assert KEY not in out.decode() + err.decode()
    assert level != "DEBUG" or "Gloom" not in err.decode()
    return Done(process.returncode or 0, out.decode(), err.decode())


async def test_ask_knows_a_title_by_the_time_it_is_named(data: Path, tmdb: Tmdb) -> None:
    done = await matinee(data, tmdb, "ask", "thoughtful sci-fi", "--like", "Gloom Harbor", "--json")
    assert done.status == 0, done.err
    assert len(json.loads(done.out)["recommendations"]) == 4
    tmdb.asked.clear()
    found = await matinee(data, tmdb, "person", "7", "like", "gloom harbor")
    assert (found.status, found.out) == (0, "7 liked Gloom Harbor (2016)\n")
    assert tmdb.asked == []


async def test_a_person_may_be_told_to_like_it_and_the_chat_hears_of_it(data: Path, tmdb: Tmdb) -> None:
    done = await matinee(data, tmdb, "chat", said="/like Gloom Harbor -- the fog\n/taste\n")
    assert done.status == 0
    assert "you liked Gloom Harbor (2016)" in done.out
    done = await matinee(data, tmdb, "person", "7", "seen", "Ashfall Quay (1974)")
    assert done.out == "7 seen Ashfall Quay (1974)\n"


async def test_several_of_one_name_are_named_and_an_outage_is_told(data: Path, tmdb: Tmdb) -> None:
    done = await matinee(data, tmdb, "person", "7", "like", "Ashfall Quay")
    assert done.status == 2
    assert "Ashfall Quay (2018); Ashfall Quay (1974)?" in done.err.splitlines()[-1]
    tmdb.fail(Fault("status", status=500), times=9)
    done = await matinee(data, tmdb, "ask", "a film", "--like", "Drowned Almanac")
    assert done.status == 2
    assert done.err.splitlines()[-1] == (
        "I don't know a film or series called “Drowned Almanac”. It could not be looked up: "
        "TMDB is out of order just now (status 500). Try again later."
    )


@pytest.mark.parametrize("command", [("ask", "a film", "--like"), ("person", "7", "like")])
async def test_a_wrong_key_is_told_with_the_title_that_it_kept_from_being_looked_up(
    data: Path, tmdb: Tmdb, command: tuple[str, ...]
) -> None:
    done = await matinee(data, tmdb, *command, "Gloom Harbor", key="f" * 32, level="INFO")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(
        "I don't know a film or series called “Gloom Harbor”. It could not be looked up: "
    )
    assert "TMDB does not take the key in TMDB_API_KEY." in done.err
    assert "f" * 32 not in done.err
    unharmed = await matinee(data, tmdb, *command, "Drowned Almanac", level="INFO")
    assert unharmed.err == "I don't know a film or series called “Drowned Almanac”.\n"


RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2024-01-02,Gloom Harbor,2016,https://boxd.it/aaaa,4.5
2024-01-03,No Such Film,1999,https://boxd.it/bbbb,4
"""


async def test_what_a_file_names_is_looked_up_and_kept(data: Path, tmdb: Tmdb) -> None:
    (data / "ratings.csv").write_text(RATINGS, encoding="utf-8")
    done = await matinee(data, tmdb, "person", "7", "import", "ratings.csv", "--yes")
    assert done.status == 0, done.err
    assert "1 liked: Gloom Harbor (2016)" in done.out
    assert "1 not in the catalogue: No Such Film (1999)" in done.out
    assert "Kept: 1 liked." in done.out


async def test_a_file_is_imported_all_the_same_while_tmdb_refuses_and_the_reason_is_told(
    data: Path, tmdb: Tmdb
) -> None:
    (data / "ratings.csv").write_text(
        RATINGS + "2024-01-04,Heat,1995,https://boxd.it/c,5\n", encoding="utf-8"
    )
    done = await matinee(data, tmdb, "person", "7", "import", "ratings.csv", "--yes", key="of-nobody")
    assert done.status == 0, done.err
    assert (
        "  TMDB cannot be asked just now: what I do not know was not looked up. TMDB does not take the key"
        in done.out
    )
    assert "Kept: 1 liked." in done.out
