"""Debian's Chromium, driven by Playwright, and the newcomer's process: `python -m bot` without a token."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

PROJECT = Path(__file__).parents[2]
# Chromium would otherwise look for its maker's servers, and the sandbox needs rights that containers lack.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# A start on a machine that runs other tests.
START_SECONDS = 60.0


def chromium() -> str:
    """Return where Chromium is; skips the test where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed (make test installs it where it can: as root, on Debian)")
    return found


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start a headless Chromium for as long as the block lasts."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def newcomer(folder: Path, model_port: int, *arguments: str) -> AsyncIterator[str]:
    """Run `python -m bot` as a newcomer would, with `folder` for its data; give the address it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DATA_DIR": str(folder / "var"),
        "EMBEDDING_HOST": "127.0.0.1",
        "EMBEDDING_PORT": str(model_port),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=PROJECT, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_SECONDS):
            address = await _address(process.stdout)
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(START_SECONDS):
            await process.wait()


async def _address(output: asyncio.StreamReader) -> str:
    while line := (await output.readline()).decode():
        for word in line.split():
            if word.startswith("http://127.0.0.1:"):
                return word
    raise AssertionError("no address was printed")


def listen(page: Page) -> list[str]:
    """Return a list that fills with whatever goes wrong in the page."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    return wrong
