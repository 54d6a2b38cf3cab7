"""Reactions: added, taken away, and told to whoever listens."""

from __future__ import annotations

from bot.playground import errors
from bot.playground.messages import Message, Messages, emoji_json, place_of
from bot.playground.occurrence import Json
from bot.playground.world import World

MOST_REACTIONS = 20


class Reactions:
    """Who reacted to which message with what. Emojis are characters, or `name:id` for a guild's own."""

    def __init__(self, world: World, messages: Messages) -> None:
        self._world = world
        self._messages = messages

    def add(self, message: Message, user_id: str, emoji: str) -> None:
        """Add somebody's reaction; a second time changes nothing. Raises ApiError 30010."""
        if emoji not in message.reactions and len(message.reactions) >= MOST_REACTIONS:
            raise errors.too_many_reactions()
        users = message.reactions.setdefault(emoji, {})
        if user_id in users:
            return
        users[user_id] = None
        data = _describe(message, user_id, emoji) | {"message_author_id": message.author_id}
        if message.channel.guild_id is not None:
            data["member"] = self._world.member(user_id)
        self._messages.occur("MESSAGE_REACTION_ADD", data, message)

    def remove(self, message: Message, user_id: str, emoji: str) -> None:
        """Take somebody's reaction away. Raises ApiError 10014 when nobody reacted with this emoji."""
        users = message.reactions.get(emoji)
        if users is None:
            raise errors.unknown_emoji()
        if user_id not in users:
            return
        del users[user_id]
        if not users:
            del message.reactions[emoji]
        self._messages.occur("MESSAGE_REACTION_REMOVE", _describe(message, user_id, emoji), message)

    def clear(self, message: Message, emoji: str | None = None) -> None:
        """Take all reactions away, or all with one emoji. Raises ApiError 10014."""
        data = place_of(message.channel) | {"message_id": message.id}
        if emoji is None:
            message.reactions.clear()
            self._messages.occur("MESSAGE_REACTION_REMOVE_ALL", data, message)
            return
        if message.reactions.pop(emoji, None) is None:
            raise errors.unknown_emoji()
        data["emoji"] = emoji_json(emoji)
        self._messages.occur("MESSAGE_REACTION_REMOVE_EMOJI", data, message)


def _describe(message: Message, user_id: str, emoji: str) -> Json:
    return {
        **place_of(message.channel),
        "user_id": user_id,
        "message_id": message.id,
        "emoji": emoji_json(emoji),
        "type": 0,
        "burst": False,
    }
