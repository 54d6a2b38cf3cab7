"""The life of an interaction: a person makes it, the bot answers within 3 seconds, its token lasts 15 minutes."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque

from bot.playground import errors
from bot.playground.bodies import EPHEMERAL, LOADING, Draft, check_draft, check_new
from bot.playground.callbacks import Callback, check_callback
from bot.playground.channel import Channel
from bot.playground.files import LARGEST_FILE
from bot.playground.interaction import Interaction, Kind
from bot.playground.messages import CHAT_INPUT_COMMAND, REPLY, Message, Messages, place_of
from bot.playground.occurrence import Json, Occurrence
from bot.playground.world import World

ANSWER_WITHIN = 3.0
"""Seconds in which the bot has to answer."""

TOKEN_LASTS = 15 * 60.0
"""Seconds for which answers can be changed and added."""

NO_ANSWER = "The application did not respond"
FAILED, MODAL = "PLAYGROUND_INTERACTION_FAILED", "PLAYGROUND_MODAL"
"""Occurrences of the playground's own, for its page; the bot is not told."""

_ORIGINAL = "@original"
_REMEMBERED = 10_000


class Interactions:
    """All interactions. `delays` are the seconds after which the latest were answered, by interaction id."""

    def __init__(self, world: World, messages: Messages) -> None:
        self._world = world
        self._messages = messages
        self._by_token: dict[str, Interaction] = {}
        self._by_id: dict[str, Interaction] = {}
        self._timers: set[asyncio.Task[None]] = set()
        self.delays: deque[tuple[str, float]] = deque(maxlen=_REMEMBERED)
        self.unanswered = 0

    # -- made by people --------------------------------------------------------------------------------

    def create(
        self,
        kind: Kind,
        user_id: str,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
        parent: Interaction | None = None,
    ) -> Interaction:
        """Make an interaction and tell the bot of it. Needs a running event loop."""
        token = secrets.token_urlsafe(48)
        payload = self._payload(kind, user_id, channel, data, token)
        if source is not None:
            payload["message"] = source.seen_by(self._world.bot_id)
        made = Interaction(
            payload["id"],
            token,
            kind,
            user_id,
            channel,
            payload,
            self._world.clock.now(),
            source,
            parent,
        )
        self._remember(made)
        timer = asyncio.get_running_loop().create_task(self._wait(made))
        self._timers.add(timer)
        timer.add_done_callback(self._timers.discard)
        self._world.tell(Occurrence("INTERACTION_CREATE", payload, channel.guild_id))
        return made

    def get(self, interaction_id: str) -> Interaction | None:
        """Return an interaction by its id, None when it is unknown or long over."""
        return self._by_id.get(interaction_id)

    async def close(self) -> None:
        """Stop waiting for answers."""
        timers = [*self._timers]
        for timer in timers:
            timer.cancel()
        await asyncio.gather(*timers, return_exceptions=True)

    # -- answered by the bot ---------------------------------------------------------------------------

    def answer(self, interaction_id: str, token: str, callback: Callback) -> Json:
        """Take the bot's answer, and return what `with_response=true` shows of it.

        Raises ApiError 10062 (unknown, or too late), 40060 (answered already), 50035, 50006, 10003.
        """
        asked = self._by_id.get(interaction_id)
        if asked is None or not secrets.compare_digest(asked.token.encode(), token.encode()):
            raise errors.unknown_interaction()
        if asked.callback is not None:
            raise errors.already_acknowledged()
        waited = self._world.clock.now() - asked.made_at
        if asked.failed or waited > ANSWER_WITHIN:
            raise errors.unknown_interaction()
        check_callback(callback, int(asked.kind), from_message=asked.source is not None)
        self._world.channel(asked.channel.id)
        message = self._carry_out(asked, callback)
        asked.callback, asked.answered_after = callback, waited
        self.delays.append((asked.id, waited))
        asked.settle()
        return _described(asked, message)

    def by_token(self, token: str) -> Interaction:
        """Return the interaction of a token that can be used. Raises ApiError 10015, 50027."""
        asked = self._by_token.get(token)
        if asked is None or asked.callback is None:
            raise errors.unknown_webhook()
        if self._world.clock.now() - asked.made_at > TOKEN_LASTS:
            raise errors.invalid_webhook_token()
        return asked

    def message_of(self, asked: Interaction, message_id: str) -> Message:
        """Return an answer, by id or "@original". Raises ApiError 10003, 10008."""
        self._world.channel(asked.channel.id)
        mine = [message for message in (asked.original, *asked.followups, asked.source) if message]
        found = asked.original or (asked.source if _updates_source(asked) else None)
        if message_id != _ORIGINAL:
            found = next((message for message in mine if message.id == message_id), None)
        if found is None or found.id not in asked.channel.messages:
            raise errors.unknown_message()
        return found

    def follow_up(self, asked: Interaction, draft: Draft) -> Message:
        """Add a message; the first one takes the place of "… is thinking". Raises ApiError 50006, 10003."""
        check_new(draft)
        self._world.channel(asked.channel.id)
        original = asked.original
        if original is not None and original.is_loading and original.id in asked.channel.messages:
            return self._messages.edit(original, draft)
        private = asked.user_id if draft.flags & EPHEMERAL else None
        reply_to = original if original is not None and (original.only_for is None or private) else None
        if reply_to is not None and reply_to.id not in asked.channel.messages:
            reply_to = None
        metadata = asked.metadata
        if original is not None:
            metadata["original_response_message_id"] = original.id
        made = self._messages.create(
            asked.channel,
            self._world.bot_id,
            draft,
            only_for=private,
            reply_to=reply_to,
            extra=self._webhook_keys(metadata),
        )
        asked.followups.append(made)
        return made

    # -- inside ------------------------------------------------------------------------------------------

    def _carry_out(self, asked: Interaction, callback: Callback) -> Message | None:
        """Do what a callback says; returns the message that it made or changed."""
        data = callback.data
        match callback.kind:
            case 4:
                asked.original = self._respond(asked, check_new(check_draft(data, callback.uploads)))
                return asked.original
            case 5:
                flags = int(data.get("flags") or 0)
                asked.original = self._respond(asked, Draft({"flags": flags}), LOADING)
                return asked.original
            case 7:
                source = self.message_of(asked, asked.source.id if asked.source else "")
                return self._messages.edit(source, check_draft(data, callback.uploads))
            case 8:
                asked.choices = list(data.get("choices") or [])
            case 9:
                asked.modal = data
                shown = {"interaction_id": asked.id, **data}
                self._world.tell_page(MODAL, shown, only_for=asked.user_id)
        return None

    def _respond(self, asked: Interaction, draft: Draft, flags: int = 0) -> Message:
        extra = self._webhook_keys(asked.metadata)
        kind = CHAT_INPUT_COMMAND
        if asked.kind == Kind.COMMAND:
            extra["interaction"] = {
                "id": asked.id,
                "type": int(asked.kind),
                "name": asked.name,
                "user": self._world.users[asked.user_id],
            }
        reply_to = asked.source
        if reply_to is not None:
            kind = REPLY
        return self._messages.create(
            asked.channel,
            self._world.bot_id,
            draft,
            kind=kind,
            only_for=asked.user_id if draft.flags & EPHEMERAL else None,
            reply_to=reply_to,
            extra=extra,
            flags=flags,
        )

    def _webhook_keys(self, metadata: Json) -> Json:
        bot_id = self._world.bot_id
        return {"application_id": bot_id, "webhook_id": bot_id, "interaction_metadata": metadata}

    def _payload(self, kind: Kind, user_id: str, channel: Channel, data: Json, token: str) -> Json:
        world = self._world
        payload: Json = {
            "id": world.snowflakes.new(),
            "application_id": world.bot_id,
            "type": int(kind),
            "token": token,
            "version": 1,
            "data": data,
            "channel_id": channel.id,
            "channel": world.channel_json(channel),
            "app_permissions": str(int(world.permissions(world.bot_id, channel))),
            "locale": "en-US",
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": channel.guild_id or "0"},
            "context": 1 if channel.is_dm else 0,
            "attachment_size_limit": LARGEST_FILE,
        }
        if channel.guild_id is None:
            return payload | {"user": world.user(user_id)}
        allowed = str(int(world.permissions(user_id, channel)))
        payload["channel"] = payload["channel"] | {"permissions": allowed}
        return payload | {
            "guild_id": channel.guild_id,
            "guild": {"id": channel.guild_id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": world.member(user_id) | {"permissions": allowed},
        }

    def _remember(self, made: Interaction) -> None:
        self._by_token[made.token] = self._by_id[made.id] = made
        if len(self._by_id) > _REMEMBERED:
            oldest = self._by_id.pop(next(iter(self._by_id)))
            del self._by_token[oldest.token]

    async def _wait(self, made: Interaction) -> None:
        """Tell the person when nothing came within three seconds."""
        await self._world.clock.sleep_until(made.made_at + ANSWER_WITHIN)
        if made.callback is not None:
            return
        made.failed = True
        self.unanswered += 1
        made.settle()
        data: Json = {
            "interaction_id": made.id,
            "kind": int(made.kind),
            **place_of(made.channel),
            "error": NO_ANSWER,
        }
        if made.source is not None:
            data["message_id"] = made.source.id
        self._world.tell_page(FAILED, data, only_for=made.user_id)


def _updates_source(asked: Interaction) -> bool:
    return asked.callback is not None and asked.callback.kind in (6, 7)


def _described(asked: Interaction, message: Message | None) -> Json:
    """Return what Discord answers to a callback with `with_response=true`."""
    assert asked.callback is not None
    kind = asked.callback.kind
    described: Json = {"id": asked.id, "type": int(asked.kind)}
    shown = message or (asked.source if kind == 6 else None)
    if shown is not None:
        described |= {
            "response_message_id": shown.id,
            "response_message_loading": shown.is_loading,
            "response_message_ephemeral": shown.only_for is not None,
        }
    described |= place_of(asked.channel)
    if message is None or kind == 5:
        return {"interaction": described}
    return {"interaction": described, "resource": {"type": kind, "message": message.data}}
