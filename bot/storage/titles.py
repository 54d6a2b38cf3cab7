"""Imported catalogue titles, beside those that are shipped in files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.title import Kind, Title
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import catalogue_state, titles

_FIELDS = tuple(field.name for field in fields(Title) if field.init)
_SHIPPED_HIDDEN = "shipped_hidden"
_AT_ONCE = 500

log = logging.getLogger(__name__)


class TitleStore:
    """The imported titles. Methods raise StorageError when the database fails."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def all(self) -> list[Title]:
        """Return every imported title, by id."""
        found: list[Title] = []
        async with self._database.reading() as connection:
            # In portions, so that thousands of titles do not hold up the event loop.
            rows = await connection.stream(select(titles).order_by(titles.c.title_id))
            async for portion in rows.mappings().partitions(_AT_ONCE):
                found.extend(_title_of(row) for row in portion)
        return found

    async def count(self) -> int:
        """Return how many titles are imported."""
        async with self._database.reading() as connection:
            number: int = (await connection.execute(select(func.count()).select_from(titles))).scalar_one()
        return number

    async def upsert(self, imported: Iterable[Title], source: str) -> int:
        """Commit all these titles or none; return how many rows that made or renewed.

        A title whose TMDB number is known from the same source keeps the id it has, whatever its new name
        or year: people have judged it under that id. Of several with one id the last counts.
        """
        async with self._database.writing() as connection:
            return await self._store(connection, imported, source, await _known_ids(connection, source))

    async def replace(self, imported: Iterable[Title], source: str) -> int:
        """Make these titles the whole catalogue: others are deleted, the shipped ones hidden.

        Ids are kept as in `upsert`. Returns how many titles there now are.
        """
        async with self._database.writing() as connection:
            known = await _known_ids(connection, source)
            await connection.execute(delete(titles))
            stored = await self._store(connection, imported, source, known)
            await _set_shipped_hidden(connection, True)
        return stored

    async def hide_shipped(self, hidden: bool) -> None:
        """Commit whether the shipped titles are left out of the catalogue."""
        async with self._database.writing() as connection:
            await _set_shipped_hidden(connection, hidden)

    async def shipped_hidden(self) -> bool:
        """Say whether the shipped titles are left out of the catalogue."""
        query = select(catalogue_state.c.value).where(catalogue_state.c.name == _SHIPPED_HIDDEN)
        async with self._database.reading() as connection:
            return bool((await connection.execute(query)).scalar_one_or_none())

    async def _store(
        self,
        connection: AsyncConnection,
        imported: Iterable[Title],
        source: str,
        known: Mapping[tuple[str, int], str],
    ) -> int:
        now = self._clock()
        rows = [_row_of(title, source, now) for title in _with_kept_ids(imported, known)]
        statement = insert_into(connection, titles)
        renewed = {name: statement.excluded[name] for name in (*_FIELDS[1:], "source", "at")}
        upsert = statement.on_conflict_do_update(index_elements=[titles.c.title_id], set_=renewed)
        for start in range(0, len(rows), _AT_ONCE):
            await connection.execute(upsert, rows[start : start + _AT_ONCE])
        log.info("titles stored source=%s rows=%d", source, len(rows))
        return len(rows)


async def _known_ids(connection: AsyncConnection, source: str) -> dict[tuple[str, int], str]:
    query = select(titles.c.kind, titles.c.tmdb_id, titles.c.title_id).where(
        titles.c.source == source, titles.c.tmdb_id.is_not(None)
    )
    return {(row.kind, row.tmdb_id): row.title_id for row in await connection.execute(query)}


def _with_kept_ids(imported: Iterable[Title], known: Mapping[tuple[str, int], str]) -> list[Title]:
    ids = dict(known)
    settled: dict[str, Title] = {}
    for title in imported:
        kept = title
        if title.tmdb_id is not None:
            title_id = ids.setdefault((title.kind.value, title.tmdb_id), title.title_id)
            kept = title if title_id == title.title_id else replace(title, title_id=title_id)
        settled[kept.title_id] = kept
    return list(settled.values())


async def _set_shipped_hidden(connection: AsyncConnection, hidden: bool) -> None:
    statement = insert_into(connection, catalogue_state).values(name=_SHIPPED_HIDDEN, value=hidden)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[catalogue_state.c.name], set_={"value": statement.excluded.value}
        )
    )


def _row_of(title: Title, source: str, at: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {"source": source, "at": at}
    for name in _FIELDS:
        value = getattr(title, name)
        row[name] = list(value) if isinstance(value, tuple) else value
    row["kind"] = title.kind.value
    return row


def _title_of(row: RowMapping) -> Title:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    values["kind"] = Kind(row["kind"])
    return Title(**values)
