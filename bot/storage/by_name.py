"""Joins what people kept by name to the real title, once the catalogue has learnt it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.by_name import PREFIX
from bot.domain.title import Title
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import left_watchlist, memory_outbox, verdicts, watchlist

log = logging.getLogger(__name__)

# Says which title of the catalogue a name and a year (0: not known) mean, None when that is not certain.
Identify = Callable[[str, int], Title | None]


async def kept_by_name(database: Database) -> list[Title]:
    """Return every title that somebody keeps by its name alone. Raises StorageError."""
    queries = [
        select(table.c.title_id, table.c.title, table.c.year).where(
            table.c.title_id.startswith(PREFIX, autoescape=True)
        )
        for table in (verdicts, watchlist, left_watchlist)
    ]
    async with database.glancing() as connection:
        rows = (await connection.execute(union(*queries))).all()
    return list({row.title_id: Title(row.title_id, row.title, row.year) for row in rows}.values())


async def join_by_name(
    database: Database, identify: Identify, *, clock: Callable[[], datetime] = utc_now
) -> int:
    """Commit that the names which `identify` knows now mean those titles; return how many do.

    What a person said under the name and what they said of the title become one history, in the order in which it
    was said: the latest still wins. Chroma is told by way of the outbox. Raises StorageError.
    """
    found = [
        (kept, title) for kept in await kept_by_name(database) if (title := identify(kept.title, kept.year))
    ]
    if not found:
        return 0
    async with database.writing() as connection:
        for kept, title in found:
            await _join_verdicts(connection, kept.title_id, title, clock())
            await _join_watchlist(connection, kept.title_id, title)
    log.info("titles kept by name are joined to the catalogue count=%d", len(found))
    return len(found)


async def _join_verdicts(connection: AsyncConnection, kept_id: str, title: Title, at: datetime) -> None:
    query = select(verdicts.c.user_id).where(verdicts.c.title_id == kept_id).distinct()
    people: Sequence[int] = (await connection.execute(query)).scalars().all()
    await connection.execute(
        update(verdicts)
        .where(verdicts.c.title_id == kept_id)
        .values(title_id=title.title_id, title=title.title, year=title.year)
    )
    told: list[dict[str, Any]] = [
        {"user_id": user_id, "title_id": title_id, "at": at}
        for user_id in people
        for title_id in (kept_id, title.title_id)
    ]
    if told:
        await connection.execute(insert(memory_outbox), told)


async def _join_watchlist(connection: AsyncConnection, kept_id: str, title: Title) -> None:
    left = update(left_watchlist).where(left_watchlist.c.title_id == kept_id)
    await connection.execute(left.values(title_id=title.title_id, title=title.title, year=title.year))
    rows = (await connection.execute(_of_title(watchlist, kept_id))).all()
    if not rows:
        return
    joined = [
        {
            "user_id": row.user_id,
            "title_id": title.title_id,
            "title": title.title,
            "year": title.year,
            "at": row.at,
        }
        for row in rows
    ]
    await connection.execute(insert_into(connection, watchlist).on_conflict_do_nothing(), joined)
    await connection.execute(delete(watchlist).where(watchlist.c.title_id == kept_id))


def _of_title(table: Table, title_id: str) -> Any:
    return select(table.c.user_id, table.c.at).where(table.c.title_id == title_id)
