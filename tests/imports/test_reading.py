"""Files of other services, recognised by what is in them, however they are written."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.domain.imported import Mark
from bot.domain.title import Kind
from bot.imports.reading import read
from tests.imports import samples
from tests.imports.kept import marks, rows

# -- what each says ---------------------------------------------------------------------------------------


def test_letterboxd_ratings_become_verdicts_by_their_share_of_five_stars() -> None:
    assert marks(samples.LETTERBOXD_RATINGS) == {
        "Arrival (2016)": "liked",
        "Good Night, and Good Luck. (2005)": "seen",
        "Prometheus (2012)": "disliked",
        "Heat (1995)": "liked",
        "The Room (2003)": "disliked",
    }
    assert rows(samples.LETTERBOXD_RATINGS)[0].said_on == date(2024, 3, 2)


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("watched.csv", "seen"),
        ("WATCHED (2).CSV", "seen"),
        ("watchlist.csv", "watchlist"),
        ("watchlist-ana-2024-03-01.csv", "watchlist"),
        ("likes/films.csv", "liked"),
        ("films.csv", "liked"),
        ("letterboxd-watchlistfan/watched.csv", "seen"),
    ],
)
def test_letterboxds_like_files_are_told_apart_by_their_names(name: str, mark: str) -> None:
    assert set(marks(samples.LETTERBOXD_LIST, name).values()) == {mark}


def test_a_letterboxd_list_under_another_name_is_asked_about() -> None:
    found = read(samples.LETTERBOXD_LIST.encode(), "export.csv")
    assert [part.name for part in found.parts] == ["seen", "liked", "watchlist"]
    assert found.question.endswith("?")
    assert set(marks(samples.LETTERBOXD_LIST, "export.csv", "Liked").values()) == {"liked"}


def test_a_diary_says_seen_where_it_has_no_stars_and_a_review_becomes_a_note() -> None:
    assert marks(samples.LETTERBOXD_DIARY) == {"Arrival (2016)": "liked", "Alien (1979)": "seen"}
    [row] = rows(samples.LETTERBOXD_REVIEWS)
    assert row.note == 'Slow, and so quiet. I said "again".'


def test_a_whole_letterboxd_export_is_joined_without_what_was_deleted() -> None:
    found = read(samples.letterboxd_zip(), "export.zip")
    assert found.source == "Letterboxd"
    said = [(row.label, row.mark.value) for row in found.part().rows]
    assert ("The Room (2003)", "liked") in said
    assert ("The Room (2003)", "disliked") in said
    assert ("Solaris (1972)", "watchlist") in said
    assert not any("Gone" in label for label, _ in said)


@pytest.mark.parametrize(
    "text",
    [samples.IMDB_RATINGS, samples.IMDB_RATINGS_2017, samples.IMDB_RATINGS_2016],
    ids=["now", "2017", "2016"],
)
def test_imdb_ratings_of_every_age_are_read_without_episodes_and_games(text: str) -> None:
    found = {row.name: row for row in rows(text)}
    assert found["Heat"].mark is Mark.LIKED
    assert found["Heat"].kind is Kind.FILM
    assert found["Chernobyl"].kind is Kind.SERIES
    assert not any(name.startswith("Some") for name in found)


@pytest.mark.parametrize(
    ("title_type", "kind"),
    [
        ("Film", Kind.FILM),
        ("TV Movie", Kind.FILM),
        ("Serie TV", Kind.SERIES),
        ("Mini serie TV", Kind.SERIES),
        ("Série télévisée", Kind.SERIES),
        ("映画", None),
    ],
)
def test_imdbs_types_are_understood_in_other_languages(title_type: str, kind: Kind | None) -> None:
    [row] = rows(f"Const,Your Rating,Title,Title Type,Year\ntt1,8,Heat,{title_type},1995\n")
    assert row.kind is kind


@pytest.mark.parametrize(
    "title_type", ["TV Episode", "tvEpisode", "Episodio TV", "Épisode", "Video Game", "Podcast Series"]
)
def test_what_is_no_title_on_imdb_is_left_out(title_type: str) -> None:
    text = f"Const,Your Rating,Title,Title Type,Year\ntt1,8,Heat,Movie,1995\ntt2,8,Other,{title_type},1995\n"
    assert [row.name for row in rows(text)] == ["Heat"]


def test_imdb_gives_a_second_name() -> None:
    found = {row.name: row for row in rows(samples.IMDB_RATINGS)}
    assert found["Spirited Away"].other_name == "Sen to Chihiro no kamikakushi"
    assert found["Spirited Away"].mark is Mark.DISLIKED
    assert found["Chernobyl"].mark is Mark.SEEN


def test_an_imdb_watchlist_is_one_except_for_what_is_rated_already() -> None:
    assert marks(samples.IMDB_WATCHLIST) == {"Alien (1979)": "watchlist", "Heat (1995)": "liked"}
    assert marks(samples.IMDB_WATCHLIST_2017) == {"Alien (1979)": "watchlist"}


def test_netflix_episodes_are_folded_into_their_series_in_any_language() -> None:
    found = rows(samples.NETFLIX_SHORT)
    assert {(row.name, row.kind) for row in found} == {
        ("Heat", None),
        ("Stranger Things", Kind.SERIES),
        ("Dark", Kind.SERIES),
        ("The Queen's Gambit", Kind.SERIES),
        ("Mission: Impossible", None),
    }
    assert {row.mark for row in found} == {Mark.SEEN}


@pytest.mark.parametrize(
    ("title", "series"),
    [
        ("Kin: Season 2: One", "Kin"),
        ("Kin: Series 2: One", "Kin"),
        ("Kin: Temporada 2: Uno", "Kin"),
        ("Kin: Saison 2 (VF): Un", ""),
        ("Kin: Stagione 2: Uno", "Kin"),
        ("Kin: 2. Sezon: Bir", "Kin"),
        ("Kin: シーズン2: 第1話", "Kin"),
        ("Kin: Miniserie: Uno", "Kin"),
        ("Kin & Kind: The Tale: Season 1: One", "Kin & Kind: The Tale"),
    ],
)
def test_a_season_is_known_by_its_word(title: str, series: str) -> None:
    [row] = rows(f'Title,Date\n"{title}",14.03.2024\n')
    assert (row.name if row.kind else "") == series


def test_a_part_may_be_a_series_or_a_film_of_its_own() -> None:
    [row] = rows('Title,Date\n"Heist House: Part 1: Episode 3",14.03.2024\n')
    assert (row.name, row.series, row.kind) == ("Heist House: Part 1: Episode 3", "Heist House", None)


def test_the_long_netflix_history_asks_whose_and_leaves_trailers_and_glances_out() -> None:
    found = read(samples.NETFLIX_LONG.encode(), "ViewingActivity.csv")
    assert [part.name for part in found.parts] == ["Ana", "Ben"]
    assert [row.name for row in found.part("Ana").rows] == ["Heat"]
    assert found.part("Ana").skipped == 2
    assert [row.name for row in found.part("ben").rows] == ["Stranger Things"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        (samples.TRAKT_WATCHED_MOVIES, {"Heat (1995)": "seen"}),
        (samples.TRAKT_WATCHED_SHOWS, {"Chernobyl (2019)": "seen"}),
        (
            samples.TRAKT_RATINGS,
            {"Arrival (2016)": "liked", "Alien (1979)": "disliked", "Chernobyl (2019)": "seen"},
        ),
        (samples.TRAKT_HISTORY, {"Heat (1995)": "seen", "Chernobyl (2019)": "seen"}),
        (samples.TRAKT_WATCHLIST, {"Alien (1979)": "watchlist"}),
    ],
    ids=["watched films", "watched series", "ratings", "history", "watchlist"],
)
def test_trakts_files_are_read(items: list[Any], expected: dict[str, str]) -> None:
    assert marks(json.dumps(items)) == expected
    assert marks(json.dumps(items, indent=2)) == expected


def test_trakt_brings_tmdbs_number_and_says_each_title_once() -> None:
    found = rows(json.dumps(samples.TRAKT_HISTORY))
    assert [(row.tmdb_id, row.kind) for row in found] == [(1, Kind.FILM), (4, Kind.SERIES)]


@pytest.mark.parametrize("ids", [{"imdb": "tt0900001"}, {"imdb": None}, {"imdb": 5}, {"imdb": "x"}, None, []])
def test_trakt_brings_imdbs_number_where_it_has_one(ids: object) -> None:
    [row] = rows(
        json.dumps([{"rated_at": "2024-01-01", "rating": 8, "movie": {"title": "Heat", "ids": ids}}])
    )
    assert row.imdb_id == ("tt0900001" if ids == {"imdb": "tt0900001"} else "")


def test_imdb_brings_its_own_number() -> None:
    for text in (samples.IMDB_RATINGS, samples.IMDB_RATINGS_2017, samples.IMDB_RATINGS_2016):
        assert next(row.imdb_id for row in rows(text) if row.name == "Heat") == "tt0000001"
    assert rows(samples.IMDB_RATINGS.replace("tt0000001,", ","))[0].imdb_id == ""


def test_a_whole_trakt_export_is_joined_without_other_lists_and_the_collection() -> None:
    said = {(row.label, row.mark.value) for row in rows(samples.trakt_zip())}
    assert ("Heat (1995)", "liked") in said
    assert ("Alien (1979)", "watchlist") in said
    assert ("Arrival (2016)", "watchlist") not in said


# -- how it may be written --------------------------------------------------------------------------------

SPOILED = samples.LETTERBOXD_RATINGS.replace("Heat", "Amélie – ½").replace("1995", "2001")


@pytest.mark.parametrize(
    "data",
    [
        SPOILED.encode(),
        SPOILED.encode("utf-8-sig"),
        SPOILED.encode("utf-16"),
        SPOILED.encode("utf-16-le"),
        SPOILED.encode("utf-16-be"),
        b"\xfe\xff" + SPOILED.encode("utf-16-be"),
        SPOILED.encode("cp1252"),
        SPOILED.replace("\n", "\r\n").encode(),
        SPOILED.replace("\n", "\r").encode(),
        ("\n\n" + SPOILED).encode(),
        ("sep=,\n" + SPOILED).encode(),
        SPOILED.replace("Rating", "RATING").encode(),
    ],
    ids="utf8 bom utf16 utf16le utf16be utf16be-bom cp1252 crlf cr blank-lines sep= capitals".split(),
)
def test_any_common_encoding_and_line_end_is_read(data: bytes) -> None:
    assert marks(data)["Amélie – ½ (2001)"] == "liked"
    assert len(marks(data)) == 5


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_read(separator: str) -> None:
    text = samples.LETTERBOXD_LIST.replace(",", separator)
    assert list(marks(text, "watched.csv")) == ["Arrival (2016)", "Alien (1979)"]


def test_bad_rows_cost_nothing_but_themselves() -> None:
    text = (
        samples.LETTERBOXD_RATINGS
        + ',,,,\n2024-01-01,,1999,x,5\n2024-01-01,Odd,abcd,x,"eleven"\nx\n2024,Last,1999,u,99\n'
    )
    found = marks(text)
    assert found["Odd"] == "seen"
    assert found["Last (1999)"] == "seen"
    assert len(found) == 7


def test_half_stars_may_have_a_comma() -> None:
    text = "Date;Name;Year;Letterboxd URI;Rating\n2024-01-01;Heat;1995;u;3,5\n"
    assert marks(text) == {"Heat (1995)": "liked"}
