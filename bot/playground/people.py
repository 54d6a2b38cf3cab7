"""What people do: they write, give commands, press buttons, react. Used by the page and by tests.

Like Discord's own client it does not let them do what cannot be: then Refused says in a sentence why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.playground import options
from bot.playground.bodies import MOST_CHARACTERS, Draft
from bot.playground.channel import Channel
from bot.playground.components import BUTTON, LINK, SELECTS, items_of
from bot.playground.errors import ApiError
from bot.playground.interaction import Interaction, Kind
from bot.playground.interactions import Interactions
from bot.playground.messages import Message, Messages
from bot.playground.modals import fill_modal
from bot.playground.occurrence import Json
from bot.playground.options import Refused
from bot.playground.permissions import Permissions
from bot.playground.reactions import Reactions
from bot.playground.world import World

Options = Mapping[str, Any] | Sequence[Json]
"""Values by option name (`{"request": "…"}`; a subcommand is a name with a mapping), or Discord's own list."""


class People:
    """What the members of the guild can do."""

    def __init__(
        self, world: World, messages: Messages, reactions: Reactions, interactions: Interactions
    ) -> None:
        self._world = world
        self._messages = messages
        self._reactions = reactions
        self._interactions = interactions

    # -- writing ---------------------------------------------------------------------------------------

    def say(
        self,
        user_id: str,
        channel_id: str,
        content: str,
        attachments: Sequence[str] = (),
        *,
        reply_to: str | None = None,
    ) -> Message:
        """Write a message; `attachments` are ids of uploaded files. Raises Refused."""
        channel = self._place(user_id, channel_id, Permissions.SEND_MESSAGES)
        if len(content) > MOST_CHARACTERS:
            raise Refused(f"Your message is too long: {len(content)} of {MOST_CHARACTERS} characters.")
        if not content.strip() and not attachments:
            raise Refused("Your message is empty.")
        replied = None if reply_to is None else self._seen(user_id, reply_to)
        files = [self._file(channel, file_id) for file_id in attachments]
        draft = Draft({"content": content})
        return self._messages.create(channel, user_id, draft, reply_to=replied, attachments=files)

    def edit(self, user_id: str, message_id: str, content: str) -> Message:
        """Change one's own message. Raises Refused."""
        message = self._seen(user_id, message_id)
        if message.author_id != user_id:
            raise Refused("You can only edit your own messages.")
        if len(content) > MOST_CHARACTERS:
            raise Refused(f"Your message is too long: {len(content)} of {MOST_CHARACTERS} characters.")
        if not content.strip() and not message.files:
            raise Refused("Your message is empty.")
        return self._messages.edit(message, Draft({"content": content}))

    def delete(self, user_id: str, message_id: str) -> None:
        """Delete one's own message, as the guild's owner anybody's, or put an ephemeral one away. Raises Refused."""
        message = self._seen(user_id, message_id)
        may = Permissions.MANAGE_MESSAGES in self._world.permissions(user_id, message.channel)
        if message.author_id != user_id and message.only_for != user_id and not may:
            raise Refused("You can only delete your own messages.")
        self._messages.delete(message)

    def type(self, user_id: str, channel_id: str) -> None:
        """Be seen typing. Raises Refused."""
        self._world.start_typing(self._place(user_id, channel_id, Permissions.SEND_MESSAGES), user_id)

    def react(self, user_id: str, message_id: str, emoji: str) -> None:
        """Add a reaction. Raises Refused."""
        message = self._seen(user_id, message_id)
        if message.only_for is not None:
            raise Refused("Nobody can react to a message that only they can see.")
        try:
            self._reactions.add(message, user_id, emoji)
        except ApiError as exc:
            raise Refused(f"{exc.message}.") from exc

    def unreact(self, user_id: str, message_id: str, emoji: str) -> None:
        """Take one's reaction away. Raises Refused."""
        try:
            self._reactions.remove(self._seen(user_id, message_id), user_id, emoji)
        except ApiError as exc:
            raise Refused("You have not reacted with this.") from exc

    def upload(self, filename: str, data: bytes, content_type: str | None = None) -> str:
        """Upload a file and return its id, for `say` or as the value of an attachment option."""
        return self._world.files.keep(filename, data, content_type).id

    # -- commands --------------------------------------------------------------------------------------

    def slash(self, user_id: str, channel_id: str, name: str, values: Options | None = None) -> Interaction:
        """Give a slash command. Raises Refused when Discord's client would not send it."""
        channel = self._place(user_id, channel_id, Permissions.USE_APPLICATION_COMMANDS)
        command = self._command(channel, name)
        given = options.as_list(command, values or {})
        sent = options.check(command, given)
        data = _command_data(command, sent)
        if resolved := self._resolved(channel, sent):
            data["resolved"] = resolved
        return self._interactions.create(Kind.COMMAND, user_id, channel, data)

    def complete(
        self,
        user_id: str,
        channel_id: str,
        name: str,
        values: Options,
        *,
        focused: str | None = None,
    ) -> Interaction:
        """Type into an option that completes; `choices` of the interaction are what the bot offers.

        `focused` names the option where `values` does not mark one. Raises Refused.
        """
        channel = self._place(user_id, channel_id, Permissions.USE_APPLICATION_COMMANDS)
        command = self._command(channel, name)
        given = options.as_list(command, values, focused)
        options.check_focused(command, given)
        return self._interactions.create(Kind.AUTOCOMPLETE, user_id, channel, _command_data(command, given))

    # -- components ------------------------------------------------------------------------------------

    def press(self, user_id: str, message_id: str, button: str) -> Interaction:
        """Press a button, named by its custom id or by its label. Raises Refused."""
        message = self._seen(user_id, message_id)
        item = _item(message, button, (BUTTON,))
        if item.get("style") == LINK:
            raise Refused("This button opens a page; the bot is not told.")
        return self._use(user_id, message, item, {})

    def select(self, user_id: str, message_id: str, custom_id: str, values: Sequence[str]) -> Interaction:
        """Choose in a select. Raises Refused."""
        message = self._seen(user_id, message_id)
        item = _item(message, custom_id, SELECTS)
        if not item["min_values"] <= len(values) <= item["max_values"]:
            raise Refused(f"Choose from {item['min_values']} to {item['max_values']}.")
        known = {option["value"] for option in item.get("options", ())}
        if known and not known.issuperset(values):
            raise Refused("This choice is not offered.")
        return self._use(user_id, message, item, {"values": list(values)})

    def submit(
        self, user_id: str, interaction_id: str, values: Mapping[str, Any] | Sequence[Json]
    ) -> Interaction:
        """Fill in and send the modal that an interaction was answered with.

        `values` are by custom id, or Discord's own tree of components. Raises Refused.
        """
        asked = self._interactions.get(interaction_id)
        if asked is None or asked.modal is None or asked.user_id != user_id:
            raise Refused("This form is no longer open.")
        data = fill_modal(asked.modal, values)
        return self._interactions.create(
            Kind.MODAL, user_id, asked.channel, data, source=asked.source, parent=asked
        )

    # -- inside ------------------------------------------------------------------------------------------

    def _use(self, user_id: str, message: Message, item: Json, more: Json) -> Interaction:
        if item.get("disabled"):
            raise Refused("This is switched off.")
        data = {
            "id": item["id"],
            "custom_id": item["custom_id"],
            "component_type": item["type"],
            **more,
        }
        return self._interactions.create(Kind.COMPONENT, user_id, message.channel, data, source=message)

    def _place(self, user_id: str, channel_id: str, needed: Permissions) -> Channel:
        channel = self._world.channels.get(channel_id)
        if channel is None or user_id not in self._world.users or not self._world.may_see(user_id, channel):
            raise Refused("There is no such channel.")
        if needed not in self._world.permissions(user_id, channel):
            raise Refused("You do not have permission to do this here.")
        return channel

    def _seen(self, user_id: str, message_id: str) -> Message:
        for channel in self._world.channels.values():
            message = channel.messages.get(message_id)
            if message is not None:
                break
        else:
            raise Refused("This message is gone.")
        if not self._world.may_see(user_id, channel) or message.only_for not in (None, user_id):
            raise Refused("There is no such message.")
        return message

    def _command(self, channel: Channel, name: str) -> Json:
        for command in self._world.commands.seen_in(channel.guild_id):
            if command["name"] == name and command["type"] == 1:
                return command
        raise Refused(f"There is no command /{name} here.")

    def _file(self, channel: Channel, file_id: str, *, ephemeral: bool = False) -> Json:
        file = self._world.files.get(str(file_id))
        if file is None:
            raise Refused("This file was not uploaded.")
        return self._world.files.describe(file, channel.id, ephemeral=ephemeral)

    def _resolved(self, channel: Channel, given: Sequence[Json]) -> Json:
        """Return what Discord tells of the files, users and channels that options name."""
        resolved: Json = {}
        for option in _leaves(given):
            value = str(option["value"])
            if option["type"] == options.ATTACHMENT:
                file = self._file(channel, value, ephemeral=True)
                resolved.setdefault("attachments", {})[value] = file
            elif option["type"] in (options.USER, options.MENTIONABLE):
                if value not in self._world.users:
                    raise Refused("There is no such member.")
                resolved.setdefault("users", {})[value] = self._world.user(value)
                if not channel.is_dm:
                    member = self._world.member_beside_user(value)
                    permissions = str(int(self._world.permissions(value, channel)))
                    resolved.setdefault("members", {})[value] = member | {"permissions": permissions}
            elif option["type"] == options.CHANNEL:
                if value not in self._world.channels:
                    raise Refused("There is no such channel.")
                named = self._world.channel_json(self._world.channels[value])
                resolved.setdefault("channels", {})[value] = named
        return resolved


def _command_data(command: Json, given: Sequence[Json]) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": 1}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data | {"options": list(given)} if given else data


def _leaves(given: Sequence[Json]) -> Iterator[Json]:
    for option in given:
        if "options" in option:
            yield from _leaves(option["options"])
        elif "value" in option:
            yield option


def _item(message: Message, name: str, kinds: Sequence[int]) -> Json:
    found = [item for item in items_of(message.data["components"]) if item["type"] in kinds]
    for key in ("custom_id", "label"):
        for item in found:
            if item.get(key) == name:
                return item
    raise Refused("This is no longer under the message.")
