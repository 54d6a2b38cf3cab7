"""How others stream an answer into a message, and how we do, behind one face."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from typing import Protocol

import aiohttp
import discord

from bot.ui.message_stream import Frame, MessageStream, Target
from bot.ui.rate_limits import watch
from bot.ui.turns import Turns

# The one clock's period, as the most used bot of this kind has it.
EDIT_SECONDS = 1.0


class Strategy(Protocol):
    """Writes growing texts into messages: one strategy is one bot. `trace` is what its HTTP client is watched by."""

    name: str
    trace: aiohttp.TraceConfig

    async def write(self, target: Target, texts: AsyncIterator[str]) -> None:
        """Show each of `texts`, or as many as there is time for, and the last one in any case."""
        ...


class Ours:
    """Matinee's scheduler."""

    name = "ours"

    def __init__(self) -> None:
        turns = Turns()
        self.trace = watch(turns)
        self._turns = turns

    async def write(self, target: Target, texts: AsyncIterator[str]) -> None:
        """Hand every text to a MessageStream."""
        stream = MessageStream(target, self._turns, lambda: None)
        text = ""
        async for text in texts:
            stream.show(Frame(text))
        await stream.finish(Frame(text))


class OneClock:
    """One edit a second, timed by one clock for the whole bot, which is set when an edit has come back."""

    name = "one-clock"

    def __init__(self) -> None:
        self.trace = aiohttp.TraceConfig()
        self._edited_at = -math.inf

    async def write(self, target: Target, texts: AsyncIterator[str]) -> None:
        """Edit when the clock allows and a piece has come; the last text at once."""
        text = ""
        async for text in texts:
            if time.monotonic() - self._edited_at >= EDIT_SECONDS:
                await _edit(target, text)
                self._edited_at = time.monotonic()
        await _edit(target, text)


class EachPiece:
    """One edit per piece of text, none of them awaited before the next."""

    name = "each-piece"

    def __init__(self) -> None:
        self.trace = aiohttp.TraceConfig()

    async def write(self, target: Target, texts: AsyncIterator[str]) -> None:
        """Let discord.py sort it out."""
        async with asyncio.TaskGroup() as edits:
            async for text in texts:
                edits.create_task(_edit(target, text))


async def _edit(target: Target, text: str) -> None:
    try:
        await target.edit(Frame(text))
    except discord.HTTPException:
        # discord.py gave up after five tries: the text is lost, and the next one goes on. The bench counts it.
        return
