from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.domain import ports
from bot.domain.feedback import Tap, Undone, lesson_of, lesson_of_reaction
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage.database import Database
from bot.storage.feedback import FeedbackStore
from bot.storage.outbox import Outbox
from bot.storage.people import forget_person
from bot.storage.verdict_rows import MOST_NAMED
from bot.storage.verdicts import VerdictStore
from bot.storage.watchlist import WatchlistStore
from tests.storage.conftest import START
from tests.storage.samples import ADA, BEN, LANTERN, SIGNAL, TIDE, film

LIKED, DISLIKED, SEEN = VerdictKind.LIKED, VerdictKind.DISLIKED, VerdictKind.SEEN


@pytest.fixture
def store(database: Database, clock: Callable[[], datetime]) -> VerdictStore:
    return VerdictStore(database, clock=clock)


async def test_an_added_verdict_is_returned_and_stands(store: VerdictStore) -> None:
    port: ports.VerdictStore = store
    said = await port.add(ADA, LANTERN, LIKED, "“the ending” 🎬")
    assert said == Verdict(ADA, LANTERN.title_id, "Lantern Hill", 1998, LIKED, "“the ending” 🎬", START)
    assert await store.current(ADA) == [said]


async def test_the_newest_verdict_on_a_title_wins(store: VerdictStore) -> None:
    await store.add(ADA, LANTERN, LIKED)
    await store.add(ADA, TIDE, SEEN)
    await store.add(ADA, LANTERN, DISLIKED)
    assert [(said.title_id, said.kind) for said in await store.current(ADA)] == [
        (LANTERN.title_id, DISLIKED),
        (TIDE.title_id, SEEN),
    ]


@pytest.mark.parametrize("opinion", [LIKED, DISLIKED])
async def test_an_opinion_outlasts_that_the_title_was_seen(
    store: VerdictStore, database: Database, opinion: VerdictKind
) -> None:
    said = await store.add(ADA, LANTERN, opinion, "the ending")
    assert await store.add(ADA, LANTERN, SEEN) == said
    assert await store.add(ADA, LANTERN, SEEN) == said
    assert await store.current(ADA) == [said]
    assert [verdict async for page in store.pages() for verdict in page] == [said]
    assert [change.verdict for change in await Outbox(database).pending()] == [said]

    [(taken, stands)] = (await store.undo(ADA)).verdicts
    assert (taken.kind, stands) == (SEEN, said)
    await store.add(ADA, LANTERN, SEEN)
    assert len(await store.history(ADA)) == 3


async def test_a_newer_opinion_overrules_an_older_one_although_the_title_was_seen_between(
    store: VerdictStore,
) -> None:
    await store.add_many(ADA, [(LANTERN, LIKED, ""), (LANTERN, SEEN, ""), (LANTERN, DISLIKED, "")])
    assert [said.kind for said in await store.current(ADA)] == [DISLIKED]


async def test_people_do_not_see_each_other(store: VerdictStore) -> None:
    await store.add(ADA, LANTERN, LIKED)
    assert await store.current(BEN) == []
    assert not await store.undo(BEN)


async def test_a_double_tap_is_one_verdict(store: VerdictStore) -> None:
    first = await store.add(ADA, LANTERN, LIKED, "twice")
    assert await store.add(ADA, LANTERN, LIKED, "twice") == first
    assert len(await store.history(ADA)) == 1


async def test_the_same_verdict_with_another_note_is_a_new_one(store: VerdictStore) -> None:
    await store.add(ADA, LANTERN, LIKED)
    await store.add(ADA, LANTERN, LIKED, "on second thought")
    assert [said.note for said in await store.current(ADA)] == ["on second thought"]


async def test_the_same_verdict_without_a_note_keeps_the_note(store: VerdictStore) -> None:
    first = await store.add(ADA, LANTERN, LIKED, "the ending")
    assert await store.add(ADA, LANTERN, LIKED) == first
    assert await store.add_many(ADA, [(LANTERN, LIKED, "")]) == []
    assert (await store.add(ADA, LANTERN, DISLIKED)).note == ""


async def test_undo_walks_back_one_word_at_a_time(store: VerdictStore) -> None:
    liked = await store.add(ADA, LANTERN, LIKED)
    disliked = await store.add(ADA, LANTERN, DISLIKED)
    seen = await store.add(ADA, TIDE, SEEN)
    assert await store.undo(ADA) == Undone(((seen, None),))
    assert await store.undo(ADA) == Undone(((disliked, liked),))
    assert await store.current(ADA) == [liked]
    assert await store.undo(ADA) == Undone(((liked, None),))
    assert not await store.undo(ADA)
    assert all(entry.retracted_at for entry in await store.history(ADA))


async def test_undo_takes_back_what_was_said_at_one_time_as_a_whole(store: VerdictStore) -> None:
    first = await store.add(ADA, LANTERN, LIKED)
    await store.add_many(ADA, [(LANTERN, DISLIKED, ""), (TIDE, SEEN, "")])
    undone = await store.undo(ADA)
    assert {(taken.kind, stands) for taken, stands in undone.verdicts} == {(DISLIKED, first), (SEEN, None)}

    await store.add_many(ADA, [(film(n), LIKED, "") for n in range(MOST_NAMED + 1)])
    assert await store.undo(ADA) == Undone(many=MOST_NAMED + 1)
    assert await store.current(ADA) == [first]


async def test_undo_takes_back_what_was_done_to_the_watchlist_if_that_was_the_last_thing(
    store: VerdictStore, database: Database, clock: Callable[[], datetime]
) -> None:
    watchlist = WatchlistStore(database, clock=clock)
    liked = await store.add(ADA, LANTERN, LIKED)
    await watchlist.add(ADA, TIDE)
    await watchlist.add(ADA, SIGNAL)
    await watchlist.remove(ADA, TIDE.title_id)

    assert await store.undo(ADA) == Undone(listed=("Low Tide (2011)",))
    assert [planned.title for planned in await watchlist.of(ADA)] == ["Signal House", "Low Tide"]
    assert (await store.undo(ADA)).planned == ("Signal House (2020)",)
    assert (await store.undo(ADA)).planned == ("Low Tide (2011)",)
    assert await store.undo(ADA) == Undone(((liked, None),))
    assert not await store.undo(ADA)


@pytest.mark.parametrize("kind", list(VerdictKind))
async def test_a_judged_title_leaves_the_watchlist_and_undo_puts_it_back(
    store: VerdictStore, database: Database, clock: Callable[[], datetime], kind: VerdictKind
) -> None:
    watchlist = WatchlistStore(database, clock=clock)
    for person in (ADA, BEN):
        await watchlist.add(person, LANTERN)
    before = await watchlist.of(ADA)
    said = await store.add(ADA, LANTERN, kind)
    assert await watchlist.of(ADA) == []
    assert len(await watchlist.of(BEN)) == 1

    assert await store.undo(ADA) == Undone(((said, None),), listed=("Lantern Hill (1998)",))
    assert await watchlist.of(ADA) == before
    await store.add(ADA, LANTERN, kind)
    await store.retract(ADA, LANTERN.title_id)
    assert await watchlist.of(ADA) == before


async def test_a_title_stays_off_the_watchlist_while_something_newer_is_said_of_it(
    database: Database, clock: Callable[[], datetime]
) -> None:
    watchlist, lessons = WatchlistStore(database, clock=clock), FeedbackStore(database, clock=clock)
    await watchlist.add(ADA, LANTERN)
    seen = await lessons.learn(ADA, lesson_of(Tap.SEEN, LANTERN))
    assert seen.unlisted == {LANTERN.title_id}
    loved = await lessons.learn(ADA, lesson_of(Tap.LOVED, LANTERN))
    assert not loved.unlisted

    assert (await lessons.undo(ADA, seen.deeds)).listed == ()
    assert await watchlist.of(ADA) == []
    assert (await lessons.undo(ADA, loved.deeds)).listed == ("Lantern Hill (1998)",)


async def test_a_reaction_takes_titles_off_the_watchlist_for_as_long_as_it_stands(
    database: Database, clock: Callable[[], datetime]
) -> None:
    watchlist, lessons = WatchlistStore(database, clock=clock), FeedbackStore(database, clock=clock)
    await watchlist.add(ADA, LANTERN)
    lesson = lesson_of_reaction("👀", [LANTERN, TIDE])
    assert lesson is not None
    await lessons.react(77, ADA, "👀", lesson)
    assert await watchlist.of(ADA) == []
    await lessons.unreact(77, ADA, "👀")
    assert [planned.title for planned in await watchlist.of(ADA)] == ["Lantern Hill"]


async def test_what_was_undone_can_be_said_again(store: VerdictStore) -> None:
    await store.add(ADA, LANTERN, LIKED)
    await store.undo(ADA)
    again = await store.add(ADA, LANTERN, LIKED)
    assert await store.current(ADA) == [again]
    assert len(await store.history(ADA)) == 2


async def test_a_retracted_title_counts_as_never_judged(store: VerdictStore) -> None:
    await store.add(ADA, LANTERN, LIKED)
    disliked = await store.add(ADA, LANTERN, DISLIKED)
    await store.add(ADA, TIDE, SEEN)
    assert await store.retract(ADA, LANTERN.title_id) == disliked
    assert [verdict.title_id for verdict in await store.current(ADA)] == [TIDE.title_id]
    assert await store.retract(ADA, LANTERN.title_id) is None


async def test_one_kind_can_be_taken_back_alone_and_only_where_it_stands(store: VerdictStore) -> None:
    seen = await store.add(ADA, LANTERN, SEEN)
    liked = await store.add(ADA, LANTERN, LIKED)
    assert await store.retract(ADA, LANTERN.title_id, DISLIKED) is None
    assert await store.retract(ADA, LANTERN.title_id, LIKED) == liked
    assert await store.current(ADA) == [seen]
    assert await store.retract(ADA, LANTERN.title_id, LIKED) is None


async def test_many_verdicts_are_added_in_order_and_repeats_left_out(store: VerdictStore) -> None:
    standing = await store.add(ADA, TIDE, SEEN)
    added = await store.add_many(
        ADA,
        [
            (LANTERN, LIKED, ""),
            (TIDE, SEEN, ""),
            (LANTERN, LIKED, ""),
            (LANTERN, DISLIKED, ""),
            (SIGNAL, LIKED, ""),
        ],
    )
    assert [(said.title_id, said.kind) for said in added] == [
        (LANTERN.title_id, LIKED),
        (LANTERN.title_id, DISLIKED),
        (SIGNAL.title_id, LIKED),
    ]
    assert await store.current(ADA) == [added[2], added[1], standing]


async def test_an_empty_import_is_harmless(store: VerdictStore) -> None:
    assert await store.add_many(ADA, []) == []


async def test_an_import_that_fails_adds_nothing(database: Database) -> None:
    def no_zone() -> datetime:
        return START.replace(tzinfo=None)

    with pytest.raises(Exception, match="zone"):
        await VerdictStore(database, clock=no_zone).add_many(ADA, [(LANTERN, LIKED, "")])
    assert await VerdictStore(database).current(ADA) == []


async def test_the_history_keeps_everything_newest_first(store: VerdictStore) -> None:
    first = await store.add(ADA, LANTERN, LIKED)
    second = await store.add(ADA, LANTERN, DISLIKED)
    await store.undo(ADA)
    entries = await store.history(ADA)
    assert [entry.verdict for entry in entries] == [second, first]
    assert [entry.retracted_at is None for entry in entries] == [False, True]


async def test_forgetting_deletes_one_person_and_no_other(database: Database, store: VerdictStore) -> None:
    await store.add_many(ADA, [(LANTERN, LIKED, ""), (LANTERN, SEEN, ""), (TIDE, SEEN, "")])
    kept = await store.add(BEN, LANTERN, LIKED)
    assert (await forget_person(database, ADA))["verdicts"] == 3
    assert await store.history(ADA) == []
    assert await store.current(BEN) == [kept]
    assert (await forget_person(database, ADA))["verdicts"] == 0


@pytest.mark.parametrize("size", [1, 3, 100])
async def test_pages_hold_every_standing_verdict_once(store: VerdictStore, size: int) -> None:
    for person in (ADA, BEN):
        await store.add_many(person, [(film(n), LIKED, "") for n in range(5)])
        await store.add(person, film(2), DISLIKED)
        await store.add(person, film(9), SEEN)
        await store.undo(person)
    pages = [page async for page in store.pages(size)]
    assert all(0 < len(page) <= size for page in pages)
    everything = [verdict for page in pages for verdict in page]
    assert len(everything) == 10
    standing = await store.current(ADA) + await store.current(BEN)
    assert {(said.user_id, said.title_id): said for said in everything} == {
        (said.user_id, said.title_id): said for said in standing
    }
