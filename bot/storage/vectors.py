"""Vectors that were computed once, so that no text is embedded twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from bot.domain.ports import Vectors
from bot.storage.database import Database, insert_into
from bot.storage.tables import vectors as table

# Older builds of SQLite take at most 999 values in one statement.
_AT_ONCE = 900
_LITTLE_ENDIAN = np.dtype("<f4")


class VectorStore:
    """The VectorCache of bot.domain.ports, in the database. Methods raise StorageError when it fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, model: str, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Return the vectors that are kept, by hash; each of shape (dimensions,), read-only."""
        wanted = list(dict.fromkeys(hashes))
        found: dict[bytes, Vectors] = {}
        if not wanted:
            return found
        async with self._database.reading() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                rows = await connection.execute(
                    select(table.c.text_hash, table.c.vector).where(
                        table.c.model == model, table.c.text_hash.in_(wanted[start : start + _AT_ONCE])
                    )
                )
                for text_hash, vector in rows:
                    found[text_hash] = np.frombuffer(vector, _LITTLE_ENDIAN).astype(np.float32, copy=False)
        return found

    async def write(self, model: str, vectors: dict[bytes, Vectors]) -> None:
        """Keep these vectors, by hash. One that is kept already stays as it is: same text, same vector."""
        rows = [
            {"model": model, "text_hash": text_hash, "vector": vector.astype(_LITTLE_ENDIAN).tobytes()}
            for text_hash, vector in vectors.items()
        ]
        if not rows:
            return
        async with self._database.writing() as connection:
            statement = insert_into(connection, table).on_conflict_do_nothing()
            for start in range(0, len(rows), _AT_ONCE):
                await connection.execute(statement, rows[start : start + _AT_ONCE])
