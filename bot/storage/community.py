"""The verdicts of all who are counted in what the community likes, and who is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime

from sqlalchemy import case, delete, distinct, func, select

from bot.domain.verdict import VerdictKind
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import uncounted_people, verdicts
from bot.storage.verdict_rows import IS_CURRENT

_IS_COUNTED = verdicts.c.user_id.not_in(select(uncounted_people.c.user_id))


class CommunityStore:
    """What people said, without anything but the verdicts. Methods raise StorageError."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def is_counted(self, user_id: int) -> bool:
        """Return whether what the person says is counted; it is unless they said otherwise."""
        query = select(uncounted_people.c.user_id).where(uncounted_people.c.user_id == user_id)
        async with self._database.glancing() as connection:
            return (await connection.execute(query)).first() is None

    async def count(self, user_id: int, counted: bool) -> None:
        """Keep whether what the person says is to be counted."""
        async with self._database.writing() as connection:
            if counted:
                await connection.execute(
                    delete(uncounted_people).where(uncounted_people.c.user_id == user_id)
                )
            else:
                row = insert_into(connection, uncounted_people).values(user_id=user_id, at=self._clock())
                await connection.execute(row.on_conflict_do_nothing())

    async def census(self, since: int = 0) -> tuple[int, int, int]:
        """Return the number of the newest verdict of anybody counted (0: none), and how many people are counted.

        The third number is how many of them are counted for a verdict up to the number `since`.
        """
        query = select(
            func.max(verdicts.c.id),
            func.count(distinct(verdicts.c.user_id)),
            func.count(distinct(case((verdicts.c.id <= since, verdicts.c.user_id)))),
        ).where(verdicts.c.retracted_at.is_(None), _IS_COUNTED)
        async with self._database.glancing() as connection:
            newest, people, stayed = (await connection.execute(query)).one()
        return newest or 0, people, stayed

    async def pages(self, size: int = 1000) -> AsyncIterator[list[tuple[int, str, VerdictKind]]]:
        """Go through the counted verdicts that stand, as user, title id and verdict, at most `size` at a time."""
        last = 0
        while True:
            query = (
                select(verdicts.c.user_id, verdicts.c.title_id, verdicts.c.verdict, verdicts.c.id)
                .where(IS_CURRENT, _IS_COUNTED, verdicts.c.id > last)
                .order_by(verdicts.c.id)
                .limit(size)
            )
            async with self._database.reading() as connection:
                rows = (await connection.execute(query)).all()
            if not rows:
                return
            last = rows[-1].id
            yield [(user_id, title_id, VerdictKind(kind)) for user_id, title_id, kind, _ in rows]
