"""Lines out of a pipe, Ctrl-C and SIGTERM."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.terminal.interrupts import stopping_only, until_signalled
from bot.terminal.reading import PipedLines


@pytest.fixture
def pipe() -> Iterator[tuple[int, BinaryIO]]:
    """The number of the end to read from, and the end to write to."""
    reading, writing = os.pipe()
    with open(writing, "wb", buffering=0) as file:
        yield reading, file
    os.close(reading)


async def test_lines_come_whole_however_they_are_written(pipe: tuple[int, BinaryIO]) -> None:
    reading, writing = pipe
    lines = PipedLines(reading)
    tick = "✓".encode()
    for part in (b"one\nt", b"wo\n\n", b"three " + tick[:1], tick[1:]):
        writing.write(part)
        await asyncio.sleep(0.01)
    writing.close()
    assert [await lines.read("") for _ in range(4)] == ["one", "two", "", "three ✓"]
    for _ in range(2):
        with pytest.raises(EOFError):
            await lines.read("")


async def test_what_is_no_text_is_read_all_the_same(pipe: tuple[int, BinaryIO]) -> None:
    reading, writing = pipe
    writing.write(b"caf\xe9\n")
    assert await PipedLines(reading).read("") == "caf\ufffd"
    writing.close()


async def test_an_input_that_cannot_be_read_is_at_its_end(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(EOFError):
        await PipedLines(folder).read("")
    os.close(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_the_work_in_order_with_its_status(number: signal.Signals) -> None:
    closed = False

    async def work() -> None:
        nonlocal closed
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            closed = True

    asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), number)
    assert await until_signalled(work()) == 128 + number
    assert closed


async def test_work_that_ends_by_itself_gives_its_own_status() -> None:
    async def work(status: int | None) -> int | None:
        return status

    assert await until_signalled(work(None)) == 0
    assert await until_signalled(work(1)) == 1


async def test_ctrl_c_stops_only_the_answer_and_the_next_one_ends_all() -> None:
    stopped = 0

    async def work() -> None:
        nonlocal stopped
        for _ in range(3):
            answer = asyncio.create_task(asyncio.sleep(60))
            with stopping_only(answer):
                asyncio.get_running_loop().call_later(0.02, os.kill, os.getpid(), signal.SIGINT)
                await asyncio.wait([answer])
            stopped += answer.cancelled()
        asyncio.get_running_loop().call_later(0.02, os.kill, os.getpid(), signal.SIGINT)
        await asyncio.sleep(60)

    assert await until_signalled(work()) == 130
    assert stopped == 3
