"""`person USER_ID import FILE`: shown, kept once, refused in a sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.imports import samples
from tests.imports.test_wrong_files import WRONG
from tests.terminal.conftest import Run
from tests.terminal.test_cli import assert_refused, rows_of


def write(folder: Path, content: str | bytes, name: str = "file.csv") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def exported(run: Run) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("person", "7", "export").out)
    return told


def test_a_file_is_kept_once_and_said_so(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, samples.letterboxd_zip(), "letterboxd.zip")
    done = run("person", "7", "import", file, "--yes")
    assert done.status == 0
    assert done.out.startswith("Letterboxd: ")
    assert "liked: " in done.out
    assert "Arrival (2016)" in done.out
    assert "Kept: " in done.out
    kept = exported(run)
    assert {row["title_id"]: row["verdict"] for row in kept["verdicts"]}["arrival-2016"] == "liked"
    assert [row["title"] for row in kept["watchlist"]] == ["Solaris"]

    again = run("person", "7", "import", file, "--yes")
    assert again.status == 0
    assert "Nothing in it is new." in again.out
    assert exported(run) == kept


def test_a_profile_and_a_list_can_be_named(run: Run, tmp_path: Path) -> None:
    history = write(tmp_path, samples.NETFLIX_LONG)
    assert_refused(run("person", "7", "import", history, "--yes"), "Which one is yours?", "Ana, Ben")
    assert_refused(run("person", "7", "import", history, "--yes", "--part", "Cy"), "Ana, Ben")
    assert run("person", "7", "import", history, "--yes", "--part", "ana").status == 0
    assert [row["title_id"] for row in exported(run)["verdicts"]] == ["heat-1995"]


def test_what_is_not_found_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    text = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Nosuch Oddity,1931,u,4\n"
    target = tmp_path / "not-found.csv"
    done = run("person", "7", "import", write(tmp_path, text), "--yes", "--not-found", str(target))
    assert done.status == 0
    assert "1 not in the catalogue: Nosuch Oddity (1931)" in done.out
    assert target.read_text("utf-8-sig").splitlines() == ["Name,Year,Mark", "Nosuch Oddity,1931,liked"]


def test_rows_that_say_nothing_usable_are_counted(run: Run, tmp_path: Path) -> None:
    text = "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Heat,1995,u,4\n2024-01-01,,1931,u,4\n"
    done = run("person", "7", "import", write(tmp_path, text), "--yes")
    assert done.status == 0
    assert "1 row of the file told nothing that is kept" in done.out


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", " ="])
def test_no_name_in_the_file_of_what_is_not_found_is_a_formula(run: Run, tmp_path: Path, sign: str) -> None:
    text = f'Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,"{sign}WEBSERVICE(""http://x"")",1931,u,4\n'
    target = tmp_path / "not-found.csv"
    assert (
        run("person", "7", "import", write(tmp_path, text), "--yes", "--not-found", str(target)).status == 0
    )
    [_, [name, *_]] = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
    assert name.startswith("'")
    assert name.endswith('WEBSERVICE("http://x")')


@pytest.mark.parametrize("what", ["empty", "binary", "half a zip", "prose", "a zip within a zip"])
def test_a_wrong_file_is_told_on_one_line_and_nothing_is_kept(
    run: Run, data: Path, tmp_path: Path, what: str
) -> None:
    before = rows_of(data)
    assert_refused(run("person", "7", "import", write(tmp_path, WRONG[what]), "--yes"))
    assert rows_of(data) == before


def test_a_missing_file_a_folder_and_a_huge_one_are_told(run: Run, tmp_path: Path) -> None:
    assert_refused(run("person", "7", "import", str(tmp_path / "none.csv"), "--yes"), "is no file")
    assert_refused(run("person", "7", "import", str(tmp_path), "--yes"), "is no file")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert_refused(run("person", "7", "import", str(huge), "--yes"), "32 MB")


def test_without_a_terminal_it_is_not_kept_unless_told(run: Run, data: Path, tmp_path: Path) -> None:
    before = rows_of(data)
    assert_refused(run("person", "7", "import", write(tmp_path, samples.LETTERBOXD_RATINGS)), "--yes")
    assert rows_of(data) == before
