"""Mends messages that the end of the process left looking unfinished: marked, with a Retry button."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import discord
from aiohttp import ClientError

from bot.domain.errors import StorageError
from bot.domain.shown_message import MessageState, ShownMessage
from bot.services.ports import MessageRecords
from bot.ui.answer_buttons import RetryButton, under_answer
from bot.ui.cards import interrupted
from bot.ui.targets import INVALID_TOKEN

log = logging.getLogger(__name__)

ROUNDS = 6
# Before the first round after one that failed, doubled from then on.
REST_SECONDS = 5.0


class Repair:
    """Mends what `messages` says is still being written although nobody writes it."""

    def __init__(self, messages: MessageRecords) -> None:
        self._messages = messages

    async def run(self, client: discord.Client, is_written: Callable[[int], bool]) -> None:
        """Mend all that an earlier process left; `is_written` says which this one is writing itself.

        What Discord does not let us reach now is tried again a few times, and then at the next start.
        """
        try:
            left = [each for each in await self._messages.unfinished() if not is_written(each.message_id)]
        except StorageError as exc:
            log.warning("unfinished messages cannot be found: %s", exc)
            return
        if left:
            log.info("mending messages that were cut off count=%d", len(left))
        for number in range(ROUNDS):
            left = [each for each in left if not is_written(each.message_id)]
            left = [each for each in left if not await self._mended(client, each)]
            if not left:
                return
            await asyncio.sleep(REST_SECONDS * 2**number)
        log.warning("messages stay cut off until the next start count=%d", len(left))

    async def mend(self, client: discord.Client, message: ShownMessage) -> None:
        """Mend one message. Raises discord.HTTPException, OSError and aiohttp's errors, or StorageError."""
        state: MessageState = "stopped"
        try:
            if not await self._mark(client, message):
                state = "done"
        except discord.HTTPException as exc:
            if not _is_out_of_reach(exc):
                raise
            log.info("a message that was cut off is out of reach message=%d", message.message_id)
        await self._messages.set_state(message.message_id, state)

    async def _mended(self, client: discord.Client, message: ShownMessage) -> bool:
        try:
            # A press of Stop may have mended it meanwhile, or its person been forgotten.
            kept = await self._messages.find(message.message_id)
            if kept is not None and kept.state == "writing":
                await self.mend(client, kept)
        except (discord.HTTPException, OSError, ClientError, StorageError) as exc:
            log.warning("a message cannot be mended now error=%s", type(exc).__name__)
            return False
        return True

    async def _mark(self, client: discord.Client, message: ShownMessage) -> bool:
        """Let the message say that it was cut off; return whether that was needed."""
        channel = client.get_partial_messageable(message.channel_id, guild_id=message.guild_id)
        try:
            found = await channel.fetch_message(message.message_id)
            content = _marked(found)
            if content is not None:
                await found.edit(content=content, view=_retry(message))
        except (discord.NotFound, discord.Forbidden):
            if message.token is None or client.application_id is None:
                raise
            # What one person alone sees, or where the bot is no member: only the token reaches it.
            webhook = discord.Webhook.partial(client.application_id, message.token, client=client)
            content = _marked(await webhook.fetch_message(message.message_id))
            if content is not None:
                await webhook.edit_message(message.message_id, content=content, view=_retry(message))
        return content is not None


def _is_out_of_reach(error: discord.HTTPException) -> bool:
    """Return whether no later try can help: the message is gone, or it was one person's and its token has ended."""
    return isinstance(error, (discord.NotFound, discord.Forbidden)) or error.code == INVALID_TOKEN


def _marked(message: discord.Message) -> str | None:
    return interrupted(message.content, is_loading=message.flags.loading)


def _retry(message: ShownMessage) -> discord.ui.View | None:
    return under_answer(RetryButton()) if message.request is not None else None
