"""`catalogue import` of IMDb's data sets, as operators run it: whole, again, broken, and interrupted."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.domain.title import Title
from bot.domain.title_source import IMDB_ATTRIBUTION
from bot.storage.database import open_database
from bot.storage.titles import TitleStore
from bot.terminal.importing_titles import beside_newer
from tests.terminal.conftest import Run, environment_of, settings_in

BASICS = "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres".split()
RATINGS = ["tconst", "averageRating", "numVotes"]
HEAT = ["tt0900777", "movie", "Heat", "Heat", 0, 1995, "\\N", 170, "Crime,Drama,Action"]


def films(count: int) -> list[list[object]]:
    return [
        [f"tt{n:07}", "movie", f"Zorbian Pier {n}", "\\N", 0, 1950 + n % 70, "\\N", 90, "Drama,War"]
        for n in range(1, count + 1)
    ]


def packed(path: Path, *rows: Sequence[object]) -> Path:
    text = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode(), 1))
    return path


def download(folder: Path, rows: list[list[object]], *, ratings: str = "title.ratings.tsv.gz") -> Path:
    """Write both files as IMDb names them; the first rows are the best known."""
    if ratings:
        rated = [(row[0], 7.5, 900_000 // place) for place, row in enumerate(rows, start=1)]
        packed(folder / ratings, RATINGS, *rated)
    return packed(folder / "title.basics.tsv.gz", BASICS, *random.Random(1).sample(rows, len(rows)))


async def stored_in(data: Path) -> list[Title]:
    async with open_database(settings_in(data).database) as database:
        return await TitleStore(database).all()


def stored(data: Path) -> list[Title]:
    return asyncio.run(stored_in(data))


def assert_refused(run: Run, data: Path, arguments: Sequence[object], words: str) -> None:
    before = stored(data)
    done = run("catalogue", "import", *map(str, arguments))
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert words in done.err
    assert stored(data) == before


def test_the_best_known_are_added_and_what_is_known_is_completed(
    run: Run, data: Path, tmp_path: Path
) -> None:
    path = download(tmp_path, [HEAT, *films(40)])
    done = run("catalogue", "import", str(path), "--top", "31")
    assert done.status == 0
    assert IMDB_ATTRIBUTION in done.out
    assert "personal and non-commercial" in done.out
    assert "41 rows read: 30 titles added, 1 known already." in done.out
    assert "10 less known than the 31 best known" in done.out
    by_id = {title.title_id: title for title in stored(data)}
    assert by_id["heat-1995"].imdb_id == "tt0900777"
    assert by_id["zorbian-pier-1-1951"].votes == 450_000
    assert "Heat (1995)  heat-1995" in run("catalogue", "search", "heat", "--limit", "1").out
    before = stored(data)
    again = run("catalogue", "import", str(path), "--top", "31")
    assert "41 rows read: 0 titles added, 31 known already." in again.out
    assert stored(data) == before


def test_a_file_without_any_title_replaces_nothing(run: Run, data: Path, tmp_path: Path) -> None:
    run("catalogue", "import", str(download(tmp_path, films(3))))
    (tmp_path / "title.ratings.tsv.gz").unlink()
    unusable = tmp_path / "unusable.csv"
    unusable.write_text("id,title,release_date\n,Zorbian Pier,1953-02-01\n")
    for path in (tmp_path / "title.basics.tsv.gz", unusable):
        assert_refused(
            run, data, (path, "--replace"), f"There is no title in {path.name}, so nothing is replaced"
        )
    assert "Heat (1995)" in run("catalogue", "search", "heat", "--limit", "1").out


def test_a_tmdb_export_and_imdb_make_one_catalogue_whichever_comes_first(
    run: Run, data: Path, tmp_path: Path
) -> None:
    export = tmp_path / "export.csv"
    export.write_text(
        "id,title,overview,genres,release_date,vote_count\n"
        "91,Zorbian Pier 3,A ferry never comes.,Drama,1953-02-01,700\n"
        "92,Heat,Theirs.,Crime,1995-02-01,7000\n"
    )
    path = download(tmp_path, [HEAT, *films(4)])
    for order in ((export, path), (path, export)):
        run("catalogue", "import", str(order[0]), "--replace")
        run("catalogue", "import", str(order[1]))
        titles = {title.title_id: title for title in stored(data)}
        assert len(titles) == 5
        both = titles["zorbian-pier-3-1953"]
        assert (both.tmdb_id, both.imdb_id, both.runtime) == (91, "tt0000003", 90)
        assert both.description == "A ferry never comes."
        assert (titles["heat-1995"].tmdb_id, titles["heat-1995"].imdb_id) == (92, "tt0900777")


def test_without_ratings_nothing_is_added_and_the_operator_is_told(
    run: Run, data: Path, tmp_path: Path
) -> None:
    path = download(tmp_path, [HEAT, *films(10)], ratings="")
    done = run("catalogue", "import", str(path))
    assert done.status == 0
    assert "There is no title.ratings.tsv.gz beside it" in done.out
    assert "11 rows read: 0 titles added, 1 known already." in done.out
    assert [(title.title_id, title.imdb_id) for title in stored(data)] == [("heat-1995", "tt0900777")]
    assert_refused(run, data, [path, "--top", "5"], "--top needs to know what is well known")


def test_ratings_of_another_name_are_named(run: Run, data: Path, tmp_path: Path) -> None:
    path = download(tmp_path, films(3), ratings="votes.gz")
    assert (
        "3 titles added" in run("catalogue", "import", str(path), "--ratings", str(tmp_path / "votes.gz")).out
    )


def test_what_is_not_as_it_should_be_is_told_in_a_sentence_and_changes_nothing(
    run: Run, data: Path, tmp_path: Path
) -> None:
    path = download(tmp_path, films(3_000))
    ratings, whole = tmp_path / "title.ratings.tsv.gz", path.read_bytes()
    other = packed(tmp_path / "name.basics.tsv.gz", ["nconst", "primaryName"], ["nm1", "A"])
    table = tmp_path / "a.csv"
    table.write_text("id,title,release_date\n1,Salt,1999-01-01\n")
    for arguments, words in (
        ([ratings], "holds IMDb's ratings without the titles"),
        ([other], "is a file of IMDb's that is not read here"),
        ([tmp_path], "cannot be read"),
        ([path, "--ratings", tmp_path / "nowhere.gz"], "cannot be read"),
        ([path, "--ratings", path], "does not hold IMDb's ratings"),
        ([path, "--top", "0"], "--top takes a number from 1"),
        ([path, "--top", "many"], "many"),
        ([table, "--top", "5"], "go with IMDb's title.basics.tsv.gz only"),
        ([table, "--ratings", ratings], "go with IMDb's title.basics.tsv.gz only"),
    ):
        assert_refused(run, data, arguments, words)
    path.write_bytes(whole[: len(whole) // 2])
    assert_refused(run, data, [path], "title.basics.tsv.gz is cut off")
    path.write_bytes(whole)
    ratings.write_bytes(ratings.read_bytes()[:200])
    assert_refused(run, data, [path], "title.ratings.tsv.gz is cut off")
    ratings.write_bytes(b"")
    assert_refused(run, data, [path], "title.ratings.tsv.gz")


async def interrupted(
    data: Path, path: Path, *, kept: int = 0, said: str = "personal and non-commercial"
) -> tuple[int, str]:
    """Import in a process of its own, interrupt it once it keeps and has said that, and return what it then has."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "catalogue", "import", str(path)),
        env=environment_of(data, PYTHONUNBUFFERED="1"),
        cwd=data,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    out = ""
    async with asyncio.timeout(90), open_database(settings_in(data).database) as database:
        while said not in out:
            out += (await process.stdout.readline()).decode()
        while await TitleStore(database).count() < kept:  # noqa: ASYNC110 (another process keeps them)
            await asyncio.sleep(0.01)
    process.send_signal(signal.SIGINT)
    rest, err = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, err) == (130, b"")
    return len(await stored_in(data)), out + rest.decode()


async def test_interrupted_it_keeps_whole_titles_and_goes_on_the_next_time(
    data: Path, tmp_path: Path
) -> None:
    path = download(tmp_path, films(9_000))
    kept, out = await interrupted(data, path)
    assert kept == 0
    assert out.endswith("Nothing is lost: the catalogue is as it was, and the same import begins anew.\n")
    kept, out = await interrupted(data, path, kept=500)
    assert 500 <= kept < 9_000
    assert f"{kept} of 9000 titles are kept. The same import goes on from there." in out
    best_known = {f"tt{number:07}" for number in range(1, kept + 1)}
    assert {title.imdb_id for title in await stored_in(data)} == best_known
    all_kept, out = await interrupted(data, path, said="The catalogue now holds")
    assert all_kept == 9_000
    assert f"{9_000 - kept} titles added, {kept} known already" in out
    assert "found by name and words only: the bot reads them while it runs" in out


def test_vectors_are_made_for_what_lacks_them_and_need_not_be_made_twice(
    run: Run, data: Path, tmp_path: Path
) -> None:
    run("catalogue", "import", str(download(tmp_path, films(30))))
    for _ in range(2):
        done = run("catalogue", "embed")
        assert (done.status, done.err) == (0, "")
        assert re.fullmatch(r"The catalogue now holds \d+ titles\.\n", done.out)


async def test_what_the_bot_looked_up_while_the_file_was_read_loses_nothing(tmp_path: Path) -> None:
    looked_up = Title(
        "zorbian-pier-1951", "Zorbian Pier", 1951, description="A ferry.", tmdb_id=7, imdb_id="tt0900001"
    )
    from_file = Title("zorbian-pier-1951", "Zorbian Pier", 1951, runtime=90, votes=900, imdb_id="tt0900001")
    others = [Title(f"film-{number}", f"Film {number}", 2000) for number in range(1200)]
    async with open_database(f"sqlite:///{tmp_path / 'matinee.sqlite3'}") as database:
        store = TitleStore(database)
        await store.upsert([looked_up], "tmdb")
        joined = await beside_newer(store, [*others, from_file], as_they_were=frozenset())
        await store.upsert(joined, "imdb")
        assert len(await store.all()) == 1201
        [kept] = await store.beside([looked_up])
        assert await beside_newer(store, [from_file], as_they_were={looked_up, kept}) == [from_file]
    assert (kept.description, kept.tmdb_id, kept.runtime, kept.votes) == ("A ferry.", 7, 90, 900)
