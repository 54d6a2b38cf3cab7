from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from bot.domain.title import Kind, Title
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.titles import TitleStore
from tests.storage.samples import LANTERN, SIGNAL, TIDE, WHOLE, film


@pytest.fixture
def store(database: Database) -> TitleStore:
    return TitleStore(database)


async def test_a_title_comes_back_as_it_was(store: TitleStore) -> None:
    assert await store.upsert([WHOLE, LANTERN], "tmdb") == 2
    assert await store.all() == [LANTERN, WHOLE]
    assert await store.count() == 2


def test_every_field_of_a_title_has_a_column() -> None:
    named = {field.name for field in fields(Title) if field.init}
    assert named == set(tables.titles.columns.keys()) - {"source", "at"}


async def test_a_title_imported_again_is_renewed(store: TitleStore) -> None:
    await store.upsert([LANTERN], "tmdb")
    renewed = replace(LANTERN, description="Now with a description.", genres=())
    await store.upsert([renewed], "other")
    assert await store.all() == [renewed]


async def test_a_renamed_title_keeps_the_id_people_judged_it_under(store: TitleStore) -> None:
    await store.upsert([WHOLE], "tmdb")
    renamed = replace(WHOLE, title_id="the-shadows-1962", title="The Shadows", year=1962)
    for change in (store.upsert, store.replace):
        assert await change([renamed], "tmdb") == 1
        assert await store.all() == [replace(renamed, title_id=WHOLE.title_id)]


async def test_a_film_and_a_series_may_share_a_number(store: TitleStore) -> None:
    series = replace(SIGNAL, tmdb_id=WHOLE.tmdb_id, kind=Kind.SERIES)
    await store.upsert([WHOLE, series], "tmdb")
    assert await store.count() == 2


async def test_of_one_title_listed_twice_the_last_counts(store: TitleStore) -> None:
    later = replace(WHOLE, title_id="other-id-1961", votes=1)
    assert await store.upsert([WHOLE, later, LANTERN, LANTERN], "tmdb") == 2
    assert await store.all() == [LANTERN, replace(later, title_id=WHOLE.title_id)]


async def test_more_titles_than_one_statement_takes_are_stored(store: TitleStore) -> None:
    many = [replace(film(n), tmdb_id=n) for n in range(1201)]
    assert await store.upsert(many, "tmdb") == 1201
    assert sorted(await store.all(), key=lambda title: title.tmdb_id or 0) == many


async def test_replacing_leaves_only_the_new_titles_and_hides_the_shipped(store: TitleStore) -> None:
    await store.upsert([LANTERN, TIDE], "tmdb")
    assert not await store.shipped_hidden()
    assert await store.replace([SIGNAL], "own") == 1
    assert await store.all() == [SIGNAL]
    assert await store.shipped_hidden()


async def test_the_shipped_titles_can_be_shown_again(store: TitleStore) -> None:
    await store.hide_shipped(True)
    await store.hide_shipped(False)
    assert not await store.shipped_hidden()


async def test_a_replacement_that_fails_leaves_the_old_titles(store: TitleStore) -> None:
    await store.upsert([LANTERN], "tmdb")

    def broken() -> Iterator[Title]:
        yield SIGNAL
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.replace(broken(), "own")
    assert await store.all() == [LANTERN]
    assert not await store.shipped_hidden()


async def test_a_title_keeps_its_id_whichever_source_tells_of_it_next(store: TitleStore) -> None:
    by_imdb = replace(WHOLE, title_id="les-ombres-d-ete-1961", tmdb_id=None)
    await store.upsert([by_imdb], "imdb")
    await store.upsert([replace(WHOLE, title_id="shadows-of-summer-1961")], "tmdb")
    assert await store.all() == [replace(WHOLE, title_id=by_imdb.title_id)]
    await store.upsert([replace(WHOLE, title_id="another-1961", imdb_id="")], "tmdb")
    assert [title.title_id for title in await store.all()] == [by_imdb.title_id]


async def test_one_shared_number_is_enough_to_keep_the_id_in_a_replacement(store: TitleStore) -> None:
    await store.upsert([WHOLE], "tmdb")
    await store.replace([replace(WHOLE, title_id="les-ombres-1961", tmdb_id=None)], "imdb")
    assert await store.all() == [replace(WHOLE, tmdb_id=None)]


async def test_an_id_that_another_title_was_given_meanwhile_is_left_to_it(store: TitleStore) -> None:
    await store.upsert([WHOLE], "tmdb")
    namesakes = [
        replace(WHOLE, tmdb_id=7, imdb_id="tt7"),
        replace(WHOLE, tmdb_id=None, imdb_id="tt8"),
        replace(WHOLE, tmdb_id=9, imdb_id=WHOLE.imdb_id),
    ]
    for namesake in namesakes:
        await store.upsert([namesake], "other")
    ids = [title.title_id for title in await store.all()]
    assert ids == [WHOLE.title_id, *(f"{WHOLE.title_id}-{number}" for number in ("tmdb7", "tmdb9", "tt8"))]
    for namesake in namesakes:
        await store.upsert([namesake], "other")
    assert await store.count() == 4


async def test_titles_are_found_by_their_id_and_by_their_numbers(store: TitleStore) -> None:
    signal = replace(SIGNAL, imdb_id="tt7654321")
    await store.upsert([WHOLE, LANTERN, signal], "tmdb")
    assert await store.beside([replace(TIDE, title_id=LANTERN.title_id)]) == [LANTERN]
    assert await store.beside([replace(TIDE, tmdb_id=WHOLE.tmdb_id)]) == [WHOLE]
    assert await store.beside([replace(TIDE, imdb_id="tt7654321")]) == [signal]
    assert await store.beside([replace(TIDE, imdb_id="", tmdb_id=None)]) == []
    assert await store.beside([]) == []
