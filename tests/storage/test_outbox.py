from __future__ import annotations

import pytest

from bot.domain.verdict import VerdictKind
from bot.storage.database import Database
from bot.storage.outbox import Outbox, Pending
from bot.storage.people import forget_person
from bot.storage.verdicts import VerdictStore
from tests.storage.samples import ADA, BEN, LANTERN, TIDE, film

LIKED, DISLIKED = VerdictKind.LIKED, VerdictKind.DISLIKED


@pytest.fixture
def store(database: Database) -> VerdictStore:
    return VerdictStore(database)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


def told(pending: list[Pending]) -> list[tuple[int, str, VerdictKind | None]]:
    return [(item.user_id, item.title_id, item.verdict.kind if item.verdict else None) for item in pending]


async def test_a_verdict_waits_for_chroma_until_it_is_done(store: VerdictStore, outbox: Outbox) -> None:
    said = await store.add(ADA, LANTERN, LIKED, "note")
    pending = await outbox.pending()
    assert [item.verdict for item in pending] == [said]
    await outbox.done(pending)
    assert await outbox.pending() == []


async def test_a_title_waits_once_with_what_stands_now(store: VerdictStore, outbox: Outbox) -> None:
    await store.add(ADA, LANTERN, LIKED)
    await store.add(BEN, LANTERN, LIKED)
    await store.add(ADA, LANTERN, DISLIKED)
    assert told(await outbox.pending()) == [
        (ADA, LANTERN.title_id, DISLIKED),
        (BEN, LANTERN.title_id, LIKED),
    ]


async def test_a_double_tap_gives_chroma_nothing_to_do(store: VerdictStore, outbox: Outbox) -> None:
    await store.add(ADA, LANTERN, LIKED)
    await outbox.done(await outbox.pending())
    await store.add(ADA, LANTERN, LIKED)
    assert await outbox.pending() == []


async def test_what_is_undone_or_retracted_is_to_be_dropped(store: VerdictStore, outbox: Outbox) -> None:
    await store.add_many(ADA, [(LANTERN, LIKED, ""), (TIDE, LIKED, "")])
    await store.add(ADA, TIDE, DISLIKED)
    await outbox.done(await outbox.pending())
    await store.undo(ADA)
    await store.retract(ADA, LANTERN.title_id)
    assert told(await outbox.pending()) == [(ADA, TIDE.title_id, LIKED), (ADA, LANTERN.title_id, None)]


async def test_a_change_during_the_telling_stays_pending(store: VerdictStore, outbox: Outbox) -> None:
    await store.add(ADA, LANTERN, LIKED)
    being_told = await outbox.pending()
    await store.add(ADA, LANTERN, DISLIKED)
    await outbox.done(being_told)
    assert told(await outbox.pending()) == [(ADA, LANTERN.title_id, DISLIKED)]


async def test_forgetting_leaves_the_ids_for_chroma_to_forget(
    database: Database, store: VerdictStore, outbox: Outbox
) -> None:
    await store.add_many(ADA, [(LANTERN, LIKED, "private"), (TIDE, LIKED, "")])
    await store.undo(ADA)
    await outbox.done(await outbox.pending())
    await forget_person(database, ADA)
    assert sorted(told(await outbox.pending())) == [(ADA, LANTERN.title_id, None), (ADA, TIDE.title_id, None)]


async def test_the_longest_waiting_come_first_and_no_more_than_asked(
    store: VerdictStore, outbox: Outbox
) -> None:
    await store.add_many(ADA, [(film(n), LIKED, "") for n in range(5)])
    first = await outbox.pending(2)
    assert [item.title_id for item in first] == [film(0).title_id, film(1).title_id]
    await outbox.done(first)
    assert [item.title_id for item in await outbox.pending(10)] == [film(n).title_id for n in (2, 3, 4)]
    await outbox.done([])
