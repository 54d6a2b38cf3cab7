"""Lines that a person types, or that another program writes."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import Protocol

from bot.settings import Settings

# Who has no Discord account: the person at this terminal.
HERE = 0
CHUNK = 65_536


class Interrupted(Exception):
    """Ctrl-C, while a line was typed."""


class LineReader(Protocol):
    """What the chat reads from. `asks` says that somebody is there to be asked."""

    asks: bool

    async def read(self, prompt: str) -> str:
        """Return the next line. Raises EOFError at the end of the input, Interrupted by Ctrl-C."""
        ...

    def forget(self) -> None:
        """Forget the lines read so far."""
        ...


def line_reader(settings: Settings, user_id: int) -> LineReader:
    """Return what reads the next line: with editing and history at a terminal, plainly from a pipe."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return TypedLines(_history_of(settings) if user_id == HERE else None)
    return PipedLines(sys.stdin.fileno())


def forget_history(settings: Settings, user_id: int) -> None:
    """Delete what the person typed here, if it is the one at this terminal."""
    if user_id == HERE:
        _history_of(settings).unlink(missing_ok=True)


def _history_of(settings: Settings) -> Path:
    return settings.data_dir / "chat-history"


class TypedLines:
    """Lines typed at a terminal, with editing and history (Arrow up)."""

    asks = True

    def __init__(self, history: Path | None) -> None:
        self._path = history
        if history is not None:
            history.parent.mkdir(parents=True, exist_ok=True)
        self._open()

    def _open(self) -> None:
        # Imported here: 0.2 s that a pipe need not pay.
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory, InMemoryHistory

        history = FileHistory(str(self._path)) if self._path is not None else InMemoryHistory()
        self._session: PromptSession[str] = PromptSession(history=history)

    async def read(self, prompt: str) -> str:
        """Return the next line. Raises EOFError by Ctrl-D, Interrupted by Ctrl-C."""
        try:
            # Signals stay with bot.terminal.interrupts; in a line being typed Ctrl-C is a key.
            return str(await self._session.prompt_async(prompt, handle_sigint=False))
        except KeyboardInterrupt as exc:
            raise Interrupted from exc

    def forget(self) -> None:
        """Forget the lines of this session too, not only those in the file."""
        self._open()


class PipedLines:
    """Lines out of a pipe or a file.

    They are read in a thread of their own that the end of the process need not wait for, and past
    `sys.stdin`, whose lock that thread would still hold then.
    """

    asks = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._ended = False
        threading.Thread(target=self._fetch, name="stdin", daemon=True).start()

    async def read(self, prompt: str) -> str:
        """Return the next line. Raises EOFError at the end of the input."""
        line = None if self._ended else await self._lines.get()
        if line is None:
            self._ended = True
            raise EOFError
        return line

    def forget(self) -> None:
        """Do nothing: lines from a pipe are not kept."""

    def _fetch(self) -> None:
        rest = b""
        while data := self._chunk():
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._put(line)
        if rest:
            self._put(rest)
        self._put(None)

    def _chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, CHUNK)
        except OSError:  # the terminal is gone, or the input is a folder: the end either way
            return b""

    def _put(self, line: bytes | None) -> None:
        text = None if line is None else line.decode("utf-8", "replace")
        with contextlib.suppress(RuntimeError):  # the chat has ended before its input
            self._loop.call_soon_threadsafe(self._lines.put_nowait, text)
