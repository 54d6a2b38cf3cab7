"""The titles of the first meeting, out of the shipped catalogue."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import numpy as np
import pytest

from bot.catalogue.loader import load_shipped
from bot.domain.facets import Facets
from bot.domain.meeting import MOST_PAGES, TITLES_A_PAGE, meeting_pages
from bot.domain.surprise import surprising_wish
from bot.domain.title import Kind, Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.settings import SHIPPED_CATALOGUE

# Names that no two titles of one franchise would have.
NAMES = [f"{chr(65 + n)}{chr(97 + n)}lo" for n in range(24)]


@pytest.fixture(scope="module")
def facets() -> Facets:
    return Facets.build(load_shipped(SHIPPED_CATALOGUE))


def test_twelve_titles_are_well_known_and_very_different(facets: Facets) -> None:
    pages = meeting_pages(facets, None)

    assert [len(page) for page in pages] == [TITLES_A_PAGE] * MOST_PAGES
    first = pages[0]
    assert min(title.fame for title in first) == 5
    assert len({title.genres[0] for title in first}) >= 9
    assert len({title.year // 10 for title in first}) >= 4
    assert sum(title.kind is Kind.SERIES for title in first) == 2


def test_no_title_and_no_franchise_comes_twice(facets: Facets) -> None:
    rows = [facets.row_of[title.title_id] for page in meeting_pages(facets, None) for title in page]

    assert len({int(facets.franchises[row]) for row in rows}) == len(rows) == TITLES_A_PAGE * MOST_PAGES


def test_titles_that_mean_the_same_do_not_stand_side_by_side() -> None:
    titles = [Title(f"t-{n}", NAMES[n], 2000 + n, genres=("drama",), fame=5) for n in range(24)]
    vectors = np.zeros((24, 12), np.float32)
    vectors[np.arange(24), np.arange(24) // 2] = 1  # always two the same

    [first, *_] = meeting_pages(Facets.build(titles), vectors)

    assert len({title.year // 2 for title in first}) == 12


def test_a_small_catalogue_gives_what_it_has_and_an_empty_one_nothing() -> None:
    few = [Title(f"t-{n}", NAMES[n], 2000) for n in range(3)]
    assert [len(page) for page in meeting_pages(Facets.build(few), None)] == [3]
    assert meeting_pages(Facets.build([]), None) == ()


def test_a_surprise_leads_where_little_is_liked_and_differs_each_time(facets: Facets) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    loved = [
        Verdict(1, title.title_id, title.title, title.year, VerdictKind.LIKED, "", at)
        for title in facets.titles
        if title.genres[0] in ("drama", "comedy") and title.fame == 5
    ]
    wishes = [surprising_wish(facets, loved, random.Random(seed)) for seed in range(60)]

    assert len(set(wishes)) > 30
    usual = [wish for wish in wishes if " drama " in wish or " comedy " in wish]
    assert len(usual) < 20
    assert surprising_wish(Facets.build([]), [], random.Random(1)) == ""
