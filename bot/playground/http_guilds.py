"""Routes of the guild, its members and its channels."""

from __future__ import annotations

from bot.playground import errors, payloads
from bot.playground.api import Discord, Route
from bot.playground.permissions import NONE, Permissions
from bot.playground.requests import NOTHING, Answer, Call


def get_guild(discord: Discord, call: Call) -> Answer:
    """GET /guilds/{guild_id}."""
    _check_guild(discord, call)
    guild = discord.world.guild()
    if call.query.get("with_counts", "").lower() == "true":
        counts = len(discord.world.users)
        guild |= {"approximate_member_count": counts, "approximate_presence_count": counts}
    return Answer(guild)


def list_channels(discord: Discord, call: Call) -> Answer:
    """GET /guilds/{guild_id}/channels."""
    _check_guild(discord, call)
    world = discord.world
    return Answer([world.channel_json(one) for one in world.channels.values() if not one.is_dm])


def list_roles(discord: Discord, call: Call) -> Answer:
    """GET /guilds/{guild_id}/roles."""
    _check_guild(discord, call)
    return Answer([payloads.everyone(discord.world.guild_id)])


def get_member(discord: Discord, call: Call) -> Answer:
    """GET /guilds/{guild_id}/members/{user_id}."""
    _check_guild(discord, call)
    return Answer(discord.world.member(call.path["user_id"]))


def list_members(discord: Discord, call: Call) -> Answer:
    """GET /guilds/{guild_id}/members, which needs the privileged intent for members."""
    _check_guild(discord, call)
    world = discord.world
    if not world.application_intents & 1 << 1:
        raise errors.missing_access()
    limit, after = call.number("limit", 1, 1, 1000), call.snowflake("after") or 0
    members = [world.member(user_id) for user_id in world.users if int(user_id) > after]
    return Answer(members[:limit])


def get_channel(discord: Discord, call: Call) -> Answer:
    """GET /channels/{channel_id}."""
    channel = discord.world.channel(call.path["channel_id"])
    discord.world.require(channel, NONE)
    return Answer(discord.world.channel_json(channel))


def delete_channel(discord: Discord, call: Call) -> Answer:
    """DELETE /channels/{channel_id}."""
    channel = discord.world.channel(call.path["channel_id"])
    if not channel.is_dm:
        discord.world.require(channel, Permissions.MANAGE_CHANNELS)
    return Answer(discord.world.delete_channel(channel.id))


def start_typing(discord: Discord, call: Call) -> Answer:
    """POST /channels/{channel_id}/typing."""
    channel = discord.world.channel(call.path["channel_id"])
    discord.world.require(channel, Permissions.SEND_MESSAGES)
    discord.world.start_typing(channel, discord.world.bot_id)
    return NOTHING


def _check_guild(discord: Discord, call: Call) -> None:
    if call.path["guild_id"] != discord.world.guild_id:
        raise errors.unknown_guild()


ROUTES = (
    Route("GET", "/guilds/{guild_id}", get_guild),
    Route("GET", "/guilds/{guild_id}/channels", list_channels),
    Route("GET", "/guilds/{guild_id}/roles", list_roles),
    Route("GET", "/guilds/{guild_id}/members", list_members),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", get_member),
    Route("GET", "/channels/{channel_id}", get_channel),
    Route("DELETE", "/channels/{channel_id}", delete_channel),
    Route("POST", "/channels/{channel_id}/typing", start_typing),
)
