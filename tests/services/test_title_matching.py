"""The rows of an import meet the catalogue: by number, or by name and year, never by guess."""

from __future__ import annotations

import pytest

from bot.catalogue.catalogue import Catalogue
from bot.domain.imported import ImportedRow, Said
from bot.domain.title import Kind, Title
from bot.services.library import Library
from bot.services.title_matching import TitleMatcher

TITLES = (
    Title("heat-1995", "Heat", 1995, tmdb_id=949),
    Title("dune-1984", "Dune", 1984),
    Title("dune-2021", "Dune", 2021),
    Title("dark-2017", "Dark", 2017, Kind.SERIES, tmdb_id=949),
    Title("the-office-2005", "The Office", 2005, Kind.SERIES),
    Title("spirited-away-2001", "Spirited Away", 2001, original_title="Sen to Chihiro no Kamikakushi"),
    Title("twins-a", "Twins", 1988),
    Title("twins-b", "Twins", 1988),
    Title("chernobyl-2019", "Chernobyl", 2019, Kind.SERIES),
    Title("alien-3-1992", "Alien 3", 1992),
    Title("salt-2010", "Salt", 2010, imdb_id="tt0944835"),
    Title("salt-2010-tt7000001", "Salt", 2010, imdb_id="tt7000001"),
    Title("amelie-2001", "Amélie", 2001, original_title="Le Fabuleux Destin d'Amélie Poulain"),
)


@pytest.fixture(scope="module")
def matcher() -> TitleMatcher:
    return TitleMatcher(Library.of(Catalogue.build(TITLES), 2026))


def row(
    name: str,
    year: int = 0,
    kind: Kind | None = None,
    *,
    other: str = "",
    series: str = "",
    number: int | None = None,
    imdb_id: str = "",
) -> ImportedRow:
    return ImportedRow(
        name, Said.WATCHED, year, kind, other_name=other, series=series, tmdb_id=number, imdb_id=imdb_id
    )


@pytest.mark.parametrize(
    ("named", "title_id"),
    [
        (row("Heat", 1995, Kind.FILM), "heat-1995"),
        (row("heat", 1996, Kind.FILM), "heat-1995"),
        (row("Heat", 1986, Kind.FILM), None),
        (row("Heat"), "heat-1995"),
        (row("Dune", 2021), "dune-2021"),
        (row("Dune", 1985), "dune-1984"),
        (row("Dune"), None),
        (row("Dune", 2000), None),
        (row("Twins", 1988), None),
        (row("Hitze", 1995, Kind.FILM, number=949), "heat-1995"),
        (row("Finsternis", 2017, Kind.SERIES, number=949), "dark-2017"),
        (row("Something", 1995, number=949), None),
        (row("Salt", 2010, Kind.FILM), None),
        (row("Salt", 2010, Kind.FILM, imdb_id="tt7000001"), "salt-2010-tt7000001"),
        (row("Evelyn Salt", 2011, Kind.SERIES, imdb_id="tt0944835"), "salt-2010"),
        (row("Heat", 1995, Kind.FILM, imdb_id="tt0113277"), "heat-1995"),
        (row("The Office (U.S.)", kind=Kind.SERIES), "the-office-2005"),
        (row("Chihiros Reise", 2001, Kind.FILM, other="Sen to Chihiro no kamikakushi"), "spirited-away-2001"),
        (row("Chernobyl", 2019, Kind.FILM), "chernobyl-2019"),
        (row("Chernobyl", 2018, Kind.FILM), None),
        (row("Alien³", 1992), "alien-3-1992"),
        (row("AMELIE", 2001), "amelie-2001"),
        (row("Dark: Some Special", series="Dark"), "dark-2017"),
        (row("Heat: Some Special", series="Heat"), None),
        (row("Hear", 1995), None),
        (row("Heat and Dust", 1995), None),
        (row("  ", 1995), None),
        (row("x" * 5000, 1995), None),
    ],
    ids=lambda value: value.label[:30] if isinstance(value, ImportedRow) else str(value),
)
def test_a_row_means_one_title_or_none(
    matcher: TitleMatcher, named: ImportedRow, title_id: str | None
) -> None:
    found = matcher.title_of(named)
    assert (found.title_id if found else None) == title_id
