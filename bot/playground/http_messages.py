"""Routes of messages and of reactions to them."""

from __future__ import annotations

from bot.playground import errors
from bot.playground.api import Discord, Route
from bot.playground.bodies import Draft, check_draft, check_new
from bot.playground.channel import Channel
from bot.playground.errors import Form
from bot.playground.messages import Message
from bot.playground.occurrence import Json
from bot.playground.permissions import NONE, Permissions
from bot.playground.requests import NOTHING, Answer, Call
from bot.playground.snowflake import made_at

MOST_AT_ONCE = 100


def list_messages(discord: Discord, call: Call) -> Answer:
    """GET /channels/{channel_id}/messages, newest first."""
    channel = _channel(discord, call)
    limit = call.number("limit", 50, 1, MOST_AT_ONCE) or 50
    before, after, around = (call.snowflake(name) for name in ("before", "after", "around"))
    if Permissions.READ_MESSAGE_HISTORY not in discord.world.permissions(discord.world.bot_id, channel):
        return Answer([])
    found = discord.messages.history(channel, limit, before=before, after=after, around=around)
    return Answer([_shown(discord, message) for message in found])


def get_message(discord: Discord, call: Call) -> Answer:
    """GET /channels/{channel_id}/messages/{message_id}."""
    return Answer(_shown(discord, _message(discord, call, Permissions.READ_MESSAGE_HISTORY)))


def create_message(discord: Discord, call: Call) -> Answer:
    """POST /channels/{channel_id}/messages."""
    channel = _channel(discord, call, Permissions.SEND_MESSAGES)
    draft = check_new(check_draft(call.body or {}, call.uploads))
    if draft.uploads:
        discord.world.require(channel, Permissions.ATTACH_FILES)
    if draft.body.get("embeds"):
        discord.world.require(channel, Permissions.EMBED_LINKS)
    reply_to = _replied(discord, channel, draft)
    made = discord.messages.create(channel, discord.world.bot_id, draft, reply_to=reply_to)
    return Answer(_shown(discord, made))


def edit_message(discord: Discord, call: Call) -> Answer:
    """PATCH /channels/{channel_id}/messages/{message_id}: only the bot's own."""
    message = _message(discord, call)
    draft = check_draft(call.body or {}, call.uploads)
    if message.author_id != discord.world.bot_id:
        raise errors.cannot_edit_others()
    now = discord.world.clock.now()
    if not message.may_be_edited(now, made_at(message.id)):
        raise errors.too_many_old_edits()
    return Answer(_shown(discord, discord.messages.edit(message, draft)))


def delete_message(discord: Discord, call: Call) -> Answer:
    """DELETE /channels/{channel_id}/messages/{message_id}."""
    message = _message(discord, call)
    if message.author_id != discord.world.bot_id:
        discord.world.require(message.channel, Permissions.MANAGE_MESSAGES)
    discord.messages.delete(message)
    return NOTHING


def delete_messages(discord: Discord, call: Call) -> Answer:
    """POST /channels/{channel_id}/messages/bulk-delete."""
    channel = _channel(discord, call, Permissions.MANAGE_MESSAGES)
    ids = call.body.get("messages") if isinstance(call.body, dict) else None
    if not isinstance(ids, list) or not 2 <= len(ids) <= MOST_AT_ONCE:
        form = Form()
        form.refuse(("messages",), "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 100 in length.")
        form.check()
    discord.messages.delete_many(channel, [str(message_id) for message_id in ids or ()])
    return NOTHING


def list_reactions(discord: Discord, call: Call) -> Answer:
    """GET …/reactions/{emoji_name}: who reacted."""
    message = _message(discord, call)
    limit, after = call.number("limit", 25, 1, MOST_AT_ONCE), call.snowflake("after") or 0
    users = sorted(message.reactions.get(_emoji(call), {}), key=int)
    return Answer([discord.world.users[one] for one in users if int(one) > after][:limit])


def add_reaction(discord: Discord, call: Call) -> Answer:
    """PUT …/reactions/{emoji_name}/@me."""
    message = _message(discord, call, Permissions.READ_MESSAGE_HISTORY)
    emoji = _emoji(call)
    if emoji not in message.reactions:
        discord.world.require(message.channel, Permissions.ADD_REACTIONS)
    discord.reactions.add(message, discord.world.bot_id, emoji)
    return NOTHING


def remove_reaction(discord: Discord, call: Call) -> Answer:
    """DELETE …/reactions/{emoji_name}/@me and /{user_id}."""
    message = _message(discord, call)
    user_id = call.path.get("user_id", discord.world.bot_id)
    if user_id != discord.world.bot_id:
        discord.world.require(message.channel, Permissions.MANAGE_MESSAGES)
    discord.reactions.remove(message, user_id, _emoji(call))
    return NOTHING


def clear_reactions(discord: Discord, call: Call) -> Answer:
    """DELETE …/reactions and …/reactions/{emoji_name}."""
    message = _message(discord, call)
    discord.world.require(message.channel, Permissions.MANAGE_MESSAGES)
    discord.reactions.clear(message, _emoji(call) if "emoji_name" in call.path else None)
    return NOTHING


def _channel(discord: Discord, call: Call, needed: Permissions = NONE) -> Channel:
    channel = discord.world.channel(call.path["channel_id"])
    discord.world.require(channel, needed)
    return channel


def _message(discord: Discord, call: Call, needed: Permissions = NONE) -> Message:
    _channel(discord, call, needed)
    message = discord.messages.get(call.path["channel_id"], call.path["message_id"])
    if message.only_for is not None:  # reached by its interaction's token alone
        raise errors.unknown_message()
    return message


def _shown(discord: Discord, message: Message) -> Json:
    return message.seen_by(discord.world.bot_id)


def _replied(discord: Discord, channel: Channel, draft: Draft) -> Message | None:
    """Return the message that is replied to. Raises ApiError 50035, 50013."""
    reference = draft.body.get("message_reference")
    if not reference or not reference.get("message_id"):
        return None
    discord.world.require(channel, Permissions.READ_MESSAGE_HISTORY)
    found = channel.messages.get(str(reference["message_id"]))
    if found is None and reference.get("fail_if_not_exists") is not False:
        form = Form()
        form.refuse(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        form.check()
    return found


def _emoji(call: Call) -> str:
    """Return the emoji of the path. Raises ApiError 10014 for what is plain text."""
    emoji = call.path["emoji_name"]
    if emoji.isascii() and ":" not in emoji:
        raise errors.unknown_emoji()
    return emoji


_MESSAGES = "/channels/{channel_id}/messages"
_REACTIONS = f"{_MESSAGES}/{{message_id}}/reactions"
ROUTES = (
    Route("GET", _MESSAGES, list_messages),
    Route("POST", _MESSAGES, create_message),
    Route("POST", f"{_MESSAGES}/bulk-delete", delete_messages),
    Route("GET", f"{_MESSAGES}/{{message_id}}", get_message),
    Route("PATCH", f"{_MESSAGES}/{{message_id}}", edit_message),
    Route("DELETE", f"{_MESSAGES}/{{message_id}}", delete_message),
    Route("DELETE", _REACTIONS, clear_reactions),
    Route("GET", f"{_REACTIONS}/{{emoji_name}}", list_reactions),
    Route("DELETE", f"{_REACTIONS}/{{emoji_name}}", clear_reactions),
    Route("PUT", f"{_REACTIONS}/{{emoji_name}}/@me", add_reaction),
    Route("DELETE", f"{_REACTIONS}/{{emoji_name}}/@me", remove_reaction),
    Route("DELETE", f"{_REACTIONS}/{{emoji_name}}/{{user_id}}", remove_reaction),
)
