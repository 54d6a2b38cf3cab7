from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database
from bot.storage.people import forget_person
from bot.storage.recommendations import RecommendationStore, RecommendedTitle, StoredRecommendation
from tests.storage.conftest import START
from tests.storage.samples import ADA, BEN


def shown(number: int) -> RecommendedTitle:
    return RecommendedTitle(f"film-{number}", f"Film {number}", 2000, f"because of {number}", 0.25)


@pytest.fixture
def store(database: Database, clock: Callable[[], datetime]) -> RecommendationStore:
    return RecommendationStore(database, clock=clock)


async def recommend(store: RecommendationStore, user_id: int | None, *numbers: int) -> int:
    return await store.add(
        user_id=user_id,
        request="something quiet",
        status="complete",
        engine="ollama:test",
        seconds=1.5,
        titles=[shown(number) for number in numbers],
        guild_id=11,
        channel_id=12,
    )


async def test_a_recommendation_comes_back_whole_and_in_order(store: RecommendationStore) -> None:
    number = await recommend(store, ADA, 3, 1, 2)
    stored = StoredRecommendation(
        recommendation_id=number,
        user_id=ADA,
        guild_id=11,
        channel_id=12,
        request="something quiet",
        status="complete",
        engine="ollama:test",
        seconds=1.5,
        at=START,
        titles=(shown(3), shown(1), shown(2)),
    )
    assert await store.find(number) == stored
    assert await store.of_user(ADA) == [stored]
    assert await store.of_user(BEN) == []


async def test_a_recommendation_to_nobody_is_kept_without_a_name(store: RecommendationStore) -> None:
    number = await recommend(store, None)
    found = await store.find(number)
    assert found is not None
    assert (found.user_id, found.titles) == (None, ())


async def test_the_newest_recommendation_comes_first(store: RecommendationStore) -> None:
    first, second = await recommend(store, ADA, 1), await recommend(store, ADA, 2)
    assert [found.recommendation_id for found in await store.of_user(ADA)] == [second, first]


async def test_forgetting_deletes_one_persons_recommendations(
    database: Database, store: RecommendationStore
) -> None:
    gone, kept = await recommend(store, ADA, 1), await recommend(store, BEN, 1)
    assert (await forget_person(database, ADA))["recommendations"] == 1
    assert await store.find(gone) is None
    assert await store.find(kept) is not None


async def test_a_number_is_never_given_twice(database: Database, store: RecommendationStore) -> None:
    gone = await recommend(store, ADA, 1)
    await forget_person(database, ADA)
    assert await recommend(store, BEN, 1) > gone


async def test_a_failing_statement_does_not_carry_what_people_wrote(database: Database) -> None:
    secret = "my secret wish"
    with pytest.raises(SQLAlchemyError) as caught:
        async with database.writing() as connection:
            await connection.execute(
                text("INSERT INTO nowhere (request) VALUES (:request)"), {"request": secret}
            )
    assert secret not in f"{caught.value!r} {caught.value}"


async def test_a_title_gives_its_place_to_another_once(store: RecommendationStore) -> None:
    number = await recommend(store, ADA, 1, 2)

    assert await store.replace(number, "film-1", shown(3))
    assert not await store.replace(number, "film-1", shown(4))

    kept = await store.find(number)
    assert kept is not None
    assert (kept.titles, kept.replaced) == ((shown(3), shown(2)), (shown(1),))


async def test_every_title_that_gave_its_place_is_kept(store: RecommendationStore) -> None:
    number = await recommend(store, ADA, 1)
    for before, after in ((1, 2), (2, 3)):
        assert await store.replace(number, f"film-{before}", shown(after))

    kept = await store.find(number)
    assert kept is not None
    assert (kept.titles, kept.replaced) == ((shown(3),), (shown(1), shown(2)))
