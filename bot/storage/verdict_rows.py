"""The rows of verdicts: an append-only history, whose newest opinion on a title counts.

That a title was seen counts as long as there is no opinion on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Undone
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage.tables import memory_outbox, verdicts, watchlist
from bot.storage.watchlist import relist, unplan

Said = tuple[Title, VerdictKind, str]

# Of more things that are taken back at once only the number is told.
MOST_NAMED = 25
# Rows prepared before others have a turn.
ANNOUNCED_AT_ONCE = 500

# What `verdict_of` reads, by place: looking columns up by name took half the time of a long list.
AS_SAID = (
    verdicts.c.user_id,
    verdicts.c.title_id,
    verdicts.c.title,
    verdicts.c.year,
    verdicts.c.verdict,
    verdicts.c.note,
    verdicts.c.at,
)

# Built once: writing SQLAlchemy's expressions anew for each call would cost more than SQLite takes to run them.
_other = verdicts.alias("other")
_is_opinion = verdicts.c.verdict != VerdictKind.SEEN.value
_other_is_opinion = _other.c.verdict != VerdictKind.SEEN.value
_other_is_newer = _other.c.id > verdicts.c.id


def _stands_unless(overruled: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return which rows are not retracted, nor overruled by another of the same person and title that is not."""
    others = exists().where(
        _other.c.user_id == verdicts.c.user_id,
        _other.c.title_id == verdicts.c.title_id,
        _other.c.retracted_at.is_(None),
        overruled,
    )
    return and_(verdicts.c.retracted_at.is_(None), ~others.correlate(verdicts))


# The rows that say what was said last of one sort: an opinion, or that the title was seen.
_IS_LATEST = _stands_unless(and_(_other_is_newer, _other_is_opinion == _is_opinion))
# The rows that count, one a title: the latest opinion, else that it was seen.
IS_CURRENT = _stands_unless(
    or_(
        and_(_other_is_opinion, or_(~_is_opinion, _other_is_newer)),
        and_(~_other_is_opinion, ~_is_opinion, _other_is_newer),
    )
)
_OF_PERSON = select(*AS_SAID).where(verdicts.c.user_id == bindparam("whose")).order_by(verdicts.c.id.desc())
_CURRENT_OF_PERSON = _OF_PERSON.where(IS_CURRENT)
_CURRENT_ON_TITLE = _CURRENT_OF_PERSON.where(verdicts.c.title_id == bindparam("which"))
_LATEST_OF_PERSON = _OF_PERSON.where(_IS_LATEST)
_LATEST_ON_TITLE = _LATEST_OF_PERSON.where(verdicts.c.title_id == bindparam("which"))
_APPEND = insert(verdicts)
_ANNOUNCE = insert(memory_outbox)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row of the history; `retracted_at` is None while it was not taken back."""

    verdict: Verdict
    retracted_at: datetime | None


def verdict_of(row: Sequence[Any]) -> Verdict:
    """Read a row whose first columns are AS_SAID."""
    user_id, title_id, title, year, kind, note, at = row[: len(AS_SAID)]
    return Verdict(user_id, title_id, title, year, VerdictKind(kind), note, at)


async def read_current(
    connection: AsyncConnection, user_id: int, title_id: str | None = None
) -> list[Verdict]:
    """Return the person's current verdicts, newest first: on every title or on one."""
    query = _CURRENT_OF_PERSON if title_id is None else _CURRENT_ON_TITLE
    rows = await connection.execute(query, {"whose": user_id, "which": title_id})
    return [verdict_of(row) for row in rows]


async def read_latest(
    connection: AsyncConnection, user_id: int, title_id: str | None = None
) -> list[Verdict]:
    """Return the person's latest opinion on each title (or one), and that they have seen it, if they said both."""
    query = _LATEST_OF_PERSON if title_id is None else _LATEST_ON_TITLE
    rows = await connection.execute(query, {"whose": user_id, "which": title_id})
    return [verdict_of(row) for row in rows]


async def read_standing(
    connection: AsyncConnection, user_id: int, title_ids: Sequence[str]
) -> dict[str, Verdict]:
    """Return the person's current verdicts on these titles, by title."""
    if not title_ids:
        return {}
    query = select(*AS_SAID).where(
        verdicts.c.user_id == user_id, verdicts.c.title_id.in_(title_ids), IS_CURRENT
    )
    return {row.title_id: verdict_of(row) for row in await connection.execute(query)}


async def read_said(
    connection: AsyncConnection, user_id: int, said: Sequence[Said]
) -> dict[tuple[str, VerdictKind], tuple[int, Verdict]]:
    """Return which of `said` the person has said before and not overruled, with the numbers of their rows."""
    if not said:
        return {}
    title_ids = [title.title_id for title, _, _ in said]
    query = select(*AS_SAID, verdicts.c.id).where(
        verdicts.c.user_id == user_id, verdicts.c.title_id.in_(title_ids), _IS_LATEST
    )
    rows = [(row.id, verdict_of(row)) for row in await connection.execute(query)]
    found = {(verdict.title_id, verdict.kind): (number, verdict) for number, verdict in rows}
    asked = {(title.title_id, kind) for title, kind, _ in said}
    return {key: each for key, each in found.items() if key in asked}


async def note_down(
    connection: AsyncConnection, user_id: int, said: Sequence[Said], at: datetime
) -> list[int]:
    """Add all of `said`, each in a row of its own even if it stands already; return the rows' numbers.

    What is said without a note keeps the one of the same verdict before.
    """
    before = await read_said(connection, user_id, said)
    numbers: list[int] = []
    for title, kind, note in said:
        _, stood = before.get((title.title_id, kind), (0, None))
        kept = stood.note if stood is not None else ""
        row = _row_of(Verdict(user_id, title.title_id, title.title, title.year, kind, note or kept, at))
        numbers.append((await connection.execute(_APPEND.values(row).returning(verdicts.c.id))).scalar_one())
    await announce(connection, user_id, [title.title_id for title, _, _ in said], at)
    return numbers


async def retract_numbers(
    connection: AsyncConnection, user_id: int, numbers: Sequence[int], at: datetime
) -> list[tuple[Verdict, Verdict | None]]:
    """Take back those of the numbered verdicts that are the person's and were not taken back.

    Returns each with what stands now on its title.
    """
    mine = (
        verdicts.c.user_id == user_id,
        verdicts.c.id.in_(list(numbers)),
        verdicts.c.retracted_at.is_(None),
    )
    found = (await connection.execute(select(*AS_SAID).where(*mine).order_by(verdicts.c.id))).all()
    if not found:
        return []
    taken = [verdict_of(row) for row in found]
    await connection.execute(update(verdicts).where(*mine).values(retracted_at=at))
    title_ids = [verdict.title_id for verdict in taken]
    await announce(connection, user_id, title_ids, at)
    standing = await read_standing(connection, user_id, title_ids)
    return [(verdict, standing.get(verdict.title_id)) for verdict in taken]


async def take_back_said_at(
    connection: AsyncConnection, user_id: int, said_at: datetime, at: datetime
) -> Undone:
    """Take back what the person said of titles at that very time, and what they put on their watchlist then.

    More than MOST_NAMED things are only counted.
    """
    mine = (verdicts.c.user_id == user_id, verdicts.c.at == said_at, verdicts.c.retracted_at.is_(None))
    entries = (watchlist.c.user_id == user_id, watchlist.c.at == said_at)
    said = (await connection.execute(select(verdicts.c.id, verdicts.c.title_id).where(*mine))).all()
    planned = (await connection.execute(select(watchlist.c.id).where(*entries))).scalars().all()
    if len(said) + len(planned) <= MOST_NAMED:
        return Undone(
            verdicts=tuple(await retract_numbers(connection, user_id, [row.id for row in said], at)),
            planned=tuple(await unplan(connection, user_id, planned)),
            listed=tuple(await relist(connection, user_id)),
        )
    await connection.execute(update(verdicts).where(*mine).values(retracted_at=at))
    for start in range(0, len(said), ANNOUNCED_AT_ONCE):
        changed = said[start : start + ANNOUNCED_AT_ONCE]
        await announce(connection, user_id, [row.title_id for row in changed], at)
    await connection.execute(delete(watchlist).where(*entries))
    await relist(connection, user_id)
    return Undone(many=len(said) + len(planned))


async def read_history(
    connection: AsyncConnection, user_id: int, *, title_id: str | None = None, limit: int | None = None
) -> list[HistoryEntry]:
    """Return everything the person ever said, newest first: of every title or of one, at most `limit` rows."""
    query = (
        select(*AS_SAID, verdicts.c.retracted_at)
        .where(verdicts.c.user_id == user_id)
        .order_by(verdicts.c.id.desc())
        .limit(limit)
    )
    if title_id is not None:
        query = query.where(verdicts.c.title_id == title_id)
    rows = await connection.execute(query)
    return [HistoryEntry(verdict_of(row), row.retracted_at) for row in rows]


async def forget_verdicts(connection: AsyncConnection, user_id: int, at: datetime) -> int:
    """Delete all the person said. The outbox keeps the ids of the titles until Chroma lost them too."""
    query = select(verdicts.c.title_id).where(verdicts.c.user_id == user_id)
    judged = (await connection.execute(query)).scalars().all()
    # Written first: nobody sees it before the commit, and a crash loses both or neither.
    await announce(connection, user_id, judged, at)
    return (await connection.execute(delete(verdicts).where(verdicts.c.user_id == user_id))).rowcount


async def append_verdicts(connection: AsyncConnection, added: Sequence[Verdict]) -> None:
    """Add one person's verdicts, all at one time, in the caller's transaction."""
    if not added:
        return
    await connection.execute(_APPEND, [_row_of(verdict) for verdict in added])
    changed = list(dict.fromkeys(verdict.title_id for verdict in added))
    await announce(connection, added[0].user_id, changed, added[0].at)


def _row_of(verdict: Verdict) -> dict[str, Any]:
    return {
        "user_id": verdict.user_id,
        "title_id": verdict.title_id,
        "title": verdict.title,
        "year": verdict.year,
        "verdict": verdict.kind.value,
        "note": verdict.note,
        "at": verdict.at,
    }


async def announce(connection: AsyncConnection, user_id: int, title_ids: Sequence[str], at: datetime) -> None:
    """Leave word in the outbox, in the caller's transaction, that these verdicts have changed."""
    if title_ids:
        rows = [{"user_id": user_id, "title_id": title_id, "at": at} for title_id in title_ids]
        await connection.execute(_ANNOUNCE, rows)
