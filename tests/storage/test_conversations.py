"""Where conversations stand: kept over restarts and versions, ended after a day, forgotten with the person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.conversation import MOST_TURNS, TURN_CHARACTERS, ShownTitle, Standing, Turn
from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER, Wish
from bot.domain.wish_json import wish_from_json, wish_to_json
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.people import export_person, forget_person
from bot.storage.tables import conversations
from tests.storage.conftest import START
from tests.storage.samples import ADA, BEN

ROOM, OTHER_ROOM = 2**62, 7
WISH = Wish(
    text="a long series, not horror",
    kind=Kind.SERIES,
    genres=(("drama", "crime"),),
    without_genres=(("horror",),),
    years=((1980, 1989), (2000, ANY_LATER)),
    runtime=(0, 105),
    like=("low-tide-2011",),
    for_children=True,
    fame=-0.5,
    count=3,
)
STANDING = Standing(
    wish=WISH,
    texts=("a long series", "not horror"),
    shown=(ShownTitle("low-tide-2011", "It is calm."), ShownTitle("signal-house-2020")),
    recommendation_id=12,
    undo="v1.2",
    focus="low-tide-2011",
    turns=(Turn("a long series", "wish"), Turn("not horror", "refinement")),
)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


async def test_a_conversation_is_found_as_it_was_kept(url: str) -> None:
    async with open_database(url) as database:
        await ConversationStore(database).save(ADA, ROOM, STANDING)
    async with open_database(url) as database:
        assert await ConversationStore(database).find(ADA, ROOM) == STANDING


async def test_each_person_and_channel_has_its_own(database: Database) -> None:
    store = ConversationStore(database)
    await store.save(ADA, ROOM, STANDING)
    assert await store.find(BEN, ROOM) == Standing()
    assert await store.find(ADA, OTHER_ROOM) == Standing()
    await store.end(ADA, OTHER_ROOM)
    assert await store.find(ADA, ROOM) == STANDING
    await store.end(ADA, ROOM)
    assert await store.find(ADA, ROOM) == Standing()


async def test_a_conversation_ends_a_day_after_its_last_word(database: Database) -> None:
    clock = Clock()
    store = ConversationStore(database, clock=clock)
    await store.save(ADA, ROOM, STANDING)
    clock.now += timedelta(hours=23)
    await store.save(BEN, ROOM, STANDING)
    assert await store.find(ADA, ROOM) == STANDING
    clock.now += timedelta(hours=1)
    assert await store.find(ADA, ROOM) == Standing()
    assert await store.end_old() == 1
    assert await store.find(BEN, ROOM) == STANDING


async def test_only_the_last_turns_are_kept_and_long_ones_are_cut(database: Database) -> None:
    store = ConversationStore(database)
    turns = tuple(Turn(f"{number} " + "word " * 200, "wish") for number in range(20))
    await store.save(ADA, ROOM, Standing(turns=turns))
    kept = (await store.find(ADA, ROOM)).turns
    assert [turn.said.split()[0] for turn in kept] == [str(n) for n in range(20 - MOST_TURNS, 20)]
    assert max(len(turn.said) for turn in kept) <= TURN_CHARACTERS


@pytest.mark.parametrize(
    "standing",
    [
        None,
        [],
        {"wish": "drama", "shown": [["only an id"], 3], "texts": "no list", "recommendation_id": "12"},
        {"wish": {"kind": "opera", "years": [[1980]], "genres": "drama", "unknown": 1, "runtime": [1, "2"]}},
    ],
)
async def test_what_another_version_kept_is_read_as_far_as_it_can_be(
    database: Database, standing: object
) -> None:
    store = ConversationStore(database)
    await store.save(ADA, ROOM, STANDING)
    async with database.writing() as connection:
        await connection.execute(update(conversations).values(standing=standing, turns=[{"said": 1}, 2]))
    found = await store.find(ADA, ROOM)
    assert found.wish in (None, Wish())
    assert (found.shown, found.texts, found.recommendation_id) == ((), (), None)


async def test_conversations_are_handed_out_and_forgotten_with_the_person(database: Database) -> None:
    store = ConversationStore(database)
    await store.save(ADA, ROOM, STANDING)
    await store.save(BEN, ROOM, STANDING)
    [exported] = (await export_person(database, ADA))["conversations"]
    assert exported["standing"]["texts"] == ["a long series", "not horror"]
    assert (await forget_person(database, ADA))["conversations"] == 1
    assert await store.find(ADA, ROOM) == Standing()
    assert await store.find(BEN, ROOM) == STANDING


@pytest.mark.parametrize("wish", [WISH, Wish(), Wish(people=("A. Director",), era=-1.0)])
def test_a_wish_comes_back_from_json_as_it_was(wish: Wish) -> None:
    assert wish_from_json(wish_to_json(wish)) == wish
