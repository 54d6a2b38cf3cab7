"""The files in a zip, unpacked in memory and within limits, whatever the zip claims."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from bot.domain.errors import UnreadableFile

MOST_UNPACKED = 64 * 1024 * 1024
MOST_FILES = 2_000
READ = (".csv", ".json")
CHUNK = 1024 * 1024

DAMAGED = "That zip is broken off or damaged: download it once more."
TOO_LARGE = "Unpacked, that zip is far larger than any export: I leave it alone."
STRANGE_PATHS = "That zip holds paths that no export has: I leave it alone."
LOCKED = "That zip is locked with a password: unpack it first."

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError, ValueError, NotImplementedError,
)  # fmt: skip


def is_zip(data: bytes) -> bool:
    """Say whether the bytes begin like a zip."""
    return data.startswith(_STARTS)


def members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each CSV and JSON file in a zip. Raises UnreadableFile.

    All are checked before the first is given, and the sizes that the zip states are not believed.
    """
    # The directory of a zip is read as a whole when it is opened: a huge one would take long.
    if data.count(_ENTRY) > MOST_FILES:
        raise UnreadableFile(TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = _checked(archive.infolist())
            left = MOST_UNPACKED
            for entry in wanted:
                content = _unpacked(archive, entry, left)
                left -= len(content)
                yield entry.filename, content
    except _DAMAGES as exc:
        raise UnreadableFile(DAMAGED) from exc


def _checked(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the entries to read."""
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise UnreadableFile(TOO_LARGE)
    if any(_is_strange(entry.filename) for entry in entries):
        raise UnreadableFile(STRANGE_PATHS)
    wanted = [entry for entry in entries if entry.filename.lower().endswith(READ)]
    if any(entry.flag_bits & 1 for entry in wanted):
        raise UnreadableFile(LOCKED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in wanted):
        raise UnreadableFile(DAMAGED)
    return wanted


def _is_strange(path: str) -> bool:
    """Say whether a path leads out of its folder. Nothing is ever written to one; whoever makes it means harm."""
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or ":" in parts[0]


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    content = bytearray()
    with archive.open(entry) as file:
        while chunk := file.read(CHUNK):
            content += chunk
            if len(content) > most:
                raise UnreadableFile(TOO_LARGE)
    return bytes(content)
