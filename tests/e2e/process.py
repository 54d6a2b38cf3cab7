"""The bot's process, started and ended as an operator or an accident would."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from bot.playground.server import Playground
from tests.terminal.conftest import environment_of

T = TypeVar("T")

PATIENCE = 40.0


async def until(condition: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Wait until `condition` holds and return what it gave; fails, naming `what`, after `seconds`."""
    latest = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < latest, f"waited {seconds} s in vain: {what}"
        await asyncio.sleep(0.01)
    return found


class BotProcess:
    """`python -m bot` over one data folder, as often as it is started."""

    def __init__(self, playground: Playground, model_port: int, folder: Path, **environment: str) -> None:
        self.folder = folder
        self._playground = playground
        told = {"DISCORD_TOKEN": playground.token, "DISCORD_API_URL": playground.api_url}
        self._environment = environment_of(folder / "var", model_port, **told, **environment)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """All that was logged, over all starts."""
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start the process, and wait until the playground says that the bot is online."""
        assert not self.is_running
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot"),
                env=self._environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        await self.until_online()

    async def until_online(self) -> None:
        """Wait until the playground says that the bot is there, with its commands."""
        world = self._playground.world
        await until(lambda: world.online or not self.is_running, "the bot comes online")
        assert self.is_running, self.log
        assert any(command["name"] == "recommend" for command in world.commands.all())

    async def kill(self) -> None:
        """End the process in the middle of whatever it does."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()
        await until(lambda: not self._playground.world.online, "the playground notices that the bot is gone")

    async def terminate(self) -> int:
        """Ask the process to end, and return its status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), PATIENCE)

    async def end(self) -> None:
        """End what is left."""
        if self._process is not None and self.is_running:
            self._process.kill()
            await self._process.wait()

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return rows of the bot's database, as another process reads it."""
        with closing(sqlite3.connect(self.folder / "var" / "matinee.sqlite3")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]
