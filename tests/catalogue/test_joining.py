"""One row per film or series, whatever sources tell of it: what is one, what is two, and what the row then says."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.catalogue.importer import read_titles
from bot.catalogue.joining import join
from bot.catalogue.merging import merge
from bot.domain.title import Kind, Title
from tests.catalogue.samples import a_title

REAL_FILE = Path(__file__).parents[2].parent / "shared" / "data" / "tmdb-4066.csv"

BY_IMDB = a_title(
    "Amber Road", 2001, imdb_id="tt0700001", original_title="Bursztynowa droga", genres=("drama", "war"),
    runtime=104, votes=90_000, rating=7.4, fame=3.9,
)  # fmt: skip
BY_TMDB = a_title(
    "Amber Road", 2001, tmdb_id=71, original_title="Bursztynowa droga", genres=("drama",), runtime=103,
    description="A column of carts goes north.", keywords=("carts",), languages=("pl",), countries=("PL",),
    votes=1_200, rating=7.1, fame=3.5, poster_path="/amber.jpg",
)  # fmt: skip


class TestOneTitle:
    def test_imdb_first_and_tmdb_later_make_one_row_with_the_best_of_both(self) -> None:
        (row,) = join(join([], [BY_IMDB]), [BY_TMDB])
        assert (row.title_id, row.imdb_id, row.tmdb_id) == ("amber-road-2001", "tt0700001", 71)
        assert (row.description, row.keywords, row.languages) == (
            BY_TMDB.description,
            ("carts",),
            ("pl",),
        )
        assert (row.votes, row.rating, row.fame) == (1_200, 7.1, 3.9)

    def test_the_other_way_round_makes_the_same_row(self) -> None:
        assert join(join([], [BY_TMDB]), [BY_IMDB]) == join(join([], [BY_IMDB]), [BY_TMDB])

    @pytest.mark.parametrize("found", [BY_IMDB, BY_TMDB, replace(BY_TMDB, imdb_id=BY_IMDB.imdb_id)])
    def test_the_same_again_changes_nothing(self, found: Title) -> None:
        stored = join(join([], [BY_IMDB]), [BY_TMDB])
        once = join(stored, [found])
        assert join(once, [found]) == once
        assert once == stored

    def test_nothing_that_was_known_becomes_empty(self) -> None:
        known = replace(BY_TMDB, directors=("A. Director",), other_titles=("The Carts",), imdb_id="tt0700001")
        (row,) = join([known], [a_title("Amber Road", 2001, tmdb_id=71)])
        assert row == known

    def test_imdb_fills_what_is_missing_and_changes_no_text(self) -> None:
        known = replace(BY_TMDB, runtime=None)
        (row,) = join([known], [replace(BY_IMDB, title="The Amber Road")])
        assert row == replace(
            known, runtime=104, imdb_id="tt0700001", fame=3.9, other_titles=("The Amber Road",)
        )

    def test_tmdb_renews_what_it_told_and_the_earlier_name_is_still_found(self) -> None:
        renamed = replace(BY_TMDB, title_id="the-carts-2002", title="The Carts", year=2002, votes=1_500)
        (row,) = join([BY_TMDB], [renamed])
        assert row == replace(renamed, title_id=BY_TMDB.title_id, other_titles=("Amber Road",))

    def test_of_one_number_told_twice_there_is_one_row(self) -> None:
        assert len(join([], [BY_IMDB, BY_IMDB])) == 1
        assert len(join([], [BY_IMDB, replace(BY_TMDB, imdb_id=BY_IMDB.imdb_id)])) == 2
        assert len(join([BY_IMDB], [BY_IMDB, replace(BY_TMDB, imdb_id=BY_IMDB.imdb_id)])) == 1


SAME = [
    a_title("The Amber Road", 2001, tmdb_id=71),
    a_title("AMBER ROAD!", 2001, tmdb_id=71),
    a_title("Bursztynowa Droga", 2001, tmdb_id=71, genres=("drama",)),
    a_title("Amber Road", 2002, tmdb_id=71, genres=("drama",)),
    a_title("Amber Road", 2000, tmdb_id=71, runtime=104),
    a_title("Quite Another Name", 1950, tmdb_id=71, imdb_id="tt0700001"),
    a_title("Amber Road", 2001, Kind.SERIES, tmdb_id=71, imdb_id="tt0700001"),
]
ANOTHER = [
    a_title("Amber Road", 2004, tmdb_id=71),
    a_title("Amber Road", 2002, tmdb_id=71),
    a_title("Amber Road", 2002, tmdb_id=71, genres=("comedy",)),
    a_title("Amber Road", 2001, tmdb_id=71, genres=("comedy",), runtime=62),
    a_title("Amber Road", 2001, Kind.SERIES, tmdb_id=71),
    a_title("Amber Road 2", 2001, tmdb_id=71),
    a_title("Amber Road", 2001, imdb_id="tt0700002", genres=("drama", "war"), runtime=104),
    a_title("Bursztynowa Droga", 2001, tmdb_id=71, genres=("comedy",)),
]


@pytest.mark.parametrize("told", SAME, ids=lambda title: title.label)
def test_what_is_the_same_is_joined(told: Title) -> None:
    (row,) = join([BY_IMDB], [told])
    assert (row.title_id, row.imdb_id) == (BY_IMDB.title_id, "tt0700001")


@pytest.mark.parametrize("told", ANOTHER, ids=lambda title: title.label)
def test_what_may_be_another_gets_a_row_of_its_own(told: Title) -> None:
    (row,) = join([BY_IMDB], [told])
    assert row.title_id != BY_IMDB.title_id
    assert row.imdb_id == told.imdb_id


class TestNamesakes:
    def test_remakes_stay_apart(self) -> None:
        old, new = a_title("Amber Road", 1958, tmdb_id=1), a_title("Amber Road", 2001, tmdb_id=2)
        found = [a_title("Amber Road", year, imdb_id=f"tt{year}") for year in (2001, 1958, 1979)]
        rows = join([old, new], found)
        assert [(row.tmdb_id, row.imdb_id) for row in rows] == [
            (2, "tt2001"),
            (1, "tt1958"),
            (None, "tt1979"),
        ]

    def test_two_films_of_one_name_and_year_are_told_apart_by_how_known_they_are(self) -> None:
        known = [
            a_title("Echo", 2014, tmdb_id=30, votes=6_000, fame=4.4),
            a_title("Echo", 2014, tmdb_id=70, votes=15, fame=1.2, title_id="echo-2014-tmdb70"),
        ]
        found = [
            a_title("Echo", 2014, imdb_id="tt0000002", votes=600, fame=1.4),
            a_title("Echo", 2014, imdb_id="tt0000001", votes=300_000, fame=4.3),
        ]
        for order in (found, found[::-1]):
            rows = {row.imdb_id: row.tmdb_id for row in join(known, order)}
            assert rows == {"tt0000001": 30, "tt0000002": 70}

    def test_two_films_of_one_name_and_year_are_told_apart_by_who_made_them(self) -> None:
        known = a_title("Amber Road", 2001, directors=("Béla Rook", "Ida Tarn"), genres=("drama",), fame=3.0)
        another = replace(BY_TMDB, directors=("Olaf Quist",))
        assert [row.title_id for row in join([known], [another])] == ["amber-road-2001-tmdb71"]
        assert len(merge([known], join([known], [another]))) == 2
        for same in (("Rook Bela",), ("Ида Тарн",), ("Olaf Quist", "Ann Vane", "Una Holm")):
            assert len(merge([known], join([known], [replace(BY_TMDB, directors=same)]))) == 1

    def test_where_nothing_tells_them_apart_nothing_is_joined(self) -> None:
        known = a_title("Echo", 2014, tmdb_id=30)
        found = [a_title("Echo", 2014, imdb_id=f"tt000000{number}") for number in (1, 2)]
        rows = join([known], found)
        assert [row.title_id for row in rows] == ["echo-2014-tt0000001", "echo-2014-tt0000002"]
        assert join([known, *rows], found) == rows

    def test_ids_do_not_depend_on_the_order(self) -> None:
        found = [a_title("Echo", 2014, imdb_id=f"tt{number:07}") for number in (30, 4, 100)]
        ids = set()
        for seed in range(5):
            random.Random(seed).shuffle(found)
            ids.add(frozenset((row.imdb_id, row.title_id) for row in join([], found)))
        assert ids == {
            frozenset(
                {
                    ("tt0000004", "echo-2014"),
                    ("tt0000030", "echo-2014-tt0000030"),
                    ("tt0000100", "echo-2014-tt0000100"),
                }
            )
        }

    def test_an_id_never_changes_when_another_of_its_name_comes(self) -> None:
        first = join([], [a_title("Echo", 2014, imdb_id="tt0000030", genres=("war",), runtime=90)])
        more = [a_title("Echo", 2014, tmdb_id=number, genres=("comedy",), runtime=140) for number in (1, 2)]
        rows = join(first, more)
        assert [row.title_id for row in rows] == ["echo-2014-tmdb1", "echo-2014-tmdb2"]


class TestBesideTheShippedTitles:
    def test_a_shipped_title_takes_both_numbers_and_what_it_lacks(self) -> None:
        shipped = a_title(
            "Amber Road", 2001, description="Ours.", genres=("war",), languages=("pl",), fame=4.0
        )
        stored = join([shipped], [BY_IMDB])
        stored = join(merge([shipped], stored), [BY_TMDB])
        (merged,) = merge([shipped], stored)
        assert (merged.title_id, merged.description, merged.genres) == (shipped.title_id, "Ours.", ("war",))
        assert (merged.tmdb_id, merged.imdb_id, merged.runtime, merged.fame) == (71, "tt0700001", 103, 4.0)
        assert merged.keywords == ("carts",)
        assert merge([merged], stored) == [merged]

    @pytest.mark.parametrize("found", [[BY_IMDB], [BY_TMDB], [BY_IMDB, BY_TMDB], [BY_TMDB, BY_IMDB]])
    def test_the_same_import_again_stores_the_same(self, found: list[Title]) -> None:
        shipped = a_title(
            "Amber Road", 2001, description="Ours.", genres=("war",), languages=("pl",), fame=4.0
        )
        stored: list[Title] = []
        seen: list[list[Title]] = []
        for _ in range(3):
            for title in found:
                stored = join(merge([shipped], stored), [title])
            seen.append(stored)
        assert seen[0] == seen[1] == seen[2]

    def test_what_was_joined_once_stays_joined(self) -> None:
        shipped = a_title("Amber Road", 2001, genres=("drama", "war"))
        (row,) = join([shipped], [replace(BY_IMDB, year=2002)])
        # Told by TMDB under a name and genres that alone would not be enough.
        (row,) = join([row], [replace(BY_TMDB, imdb_id="tt0700001", year=2002, genres=("drama",))])
        assert [title.title_id for title in merge([shipped], [row])] == [shipped.title_id]


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the 4,066-row TMDB export is not beside the project")
def test_real_titles_told_as_imdb_tells_them_are_joined_and_never_with_another(shipped: list[Title]) -> None:
    told = read_titles(REAL_FILE, []).titles
    catalogue = merge(shipped, join(shipped, told))
    random_of = random.Random(5)
    as_imdb = [
        Title(
            title.title_id, title.title, title.year + random_of.choices((0, 1, -1), (90, 5, 5))[0], title.kind,
            title.genres[:3], original_title=title.original_title, imdb_id=f"tt{title.tmdb_id:07}",
            fame=min(5.0, max(1.0, title.fame + random_of.gauss(0, 0.35))), votes=100,
        )
        for title in told
    ]  # fmt: skip
    begun = time.perf_counter()
    joined = [title for title in join(catalogue, as_imdb) if title.tmdb_id]
    assert time.perf_counter() - begun < 5.0
    wrong = [title.label for title in joined if int(title.imdb_id[2:]) != title.tmdb_id]
    assert len(wrong) <= 2
    assert len(joined) > 0.995 * len(told)


WORDS = ("amber", "road", "salt", "harbour", "echo", "lamp", "winter", "signal", "glass", "orchard")


@pytest.mark.parametrize(("step", "seconds"), [(5_000, 5.0), (10, 30.0)])
def test_titles_find_their_rows_among_a_hundred_thousand_quickly(step: int, seconds: float) -> None:
    known = [
        a_title(
            f"{WORDS[n % 10]} {WORDS[n // 10 % 10]} {WORDS[n // 100 % 10]} {n // 1_000}", 1950 + n % 70,
            title_id=f"known-{n}", tmdb_id=n + 1, genres=("drama",), votes=n, fame=2.0,
        )
        for n in range(100_000)
    ]  # fmt: skip
    found = [
        replace(title, title_id=f"found-{n}", tmdb_id=None, imdb_id=f"tt{n:07}")
        for n, title in enumerate(known[::step])
    ]
    begun = time.perf_counter()
    rows = join(known, found)
    assert time.perf_counter() - begun < seconds
    assert [row.title_id for row in rows] == [title.title_id for title in known[::step]]
