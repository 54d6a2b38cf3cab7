"""Importing a TMDB export: every shape it comes in, what is left out, and ids that stay."""

from __future__ import annotations

import csv
import json
import random
import time
from pathlib import Path

import pytest

from bot.catalogue.importer import fame_of, read_titles
from bot.catalogue.merging import merge
from bot.domain.errors import CatalogueError
from bot.domain.title import Kind, Title
from tests.catalogue.samples import a_title

COLUMNS = [
    "id", "title", "overview", "genres", "keywords", "release_date", "vote_average", "vote_count",
    "popularity", "poster_path", "original_language",
]  # fmt: skip
REAL_FILE = Path(__file__).parents[2].parent / "shared" / "data" / "tmdb-4066.csv"


def _listed(*names: str) -> str:
    return json.dumps([{"id": number, "name": name} for number, name in enumerate(names)])


def _row(tmdb_id: object = 901, title: str = "Salt Harbour", **more: object) -> dict[str, object]:
    return {
        "id": tmdb_id, "title": title, "overview": "A ferry never arrives.",
        "genres": _listed("Drama", "Science Fiction", "TV Movie"), "keywords": _listed("Ferry", "grief"),
        "release_date": "2014-03-09", "vote_average": "7.25", "vote_count": "1234", "popularity": "9.1",
        "poster_path": "/harbour.jpg", "original_language": "pt",
    } | more  # fmt: skip


def _write(
    path: Path, *rows: dict[str, object], columns: list[str] | None = None, delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:  # fmt: skip
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, columns or COLUMNS, delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _only(path: Path) -> Title:
    report = read_titles(path, [])
    assert report.unusable == {}
    (title,) = report.titles
    return title


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.csv"


def test_a_row_becomes_a_title(file: Path) -> None:
    assert _only(_write(file, _row())) == Title(
        "salt-harbour-2014", "Salt Harbour", 2014, Kind.FILM, ("drama", "science fiction"),
        "A ferry never arrives.", ("ferry", "grief"), languages=("pt",), fame=fame_of(1234), tmdb_id=901,
        poster_path="/harbour.jpg", votes=1234, rating=7.25,
    )  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_separators_and_encodings_do_not_matter(delimiter: str, encoding: str, file: Path) -> None:
    row = _row(title="Café à la crème", overview="First line,\nsecond; line")
    title = _only(_write(file, row, delimiter=delimiter, encoding=encoding))
    assert title.title == "Café à la crème"
    assert title.description == "First line, second; line"
    assert title.genres == ("drama", "science fiction")


def test_lines_may_end_as_they_did_on_a_macintosh_of_old(file: Path) -> None:
    file.write_bytes("\ufeffid,title,release_date\r1,Café,1990-01-02\r2,Two,1991-01-02\r".encode())
    assert [title.label for title in read_titles(file, []).titles] == ["Café (1990)", "Two (1991)"]


@pytest.mark.parametrize(
    ("written", "genres"),
    [
        ("Action, Drama", ("action", "drama")),
        ("Action|Drama", ("action", "drama")),
        ('["Action", "Drama"]', ("action", "drama")),
        ("[{'id': 28, 'name': 'Action'}, {'id': 18, 'name': 'Drama'}]", ("action", "drama")),
        (_listed("Sci-Fi & Fantasy", "Fantasy"), ("science fiction", "fantasy")),
        (_listed("Action & Adventure", "War & Politics", "Kids"), ("action", "adventure", "war", "family")),
        (_listed("Music", "Talk", "News"), ("music",)),
        ("[]", ()),
        ("", ()),
    ],
)
def test_genres_come_in_many_shapes(written: str, genres: tuple[str, ...], file: Path) -> None:
    assert _only(_write(file, _row(genres=written))).genres == genres


def test_at_most_twenty_keywords_are_kept_in_lower_case(file: Path) -> None:
    keywords = _only(_write(file, _row(keywords=_listed("Noir", "noir", *map(str, range(40)))))).keywords
    assert len(keywords) == 20
    assert keywords[:2] == ("noir", "0")


def test_what_nobody_sees_in_a_text_is_dropped_and_what_scripts_need_stays(file: Path) -> None:
    written = _row(
        title="\u202eSalt\u200b Harbour\ufeff", original_title="क्\u200dष नमक\u200c", overview="A\x1b ferry \u2066 waits.",
        keywords=_listed("fer\u00adry", "\u200e"), genres="\u200bDrama; \u200d",
    )  # fmt: skip
    title = _only(_write(file, written, columns=[*COLUMNS, "original_title"]))
    assert (title.title_id, title.title) == ("salt-harbour-2014", "Salt Harbour")
    assert (title.original_title, title.description) == ("क्\u200dष नमक\u200c", "A ferry waits.")
    assert (title.keywords, title.genres) == (("ferry",), ("drama",))


def test_optional_columns_may_be_missing(file: Path) -> None:
    title = _only(_write(file, _row(), columns=["id", "title", "release_date"]))
    assert (title.year, title.genres, title.votes, title.rating, title.fame) == (2014, (), None, None, 1.0)


def test_more_columns_are_read_when_there(file: Path) -> None:
    more = ["original_title", "runtime", "production_countries", "adult"]
    row = _row(
        original_title="Porto de Sal", runtime="104.0", adult="False",
        production_countries='[{"iso_3166_1": "PT", "name": "Portugal"}]',
    )  # fmt: skip
    title = _only(_write(file, row, columns=COLUMNS + more))
    assert (title.original_title, title.runtime, title.countries) == ("Porto de Sal", 104, ("PT",))


@pytest.mark.parametrize(
    ("columns", "more", "kind"),
    [
        ([*COLUMNS, "media_type"], {"media_type": "tv"}, Kind.SERIES),
        ([*COLUMNS, "media_type"], {"media_type": "movie"}, Kind.FILM),
        (["id", "name", "first_air_date"], {"name": "Salt", "first_air_date": "2014-01-01"}, Kind.SERIES),
        (COLUMNS, {}, Kind.FILM),
    ],
)
def test_the_kind_is_read_from_what_the_export_says(
    columns: list[str], more: dict[str, object], kind: Kind, file: Path
) -> None:
    assert _only(_write(file, _row(**more), columns=columns)).kind is kind  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"title": "  "}, "without a title"),
        ({"tmdb_id": ""}, "without a TMDB id"),
        ({"tmdb_id": "tt0111"}, "without a TMDB id"),
        ({"release_date": ""}, "without a year"),
        ({"release_date": "soon"}, "without a year"),
        ({"adult": "True"}, "for adults only"),
        ({"genres": '[{"id": 18, "na'}, "with genres or keywords that cannot be read"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_reason(
    more: dict[str, object], reason: str, file: Path
) -> None:
    _write(file, _row(1, "Good"), _row(**more), columns=[*COLUMNS, "adult"])  # type: ignore[arg-type]
    report = read_titles(file, [])
    assert [title.title for title in report.titles] == ["Good"]
    assert (report.rows, report.unusable) == (2, {reason: 1})


def test_numbers_that_no_database_keeps_are_none(file: Path) -> None:
    report = read_titles(_write(file, _row(2**31), _row(2**31 - 1, vote_count=2**63, runtime="1e300")), [])
    assert report.unusable == {"without a TMDB id": 1}
    (title,) = report.titles
    assert (title.tmdb_id, title.votes, title.runtime) == (2**31 - 1, None, None)


def test_a_tmdb_id_that_comes_again_is_left_out(file: Path) -> None:
    report = read_titles(_write(file, _row(), _row(title="Salt Harbor")), [])
    assert [title.title for title in report.titles] == ["Salt Harbour"]
    assert report.unusable == {"a second time": 1}


def test_nul_bytes_huge_fields_and_short_rows_are_survived(file: Path) -> None:
    _write(file, _row(1, "One", overview="x" * 1_000_000), _row(2, "T\0wo"))
    with file.open("a", encoding="utf-8") as more:
        more.write("3,Three\n\n")
        more.write('4,"Fo"ur",x,"[]",[],1999-01-01\n')
    report = read_titles(file, [])
    assert [title.title for title in report.titles][:2] == ["One", "Two"]
    assert report.unusable.get("without a year") == 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "not a text file"),
        (b"userId,movieId,rating\n1,2,3.5\n", "no column title and no column release_date"),
        (b"just a sentence", "no column id and no column title"),
        (b"id,title\n1,One\n", "no column release_date"),
        (b"id,title,release_date," + b"x" * 200_000 + b"\n1,One,1990\n", "no header"),
    ],
)
def test_a_file_of_something_else_is_refused_in_a_sentence(
    content: bytes, complaint: str, file: Path
) -> None:
    file.write_bytes(content)
    with pytest.raises(CatalogueError, match=complaint):
        read_titles(file, [])


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_titles(tmp_path / "nowhere.csv", [])
    with pytest.raises(CatalogueError, match="cannot be read"):
        read_titles(tmp_path, [])


def test_progress_runs_to_the_end(file: Path) -> None:
    seen: list[tuple[int, float]] = []
    _write(file, *(_row(number, f"Film {number}") for number in range(1, 1_201)))
    read_titles(file, [], lambda rows, share: seen.append((rows, share)))
    assert [rows for rows, _ in seen] == [500, 1_000, 1_200]
    assert seen[-1][1] == 1.0
    assert all(0 < share <= 1 for _, share in seen)


@pytest.mark.parametrize(("votes", "fame"), [(0, 1.0), (10, 1.0), (20_000, 5.0), (900_000, 5.0), (447, 3.0)])
def test_fame_grows_with_the_logarithm_of_votes(votes: int, fame: float) -> None:
    assert fame_of(votes) == pytest.approx(fame, abs=0.01)


class TestIds:
    def test_namesakes_of_one_year_get_ids_that_do_not_depend_on_the_order(self, file: Path) -> None:
        rows = [_row(70, "Echo"), _row(30, "Echo"), _row(50, "Écho"), _row(90, "Other")]
        ids = set()
        for seed in range(5):
            random.Random(seed).shuffle(rows)
            titles = read_titles(_write(file, *rows), []).titles
            ids.add(frozenset((title.tmdb_id, title.title_id) for title in titles))
        assert ids == {
            frozenset(
                {(30, "echo-2014"), (50, "echo-2014-tmdb50"), (70, "echo-2014-tmdb70"), (90, "other-2014")}
            )
        }

    def test_an_id_that_exists_is_not_given_again(self, file: Path) -> None:
        taken = a_title("Salt Harbour", 2014, tmdb_id=5)
        (title,) = read_titles(_write(file, _row()), [taken]).titles
        assert title.title_id == "salt-harbour-2014-tmdb901"

    def test_importing_again_keeps_every_id(self, file: Path) -> None:
        shipped = [a_title("Echo", 2014, languages=("pt",)), a_title("Old Lamp", 1950)]
        _write(file, _row(70, "Echo"), _row(30, "Harbour"), _row(50, "Harbour"))
        once = merge(shipped, read_titles(file, shipped).titles)
        twice = merge(once, read_titles(file, once).titles)
        afresh = merge(shipped, read_titles(file, once).titles)
        assert once == twice == afresh
        _write(file, _row(10, "Harbour"), _row(50, "Harbour"), _row(30, "Harbour"))
        later = merge(once, read_titles(file, once).titles)
        ids = {title.tmdb_id: title.title_id for title in once if title.tmdb_id}
        assert ids.items() <= {title.tmdb_id: title.title_id for title in later}.items()


class TestMerging:
    def test_a_shipped_title_keeps_its_texts_and_takes_the_numbers(self) -> None:
        shipped = a_title(
            "Amber Road", 2001, description="Ours.", keywords=("slow",), fame=4.0, genres=("drama", "war")
        )
        imported = a_title(
            "The Amber Road", 2002, title_id="x", description="Theirs.", tmdb_id=7, poster_path="/a.jpg",
            votes=900, rating=7.5, genres=("drama",), fame=3.4,
        )  # fmt: skip
        (merged,) = merge([shipped], [imported])
        assert (merged.title_id, merged.title, merged.description) == (
            shipped.title_id,
            "Amber Road",
            "Ours.",
        )
        assert (merged.tmdb_id, merged.poster_path, merged.votes, merged.rating) == (7, "/a.jpg", 900, 7.5)
        assert merged.fame == 4.0

    @pytest.mark.parametrize(
        "imported",
        [
            a_title("Amber Road", 2004, tmdb_id=7),
            a_title("Amber Road", 2001, Kind.SERIES, tmdb_id=7),
            a_title("Amber Roads", 2001, tmdb_id=7),
            a_title("Amber Road 2", 2001, tmdb_id=7),
            a_title("Amber Road", 2002, languages=("da",), tmdb_id=7),
            a_title("Amber Road", 2002, tmdb_id=7),
            a_title("The Long Way", 2001, languages=("da",), tmdb_id=7),
        ],
    )
    def test_what_may_be_another_work_is_added(self, imported: Title) -> None:
        shipped = a_title("Amber Road", 2001, languages=("en",), other_titles=("The Long Way",))
        merged = merge([shipped], [imported])
        assert len(merged) == 2
        assert merged[0] == shipped
        assert len({title.title_id for title in merged}) == 2

    def test_another_name_is_enough_when_the_language_agrees(self) -> None:
        shipped = a_title("Amber Road", 2001, languages=("pl",), original_title="Bursztynowa droga")
        imported = a_title("Bursztynowa Droga", 2001, languages=("pl",), tmdb_id=7)
        assert [title.tmdb_id for title in merge([shipped], [imported])] == [7]

    def test_of_two_claimants_the_very_year_wins(self) -> None:
        shipped = a_title("Amber Road", 2001)
        claimants = [
            a_title("Amber Road", 2002, tmdb_id=1, votes=9_999), a_title("Amber Road", 2001, tmdb_id=2, title_id="b"),
        ]  # fmt: skip
        assert merge([shipped], claimants)[0].tmdb_id == 2

    def test_two_claimants_that_both_could_be_it_are_both_added(self) -> None:
        shipped = a_title("Amber Road", 2001)
        claimants = [
            a_title("Amber Road", 2001, tmdb_id=number, votes=50, title_id=f"x{number}") for number in (1, 2)
        ]
        merged = merge([shipped], claimants)
        assert merged[0] == shipped
        assert len(merged) == 3

    def test_a_claimant_that_everyone_knows_wins_over_one_that_nobody_does(self) -> None:
        shipped = a_title("Amber Road", 2001)
        claimants = [
            a_title("Amber Road", 2001, tmdb_id=1, votes=3, fame=1.0, title_id="x"),
            a_title("Amber Road", 2001, tmdb_id=2, votes=5_000, fame=4.3, title_id="y"),
        ]
        assert merge([shipped], claimants)[0].tmdb_id == 2


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the 4,066-row TMDB export is not beside the project")
def test_the_whole_tmdb_export_is_read_and_merged(shipped: list[Title]) -> None:
    begun = time.perf_counter()
    report = read_titles(REAL_FILE, shipped)
    merged = merge(shipped, report.titles)
    assert time.perf_counter() - begun < 5.0
    assert report.rows == 4_066
    assert len(report.titles) + sum(report.unusable.values()) == 4_066
    assert len(report.titles) > 4_000
    assert len({title.title_id for title in merged}) == len(merged)
    same = sum(title.tmdb_id is not None for title in merged[: len(shipped)])
    assert 600 < same < 1_200
    assert len(merged) == len(shipped) + len(report.titles) - same
    assert merge(merged, read_titles(REAL_FILE, merged).titles) == merged
