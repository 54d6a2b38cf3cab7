"""One client's socket to the gateway: sends in order, compressed as it asked for, and says why it closes."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self

from aiohttp import web

if TYPE_CHECKING:
    from bot.playground.sessions import Session

log = logging.getLogger(__name__)

Compress = Callable[[bytes], bytes]

BROKEN_OFF = 1006
"""The code of a connection that ended without one (RFC 6455)."""

CLOSING_SECONDS = 2.0
"""How long a client may take to agree to a close."""

_SENT_IN_A_ROW = 16


class CloseCode(IntEnum):
    """Why the gateway closes a connection (https://discord.com/developers/docs/topics/opcodes-and-status-codes)."""

    GOING_AWAY = 1001
    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    INVALID_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Refused(Exception):
    """The client broke the gateway's rules: the connection is closed with `code`, and the text as the reason."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def compression(asked: str | None) -> Compress | None:
    """Return what compresses one connection's messages, each to be read with those before; None: as text.

    Raises Refused for a compression that is unknown or whose library is not installed.
    """
    if asked is None:
        return None
    if asked == "zlib-stream":
        deflate = zlib.compressobj()
        return lambda data: deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if asked == "zstd-stream" and (zstd := _zstd()) is not None:
        return zstd
    raise Refused(CloseCode.INVALID_VERSION, f"Compression {asked[:20]} is not offered here.")


def _zstd() -> Compress | None:
    # The same two sources, in the same order, as discord.py's: where it can ask for zstd, it is at hand here too.
    with contextlib.suppress(ImportError):
        zstandard = importlib.import_module("zstandard")
        stream = zstandard.ZstdCompressor().compressobj()
        return lambda data: stream.compress(data) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    with contextlib.suppress(ImportError):
        compressor = importlib.import_module("compression.zstd").ZstdCompressor()
        return lambda data: compressor.compress(data, mode=compressor.FLUSH_BLOCK)
    return None


@dataclass(frozen=True, slots=True)
class _Farewell:
    code: int
    reason: str


class Connection:
    """Sends without making the sender wait. Used as `async with`; at its end nothing more is sent."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, compress: Compress | None
    ) -> None:
        self.session: Session | None = None
        self.last_beat = asyncio.get_running_loop().time()
        self.closed_with: int | None = None
        self._socket = socket
        self._transport = transport
        self._compress = compress
        self._outgoing: asyncio.Queue[str | _Farewell] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        assert self._writer is not None
        if not self.leaving:
            self._writer.cancel()
        # A client that reads nothing must not hold up the server's own end.
        await asyncio.wait([self._writer], timeout=2 * CLOSING_SECONDS)
        self._writer.cancel()

    @property
    def leaving(self) -> bool:
        """Whether this side has closed it, or broken it off."""
        return self.closed_with is not None

    def send(self, text: str) -> None:
        """Send a message after those sent before."""
        if not self.leaving:
            self._outgoing.put_nowait(text)

    def close(self, code: int, reason: str) -> None:
        """Close the connection after what was sent before. What the client still says is not heard."""
        if not self.leaving:
            self.closed_with = code
            self._outgoing.put_nowait(_Farewell(code, reason))

    def cut(self) -> None:
        """Break the connection off without a word; what waits to be sent is lost."""
        self.closed_with = BROKEN_OFF
        self._outgoing = asyncio.Queue()
        if self._writer is not None:
            self._writer.cancel()
        if self._transport is not None:
            self._transport.abort()

    async def _write(self) -> None:
        sent = 0
        while True:
            message = await self._outgoing.get()
            try:
                if isinstance(message, _Farewell):
                    await self._socket.close(code=message.code, message=message.reason.encode())
                    return
                if self._compress is None:
                    await self._socket.send_str(message)
                else:
                    await self._socket.send_bytes(self._compress(message.encode()))
            except ConnectionError as exc:
                # The reading side notices too, and the session keeps what was missed.
                log.debug("a gateway connection ended while it was written to: %s", exc)
                return
            sent += 1
            if sent % _SENT_IN_A_ROW == 0:  # sending does not wait for anything by itself: let others go on
                await asyncio.sleep(0)
