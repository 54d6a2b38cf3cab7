"""Joins what people kept by name to the real title, once the catalogue has learnt it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, insert, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.by_name import PREFIX
from bot.domain.title import Title
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import left_watchlist, memory_outbox, verdicts, watchlist

log = logging.getLogger(__name__)

# Says which title of the catalogue a name and a year (0: not known) mean, None when that is not certain.
Identify = Callable[[str, int], Title | None]
# The titles that names are known to mean now, by the id a name is kept under.
Found = Mapping[str, Title]


async def kept_by_name(database: Database) -> list[Title]:
    """Return every title that somebody keeps by its name alone. Raises StorageError."""
    queries = [
        select(table.c.title_id, table.c.title, table.c.year).where(_is_by_name(table))
        for table in (verdicts, watchlist, left_watchlist)
    ]
    async with database.glancing() as connection:
        rows = (await connection.execute(union(*queries))).all()
    return list({row.title_id: Title(row.title_id, row.title, row.year) for row in rows}.values())


async def join_by_name(
    database: Database, identify: Identify, *, clock: Callable[[], datetime] = utc_now
) -> int:
    """Commit that the names which `identify` (called in a thread) knows now mean those titles; return how many do.

    What a person said under the name and what they said of the title become one history, in the order in which it
    was said: the latest still wins. Chroma is told by way of the outbox. Raises StorageError.
    """
    kept = await kept_by_name(database)
    found = await asyncio.to_thread(_identified, kept, identify)
    if not found:
        return 0
    async with database.writing() as connection:
        told = await _rename(connection, verdicts, found)
        if told:
            at = clock()
            changes = [
                {"user_id": user_id, "title_id": title_id, "at": at}
                for user_id, kept_id in told
                for title_id in (kept_id, found[kept_id].title_id)
            ]
            await connection.execute(insert(memory_outbox), changes)
        await _rename(connection, left_watchlist, found)
        await _join_watchlist(connection, found)
    log.info("titles kept by name are joined to the catalogue count=%d", len(found))
    return len(found)


def _identified(kept: Sequence[Title], identify: Identify) -> Found:
    return {each.title_id: title for each in kept if (title := identify(each.title, each.year)) is not None}


async def _rename(connection: AsyncConnection, table: Table, found: Found) -> list[tuple[int, str]]:
    """Let the rows under these names be under the titles; return who had which name."""
    held = [(row.user_id, row.title_id) for row in await _rows_by_name(connection, table, found)]
    held = list(dict.fromkeys(held))
    if held:
        # By person and name, which the index finds: there is none by name alone.
        renamed = (
            update(table)
            .where(table.c.user_id == bindparam("holder"), table.c.title_id == bindparam("kept_id"))
            .values(title_id=bindparam("new_id"), title=bindparam("new_title"), year=bindparam("new_year"))
        )
        values = [
            {
                "holder": user_id,
                "kept_id": kept_id,
                "new_id": found[kept_id].title_id,
                "new_title": found[kept_id].title,
                "new_year": found[kept_id].year,
            }
            for user_id, kept_id in held
        ]
        await connection.execute(renamed, values)
    return held


async def _join_watchlist(connection: AsyncConnection, found: Found) -> None:
    rows = await _rows_by_name(connection, watchlist, found)
    if not rows:
        return
    joined = [
        {
            "user_id": row.user_id,
            "title_id": found[row.title_id].title_id,
            "title": found[row.title_id].title,
            "year": found[row.title_id].year,
            "at": row.at,
        }
        for row in rows
    ]
    await connection.execute(insert_into(connection, watchlist).on_conflict_do_nothing(), joined)
    gone = delete(watchlist).where(
        watchlist.c.user_id == bindparam("holder"), watchlist.c.title_id == bindparam("kept_id")
    )
    await connection.execute(gone, [{"holder": row.user_id, "kept_id": row.title_id} for row in rows])


async def _rows_by_name(connection: AsyncConnection, table: Table, found: Found) -> list[Any]:
    """Return the rows under these names: looking through the table once for all of them."""
    query = (
        select(table.c.user_id, table.c.title_id, table.c.at).where(_is_by_name(table)).order_by(table.c.id)
    )
    return [row for row in await connection.execute(query) if row.title_id in found]


def _is_by_name(table: Table) -> ColumnElement[bool]:
    return table.c.title_id.startswith(PREFIX, autoescape=True)
