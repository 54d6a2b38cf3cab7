"""Buttons under questions: whose they are, how long they live, what happens when they break."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import discord
import pytest

from bot.client import MovieBot
from bot.domain.errors import StorageError
from bot.playground.bodies import EPHEMERAL
from bot.ui.views import ConfirmView
from tests.cogs.chat import Chat, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

Interaction = discord.Interaction[discord.Client]


async def ask_with(bot: MovieBot, make: Callable[[Interaction], discord.ui.View]) -> None:
    """Add a command that answers with buttons."""

    @bot.tree.command(name="ask", description="Asks.")
    async def ask(interaction: discord.Interaction[MovieBot]) -> None:
        await interaction.response.send_message("Shall I?", view=make(interaction), ephemeral=True)

    await bot.tree.sync()


async def test_buttons_that_nobody_pressed_are_taken_away(bot: MovieBot, chat: Chat, person: str) -> None:
    class ShortView(ConfirmView):
        def __init__(self, interaction: Interaction) -> None:
            super().__init__(interaction, "Yes", self.never)
            self.timeout = 0.3

        async def never(self, interaction: Interaction) -> None:
            raise AssertionError

    await ask_with(bot, ShortView)
    answer = chat.slash(person, "ask")
    await until(lambda: answer.buttons)

    await until(lambda: not answer.buttons, 3.0)
    assert answer.content == "Shall I?"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            StorageError("The disk that holds the database is full."),
            "The disk that holds the database is full.",
        ),
        (LookupError("a detail"), "Something broke on my side (ref `"),
    ],
)
async def test_a_button_whose_work_fails_says_so(
    bot: MovieBot, chat: Chat, person: str, error: Exception, sentence: str
) -> None:
    async def fail(_: Interaction) -> None:
        raise error

    await ask_with(bot, lambda interaction: ConfirmView(interaction, "Yes", fail))
    answer = chat.slash(person, "ask")
    await until(lambda: answer.buttons)

    pressed = chat.press(person, answer, "Yes")
    await until(lambda: pressed.followups)

    assert pressed.followups[0]["content"].startswith(sentence)
    assert pressed.followups[0]["flags"] & EPHEMERAL


async def test_two_quick_presses_do_it_once(bot: MovieBot, chat: Chat, person: str) -> None:
    done: list[int] = []

    async def do(on: Interaction) -> None:
        await asyncio.sleep(0.05)
        done.append(on.user.id)

    await ask_with(bot, lambda interaction: ConfirmView(interaction, "Yes", do))
    answer = chat.slash(person, "ask")
    await until(lambda: answer.buttons)

    pressed = [chat.press(person, answer, "Yes") for _ in range(2)]
    await until(lambda: all(press.callback for press in pressed))
    await asyncio.sleep(0.15)

    assert done == [int(person)]
