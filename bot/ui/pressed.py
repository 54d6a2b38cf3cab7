"""What buttons and selects that outlive restarts share: the way to the services, and what happens on a failure."""

from __future__ import annotations

from typing import Any, Protocol, cast

import discord

from bot.domain.request import Request
from bot.services import Services
from bot.ui.apologies import apologise

Interaction = discord.Interaction[discord.Client]


class Pressed:
    """An item whose press is handled by `pressed`; whatever it raises is told to the person in a sentence."""

    async def pressed(self, interaction: Interaction) -> None:
        """Do what the item is for."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Pass the press on."""
        try:
            await self.pressed(interaction)
        except Exception as exc:  # noqa: BLE001 - `apologise` logs whatever it is
            await apologise(interaction, exc)


class _Presenter(Protocol):
    async def show(self, interaction: Interaction, request: Request, *, private: bool = False) -> None: ...


class _Client(Protocol):
    services: Services
    presenter: _Presenter


def services_of(interaction: Interaction) -> Services:
    """Return the services of the bot that got the interaction."""
    return cast("_Client", interaction.client).services


async def answer(interaction: Interaction, request: Request) -> None:
    """Have the bot that got the interaction answer a request, in place of what was pressed."""
    await cast("_Client", interaction.client).presenter.show(interaction, request)


def lasting_view(*items: discord.ui.Item[Any]) -> discord.ui.View:
    """Return the items as a view that nothing waits for: each press finds its way by the item's id."""
    view = discord.ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view
