"""A whole Matinee beside a TMDB on loopback: wherever a title is named that the catalogue lacks, it is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import App, open_app
from bot.domain.errors import TitleNotFound
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.services.lookup import PATIENCE_SECONDS
from bot.storage.titles import TitleStore
from tests.bare_settings import bare_settings
from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film, series

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILMS = [
    film(1, "Gloom Harbor", 2016, 5200, overview="A keeper counts the drowned in a harbour that the fog never leaves."),
    film(2, "Saltpan Blues", 2009, 800),
    film(3, "The Ninth Weir", 1988, 950),
    film(4, "Kelp and Thunder", 2020, 3),
    film(5, "Ebbtide Ferry", 1991, 640),
]  # fmt: skip
SERIES = [series(1, "Fathom Street", 2021, 2400)]
ROOM = 5
# Longer than a busy machine needs; how long people wait is for the test of just that.
UNHURRIED = 30.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb(FILMS, SERIES) as stand_in:
        yield stand_in


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory, tmdb: Tmdb) -> AsyncIterator[App]:
    folder: Path = tmp_path_factory.mktemp("lookup")
    settings = bare_settings(
        data_dir=folder,
        embedding_port=9,
        tmdb_api_key=SecretStr(KEY),
        tmdb_api_url=tmdb.url,
    )
    async with open_app(settings, warm=True) as opened:
        await opened.base.embedder.embed(["warm"])
        opened.services.lookup._patience = UNHURRIED
        yield opened


async def test_a_command_that_names_it(app: App, tmdb: Tmdb) -> None:
    title = await app.services.people.find("the ninth weir (1988)")
    assert title.title_id == "the-ninth-weir-1988"
    assert app.services.library.get(title.title_id) == title
    assert app.services.library.holdings.embedded[app.services.library.facets.row_of[title.title_id]]
    assert await app.services.people.suggest("ninth w") == [title]


async def test_a_message_that_tells_of_it(app: App) -> None:
    outcome = await app.services.conversations.turn(
        1, ROOM, ["I loved Saltpan Blues, and hated Fathom Street"]
    )
    said = [(each.title.label, each.kind) for each in outcome.meaning.verdicts]
    assert said == [
        ("Saltpan Blues (2009)", VerdictKind.LIKED),
        ("Fathom Street (2021)", VerdictKind.DISLIKED),
    ]
    assert outcome.meaning.unclear == ()
    kept = await app.services.people.verdicts(1)
    assert {verdict.title_id for verdict in kept} == {"saltpan-blues-2009", "fathom-street-2021"}


async def test_a_wish_for_something_like_it(app: App) -> None:
    wish = await app.services.recommender.understand("something like Gloom Harbor but funnier")
    assert wish.like == ("gloom-harbor-2016",)
    shortlist = await app.services.recommender.shortlist(2, wish)
    assert shortlist
    assert "gloom-harbor-2016" not in {candidate.title.title_id for candidate in shortlist}


async def test_a_conversation_that_wishes_for_something_like_it(app: App) -> None:
    outcome = await app.services.conversations.turn(3, ROOM, ["something like Ebbtide Ferry please"])
    assert outcome.request is not None
    assert outcome.request.wish is not None
    assert outcome.request.wish.like == ("ebbtide-ferry-1991",)


async def test_titles_that_a_sync_stored_meanwhile_keep_their_ids(app: App, tmdb: Tmdb) -> None:
    tmdb.titles["movie"].append(film(71, "Twin Locks", 2014, 900))
    store = TitleStore(app.base.database)
    synced = Title("twin-locks-2014", "Twin Locks", 2014, tmdb_id=70, imdb_id="tt0000070", fame=1.0)
    await store.upsert([synced], "tmdb")
    found = await app.services.people.find("Twin Locks")
    assert (found.tmdb_id, found.title_id) == (71, "twin-locks-2014-tmdb71")
    assert {title.tmdb_id for title in await store.beside([synced, found])} == {70, 71}


async def test_an_import_that_tells_of_it(app: App, tmdb: Tmdb) -> None:
    tmdb.titles["movie"].append(film(72, "Bell Buoy", 2003, 1500))

    async def fetch() -> bytes:
        return (
            b"Date,Name,Year,Letterboxd URI,Rating\n"
            b"2024-01-02,Bell Buoy,2003,https://boxd.it/aaaa,4.5\n"
            b"2024-01-03,No Such Film,1999,https://boxd.it/bbbb,4\n"
        )

    reported: list[tuple[int, int]] = []
    imports = app.services.imports
    file = await imports.read(fetch, "ratings.csv")
    understood = await imports.understand(
        6, file.source, file.part(), lambda done, of: reported.append((done, of))
    )
    assert [decision.title.label for decision in understood.news] == ["Bell Buoy (2003)"]
    assert [row.name for row in understood.unmatched] == ["No Such Film"]
    assert understood.hint == ""
    assert reported == [(2, 2), (2, 4), (4, 4)]
    await imports.keep(6, understood)
    assert [verdict.title for verdict in await app.services.people.verdicts(6)] == ["Bell Buoy"]


async def test_what_hardly_anybody_knows_is_not_taken_out_of_a_sentence(app: App) -> None:
    await app.services.conversations.turn(4, ROOM, ["I loved Kelp and Thunder"])
    assert app.services.library.get("kelp-and-thunder-2020") is None


async def test_a_slow_tmdb_holds_up_a_message_no_longer_than_promised(
    app: App, tmdb: Tmdb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.services.lookup, "_patience", PATIENCE_SECONDS)
    tmdb.fail(Fault("slow", "/search/multi", seconds=15), times=4)
    began = time.monotonic()
    outcome = await app.services.conversations.turn(5, ROOM, ["I loved Grey Mooring"])
    assert PATIENCE_SECONDS <= time.monotonic() - began < 8
    assert outcome.meaning.verdicts == ()
    assert outcome.meaning.unclear
    tmdb.faults.clear()


async def test_without_its_help_it_is_as_ever(app: App, tmdb: Tmdb) -> None:
    tmdb.fail(Fault("status", status=500), times=10)
    with pytest.raises(TitleNotFound):
        await app.services.people.find("Wholly Unheard Of Film")
    tmdb.faults.clear()


async def test_what_was_looked_up_is_there_after_a_restart(app: App) -> None:
    async with open_app(app.base.settings) as again:
        assert again.services.library.get("the-ninth-weir-1988") is not None
    await asyncio.sleep(0)
