"""What weighs less than a verdict: signals from -1 to 1 per title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.title import Title
from bot.storage.database import Database
from bot.storage.tables import signals

# Older ones count no more: what a thumb said of last year's sets is in this year's verdicts.
MOST_SIGNALS = 200


class SignalStore:
    """Everybody's weak signals. Methods raise StorageError when the database cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, user_id: int) -> dict[str, float]:
        """Return what the person's latest signals say of titles in sum, by id, from -1 to 1."""
        query = (
            select(signals.c.title_id, signals.c.weight)
            .where(signals.c.user_id == user_id)
            .order_by(signals.c.id.desc())
            .limit(MOST_SIGNALS)
        )
        total: dict[str, float] = {}
        async with self._database.glancing() as connection:
            for title_id, weight in await connection.execute(query):
                total[title_id] = total.get(title_id, 0.0) + weight
        return {title_id: max(-1.0, min(1.0, weight)) for title_id, weight in total.items() if weight}


async def add_signals(
    connection: AsyncConnection, user_id: int, said: Sequence[tuple[Title, float]], at: datetime
) -> list[int]:
    """Keep signals; return their numbers."""
    numbers: list[int] = []
    for title, weight in said:
        row = insert(signals).values(user_id=user_id, title_id=title.title_id, weight=weight, at=at)
        numbers.append((await connection.execute(row.returning(signals.c.id))).scalar_one())
    return numbers


async def remove_signals(connection: AsyncConnection, user_id: int, numbers: Iterable[int]) -> int:
    """Delete those of the numbered signals that are the person's; return how many that were."""
    gone = delete(signals).where(signals.c.user_id == user_id, signals.c.id.in_(list(numbers)))
    return (await connection.execute(gone)).rowcount
