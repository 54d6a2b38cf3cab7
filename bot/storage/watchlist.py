"""What people mean to watch. What was watched leaves the list, and comes back when that is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.title import Title
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import left_watchlist, verdicts, watchlist

# No database takes as many values in one statement as a whole import has.
PUT_BACK_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """A title on somebody's watchlist, as it was called when it was put there; `year` is 0 where unknown."""

    title_id: str
    title: str
    year: int
    at: datetime

    @property
    def label(self) -> str:
        """Title and year, as people write it."""
        return f"{self.title} ({self.year})" if self.year else self.title


class WatchlistStore:
    """Everybody's watchlist. What a method changes is committed when it returns.

    All methods raise StorageError when the database cannot be read or written.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add(self, user_id: int, title: Title) -> bool:
        """Put a title on the list; False when it was there already (and keeps its place)."""
        return bool(await self.add_many(user_id, [title]))

    async def add_many(self, user_id: int, titles: Sequence[Title]) -> list[Title]:
        """Put all of `titles` on the list, or none; return those that were not on it."""
        wanted = {title.title_id: title for title in titles}
        now = self._clock()
        async with self._database.writing() as connection:
            query = select(watchlist.c.title_id).where(watchlist.c.user_id == user_id)
            listed = set((await connection.execute(query)).scalars())
            added = [title for title_id, title in wanted.items() if title_id not in listed]
            rows = [
                {
                    "user_id": user_id,
                    "title_id": title.title_id,
                    "title": title.title,
                    "year": title.year,
                    "at": now,
                }
                for title in added
            ]
            if rows:
                # Another process may have been quicker since we looked.
                statement = insert_into(connection, watchlist).on_conflict_do_nothing()
                await connection.execute(statement, rows)
        return added

    async def remove(self, user_id: int, title_id: str) -> bool:
        """Take a title off the list; False when it was not on it."""
        return bool(await self.remove_many(user_id, [title_id]))

    async def remove_many(self, user_id: int, title_ids: Iterable[str]) -> int:
        """Take titles off the list; return how many were on it."""
        async with self._database.writing() as connection:
            return len(await take_off(connection, user_id, title_ids, self._clock()))

    async def of(self, user_id: int) -> list[Planned]:
        """Return the person's list, what was put there last first."""
        query = (
            select(watchlist.c.title_id, watchlist.c.title, watchlist.c.year, watchlist.c.at)
            .where(watchlist.c.user_id == user_id)
            .order_by(watchlist.c.at.desc(), watchlist.c.title, watchlist.c.title_id)
        )
        async with self._database.glancing() as connection:
            return [Planned(*row) for row in await connection.execute(query)]


async def plan(
    connection: AsyncConnection, user_id: int, titles: Sequence[Title], at: datetime
) -> tuple[list[int], int]:
    """Put titles on the list; return the numbers of their entries, and how many of those are new."""
    numbers: list[int] = []
    newly = 0
    for title in titles:
        row = {"user_id": user_id, "title_id": title.title_id, "title": title.title, "year": title.year}
        statement = insert_into(connection, watchlist).values(**row, at=at).on_conflict_do_nothing()
        newly += (await connection.execute(statement)).rowcount
        entry = select(watchlist.c.id).where(
            watchlist.c.user_id == user_id, watchlist.c.title_id == title.title_id
        )
        numbers.append((await connection.execute(entry)).scalar_one())
    return numbers, newly


async def unplan(connection: AsyncConnection, user_id: int, numbers: Iterable[int]) -> list[str]:
    """Take those of the numbered entries off the list that are the person's; return their names."""
    gone = delete(watchlist).where(watchlist.c.user_id == user_id, watchlist.c.id.in_(list(numbers)))
    rows = await connection.execute(gone.returning(watchlist.c.title, watchlist.c.year))
    return [f"{title} ({year})" if year else title for title, year in rows]


async def take_off(
    connection: AsyncConnection,
    user_id: int,
    title_ids: Iterable[str],
    at: datetime,
    because: Mapping[str, int] | None = None,
) -> list[str]:
    """Take titles off the list, such that they can be put back; return the ids of those that were on it.

    `because` are the numbers of the verdicts, by title, that take them off.
    """
    mine = (watchlist.c.user_id == user_id, watchlist.c.title_id.in_(list(title_ids)))
    rows = (await connection.execute(select(watchlist).where(*mine))).mappings().all()
    if rows:
        numbers = because or {}
        left = [{**row, "left_at": at, "verdict_id": numbers.get(row["title_id"])} for row in rows]
        await connection.execute(insert(left_watchlist), left)
        await connection.execute(delete(watchlist).where(*mine))
    return [row["title_id"] for row in rows]


async def take_off_judged(
    connection: AsyncConnection, user_id: int, title_ids: Sequence[str], at: datetime
) -> list[str]:
    """Take titles off the list of who has a verdict on them by now; return the ids of those that were on it."""
    if not title_ids:
        return []
    listed = select(watchlist.c.title_id).where(
        watchlist.c.user_id == user_id, watchlist.c.title_id.in_(title_ids)
    )
    planned = (await connection.execute(listed)).scalars().all()
    if not planned:
        return []
    newest = (
        select(verdicts.c.title_id, func.max(verdicts.c.id).label("number"))
        .where(
            verdicts.c.user_id == user_id,
            verdicts.c.title_id.in_(planned),
            verdicts.c.retracted_at.is_(None),
        )
        .group_by(verdicts.c.title_id)
    )
    because = {row.title_id: row.number for row in await connection.execute(newest)}
    return await take_off(connection, user_id, because, at, because)


async def relist(connection: AsyncConnection, user_id: int) -> list[str]:
    """Put back what verdicts had taken off that were taken back since; return the names of what is listed again.

    A title of which the person has said something else since then stays off, for as long as that stands.
    """
    mine = (verdicts.c.user_id == user_id, verdicts.c.title_id == left_watchlist.c.title_id)
    later = select(func.max(verdicts.c.id)).where(
        *mine, verdicts.c.id > left_watchlist.c.verdict_id, verdicts.c.retracted_at.is_(None)
    )
    retracted = select(verdicts.c.id).where(
        verdicts.c.user_id == user_id, verdicts.c.retracted_at.is_not(None)
    )
    query = select(left_watchlist.c.id, later.scalar_subquery().label("later")).where(
        left_watchlist.c.user_id == user_id, left_watchlist.c.verdict_id.in_(retracted)
    )
    rows = (await connection.execute(query)).all()
    for row in rows:
        if row.later is not None:
            kept_off = update(left_watchlist).where(left_watchlist.c.id == row.id)
            await connection.execute(kept_off.values(verdict_id=row.later))
    back = [row.id for row in rows if row.later is None]
    names: list[str] = []
    for start in range(0, len(back), PUT_BACK_AT_ONCE):
        which = left_watchlist.c.id.in_(back[start : start + PUT_BACK_AT_ONCE])
        names += await put_back(connection, user_id, which)
    return names


async def put_back(connection: AsyncConnection, user_id: int, which: ColumnElement[bool]) -> list[str]:
    """Put entries on the list again as they were; return the names of those that were not on it."""
    gone = delete(left_watchlist).where(left_watchlist.c.user_id == user_id, which)
    columns = [left_watchlist.c[column.name] for column in watchlist.c]
    rows = [dict(row) for row in (await connection.execute(gone.returning(*columns))).mappings()]
    listed = select(watchlist.c.title_id).where(
        watchlist.c.user_id == user_id, watchlist.c.title_id.in_([row["title_id"] for row in rows])
    )
    known = set((await connection.execute(listed)).scalars())
    # Of a title that left twice, the entry of before is as good as the other.
    back = {row["title_id"]: row for row in rows if row["title_id"] not in known}
    if back:
        await connection.execute(insert(watchlist), list(back.values()))
    return [f"{row['title']} ({row['year']})" if row["year"] else row["title"] for row in back.values()]


async def newest_change(connection: AsyncConnection, user_id: int) -> tuple[datetime, int, bool] | None:
    """Return when the list was changed last, the number of the entry, and whether it was put there (else taken off)."""
    changes: list[tuple[datetime, int, bool]] = []
    for table, at, is_added in (
        (watchlist, watchlist.c.at, True),
        (left_watchlist, left_watchlist.c.left_at, False),
    ):
        query = select(at, table.c.id).where(table.c.user_id == user_id)
        newest = await connection.execute(query.order_by(at.desc(), table.c.id.desc()).limit(1))
        changes.extend((changed_at, number, is_added) for changed_at, number in newest)
    return max(changes, default=None)
