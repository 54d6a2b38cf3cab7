"""Routes of application commands, global and of the guild."""

from __future__ import annotations

from bot.playground import errors
from bot.playground.api import Discord, Route
from bot.playground.requests import NOTHING, Answer, Call


def list_commands(discord: Discord, call: Call) -> Answer:
    """GET …/commands."""
    return Answer(discord.world.commands.all(_guild(discord, call)))


def replace_commands(discord: Discord, call: Call) -> Answer:
    """PUT …/commands."""
    return Answer(discord.world.commands.replace(call.body, _guild(discord, call)))


def create_command(discord: Discord, call: Call) -> Answer:
    """POST …/commands: 201 when there was none of this name."""
    made, is_new = discord.world.commands.create(call.body, _guild(discord, call))
    return Answer(made, 201 if is_new else 200)


def get_command(discord: Discord, call: Call) -> Answer:
    """GET …/commands/{command_id}."""
    return Answer(discord.world.commands.get(call.path["command_id"], _guild(discord, call)))


def edit_command(discord: Discord, call: Call) -> Answer:
    """PATCH …/commands/{command_id}."""
    guild_id = _guild(discord, call)
    return Answer(discord.world.commands.edit(call.path["command_id"], call.body or {}, guild_id))


def delete_command(discord: Discord, call: Call) -> Answer:
    """DELETE …/commands/{command_id}."""
    discord.world.commands.delete(call.path["command_id"], _guild(discord, call))
    return NOTHING


def _guild(discord: Discord, call: Call) -> str | None:
    if call.path["application_id"] != discord.world.bot_id:
        raise errors.missing_access()
    guild_id = call.path.get("guild_id")
    if guild_id not in (None, discord.world.guild_id):
        raise errors.missing_access()
    return guild_id


ROUTES = tuple(
    Route(method, f"/applications/{{application_id}}{place}/commands{which}", handler)
    for place in ("", "/guilds/{guild_id}")
    for method, which, handler in (
        ("GET", "", list_commands),
        ("PUT", "", replace_commands),
        ("POST", "", create_command),
        ("GET", "/{command_id}", get_command),
        ("PATCH", "/{command_id}", edit_command),
        ("DELETE", "/{command_id}", delete_command),
    )
)
