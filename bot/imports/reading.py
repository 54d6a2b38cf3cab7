"""Recognises a file by what is in it, and reads it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from bot.domain.errors import UnreadableFile
from bot.domain.imported import ImportedRow, ImportFile, Part, check_size
from bot.imports import archive, imdb, letterboxd, netflix, trakt
from bot.imports.text import EMPTY, MOST_ROWS, NOT_TEXT, Table, TooManyRows, table_of, text_of

UNKNOWN = "That is none of the files I know: exports of Letterboxd, IMDb and Netflix (CSV), and Trakt (JSON)."
UNKNOWN_IN_ZIP = "Nothing in that zip is an export that I know: Letterboxd, IMDb, Netflix or Trakt."
NOTHING_IN_IT = "That file is an export of {source}, but it says nothing of any film or series."

_Reader = tuple[Callable[[Table], bool], Callable[[Table, str], ImportFile]]
_TABLES: tuple[_Reader, ...] = (
    (letterboxd.is_letterboxd, letterboxd.read),
    (imdb.is_imdb, imdb.read),
    (netflix.is_netflix, netflix.read),
)


def read(data: bytes, name: str) -> ImportFile:
    """Read an export of Letterboxd, IMDb, Netflix or Trakt.

    What it is, its content says; `name` only tells files apart that look the same. Synchronous, at most a few seconds
    for the largest file: call it in a worker thread. Raises UnreadableFile, with a sentence, for anything else.
    """
    check_size(len(data))
    if not data:
        raise UnreadableFile(EMPTY)
    found = _read_zip(data) if archive.is_zip(data) else _read_one(data, name)
    if not any(part.rows for part in found.parts):
        raise UnreadableFile(NOTHING_IN_IT.format(source=found.source))
    return found


def _read_one(data: bytes, name: str) -> ImportFile:
    if data.startswith((b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise UnreadableFile(NOT_TEXT)
    text = text_of(data)
    if text.lstrip()[:1] in ("[", "{"):
        return trakt.read(text, name)
    table = table_of(text)
    for is_it, read_it in _TABLES:
        if is_it(table):
            return read_it(table, name)
    raise UnreadableFile(UNKNOWN)


def _read_zip(data: bytes) -> ImportFile:
    """Read every file in a zip that is one of ours, and join what they say."""
    found: list[ImportFile] = []
    rows = 0
    for path, content in archive.members(data):
        if not letterboxd.is_current(path):
            continue
        try:
            one = _read_one(content, path)
        except TooManyRows:
            raise
        except UnreadableFile:
            # A zip holds much that says nothing of titles, such as a profile or comments.
            continue
        # Which of three like files it is would be the path's to say.
        if one.question != letterboxd.QUESTION:
            found.append(one)
            rows += sum(len(part.rows) for part in one.parts)
        if rows > MOST_ROWS:
            raise TooManyRows
    if not found:
        raise UnreadableFile(UNKNOWN_IN_ZIP)
    parts: dict[str, list[Part]] = {}
    for part in chain.from_iterable(one.parts for one in found):
        parts.setdefault(part.name, []).append(part)
    sources = " and ".join(dict.fromkeys(one.source for one in found))
    question = next((one.question for one in found if one.question), "")
    return ImportFile(sources, tuple(_joined(name, of_name) for name, of_name in parts.items()), question)


def _joined(name: str, parts: list[Part]) -> Part:
    rows: dict[ImportedRow, None] = dict.fromkeys(chain.from_iterable(part.rows for part in parts))
    return Part(name, tuple(rows), sum(part.skipped for part in parts))
