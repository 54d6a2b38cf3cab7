"""What is said of where titles come from."""

from __future__ import annotations

import pytest

from bot.domain.title import Title
from bot.domain.title_source import IMDB_ATTRIBUTION, TMDB_ATTRIBUTION, attributions_of

SHIPPED = Title("heat-1995", "Heat", 1995)
FROM_TMDB = Title("quay-2001", "Quay", 2001, tmdb_id=7, imdb_id="tt0000007")
FROM_IMDB = Title("weir-1960", "Weir", 1960, imdb_id="tt0000008")


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        ([SHIPPED], []),
        ([SHIPPED, FROM_TMDB], [TMDB_ATTRIBUTION]),
        ([FROM_IMDB, SHIPPED], [IMDB_ATTRIBUTION]),
        ([FROM_IMDB, FROM_TMDB], [TMDB_ATTRIBUTION, IMDB_ATTRIBUTION]),
    ],
)
def test_each_source_is_named_that_titles_are_from(titles: list[Title], told: list[str]) -> None:
    assert attributions_of(titles) == told
