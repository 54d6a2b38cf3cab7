"""Routes by which interactions are answered: the callback, and the webhook that each of them brings."""

from __future__ import annotations

from bot.playground import errors
from bot.playground.api import Discord, Route
from bot.playground.bodies import check_draft
from bot.playground.callbacks import read_callback
from bot.playground.interaction import Interaction
from bot.playground.messages import Message
from bot.playground.occurrence import Json
from bot.playground.requests import NOTHING, Answer, Call


def create_response(discord: Discord, call: Call) -> Answer:
    """POST /interactions/{interaction_id}/{interaction_token}/callback."""
    callback = read_callback(call.body, call.uploads)
    interaction_id, token = call.path["interaction_id"], call.path["interaction_token"]
    described = discord.interactions.answer(interaction_id, token, callback)
    wanted = call.query.get("with_response", "").lower() in ("1", "true")
    return Answer(described) if wanted else NOTHING


def follow_up(discord: Discord, call: Call) -> Answer:
    """POST /webhooks/{webhook_id}/{webhook_token}: always waits, whatever `wait` says."""
    asked = _interaction(discord, call)
    made = discord.interactions.follow_up(asked, check_draft(call.body or {}, call.uploads))
    return Answer(_shown(discord, made))


def get_response(discord: Discord, call: Call) -> Answer:
    """GET …/messages/@original and /{message_id}."""
    return Answer(_shown(discord, _message(discord, call)))


def edit_response(discord: Discord, call: Call) -> Answer:
    """PATCH …/messages/@original and /{message_id}."""
    message = _message(discord, call)
    draft = check_draft(call.body or {}, call.uploads)
    return Answer(_shown(discord, discord.messages.edit(message, draft)))


def delete_response(discord: Discord, call: Call) -> Answer:
    """DELETE …/messages/@original and /{message_id}."""
    discord.messages.delete(_message(discord, call))
    return NOTHING


def _interaction(discord: Discord, call: Call) -> Interaction:
    if call.path["webhook_id"] != discord.world.bot_id:
        raise errors.unknown_webhook()
    return discord.interactions.by_token(call.path["webhook_token"])


def _message(discord: Discord, call: Call) -> Message:
    message_id = call.path.get("message_id", "@original")
    return discord.interactions.message_of(_interaction(discord, call), message_id)


def _shown(discord: Discord, message: Message) -> Json:
    return message.seen_by(discord.world.bot_id)


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = (
    Route(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        create_response,
        is_open=True,
    ),
    Route("POST", _WEBHOOK, follow_up, is_open=True),
    *(
        Route(method, f"{_WEBHOOK}/messages/{which}", handler, is_open=True)
        for which in ("@original", "{message_id}")
        for method, handler in (
            ("GET", get_response),
            ("PATCH", edit_response),
            ("DELETE", delete_response),
        )
    ),
)
