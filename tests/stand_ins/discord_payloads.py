"""What Discord sends of interactions, as the gateway's raw payloads, and what it answers of messages."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

APPLICATION_ID = 500_000_000_000_000_001
BOT = {
    "id": str(APPLICATION_ID),
    "username": "Matinee",
    "discriminator": "0000",
    "avatar": None,
    "global_name": None,
    "bot": True,
}

SLASH_COMMAND, BUTTON_PRESS, TYPING = 2, 3, 4
_OPTION_TYPES: Mapping[type, int] = {str: 3, int: 4, bool: 5}
_EPOCH_MS = 1_420_070_400_000
_serial = itertools.count(1)


def new_id() -> int:
    """Return a new snowflake of this moment."""
    return (int(time.time() * 1000) - _EPOCH_MS) << 22 | next(_serial) % 4096


@dataclass(frozen=True)
class Place:
    """Where an interaction happens: `context` is 0 in a guild, 1 in the bot's DM, 2 in any other DM."""

    channel_id: int = 600_000_000_000_000_001
    guild_id: int | None = 700_000_000_000_000_001
    context: int = 0
    user_installed: bool = False


GUILD = Place()
DIRECT = Place(channel_id=600_000_000_000_000_002, guild_id=None, context=1)
USER_INSTALLED = Place(channel_id=600_000_000_000_000_003, guild_id=None, context=2, user_installed=True)


def user(user_id: int) -> Json:
    """Return a user as Discord describes one."""
    return {
        "id": str(user_id),
        "username": f"user{user_id}",
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
    }


def interaction(kind: int, data: Json, user_id: int, place: Place, token: str) -> Json:
    """Return the payload of INTERACTION_CREATE; absent keys are absent, as in the real one."""
    payload: Json = {
        "id": str(new_id()),
        "application_id": str(APPLICATION_ID),
        "type": kind,
        "data": data,
        "channel_id": str(place.channel_id),
        "channel": _channel(place),
        "token": token,
        "version": 1,
        "app_permissions": "2147483647",
        "locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": {
            "1" if place.user_installed else "0": str(
                user_id if place.user_installed else place.guild_id or 0
            )
        },
        "context": place.context,
        "attachment_size_limit": 10_485_760,
    }
    if place.guild_id is None:
        return payload | {"user": user(user_id)}
    member = {
        "user": user(user_id),
        "roles": [],
        "joined_at": "2024-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "permissions": "2147483647",
        "flags": 0,
        "avatar": None,
        "premium_since": None,
        "pending": False,
        "nick": None,
    }
    return payload | {
        "guild_id": str(place.guild_id),
        "guild": {"id": str(place.guild_id), "features": [], "locale": "en-GB"},
        "guild_locale": "en-GB",
        "member": member,
    }


def options(values: Mapping[str, str | int | bool], focused: str | None = None) -> list[Json]:
    """Return command options; `focused` is the one being typed."""
    return [
        {"name": name, "type": _OPTION_TYPES[type(value)], "value": value}
        | ({"focused": True} if name == focused else {})
        for name, value in values.items()
    ]


def message(message_id: int, channel_id: int, body: Json, *, ephemeral: bool = False) -> Json:
    """Return a message of the bot's with what `body` (a request) says of it."""
    return {
        "id": str(message_id),
        "channel_id": str(channel_id),
        "author": BOT,
        "content": body.get("content") or "",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 20,
        "flags": 64 if ephemeral else 0,
        "components": body.get("components") or [],
        "application_id": str(APPLICATION_ID),
        "webhook_id": str(APPLICATION_ID),
    }


def buttons(shown: Json) -> dict[str, str]:
    """Return the custom id of every button of a message, by label."""
    rows = shown.get("components") or []
    return {item["label"]: item["custom_id"] for row in rows for item in row["components"]}


def _channel(place: Place) -> Json:
    channel: Json = {"id": str(place.channel_id), "type": 0 if place.guild_id else 1, "flags": 0}
    if place.guild_id is None:
        return channel | {"last_message_id": None}
    return channel | {
        "name": "films",
        "guild_id": str(place.guild_id),
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "permissions": "2147483647",
    }
