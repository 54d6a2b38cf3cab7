"""What was recommended, to whom, and why: so that tomorrow brings something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database, utc_now
from bot.storage.tables import recommendations, recommended_titles

# Titles that gave their place to another one are kept from this position on.
REPLACED_FROM = 100


@dataclass(frozen=True, slots=True)
class RecommendedTitle:
    """One title as it was recommended; `confidence` from 0.0 to 1.0."""

    title_id: str
    title: str
    year: int
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StoredRecommendation:
    """One answer to one request. `user_id` is None when nobody was named, `guild_id` in direct messages.

    `status` is `complete`, `partial` or `built_in`; `engine` names the writer (`ollama:llama3.1:8b`).
    `titles` stand in their places; `replaced` gave theirs to one of those, the first to go first.
    """

    recommendation_id: int
    user_id: int | None
    guild_id: int | None
    channel_id: int | None
    request: str
    status: str
    engine: str
    seconds: float
    at: datetime
    titles: tuple[RecommendedTitle, ...]
    replaced: tuple[RecommendedTitle, ...] = ()


class RecommendationStore:
    """The recommendations made. Methods raise StorageError when the database fails."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add(
        self,
        *,
        user_id: int | None,
        request: str,
        status: str,
        engine: str,
        seconds: float,
        titles: Sequence[RecommendedTitle],
        guild_id: int | None = None,
        channel_id: int | None = None,
    ) -> int:
        """Commit one recommendation with its titles in order, and return its number."""
        answer = insert(recommendations).values(
            user_id=user_id,
            guild_id=guild_id,
            channel_id=channel_id,
            request=request,
            status=status,
            engine=engine,
            seconds=seconds,
            at=self._clock(),
        )
        async with self._database.writing() as connection:
            inserted = await connection.execute(answer.returning(recommendations.c.id))
            recommendation_id: int = inserted.scalar_one()
            rows = [_row_of(recommendation_id, position, title) for position, title in enumerate(titles)]
            if rows:
                await connection.execute(insert(recommended_titles), rows)
        return recommendation_id

    async def find(self, recommendation_id: int) -> StoredRecommendation | None:
        """Return one recommendation, None when there is none of that number (any more)."""
        async with self._database.reading() as connection:
            found = await _read(connection, recommendations.c.id == recommendation_id)
        return found[0] if found else None

    async def replace(self, recommendation_id: int, old_title_id: str, new: RecommendedTitle) -> bool:
        """Commit that `new` stands where `old_title_id` stood; false when that stands in no place (any more)."""
        titles = recommended_titles
        of_answer = titles.c.recommendation_id == recommendation_id
        shown = select(titles.c.position).where(
            of_answer, titles.c.title_id == old_title_id, titles.c.position < REPLACED_FROM
        )
        last = select(func.max(titles.c.position)).where(of_answer)
        async with self._database.writing() as connection:
            position = (await connection.execute(shown)).scalar_one_or_none()
            if position is None:
                return False
            aside = max(REPLACED_FROM, (await connection.execute(last)).scalar_one() + 1)
            await connection.execute(
                update(titles).where(of_answer, titles.c.position == position).values(position=aside)
            )
            await connection.execute(insert(titles).values(_row_of(recommendation_id, position, new)))
        return True

    async def of_user(self, user_id: int, limit: int | None = None) -> list[StoredRecommendation]:
        """Return what was recommended to the person, newest first, at most `limit` answers."""
        numbers = select(recommendations.c.id).where(recommendations.c.user_id == user_id)
        latest = numbers.order_by(recommendations.c.id.desc()).limit(limit)
        async with self._database.reading() as connection:
            if limit is None:
                return await read_recommendations(connection, user_id)
            return await _read(connection, recommendations.c.id.in_(latest))


async def read_recommendations(connection: AsyncConnection, user_id: int) -> list[StoredRecommendation]:
    """Return what was recommended to the person, newest first."""
    return await _read(connection, recommendations.c.user_id == user_id)


async def forget_recommendations(connection: AsyncConnection, user_id: int) -> int:
    """Delete what was recommended to the person; its titles go with it by the foreign key."""
    gone = delete(recommendations).where(recommendations.c.user_id == user_id)
    return (await connection.execute(gone)).rowcount


async def _read(connection: AsyncConnection, which: ColumnElement[bool]) -> list[StoredRecommendation]:
    answers = await connection.execute(
        select(recommendations).where(which).order_by(recommendations.c.id.desc())
    )
    rows = await connection.execute(
        select(recommended_titles)
        .join(recommendations)
        .where(which)
        .order_by(recommended_titles.c.recommendation_id, recommended_titles.c.position)
    )
    titles = {
        number: [
            (
                row.position,
                RecommendedTitle(row.title_id, row.title, row.year, row.why, row.confidence),
            )
            for row in group
        ]
        for number, group in groupby(rows, key=lambda row: row.recommendation_id)
    }
    return [
        StoredRecommendation(
            recommendation_id=row.id,
            user_id=row.user_id,
            guild_id=row.guild_id,
            channel_id=row.channel_id,
            request=row.request,
            status=row.status,
            engine=row.engine,
            seconds=row.seconds,
            at=row.at,
            titles=tuple(title for at, title in titles.get(row.id, ()) if at < REPLACED_FROM),
            replaced=tuple(title for at, title in titles.get(row.id, ()) if at >= REPLACED_FROM),
        )
        for row in answers
    ]


def _row_of(recommendation_id: int, position: int, title: RecommendedTitle) -> dict[str, Any]:
    return {
        "recommendation_id": recommendation_id,
        "position": position,
        "title_id": title.title_id,
        "title": title.title,
        "year": title.year,
        "why": title.why,
        "confidence": title.confidence,
    }
