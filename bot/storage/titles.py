"""Imported catalogue titles, beside those that are shipped in files."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import jiter
from sqlalchemy import JSON, ColumnElement, Text, delete, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.title import Kind, Title, numbered_id_of
from bot.storage.database import Database, insert_into, utc_now
from bot.storage.tables import catalogue_state, storable, titles

_FIELDS = tuple(field.name for field in fields(Title) if field.init)
_LISTS = tuple(place for place, name in enumerate(_FIELDS) if isinstance(titles.c[name].type, JSON))
# Of these lists a large catalogue has a few hundred different ones, each of them a thousand times.
_LISTS_OF_FEW = tuple(_FIELDS.index(name) for name in ("genres", "countries", "languages"))
_LISTS_OF_MANY = tuple(place for place in _LISTS if place not in _LISTS_OF_FEW)
_KIND = _FIELDS.index("kind")
_KINDS = {kind.value: kind for kind in Kind}
_SHIPPED_HIDDEN = "shipped_hidden"
_AT_ONCE = 500

# Where a title stands among all in the order in which they were stored: when, then by id.
Place = tuple[datetime, str]

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
            query = select(*_columns(connection)).order_by(titles.c.title_id)
            async for portion in (await connection.stream(query)).partitions(_AT_ONCE):
                found.extend(_title_of(row) for row in portion)
        return found

    async def stored_after(self, place: Place, most: int) -> tuple[list[Title], Place]:
        """Return the `most` titles stored first after a place in the order of storing, and the place behind them."""
        at, title_id = place
        # Said twice, for only a plain comparison is found in the index.
        later = (titles.c.at >= at) & ((titles.c.at > at) | (titles.c.title_id > title_id))
        in_order = (titles.c.at, titles.c.title_id)
        async with self._database.reading() as connection:
            query = select(*_columns(connection), titles.c.at).where(later).order_by(*in_order).limit(most)
            rows = (await connection.execute(query)).all()
        if rows:
            place = rows[-1].at, rows[-1].title_id
        return [_title_of(row[:-1]) for row in rows], place

    async def beside(self, found: Sequence[Title]) -> list[Title]:
        """Return the imported titles that have the id or a number of one of these."""
        same: list[tuple[ColumnElement[Any], set[Any]]] = [
            (titles.c.title_id, {title.title_id for title in found}),
            (titles.c.tmdb_id, {title.tmdb_id for title in found if title.tmdb_id}),
            (titles.c.imdb_id, {title.imdb_id for title in found if title.imdb_id}),
        ]
        beside: dict[str, Title] = {}
        async with self._database.reading() as connection:
            for column, values in same:
                for portion in _portions(values):
                    query = select(*_columns(connection)).where(column.in_(portion))
                    rows = [_title_of(row) for row in await connection.execute(query)]
                    beside |= {title.title_id: title for title in rows}
        return [beside[title_id] for title_id in sorted(beside)]

    async def count(self) -> int:
        """Return how many titles are imported."""
        async with self._database.reading() as connection:
            number: int = (await connection.execute(select(func.count()).select_from(titles))).scalar_one()
        return number

    async def upsert(self, imported: Iterable[Title], source: str) -> int:
        """Commit all these titles or none; return how many rows that made or renewed.

        A title whose TMDB or IMDb number is known keeps the id it has, whatever its new name or year: people
        have judged it under that id. Of several with one id the last counts. `source` told of them last.
        """
        wanted = list(imported)
        async with self._database.writing() as connection:
            known = await _known_rows(connection, wanted)
            return await self._store(connection, wanted, source, known)

    async def replace(self, imported: Iterable[Title], source: str) -> int:
        """Make these titles the whole catalogue: others are deleted, the shipped ones hidden.

        Ids are kept as in `upsert`. Returns how many titles there now are.
        """
        async with self._database.writing() as connection:
            known = await _known_rows(connection)
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
        known: _KnownRows,
    ) -> int:
        now = self._clock()
        rows = [_row_of(title, source, now) for title in known.settle(imported)]
        statement = insert_into(connection, titles)
        renewed = {name: statement.excluded[name] for name in (*_FIELDS[1:], "source", "at")}
        upsert = statement.on_conflict_do_update(index_elements=[titles.c.title_id], set_=renewed)
        for start in range(0, len(rows), _AT_ONCE):
            await connection.execute(upsert, rows[start : start + _AT_ONCE])
        log.info("titles stored source=%s rows=%d", source, len(rows))
        return len(rows)


class _KnownRows:
    """The ids and numbers of stored titles: which row one that is to be stored belongs in."""

    def __init__(self) -> None:
        self._numbers: dict[str, tuple[str, int | None, str]] = {}
        self._by_tmdb: dict[tuple[str, int], str] = {}
        self._by_imdb: dict[str, str] = {}

    def note(self, title_id: str, kind: str, tmdb_id: int | None, imdb_id: str) -> None:
        """Know a row; of several of one number the first counts."""
        self._numbers.setdefault(title_id, (kind, tmdb_id, imdb_id))
        if tmdb_id is not None:
            self._by_tmdb.setdefault((kind, tmdb_id), title_id)
        if imdb_id:
            self._by_imdb.setdefault(imdb_id, title_id)

    def settle(self, imported: Iterable[Title]) -> list[Title]:
        """Return the titles under the ids of their rows, of several with one id the last."""
        settled: dict[str, Title] = {}
        for title in imported:
            title_id = self._row_of(title)
            kept = title if title_id == title.title_id else replace(title, title_id=title_id)
            self.note(title_id, title.kind.value, title.tmdb_id, title.imdb_id)
            settled[title_id] = kept
        return list(settled.values())

    def _row_of(self, title: Title) -> str:
        if title.tmdb_id is not None and (known := self._by_tmdb.get((title.kind.value, title.tmdb_id))):
            return known
        known = self._by_imdb.get(title.imdb_id)
        if known is not None and not self._is_another(known, title):
            return known
        title_id = title.title_id
        if self._is_another(title_id, title):
            # Somebody else gave the id to another title since this one was looked for.
            title_id = numbered_id_of(title)
        return title_id

    def _is_another(self, title_id: str, title: Title) -> bool:
        """Say whether a row has numbers that a title, had it been completed from that row, would share."""
        kind, tmdb_id, imdb_id = self._numbers.get(title_id, (title.kind.value, None, ""))
        if tmdb_id is not None and title.tmdb_id is not None:
            return (kind, tmdb_id) != (title.kind.value, title.tmdb_id)
        if imdb_id and title.imdb_id:
            return imdb_id != title.imdb_id
        return tmdb_id is not None or bool(imdb_id)


async def _known_rows(connection: AsyncConnection, wanted: Sequence[Title] | None = None) -> _KnownRows:
    """Return what is stored of `wanted`, or of everything."""
    known = _KnownRows()
    query = select(titles.c.title_id, titles.c.kind, titles.c.tmdb_id, titles.c.imdb_id)
    query = query.order_by(titles.c.title_id)
    if wanted is None:
        queries = [query]
    else:
        ids = {title.title_id for title in wanted}
        tmdb_ids = {title.tmdb_id for title in wanted if title.tmdb_id is not None}
        imdb_ids = {title.imdb_id for title in wanted if title.imdb_id}
        queries = [
            query.where(column.in_(portion))
            for column, values in (
                (titles.c.title_id, ids), (titles.c.tmdb_id, tmdb_ids), (titles.c.imdb_id, imdb_ids)
            )
            for portion in _portions(values)
        ]  # fmt: skip
    for query in queries:
        for row in await connection.execute(query):
            known.note(row.title_id, row.kind, row.tmdb_id, row.imdb_id)
    return known


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    in_order = sorted(values)
    for start in range(0, len(in_order), _AT_ONCE):
        yield in_order[start : start + _AT_ONCE]


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
        row[name] = [storable(words) for words in value] if isinstance(value, tuple) else value
    row["kind"] = title.kind.value
    return row


def _columns(connection: AsyncConnection) -> list[ColumnElement[Any]]:
    """Return a column for each field, SQLite's lists as the text they are: most are empty, and there are many."""
    is_sqlite = connection.dialect.name == "sqlite"
    columns = [titles.c[name] for name in _FIELDS]
    return [
        type_coerce(column, Text) if is_sqlite and isinstance(column.type, JSON) else column
        for column in columns
    ]


def _title_of(row: Sequence[Any]) -> Title:
    values = list(row)
    for place in _LISTS_OF_FEW:
        stored = values[place]
        values[place] = _known_tuple_of(stored) if isinstance(stored, str) else tuple(stored)
    for place in _LISTS_OF_MANY:
        values[place] = _tuple_of(values[place])
    values[_KIND] = _KINDS[values[_KIND]]
    return Title(*values)


@lru_cache(maxsize=4096)
def _known_tuple_of(stored: str) -> tuple[str, ...]:
    return _tuple_of(stored)


def _tuple_of(stored: str | list[str]) -> tuple[str, ...]:
    if isinstance(stored, str):
        # One copy of each genre, person and keyword: they repeat by the thousand.
        return () if stored == "[]" else tuple(jiter.from_json(stored.encode(), cache_mode="all"))
    return tuple(stored)
