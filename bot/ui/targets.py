"""The messages that answers are written into, each edited in the way that Discord allows at the time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

import discord
from aiohttp import ClientError

from bot.ui.message_stream import Frame, MessageGone, TargetMoved
from bot.ui.turns import BucketKey

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

# Discord lets the response of an interaction be edited by its token for 15 minutes.
TOKEN_SECONDS = 14 * 60.0
# Messages older than an hour may be edited far more rarely (error 30046).
MESSAGE_SECONDS = 55 * 60.0
INVALID_TOKEN = 50027
UNKNOWN_WEBHOOK = 10015
ALREADY_ACKNOWLEDGED = 40060
ARCHIVED_THREAD = 50083
NO_HISTORY = 160002
# Seconds before an acknowledgement that broke off is sent again: Discord waits for 3 in all.
ACKNOWLEDGED_AGAIN_AFTER = (0.1, 0.5)


class ChannelMessage:
    """A message of the bot's own in a channel that it can see."""

    def __init__(self, message: discord.PartialMessage | discord.Message) -> None:
        self._message = message

    @property
    def bucket(self) -> BucketKey:
        """Edits of all messages in one channel count together."""
        return BucketKey("channel", str(self._message.channel.id))

    async def edit(self, frame: Frame) -> None:
        """Let the message show `frame`; see Target."""
        try:
            await self._message.edit(content=frame.content, view=frame.view)
        except discord.HTTPException as exc:
            if _is_gone(exc):
                raise MessageGone from exc
            raise


class Reply:
    """A new message of the bot's below another one; sent with the first frame, edited from then on.

    `nonce` is what Discord knows the new message by, should it be sent twice; the other one's id unless told.
    """

    def __init__(self, to: discord.Message | discord.PartialMessage, *, nonce: int | None = None) -> None:
        self._to = to
        self._nonce = to.id if nonce is None else nonce
        self._sent: ChannelMessage | None = None
        self.message_id: int | None = None

    @property
    def bucket(self) -> BucketKey:
        """Sending has a bucket of its own in every channel."""
        if self._sent is not None:
            return self._sent.bucket
        return BucketKey("send", str(self._to.channel.id))

    @property
    def seconds(self) -> float:
        """How long from the beginning the message can be kept up to date."""
        return MESSAGE_SECONDS

    async def edit(self, frame: Frame) -> None:
        """Let the message show `frame`; see Target."""
        if self._sent is not None:
            await self._sent.edit(frame)
            return
        try:
            message = await self._send(frame, self._to.to_reference(fail_if_not_exists=False))
        except discord.HTTPException as exc:
            if _is_gone(exc) and exc.code != NO_HISTORY:
                raise MessageGone from exc
            if exc.code != NO_HISTORY:
                raise
            # Where the bot may write but not read what was, it answers without pointing back.
            message = await self._send(frame, None)
        self.message_id, self._sent = message.id, ChannelMessage(message)
        if message.content != frame.content:
            # Discord took an earlier text and its answer was lost: the nonce brought that message back as it is.
            raise TargetMoved

    async def _send(self, frame: Frame, reference: discord.MessageReference | None) -> discord.Message:
        # The nonce lets Discord take the same message once, should its first answer be lost.
        return await self._to.channel.send(
            frame.content,
            view=frame.view if frame.view is not None else discord.utils.MISSING,
            nonce=self._nonce,
            reference=reference if reference is not None else discord.utils.MISSING,
            mention_author=False,
        )


class Response:
    """The response of an interaction: edited by its token while that lives, then as an ordinary message."""

    def __init__(self, interaction: Interaction, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.message_id: int | None = None
        self._interaction = interaction
        self._clock = clock
        self._began = clock()
        self._ordinary: ChannelMessage | None = None
        self._private = False
        # The message that is written into, where that is an older one with a button.
        self._pressed: discord.Message | None = None

    @property
    def bucket(self) -> BucketKey:
        """Edits by one token count together, whatever other channels and answers do."""
        self._hand_over_in_time()
        if self._ordinary is not None:
            return self._ordinary.bucket
        return BucketKey("token", self._interaction.token)

    @property
    def seconds(self) -> float:
        """How long from the beginning the message can be kept up to date."""
        if not self._is_reachable():
            return TOKEN_SECONDS
        pressed = self._pressed
        age = (discord.utils.utcnow() - pressed.created_at).total_seconds() if pressed is not None else 0.0
        return max(TOKEN_SECONDS, MESSAGE_SECONDS - age)

    async def defer(self, *, private: bool = False, anew: bool = False) -> None:
        """Tell Discord within its 3 seconds that an answer will come, in a new message or the pressed one.

        With `anew` a press is answered in a new message, too.
        Raises discord.HTTPException when the interaction is lost, OSError or aiohttp's errors when Discord is out
        of reach.
        """
        self._private = private
        is_press = self._interaction.type is discord.InteractionType.component and not anew
        self._pressed = self._interaction.message if is_press else None
        callback = await self._acknowledge(thinking=not is_press)
        if self._pressed is not None:
            self.message_id, self._private = self._pressed.id, self._pressed.flags.ephemeral
        elif callback is not None:
            self.message_id = callback.message_id

    async def edit(self, frame: Frame) -> None:
        """Let the message show `frame`; see Target."""
        if self._ordinary is not None:
            await self._ordinary.edit(frame)
            return
        try:
            message = await self._interaction.edit_original_response(content=frame.content, view=frame.view)
        except discord.HTTPException as exc:
            if exc.code in (INVALID_TOKEN, UNKNOWN_WEBHOOK):
                # The token ended before its time by our clock.
                raise (TargetMoved if self._hand_over() else MessageGone) from exc
            if _is_gone(exc):
                raise MessageGone from exc
            raise
        self.message_id = message.id

    async def _acknowledge(
        self, *, thinking: bool
    ) -> discord.InteractionCallbackResponse[discord.Client] | None:
        """Return what Discord says of the acknowledgement, None where it had heard one already."""
        rests = iter(ACKNOWLEDGED_AGAIN_AFTER)
        while True:
            try:
                return await self._interaction.response.defer(thinking=thinking, ephemeral=self._private)
            except discord.HTTPException as exc:
                # What was lost on the way back is sent again, by discord.py or here: the first time counted.
                if exc.code != ALREADY_ACKNOWLEDGED:
                    raise
                log.warning("an interaction had been acknowledged already")
                return None
            except (OSError, ClientError) as exc:
                if (rest := next(rests, None)) is None:
                    raise
                log.warning("an acknowledgement is sent again error=%s", type(exc).__name__)
                await asyncio.sleep(rest)

    def _hand_over_in_time(self) -> None:
        if self._ordinary is None and self._clock() - self._began > TOKEN_SECONDS:
            self._hand_over()

    def _hand_over(self) -> bool:
        """Go on as an ordinary edit from here, if the bot can; return whether."""
        interaction = self._interaction
        if not self._is_reachable() or self.message_id is None or interaction.channel_id is None:
            return False
        channel = interaction.client.get_partial_messageable(
            interaction.channel_id, guild_id=interaction.guild_id
        )
        self._ordinary = ChannelMessage(channel.get_partial_message(self.message_id))
        log.info(
            "an answer outlives its token and goes on as an ordinary message message=%d", self.message_id
        )
        return True

    def _is_reachable(self) -> bool:
        """Return whether the bot can edit the message without the token: not what one person alone sees."""
        interaction = self._interaction
        if self._private:
            return False
        if interaction.guild_id is None:
            return interaction.context.dm_channel
        return interaction.is_guild_integration() and interaction.app_permissions.view_channel


def _is_gone(error: discord.HTTPException) -> bool:
    """Return whether the message is deleted, or out of the bot's reach for good."""
    return isinstance(error, (discord.NotFound, discord.Forbidden)) or error.code == ARCHIVED_THREAD
