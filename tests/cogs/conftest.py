"""A real MovieBot over real services, with Discord and Ollama stood in for on loopback."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.app import App, open_app
from bot.client import MovieBot
from bot.settings import Settings
from tests.stand_ins.discord_api import TOKEN, DiscordApi
from tests.stand_ins.discord_exchange import Exchange
from tests.stand_ins.discord_schema import faults_in
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import obedient

WRITING = "is writing"
_people = itertools.count(1_000)


def settings_for(folder: Path, model_port: int, **more: Any) -> Settings:
    """Return settings that nothing of this machine's environment can change."""
    return Settings(_env_file=None, data_dir=folder, embedding_port=model_port, **more)  # type: ignore[call-arg]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def model_server() -> AsyncIterator[Ollama]:
    server = Ollama()
    async with server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app(tmp_path_factory: pytest.TempPathFactory, model_server: Ollama) -> AsyncIterator[App]:
    """The services that all tests share: people are what keeps them apart."""
    settings = settings_for(tmp_path_factory.mktemp("matinee"), model_server.port)
    async with open_app(settings) as opened:
        await opened.base.embedder.embed(["warm"])
        yield opened


@pytest.fixture
def model(model_server: Ollama) -> Iterator[Ollama]:
    """The model, well behaved again."""
    model_server.script, model_server.faults = obedient, []
    model_server.exchanges.clear()
    yield model_server
    model_server.script, model_server.faults = obedient, []


@pytest_asyncio.fixture(loop_scope="session")
async def api() -> AsyncIterator[DiscordApi]:
    async with DiscordApi.running() as running:
        before, discord.http.Route.BASE = discord.http.Route.BASE, running.url
        yield running
        discord.http.Route.BASE = before
    # Whatever a test is about, no message of the bot's may ping, be too long or be malformed.
    for body in running.sent_bodies():
        assert body["allowed_mentions"] == {"parse": []}
        assert len(body.get("content") or "") <= 2000
    assert not list(faults_in(running.requests))


@asynccontextmanager
async def logged_in(app: App) -> AsyncIterator[MovieBot]:
    """Give a bot that has logged in and synced its commands; no gateway."""
    async with MovieBot(app.services) as bot:
        await bot.login(TOKEN)
        yield bot


@pytest_asyncio.fixture(loop_scope="session")
async def bot(app: App, api: DiscordApi, model: Ollama) -> AsyncIterator[MovieBot]:
    async with logged_in(app) as running:
        yield running


@pytest.fixture
def person() -> int:
    """Somebody of whom nothing is known."""
    return next(_people)


async def until(happened: Callable[[], Any], seconds: float = 10.0) -> float:
    """Wait for something; return how long it took. Fails after `seconds`."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, "it did not happen"
        await asyncio.sleep(0.005)
    return time.monotonic() - began


async def ended(exchange: Exchange, seconds: float = 15.0) -> str:
    """Wait for the end of an answer; return what the message says then."""
    await until(lambda: exchange.content and "Stop" not in exchange.buttons, seconds)
    return exchange.content


async def until_kept(app: App, person: int, state: str) -> list[dict[str, Any]]:
    """Wait until the person's messages are stored in that state; return them."""
    for _ in range(200):
        kept: list[dict[str, Any]] = (await app.services.people.export(person))["messages"]
        if kept and {row["state"] for row in kept} == {state}:
            return kept
        await asyncio.sleep(0.02)
    raise AssertionError(f"not {state}: {kept}")


@asynccontextmanager
async def broken_store(app: App) -> AsyncIterator[None]:
    """Take a table away, as a backup restored from another version might."""
    file = app.base.settings.data_dir / "matinee.sqlite3"
    await asyncio.to_thread(_rename, file, "verdicts", "verdicts_elsewhere")
    try:
        yield
    finally:
        await asyncio.to_thread(_rename, file, "verdicts_elsewhere", "verdicts")


def _rename(file: Path, table: str, name: str) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")
