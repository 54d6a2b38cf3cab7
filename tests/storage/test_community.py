from __future__ import annotations

from bot.domain.verdict import VerdictKind
from bot.storage.community import CommunityStore
from bot.storage.database import Database
from bot.storage.people import forget_person
from bot.storage.verdicts import VerdictStore
from tests.storage.samples import ADA, LANTERN, TIDE

BOB = ADA + 1


async def counted(store: CommunityStore) -> list[tuple[int, str, VerdictKind]]:
    return [row async for page in store.pages(1) for row in page]


async def test_what_stands_is_counted_and_nothing_that_was_taken_back(database: Database) -> None:
    verdicts = VerdictStore(database)
    await verdicts.add(ADA, LANTERN, VerdictKind.SEEN)
    await verdicts.add(ADA, LANTERN, VerdictKind.LIKED)
    await verdicts.add(BOB, TIDE, VerdictKind.DISLIKED)
    await verdicts.undo(BOB)
    store = CommunityStore(database)
    assert await counted(store) == [(ADA, LANTERN.title_id, VerdictKind.LIKED)]
    assert (await store.census())[1] == 1


async def test_who_does_not_want_to_be_counted_is_not_until_they_do(database: Database) -> None:
    await VerdictStore(database).add(ADA, LANTERN, VerdictKind.LIKED)
    store = CommunityStore(database)
    assert await store.is_counted(ADA)
    for _ in range(2):
        await store.count(ADA, False)
    assert not await store.is_counted(ADA)
    assert await counted(store) == []
    assert await store.census() == (0, 0, 0)
    await store.count(ADA, True)
    assert await store.is_counted(ADA)
    assert len(await counted(store)) == 1


async def test_the_census_tells_who_stayed_from_who_joined(database: Database) -> None:
    verdicts = VerdictStore(database)
    store = CommunityStore(database)
    await verdicts.add(ADA, LANTERN, VerdictKind.LIKED)
    newest, people, _ = await store.census()
    await verdicts.add(BOB, TIDE, VerdictKind.LIKED)
    assert (await store.census(newest))[1:] == (people + 1, people)
    await forget_person(database, ADA)
    assert (await store.census(newest))[1:] == (people, 0)
