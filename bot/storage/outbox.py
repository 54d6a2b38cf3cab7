"""Which titles of which people Chroma must still be told about.

A row is appended in the transaction of the change it announces (verdict_rows.py), and deleted once Chroma has
followed; so whatever interrupts the two, the rows that are left say what is missing. A forgotten person's
rows hold no more than the ids that Chroma needs in order to forget as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, delete, func, select

from bot.domain.verdict import Verdict
from bot.storage.database import Database
from bot.storage.tables import memory_outbox, verdicts
from bot.storage.verdict_rows import AS_SAID, IS_CURRENT, verdict_of


@dataclass(frozen=True, slots=True)
class Pending:
    """A title of a person's that Chroma must be told about: to keep `verdict`, or to drop it when None.

    `mark` is the newest change that `verdict` reflects.
    """

    user_id: int
    title_id: str
    verdict: Verdict | None
    mark: int


class Outbox:
    """What Chroma has not been told yet. Methods raise StorageError when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pending(self, limit: int = 500) -> list[Pending]:
        """Return up to `limit` titles to tell Chroma about, longest waiting first."""
        waiting = (
            select(
                memory_outbox.c.user_id.label("whose"),
                memory_outbox.c.title_id.label("which"),
                func.max(memory_outbox.c.id).label("mark"),
                func.min(memory_outbox.c.id).label("since"),
            )
            .group_by(memory_outbox.c.user_id, memory_outbox.c.title_id)
            .order_by("since")
            .limit(limit)
            .cte("waiting")
        )
        same = and_(verdicts.c.user_id == waiting.c.whose, verdicts.c.title_id == waiting.c.which)
        query = (
            select(*AS_SAID, verdicts.c.id, waiting.c.whose, waiting.c.which, waiting.c.mark)
            .select_from(waiting.outerjoin(verdicts, and_(same, IS_CURRENT)))
            .order_by(waiting.c.since)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Pending(row.whose, row.which, None if row.id is None else verdict_of(row), row.mark)
            for row in rows
        ]

    async def done(self, told: Iterable[Pending]) -> None:
        """Strike off what Chroma now has. What has changed again since it was read stays pending."""
        rows = [{"whose": item.user_id, "which": item.title_id, "mark": item.mark} for item in told]
        if not rows:
            return
        strike = delete(memory_outbox).where(
            memory_outbox.c.user_id == bindparam("whose"),
            memory_outbox.c.title_id == bindparam("which"),
            memory_outbox.c.id <= bindparam("mark"),
        )
        async with self._database.writing() as connection:
            await connection.execute(strike, rows)
