"""Lines of JSON out of a stream of bytes, however the network cuts them. No I/O."""

from __future__ import annotations

import json
from typing import Any

# Ollama's own client allows lines of 8 MB: the last one carries every token id of the conversation.
LONGEST_LINE = 8 * 1024 * 1024


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
            if not self._dropping:
                lines.append(b"".join(self._held))
            self._held, self._size, self._dropping = [], 0, False
        self._hold(rest)
        return lines

    def close(self) -> list[bytes]:
        """Return what stands after the last line feed."""
        line = b"".join(self._held)
        self._held, self._size = [], 0
        return [line] if line and not self._dropping else []

    def _hold(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._longest:
            self._held, self._dropping = [], True
        elif piece:
            self._held.append(piece)


class NdjsonDecoder:
    """JSON objects, one a line. Blank lines and lines that are not objects are skipped; `skipped` counts the latter."""

    def __init__(self) -> None:
        self._lines = LineDecoder()
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
            line = line.strip().removeprefix(b"\xef\xbb\xbf")
            if not line:
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                self.skipped += 1
                continue
            if isinstance(value, dict):
                found.append(value)
            else:
                self.skipped += 1
        return found
