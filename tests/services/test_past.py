"""What led to an answer, and what a person asked and said before: over a real SQLite and a real Chroma."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.records import PersonRecords
from bot.catalogue.catalogue import Catalogue
from bot.domain.title import Title
from bot.memory.preferences import PreferenceMemory
from bot.services import Discovery, Library, Past, People
from bot.services.index_follower import IndexFollower
from bot.services.past import Asked, Said
from bot.storage.database import open_database
from bot.storage.outbox import Outbox
from bot.storage.recommendations import RecommendationStore, RecommendedTitle
from bot.storage.verdicts import VerdictStore
from tests.memory.samples import ADA, BEN, LIKED, ORBIT, SCALPEL, SEEN, TAVERN, RandomEmbedder, memory_over

TWIN = Title("orbit-twin-2005", "Distant Twin", 2005, genres=("science fiction", "drama"),
             keywords=("slow", "thoughtful", "space"), description=ORBIT.description)  # fmt: skip


class Clock:
    """Goes on by a second whenever it is asked."""

    now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class World:
    people: People
    past: Past
    discovery: Discovery
    answers: RecommendationStore
    follower: IndexFollower

    async def recommend(self, user_id: int, *titles: Title) -> None:
        await self.answers.add(
            user_id=user_id,
            request="space tonight",
            status="built_in",
            engine="built_in",
            seconds=0.1,
            titles=[
                RecommendedTitle(title.title_id, title.title, title.year, "Because.", 0.5) for title in titles
            ],
        )


@pytest.fixture
async def world(tmp_path: Path, store_url: str) -> AsyncIterator[World]:
    titles = [ORBIT, TAVERN, SCALPEL, TWIN]
    embedder = RandomEmbedder()
    library = Library.of(Catalogue.build(titles, await embedder.embed([t.document for t in titles])), 2026)
    clock = Clock()
    async with open_database(store_url) as database:
        store = VerdictStore(database, clock=clock)
        async with memory_over(tmp_path / "chroma", store, embedder) as (_, collections):
            memory = PreferenceMemory(collections.current, embedder, store, library.get)
            follower = IndexFollower(store, Outbox(database), memory)
            people = People(library, store, PersonRecords(database), follower)
            answers = RecommendationStore(database, clock=clock)
            discovery = Discovery(library, people, chance=lambda: random.Random(1))
            yield World(people, Past(library, answers, people, memory), discovery, answers, follower)


async def test_why_tells_of_the_latest_answer_and_of_ones_own_likes_only(world: World) -> None:
    assert await world.past.why(ADA) is None
    await world.people.judge(ADA, TWIN, LIKED, "the silence")
    await world.people.judge(BEN, TAVERN, LIKED)
    await world.follower.catch_up()
    await world.recommend(ADA, SCALPEL)
    await world.recommend(ADA, TWIN, Title("gone-1990", "Gone", 1990))
    await world.recommend(BEN, TWIN)

    why = await world.past.why(ADA)

    assert why is not None
    assert (why.request, why.knows_taste) == ("space tonight", True)
    assert [led.label for led in why.titles] == ["Distant Twin (2005)", "Gone (1990)"]
    assert [led.ties for led in why.titles] == [(), ()]  # no title led to itself
    theirs = await world.past.why(BEN)
    assert theirs is not None
    assert {tie.verdict.user_id for led in theirs.titles for tie in led.ties} <= {BEN}


async def test_a_like_whose_vector_is_near_leads_there(world: World) -> None:
    near = Title(SCALPEL.title_id, SCALPEL.title, SCALPEL.year)
    await world.people.judge(ADA, near, LIKED)
    await world.people.judge(ADA, TAVERN, SEEN)
    await world.follower.catch_up()
    await world.recommend(ADA, ORBIT, TWIN)

    why = await world.past.why(ADA)
    assert why is not None
    assert all(tie.verdict.kind is LIKED for led in why.titles for tie in led.ties)


async def test_what_was_asked_and_said_stands_in_its_order(world: World) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await world.recommend(ADA, TAVERN)
    await world.people.judge(ADA, TAVERN, SEEN)
    await world.people.undo(ADA)
    await world.recommend(BEN, TAVERN)

    happened = await world.past.happened(ADA, 10)

    assert [type(event) for event in happened] == [Said, Asked, Said]
    newest, asked, oldest = happened
    assert isinstance(newest, Said)
    assert isinstance(oldest, Said)
    assert isinstance(asked, Asked)
    assert (newest.is_taken_back, oldest.is_taken_back) == (True, False)
    assert asked.labels == ("Tavern Nights (1997)",)
    assert [event.at for event in await world.past.happened(ADA, 2)] == [newest.at, asked.at]


async def test_who_has_not_liked_anything_is_a_stranger(world: World) -> None:
    assert await world.discovery.is_stranger(ADA)
    await world.people.judge(ADA, ORBIT, SEEN)
    assert await world.discovery.is_stranger(ADA)
    await world.people.judge(ADA, ORBIT, LIKED)
    assert not await world.discovery.is_stranger(ADA)
    assert await world.discovery.is_stranger(BEN)


async def test_pages_of_a_meeting_go_round(world: World) -> None:
    titles, pages = await world.discovery.meeting_page(0)
    assert (len(titles), pages) == (4, 1)
    assert await world.discovery.meeting_page(7) == (titles, pages)
    assert await world.discovery.surprise(ADA) == ""  # too few for a corner: an open wish
