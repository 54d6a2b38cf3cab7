"""Discord's objects as JSON: users, members, guilds, channels, the application."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.playground.permissions import MEMBER

if TYPE_CHECKING:
    from bot.playground.occurrence import Json

GUILD_TEXT, DM = 0, 1


def user(user_id: str, username: str, global_name: str | None = None, *, bot: bool = False) -> Json:
    """Return a user; `bot` is absent for people, as in Discord's own."""
    described: Json = {
        "id": user_id,
        "username": username,
        "discriminator": "0000" if bot else "0",
        "global_name": global_name,
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    return described | {"bot": True} if bot else described


def member_without_user(joined_at: str) -> Json:
    """Return a member as messages carry it: beside its user, not around it."""
    return {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "deaf": False,
        "flags": 0,
        "joined_at": joined_at,
        "mute": False,
        "nick": None,
        "pending": False,
        "premium_since": None,
        "roles": [],
    }


def member(of: Json, joined_at: str) -> Json:
    """Return a guild's member."""
    return {"user": of, **member_without_user(joined_at)}


def text_channel(
    channel_id: str, guild_id: str, name: str, position: int, overwrites: list[Json], last_message: str | None
) -> Json:
    """Return a guild's text channel."""
    return {
        "id": channel_id,
        "type": GUILD_TEXT,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "permission_overwrites": overwrites,
        "flags": 0,
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
        "last_message_id": last_message,
    }


def dm_channel(channel_id: str, recipient: Json, last_message: str | None) -> Json:
    """Return the bot's direct-message channel with one user."""
    return {
        "id": channel_id,
        "type": DM,
        "flags": 0,
        "last_message_id": last_message,
        "recipients": [recipient],
    }


def everyone(guild_id: str) -> Json:
    """Return the role that every member has; its id is the guild's."""
    return {
        "id": guild_id,
        "name": "@everyone",
        "permissions": str(int(MEMBER)),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild(guild_id: str, name: str, owner_id: str) -> Json:
    """Return a guild as GET /guilds/{id} gives it; GUILD_CREATE adds members and channels."""
    return {
        "id": guild_id,
        "name": name,
        "owner_id": owner_id,
        "roles": [everyone(guild_id)],
        "emojis": [],
        "stickers": [],
        "features": [],
        "icon": None,
        "banner": None,
        "splash": None,
        "discovery_splash": None,
        "home_header": None,
        "description": None,
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "nsfw": False,
        "nsfw_level": 0,
        "incidents_data": None,
    }


def guild_create(described: Json, joined_at: str, members: Iterable[Json], channels: Iterable[Json]) -> Json:
    """Return the payload of GUILD_CREATE, whole: the gateway leaves out what intents forbid."""
    gathered = list(members)
    return described | {
        "joined_at": joined_at,
        "large": False,
        "unavailable": False,
        "member_count": len(gathered),
        "members": gathered,
        "channels": list(channels),
        "threads": [],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application(application_id: str, name: str, flags: int, owner: Json, bot: Json) -> Json:
    """Return the application as its own bot sees it."""
    return {
        "id": application_id,
        "name": name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": bot,
        "bot_public": True,
        "bot_require_code_grant": False,
        "integration_types_config": {"0": {}, "1": {}},
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": owner,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }
