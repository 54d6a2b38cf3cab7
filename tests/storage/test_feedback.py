"""Lessons, what they leave, and exactly that taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from bot.domain.feedback import Deeds, Lesson, Tap, lesson_of, lesson_of_reaction
from bot.domain.verdict import VerdictKind
from bot.storage.database import Database
from bot.storage.feedback import FeedbackStore
from bot.storage.outbox import Outbox
from bot.storage.people import export_person, forget_person
from bot.storage.signals import SignalStore
from bot.storage.verdicts import VerdictStore
from bot.storage.watchlist import WatchlistStore
from tests.storage.samples import ADA, BEN, LANTERN, SIGNAL, TIDE

LIKED, DISLIKED, SEEN = VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN
MESSAGE = 900_000_000_000_000_001
SET = (LANTERN, TIDE, SIGNAL)


@pytest.fixture
def store(database: Database, clock: Callable[[], datetime]) -> FeedbackStore:
    return FeedbackStore(database, clock=clock)


@pytest.fixture
def verdicts(database: Database, clock: Callable[[], datetime]) -> VerdictStore:
    return VerdictStore(database, clock=clock)


async def said(verdicts: VerdictStore, user_id: int = ADA) -> dict[str, VerdictKind]:
    return {verdict.title: verdict.kind for verdict in await verdicts.current(user_id)}


def reaction(emoji: str) -> Lesson:
    lesson = lesson_of_reaction(emoji, SET)
    assert lesson is not None
    return lesson


# -- taps ---------------------------------------------------------------------------------------------


async def test_undo_takes_back_the_very_verdict_although_a_newer_one_stands(
    store: FeedbackStore, verdicts: VerdictStore
) -> None:
    loved = await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))
    refused = await store.learn(ADA, lesson_of(Tap.NOT_FOR_ME, LANTERN))

    [(taken, stands)] = (await store.undo(ADA, loved.deeds)).verdicts
    assert (taken.kind, stands and stands.kind) == (LIKED, DISLIKED)
    assert await said(verdicts) == {"Lantern Hill": DISLIKED}

    [(taken, stands)] = (await store.undo(ADA, refused.deeds)).verdicts
    assert (taken.kind, stands) == (DISLIKED, None)
    assert await said(verdicts) == {}


async def test_what_was_taken_back_is_not_taken_back_again(store: FeedbackStore) -> None:
    loved = await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))
    await store.undo(ADA, loved.deeds)
    await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))

    assert not await store.undo(ADA, loved.deeds)


async def test_what_is_loved_and_then_seen_stays_loved_and_each_is_taken_back_alone(
    store: FeedbackStore, verdicts: VerdictStore
) -> None:
    loved = await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))
    seen = await store.learn(ADA, lesson_of(Tap.SEEN, LANTERN))
    assert seen.is_new
    assert seen.stands == {LANTERN.title_id: LIKED}
    assert await said(verdicts) == {"Lantern Hill": LIKED}
    again = await store.learn(ADA, lesson_of(Tap.SEEN, LANTERN))
    assert (again.is_new, again.deeds) == (False, seen.deeds)

    [(taken, stands)] = (await store.undo(ADA, loved.deeds)).verdicts
    assert (taken.kind, stands and stands.kind) == (LIKED, SEEN)
    await store.undo(ADA, seen.deeds)
    assert await said(verdicts) == {}


@pytest.mark.parametrize("tap", list(Tap))
async def test_nobody_undoes_what_another_person_did(
    store: FeedbackStore, verdicts: VerdictStore, database: Database, tap: Tap
) -> None:
    learnt = await store.learn(ADA, lesson_of(tap, LANTERN))
    weak = await store.learn(ADA, Lesson(signals=((LANTERN, 1.0),)))

    assert not await store.undo(BEN, learnt.deeds)
    assert not await store.undo(BEN, weak.deeds)
    assert len(await verdicts.current(ADA)) + len(await WatchlistStore(database).of(ADA)) == 1
    assert await SignalStore(database).of(ADA) == {LANTERN.title_id: 1.0}


async def test_taps_at_the_same_moment_are_one_verdict_with_one_number(
    store: FeedbackStore, verdicts: VerdictStore
) -> None:
    learnt = await asyncio.gather(*(store.learn(ADA, lesson_of(Tap.SEEN, LANTERN)) for _ in range(8)))

    assert len({each.deeds for each in learnt}) == 1
    assert sorted(each.is_new for each in learnt) == [False] * 7 + [True]
    assert len(await verdicts.history(ADA)) == 1


async def test_a_tap_that_says_the_same_keeps_the_note(store: FeedbackStore, verdicts: VerdictStore) -> None:
    await verdicts.add(ADA, LANTERN, LIKED, "the lighthouse")
    learnt = await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))

    assert not learnt.is_new
    assert [verdict.note for verdict in await verdicts.current(ADA)] == ["the lighthouse"]


async def test_an_old_undo_does_not_take_a_title_off_the_watchlist_that_was_put_there_again(
    store: FeedbackStore, database: Database
) -> None:
    watchlist = WatchlistStore(database)
    first = await store.learn(ADA, lesson_of(Tap.WATCHLIST, LANTERN))
    assert (await store.undo(ADA, first.deeds)).planned == ("Lantern Hill (1998)",)
    await watchlist.add(ADA, LANTERN)

    assert not await store.undo(ADA, first.deeds)
    assert [planned.title for planned in await watchlist.of(ADA)] == ["Lantern Hill"]


async def test_what_is_on_the_watchlist_already_is_not_new_but_can_be_taken_off(
    store: FeedbackStore, database: Database
) -> None:
    await WatchlistStore(database).add(ADA, LANTERN)
    again = await store.learn(ADA, lesson_of(Tap.WATCHLIST, LANTERN))

    assert not again.is_new
    assert (await store.undo(ADA, again.deeds)).planned == ("Lantern Hill (1998)",)


async def test_chroma_hears_of_taps_and_of_their_undoing(store: FeedbackStore, database: Database) -> None:
    box = Outbox(database)
    learnt = await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))
    pending = await box.pending()
    assert [change.verdict and change.verdict.kind for change in pending] == [LIKED]
    await box.done(pending)

    await store.undo(ADA, learnt.deeds)
    assert [(change.title_id, change.verdict) for change in await box.pending()] == [(LANTERN.title_id, None)]


async def test_numbers_that_nobody_ever_had_undo_nothing(store: FeedbackStore) -> None:
    assert not await store.undo(ADA, Deeds((2**63 - 1,), (7,), (0,)))
    assert not await store.undo(ADA, Deeds())


# -- reactions ----------------------------------------------------------------------------------------


async def test_taking_a_reaction_away_undoes_what_it_did_and_no_more(
    store: FeedbackStore, verdicts: VerdictStore, database: Database
) -> None:
    await verdicts.add(ADA, TIDE, DISLIKED)
    assert await store.react(MESSAGE, ADA, "👀", reaction("👀"))
    assert await store.react(MESSAGE, ADA, "1\u20e3", reaction("1️⃣"))
    assert await store.react(MESSAGE, ADA, "👍", reaction("👍"))
    assert await said(verdicts) == {"Lantern Hill": LIKED, "Low Tide": DISLIKED, "Signal House": SEEN}

    assert await store.unreact(MESSAGE, ADA, "👀")
    assert await said(verdicts) == {"Lantern Hill": LIKED, "Low Tide": DISLIKED}
    assert len(await SignalStore(database).of(ADA)) == 3

    assert await store.unreact(MESSAGE, ADA, "👍")
    assert await SignalStore(database).of(ADA) == {}
    assert await store.unreact(MESSAGE, ADA, "👍") is None


async def test_a_reaction_that_is_told_twice_counts_once(
    store: FeedbackStore, verdicts: VerdictStore
) -> None:
    assert await store.react(MESSAGE, ADA, "1\u20e3", reaction("1️⃣"))
    assert not await store.react(MESSAGE, ADA, "1\u20e3", reaction("1️⃣"))

    assert len(await verdicts.history(ADA)) == 1


async def test_the_same_reaction_to_two_messages_stands_until_both_are_gone(
    store: FeedbackStore, verdicts: VerdictStore
) -> None:
    for message_id in (MESSAGE, MESSAGE + 1):
        await store.react(message_id, ADA, "1\u20e3", reaction("1️⃣"))

    await store.unreact(MESSAGE, ADA, "1\u20e3")
    assert await said(verdicts) == {"Lantern Hill": LIKED}
    await store.unreact(MESSAGE + 1, ADA, "1\u20e3")
    assert await said(verdicts) == {}


async def test_a_tap_outlives_the_reaction_that_said_the_same(
    store: FeedbackStore, verdicts: VerdictStore
) -> None:
    await store.react(MESSAGE, ADA, "1\u20e3", reaction("1️⃣"))
    assert (await store.learn(ADA, lesson_of(Tap.LOVED, LANTERN))).is_new

    await store.unreact(MESSAGE, ADA, "1\u20e3")
    assert await said(verdicts) == {"Lantern Hill": LIKED}


async def test_another_persons_reaction_is_theirs(store: FeedbackStore, verdicts: VerdictStore) -> None:
    await store.react(MESSAGE, ADA, "1\u20e3", reaction("1️⃣"))

    assert await store.unreact(MESSAGE, BEN, "1\u20e3") is None
    assert await said(verdicts) == {"Lantern Hill": LIKED}


async def test_thumbs_for_and_against_a_title_are_summed_up(store: FeedbackStore, database: Database) -> None:
    await store.react(MESSAGE, ADA, "👍", reaction("👍"))
    await store.react(MESSAGE + 1, ADA, "👍", reaction("👍"))
    assert set((await SignalStore(database).of(ADA)).values()) == {1.0}

    for message_id in (MESSAGE + 2, MESSAGE + 3):
        await store.react(message_id, ADA, "👎", reaction("👎"))
    assert await SignalStore(database).of(ADA) == {}


async def test_what_reactions_did_is_handed_out_and_forgotten(
    store: FeedbackStore, database: Database
) -> None:
    await store.react(MESSAGE, ADA, "👍", reaction("👍"))
    await store.learn(ADA, lesson_of(Tap.WATCHLIST, TIDE))

    kept = await export_person(database, ADA)
    assert [(row["message_id"], row["emoji"]) for row in kept["reactions"]] == [(MESSAGE, "👍")]
    assert len(kept["signals"]) == 3
    assert [row["title"] for row in kept["watchlist"]] == ["Low Tide"]

    await forget_person(database, ADA)
    assert await store.unreact(MESSAGE, ADA, "👍") is None
