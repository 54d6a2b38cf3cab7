"""Bytes as text, and text as a table: any common encoding and separator, one bad row at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bot.domain.errors import UnreadableFile
from bot.domain.text import clip, one_line

SEPARATORS = ",;\t|"
SNIFFED_BYTES = 65_536
# No export has a longer line; reading one would hold everybody up.
LONGEST_LINE = 1_000_000
LONGEST_NAME = 200
# Plays of one household over many years; a reader of more would fill the memory.
MOST_ROWS = 200_000
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f")
_EXCEL_SEPARATOR = re.compile(r"sep=.", re.IGNORECASE)
_IMDB_ID = re.compile(r"tt\d{7,12}", re.ASCII)
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d+)?")

EMPTY = "That file is empty."
NOT_TEXT = "That is no file that I can read: I take exports of Letterboxd, IMDb, Netflix and Trakt."

TOO_MANY = "That file has more rows than any one person's: I read up to 200,000."

Record = dict[str, str]


class TooManyRows(UnreadableFile):
    """A file would take too long to read."""

    def __init__(self) -> None:
        super().__init__(TOO_MANY)


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV with a header: `columns` in lower case. Iterating gives a record per row that can be read.

    Raises TooManyRows meanwhile.
    """

    columns: tuple[str, ...]
    separator: str
    body: str

    def __iter__(self) -> Iterator[Record]:
        reader = csv.reader(_lines(self.body), delimiter=self.separator)
        for number in count():
            if number > MOST_ROWS:
                raise TooManyRows
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error:  # such as a quote that never ends: the next line begins anew
                continue
            if any(values):
                yield dict(zip(self.columns, values, strict=False))


def text_of(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows' cp1252. Raises UnreadableFile."""
    start = data[:SNIFFED_BYTES]
    if not start.strip(b" \t\r\n\f\xef\xbb\xbf"):
        raise UnreadableFile(EMPTY)
    if encoding := _utf16(start):
        text = data.decode(encoding, "replace").lstrip("\ufeff")
    else:
        controls = len(start) - len(start.translate(None, _CONTROLS))
        if controls > 0.01 * len(start):
            raise UnreadableFile(NOT_TEXT)
        text = _decoded(data.removeprefix(b"\xef\xbb\xbf"))
    if not text.strip():
        raise UnreadableFile(EMPTY)
    return text


def table_of(text: str) -> Table:
    """Read the header of a CSV. Raises UnreadableFile for lines that no CSV has."""
    body = text.lstrip("\r\n \ufeff")
    header, body = _first_line(body)
    if _EXCEL_SEPARATOR.fullmatch(header.strip()):
        header, body = _first_line(body)
    separator = max(SEPARATORS, key=header.count)
    try:
        names = next(csv.reader([header], delimiter=separator), [])
    except csv.Error:
        names = []
    return Table(tuple(" ".join(name.split()).lower() for name in names), separator, body)


def name_in(text: object) -> str:
    """Return a name on one line, clipped; "" for what is none."""
    if not isinstance(text, str):
        return ""
    # Most names have nothing to take out, which is told ten times faster than taken out.
    return clip(" ".join(text.split()) if text.isprintable() else one_line(text), LONGEST_NAME)


def imdb_id_in(value: object) -> str:
    """Return IMDb's number of a title, such as tt2543164, "" for what is none."""
    return value.strip() if isinstance(value, str) and _IMDB_ID.fullmatch(value.strip()) else ""


def year_in(text: str) -> int:
    """Return a year such as 2016 (also as "2016.0" or "2016–2019"), 0 where there is none."""
    digits = text.strip()[:4]
    return int(digits) if digits.isascii() and digits.isdecimal() and 1870 < int(digits) < 2100 else 0


def share_in(text: str, most: float) -> float | None:
    """Return a rating as its share of a scale that ends at `most`, None where there is none."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    rating = float(text.strip().replace(",", "."))
    return rating / most if 0 < rating <= most else None


def _first_line(text: str) -> tuple[str, str]:
    for line in _lines(text):
        return line.rstrip("\r\n"), text[len(line) :]
    return "", ""


def _lines(text: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise UnreadableFile(NOT_TEXT)
        yield line.replace("\0", "")


def _utf16(start: bytes) -> str:
    """Return the sort of UTF-16 that a file begins like, or nothing."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 0.3 * len(start) and even < 0.02 * len(start):
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * len(start) and odd < 0.02 * len(start) else ""


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        # Line by line: in a file that several programs have written to, each has its own encoding.
        return "".join(map(_decoded_line, data.splitlines(keepends=True)))


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
