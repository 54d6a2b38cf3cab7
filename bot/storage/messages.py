"""The bot's Discord messages that show a recommendation, and how far each has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.request import Request
from bot.domain.shown_message import MessageState, ShownMessage
from bot.domain.title import Kind
from bot.domain.wish_json import wish_from_json, wish_to_json
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import messages, recommendations

# What a known message gets anew when it is written again.
REWRITTEN = ("user_id", "recommendation_id", "state", "updated_at", "request", "token")


class MessageStore:
    """The messages that show recommendations. Methods raise StorageError when the database fails."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def open(
        self,
        message_id: int,
        channel_id: int,
        guild_id: int | None,
        user_id: int,
        *,
        request: Request | None = None,
        token: str | None = None,
        recommendation_id: int | None = None,
    ) -> None:
        """Commit that a message is being written; one that is known starts again with this.

        `request` is what it answers, `token` the interaction's by which it can be edited.

        A recommendation that was deleted meanwhile (its person may be forgotten any time) is left out.
        """
        now = self._clock()
        async with self._database.writing() as connection:
            statement = insert_into(connection, messages).values(
                message_id=message_id,
                channel_id=channel_id,
                guild_id=guild_id,
                user_id=user_id,
                recommendation_id=_existing(recommendation_id),
                state="writing",
                request=_row_of(request),
                token=token,
                at=now,
                updated_at=now,
            )
            fresh = statement.excluded
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[messages.c.message_id],
                    set_={name: fresh[name] for name in REWRITTEN},
                )
            )

    async def set_state(
        self, message_id: int, state: MessageState, *, recommendation_id: int | None = None
    ) -> bool:
        """Commit how far the message has come, and what it shows if that is now known.

        The token is not kept for longer than the message is written.

        False when the message is not known, for example because its person was forgotten.
        """
        values: dict[str, Any] = {"state": state, "updated_at": self._clock()}
        if state != "writing":
            values["token"] = None
        if recommendation_id is not None:
            values["recommendation_id"] = _existing(recommendation_id)
        statement = update(messages).where(messages.c.message_id == message_id).values(values)
        async with self._database.writing() as connection:
            return (await connection.execute(statement)).rowcount > 0

    async def find(self, message_id: int) -> ShownMessage | None:
        """Return one message, None when it is not (or no longer) known."""
        found = await self._read(messages.c.message_id == message_id)
        return found[0] if found else None

    async def unfinished(self) -> list[ShownMessage]:
        """Return the messages still being written, oldest first: at a start, those that were cut off."""
        return await self._read(messages.c.state == "writing")

    async def _read(self, which: ColumnElement[bool]) -> list[ShownMessage]:
        async with self._database.reading() as connection:
            return await _read(connection, which)


async def read_messages(connection: AsyncConnection, user_id: int) -> list[ShownMessage]:
    """Return the messages written for the person, oldest first."""
    return await _read(connection, messages.c.user_id == user_id)


async def forget_messages(connection: AsyncConnection, user_id: int) -> int:
    """Delete the messages written for the person."""
    return (await connection.execute(delete(messages).where(messages.c.user_id == user_id))).rowcount


async def _read(connection: AsyncConnection, which: ColumnElement[bool]) -> list[ShownMessage]:
    rows = await connection.execute(
        select(messages).where(which).order_by(messages.c.at, messages.c.message_id)
    )
    return [_message_of(row) for row in rows]


def _message_of(row: Row[Any]) -> ShownMessage:
    return ShownMessage(
        message_id=row.message_id,
        channel_id=row.channel_id,
        guild_id=row.guild_id,
        user_id=row.user_id,
        recommendation_id=row.recommendation_id,
        state=row.state,
        at=row.at,
        updated_at=row.updated_at,
        request=_request_of(row.request),
        token=row.token,
    )


def _row_of(request: Request | None) -> dict[str, Any] | None:
    if request is None:
        return None
    return {
        "text": request.text,
        "count": request.count,
        "kind": request.kind and request.kind.value,
        "like": list(request.like),
        "excluded": list(request.excluded),
        **({"wish": wish_to_json(request.wish)} if request.wish is not None else {}),
    }


def _request_of(row: dict[str, Any] | None) -> Request | None:
    if row is None:
        return None
    return Request(
        row["text"],
        row["count"],
        Kind(row["kind"]) if row["kind"] else None,
        like=tuple(row.get("like", ())),
        excluded=tuple(row.get("excluded", ())),
        wish=wish_from_json(row.get("wish")),
    )


def _existing(recommendation_id: int | None) -> Any:
    """Return the number as SQL that is NULL when there is no such recommendation (any more)."""
    query = select(recommendations.c.id).where(recommendations.c.id == recommendation_id)
    return query.scalar_subquery()
