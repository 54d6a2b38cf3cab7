"""What a file says, as the tests put it."""

from __future__ import annotations

from bot.domain.imported import ImportedRow
from bot.imports.reading import read


def marks(data: str | bytes, name: str = "some file", part: str | None = None) -> dict[str, str]:
    """Return what a file says, by title; of several things the last."""
    return {row.label: row.mark.value for row in rows(data, name, part)}


def rows(data: str | bytes, name: str = "some file", part: str | None = None) -> tuple[ImportedRow, ...]:
    content = data.encode() if isinstance(data, str) else data
    return read(content, name).part(part).rows
