"""What an import leaves in the store, batch by batch, and taking all of it back at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.imported import Decision, Mark, news_of
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import watchlist
from bot.storage.verdict_rows import append_verdicts, read_standing, take_back_said_at
from bot.storage.watchlist import take_off_judged


class ImportStore:
    """The rows of imports. All those of one import carry the same time, to the microsecond: it is its name.

    All methods raise StorageError when the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, user_id: int, decisions: Sequence[Decision], at: datetime) -> list[Decision]:
        """Commit what of the decisions is news, or nothing; return that.

        What stands is read in the same transaction, for these titles only: a tap in between is not overruled, and
        importing again adds nothing.
        """
        async with self._database.writing() as connection:
            news = await _news(connection, user_id, decisions)
            verdicts = [_verdict(user_id, item, at) for item in news if not _plans(item)]
            await append_verdicts(connection, verdicts)
            await take_off_judged(connection, user_id, [verdict.title_id for verdict in verdicts], at)
            await _plan(connection, user_id, [item for item in news if _plans(item)], at)
        return news

    async def news(self, user_id: int, decisions: Sequence[Decision]) -> list[Decision]:
        """Return what of the decisions would be kept now."""
        async with self._database.reading() as connection:
            return await _news(connection, user_id, decisions)

    async def take_back(self, user_id: int, at: datetime) -> int:
        """Take back what of the person's import of that time still stands; return how many rows that were."""
        async with self._database.writing() as connection:
            undone = await take_back_said_at(connection, user_id, at, utc_now())
        return undone.many or len(undone.verdicts) + len(undone.planned)


async def _news(connection: AsyncConnection, user_id: int, decisions: Sequence[Decision]) -> list[Decision]:
    title_ids = [decision.title.title_id for decision in decisions]
    standing = await read_standing(connection, user_id, title_ids)
    listed = select(watchlist.c.title_id).where(
        watchlist.c.user_id == user_id, watchlist.c.title_id.in_(title_ids)
    )
    planned = (await connection.execute(listed)).scalars().all()
    return list(news_of(decisions, standing, planned))


def _plans(decision: Decision) -> bool:
    return decision.mark is Mark.WATCHLIST


def _verdict(user_id: int, decision: Decision, at: datetime) -> Verdict:
    title = decision.title
    kind = VerdictKind(decision.mark.value)
    # A note says why somebody liked or disliked a title.
    note = decision.row.note if kind is not VerdictKind.SEEN else ""
    return Verdict(user_id, title.title_id, title.title, title.year, kind, note, at)


async def _plan(
    connection: AsyncConnection, user_id: int, decisions: Sequence[Decision], at: datetime
) -> None:
    if not decisions:
        return
    rows = [
        {
            "user_id": user_id,
            "title_id": decision.title.title_id,
            "title": decision.title.title,
            "year": decision.title.year,
            "at": at,
        }
        for decision in decisions
    ]
    await connection.execute(insert_into(connection, watchlist).on_conflict_do_nothing(), rows)
