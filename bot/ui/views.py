"""The buttons under messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import discord

from bot.domain.title import Title

Interaction = discord.Interaction[discord.Client]

# Discord lets an interaction's response be edited for this long.
TOKEN_SECONDS = 14 * 60.0


class OwnedView(discord.ui.View):
    """Buttons that only the person who asked may press; others are told so."""

    def __init__(self, owner_id: int, *, timeout: float | None = TOKEN_SECONDS) -> None:
        super().__init__(timeout=timeout)
        self._owner_id = owner_id

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Let the owner through; tell anyone else whose answer it is."""
        if interaction.user.id == self._owner_id:
            return True
        await interaction.response.send_message(
            "That is someone else's answer. `/recommend` gets you your own.", ephemeral=True
        )
        return False


class StopView(OwnedView):
    """A Stop button while an answer is written."""

    def __init__(self, owner_id: int, stop: Callable[[], None]) -> None:
        super().__init__(owner_id)
        self._halt = stop

    @discord.ui.button(label="Stop", style=discord.ButtonStyle.secondary)
    async def press(self, interaction: Interaction, button: discord.ui.Button[StopView]) -> None:
        """End the model's work at once."""
        await interaction.response.defer()
        self._halt()


class RetryView(OwnedView):
    """A Retry button under an answer that failed."""

    def __init__(self, owner_id: int, retry: Callable[[Interaction], Awaitable[None]]) -> None:
        super().__init__(owner_id)
        self._retry = retry

    @discord.ui.button(label="Retry", style=discord.ButtonStyle.primary)
    async def press(self, interaction: Interaction, button: discord.ui.Button[RetryView]) -> None:
        """Ask the same again, in the same message."""
        self.stop()
        await self._retry(interaction)


class ChooseTitleView(OwnedView):
    """One button per title that could be meant."""

    def __init__(
        self, owner_id: int, titles: Sequence[Title], choose: Callable[[Interaction, Title], Awaitable[None]]
    ) -> None:
        super().__init__(owner_id)
        for title in titles[:5]:
            self.add_item(_TitleButton(title, choose))


class _TitleButton(discord.ui.Button[ChooseTitleView]):
    def __init__(self, title: Title, choose: Callable[[Interaction, Title], Awaitable[None]]) -> None:
        super().__init__(label=title.label[:80])
        self._title = title
        self._choose = choose

    async def callback(self, interaction: Interaction) -> None:
        """Take this title."""
        if self.view is not None:
            self.view.stop()
        await self._choose(interaction, self._title)


class ConfirmView(OwnedView):
    """One button that does what cannot be taken back."""

    def __init__(self, owner_id: int, label: str, confirm: Callable[[Interaction], Awaitable[None]]) -> None:
        super().__init__(owner_id)
        self._confirm = confirm
        button: discord.ui.Button[ConfirmView] = discord.ui.Button(
            label=label, style=discord.ButtonStyle.danger
        )
        button.callback = self._pressed  # type: ignore[method-assign]
        self.add_item(button)

    async def _pressed(self, interaction: Interaction) -> None:
        self.stop()
        await self._confirm(interaction)
