"""What a name means among TMDB's titles: one for certain, several to ask about, or none."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.catalogue.tmdb import Manners, open_tmdb_titles
from bot.catalogue.tmdb_finding import TmdbFinder
from bot.domain.errors import SourceUnavailable
from tests.stand_ins.tmdb import KEY, Fault, Json, Tmdb, film, series


def also_called(*names: str) -> Json:
    return {
        "translations": {"translations": [{"iso_639_1": "de", "data": {"title": name}} for name in names]}
    }


FILMS = [
    film(1, "Gloom Harbor", 2016, 5200, **also_called("Der düstere Hafen")),
    film(2, "Gloom Harbor Nights", 2019, 8000),
    film(3, "Ashfall Road", 1974, 900),
    film(4, "Ashfall Road", 2018, 1100),
    film(5, "The Weir", 2003, 40),
    film(6, "The Weir", 2011, 9000),
    film(7, "Nobody’s Cup of Tea", 2014, 1),
    film(8, "Velvet", 2001, 700, adult=True),
    film(9, "Nine Lanterns 2049", 2017, 3000),
]
SERIES = [series(1, "Saltmarsh", 2020, 2500, original_name="Salzwiese"), series(2, "Gloom Harbor", 2022, 40)]


@pytest.fixture
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb(FILMS, SERIES) as stand_in:
        yield stand_in


@pytest.fixture
async def finder(tmdb: Tmdb) -> AsyncIterator[TmdbFinder]:
    async with open_tmdb_titles(tmdb.url, KEY, Manners(per_second=5000)) as titles:
        yield TmdbFinder(titles)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Gloom Harbor", "Gloom Harbor (2016)"),  # the series of that name is far less known
        ("gloom harbor", "Gloom Harbor (2016)"),
        ("the weir", "The Weir (2011)"),
        ("Gloom Harbor (2022)", "Gloom Harbor (2022)"),
        ("Gloom Harbor (series)", "Gloom Harbor (2022)"),
        ("Ashfall Road 1974", "Ashfall Road (1974)"),
        ("Ashfall Road (1975)", "Ashfall Road (1974)"),
        ("Nine Lanterns 2049", "Nine Lanterns 2049 (2017)"),
        ("Salzwiese", "Saltmarsh (2020)"),
        ("Der düstere Hafen", "Gloom Harbor (2016)"),
        ("Nobody's cup of tea (2014)", "Nobody’s Cup of Tea (2014)"),
    ],
)
async def test_a_name_means_the_title_that_bears_it_and_is_far_the_best_known(
    finder: TmdbFinder, text: str, label: str
) -> None:
    found = await finder.find(text)
    assert ([title.label for title in found.titles], found.is_sure) == ([label], True)


async def test_two_of_one_name_are_asked_about_and_so_is_what_nobody_knows(finder: TmdbFinder) -> None:
    found = await finder.find("Ashfall Road")
    assert ([title.year for title in found.titles], found.is_sure) == ([2018, 1974], False)
    found = await finder.find("Nobody's cup of tea")
    assert ([title.tmdb_id for title in found.titles], found.is_sure) == ([7], False)


@pytest.mark.parametrize(
    "text", ["Gloom", "Harbor Nights", "Velvet", "Gloom Harbor (1950)", "Wholly Unheard Of"]
)
async def test_a_part_of_a_name_another_year_and_titles_for_adults_mean_nothing(
    finder: TmdbFinder, text: str
) -> None:
    assert (await finder.find(text)).titles == ()


async def test_another_name_is_kept_with_the_title(finder: TmdbFinder) -> None:
    (title,) = (await finder.find("Der düstere Hafen")).titles
    assert title.other_titles == ("Der düstere Hafen",)


async def test_only_the_name_goes_out(tmdb: Tmdb, finder: TmdbFinder) -> None:
    await finder.find("Gloom Harbor (2022)")
    searches = [asked for asked in tmdb.asked if asked.path.startswith("/search")]
    assert searches
    for asked in searches:
        assert asked.query["query"] == "Gloom Harbor"
        years = {"primary_release_year", "first_air_date_year"}
        assert set(asked.query) - years == {"query", "include_adult", "language", "api_key"}


async def test_nobody_waits_for_a_second_try(tmdb: Tmdb, finder: TmdbFinder) -> None:
    tmdb.fail(Fault("status", status=502))
    with pytest.raises(SourceUnavailable):
        await finder.find("Gloom Harbor")
    assert len(tmdb.asked) == 1
