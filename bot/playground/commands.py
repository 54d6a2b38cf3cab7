"""The application's commands: what Discord takes, and what it gives back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.playground.errors import Form, unknown_command
from bot.playground.occurrence import Json
from bot.playground.shapes import check_shapes
from bot.playground.snowflake import Snowflakes

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER_OPTION, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
MOST_COMMANDS, MOST_OPTIONS, MOST_CHOICES, MOST_CHARACTERS = 100, 25, 25, 8000
_NAME = re.compile(r"[-_'\w]{1,32}")
_OPTION_KEYS = ("name_localizations", "description_localizations", "required", "choices", "autocomplete", "min_value",
                "max_value", "min_length", "max_length", "channel_types")  # fmt: skip


class Commands:
    """Global commands (`guild_id` None) and a guild's own. `changed` is called after every change."""

    def __init__(self, application_id: str, snowflakes: Snowflakes, changed: Callable[[], None]) -> None:
        self._application_id = application_id
        self._snowflakes = snowflakes
        self._changed = changed
        self._commands: dict[str | None, dict[str, Json]] = {}

    def all(self, guild_id: str | None = None) -> list[Json]:
        """Return the global commands, or a guild's own."""
        return [*self._commands.get(guild_id, {}).values()]

    def seen_in(self, guild_id: str | None) -> list[Json]:
        """Return the commands that people see in a guild, or (None) in their direct messages with the bot."""
        own = self.all(guild_id) if guild_id is not None else []
        context = 0 if guild_id is not None else 1
        shared = [command for command in self.all() if _holds_in(command, context)]
        named = {(command["type"], command["name"]) for command in own}
        return own + [command for command in shared if (command["type"], command["name"]) not in named]

    def get(self, command_id: str, guild_id: str | None = None) -> Json:
        """Return a command. Raises ApiError 10063."""
        try:
            return self._commands.get(guild_id, {})[command_id]
        except KeyError:
            raise unknown_command() from None

    def replace(self, bodies: Any, guild_id: str | None = None) -> list[Json]:
        """Put these commands in the place of all; those that keep their name keep their id. ApiError 50035."""
        form = Form()
        if not isinstance(bodies, list):
            form.refuse((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            form.check()
        if len(bodies) > MOST_COMMANDS:
            form.refuse((), "APPLICATION_COMMANDS_MAX", f"Maximum number of commands is {MOST_COMMANDS}")
        seen: set[tuple[Any, str]] = set()
        for number, body in enumerate(bodies):
            _check(form, (number,), body)
            if not isinstance(body, dict) or not isinstance(body.get("name"), str):
                continue
            key = (body.get("type") or CHAT_INPUT, body["name"])
            if key in seen:
                say = "Application command names must be unique"
                form.refuse((number,), "APPLICATION_COMMANDS_DUPLICATE_NAME", say)
            seen.add(key)
        form.check()
        before = {(old["type"], old["name"]): old for old in self.all(guild_id)}
        made = [
            self._describe(body, guild_id, before.get((body.get("type") or CHAT_INPUT, body["name"])))
            for body in bodies
        ]
        self._commands[guild_id] = {command["id"]: command for command in made}
        self._changed()
        return made

    def create(self, body: Any, guild_id: str | None = None) -> tuple[Json, bool]:
        """Add a command, or replace the one of its name; returns it and whether it is new. ApiError 50035."""
        form = Form()
        _check(form, (), body)
        form.check()
        key = (body.get("type") or CHAT_INPUT, body["name"])
        before = next((old for old in self.all(guild_id) if (old["type"], old["name"]) == key), None)
        made = self._describe(body, guild_id, before)
        self._commands.setdefault(guild_id, {})[made["id"]] = made
        self._changed()
        return made, before is None

    def edit(self, command_id: str, body: Json, guild_id: str | None = None) -> Json:
        """Change a command. Raises ApiError 10063, 50035."""
        before = self.get(command_id, guild_id)
        form = Form()
        _check(form, (), before | body)
        form.check()
        made = self._describe(before | body, guild_id, before)
        self._commands[guild_id][command_id] = made
        self._changed()
        return made

    def delete(self, command_id: str, guild_id: str | None = None) -> None:
        """Delete a command. Raises ApiError 10063."""
        self.get(command_id, guild_id)
        del self._commands[guild_id][command_id]
        self._changed()

    def _describe(self, body: Json, guild_id: str | None, before: Json | None) -> Json:
        kind = body.get("type") or CHAT_INPUT
        permissions = body.get("default_member_permissions")
        described: Json = {
            "id": before["id"] if before else self._snowflakes.new(),
            "application_id": self._application_id,
            "version": self._snowflakes.new(),
            "default_member_permissions": None if permissions is None else str(permissions),
            "type": kind,
            "name": body["name"],
            "name_localizations": body.get("name_localizations"),
            "description": body.get("description") or "",
            "description_localizations": body.get("description_localizations"),
            "integration_types": body.get("integration_types") or [0],
            "nsfw": bool(body.get("nsfw")),
        }
        if guild_id is not None:
            described["guild_id"] = guild_id
        else:
            described["contexts"] = body.get("contexts")
            described["dm_permission"] = body.get("dm_permission") is not False
        if kind == CHAT_INPUT and body.get("options"):
            described["options"] = [_option(option) for option in body["options"]]
        return described


def _option(option: Json) -> Json:
    described: Json = {
        "type": option["type"],
        "name": option["name"],
        "description": option["description"],
    }
    described |= {key: option[key] for key in _OPTION_KEYS if option.get(key) not in (None, False, [])}
    if option.get("options"):
        described["options"] = [_option(inside) for inside in option["options"]]
    return described


def _holds_in(command: Json, context: int) -> bool:
    contexts = command.get("contexts")
    if contexts is None:
        return context == 0 or bool(command.get("dm_permission", True))
    return context in contexts


def _check(form: Form, at: tuple[str | int, ...], body: Any) -> None:
    if not isinstance(body, dict):
        form.refuse(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    if not check_shapes(form, body, at):
        return
    kind = body.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT:
        _check_named(form, at, body)
        _check_options(form, at, body.get("options") or [])
        if _characters(body) > MOST_CHARACTERS:
            say = f"Command exceeds maximum size ({MOST_CHARACTERS})"
            form.refuse(at, "APPLICATION_COMMAND_TOO_LARGE", say)
    else:
        form.check_length((*at, "name"), body.get("name"), 32, shortest=1)
        if body.get("description"):
            say = "Context menu commands cannot have description"
            form.refuse((*at, "description"), "APPLICATION_COMMAND_TYPE_NO_DESCRIPTION", say)


def _check_named(form: Form, at: tuple[str | int, ...], body: Json) -> None:
    name = body.get("name")
    form.check_length((*at, "name"), name, 32, shortest=1)
    if isinstance(name, str) and name and (not _NAME.fullmatch(name) or name != name.lower()):
        say = "Command name is invalid"
        form.refuse((*at, "name"), "APPLICATION_COMMAND_INVALID_NAME", say)
    form.check_length((*at, "description"), body.get("description"), 100, shortest=1)


def _check_options(form: Form, at: tuple[str | int, ...], options: Sequence[Json]) -> None:
    if len(options) > MOST_OPTIONS:
        form.refuse((*at, "options"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_seen = False
    for number, option in enumerate(options):
        inside = (*at, "options", number)
        _check_named(form, inside, option)
        kind = option.get("type")
        if kind not in range(SUBCOMMAND, ATTACHMENT + 1):
            form.refuse((*inside, "type"), "BASE_TYPE_CHOICES", "Value must be one of 1 to 11.")
        if kind in (SUBCOMMAND, GROUP):
            _check_options(form, inside, option.get("options") or [])
            continue
        if option.get("required") and optional_seen:
            say = "Required options must be placed before non-required options"
            form.refuse(inside, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", say)
        optional_seen = optional_seen or not option.get("required")
        choices = option.get("choices") or []
        if len(choices) > MOST_CHOICES:
            form.refuse((*inside, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        for place, choice in enumerate(choices):
            form.check_length((*inside, "choices", place, "name"), choice.get("name"), 100, shortest=1)
            if choice.get("value") is None:
                form.refuse(
                    (*inside, "choices", place, "value"), "BASE_TYPE_REQUIRED", "This field is required"
                )
        if choices and option.get("autocomplete"):
            say = "Autocomplete and choices exclude each other"
            form.refuse(
                (*inside, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICES_CANNOT_BE_AUTOCOMPLETE", say
            )
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        say = "Option names must be unique"
        form.refuse((*at, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", say)


def _characters(body: Json) -> int:
    own = len(str(body.get("name") or "")) + len(str(body.get("description") or ""))
    own += sum(
        len(str(choice.get("name"))) + len(str(choice.get("value"))) for choice in body.get("choices") or ()
    )
    return own + sum(_characters(option) for option in body.get("options") or ())
