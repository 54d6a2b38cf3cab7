"""Where each person's conversation in each channel stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.domain.conversation import HOURS_TO_END, Standing
from bot.domain.conversation_json import standing_from_json, standing_to_json, turns_to_json
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import conversations

LIFETIME = timedelta(hours=HOURS_TO_END)


class ConversationStore:
    """The conversations that have not ended. What a method changes is committed when it returns.

    A conversation ends when nothing was said in it for a day. All methods raise StorageError when the database
    cannot be read or written.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def find(self, user_id: int, channel_id: int) -> Standing:
        """Return where the conversation stands; a new one stands nowhere."""
        query = select(conversations.c.standing, conversations.c.turns).where(
            conversations.c.user_id == user_id,
            conversations.c.channel_id == channel_id,
            conversations.c.updated_at > self._clock() - LIFETIME,
        )
        async with self._database.glancing() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Standing() if row is None else standing_from_json(row.standing, row.turns)

    async def save(self, user_id: int, channel_id: int, standing: Standing) -> None:
        """Commit where the conversation stands now, in place of what was kept of it."""
        said = {
            "standing": standing_to_json(standing),
            "turns": turns_to_json(standing.turns),
            "updated_at": self._clock(),
        }
        async with self._database.writing() as connection:
            statement = insert_into(connection, conversations).values(
                user_id=user_id, channel_id=channel_id, **said
            )
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[conversations.c.user_id, conversations.c.channel_id], set_=said
                )
            )

    async def end(self, user_id: int, channel_id: int) -> None:
        """Delete what is kept of a conversation."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(conversations).where(
                    conversations.c.user_id == user_id, conversations.c.channel_id == channel_id
                )
            )

    async def end_old(self) -> int:
        """Delete the conversations that have ended; return how many there were."""
        old = delete(conversations).where(conversations.c.updated_at <= self._clock() - LIFETIME)
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount
