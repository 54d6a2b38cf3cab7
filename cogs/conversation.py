"""A conversation: in direct messages, and in a server with whoever mentions the bot or replies to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

import discord
from aiohttp import ClientError
from discord import app_commands
from discord.ext import commands

from bot.domain.conversation import SmallTalk
from bot.domain.errors import StorageError
from bot.services.conversations import Outcome
from bot.ui.apologies import explain
from bot.ui.conversation_texts import lead_of, reply_of
from bot.ui.feedback_buttons import with_undo
from bot.ui.gathering import Gathering
from bot.ui.message_stream import Frame, MessageGone, TargetMoved
from bot.ui.pressed import lasting_view
from bot.ui.targets import Reply
from bot.ui.taste_meeting import way_to_meeting

if TYPE_CHECKING:
    from bot.client import MovieBot

log = logging.getLogger(__name__)

# As for /recommend.
WISHES, SECONDS = 5, 60.0
# Turns of any kind: nobody who means them comes near, and a flood must not make the bot one.
TURNS = 20
# Whoever was told to wait is forgotten once there are so many of them.
MOST_TOLD = 1000
MESSAGE_CHARACTERS = 4000
# How long the next turn waits for the titles of this one to stand in the channel.
FIRST_WORD_SECONDS = 20.0


class ConversationCog(commands.Cog):
    """Answers what people write to the bot."""

    def __init__(self, bot: MovieBot) -> None:
        self._bot = bot
        self._gathering = Gathering[discord.Message](self._answer)
        self._under_way: set[asyncio.Task[None]] = set()
        self._cooldowns = commands.CooldownMapping[discord.Message].from_cooldown(
            WISHES, SECONDS, commands.BucketType.user
        )
        self._turns = commands.CooldownMapping[discord.Message].from_cooldown(
            TURNS, SECONDS, commands.BucketType.user
        )
        self._told_until: dict[int, float] = {}

    async def cog_unload(self) -> None:
        """Let go of messages that wait to be answered."""
        await self._gathering.close()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take a message in, if it is one to the bot, and show that it is being thought about."""
        if message.author.bot or message.is_system() or not self._is_for_bot(message):
            return
        if self._gathering.add((message.author.id, message.channel.id), message):
            await self._show_typing(message.channel)

    def _is_for_bot(self, message: discord.Message) -> bool:
        """Whether a message is one to the bot: said to it alone, or in a server mentioning it.

        A reply mentions whom it answers, unless the person switched that off: then Discord shows no content.
        """
        if message.guild is None:
            return True
        user = self._bot.user
        return user is not None and any(mentioned.id == user.id for mentioned in message.mentions)

    async def _answer(self, messages: Sequence[discord.Message]) -> None:
        """Do what messages in a row ask for; return as soon as the answer stands in the channel."""
        last = messages[-1]
        if (wait := self._turns.update_rate_limit(last)) is not None:
            await self._say(last, self._too_quick(last.author.id, wait))
            return
        replied_to = next((i for m in reversed(messages) if (i := self._replied_to(m)) is not None), None)
        try:
            outcome = await self._bot.services.conversations.turn(
                last.author.id,
                last.channel.id,
                [self._text_of(message) for message in messages],
                replied_to=replied_to,
            )
        except Exception as exc:  # noqa: BLE001 - `explain` logs whatever it is
            # Who was shown that the bot is typing must not wait for nothing.
            await self._say(last, explain(exc, last.author.id))
            return
        if outcome.request is None:
            view = with_undo(outcome.deeds) if outcome.deeds else await self._meeting(last, outcome)
            await self._say(last, reply_of(outcome), view)
            return
        if (wait := self._cooldowns.update_rate_limit(last)) is not None:
            await self._say_too_quick(last, outcome, wait)
            return
        await self._recommend(last, outcome)

    async def _meeting(self, message: discord.Message, outcome: Outcome) -> discord.ui.View | None:
        """Return a stranger's way to the first meeting below a greeting, where nobody else reads along."""
        if message.guild is not None or outcome.meaning.small_talk not in (
            SmallTalk.GREETING,
            SmallTalk.HELP,
        ):
            return None
        try:
            button = await way_to_meeting(self._bot.services, message.author.id)
        except StorageError as exc:
            log.warning("the first meeting was not offered user=%d: %s", message.author.id, exc)
            return None
        return lasting_view(*button) if button else None

    async def _recommend(self, message: discord.Message, outcome: Outcome) -> None:
        """Stream the titles below the message; others may speak on once they stand."""
        assert outcome.request is not None, "titles are asked for"
        stands = asyncio.Event()
        writing = self._bot.presenter.reply(
            message, outcome.request, lead=lead_of(outcome), undo=outcome.deeds.code, named=stands
        )
        self._in_background(self._guarded(message, writing, stands))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_WORD_SECONDS):
                await stands.wait()

    async def _guarded(
        self, message: discord.Message, writing: Coroutine[Any, Any, None], stands: asyncio.Event
    ) -> None:
        try:
            await writing
        except discord.HTTPException as exc:
            await self._say(message, explain(exc, message.author.id))
        finally:
            stands.set()

    async def _say_too_quick(self, message: discord.Message, outcome: Outcome, wait: float) -> None:
        said = "\n".join(filter(None, (lead_of(outcome), self._too_quick(message.author.id, wait))))
        await self._say(message, said, with_undo(outcome.deeds) if outcome.deeds else None)

    def _too_quick(self, user_id: int, wait: float) -> str:
        """Return what tells a person to wait; "" where they have been told: a flood is answered once."""
        now = time.monotonic()
        if now < self._told_until.get(user_id, 0.0):
            return ""
        if len(self._told_until) >= MOST_TOLD:
            self._told_until = {who: until for who, until in self._told_until.items() if until > now}
        self._told_until[user_id] = now + wait
        return (
            explain(app_commands.CommandOnCooldown(app_commands.Cooldown(WISHES, SECONDS), wait), user_id)
            or ""
        )

    def _replied_to(self, message: discord.Message) -> int | None:
        """Return the id of the message that this one replies to, if it replies."""
        reference = message.reference
        if reference is None or reference.type is not discord.MessageReferenceType.reply:
            return None
        return reference.message_id

    def _text_of(self, message: discord.Message) -> str:
        user = self._bot.user
        text = message.content
        for mark in (f"<@{user.id}>", f"<@!{user.id}>") if user is not None else ():
            text = text.replace(mark, " ")
        return text.strip()[:MESSAGE_CHARACTERS]

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="conversation-answer")
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (exc := task.exception()) is not None:
            log.error("an answer in a conversation ended", exc_info=exc)

    async def _show_typing(self, channel: discord.abc.Messageable) -> None:
        """Show for ten seconds that the bot is typing; whether that can be shown matters to nobody."""
        try:
            await channel.typing()
        except (discord.HTTPException, OSError, ClientError) as exc:
            log.info("typing could not be shown error=%s", type(exc).__name__)

    async def _say(
        self, message: discord.Message, sentence: str | None, view: discord.ui.View | None = None
    ) -> None:
        if not sentence:
            return
        try:
            await Reply(message).edit(Frame(sentence, view))
        except (MessageGone, TargetMoved):
            return  # nobody is there to read it, or it stands there already
        except (discord.HTTPException, OSError, ClientError) as exc:
            log.warning("an answer could not be said user=%d error=%s", message.author.id, type(exc).__name__)


async def setup(bot: MovieBot) -> None:
    """Called by discord.py when the extension is loaded."""
    await bot.add_cog(ConversationCog(bot))
