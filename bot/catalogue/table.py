"""Reads a CSV file as it comes: any common separator and encoding, stray NUL bytes, one bad row at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from bot.domain.errors import CatalogueError

LARGEST_FIELD = 1 << 22
SNIFFED_BYTES = 4096
SEPARATORS = ",;\t|"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\0")

Record = dict[str, str]


class CsvTable:
    """A CSV file with a header; `columns` are its names in lower case. Iterating reads the file again.

    A row yields None where it cannot be read as CSV. `share_read` runs from 0 to 1 while rows are read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.share_read = 0.0
        try:
            self._size = path.stat().st_size
            with path.open("rb") as file:
                start = file.read(SNIFFED_BYTES)
        except OSError as exc:
            raise CatalogueError(f"{path} cannot be read: {exc.strerror}.") from exc
        if not start.strip():
            raise CatalogueError(f"{path.name} is empty.")
        is_utf16 = start.startswith(UTF16_MARKS)
        if not is_utf16 and _looks_binary(start):
            raise CatalogueError(f"{path.name} is not a text file. A CSV file with a header is expected.")
        # Lines end in a carriage return alone where a Macintosh of old, or Excel's choice of that name, wrote them.
        is_of_old = b"\r" in start and b"\n" not in start
        self._read_as = "utf-16" if is_utf16 else "utf-8-sig" if is_of_old else None
        header = next(self._lines(), "")
        self._separator = max(SEPARATORS, key=header.count)
        try:
            names = next(csv.reader([header], delimiter=self._separator), [])
        except csv.Error as exc:
            raise CatalogueError(f"The first line of {path.name} is no header of a CSV file.") from exc
        self.columns = tuple(name.strip().strip('"').lower() for name in names)

    def __iter__(self) -> Iterator[Record | None]:
        previous_limit = csv.field_size_limit(LARGEST_FIELD)
        try:
            reader = csv.reader(self._lines(), delimiter=self._separator)
            next(reader, None)
            while True:
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    yield None
                    continue
                if values:
                    yield dict(zip(self.columns, values, strict=False))
        finally:
            csv.field_size_limit(previous_limit)

    def _lines(self) -> Iterator[str]:
        """Yield the lines as text; a line that is not UTF-8 is taken as Latin-1."""
        read = 0
        try:
            if self._read_as is not None:
                size = 2 if self._read_as == "utf-16" else 1
                with self.path.open(encoding=self._read_as, errors="replace", newline="") as file:
                    for line in file:
                        read += size * len(line)
                        self.share_read = min(1.0, read / self._size)
                        yield line.replace("\0", "")
                return
            with self.path.open("rb") as raw_file:
                for raw in raw_file:
                    unmarked = raw.removeprefix(b"\xef\xbb\xbf") if read == 0 else raw
                    read += len(raw)
                    self.share_read = min(1.0, read / self._size)
                    yield _decoded(unmarked.replace(b"\0", b""))
        except OSError as exc:
            raise CatalogueError(f"{self.path} cannot be read: {exc.strerror}.") from exc


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _looks_binary(start: bytes) -> bool:
    """Say whether a file that begins so is no text: a stray NUL or control character is forgiven, many are not."""
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls > 0.02 * len(start) or start.count(b"\0") > 0.3 * len(start)
