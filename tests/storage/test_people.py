from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, insert, select

from bot.domain.request import Request
from bot.domain.verdict import VerdictKind
from bot.storage.database import Database, open_database
from bot.storage.messages import MessageStore
from bot.storage.outbox import Outbox
from bot.storage.people import export_person, forget_person
from bot.storage.recommendations import RecommendationStore, RecommendedTitle
from bot.storage.tables import (
    conversations,
    left_watchlist,
    metadata,
    reactions,
    signals,
    uncounted_people,
    watchlist,
)
from bot.storage.verdicts import VerdictStore
from tests.storage.samples import ADA, BEN, LANTERN, TIDE

SECRET = "what nobody else may ever read"
PERSONAL = [table for table in metadata.sorted_tables if "user_id" in table.columns]


async def live(database: Database, user_id: int, clock: Callable[[], datetime]) -> None:
    """Leave traces of the person in every table that can hold them."""
    verdicts = VerdictStore(database, clock=clock)
    await verdicts.add(user_id, LANTERN, VerdictKind.LIKED, SECRET)
    await verdicts.add(user_id, TIDE, VerdictKind.SEEN)
    await verdicts.add(user_id, LANTERN, VerdictKind.DISLIKED, SECRET)
    await verdicts.undo(user_id)
    number = await RecommendationStore(database, clock=clock).add(
        user_id=user_id,
        request=SECRET,
        status="partial",
        engine="test",
        seconds=0.5,
        titles=[RecommendedTitle(TIDE.title_id, TIDE.title, TIDE.year, SECRET, 0.75)],
    )
    await MessageStore(database, clock=clock).open(
        user_id - 1, 21, None, user_id, request=Request("a wish"), token="a-token", recommendation_id=number
    )
    whose = {"user_id": user_id, "title_id": TIDE.title_id, "at": clock()}
    turns = [{"said": SECRET}]
    async with database.writing() as connection:
        await connection.execute(insert(watchlist).values(**whose, title=TIDE.title, year=TIDE.year))
        left = {**whose, "title": TIDE.title, "year": TIDE.year, "left_at": clock(), "id": user_id}
        await connection.execute(insert(left_watchlist).values(**left))
        await connection.execute(insert(signals).values(**whose, weight=0.5))
        await connection.execute(
            insert(reactions).values(message_id=user_id, user_id=user_id, emoji="👍", done={}, at=clock())
        )
        await connection.execute(insert(uncounted_people).values(user_id=user_id, at=clock()))
        await connection.execute(
            insert(conversations).values(
                user_id=user_id, channel_id=21, standing=None, turns=turns, updated_at=clock()
            )
        )


async def traces(database: Database, user_id: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    async with database.reading() as connection:
        for table in PERSONAL:
            query = select(func.count()).select_from(table).where(table.c.user_id == user_id)
            counts[table.name] = (await connection.execute(query)).scalar_one()
    return counts


async def test_forgetting_a_person_empties_every_table_that_names_them(
    database: Database, clock: Callable[[], datetime]
) -> None:
    await live(database, ADA, clock)
    assert all((await traces(database, ADA)).values()), "a table that this test does not fill"
    assert await forget_person(database, ADA) == {
        "messages": 1, "recommendations": 1, "verdicts": 3,
        "watchlist": 1, "left_watchlist": 1, "signals": 1, "reactions": 1, "conversations": 1,
        "uncounted_people": 1,
    }  # fmt: skip
    left = {name for name, count in (await traces(database, ADA)).items() if count}
    assert left == {"memory_outbox"}
    outbox = Outbox(database)
    pending = await outbox.pending()
    assert {item.title_id for item in pending} == {LANTERN.title_id, TIDE.title_id}
    assert all(item.verdict is None for item in pending)
    await outbox.done(pending)
    assert not any((await traces(database, ADA)).values())


async def test_forgetting_takes_along_the_rows_that_hang_on_a_persons_rows(
    database: Database, clock: Callable[[], datetime]
) -> None:
    await live(database, ADA, clock)
    await forget_person(database, ADA)
    hanging = [
        table
        for table in metadata.sorted_tables
        if table not in PERSONAL and any(key.column.table in PERSONAL for key in table.foreign_keys)
    ]
    assert hanging
    async with database.reading() as connection:
        for table in hanging:
            assert (await connection.execute(select(func.count()).select_from(table))).scalar() == 0


async def test_forgetting_one_person_leaves_the_others_alone(
    database: Database, clock: Callable[[], datetime]
) -> None:
    await live(database, ADA, clock)
    await live(database, BEN, clock)
    before = await export_person(database, BEN)
    await forget_person(database, ADA)
    assert await export_person(database, BEN) == before


async def test_the_words_of_a_forgotten_person_are_nowhere_in_the_files(
    path: Path, url: str, clock: Callable[[], datetime]
) -> None:
    def stored() -> bytes:
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))

    async with open_database(url) as database:
        await live(database, ADA, clock)
        assert SECRET.encode() in stored()
        await forget_person(database, ADA)
        assert SECRET.encode() not in stored()
    assert SECRET.encode() not in stored()


async def test_forgetting_a_stranger_is_harmless(database: Database) -> None:
    assert not any((await forget_person(database, ADA)).values())


async def test_an_export_holds_everything_and_nothing_of_others(
    database: Database, clock: Callable[[], datetime]
) -> None:
    await live(database, BEN, clock)
    await live(database, ADA, clock)
    data = json.loads(json.dumps(await export_person(database, ADA)))
    assert data["user_id"] == ADA
    assert [(row["title_id"], row["verdict"], row["note"]) for row in data["verdicts"]] == [
        (TIDE.title_id, "seen", ""),
        (LANTERN.title_id, "liked", SECRET),
    ]
    assert data["verdicts"][1].keys() == {"title_id", "title", "year", "verdict", "note", "at"}
    assert datetime.fromisoformat(data["verdicts"][0]["at"]).tzinfo is not None
    assert [row["retracted_at"] is None for row in data["history"]] == [False, True, True]
    [recommendation] = data["recommendations"]
    assert recommendation["titles"] == [
        {"title_id": TIDE.title_id, "title": TIDE.title, "year": 2011, "why": SECRET, "confidence": 0.75}
    ]
    [message] = data["messages"]
    assert (message["message_id"], message["state"]) == (ADA - 1, "writing")
    assert message["recommendation_id"] == recommendation["recommendation_id"]
    assert message["request"] == {
        "text": "a wish",
        "count": None,
        "kind": None,
        "like": [],
        "excluded": [],
        "wish": None,
    }
    assert "a-token" not in str(data)
    assert [row["title_id"] for row in data["watchlist"]] == [TIDE.title_id]
    assert [row["turns"] for row in data["conversations"]] == [[{"said": SECRET}]]


async def test_an_export_of_a_stranger_is_empty(database: Database) -> None:
    assert await export_person(database, ADA) == {
        "user_id": ADA,
        "verdicts": [],
        "history": [],
        "recommendations": [],
        "messages": [],
        "watchlist": [],
        "left_watchlist": [],
        "signals": [],
        "reactions": [],
        "conversations": [],
        "uncounted_people": [],
    }
