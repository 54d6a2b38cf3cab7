"""What people mean to watch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.title import Title
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import watchlist


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
        gone = delete(watchlist).where(
            watchlist.c.user_id == user_id, watchlist.c.title_id.in_(list(title_ids))
        )
        async with self._database.writing() as connection:
            return (await connection.execute(gone)).rowcount

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
