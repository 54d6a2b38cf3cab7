"""How far the titles of TMDB are fetched: what its lists named when, and what was asked of it when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.title import Kind
from bot.domain.title_source import Number
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import tmdb_titles

_AT_ONCE = 500


class TmdbStore:
    """The numbers of TMDB's titles. Methods raise StorageError when the database fails."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def listed(self, since: datetime) -> dict[Number, int]:
        """Return what lists have named since then, with its number of votes."""
        query = select(tmdb_titles.c.kind, tmdb_titles.c.tmdb_id, tmdb_titles.c.votes).where(
            tmdb_titles.c.listed_at >= since
        )
        async with self._database.reading() as connection:
            return {(Kind(row.kind), row.tmdb_id): row.votes for row in await connection.execute(query)}

    async def keep_listed(self, votes: Mapping[Number, int]) -> None:
        """Commit that a list named these titles now."""
        now = self._clock()
        rows = [
            {"kind": kind.value, "tmdb_id": tmdb_id, "votes": count, "listed_at": now}
            for (kind, tmdb_id), count in votes.items()
        ]
        await self._keep(rows, ("votes", "listed_at"))

    async def asked(self, since: datetime) -> set[Number]:
        """Return what was asked of TMDB since then, whatever it said."""
        query = select(tmdb_titles.c.kind, tmdb_titles.c.tmdb_id).where(tmdb_titles.c.asked_at >= since)
        async with self._database.reading() as connection:
            return {(Kind(row.kind), row.tmdb_id) for row in await connection.execute(query)}

    async def asked_before(self, before: datetime) -> set[Number]:
        """Return what was asked of TMDB last before then."""
        query = select(tmdb_titles.c.kind, tmdb_titles.c.tmdb_id).where(tmdb_titles.c.asked_at < before)
        async with self._database.reading() as connection:
            return {(Kind(row.kind), row.tmdb_id) for row in await connection.execute(query)}

    async def keep_asked(self, numbers: Iterable[Number]) -> None:
        """Commit that these titles were asked of TMDB now."""
        now = self._clock()
        rows = [
            {"kind": kind.value, "tmdb_id": tmdb_id, "votes": 0, "asked_at": now} for kind, tmdb_id in numbers
        ]
        await self._keep(rows, ("asked_at",))

    async def count_asked(self, before: datetime) -> int:
        """Return how many titles were asked of TMDB last before then."""
        query = select(func.count()).select_from(tmdb_titles).where(tmdb_titles.c.asked_at < before)
        async with self._database.reading() as connection:
            number: int = (await connection.execute(query)).scalar_one()
        return number

    async def _keep(self, rows: Sequence[Mapping[str, object]], renewed: tuple[str, ...]) -> None:
        async with self._database.writing() as connection:
            statement = insert_into(connection, tmdb_titles)
            upsert = statement.on_conflict_do_update(
                index_elements=[tmdb_titles.c.kind, tmdb_titles.c.tmdb_id],
                set_={name: statement.excluded[name] for name in renewed},
            )
            for start in range(0, len(rows), _AT_ONCE):
                await connection.execute(upsert, rows[start : start + _AT_ONCE])
