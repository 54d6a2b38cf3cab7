"""Whole processes, as people and other programs start, interrupt and cut them off."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Fault
from tests.terminal.conftest import NOBODY_LISTENS, Done, environment_of

PATIENCE = 60.0
SECRET = "a film about my secret sorrow"


@pytest.fixture
async def ollama() -> AsyncIterator[Ollama]:
    async with Ollama() as standing:
        yield standing


class Matinee:
    """Starts processes over one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = NOBODY_LISTENS
        self._started: list[asyncio.subprocess.Process] = []

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "bot", *arguments]

    def environment(self, **more: str) -> dict[str, str]:
        return environment_of(self.data, self.port, **more)

    async def start(self, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
        return await self._start(self.command(*arguments), subprocess.PIPE, **environment)

    async def run(self, *arguments: str, said: str = "", **environment: str) -> Done:
        return await ended(await self.start(*arguments, **environment), said)

    async def shell(self, script: str) -> Done:
        """Run a line of shell in which `matinee` is the command."""
        script = script.replace("matinee", " ".join(self.command()))
        return await ended(
            await self._start(["bash", "-c", f"set -o pipefail; {script}"], subprocess.DEVNULL)
        )

    async def _start(self, command: list[str], stdin: int, **environment: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=self.environment(**environment),
            cwd=self.data,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._started.append(process)
        return process

    async def end(self) -> None:
        """End what a failed test left behind."""
        for process in self._started:
            if process.returncode is None:
                process.kill()
                await process.communicate()


async def ended(process: asyncio.subprocess.Process, said: str = "") -> Done:
    out, err = await asyncio.wait_for(process.communicate(said.encode() if process.stdin else None), PATIENCE)
    assert process.returncode is not None
    return Done(process.returncode, out.decode(), err.decode())


@pytest.fixture
async def matinee(data: Path) -> AsyncIterator[Matinee]:
    started = Matinee(data)
    yield started
    await started.end()


async def test_asked_with_a_model_it_says_complete_and_with_a_broken_one_still_gives_four(
    matinee: Matinee, ollama: Ollama
) -> None:
    matinee.port = ollama.port
    said = ("--like", "Arrival", "--dislike", "Prometheus", "--seen", "Moon", "--json")
    whole = await matinee.run("ask", "thoughtful sci-fi tonight", *said)
    told = json.loads(whole.out)
    assert (whole.status, told["status"], told["engine"]) == (0, "complete", "ollama:llama3.1:8b")
    assert len({item["title_id"] for item in told["recommendations"]}) == 4
    assert whole.err == ""
    ollama.fail(Fault("drop", at=30))
    told = json.loads((await matinee.run("ask", "thoughtful sci-fi tonight", *said)).out)
    assert told["status"] in ("partial", "built_in")
    assert len({item["title_id"] for item in told["recommendations"]}) == 4


async def test_a_chat_through_a_pipe_answers_and_ends_with_its_input(matinee: Matinee) -> None:
    first, second = await asyncio.gather(
        matinee.run("chat", said="thoughtful sci-fi tonight\n/seen 2\n/nosuch\n/taste"),
        matinee.run("chat"),  # nobody there
    )
    assert (first.status, first.err) == (0, "")
    assert "\n4. " in first.out
    assert "Kept: you have seen" in first.out
    assert "I don't know /nosuch." in first.out
    assert (second.status, second.err) == (0, "")
    assert "Ctrl-D leaves" in second.out


async def test_a_reader_that_has_seen_enough_hears_no_complaint(matinee: Matinee) -> None:
    for done in await asyncio.gather(
        matinee.shell("matinee ask 'something warm' | head -1"),
        matinee.shell("matinee catalogue stats | true"),
        matinee.shell("matinee ask x --json <&- 2>&- | cat"),
    ):
        assert done.err == ""
        assert done.status in (0, 1)
    closed = await matinee.shell("matinee chat <&- >&-")
    assert (closed.status, closed.out, closed.err) == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupted_answer_ends_at_once_and_quietly(
    matinee: Matinee, ollama: Ollama, number: signal.Signals
) -> None:
    matinee.port = ollama.port
    ollama.fail(Fault("stall-forever"))
    process = await matinee.start("ask", "something warm")
    await ollama.until_asked(seconds=PATIENCE)
    process.send_signal(number)
    done = await asyncio.wait_for(ended(process), 10)
    assert (done.status, done.err) == (128 + number, "")


async def test_an_import_that_is_interrupted_says_nothing_and_goes_on_later(
    matinee: Matinee, tmp_path: Path
) -> None:
    rows = "".join(f"{n},Quillfeather {n},A story of {n} feathers.,2001-01-01\n" for n in range(1, 1001))
    file = tmp_path / "many.csv"
    file.write_text(f"id,title,overview,release_date\n{rows}")
    process = await matinee.start("catalogue", "import", str(file))
    assert process.stdout is not None
    assert b"1000 titles added" in await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    await asyncio.sleep(0.5)
    process.send_signal(signal.SIGINT)
    done = await asyncio.wait_for(ended(process), 15)
    assert (done.status, done.err) == (130, "")
    found = await matinee.run("catalogue", "search", "quillfeather 7", "--limit", "1")
    assert found.out.startswith("Quillfeather 7 (2001)")


async def test_whatever_is_logged_names_nothing_that_somebody_wrote(matinee: Matinee) -> None:
    done = await matinee.run(
        "ask", SECRET, "--user", "5", "--like", "Heat", LOG_LEVEL="DEBUG", OPENAI_API_KEY="sk-very-private"
    )
    assert done.status == 0
    assert "ready titles=" in done.err
    for text in ("secret", "sorrow", "sk-very-private"):
        assert text not in done.err


class Screen:
    """A terminal with a process in it."""

    def __init__(self, matinee: Matinee, *arguments: str, rows: int = 24) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        environment = matinee.environment(TERM="xterm")
        del environment["COLUMNS"]
        self.process = subprocess.Popen(
            matinee.command(*arguments), env=environment, cwd=matinee.data,
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(theirs)
        self.text = ""
        self._more = asyncio.Event()
        self._closed = False
        asyncio.get_running_loop().add_reader(self._ours, self._read)

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    async def until(self, text: str) -> None:
        """Wait until `text` has come; what stands before it is done with."""
        async with asyncio.timeout(PATIENCE):
            while text not in self.text:
                assert not self._closed, f"no {text!r} in {self.text!r}"
                self._more.clear()
                await self._more.wait()
        self.text = self.text.partition(text)[2]

    async def status(self) -> int:
        """Wait for the end of the process."""
        async with asyncio.timeout(PATIENCE):
            while not self._closed:
                self._more.clear()
                await self._more.wait()
        return await asyncio.to_thread(self.process.wait, PATIENCE)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            asyncio.get_running_loop().remove_reader(self._ours)
            os.close(self._ours)
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        try:
            data = os.read(self._ours, 65_536)
        except OSError:  # the process has closed the other end
            data = b""
        if b"\x1b[6n" in data:  # a line editor asks where its cursor is
            self.type("\x1b[1;1R")
        self.text += data.decode("utf-8", "replace")
        self._more.set()
        if not data:
            self._closed = True
            asyncio.get_running_loop().remove_reader(self._ours)
            os.close(self._ours)


async def test_at_a_terminal_ctrl_c_stops_the_answer_and_ctrl_d_leaves(
    matinee: Matinee, ollama: Ollama
) -> None:
    matinee.port = ollama.port
    ollama.fail(Fault("stall-forever", at=60))
    screen = Screen(matinee, "chat")
    with contextlib.closing(screen):
        await a_conversation(screen, ollama)


async def a_conversation(screen: Screen, ollama: Ollama) -> None:
    await screen.until("›")
    screen.type("thoughtful sci-fi tonight\r")
    await ollama.until_asked(2, seconds=PATIENCE)  # the first warms the model
    await screen.until("is writing …")
    screen.type("\x03")
    await screen.until("Stopped after")
    await screen.until("›")
    screen.type("/seen 1\r")
    await screen.until("Kept: you have seen")
    await screen.until("›")
    screen.type("half a wish\x03")
    await screen.until("Ctrl-D leaves")
    await screen.until("›")
    screen.type("\x04")
    assert await screen.status() == 0
