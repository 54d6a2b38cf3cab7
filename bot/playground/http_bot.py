"""Routes about the bot itself: where its gateway is, who it is, whom it may write to."""

from __future__ import annotations

from bot.playground.api import Discord, Route
from bot.playground.errors import Form
from bot.playground.occurrence import Json
from bot.playground.requests import Answer, Call

STARTS_A_DAY = 1000


def gateway_address(discord: Discord) -> str:
    """Return where the gateway is."""
    return discord.address().replace("http://", "ws://") + "/gateway"


def get_gateway(discord: Discord, _: Call) -> Answer:
    """GET /gateway."""
    return Answer({"url": gateway_address(discord)})


def get_gateway_bot(discord: Discord, _: Call) -> Answer:
    """GET /gateway/bot: one shard is enough for one guild."""
    limit = {"total": STARTS_A_DAY, "remaining": STARTS_A_DAY, "reset_after": 0, "max_concurrency": 1}
    return Answer({"url": gateway_address(discord), "shards": 1, "session_start_limit": limit})


def get_me(discord: Discord, _: Call) -> Answer:
    """GET /users/@me."""
    account = {"mfa_enabled": False, "locale": "en-US", "premium_type": 0, "email": None, "verified": True}
    return Answer(discord.world.bot | account)


def get_user(discord: Discord, call: Call) -> Answer:
    """GET /users/{user_id}."""
    return Answer(discord.world.user(call.path["user_id"]))


def get_my_guilds(discord: Discord, _: Call) -> Answer:
    """GET /users/@me/guilds."""
    world = discord.world
    guild: Json = {
        "id": world.guild_id,
        "name": world.guild_name,
        "icon": None,
        "banner": None,
        "owner": False,
        "permissions": "0",
        "features": [],
    }
    return Answer([guild])


def open_dm(discord: Discord, call: Call) -> Answer:
    """POST /users/@me/channels."""
    form = Form()
    body = call.body if isinstance(call.body, dict) else {}
    form.check_length(("recipient_id",), str(body.get("recipient_id") or ""), 20, shortest=1)
    form.check()
    channel = discord.world.open_dm(str(body["recipient_id"]))
    return Answer(discord.world.channel_json(channel))


def get_application(discord: Discord, _: Call) -> Answer:
    """GET /applications/@me and /oauth2/applications/@me."""
    return Answer(discord.world.application())


ROUTES = (
    Route("GET", "/gateway", get_gateway, is_open=True),
    Route("GET", "/gateway/bot", get_gateway_bot),
    Route("GET", "/users/@me", get_me),
    Route("GET", "/users/@me/guilds", get_my_guilds),
    Route("POST", "/users/@me/channels", open_dm),
    Route("GET", "/users/{user_id}", get_user),
    Route("GET", "/applications/@me", get_application),
    Route("GET", "/oauth2/applications/@me", get_application),
)
