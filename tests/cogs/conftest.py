"""A real MovieBot over real services, connected to a playground; only Ollama is stood in for, on loopback."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.app import App, open_app
from bot.client import MovieBot
from bot.playground.occurrence import Json
from bot.playground.recording import Recording
from bot.playground.server import Playground, open_playground
from bot.settings import Settings
from tests.bare_settings import bare_settings
from tests.cogs.chat import Chat, until
from tests.playground import openapi
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import obedient

WRITING = "is writing"
# The two ways in which an answer is edited.
BY_TOKEN = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
BY_CHANNEL = "/channels/{channel_id}/messages/{message_id}"
# How discord.py names what works on an interaction, and then our own tasks.
WORK = (("CommandTree-invoker", "discord-ui-"), ("message-stream", "turns", "mend"))


def settings_for(folder: Path, model_port: int, **more: Any) -> Settings:
    """Return settings that nothing of this machine's environment can change."""
    return bare_settings(data_dir=folder, embedding_port=model_port, **more)


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
async def playground(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Playground]:
    async with open_playground() as opened:
        monkeypatch.setattr(discord.http.Route, "BASE", opened.api_url)
        yield opened
    # Whatever a test is about, no message of the bot's may ping, be too long or be malformed, and no limit
    # may be hit that headers tell of.
    for body in bodies_of_messages(opened.recorded):
        assert body["allowed_mentions"] in ({"parse": []}, {"parse": [], "replied_user": False})
        assert len(body.get("content") or "") <= 2000
    assert {name: count.refused for name, count in opened.limits.counts.items() if count.refused} == {}
    openapi.check(opened.recorded)


@pytest.fixture
def brisk(playground: Playground) -> None:
    """Five edits a second, told by the headers as ever: what shows itself at the next edit need not take long."""
    for route in (BY_TOKEN, BY_CHANNEL):
        playground.limits.set(f"PATCH {route}", 5, 1.0)


@pytest_asyncio.fixture(loop_scope="session")
async def bot(app: App, playground: Playground, model: Ollama) -> AsyncIterator[MovieBot]:
    async with connected(app, playground) as running:
        yield running


@pytest.fixture
def chat(playground: Playground) -> Chat:
    return Chat(playground)


@pytest.fixture
def person(playground: Playground) -> str:
    """Somebody of whom nothing is known: whoever joins a playground is new."""
    return playground.world.add_member("Ana")


@pytest.fixture
def other(playground: Playground) -> str:
    """Somebody else."""
    return playground.world.add_member("Ben")


@asynccontextmanager
async def connected(app: App, playground: Playground) -> AsyncIterator[MovieBot]:
    """Give a bot that has synced its commands and is ready; it takes its leave at the end."""
    # By default discord.py waits for two seconds whether there are more guilds.
    async with MovieBot(app.services, guild_ready_timeout=0.05) as bot:
        running = asyncio.create_task(bot.start(playground.token), name="discord")
        await until(lambda: bot.was_ready or running.done())
        if not running.done():
            yield bot
    await running
    assert bot.was_ready


async def kill(bot: MovieBot) -> None:
    """End a bot as the end of its process does: nothing is marked, nothing is noted."""
    for names in WORK:
        work = [task for task in asyncio.all_tasks() if task.get_name().startswith(names)]
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
    await super(MovieBot, bot).close()


def bodies_of_messages(recorded: Recording) -> Iterator[Json]:
    """Yield the body of every message that the bot sent, and of every change of one."""
    for exchange in recorded:
        if exchange.route.endswith("/callback"):
            if exchange.body["type"] in (4, 7):
                yield exchange.body["data"]
        elif (
            exchange.method in ("POST", "PATCH")
            and exchange.route.startswith(("/webhooks", "/channels"))
            and not exchange.route.endswith("/typing")
        ):
            yield exchange.body


async def until_kept(app: App, person: str, state: str) -> list[dict[str, Any]]:
    """Wait until the person's messages are stored in that state; return them."""
    for _ in range(200):
        kept: list[dict[str, Any]] = (await app.services.people.export(int(person)))["messages"]
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
