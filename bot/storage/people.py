"""All that is kept about one person: handed out, or deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.shown_message import ShownMessage
from bot.domain.verdict import Verdict
from bot.storage.database import Database, utc_now
from bot.storage.messages import forget_messages, read_messages
from bot.storage.recommendations import StoredRecommendation, forget_recommendations, read_recommendations
from bot.storage.tables import (
    conversations,
    left_watchlist,
    reactions,
    signals,
    uncounted_people,
    watchlist,
)
from bot.storage.verdict_rows import forget_verdicts, read_current, read_history

# The tables whose rows are handed out as they stand, and deleted with nothing hanging on them.
PLAIN = (watchlist, left_watchlist, signals, reactions, conversations, uncounted_people)


async def forget_person(
    database: Database, user_id: int, *, clock: Callable[[], datetime] = utc_now
) -> dict[str, int]:
    """Delete everything about the person in one transaction; return the rows deleted by table.

    What is left are the ids of the titles they judged, in the outbox, until Chroma has dropped its rows
    too (Outbox.done). The deleted text is overwritten in the file. Raises StorageError when it fails.
    """
    async with database.writing() as connection:
        deleted = {
            "messages": await forget_messages(connection, user_id),
            "recommendations": await forget_recommendations(connection, user_id),
            "verdicts": await forget_verdicts(connection, user_id, clock()),
        }
        for table in PLAIN:
            gone = await connection.execute(delete(table).where(table.c.user_id == user_id))
            deleted[table.name] = gone.rowcount
    await database.scrub()
    return deleted


async def export_person(database: Database, user_id: int) -> dict[str, Any]:
    """Return everything about the person as JSON has it, each list newest first, times in ISO 8601.

    Keys: `user_id`, `verdicts` (those that stand: title_id, title, year, verdict, note, at), `history`
    (every one ever given, with `retracted_at`), `recommendations` (with their titles), `messages`,
    `watchlist`, `left_watchlist`, `signals`, `reactions`, `conversations`, `uncounted_people`.
    Raises StorageError when the database cannot be read.
    """
    async with database.reading() as connection:
        current = await read_current(connection, user_id)
        history = await read_history(connection, user_id)
        recommended = await read_recommendations(connection, user_id)
        shown = await read_messages(connection, user_id)
        plain = {table.name: await _rows(connection, table, user_id) for table in PLAIN}
    return {
        "user_id": user_id,
        "verdicts": [_verdict(verdict) for verdict in current],
        "history": [
            {**_verdict(entry.verdict), "retracted_at": _iso(entry.retracted_at)} for entry in history
        ],
        "recommendations": [_recommendation(recommendation) for recommendation in recommended],
        "messages": [_message(message) for message in reversed(shown)],
        **plain,
    }


async def _rows(connection: AsyncConnection, table: Table, user_id: int) -> list[dict[str, Any]]:
    """Return the person's rows of a table that is kept and handed out as it is, newest first."""
    at = table.c["at" if "at" in table.c else "updated_at"]
    found = await connection.execute(select(table).where(table.c.user_id == user_id).order_by(at.desc()))
    return [
        {
            name: _iso(value) if isinstance(value, datetime) else value
            for name, value in row.items()
            if name != "user_id"
        }
        for row in found.mappings()
    ]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "title_id": verdict.title_id,
        "title": verdict.title,
        "year": verdict.year,
        "verdict": verdict.kind.value,
        "note": verdict.note,
        "at": _iso(verdict.at),
    }


def _recommendation(recommendation: StoredRecommendation) -> dict[str, Any]:
    data = asdict(recommendation)
    del data["user_id"]
    return {
        **data,
        "at": _iso(recommendation.at),
        "titles": list(data["titles"]),
        "replaced": list(data["replaced"]),
    }


def _message(message: ShownMessage) -> dict[str, Any]:
    data = asdict(message)
    # The token is Discord's, not the person's, and whoever has it can write in the bot's name.
    del data["user_id"], data["token"]
    return {**data, "at": _iso(message.at), "updated_at": _iso(message.updated_at)}


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
