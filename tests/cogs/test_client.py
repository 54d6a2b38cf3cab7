"""Login, the commands Discord is told of, the error handler, and the end of the process."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.app import App
from bot.client import MovieBot
from bot.playground.bodies import EPHEMERAL
from bot.playground.server import Playground
from bot.playground.world import TOKEN
from bot.running import run_bot
from bot.storage.database import open_database
from bot.storage.messages import MessageStore
from bot.terminal.interrupts import until_signalled
from tests.cogs.chat import Chat, said, until
from tests.cogs.conftest import connected, settings_for, until_kept
from tests.cogs.wishes import SILENT, WISH
from tests.stand_ins.ollama import Ollama

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROJECT = Path(__file__).parents[2]


def synced(playground: Playground) -> dict[str, Any]:
    """Return the commands as the bot described them, by name."""
    [request] = playground.recorded.of("PUT", "/applications/{application_id}/commands")
    return {command["name"]: command for command in request.body}


async def test_every_command_works_in_servers_in_direct_messages_and_for_user_installs(
    bot: MovieBot, playground: Playground
) -> None:
    commands = synced(playground)

    assert set(commands) == {
        "recommend", "similar", "surprise", "why", "history", "like", "dislike", "seen", "undo", "watchlist", "taste",
        "import", "forget-me", "privacy",
    }  # fmt: skip
    for command in commands.values():
        assert sorted(command["integration_types"]) == [0, 1]
        assert sorted(command["contexts"]) == [0, 1, 2]


async def test_discord_itself_holds_the_ranges(bot: MovieBot, playground: Playground) -> None:
    options = {option["name"]: option for option in synced(playground)["recommend"]["options"]}

    assert list(options) == ["request", "count", "kind", "private"]
    assert not any(option["required"] for option in options.values())
    assert (options["count"]["min_value"], options["count"]["max_value"]) == (1, 10)
    assert options["request"]["max_length"] == 4000
    title = synced(playground)["like"]["options"][0]
    assert title["autocomplete"]
    assert title["required"]


async def test_no_privileged_intent_is_asked_for(bot: MovieBot, playground: Playground) -> None:
    privileged = (bot.intents.members, bot.intents.presences, bot.intents.message_content)
    assert not any(privileged)
    # The gateway lets nobody in who asks for more than the application may have.
    assert playground.world.application_intents == 0
    assert playground.gateway.is_online


async def test_commands_that_cannot_be_synced_do_not_keep_the_bot_from_starting(
    app: App, playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    playground.faults.add("PUT", "/commands", status=503, times=1)
    async with connected(app, playground) as bot:
        assert bot.user is not None

    assert "the commands could not be synced status=503" in caplog.text


async def test_an_interaction_that_expired_is_only_logged(
    bot: MovieBot, playground: Playground, chat: Chat, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = chat.slash(person, "taste")
    playground.clock.advance(4.0)

    await until(lambda: "code=10062" in caplog.text)
    await asyncio.sleep(0.1)

    assert answer.callback is None
    assert [exchange.status for exchange in playground.recorded if answer.token in exchange.path] == [404]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_answer_that_arrived_although_it_seemed_lost_is_followed_by_a_sentence(
    bot: MovieBot, playground: Playground, chat: Chat, person: str
) -> None:
    # The first try is carried out but answered by a 502, so that the second is refused as a repetition.
    playground.faults.add("POST", "/callback", status=502, applied=True, times=1)
    answer = chat.slash(person, "taste")

    assert "Something broke on my side" in await said(answer)


async def test_an_unexpected_error_is_told_after_an_answer_too(
    bot: MovieBot, playground: Playground, chat: Chat, person: str, caplog: pytest.LogCaptureFixture
) -> None:
    @bot.tree.command(name="broken", description="Breaks.")
    async def broken(interaction: discord.Interaction[MovieBot]) -> None:
        await interaction.response.send_message("So far so good.")
        raise LookupError("a secret detail")

    await bot.tree.sync()
    answer = chat.slash(person, "broken", where=playground.world.open_dm(person))
    await until(lambda: answer.followups)

    [told] = answer.followups
    assert told["content"].startswith("Something broke on my side (ref `")
    assert "secret" not in told["content"]
    assert told["flags"] & EPHEMERAL
    assert "a secret detail" in caplog.text


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (app_commands.CheckFailure(), "That command is not for use here."),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 9), 0.2), "Ask again in 1 second."),
    ],
)
async def test_refusals_are_told_in_private(
    bot: MovieBot, chat: Chat, person: str, error: Exception, sentence: str
) -> None:
    @bot.tree.command(name="refusing", description="Refuses.")
    async def refusing(interaction: discord.Interaction[MovieBot]) -> None:
        raise error

    await bot.tree.sync()
    answer = chat.slash(person, "refusing")

    assert sentence in await said(answer)
    assert answer.is_private


async def test_a_command_that_is_gone_asks_for_a_reload(bot: MovieBot, chat: Chat, person: str) -> None:
    answer = chat.slash_unchecked(person, "of-last-year")

    assert "Reload Discord" in await said(answer)


async def test_closing_marks_the_answers_in_the_making_and_begins_no_other(
    bot: MovieBot, chat: Chat, model: Ollama, person: str
) -> None:
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Stop" in answer.buttons and model.exchanges)

    await bot.presenter.close()
    late = chat.slash(person, "recommend", **WISH)

    assert await said(late) == "I am just restarting. Ask again in a minute."
    assert "A restart cut this off; Retry asks again" in answer.content.split("\n")[-1]
    assert answer.buttons == ["Retry"]
    assert model.exchanges[-1].left_at is not None


async def test_closing_marks_an_answer_that_is_only_being_acknowledged(
    bot: MovieBot, playground: Playground, chat: Chat, model: Ollama, person: str, app: App
) -> None:
    late = playground.faults.add("POST", "/callback", delay=0.2)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: late.hits)

    await bot.presenter.close()

    assert answer.content == "-# ⏹️ A restart cut this off; Retry asks again"
    assert answer.buttons == ["Retry"]
    assert model.exchanges == []
    await until_kept(app, person, "stopped")


async def test_sigterm_marks_what_is_being_written_and_closes_everything(
    tmp_path: Path,
    playground: Playground,
    chat: Chat,
    model: Ollama,
    person: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="bot.client")
    settings = settings_for(
        tmp_path, model.port, discord_token=playground.token, discord_api_url=playground.api_url
    )
    running = asyncio.create_task(until_signalled(run_bot(settings)))
    await until(lambda: "ready guilds=1" in caplog.text, 30.0)
    await until(lambda: model.exchanges)  # the empty prompt that loads the model
    model.fail(SILENT)
    answer = chat.slash(person, "recommend", **WISH)
    await until(lambda: "Stop" in answer.buttons and len(model.exchanges) == 2)

    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(running, 5.0)

    assert "A restart cut this off" in answer.content
    await until(lambda: not playground.gateway.is_online, 1.0)
    assert dict(playground.gateway.connections.closed) == {1000: 1}
    left = {task.get_name() for task in asyncio.all_tasks()}
    assert not left & {
        "discord",
        "follow-answer",
        "message-stream",
        "turns",
        "mend",
        "index-follower",
        "warm",
    }
    async with open_database(settings.database) as database:
        assert await MessageStore(database).unfinished() == []


async def test_a_wrong_token_is_one_sentence_and_status_two(tmp_path: Path, playground: Playground) -> None:
    status, out, err = await process(tmp_path, playground.api_url, "not-the-token")

    assert (status, out) == (2, "")
    assert [line for line in err.splitlines() if " INFO " not in line] == [
        "Discord refuses DISCORD_TOKEN. Copy it anew from the developer portal."
    ]
    assert "not-the-token" not in err


async def test_a_discord_out_of_reach_is_one_sentence_and_status_two(tmp_path: Path) -> None:
    status, out, err = await process(tmp_path, "http://127.0.0.1:9/api/v10", TOKEN)

    assert (status, out) == (2, "")
    [line] = [line for line in err.splitlines() if " INFO " not in line]
    assert line.startswith("Discord cannot be reached at http://127.0.0.1:9/api/v10.")


async def process(folder: Path, api_url: str, token: str) -> tuple[int | None, str, str]:
    """Run `python -m bot` to its end; return status, stdout and stderr."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DATA_DIR": str(folder),
        "DISCORD_API_URL": api_url,
        "DISCORD_TOKEN": token,
        "EMBEDDING_PORT": "1",
        "LOG_LEVEL": "ERROR",
    }
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=PROJECT, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(running.communicate(), 60)
    return running.returncode, out.decode(), err.decode()
