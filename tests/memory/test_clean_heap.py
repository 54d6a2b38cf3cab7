"""What Chroma writes of memory it never filled, over a real Chroma in a process whose freed memory is full of text."""

from __future__ import annotations

import ctypes
import sys
import threading
from pathlib import Path

import pytest

from bot.memory import chroma

# What Chroma takes for the index of a new collection: 100 rows of 384 dimensions with 8 neighbours.
SIZE, BLOCKS = 158_000, 20
# The threads of which the next ones inherit the memory: more than there are parts of it on a small machine.
THREADS = 20
TRIES = 4
LETTER = ord("S")


def fill_and_free(all_together: threading.Barrier) -> None:
    """Leave the thread's part of the memory full of letters, as answers and notes leave it."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.argtypes = [ctypes.c_void_p]
    all_together.wait()
    taken = [libc.malloc(SIZE) for _ in range(BLOCKS)]
    for address in taken:
        ctypes.memset(address, LETTER, SIZE)
    all_together.wait()
    for address in taken:
        libc.free(address)
    all_together.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be asked to hand out emptied memory")
async def test_nothing_of_the_process_memory_gets_into_chromas_file_of_rows(tmp_path: Path) -> None:
    for number in range(TRIES):
        together = threading.Barrier(THREADS)
        threads = [threading.Thread(target=fill_and_free, args=(together,)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        folder = tmp_path / str(number)
        async with chroma.open_collection(folder, None, "model") as collection:
            upsert = chroma.with_clean_memory(collection.upsert)
            await chroma.call(upsert, ids=["1"], embeddings=[[1.0] + [0.0] * 383])
        files = {path.name: path.read_bytes() for path in folder.rglob("*.bin")}
        # The one row is still in Chroma's log of changes: nothing belongs into the index's files yet.
        assert len(files["data_level0.bin"]) > 100_000
        assert not any(files["data_level0.bin"])
