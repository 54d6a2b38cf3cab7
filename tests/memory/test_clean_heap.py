"""What Chroma writes of memory it never filled, over a real Chroma in threads whose memory was full of text."""

from __future__ import annotations

import asyncio
import ctypes
import sys
from pathlib import Path

import pytest

from bot.memory import chroma

# What Chroma takes for the index of a new collection: 100 lengths, 100 rows of 384 dimensions with 8 neighbours.
SIZES = ((400, 2_000), (158_000, 60))
TRIES = 6


def fill_and_free() -> None:
    """Leave the thread's memory full of letters, as answers and notes leave it."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    taken = [(libc.malloc(size), size) for size, count in SIZES for _ in range(count)]
    for address, size in taken:
        ctypes.memset(address, ord("S"), size)
    for address, _ in taken:
        libc.free(address)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be asked to hand out emptied memory")
async def test_nothing_of_the_process_memory_gets_into_chromas_files(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    for number in range(TRIES):
        folder = tmp_path / str(number)
        async with chroma.open_collection(folder, None, "model") as collection:
            await asyncio.gather(*(loop.run_in_executor(chroma._THREADS, fill_and_free) for _ in range(16)))
            await chroma.call(collection.upsert, ids=["1"], embeddings=[[1.0] + [0.0] * 383])
        files = {path.name: path.read_bytes() for path in folder.rglob("*.bin")}
        # The one row is still in Chroma's log of changes: nothing belongs into these yet.
        assert len(files["data_level0.bin"]) > 100_000
        assert [name for name in ("length.bin", "data_level0.bin") if any(files[name])] == []
