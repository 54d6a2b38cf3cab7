"""The world that the playground's people and the bot share: one guild, its channels and members, direct messages.

Every change is told to whoever listens, as an Occurrence. What is told and what is kept is never changed in
place afterwards (a changed message is a new object), so that nothing needs to be copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.playground import errors, payloads
from bot.playground.channel import Channel, Overwrite
from bot.playground.clock import Clock
from bot.playground.commands import Commands
from bot.playground.files import Files
from bot.playground.occurrence import Json, Occurrence
from bot.playground.permissions import BOT, DIRECT, MEMBER, NONE, OWNER, Permissions
from bot.playground.snowflake import Snowflakes, founding

TOKEN = "playground-token"  # noqa: S105 - opens nothing but a playground on this machine
"""The bot token that a playground accepts unless told another."""

PRESENCE, COMMANDS, CHANNELS, MEMBERS = (
    "PLAYGROUND_PRESENCE",
    "PLAYGROUND_COMMANDS",
    "PLAYGROUND_CHANNELS",
    "PLAYGROUND_MEMBERS",
)
"""Occurrences of the playground's own, for its page; the bot is not told."""

Listener = Callable[[Occurrence], None]


class World:
    """One guild, one bot, some people. All methods are plain calls, made on the server's event loop."""

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = TOKEN,
        bot_name: str = "Matinee",
        guild_name: str = "Matinee",
        people: tuple[str, ...] = ("Robin", "Kim"),
        channels: tuple[str, ...] = ("general", "film-club"),
    ) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.token = token
        self.application_intents = 0
        self.online = False
        self.activity: Json | None = None
        self._listeners: list[Listener] = []
        self.bot_id = founding(f"bot {bot_name}")
        self.bot = payloads.user(self.bot_id, bot_name, bot=True)
        self.users: dict[str, Json] = {self.bot_id: self.bot}
        self._joined = {self.bot_id: clock.iso()}
        self.channels: dict[str, Channel] = {}
        self._dms: dict[str, Channel] = {}
        self.guild_id = founding(f"guild {guild_name}")
        self.guild_name = guild_name
        self.files = Files(self.snowflakes)
        self.commands = Commands(self.bot_id, self.snowflakes, self._commands_changed)
        for name in channels:
            self.add_channel(name, founding(f"channel {name}"))
        for name in people:
            self.add_member(name, founding(f"person {name}"))
        self.owner_id: str = next(iter(self.people()), self.bot)["id"]

    # -- listening ---------------------------------------------------------------------------------

    def listen(self, callback: Listener) -> Callable[[], None]:
        """Have `callback` told of everything that happens; returns what stops that."""
        self._listeners = [*self._listeners, callback]

        def stop() -> None:
            self._listeners = [listener for listener in self._listeners if listener is not callback]

        return stop

    def tell(self, occurrence: Occurrence) -> None:
        """Tell everybody who listens."""
        for listener in self._listeners:
            listener(occurrence)

    def tell_page(self, name: str, data: Json, *, only_for: str | None = None) -> None:
        """Tell something of the playground's own, which the bot does not hear."""
        self.tell(Occurrence(name, data, to_bot=False, only_for=only_for))

    # -- people --------------------------------------------------------------------------------------

    def people(self) -> Iterator[Json]:
        """Yield the users that are not the bot, in the order in which they joined."""
        return (user for user_id, user in self.users.items() if user_id != self.bot_id)

    def add_member(self, name: str, user_id: str | None = None) -> str:
        """Let somebody join the guild, and have a direct-message channel with the bot. Returns the new id."""
        user_id = user_id or self.snowflakes.new()
        self.users[user_id] = payloads.user(user_id, name.lower(), name)
        self._joined[user_id] = self.clock.iso()
        self.open_dm(user_id)
        member = {**self.member(user_id), "guild_id": self.guild_id}
        self.tell(Occurrence("GUILD_MEMBER_ADD", member, self.guild_id))
        self.tell_page(MEMBERS, {})
        return user_id

    def user(self, user_id: str) -> Json:
        """Return a user. Raises ApiError 10013."""
        if user_id not in self.users:
            raise errors.unknown_user()
        return self.users[user_id]

    def member(self, user_id: str) -> Json:
        """Return a guild member. Raises ApiError 10007."""
        if user_id not in self.users:
            raise errors.unknown_member()
        return payloads.member(self.users[user_id], self._joined[user_id])

    def member_beside_user(self, user_id: str) -> Json:
        """Return a member as messages carry it, without the user."""
        return payloads.member_without_user(self._joined[user_id])

    # -- channels ------------------------------------------------------------------------------------

    def add_channel(self, name: str, channel_id: str | None = None) -> str:
        """Make a text channel in the guild and return its id."""
        channel_id = channel_id or self.snowflakes.new()
        made = Channel(channel_id, name, position=len(self.channels), guild_id=self.guild_id)
        self.channels[made.id] = made
        self.tell(Occurrence("CHANNEL_CREATE", self.channel_json(made), self.guild_id))
        self.tell_page(CHANNELS, {})
        return made.id

    def channel(self, channel_id: str) -> Channel:
        """Return a channel. Raises ApiError 10003 when there is none, or no longer."""
        found = self.channels.get(channel_id)
        if found is None:
            raise errors.unknown_channel()
        return found

    def channel_named(self, name: str) -> Channel:
        """Return the guild's channel of this name. Raises KeyError."""
        for channel in self.channels.values():
            if channel.name == name and not channel.is_dm:
                return channel
        raise KeyError(name)

    def open_dm(self, user_id: str) -> Channel:
        """Return the bot's direct-message channel with somebody. Raises ApiError 10013, 50007."""
        if user_id == self.bot_id:
            raise errors.cannot_message_user()
        user = self.user(user_id)
        opened = self._dms.get(user_id)
        if opened is None:
            opened = Channel(founding(f"direct {user_id}"), user["username"], recipient_id=user_id)
            self._dms[user_id] = self.channels[opened.id] = opened
        return opened

    def delete_channel(self, channel_id: str) -> Json:
        """Delete a channel with its messages and return what it was. Raises ApiError 10003."""
        gone = self.channel(channel_id)
        described = self.channel_json(gone)
        if gone.is_dm:  # closing a direct message keeps it; there is nothing else to it here
            return described
        del self.channels[channel_id]
        self.tell(Occurrence("CHANNEL_DELETE", described, self.guild_id))
        self.tell_page(CHANNELS, {})
        return described

    def channel_json(self, channel: Channel) -> Json:
        """Return a channel as Discord describes it to the bot."""
        if channel.recipient_id is not None:
            return payloads.dm_channel(channel.id, self.users[channel.recipient_id], channel.last_message_id)
        overwrites: list[Json] = [
            {"id": user_id, "type": 1, "allow": str(int(one.allow)), "deny": str(int(one.deny))}
            for user_id, one in channel.overwrites.items()
        ]
        return payloads.text_channel(
            channel.id, self.guild_id, channel.name, channel.position, overwrites, channel.last_message_id
        )

    def may_see(self, user_id: str, channel: Channel) -> bool:
        """Return whether somebody sees a channel."""
        return Permissions.VIEW_CHANNEL in self.permissions(user_id, channel)

    # -- permissions ---------------------------------------------------------------------------------

    def permissions(self, user_id: str, channel: Channel) -> Permissions:
        """Return what somebody may do in a channel."""
        if channel.is_dm:
            mine = user_id in (self.bot_id, channel.recipient_id)
            return DIRECT if mine else NONE
        usual = BOT if user_id == self.bot_id else OWNER if user_id == self.owner_id else MEMBER
        overwrite = channel.overwrites.get(user_id)
        return usual if overwrite is None else (usual & ~overwrite.deny) | overwrite.allow

    def set_permissions(
        self,
        channel_id: str,
        *,
        allow: Permissions = NONE,
        deny: Permissions = NONE,
        user_id: str | None = None,
    ) -> None:
        """Change what the bot (or `user_id`) may do in a guild's channel; with neither, it is as usual again."""
        channel = self.channel(channel_id)
        channel.overwrites[user_id or self.bot_id] = Overwrite(allow, deny)
        self.tell(Occurrence("CHANNEL_UPDATE", self.channel_json(channel), self.guild_id))

    def require(self, channel: Channel, needed: Permissions) -> None:
        """Check what the bot may do. Raises ApiError 50001 (it does not see the channel) or 50013."""
        held = self.permissions(self.bot_id, channel)
        if Permissions.VIEW_CHANNEL not in held:
            raise errors.missing_access()
        if needed not in held:
            raise errors.missing_permissions()

    # -- the bot -------------------------------------------------------------------------------------

    def presence(self, online: bool, activity: Json | None) -> None:
        """Note that the bot came, went, or does something else (the gateway calls this)."""
        self.online, self.activity = online, activity
        self.tell_page(PRESENCE, {"online": online, "activity": activity_text(activity)})

    def application(self) -> Json:
        """Return the bot's application."""
        name = self.bot["username"]
        owner = self.users[self.owner_id]
        return payloads.application(self.bot_id, name, self.application_flags, owner, self.bot)

    @property
    def application_flags(self) -> int:
        """The flags that say which privileged intents the application may ask for."""
        flags = {1 << 8: 1 << 13, 1 << 1: 1 << 15, 1 << 15: 1 << 19}  # presences, members, message content
        return sum(flag for intent, flag in flags.items() if self.application_intents & intent)

    def guild(self) -> Json:
        """Return the guild."""
        return payloads.guild(self.guild_id, self.guild_name, self.owner_id)

    def ready(self) -> Json:
        """Return READY, to which the gateway adds the session."""
        account = {"verified": True, "mfa_enabled": False, "email": None}
        return {
            "v": 10,
            "user": self.bot | account,
            "application": {"id": self.bot_id, "flags": self.application_flags},
            "guilds": [{"id": self.guild_id, "unavailable": True}],
            "private_channels": [],
            "relationships": [],
            "user_settings": {},
        }

    def guild_create(self) -> Json:
        """Return GUILD_CREATE."""
        members = (self.member(user_id) for user_id in self.users)
        channels = (self.channel_json(channel) for channel in self.channels.values() if not channel.is_dm)
        return payloads.guild_create(self.guild(), self._joined[self.bot_id], members, channels)

    def start_typing(self, channel: Channel, user_id: str) -> None:
        """Let somebody be seen typing."""
        data: Json = {
            "channel_id": channel.id,
            "user_id": user_id,
            "timestamp": int(self.clock.now()),
        }
        if channel.guild_id is not None:
            data |= {"guild_id": channel.guild_id, "member": self.member(user_id)}
        seen = self.may_see(self.bot_id, channel)
        self.tell(Occurrence("TYPING_START", data, channel.guild_id, to_bot=seen))

    def _commands_changed(self) -> None:
        self.tell_page(COMMANDS, {})


def activity_text(activity: Json | None) -> str | None:
    """Return what Discord shows of an activity, such as "Watching /recommend"."""
    if activity is None:
        return None
    if activity.get("type") == 4:
        return str(activity.get("state") or "") or None
    verb = {0: "Playing", 1: "Streaming", 2: "Listening to", 3: "Watching", 5: "Competing in"}
    return f"{verb.get(activity.get('type', 0), 'Playing')} {activity.get('name', '')}".strip()
