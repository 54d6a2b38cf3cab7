"""What each reaction to a message of the bot's did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Deeds
from bot.storage.tables import reactions


async def is_noted(connection: AsyncConnection, message_id: int, user_id: int, emoji: str) -> bool:
    """Return whether it is known what this reaction did."""
    query = select(reactions.c.user_id).where(
        reactions.c.message_id == message_id, reactions.c.user_id == user_id, reactions.c.emoji == emoji
    )
    return (await connection.execute(query)).first() is not None


async def note_reaction(
    connection: AsyncConnection, message_id: int, user_id: int, emoji: str, deeds: Deeds, at: datetime
) -> None:
    """Keep what a reaction did."""
    row = {"message_id": message_id, "user_id": user_id, "emoji": emoji, "done": deeds.row, "at": at}
    await connection.execute(insert(reactions).values(row))


async def take_reaction(
    connection: AsyncConnection, message_id: int, user_id: int, emoji: str
) -> Deeds | None:
    """Delete what is kept of a reaction and return it, None when nothing is."""
    gone = delete(reactions).where(
        reactions.c.message_id == message_id, reactions.c.user_id == user_id, reactions.c.emoji == emoji
    )
    done = (await connection.execute(gone.returning(reactions.c.done))).scalar_one_or_none()
    return None if done is None else Deeds.of_row(done)


async def verdicts_by_reactions(connection: AsyncConnection, user_id: int) -> set[int]:
    """Return the numbers of the verdicts that stand for the person's reactions."""
    query = select(reactions.c.done).where(reactions.c.user_id == user_id)
    rows = (await connection.execute(query)).scalars()
    return {number for row in rows for number in Deeds.of_row(row).verdicts}
