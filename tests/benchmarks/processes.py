"""What the bench talks to runs in processes of its own, so that nobody shares an event loop with what is measured."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

ENDING_SECONDS = 15.0
STARTING_SECONDS = 60.0


class RemotePlayground:
    """A playground in another process, driven by its controls."""

    def __init__(self, url: str, api_url: str, token: str, http: aiohttp.ClientSession) -> None:
        self.url, self.api_url, self.token = url, api_url, token
        self._http = http

    async def do(self, action: str, **asked: Any) -> dict[str, Any]:
        """Do one of the controls' actions and return its answer."""
        async with self._http.post(
            f"{self.url}/playground/control", json={"do": action, **asked}
        ) as response:
            done: dict[str, Any] = await response.json()
        assert done["ok"], done
        return done

    async def counters(self) -> dict[str, Any]:
        """Return what was counted."""
        async with self._http.get(f"{self.url}/playground/counters") as response:
            counted: dict[str, Any] = await response.json()
        return counted

    async def recorded(self) -> list[dict[str, Any]]:
        """Return every request and its answer, oldest first."""
        async with self._http.get(f"{self.url}/playground/recorded") as response:
            exchanges: list[dict[str, Any]] = (await response.json())["exchanges"]
        return exchanges

    async def clock_ahead(self) -> float:
        """Return by how many seconds the playground's clock is ahead of `time.monotonic()`, to about a millisecond."""
        readings = []
        for _ in range(10):
            began = time.monotonic()
            now = (await self.do("clock"))["now"]
            ended = time.monotonic()
            readings.append((ended - began, now - (began + ended) / 2))
        return float(min(readings)[1])


@asynccontextmanager
async def open_remote_playground() -> AsyncIterator[RemotePlayground]:
    """Start a playground without a bot, for as long as the block lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Without a limit on connections: 200 people do not queue for ours.
    connector = aiohttp.TCPConnector(limit=0)
    async with (
        running("bot", "playground", "--port", str(port), "--without-bot") as process,
        aiohttp.ClientSession(connector=connector) as http,
    ):
        assert process.stdout is not None
        found = None
        async with asyncio.timeout(STARTING_SECONDS):
            while found is None:
                line = (await process.stdout.readline()).decode()
                assert line, "the playground ended before it began"
                found = re.match(r"(http://\S+) DISCORD_API_URL=(\S+) DISCORD_TOKEN=(\S+)", line)
        yield RemotePlayground(found[1], found[2], found[3], http)


@asynccontextmanager
async def running(
    module: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m module …` for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(ENDING_SECONDS):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
