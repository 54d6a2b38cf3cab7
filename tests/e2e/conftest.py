"""One bot process for the tests of a module, which keep apart by people and channels of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.harness import Scene, open_scene


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """The bot in its playground, for the whole module."""
    async with open_scene(tmp_path_factory.mktemp("bot")) as scene:
        yield scene


@pytest_asyncio.fixture(loop_scope="module")
async def scene(opened: Scene) -> AsyncIterator[Scene]:
    """The bot in its playground, where everything is as usual at the start of each test."""
    opened.calm()
    yield opened
    assert opened.bot.is_running, opened.bot.log
