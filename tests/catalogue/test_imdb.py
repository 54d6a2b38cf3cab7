"""IMDb's data sets: what their rows mean, which are kept, and files that are not what they should be."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.catalogue.imdb import ImdbReport, fame_of_imdb_votes, read_basics
from bot.catalogue.imdb_file import LINES_BETWEEN_REPORTS, FileKind, ImdbFile
from bot.catalogue.imdb_ratings import read_ratings
from bot.catalogue.importer import fame_of
from bot.domain.errors import CatalogueError
from bot.domain.title import Kind, Title

BASICS = "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres".split()
RATINGS = "tconst averageRating numVotes".split()
SALT = "tt0900001 movie Salt_Harbour Porto_de_Sal 0 2014 \\N 104 Drama,Sci-Fi,Film-Noir".split()


def row(number: int = 900_001, **more: str) -> list[str]:
    """Return a row of title.basics, with other cells than usual."""
    cells = dict(zip(BASICS, (cell.replace("_", " ") for cell in SALT), strict=True))
    return list((cells | {"tconst": f"tt{number:07}"} | more).values())


def written(path: Path, columns: Iterable[str], *rows: Iterable[object]) -> Path:
    """Write a table as IMDb does, packed where the name says so."""
    text = "".join("\t".join(map(str, cells)) + "\n" for cells in (columns, *rows))
    data = text.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def read(folder: Path, *rows: list[str], top: int = 100, votes: Iterable[int] = ()) -> ImdbReport:
    """Read rows that have these votes, 1,000 each unless told."""
    counts = list(votes) or [1_000] * len(rows)
    basics = written(folder / "title.basics.tsv.gz", BASICS, *rows)
    rated = [(cells[0], 7.4, count) for cells, count in zip(rows, counts, strict=True)]
    ratings = written(folder / "title.ratings.tsv.gz", RATINGS, *rated)
    return read_basics(ImdbFile(basics), read_ratings(ImdbFile(ratings)), top)


def test_a_row_becomes_a_title(tmp_path: Path) -> None:
    assert read(tmp_path, row(), votes=[50_000]).titles == (
        Title(
            "salt-harbour-2014", "Salt Harbour", 2014, Kind.FILM, ("drama", "science fiction", "noir"),
            original_title="Porto de Sal", runtime=104, fame=fame_of(1_000), votes=50_000, rating=7.4,
            imdb_id="tt0900001",
        ),
    )  # fmt: skip


def test_what_nobody_sees_in_a_name_is_dropped_and_what_scripts_need_stays(tmp_path: Path) -> None:
    names = {"primaryTitle": "\u202eSalt\u200b Harbour\u2069", "originalTitle": "نمک\u200cزار"}
    [title] = read(tmp_path, row(900_001, **names)).titles
    assert (title.title, title.original_title) == ("Salt Harbour", "نمک\u200cزار")


def test_a_quote_is_a_quote_and_nothing_is_nothing(tmp_path: Path) -> None:
    quoted = row(1, primaryTitle='"Salt', originalTitle='"Salt', runtimeMinutes="\\N", genres="\\N")
    (one, two) = read(tmp_path, quoted, row(2)).titles
    assert (one.title, one.original_title, one.runtime, one.genres) == ('"Salt', "", None, ())
    assert two.title == "Salt Harbour"


@pytest.mark.parametrize(
    ("written_kind", "kind"),
    [
        ("movie", Kind.FILM),
        ("tvMovie", Kind.FILM),
        ("tvSeries", Kind.SERIES),
        ("tvMiniSeries", Kind.SERIES),
    ],
)
def test_films_and_series_are_kept(tmp_path: Path, written_kind: str, kind: Kind) -> None:
    assert read(tmp_path, row(titleType=written_kind)).titles[0].kind is kind


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"titleType": "tvEpisode"}, "episodes"),
        ({"titleType": "short"}, "shorts"),
        ({"titleType": "videoGame"}, "games"),
        ({"titleType": "somethingNew"}, "of other kinds"),
        ({"isAdult": "1"}, "for adults only"),
        ({"genres": "Adult,Drama"}, "for adults only"),
        ({"startYear": "\\N"}, "without a year"),
        ({"startYear": "soon"}, "without a year"),
        ({"startYear": "0014"}, "without a year"),
        ({"primaryTitle": "\\N"}, "without a title"),
        ({"primaryTitle": "\u200b\u200d"}, "without a title"),
        ({"tconst": "nm0000001"}, "not readable"),
        ({"primaryTitle": "Salt\tHarbour"}, "not readable"),
    ],
)
def test_what_is_left_out_is_counted_with_its_reason(
    tmp_path: Path, more: dict[str, str], reason: str
) -> None:
    report = read(tmp_path, row(), row(2, **more))
    assert [title.imdb_id for title in report.titles] == ["tt0900001"]
    assert (report.rows, report.left_out) == (2, {reason: 1})


def test_the_best_known_are_kept_whatever_their_order(tmp_path: Path) -> None:
    rows = [row(number) for number in range(1, 7)]
    report = read(tmp_path, *rows, top=3, votes=[300, 99, 5_000, 101, 5_000, 2_000])
    assert [title.imdb_id for title in report.titles] == ["tt0000003", "tt0000005", "tt0000006"]
    assert report.left_out == {"with fewer than 100 votes": 1, "less known than the 3 best known": 2}


def test_a_title_that_comes_again_is_taken_once(tmp_path: Path) -> None:
    report = read(tmp_path, row(), row())
    assert (len(report.titles), report.left_out) == (1, {"a second time": 1})


def test_without_ratings_only_what_is_known_is_read(tmp_path: Path) -> None:
    rows = row(1), row(2, primaryTitle="PORTO DE SAL", originalTitle="x"), row(3, originalTitle="Salt")
    basics = written(tmp_path / "any.tsv", BASICS, *rows, row(4, primaryTitle="x", originalTitle="y"))
    report = read_basics(ImdbFile(basics), None, 1, frozenset({"salt harbour", "porto de sal"}))
    assert {title.imdb_id for title in report.titles} == {"tt0000001", "tt0000002", "tt0000003"}
    assert {title.votes for title in report.titles} == {None}
    assert report.left_out == {"not in the catalogue": 1}


@pytest.mark.parametrize("votes", [0, 499, 500, 2_700, 50_000, 1_000_000, 3_000_000])
def test_fame_agrees_with_the_scale_of_tmdb(votes: int) -> None:
    assert fame_of_imdb_votes(votes) == fame_of(votes // 50)
    assert 1.0 <= fame_of_imdb_votes(votes) <= 5.0


def test_columns_may_stand_in_another_order_and_more_beside_them(tmp_path: Path) -> None:
    columns = ["genres", "more", "startYear", "primaryTitle", "titleType", "tconst"]
    basics = written(tmp_path / "a.tsv", columns, ["War", "x", "1999", "Salt", "movie", "tt0000007"])
    (title,) = read_basics(ImdbFile(basics), None, 1, {"salt"}).titles
    assert title == Title("salt-1999", "Salt", 1999, genres=("war",), imdb_id="tt0000007")


def test_a_byte_order_mark_and_windows_line_ends_are_survived(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tsv", BASICS, row())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert ImdbFile(path).kind is FileKind.BASICS
    assert read_basics(ImdbFile(path), None, 1, {"salt harbour"}).titles[0].genres[-1] == "noir"


@pytest.mark.parametrize("name", ["a.tsv", "a.tsv.gz", "anything.csv"])
@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (BASICS, FileKind.BASICS),
        (RATINGS, FileKind.RATINGS),
        (["nconst", "primaryName"], FileKind.OTHER_OF_IMDB),
        (["titleId", "ordering", "title"], FileKind.OTHER_OF_IMDB),
    ],
)
def test_a_file_is_known_by_its_columns(
    tmp_path: Path, name: str, columns: list[str], kind: FileKind
) -> None:
    path = written(tmp_path / ("b" + name if name != "anything.csv" else name), columns)
    assert ImdbFile(path).kind is kind


def test_what_is_none_of_imdbs_is_left_to_others(tmp_path: Path) -> None:
    assert ImdbFile(written(tmp_path / "a.csv", ["id,title"])).kind is FileKind.SOMETHING_ELSE
    with pytest.raises(CatalogueError, match=r"a\.csv\.gz is packed"):
        _ = ImdbFile(written(tmp_path / "a.csv.gz", ["id,title"])).kind


class TestBrokenFiles:
    def refusal(self, path: Path) -> str:
        with pytest.raises(CatalogueError) as refused:
            read_basics(ImdbFile(path), None, 1, {"salt harbour"})
        return str(refused.value)

    def test_a_file_that_was_not_downloaded_to_its_end(self, tmp_path: Path) -> None:
        whole = written(
            tmp_path / "a.tsv.gz", BASICS, *(row(number) for number in range(1, 5_000))
        ).read_bytes()
        path = tmp_path / "cut.tsv.gz"
        for share in (0.1, 0.5, 0.99):
            path.write_bytes(whole[: int(share * len(whole))])
            assert "cut.tsv.gz is cut off" in self.refusal(path)
        path.write_bytes(whole[:500] + b"\0" * 200 + whole[700:])
        assert "cut.tsv.gz is damaged" in self.refusal(path)

    @pytest.mark.parametrize("missing", ["titleType", "primaryTitle", "startYear"])
    def test_a_missing_column(self, tmp_path: Path, missing: str) -> None:
        columns = [name for name in BASICS if name != missing]
        assert f"it has no column {missing}." in self.refusal(written(tmp_path / "a.tsv", columns))

    def test_nothing_below_the_header(self, tmp_path: Path) -> None:
        assert "has no rows" in self.refusal(written(tmp_path / "a.tsv", BASICS))

    def test_no_file_at_all(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "nowhere.tsv.gz"):
            assert "cannot be read" in self.refusal(path)

    @pytest.mark.parametrize("bad", [["tt1", "good", "many"], ["x", "7", "100"], ["tt1"], ["tt1", "7", "-4"]])
    def test_ratings_in_which_no_row_is_one(self, tmp_path: Path, bad: list[str]) -> None:
        file = ImdbFile(written(tmp_path / "a.tsv", RATINGS, bad))
        with pytest.raises(CatalogueError, match="holds no ratings: none of its 1 rows"):
            read_ratings(file)
        some = ImdbFile(written(tmp_path / "b.tsv", RATINGS, bad, ["tt0000002", "7.1", "412"]))
        assert read_ratings(some).of(2) == (412, 7.1)

    def test_what_has_no_line_ends_does_not_fill_the_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "a.tsv.gz"
        path.write_bytes(gzip.compress("\t".join(BASICS).encode() + b"\n" + b"x" * 5_000_000))
        assert read_basics(ImdbFile(path), None, 1).left_out == {"not readable": 77}


def test_progress_runs_to_the_end_and_may_stop_it(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.tsv.gz", BASICS, *(row(number) for number in range(2 * LINES_BETWEEN_REPORTS))
    )
    seen: list[tuple[int, float]] = []
    read_basics(ImdbFile(path), None, 1, (), lambda rows, share: seen.append((rows, share)))
    assert seen[-1] == (2 * LINES_BETWEEN_REPORTS, 1.0)
    assert [share for _, share in seen] == sorted(share for _, share in seen)

    def stop(_: int, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_basics(ImdbFile(path), None, 1, (), stop)
