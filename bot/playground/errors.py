"""What Discord answers when it refuses a request: a status, a number of its own, and a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from bot.playground.occurrence import Json


class ApiError(Exception):
    """A refusal. `code` is Discord's JSON error code, `errors` its tree of what is wrong in the body."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def as_json(self) -> Json:
        """Return the body of the answer."""
        body: Json = {"message": self.message, "code": self.code}
        return body if self.errors is None else {**body, "errors": self.errors}


def unauthorized() -> ApiError:
    """The token is missing or wrong."""
    return ApiError(401, 0, "401: Unauthorized")


def not_found() -> ApiError:
    """There is no such route."""
    return ApiError(404, 0, "404: Not Found")


def unknown_channel() -> ApiError:
    """The channel does not exist, or no longer."""
    return ApiError(404, 10003, "Unknown Channel")


def unknown_guild() -> ApiError:
    """The guild does not exist, or the bot is not in it."""
    return ApiError(404, 10004, "Unknown Guild")


def unknown_member() -> ApiError:
    """The user is not in the guild."""
    return ApiError(404, 10007, "Unknown Member")


def unknown_message() -> ApiError:
    """The message does not exist, or no longer."""
    return ApiError(404, 10008, "Unknown Message")


def unknown_user() -> ApiError:
    """There is no such user."""
    return ApiError(404, 10013, "Unknown User")


def unknown_emoji() -> ApiError:
    """There is no such emoji."""
    return ApiError(400, 10014, "Unknown Emoji")


def unknown_webhook() -> ApiError:
    """The interaction token was never given out, or the interaction is not answered yet."""
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    """The three seconds to answer are over, or there is no such interaction."""
    return ApiError(404, 10062, "Unknown interaction")


def unknown_command() -> ApiError:
    """There is no such application command."""
    return ApiError(404, 10063, "Unknown application command")


def too_many_old_edits() -> ApiError:
    """Messages older than an hour may be edited less often."""
    return ApiError(
        429,
        30046,
        "Maximum number of edits to messages older than 1 hour reached. Try again later.",
    )


def file_too_large() -> ApiError:
    """The upload is larger than the channel allows."""
    return ApiError(413, 40005, "Request entity too large")


def already_acknowledged() -> ApiError:
    """An interaction can be answered once."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> ApiError:
    """The bot may not see the channel."""
    return ApiError(403, 50001, "Missing Access")


def cannot_edit_others() -> ApiError:
    """Only one's own messages can be edited."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> ApiError:
    """A message needs content, an embed, a file or a component."""
    return ApiError(400, 50006, "Cannot send an empty message")


def cannot_message_user() -> ApiError:
    """The user takes no direct messages from this bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def missing_permissions() -> ApiError:
    """The bot sees the channel but may not do this in it."""
    return ApiError(403, 50013, "Missing Permissions")


def invalid_webhook_token() -> ApiError:
    """The fifteen minutes of an interaction's token are over."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def invalid_json() -> ApiError:
    """The body is not JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def too_many_reactions() -> ApiError:
    """No more than 20 different reactions fit on one message."""
    return ApiError(400, 30010, "Maximum number of reactions reached (20)")


def invalid_form(errors: Json) -> ApiError:
    """Something in the body is wrong; `errors` says what, in Discord's tree (see Form)."""
    return ApiError(400, 50035, "Invalid Form Body", errors)


class Form:
    """Gathers what is wrong in a body, each fault at its place in the body's tree."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def refuse(self, path: Sequence[str | int], code: str, message: str) -> None:
        """Note a fault at `path`, such as ("embeds", 0, "title")."""
        place = self._errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def check_length(
        self, path: Sequence[str | int], text: object, longest: int, *, shortest: int = 0
    ) -> None:
        """Note a text that is too long, too short, or no text at all; None and absent are well."""
        if text is None and shortest == 0:
            return
        if text is None or text == "":
            if shortest:
                self.refuse(path, "BASE_TYPE_REQUIRED", "This field is required")
            return
        if not isinstance(text, str):
            self.refuse(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif not shortest <= len(text) <= longest:
            if shortest:
                say = f"Must be between {shortest} and {longest} in length."
                self.refuse(path, "BASE_TYPE_BAD_LENGTH", say)
            else:
                say = f"Must be {longest} or fewer in length."
                self.refuse(path, "BASE_TYPE_MAX_LENGTH", say)

    def check(self) -> None:
        """Raise ApiError 50035 if anything was refused."""
        if self._errors:
            raise invalid_form(self._errors)
