"""The catalogue as one object."""

from __future__ import annotations

import asyncio
import dataclasses

import numpy as np
import pytest

from bot.catalogue.catalogue import Catalogue
from bot.domain.ports import TitleResolver
from bot.domain.title import Kind, Title
from tests.catalogue.samples import a_title

SMALL = [
    a_title("Salt", 1999, genres=("drama", "war"), countries=("PT",), languages=("pt",), fame=3.4),
    a_title("Pepper", 2003, genres=("drama",), countries=("PT", "FR"), fame=1.0),
    a_title("Thyme", 2004, Kind.SERIES, genres=("comedy",), languages=("pt",), fame=5.0),
]


def test_a_title_is_got_by_its_id_or_not_at_all() -> None:
    catalogue = Catalogue.build(SMALL)
    assert catalogue.get("pepper-2003") is SMALL[1]
    assert catalogue.get("pepper-2004") is None
    assert [catalogue.row_of[title.title_id] for title in catalogue.titles] == [0, 1, 2]


def test_the_resolver_is_the_one_the_domain_asks_for() -> None:
    resolver: TitleResolver = Catalogue.build(SMALL).resolver
    assert resolver.resolve("salt").require() is SMALL[0]


def test_stats_count_by_every_sort() -> None:
    stats = Catalogue.build(SMALL).stats()
    assert stats.titles == 3
    assert stats.kinds == {"film": 2, "series": 1}
    assert stats.decades == {"2000s": 2, "1990s": 1}
    assert stats.countries == {"PT": 2, "FR": 1}
    assert stats.languages == {"pt": 2}
    assert stats.genres == {"drama": 2, "war": 1, "comedy": 1}
    assert stats.fame == {"3": 1, "1": 1, "5": 1}


def test_vectors_must_match_the_titles() -> None:
    vectors = np.zeros((3, 384), dtype=np.float32)
    assert Catalogue.build(SMALL, vectors).vectors is vectors
    with pytest.raises(ValueError, match="2 vectors for 3 titles"):
        Catalogue.build(SMALL, vectors[:2])


def test_an_id_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="share an id"):
        Catalogue.build([SMALL[0], SMALL[0]])


def test_a_catalogue_does_not_change() -> None:
    catalogue = Catalogue.build(SMALL)
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalogue.vectors = None  # type: ignore[misc]


async def test_a_catalogue_built_in_one_thread_serves_others(shipped: list[Title]) -> None:
    catalogue = await asyncio.to_thread(Catalogue.build, shipped[:200])
    scores = await asyncio.gather(*(asyncio.to_thread(catalogue.words.scores, "comedy") for _ in range(4)))
    assert all(np.array_equal(scores[0], other) for other in scores)
    assert scores[0].any()
