"""Titles that the catalogue lacks, named in Discord, with a TMDB on loopback to look them up at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import App, open_app
from bot.client import MovieBot
from bot.domain.title import Title
from bot.domain.title_source import IMDB_ATTRIBUTION, TMDB_ATTRIBUTION
from bot.playground.server import Playground
from tests.cogs.chat import Chat, ended, said, until
from tests.cogs.conftest import connected, settings_for
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.tmdb import KEY, Fault, Tmdb, film

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILMS = [
    film(1, "Gloom Harbor", 2016, 5200),
    film(2, "Ashfall Quay", 1974, 900),
    film(3, "Ashfall Quay", 2018, 1100),
    film(4, "Saltpan Blues", 2009, 800),
    film(5, "Fathom Lane", 1991, 640),
    film(6, "Kelp Street Requiem", 2001, 90, adult=True),
]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tmdb() -> AsyncIterator[Tmdb]:
    async with Tmdb(FILMS) as stand_in:
        yield stand_in


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def app(
    tmp_path_factory: pytest.TempPathFactory, model_server: Ollama, tmdb: Tmdb
) -> AsyncIterator[App]:
    """Services of this module's own: these can look titles up."""
    folder = tmp_path_factory.mktemp("looking-up")
    more = {"tmdb_api_key": SecretStr(KEY), "tmdb_api_url": tmdb.url}
    async with open_app(settings_for(folder, model_server.port, **more)) as opened:
        await opened.base.embedder.embed(["warm"])
        # Longer than a busy machine needs: how long people wait is tested elsewhere.
        opened.services.lookup._patience = 30.0
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def bot(app: App, playground: Playground, model: Ollama) -> AsyncIterator[MovieBot]:
    async with connected(app, playground) as running:
        yield running


async def kept(app: App, person: str) -> list[tuple[str, str]]:
    return [(v.title_id, v.kind.value) for v in await app.services.people.verdicts(int(person))]


async def test_a_title_it_did_not_know_is_kept_as_any_other(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "like", title="gloom harbor", note="the fog")
    assert await said(answer) == "Noted: you liked **Gloom Harbor (2016)**."
    assert await kept(app, person) == [("gloom-harbor-2016", "liked")]
    offered = chat.type(person, "like", "title", "gloom h")
    await until(lambda: offered.callback)
    assert [choice["name"] for choice in offered.choices] == ["Gloom Harbor (2016)"]


async def test_two_of_one_name_are_offered_and_the_chosen_one_is_kept(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "seen", title="Ashfall Quay")
    assert await said(answer) == "Which of these do you mean?"
    assert answer.buttons == ["Ashfall Quay (2018)", "Ashfall Quay (1974)", "None of these"]
    chat.press(person, answer, "Ashfall Quay (1974)")
    await until(lambda: answer.content.startswith("Noted"))
    assert await kept(app, person) == [("ashfall-quay-1974", "seen")]


async def test_the_watchlist_takes_it_too(bot: MovieBot, chat: Chat, app: App, person: str) -> None:
    answer = chat.slash(person, "watchlist", add={"title": "Fathom Lane (1991)"})
    assert await said(answer) == "**Fathom Lane (1991)** is on your watchlist."


async def test_a_wish_for_something_like_it_is_answered_with_others(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    answer = chat.slash(person, "recommend", request="something like Saltpan Blues but funnier")
    await ended(answer)
    assert app.services.library.get("saltpan-blues-2009") is not None
    assert "**Saltpan Blues" not in answer.content


@pytest.mark.parametrize(
    "title", ["Kelp Street Requiem", "Wholly Unheard Of", "https://example.com/x", "<@1> Heat"]
)
async def test_what_is_for_adults_unknown_or_no_name_stays_unknown(
    bot: MovieBot, chat: Chat, tmdb: Tmdb, person: str, title: str
) -> None:
    asked = len(tmdb.asked)
    answer = chat.slash(person, "dislike", title=title)
    await said(answer)
    assert not answer.content.startswith("Noted")
    if not title[0].isalpha() or "/" in title:
        assert len(tmdb.asked) == asked


async def test_while_tmdb_is_out_of_order_all_is_as_without_it(
    bot: MovieBot, chat: Chat, app: App, tmdb: Tmdb, person: str
) -> None:
    tmdb.fail(Fault("status", status=503))
    answer = chat.slash(person, "like", title="Drowned Almanac")
    assert "I don't know a film or series called “Drowned Almanac”." in await said(answer)
    assert answer.buttons == ["Keep it anyway"]


async def test_privacy_tells_what_is_sent_there_and_whose_data_it_is(
    bot: MovieBot, chat: Chat, person: str
) -> None:
    told = await said(chat.slash(person, "privacy"))
    assert "themoviedb.org: its name is sent there, nothing about you." in told
    assert TMDB_ATTRIBUTION in told
    assert IMDB_ATTRIBUTION not in told


async def test_privacy_names_imdb_once_a_title_is_from_there(
    bot: MovieBot, chat: Chat, app: App, person: str
) -> None:
    title = Title("kelpie-parish-1961", "Kelpie Parish", 1961, imdb_id="tt90000001")
    await asyncio.to_thread(app.services.library.add, [title])
    assert IMDB_ATTRIBUTION in await said(chat.slash(person, "privacy"))
