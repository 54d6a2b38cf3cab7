"""Opens the files of IMDb's data sets: tab-separated UTF-8, packed with gzip or not, known by their columns."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import BinaryIO

from bot.domain.errors import CatalogueError

GZIP_MARK = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Longer than any name there is; what has no line ends at all must not fill the memory.
LONGEST_LINE = 1 << 16
READ_AT_ONCE = 1 << 20
LINES_BETWEEN_REPORTS = 20_000

Progress = Callable[[int, float], None]


class FileKind(Enum):
    """What a file to import holds."""

    BASICS = auto()
    RATINGS = auto()
    OTHER_OF_IMDB = auto()
    SOMETHING_ELSE = auto()


class ImdbFile:
    """A file of IMDb's by its path. Raises CatalogueError when it cannot be read or unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._size = max(1, path.stat().st_size)
            with path.open("rb") as file:
                self._is_packed = file.read(len(GZIP_MARK)) == GZIP_MARK
        except OSError as exc:
            raise CatalogueError(f"{path} cannot be read: {exc.strerror}.") from exc
        header = next(self._lines(None), b"").removeprefix(BYTE_ORDER_MARK)
        self.columns = tuple(header.decode("utf-8", "replace").rstrip("\r\n").split("\t"))

    @property
    def kind(self) -> FileKind:
        """What the columns say that the file is, whatever its name says."""
        columns = set(self.columns)
        if "tconst" in columns and not columns.isdisjoint({"titleType", "primaryTitle", "startYear"}):
            return FileKind.BASICS
        if "tconst" in columns and not columns.isdisjoint({"averageRating", "numVotes"}):
            return FileKind.RATINGS
        if columns.isdisjoint({"tconst", "nconst", "titleId"}):
            if self._is_packed:
                raise CatalogueError(
                    f"{self.path.name} is packed, and none of IMDb's files. Unpack it and import what is in it."
                )
            return FileKind.SOMETHING_ELSE
        return FileKind.OTHER_OF_IMDB

    def require(self, columns: Sequence[str]) -> None:
        """Raise CatalogueError unless the file has these columns."""
        missing = [name for name in columns if name not in self.columns]
        if missing:
            raise CatalogueError(
                f"{self.path.name} is not as IMDb makes it: it has no column {' and no column '.join(missing)}."
            )

    def lines(self, progress: Progress | None = None) -> Iterator[bytes]:
        """Yield the lines below the header; `progress` is told how many, and the share of the bytes, 0 to 1."""
        lines = self._lines(progress)
        next(lines, None)
        return lines

    def _lines(self, progress: Progress | None) -> Iterator[bytes]:
        number = 0
        try:
            with self.path.open("rb") as raw, self._unpacked(raw) as file:
                for number, line in enumerate(iter(partial(file.readline, LONGEST_LINE), b"")):
                    yield line
                    if progress is not None and number % LINES_BETWEEN_REPORTS == 0:
                        progress(number, min(1.0, raw.tell() / self._size))
        except EOFError as exc:
            raise CatalogueError(
                f"{self.path.name} is cut off after {number} rows: download it again, nothing was kept."
            ) from exc
        except (gzip.BadGzipFile, zlib.error) as exc:
            raise CatalogueError(
                f"{self.path.name} is damaged after {number} rows: download it again, nothing was kept."
            ) from exc
        except OSError as exc:
            raise CatalogueError(f"{self.path} cannot be read: {exc.strerror}.") from exc
        if progress is not None:
            progress(number, 1.0)

    def _unpacked(self, raw: BinaryIO) -> io.BufferedReader:
        unpacked = gzip.GzipFile(fileobj=raw) if self._is_packed else raw
        # A reader asks only for what both have; its type asks for a raw file.
        return io.BufferedReader(unpacked, READ_AT_ONCE)  # type: ignore[arg-type]
