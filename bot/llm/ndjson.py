"""Lines of JSON out of a stream of bytes, however the network cuts them. No I/O."""

from __future__ import annotations

import json
from typing import Any

# Ollama's own client allows lines of 8 MB: the last one carries every token id of the conversation.
LONGEST_LINE = 8 * 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class LineDecoder:
    """Splits bytes at line feeds only (JSON strings may hold every other kind of line break)."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._held: list[bytes] = []
        self._size = 0
        self._dropping = False

    def feed(self, data: bytes) -> list[bytes]:
        """Return the lines that `data` completes, without their ends. A line over the limit is left out."""
        *ended, rest = data.split(b"\n")
        lines = []
        for piece in ended:
            self._hold(piece)
            lines.extend(self._end_line())
        self._hold(rest)
        return lines

    def close(self) -> list[bytes]:
        """Return what stands after the last line feed."""
        return [line for line in self._end_line() if line]

    def _hold(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._longest:
            self._held, self._dropping = [], True
        elif piece:
            self._held.append(piece)

    def _end_line(self) -> list[bytes]:
        lines = [] if self._dropping else [b"".join(self._held)]
        self._held, self._size, self._dropping = [], 0, False
        return lines


class NdjsonDecoder:
    """JSON objects, one a line. Blank lines and lines that are not objects are skipped; `skipped` counts the latter."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._lines = LineDecoder(longest)
        self.skipped = 0

    def feed(self, data: bytes) -> list[dict[str, Any]]:
        """Return the objects that `data` completes."""
        return self._objects(self._lines.feed(data))

    def close(self) -> list[dict[str, Any]]:
        """Return the object on a last line without an end."""
        return self._objects(self._lines.close())

    def _objects(self, lines: list[bytes]) -> list[dict[str, Any]]:
        found = []
        for line in lines:
            line = line.strip().removeprefix(_BYTE_ORDER_MARK).lstrip()
            if not line:
                continue
            value = object_of(line)
            if value is None:
                self.skipped += 1
            else:
                found.append(value)
        return found


def object_of(line: bytes) -> dict[str, Any] | None:
    """Return the JSON object that `line` is, None when it is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def text_of(value: object) -> str:
    """Return `value` if it is a string, "" otherwise; half characters, which cannot be stored or sent, replaced."""
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
