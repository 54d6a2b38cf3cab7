"""What people kept by name is joined to the real title once the catalogue has it."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from sqlalchemy import insert

from bot.domain.by_name import title_by_name
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.storage.by_name import join_by_name, kept_by_name
from bot.storage.database import Database
from bot.storage.outbox import Outbox
from bot.storage.tables import verdicts
from bot.storage.verdicts import VerdictStore
from bot.storage.watchlist import WatchlistStore

ADA, BEN = 11, 12
KEPT = title_by_name("The Unheard Of (2019)")
OTHER = title_by_name("Still Unknown")
REAL = Title("the-unheard-of-2019", "The Unheard Of", 2019)


def identify(name: str, year: int) -> Title | None:
    return REAL if (name, year) == ("The Unheard Of", 2019) else None


async def test_what_was_said_of_the_name_is_said_of_the_title_and_the_latest_wins(database: Database) -> None:
    store = VerdictStore(database)
    await store.add(ADA, KEPT, VerdictKind.LIKED, "its light")
    await store.add(BEN, KEPT, VerdictKind.LIKED)
    await store.add(BEN, REAL, VerdictKind.DISLIKED)
    await store.add(BEN, OTHER, VerdictKind.SEEN)
    assert {title.title_id for title in await kept_by_name(database)} == {KEPT.title_id, OTHER.title_id}
    outbox = Outbox(database)
    await outbox.done(await outbox.pending())

    assert await join_by_name(database, identify) == 1

    [ada] = await store.current(ADA)
    assert (ada.title_id, ada.title, ada.year, ada.note) == (REAL.title_id, REAL.title, 2019, "its light")
    assert {(v.title_id, v.kind) for v in await store.current(BEN)} == {
        (REAL.title_id, VerdictKind.DISLIKED),
        (OTHER.title_id, VerdictKind.SEEN),
    }
    assert len(await store.history(BEN)) == 3
    changes = {
        (change.user_id, change.title_id, change.verdict is not None) for change in await outbox.pending()
    }
    assert changes == {
        (ADA, KEPT.title_id, False), (ADA, REAL.title_id, True),
        (BEN, KEPT.title_id, False), (BEN, REAL.title_id, True),
    }  # fmt: skip
    assert await join_by_name(database, identify) == 0


async def test_a_name_on_the_watchlist_becomes_the_title_once(database: Database) -> None:
    watchlist = WatchlistStore(database)
    await watchlist.add(ADA, KEPT)
    await watchlist.add(BEN, KEPT)
    await watchlist.add(BEN, REAL)

    await join_by_name(database, identify)

    for person in (ADA, BEN):
        assert [entry.title_id for entry in await watchlist.of(person)] == [REAL.title_id]


async def test_many_names_are_joined_without_looking_through_all_verdicts_for_each(
    database: Database,
) -> None:
    names = [title_by_name(f"Unheard Of No {number} (2019)") for number in range(400)]
    known = [Title(f"known-{number}", "Known", 2000) for number in range(60_000)]
    async with database.writing() as connection:
        said = [
            {"user_id": number % 60, "title_id": title.title_id, "title": title.title, "year": title.year}
            for number, title in enumerate([*known, *names])
        ]
        same = {"verdict": "liked", "note": "", "at": datetime(2026, 1, 1, tzinfo=UTC)}
        await connection.execute(insert(verdicts), [row | same for row in said])
    began = time.monotonic()
    assert await join_by_name(database, lambda name, year: Title(f"real {name}", name, year)) == 400
    # A look through all for each took many times as long.
    assert time.monotonic() - began < 4
    assert await kept_by_name(database) == []
    real = {v.title_id for v in await VerdictStore(database).current(7) if v.title_id.startswith("real")}
    assert real == {f"real {name.title}" for name in names[7::60]}
