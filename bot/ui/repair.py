"""Mends messages that the end of the process left looking unfinished: marked, with a Retry button."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import discord
from aiohttp import ClientError

from bot.domain.errors import StorageError
from bot.domain.shown_message import MessageState, ShownMessage
from bot.services.ports import MessageRecords
from bot.ui.answer_buttons import RetryButton
from bot.ui.cards import interrupted
from bot.ui.pressed import lasting_view
from bot.ui.targets import TOKEN_SECONDS

log = logging.getLogger(__name__)

# How often it is looked for messages that an outage left behind, and how soon again after a failure.
ROUND_SECONDS = 300.0
REST_SECONDS = 5.0
# For so long after it was last written a message is reached by its token, which needs no permission.
TOKEN_AGE = timedelta(seconds=TOKEN_SECONDS)


class Repair:
    """Mends what `messages` says is still being written although nobody writes it."""

    def __init__(self, messages: MessageRecords) -> None:
        self._messages = messages

    async def run(self, client: discord.Client, is_written: Callable[[int], bool]) -> None:
        """Mend what was left, again and again; `is_written` says which messages somebody is writing.

        Left are the messages of an earlier process, and those whose end no try could show in an outage.
        """
        rest = REST_SECONDS
        while True:
            rest = ROUND_SECONDS if await self._round(client, is_written) else min(rest * 2, ROUND_SECONDS)
            await asyncio.sleep(rest)

    async def _round(self, client: discord.Client, is_written: Callable[[int], bool]) -> bool:
        """Mend what can be reached now; return whether nothing is left."""
        try:
            left = [each for each in await self._messages.unfinished() if not is_written(each.message_id)]
        except StorageError as exc:
            log.warning("unfinished messages cannot be found: %s", exc)
            return False
        if left:
            log.info("mending messages that were cut off count=%d", len(left))
        mended = [is_written(each.message_id) or await self._mended(client, each) for each in left]
        return all(mended)

    async def _mend(self, client: discord.Client, message: ShownMessage) -> None:
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
                await self._mend(client, kept)
        except (discord.HTTPException, OSError, ClientError, StorageError) as exc:
            log.warning("a message cannot be mended now error=%s", type(exc).__name__)
            return False
        return True

    async def _mark(self, client: discord.Client, message: ShownMessage) -> bool:
        """Let the message say that it was cut off; return whether that was needed."""
        # What one person alone sees, or where the bot is no member, only the token reaches.
        is_young = datetime.now(UTC) - message.updated_at < TOKEN_AGE
        if message.token is not None and client.application_id is not None and is_young:
            webhook = discord.Webhook.partial(client.application_id, message.token, client=client)
            try:
                found: discord.Message = await webhook.fetch_message(message.message_id)
                return await _edit(found, message)
            except discord.HTTPException as exc:
                if not _is_out_of_reach(exc):
                    raise
        channel = client.get_partial_messageable(message.channel_id, guild_id=message.guild_id)
        return await _edit(await channel.fetch_message(message.message_id), message)


async def _edit(found: discord.Message, message: ShownMessage) -> bool:
    can_retry = message.request is not None
    content = interrupted(found.content, is_loading=found.flags.loading, with_retry=can_retry)
    if content is not None:
        await found.edit(content=content, view=lasting_view(RetryButton()) if can_retry else None)
    return content is not None


def _is_out_of_reach(error: discord.HTTPException) -> bool:
    """Return whether no later try can help, because the request itself is what Discord refuses."""
    return 400 <= error.status < 500 and error.status != 429
