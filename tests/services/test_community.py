"""The community's model over a real store, kept up with what people say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.catalogue.catalogue import Catalogue
from bot.domain.community import FEWEST_PEOPLE
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.services.community import ENOUGH_VERDICTS, CommunityFollower
from bot.services.library import Library
from bot.storage.community import CommunityStore
from bot.storage.database import Database, open_database
from bot.storage.people import forget_person
from bot.storage.verdicts import VerdictStore

TITLES = [Title(f"film-{n}", f"Film {n}", 2000 + n) for n in range(8)]
LIBRARY = Library.of(Catalogue.build(TITLES, None), 2026)
TOGETHER = TITLES[:3]


@pytest_asyncio.fixture
async def database(store_url: str) -> AsyncIterator[Database]:
    async with open_database(store_url) as opened:
        yield opened


async def say(database: Database, people: range) -> None:
    """Have everybody like the same three titles, and one that only they like."""
    store = VerdictStore(database)
    for person in people:
        said = [*TOGETHER, TITLES[3 + person % 5]]
        await store.add_many(person, [(title, VerdictKind.LIKED, "") for title in said])


def liked(title: Title) -> Verdict:
    return Verdict(1, title.title_id, title.title, title.year, VerdictKind.LIKED, "", datetime.now(UTC))


async def test_what_others_like_together_is_told_once_enough_was_said(database: Database) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    assert follower.scores([liked(TITLES[0])]) is None
    await say(database, range(30))
    assert await follower.refit_if_due()
    scores = follower.scores([liked(TITLES[0])])
    assert scores is not None
    assert scores[1] > 0
    assert scores[1] > scores[3:].max()


async def test_a_few_more_verdicts_make_no_new_model(database: Database) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(10))
    assert await follower.refit_if_due()
    await VerdictStore(database).add(99, TITLES[0], VerdictKind.LIKED)
    assert not await follower.refit_if_due()
    await say(database, range(100, 100 + ENOUGH_VERDICTS))
    assert await follower.refit_if_due()


async def test_who_leaves_is_in_no_model_from_the_next_one_on(database: Database) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(FEWEST_PEOPLE + 1))
    assert await follower.refit_if_due()
    before = follower.scores([liked(TITLES[0])])
    assert before is not None
    assert before.any()
    await follower.count(4, False)
    assert not await follower.is_counted(4)
    assert await follower.refit_if_due()
    after = follower.scores([liked(TITLES[0])])
    assert after is not None
    assert not after.any()  # what all of five like would tell what each of them likes


async def test_who_is_forgotten_makes_a_new_model_due(database: Database) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(10))
    assert await follower.refit_if_due()
    await forget_person(database, 3)
    assert await follower.refit_if_due()


async def test_who_is_forgotten_makes_a_new_model_due_though_somebody_else_came(database: Database) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(10))
    assert await follower.refit_if_due()
    await forget_person(database, 3)
    await VerdictStore(database).add(99, TITLES[0], VerdictKind.LIKED)
    assert await follower.refit_if_due()
    assert not await follower.refit_if_due()


async def test_titles_that_come_while_a_model_is_made_are_unknown_to_it(database: Database) -> None:
    library = Library.of(Catalogue.build(TITLES, None), 2026)
    new = Title("new-film-2026", "New Film", 2026)
    await say(database, range(30))
    store = CommunityStore(database)

    class Growing(CommunityStore):
        """Lets the library grow once everything is read."""

        async def pages(self, size: int = 1000) -> AsyncIterator[list[tuple[int, str, VerdictKind]]]:
            async for page in store.pages(size):
                yield page
            library.add([new])

    follower = CommunityFollower(library, Growing(database))
    await follower.refit()
    scores = follower.scores([liked(TITLES[0]), liked(new)])
    assert scores is not None
    assert len(scores) == len(TITLES)
    assert scores[1] > 0


async def test_who_says_something_anew_while_it_is_read_is_one_person(database: Database) -> None:
    await say(database, range(FEWEST_PEOPLE - 1))
    store = VerdictStore(database)
    for person in range(100, 120):
        await store.add(person, TITLES[7], VerdictKind.LIKED)

    class Changing(CommunityStore):
        """Is read while somebody thinks otherwise."""

        async def pages(self, size: int = 1000) -> AsyncIterator[list[tuple[int, str, VerdictKind]]]:
            async for page in super().pages(1):
                yield page
                if page[0][0] == 100:
                    await store.add_many(0, [(title, VerdictKind.DISLIKED, "") for title in TOGETHER])

    follower = CommunityFollower(LIBRARY, Changing(database))
    await follower.refit()
    scores = follower.scores([liked(TITLES[0])])
    assert scores is not None
    assert not scores.any()


async def test_a_model_that_does_not_fit_the_memory_is_tried_again(database: Database) -> None:
    await say(database, range(20))

    class Scarce(CommunityStore):
        """Runs out of memory the first time."""

        times = 0

        async def pages(self, size: int = 1000) -> AsyncIterator[list[tuple[int, str, VerdictKind]]]:
            self.times += 1
            if self.times == 1:
                raise MemoryError
            async for page in super().pages(size):
                yield page

    follower = CommunityFollower(LIBRARY, Scarce(database), look_seconds=0.02)
    task = asyncio.create_task(follower.run())
    for _ in range(1000):
        if follower.scores([]) is not None:
            break
        await asyncio.sleep(0.01)
    assert follower.scores([]) is not None
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_whoever_asks_but_once_hears_the_others_at_once(database: Database) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(FEWEST_PEOPLE - 1))
    assert await follower.refit_at_once()
    assert follower.scores([liked(TITLES[0])]) is None  # so few are not worth a moment
    await say(database, range(30))
    assert await follower.refit_at_once()
    scores = follower.scores([liked(TITLES[0])])
    assert scores is not None
    assert scores[1] > 0


async def test_whoever_asks_but_once_does_not_wait_for_a_large_community(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.community.QUICK_VERDICTS", 30)
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(30))
    assert not await follower.refit_at_once()
    assert follower.scores([liked(TITLES[0])]) is None


@pytest.mark.parametrize("people", [0, 1])
async def test_a_community_of_one_or_none_says_nothing(database: Database, people: int) -> None:
    follower = CommunityFollower(LIBRARY, CommunityStore(database))
    await say(database, range(people))
    await follower.refit()
    scores = follower.scores([liked(TITLES[0])])
    assert scores is not None
    assert not scores.any()


async def test_it_follows_by_itself(database: Database) -> None:
    # Long enough that it is at rest when the test ends it.
    follower = CommunityFollower(LIBRARY, CommunityStore(database), look_seconds=0.3)
    task = asyncio.create_task(follower.run())
    await say(database, range(20))
    for _ in range(1000):
        scores = follower.scores([liked(TITLES[0])])
        if scores is not None and scores.any():
            break
        await asyncio.sleep(0.01)
    assert scores is not None
    assert scores.any()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
