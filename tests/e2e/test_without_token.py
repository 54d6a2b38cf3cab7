"""`python -m bot` as a newcomer starts it: without a token, and without a model."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.server import PORT
from tests.e2e.process import PATIENCE
from tests.terminal.conftest import environment_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Newcomer:
    """A process without a token, and who uses its playground over HTTP."""

    def __init__(self, process: asyncio.subprocess.Process, http: aiohttp.ClientSession) -> None:
        self.process = process
        self.said: list[str] = []
        self.url = ""
        self._http = http

    async def read(self) -> None:
        """Read what the process says, up to the address and the line below it."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while not self.url or len(self.said) < 2 or "make chat" not in self.said[-1]:
                line = (await self.process.stdout.readline()).decode().strip()
                assert line, f"the process ended: {self.said}"
                self.said.append(line)
                self.url = self.url or next((word for word in line.split() if word.startswith("http://")), "")

    async def page(self) -> str:
        """Return the page at the address."""
        async with self._http.get(self.url) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            return await answer.text()

    async def do(self, what: str, /, **more: Any) -> Any:
        """Have something done in the playground."""
        url = f"{self.url}playground/control"
        async with self._http.post(url, json={"do": what, **more}) as answer:
            done = await answer.json()
            assert done["ok"], done
            return done

    async def until_online(self) -> Any:
        """Wait until the bot is there and return what the playground says of its world."""
        async with asyncio.timeout(PATIENCE):
            while True:
                world = await self.do("world")
                if world["online"]:
                    return world
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def started(folder: Path, *arguments: str) -> AsyncIterator[Newcomer]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env=environment_of(folder / "var"),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession() as http:
            newcomer = Newcomer(process, http)
            await newcomer.read()
            yield newcomer
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@contextlib.contextmanager
def taken(port: int) -> Any:
    """Hold a port; whoever holds it already does as well."""
    with socket.socket() as held:
        with contextlib.suppress(OSError):
            held.bind(("127.0.0.1", port))
            held.listen()
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def newcomer(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Newcomer]:
    """Somebody who has started the bot while the usual port was taken."""
    with taken(PORT):
        async with started(tmp_path_factory.mktemp("newcomer")) as standing:
            yield standing


async def test_without_a_token_it_takes_the_next_port_and_prints_the_address_of_a_page(
    newcomer: Newcomer,
) -> None:
    assert newcomer.said[0] == f"Port {PORT} is taken; trying the next."
    assert newcomer.url != f"http://127.0.0.1:{PORT}/"
    assert "DISCORD_TOKEN" in newcomer.said[-1]
    assert "make chat" in newcomer.said[-1]
    assert "<title>" in await newcomer.page()


async def test_a_command_while_the_model_is_down_is_answered_whole_by_the_built_in_writer(
    newcomer: Newcomer,
) -> None:
    world = await newcomer.until_online()
    place = {"user_id": world["members"]["Robin"], "channel_id": world["channels"]["general"]}
    asked = await newcomer.do(
        "slash", **place, name="recommend", options={"request": "thoughtful sci-fi tonight"}
    )
    content = ""
    async with asyncio.timeout(PATIENCE):
        while "Reasons by the built-in writer" not in content:
            await asyncio.sleep(0.05)
            shown = (await newcomer.do("messages", **place))["messages"]
            content = shown[0]["content"] if shown else ""
    became = await newcomer.do("interaction", interaction_id=asked["interaction_id"])
    assert became["answered_after"] < 1.0
    assert shown[0]["id"] == became["message_id"]
    # Whatever else stands there is for the stranger alone: the offer to get to know each other.
    assert all(one["only_for"] for one in shown[1:])
    assert "Stop" not in str(shown[0]["components"])
    assert content.count("\n> ") == 4
    assert "\n> …" not in content


async def test_told_to_end_it_ends_quietly(newcomer: Newcomer) -> None:
    newcomer.process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(newcomer.process.wait(), PATIENCE) in (0, 130)


async def test_a_port_can_be_named(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with started(tmp_path, "playground", "--port", str(port)) as named:
        assert named.url == f"http://127.0.0.1:{port}/"
        assert "<title>" in await named.page()
