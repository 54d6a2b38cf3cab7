"""Files that people and the bot send: kept in memory while the playground runs."""

from __future__ import annotations

import mimetypes
import struct
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import quote

from bot.playground.occurrence import Json
from bot.playground.snowflake import Snowflakes

LARGEST_FILE = 10_485_760
"""Bytes in one file: what Discord takes from who does not pay."""

_KEPT_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file. `size` is (width, height) of a picture, None of anything else."""

    id: str
    filename: str
    content_type: str
    data: bytes
    size: tuple[int, int] | None


class Files:
    """All files of a playground; beyond 256 MB the oldest are dropped. `base_url` is where they are served."""

    def __init__(self, snowflakes: Snowflakes) -> None:
        self.base_url = ""
        self._snowflakes = snowflakes
        self._files: OrderedDict[str, File] = OrderedDict()
        self._bytes = 0

    def keep(self, filename: str, data: bytes, content_type: str | None = None) -> File:
        """Keep a file and return it under a new id."""
        name = filename.replace("\\", "/").rsplit("/", 1)[-1] or "file"
        kind = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(self._snowflakes.new(), name, kind, data, picture_size(data))
        self._files[file.id] = file
        self._bytes += len(data)
        while self._bytes > _KEPT_BYTES:
            self._bytes -= len(self._files.popitem(last=False)[1].data)
        return file

    def get(self, file_id: str) -> File | None:
        """Return a file, None when there is none with this id."""
        return self._files.get(file_id)

    def describe(
        self, file: File, channel_id: str, *, description: str | None = None, ephemeral: bool = False
    ) -> Json:
        """Return a file as a message's attachment."""
        folder = "ephemeral-attachments" if ephemeral else "attachments"
        url = f"{self.base_url}/{folder}/{channel_id}/{file.id}/{quote(file.filename)}"
        described: Json = {
            "id": file.id,
            "filename": file.filename,
            "size": len(file.data),
            "url": url,
            "proxy_url": url,
            "content_type": file.content_type,
        }
        if file.size is not None:
            described["width"], described["height"] = file.size
        if description is not None:
            described["description"] = description
        if ephemeral:
            described["ephemeral"] = True
        return described


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG, None of anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None
