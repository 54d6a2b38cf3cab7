"""A playground for each test, whose every exchange is held against Discord's description at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.playground.server import Playground, open_playground
from tests.playground import openapi
from tests.playground.everything_bot import EverythingBot


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """Return an empty playground."""
    async with open_playground() as opened:
        yield opened
    openapi.check(opened.recorded)


@pytest.fixture
async def bot(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[EverythingBot]:
    """Return a bot of discord.py's that is ready, with its commands synced."""
    monkeypatch.setattr("discord.http.Route.BASE", playground.api_url)
    async with EverythingBot.running(playground.token) as running:
        yield running
