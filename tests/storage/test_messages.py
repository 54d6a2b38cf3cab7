from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.request import Request
from bot.domain.shown_message import ShownMessage
from bot.domain.title import Kind
from bot.storage.database import Database
from bot.storage.messages import MessageStore
from bot.storage.people import forget_person
from bot.storage.recommendations import RecommendationStore
from tests.storage.conftest import START
from tests.storage.samples import ADA, BEN

MESSAGE = 1_300_000_000_000_000_001


@pytest.fixture
def store(database: Database, clock: Callable[[], datetime]) -> MessageStore:
    return MessageStore(database, clock=clock)


async def recommend(database: Database, user_id: int) -> int:
    return await RecommendationStore(database).add(
        user_id=user_id, request="a wish", status="complete", engine="test", seconds=0.0, titles=[]
    )


async def test_an_opened_message_is_unfinished_until_it_is_done(
    database: Database, store: MessageStore
) -> None:
    number = await recommend(database, ADA)
    await store.open(MESSAGE, 21, None, ADA, recommendation_id=number)
    assert await store.unfinished() == [ShownMessage(MESSAGE, 21, None, ADA, number, "writing", START, START)]
    assert await store.set_state(MESSAGE, "done")
    assert await store.unfinished() == []
    found = await store.find(MESSAGE)
    assert found is not None
    assert (found.state, found.updated_at) == ("done", START + timedelta(seconds=1))


async def test_a_message_opened_again_starts_anew(database: Database, store: MessageStore) -> None:
    await store.open(MESSAGE, 21, 31, ADA)
    await store.set_state(MESSAGE, "failed")
    number = await recommend(database, ADA)
    await store.open(MESSAGE, 21, 31, ADA, recommendation_id=number)
    [found] = await store.unfinished()
    assert (found.recommendation_id, found.at) == (number, START)


async def test_a_message_can_be_told_late_what_it_shows(database: Database, store: MessageStore) -> None:
    await store.open(MESSAGE, 21, 31, ADA)
    number = await recommend(database, ADA)
    await store.set_state(MESSAGE, "done", recommendation_id=number)
    await store.set_state(MESSAGE, "stopped")
    found = await store.find(MESSAGE)
    assert found is not None
    assert (found.state, found.recommendation_id) == ("stopped", number)


async def test_a_message_outlives_its_recommendation(database: Database, store: MessageStore) -> None:
    number = await recommend(database, ADA)
    await store.open(MESSAGE, 21, 31, BEN, recommendation_id=number)
    await forget_person(database, ADA)
    found = await store.find(MESSAGE)
    assert found is not None
    assert found.recommendation_id is None


async def test_a_recommendation_forgotten_meanwhile_is_left_out(
    database: Database, store: MessageStore
) -> None:
    number = await recommend(database, ADA)
    await forget_person(database, ADA)
    await store.open(MESSAGE, 21, 31, ADA, recommendation_id=number)
    [found] = await store.unfinished()
    assert found.recommendation_id is None


async def test_the_state_of_an_unknown_message_cannot_be_set(store: MessageStore) -> None:
    assert not await store.set_state(MESSAGE, "done")
    assert await store.find(MESSAGE) is None


async def test_forgetting_deletes_one_persons_messages(database: Database, store: MessageStore) -> None:
    await store.open(MESSAGE, 21, 31, ADA)
    await store.open(MESSAGE + 1, 21, 31, BEN)
    assert (await forget_person(database, ADA))["messages"] == 1
    assert [found.user_id for found in await store.unfinished()] == [BEN]


async def test_what_was_asked_is_kept_and_the_token_only_while_it_is_written(store: MessageStore) -> None:
    asked = Request("something short", 3, Kind.SERIES)
    await store.open(MESSAGE, 21, 31, ADA, request=asked, token="a-token")
    [writing] = await store.unfinished()
    assert (writing.request, writing.token) == (asked, "a-token")
    assert "a-token" not in repr(writing)

    await store.set_state(MESSAGE, "stopped")
    stopped = await store.find(MESSAGE)
    assert stopped is not None
    assert (stopped.request, stopped.token) == (asked, None)
