"""A bot that does, through discord.py, everything that a bot like ours does."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f0005000201eea5b8c10000000049454e44ae426082"
)


class Form(discord.ui.Modal, title="Tell me more"):
    """A form of two fields."""

    film: discord.ui.TextInput[Self] = discord.ui.TextInput(label="Film", custom_id="film", max_length=100)
    why: discord.ui.TextInput[Self] = discord.ui.TextInput(
        label="Why", custom_id="why", style=discord.TextStyle.paragraph, required=False
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.film.value}: {self.why.value}")


class Panel(discord.ui.View):
    """Buttons and a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        link = discord.ui.Button[Self](label="Site", url="https://example.com/film")
        self.add_item(link)

    @discord.ui.button(label="Change", style=discord.ButtonStyle.primary, custom_id="change")
    async def change(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.edit_message(content="changed", view=self)

    @discord.ui.button(label="Later", emoji="⏳", custom_id="later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="later")

    @discord.ui.button(label="Whisper", custom_id="whisper")
    async def whisper(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.send_message("only you", ephemeral=True)

    @discord.ui.button(label="Form", style=discord.ButtonStyle.success, custom_id="form")
    async def form(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        custom_id="pick",
        placeholder="Which?",
        options=[
            discord.SelectOption(label="Heat", value="1"),
            discord.SelectOption(label="Alien", value="2"),
        ],
    )
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Self]) -> None:
        await interaction.response.edit_message(content=f"picked {select.values[0]}")


class EverythingBot(commands.AutoShardedBot):
    """The bot. `heard` are the events that it was told of, `failures` what went wrong in commands."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents.default(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            activity=discord.Activity(type=discord.ActivityType.watching, name="/say"),
            guild_ready_timeout=0.05,
        )
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.failures: list[Exception] = []
        self.identified = asyncio.Event()
        add_commands(self)

    @classmethod
    @asynccontextmanager
    async def running(cls, token: str) -> AsyncIterator[Self]:
        """Have a bot log in, sync its commands, and leave at the end."""
        bot = cls()
        async with bot:
            task = asyncio.create_task(bot.start(token))
            done = asyncio.create_task(bot.identified.wait())
            await asyncio.wait([task, done], timeout=15, return_when=asyncio.FIRST_COMPLETED)
            done.cancel()
            if task.done():
                await task
            assert bot.identified.is_set()
            yield bot
        await task

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.identified.set()

    async def hear(self, name: str) -> Any:
        """Wait for an event and return what came with it; others before it are forgotten."""
        async with asyncio.timeout(5):
            while True:
                heard, data = await self.heard.get()
                if heard == name:
                    return data

    async def on_message(self, message: discord.Message) -> None:
        await self.heard.put(("message", message))

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        await self.heard.put(("edit", event))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        await self.heard.put(("delete", event))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        await self.heard.put(("reaction", event))

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        await self.heard.put(("reaction taken", event))

    async def on_raw_typing(self, event: discord.RawTypingEvent) -> None:
        await self.heard.put(("typing", event))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self.heard.put(("channel gone", channel))

    async def on_member_join(self, member: discord.Member) -> None:
        await self.heard.put(("member", member))


def add_commands(bot: EverythingBot) -> None:
    """Give the bot its commands."""
    tree = bot.tree

    @tree.error
    async def on_error(_: discord.Interaction, error: app_commands.AppCommandError) -> None:
        bot.failures.append(error)

    @tree.command(name="say", description="Say it.")
    @app_commands.describe(text="What to say")
    async def say(
        interaction: discord.Interaction,
        text: app_commands.Range[str, 1, 4000],
        times: app_commands.Range[int, 1, 5] = 1,
        loud: bool = False,
    ) -> None:
        said = " ".join([text.upper() if loud else text] * times)
        await interaction.response.send_message(said)

    @tree.command(name="think", description="Think, then answer.")
    async def think(interaction: discord.Interaction, private: bool = False) -> None:
        await interaction.response.defer(thinking=True, ephemeral=private)
        await interaction.edit_original_response(content="thought", view=Panel())
        more = await interaction.followup.send("more", ephemeral=private, wait=True)
        await more.edit(content="more, changed")
        await (await interaction.original_response()).edit(embed=discord.Embed(title="A card"))

    @tree.command(name="follow", description="Let a followup take the place of thinking.")
    async def follow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("instead")

    @tree.command(name="panel", description="Show buttons.")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("choose", view=Panel())

    @tree.command(name="form", description="Show a form.")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(name="cards", description="Show embeds with a picture.")
    async def cards(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        card = discord.Embed(title="Heat", description="1995", color=0xAA0000, url="https://example.com/heat")
        card.add_field(name="Runtime", value="170 min").set_footer(text="a film")
        card.set_image(url="attachment://poster.png").set_author(name="Mann")
        await interaction.edit_original_response(
            embed=card, attachments=[discord.File(io.BytesIO(PIXEL), "poster.png")]
        )

    @tree.command(name="read", description="Read a file.")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        text = (await file.read()).decode()
        back = discord.File(io.BytesIO(text.upper().encode()), "back.txt", description="Louder")
        await interaction.response.send_message(f"{file.filename}: {text}", file=back)

    @tree.command(name="complete", description="Complete a title.")
    async def complete(interaction: discord.Interaction, title: str) -> None:
        await interaction.response.send_message(title, ephemeral=True)
        await interaction.delete_original_response()

    @complete.autocomplete("title")
    async def offer(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current}!", value=current)]

    @tree.command(name="silent", description="Never answer.")
    async def silent(interaction: discord.Interaction) -> None:
        await bot.heard.put(("silent", interaction))

    group = app_commands.Group(name="list", description="Lists")

    @group.command(name="add", description="Add to a list.")
    @app_commands.choices(kind=[app_commands.Choice(name="films", value="film")])
    async def add(interaction: discord.Interaction, kind: str) -> None:
        where = "guild" if interaction.guild_id else "direct"
        await interaction.response.send_message(f"{kind} in {where}")

    tree.add_command(group)
