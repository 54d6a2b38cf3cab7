"""/import, from the file to the question and its buttons; nothing is kept before the answer."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from weakref import WeakValueDictionary

import discord
from aiohttp import ClientError

from bot.domain.errors import UnreadableFile
from bot.domain.imported import ImportFile, Part, check_size
from bot.services.imports import Imports, Report, Understood
from bot.ui.import_texts import LIST_NAME, preview_of, summary_of
from bot.ui.markup import fit
from bot.ui.pressed import Pressed, lasting_view, services_of
from bot.ui.views import LABEL_CHARACTERS, MOST_BUTTONS, Interaction, OwnedView, question_id

log = logging.getLogger(__name__)

DOWNLOAD_SECONDS = 60.0
PROGRESS_SECONDS = 1.5
QUESTION_CHARACTERS = 200
NOT_HANDED_OUT = "Discord did not hand me that file. Send it once more."
NOTHING_LEFT = "Nothing of that import is left to take back."
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Press = Callable[[Interaction], Awaitable[None]]
Button = discord.ui.Button[discord.ui.View]


class ImportDialog:
    """One import of one person, in the response of `interaction`, which nobody else sees."""

    def __init__(self, interaction: Interaction, imports: Imports) -> None:
        self._interaction = interaction
        self._imports = imports

    async def open(self, file: discord.Attachment) -> None:
        """Read the file and show what it says. Raises BadRequest with a sentence when it is none of ours."""
        check_size(file.size)
        await self._interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._imports.read(lambda: _fetched(file), file.filename)
        if len(found.parts) > 1:
            await self._ask_for_part(found)
        else:
            await self._show(self._interaction, found.source, found.part())

    async def _ask_for_part(self, found: ImportFile) -> None:
        view = await _question(self._interaction)
        for part in found.parts[:MOST_BUTTONS]:
            view.offer(part.name or "without a name", self._choosing(found.source, part))
        await self._interaction.edit_original_response(
            content=fit(found.question, QUESTION_CHARACTERS), view=view
        )

    def _choosing(self, source: str, part: Part) -> Press:
        return lambda on: self._show(on, source, part)

    async def _show(self, on: Interaction, source: str, part: Part) -> None:
        async with _progress(on, "Looking them up") as report:
            understood = await self._imports.understand(on.user.id, source, part, report)
        view: discord.ui.View | None = None
        if understood.news:
            question = await _question(on)
            question.offer("Import", self._keeping(understood.to_keep()), discord.ButtonStyle.primary)
            question.offer("Cancel", _cancel)
            view = question
        files = []
        if understood.unmatched:
            content = await asyncio.to_thread(understood.list_of_unmatched)
            files.append(discord.File(io.BytesIO(content), LIST_NAME))
        await on.edit_original_response(content=preview_of(understood), attachments=files, view=view)

    def _keeping(self, understood: Understood) -> Press:
        async def keep(on: Interaction) -> None:
            await on.edit_original_response(view=None)
            async with _progress(on, "Keeping them") as report:
                kept = await self._imports.keep(on.user.id, understood, report)
            view = under_import(kept.at) if kept.counts else None
            await on.edit_original_response(content=summary_of(kept.counts), view=view)

        return keep


class _Choices(OwnedView):
    """Buttons of which one may be pressed, once."""

    def offer(
        self, label: str, press: Press, style: discord.ButtonStyle = discord.ButtonStyle.secondary
    ) -> None:
        self.add_item(_Choice(label, press, style))


# Each question holds a file in memory until it is answered: of one person there is one, the latest.
_open_questions: WeakValueDictionary[int, _Choices] = WeakValueDictionary()


async def _question(on: Interaction) -> _Choices:
    """Return a question without buttons yet, in the place of an older one of the same person's."""
    question = _Choices(on)
    older = _open_questions.get(on.user.id)
    _open_questions[on.user.id] = question
    if older is not None and not older.is_finished():
        older.stop()
        await older.on_timeout()
    return question


class _Choice(discord.ui.Button[_Choices]):
    def __init__(self, label: str, press: Press, style: discord.ButtonStyle) -> None:
        super().__init__(label=label[:LABEL_CHARACTERS], style=style, custom_id=question_id())
        self._press = press

    async def callback(self, interaction: Interaction) -> None:
        """Do what the button says."""
        if self.view is not None:
            self.view.stop()
        await interaction.response.defer()
        await self._press(interaction)


async def _cancel(on: Interaction) -> None:
    await on.edit_original_response(content="Nothing was kept.", attachments=[], view=None)


async def _fetched(file: discord.Attachment) -> bytes:
    """Return the file's content, of the size that Discord stated. Raises UnreadableFile when it cannot be had."""
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            return await file.read()
    except (discord.HTTPException, ClientError, OSError) as exc:  # a timeout is an OSError too
        log.warning("an attachment could not be read error=%s", type(exc).__name__)
        raise UnreadableFile(NOT_HANDED_OUT) from exc


@contextlib.asynccontextmanager
async def _progress(on: Interaction, words: str) -> AsyncIterator[Report]:
    """Give what takes how much is done, and of how much; what lasts is told of in the message."""
    told = (0, 0)
    ended = asyncio.Event()

    def report(done: int, total: int) -> None:
        nonlocal told
        told = (done, total)

    async def tell() -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), PROGRESS_SECONDS)
                return
            # What cannot be shown is no reason to stop.
            with contextlib.suppress(discord.HTTPException, ClientError, OSError):
                await on.edit_original_response(content=f"{words}: {told[0]:,} of {told[1]:,} …", view=None)

    telling = asyncio.create_task(tell(), name="import-progress")
    try:
        yield report
    finally:
        # An edit under way ends first: it must not arrive after the answer.
        ended.set()
        await telling


class UndoImportButton(
    Pressed, discord.ui.DynamicItem[Button], template=r"matinee:undo-import:(?P<at>[0-9]{1,17})"
):
    """Takes a whole import back: always one of whoever presses. It works after any restart, for ever."""

    def __init__(self, at: datetime) -> None:
        number = (at - EPOCH) // timedelta(microseconds=1)
        super().__init__(
            discord.ui.Button(label="Undo", emoji="↩️", custom_id=f"matinee:undo-import:{number}")
        )
        self._at = at

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Make the button that was pressed."""
        return cls(EPOCH + timedelta(microseconds=int(match["at"])))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let through whoever imported: nobody else sees the message, nor may change it by a forged press."""
        asked = interaction.message.interaction_metadata if interaction.message is not None else None
        if asked is None or asked.user.id == interaction.user.id:
            return True
        await interaction.response.send_message("That is someone else's import.", ephemeral=True)
        return False

    async def pressed(self, interaction: Interaction) -> None:
        """Take it back."""
        await interaction.response.defer()
        count = await services_of(interaction).imports.take_back(interaction.user.id, self._at)
        things = f"Taken back: all {count:,} of it." if count > 1 else "Taken back."
        await interaction.edit_original_response(content=things if count else NOTHING_LEFT, view=None)


def under_import(at: datetime) -> discord.ui.View:
    """Return the button as a view."""
    return lasting_view(UndoImportButton(at))
