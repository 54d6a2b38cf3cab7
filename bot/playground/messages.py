"""Messages: made, changed and deleted, and told to whoever listens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground import errors
from bot.playground.bodies import EPHEMERAL, LOADING, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Draft
from bot.playground.channel import Channel
from bot.playground.components import resolve_components
from bot.playground.embeds import files_shown_in, resolve_embeds
from bot.playground.files import LARGEST_FILE
from bot.playground.mentions import mentioned_users, mentions_everyone
from bot.playground.occurrence import Json, Occurrence
from bot.playground.permissions import Permissions
from bot.playground.world import World

DEFAULT, REPLY, CHAT_INPUT_COMMAND = 0, 19, 20
LATE_AFTER, LATE_EDITS_A_MINUTE = 3600.0, 5
_MINE_TO_SET = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS


@dataclass(slots=True)
class Message:
    """A message. `data` is Discord's, without reactions; it is replaced when something changes, never altered.

    `only_for` is set in ephemeral messages: whoever alone sees it. `reactions` are the users by emoji.
    `files` are all that were attached, also those that only an embed shows.
    """

    channel: Channel
    data: Json
    only_for: str | None = None
    reactions: dict[str, dict[str, None]] = field(default_factory=dict)
    files: tuple[Json, ...] = ()
    late_edits: list[float] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The message's id."""
        return str(self.data["id"])

    @property
    def author_id(self) -> str:
        """The author's user id."""
        return str(self.data["author"]["id"])

    @property
    def is_loading(self) -> bool:
        """Whether it still reads "… is thinking"."""
        return bool(self.data["flags"] & LOADING)

    def may_be_edited(self, now: float, made_at: float) -> bool:
        """Return whether an edit is let through, and count it: after an hour only a few a minute are.

        That there is such a limit is documented, how much it lets through is not.
        """
        if now - made_at < LATE_AFTER:
            return True
        self.late_edits[:] = [at for at in self.late_edits if now - at < 60]
        if len(self.late_edits) >= LATE_EDITS_A_MINUTE:
            return False
        self.late_edits.append(now)
        return True

    def seen_by(self, user_id: str) -> Json:
        """Return it as somebody sees it: `me` in reactions is about them."""
        if not self.reactions:
            return self.data
        return self.data | {
            "reactions": [
                {
                    "emoji": emoji_json(emoji),
                    "count": len(users),
                    "count_details": {"burst": 0, "normal": len(users)},
                    "burst_colors": [],
                    "me_burst": False,
                    "me": user_id in users,
                }
                for emoji, users in self.reactions.items()
            ]
        }


class Messages:
    """All messages of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._nonces: dict[tuple[str, str, str], Message] = {}

    def get(self, channel_id: str, message_id: str) -> Message:
        """Return a message. Raises ApiError 10003, 10008."""
        found = self._world.channel(channel_id).messages.get(message_id)
        if found is None:
            raise errors.unknown_message()
        return found

    def history(
        self,
        channel: Channel,
        limit: int = 50,
        *,
        before: int | None = None,
        after: int | None = None,
        around: int | None = None,
    ) -> list[Message]:
        """Return up to `limit` messages that everybody sees, newest first, as Discord pages through them."""
        shown = [message for message in channel.messages.values() if message.only_for is None]
        if around is not None:
            older = [message for message in shown if int(message.id) <= around][-(limit // 2 + 1) :]
            newer = [message for message in shown if int(message.id) > around][: max(limit - len(older), 0)]
            return [*older, *newer][::-1]
        if after is not None:
            return [message for message in shown if int(message.id) > after][:limit][::-1]
        if before is not None:
            shown = [message for message in shown if int(message.id) < before]
        return shown[-limit:][::-1]

    def create(
        self,
        channel: Channel,
        author_id: str,
        draft: Draft,
        *,
        kind: int = DEFAULT,
        only_for: str | None = None,
        extra: Json | None = None,
        reply_to: Message | None = None,
        attachments: Iterable[Json] = (),
        flags: int = 0,
    ) -> Message:
        """Make a message and tell of it. `extra` are further keys of Discord's, `attachments` are ready ones.

        Raises ApiError 40005 when a file is too large.
        """
        if (again := self._sent_already(channel, author_id, draft)) is not None:
            return again
        world = self._world
        files = (
            *attachments,
            *self._keep(channel, draft, draft.body.get("attachments") or (), only_for),
        )
        data: Json = {
            "id": world.snowflakes.new(),
            "channel_id": channel.id,
            "type": REPLY if reply_to is not None and kind == DEFAULT else kind,
            "author": world.users[author_id],
            "timestamp": world.clock.iso(),
            "edited_timestamp": None,
            "flags": draft.flags & _MINE_TO_SET | flags | (EPHEMERAL if only_for else 0),
            "pinned": False,
            "tts": bool(draft.body.get("tts")),
            **self._shown(channel, author_id, draft, files, reply_to),
            **(extra or {}),
        }
        if reply_to is not None:
            data["message_reference"] = self._reference(channel, reply_to)
            data["referenced_message"] = {
                key: value for key, value in reply_to.data.items() if key != "referenced_message"
            }
        message = Message(channel, data, only_for, files=files)
        channel.messages[message.id] = message
        channel.last_message_id = message.id
        if (nonce := draft.body.get("nonce")) is not None:
            message.data = {**data, "nonce": nonce}
            self._nonces[channel.id, author_id, str(nonce)] = message
        self._tell("MESSAGE_CREATE", message)
        return message

    def edit(self, message: Message, draft: Draft) -> Message:
        """Change what the draft names, leave the rest. Raises ApiError 50006 when nothing would be left."""
        was, body = message.data, draft.body
        files = self._files_after(message, draft)
        data = {**was, **self._changes(message, draft, files)}
        if "flags" in body and body["flags"] is not None:
            data["flags"] = was["flags"] & ~SUPPRESS_EMBEDS | draft.flags & SUPPRESS_EMBEDS
        data["flags"] &= ~LOADING
        if not (data["content"] or data["embeds"] or data["components"] or files):
            raise errors.empty_message()
        if not message.is_loading:  # what takes the place of "… is thinking" does not count as an edit
            data["edited_timestamp"] = self._world.clock.iso()
        message.data, message.files = data, files
        self._tell("MESSAGE_UPDATE", message)
        return message

    def delete(self, message: Message) -> None:
        """Delete a message."""
        if message.channel.messages.pop(message.id, None) is None:
            return
        gone = place_of(message.channel) | {"id": message.id}
        self.occur("MESSAGE_DELETE", gone, message)

    def delete_many(self, channel: Channel, message_ids: Iterable[str]) -> None:
        """Delete the messages that exist, as one event."""
        gone = [
            message_id for message_id in message_ids if channel.messages.pop(message_id, None) is not None
        ]
        if gone:
            self._tell_place("MESSAGE_DELETE_BULK", {"ids": gone}, channel)

    # -- what a message is made of ---------------------------------------------------------------------

    def _shown(
        self,
        channel: Channel,
        author_id: str,
        draft: Draft,
        files: tuple[Json, ...],
        reply_to: Message | None = None,
    ) -> Json:
        """Return what the draft says: content, mentions, embeds, attachments, components."""
        embeds = draft.body.get("embeds") or []
        hidden = files_shown_in(embeds)
        return {
            **self._text(channel, author_id, draft, reply_to.author_id if reply_to else None),
            "embeds": resolve_embeds(embeds, {file["filename"]: file["url"] for file in files}),
            "attachments": [file for file in files if file["filename"] not in hidden],
            "components": resolve_components(draft.body.get("components") or []),
        }

    def _text(self, channel: Channel, author_id: str, draft: Draft, replied_to: str | None) -> Json:
        world = self._world
        named = mentioned_users(draft.content, draft.allowed_mentions, world.users, replied_to)
        everyone = Permissions.MENTION_EVERYONE in world.permissions(author_id, channel)
        return {
            "content": draft.content,
            "mentions": [world.users[user_id] for user_id in named],
            "mention_roles": [],
            "mention_everyone": mentions_everyone(draft.content, draft.allowed_mentions, may=everyone),
        }

    def _changes(self, message: Message, draft: Draft, files: tuple[Json, ...]) -> Json:
        """Return the keys of a message that an edit replaces."""
        body = draft.body
        changed: Json = {}
        if "content" in body:
            replied = message.data.get("referenced_message")
            replied_to = replied["author"]["id"] if replied else None
            changed |= self._text(message.channel, message.author_id, draft, replied_to)
        shown = self._shown(message.channel, message.author_id, draft, files)
        if "embeds" in body:
            changed["embeds"] = shown["embeds"]
        if "embeds" in body or "attachments" in body or draft.uploads:
            changed["attachments"] = shown["attachments"]
        if "components" in body:
            changed["components"] = shown["components"]
        return changed

    def _files_after(self, message: Message, draft: Draft) -> tuple[Json, ...]:
        """Return the files that a message has after an edit: those it names of the old ones, and the new."""
        listed = draft.body.get("attachments")
        kept = message.files
        if "attachments" in draft.body:
            ids = {str(entry["id"]) for entry in listed or ()}
            kept = tuple(file for file in kept if file["id"] in ids)
        return (*kept, *self._keep(message.channel, draft, listed or (), message.only_for))

    def _keep(
        self, channel: Channel, draft: Draft, listed: Iterable[Json], only_for: str | None
    ) -> tuple[Json, ...]:
        """Keep the files that came with a draft, and return them as attachments."""
        if any(len(upload.data) > LARGEST_FILE for upload in draft.uploads):
            raise errors.file_too_large()
        said = {str(entry["id"]): entry for entry in listed}
        files = self._world.files
        kept = []
        for upload in draft.uploads:
            entry = said.get(str(upload.number), {})
            file = files.keep(entry.get("filename") or upload.filename, upload.data, upload.content_type)
            described = files.describe(
                file, channel.id, description=entry.get("description"), ephemeral=only_for is not None
            )
            kept.append(described)
        return tuple(kept)

    def _sent_already(self, channel: Channel, author_id: str, draft: Draft) -> Message | None:
        if not draft.body.get("enforce_nonce"):
            return None
        return self._nonces.get((channel.id, author_id, str(draft.body.get("nonce"))))

    def _reference(self, channel: Channel, reply_to: Message) -> Json:
        return {"type": 0, "message_id": reply_to.id, **place_of(channel)}

    # -- telling ---------------------------------------------------------------------------------------

    def _tell(self, name: str, message: Message) -> None:
        """Tell of a message whole; in a guild with who its people are there."""
        data = message.data
        if message.channel.guild_id is not None:
            world = self._world
            mentions = [user | {"member": world.member_beside_user(user["id"])} for user in data["mentions"]]
            data = data | {
                "guild_id": message.channel.guild_id,
                "member": world.member_beside_user(message.author_id),
                "mentions": mentions,
            }
        self.occur(name, data, message)

    def occur(self, name: str, data: Json, message: Message) -> None:
        """Tell that something happened to a message."""
        self._tell_place(name, data, message.channel, message.only_for)

    def _tell_place(self, name: str, data: Json, channel: Channel, only_for: str | None = None) -> None:
        data = data if "channel_id" in data else data | place_of(channel)
        seen = only_for is None and self._world.may_see(self._world.bot_id, channel)
        self._world.tell(Occurrence(name, data, channel.guild_id, to_bot=seen, only_for=only_for))


def emoji_json(emoji: str) -> Json:
    """Return an emoji, given as a character or as name:id, as Discord describes it in a reaction."""
    name, _, emoji_id = emoji.partition(":")
    return {"id": emoji_id or None, "name": name}


def place_of(channel: Channel) -> Json:
    """Return where a channel is; `guild_id` is absent outside guilds."""
    if channel.guild_id is None:
        return {"channel_id": channel.id}
    return {"channel_id": channel.id, "guild_id": channel.guild_id}
