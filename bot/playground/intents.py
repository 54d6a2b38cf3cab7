"""Gateway intents: what a bot asked to be told, and what is taken out of it when it asked for less.

Described in https://discord.com/developers/docs/events/gateway#gateway-intents.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag
from typing import Any

from bot.playground.occurrence import Occurrence

Json = dict[str, Any]


class Intents(IntFlag):
    """The bits of `intents` in an identify."""

    NONE = 0
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_INTEGRATIONS = 1 << 4
    GUILD_WEBHOOKS = 1 << 5
    GUILD_INVITES = 1 << 6
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    AUTO_MODERATION_CONFIGURATION = 1 << 20
    AUTO_MODERATION_EXECUTION = 1 << 21
    GUILD_MESSAGE_POLLS = 1 << 24
    DIRECT_MESSAGE_POLLS = 1 << 25


PRIVILEGED = Intents.GUILD_MEMBERS | Intents.GUILD_PRESENCES | Intents.MESSAGE_CONTENT
"""Only told to applications that Discord has allowed to."""

EVERY = Intents(sum(Intents))

_ALWAYS = frozenset(
    [
        "INTERACTION_CREATE", "APPLICATION_COMMAND_PERMISSIONS_UPDATE", "ENTITLEMENT_CREATE", "ENTITLEMENT_UPDATE",
        "ENTITLEMENT_DELETE", "USER_UPDATE", "READY", "RESUMED", "GUILD_MEMBERS_CHUNK",
    ]
)  # fmt: skip

# The longest beginning that fits decides: what must be asked for to be told it of a guild, and of direct messages.
_NEEDED: Mapping[str, tuple[Intents, Intents]] = {
    "MESSAGE_": (Intents.GUILD_MESSAGES, Intents.DIRECT_MESSAGES),
    "MESSAGE_REACTION_": (Intents.GUILD_MESSAGE_REACTIONS, Intents.DIRECT_MESSAGE_REACTIONS),
    "MESSAGE_POLL_VOTE_": (Intents.GUILD_MESSAGE_POLLS, Intents.DIRECT_MESSAGE_POLLS),
    "TYPING_START": (Intents.GUILD_MESSAGE_TYPING, Intents.DIRECT_MESSAGE_TYPING),
    "GUILD_": (Intents.GUILDS, Intents.NONE),
    "GUILD_MEMBER_": (Intents.GUILD_MEMBERS, Intents.NONE),
    "GUILD_BAN_": (Intents.GUILD_MODERATION, Intents.NONE),
    "GUILD_AUDIT_LOG_ENTRY_CREATE": (Intents.GUILD_MODERATION, Intents.NONE),
    "GUILD_EMOJIS_UPDATE": (Intents.GUILD_EXPRESSIONS, Intents.NONE),
    "GUILD_STICKERS_UPDATE": (Intents.GUILD_EXPRESSIONS, Intents.NONE),
    "GUILD_SOUNDBOARD_": (Intents.GUILD_EXPRESSIONS, Intents.NONE),
    "GUILD_INTEGRATIONS_UPDATE": (Intents.GUILD_INTEGRATIONS, Intents.NONE),
    "GUILD_SCHEDULED_EVENT_": (Intents.GUILD_SCHEDULED_EVENTS, Intents.NONE),
    "CHANNEL_": (Intents.GUILDS, Intents.NONE),
    "CHANNEL_PINS_UPDATE": (Intents.GUILDS, Intents.DIRECT_MESSAGES),
    "THREAD_": (Intents.GUILDS, Intents.NONE),
    "STAGE_INSTANCE_": (Intents.GUILDS, Intents.NONE),
    "INTEGRATION_": (Intents.GUILD_INTEGRATIONS, Intents.NONE),
    "WEBHOOKS_UPDATE": (Intents.GUILD_WEBHOOKS, Intents.NONE),
    "INVITE_": (Intents.GUILD_INVITES, Intents.NONE),
    "VOICE_": (Intents.GUILD_VOICE_STATES, Intents.NONE),
    "PRESENCE_UPDATE": (Intents.GUILD_PRESENCES, Intents.NONE),
    "AUTO_MODERATION_RULE_": (Intents.AUTO_MODERATION_CONFIGURATION, Intents.NONE),
    "AUTO_MODERATION_ACTION_EXECUTION": (Intents.AUTO_MODERATION_EXECUTION, Intents.NONE),
}  # fmt: skip
_BEGINNINGS = sorted(_NEEDED, key=len, reverse=True)


def payload_for(occurrence: Occurrence, intents: Intents, bot_id: str) -> Json | None:
    """Return what a bot with these intents is told of it: all, a part, or (None) nothing.

    The occurrence itself is left as it is.
    """
    if not _may_know(occurrence, intents, bot_id):
        return None
    data = occurrence.data
    if occurrence.name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        if occurrence.guild_id is None or Intents.MESSAGE_CONTENT in intents:
            return data
        return _without_content(data, bot_id)
    if occurrence.name == "GUILD_CREATE":
        return _guild_for(data, intents, bot_id)
    return data


def _may_know(occurrence: Occurrence, intents: Intents, bot_id: str) -> bool:
    if occurrence.name in _ALWAYS:
        return True
    if occurrence.name == "GUILD_MEMBER_UPDATE" and occurrence.data.get("user", {}).get("id") == bot_id:
        return True  # a bot is always told of itself
    for beginning in _BEGINNINGS:
        if occurrence.name.startswith(beginning):
            in_guild, in_dm = _NEEDED[beginning]
            return bool(intents & (in_dm if occurrence.guild_id is None else in_guild))
    return True


def _without_content(message: Json, bot_id: str) -> Json:
    """Empty what a person wrote, unless it is the bot's own or speaks to it; keys that are absent stay absent."""
    shown = dict(message)
    answered = message.get("referenced_message")
    if isinstance(answered, dict):
        shown["referenced_message"] = _without_content(answered, bot_id)
    own = message.get("author", {}).get("id") == bot_id
    if own or any(user.get("id") == bot_id for user in message.get("mentions", ())):
        return shown
    shown.pop("poll", None)
    if "content" in shown:
        shown["content"] = ""
    for listed in ("embeds", "attachments", "components"):
        if listed in shown:
            shown[listed] = []
    return shown


def _guild_for(guild: Json, intents: Intents, bot_id: str) -> Json:
    """Without presences a bot is shown no member of a guild but itself."""
    if Intents.GUILD_PRESENCES in intents:
        return guild
    shown = dict(guild)
    if "members" in shown:
        shown["members"] = [one for one in shown["members"] if one.get("user", {}).get("id") == bot_id]
    if "presences" in shown:
        shown["presences"] = []
    return shown
