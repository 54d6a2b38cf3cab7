from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bot.domain.errors import BadRequest, CatalogueError
from bot.domain.verdict import VerdictKind
from bot.terminal.evaluating import evaluate, read_ratings
from tests.terminal.conftest import Run, settings_in

ROWS = {100: 0, 101: 1}


def written(folder: Path, text: str) -> Path:
    path = folder / "ratings.csv"
    path.write_text(text)
    return path


def test_ratings_are_read_as_verdicts(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,tmdbId,rating\n1,100,4.5\n1,101,1\n2,100,3\n")
    assert read_ratings(path, ROWS) == {
        1: {0: VerdictKind.LIKED, 1: VerdictKind.DISLIKED},
        2: {0: VerdictKind.SEEN},
    }


def test_what_cannot_be_used_is_left_out_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path, "userId,tmdbId,rating\n1,100,5\n1,999,5\n1,100,good\nx,100,5\n1,101,nan\n1,101,11\n1\n"
    )
    assert read_ratings(path, ROWS) == {1: {0: VerdictKind.LIKED}}
    told = capsys.readouterr().err
    assert "1 rating of titles that the catalogue lacks" in told
    assert "4 ratings that cannot be read" in told
    assert "1 rating below 0.5 or above 5" in told


def test_missing_columns_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,movie,stars\n1,100,5\n")
    with pytest.raises(BadRequest, match="no column tmdbId and no column rating"):
        read_ratings(path, ROWS)


def test_a_file_of_unknown_titles_says_to_import_the_catalogue(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,tmdbId,rating\n1,7,5\n")
    with pytest.raises(BadRequest, match="catalogue import"):
        read_ratings(path, ROWS)


def test_no_file_and_an_empty_file_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_ratings(tmp_path / "none.csv", ROWS)
    with pytest.raises(CatalogueError, match="empty"):
        read_ratings(written(tmp_path, ""), ROWS)


async def test_a_catalogue_without_numbers_of_tmdb_is_said_to_lack_the_titles(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,tmdbId,rating\n" + "".join(f"1,{n},5\n" for n in range(10, 30)))
    with pytest.raises(BadRequest, match=r"no title here has one.*catalogue import"):
        await evaluate(settings_in(tmp_path), path, None, 0, as_json=True)


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([("rating", "tmdbId", "userId"), ("4", "101", "3")])
    assert read_ratings(path, ROWS) == {3: {1: VerdictKind.LIKED}}


@pytest.mark.parametrize(
    "line", ["1,100,0", "1,100,8", "1,100.5,5", "1,1e999,5", "x,100,5", "1,,5", "1,100,inf", "1,100,-inf"]
)
def test_a_rating_that_is_none_is_left_out(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, f"userId,tmdbId,rating\n1,101,5\n{line}\n")
    assert read_ratings(path, ROWS) == {1: {1: VerdictKind.LIKED}}


def test_ratings_are_read_as_spreadsheets_write_them(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("userId;tmdbId;rating\n1;100.0;4,5\n1;101;2,0\n", encoding="utf-8-sig")
    assert read_ratings(path, ROWS) == {1: {0: VerdictKind.LIKED, 1: VerdictKind.DISLIKED}}


def test_the_last_of_two_ratings_counts(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,tmdbId,rating\n1,100,5\n1,100,1\n")
    assert read_ratings(path, ROWS) == {1: {0: VerdictKind.DISLIKED}}


def test_the_file_of_movielens_itself_is_told_where_its_numbers_stand(tmp_path: Path) -> None:
    path = written(tmp_path, "userId,movieId,rating,timestamp\n1,1,4.0,964982703\n")
    with pytest.raises(BadRequest, match=r"links\.csv"):
        read_ratings(path, ROWS)


def test_a_folder_and_a_binary_file_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read: Is a directory"):
        read_ratings(tmp_path, ROWS)
    path = tmp_path / "ratings.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(CatalogueError, match="not a text file"):
        read_ratings(path, ROWS)


# -- the whole command ------------------------------------------------------------------------------------


def a_catalogue(run: Run, folder: Path) -> None:
    """Put forty films, numbered from 100 on, in place of the shipped ones."""
    path = folder / "films.csv"
    rows = "".join(f"{n},Zorbian Pier {n},{1950 + n % 70}-01-01,{9000 - n}\n" for n in range(100, 140))
    path.write_text(f"id,title,release_date,vote_count\n{rows}")
    assert run("catalogue", "import", str(path), "--replace").status == 0


def ratings_of(folder: Path, name: str, people: range, titles: range) -> str:
    path = folder / name
    rows = "".join(f"{person},{title},5\n" for person in people for title in titles)
    path.write_text(f"userId,tmdbId,rating\n{rows}")
    return str(path)


def test_hidden_likes_are_looked_for_by_every_method(run: Run, tmp_path: Path) -> None:
    a_catalogue(run, tmp_path)
    ratings = ratings_of(tmp_path, "ratings.csv", range(1, 4), range(120, 135))
    community = ratings_of(tmp_path, "others.csv", range(11, 41), range(118, 137))
    done = run("evaluate", ratings, "--community", community)
    assert (done.status, done.err) == (0, "")
    for method in (
        "Matinee",
        "Matinee, no community",
        "fame",
        "MiniLM, 5 nearest likes",
        "popularity",
        "EASE",
    ):
        assert f" {method} " in done.out
    assert done.out.startswith("Hidden likes of 3 people, looked for without a wish\n")
    told = json.loads(run("evaluate", ratings, "--community", community, "--json").out)
    assert list(told) == ["users", "recall@10", "ndcg@10"]
    assert told["users"] == 3
    assert told["recall@10"] == 1.0  # seven titles are left that the others like, the hidden three among them


def test_a_community_of_one_or_of_the_tested_alone_is_said_not_to_count(run: Run, tmp_path: Path) -> None:
    a_catalogue(run, tmp_path)
    ratings = ratings_of(tmp_path, "ratings.csv", range(1, 4), range(120, 135))
    one = ratings_of(tmp_path, "one.csv", range(9, 10), range(118, 137))
    done = run("evaluate", ratings, "--community", one, "--json")
    assert done.err == "The community holds only 1 person: what no more than 5 say is not counted.\n"
    for people, is_told in ((5, True), (6, False)):
        few = ratings_of(tmp_path, "few.csv", range(9, 9 + people), range(118, 137))
        told = run("evaluate", ratings, "--community", few, "--json").err
        assert told.startswith(f"The community holds only {people} people:") == is_told
    alone = json.loads(done.out)
    done = run("evaluate", ratings, "--community", ratings, "--json")
    assert done.err.startswith("3 of the community are tested themselves and left out.\n")
    assert "The community holds nobody else" in done.err
    assert json.loads(done.out) == alone
