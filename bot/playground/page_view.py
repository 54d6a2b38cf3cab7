"""One open page: what its member sees, told as it happens, and what its member does, carried out."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientError, web

from bot.playground.channel import Channel
from bot.playground.errors import ApiError
from bot.playground.interactions import FAILED, MODAL
from bot.playground.occurrence import Json, Occurrence
from bot.playground.options import Refused
from bot.playground.people import People
from bot.playground.world import CHANNELS, COMMANDS, MEMBERS, PRESENCE, World, activity_text

log = logging.getLogger(__name__)

SHOWN_MESSAGES = 200
_MOST_WAITING = 20_000
_AUTOCOMPLETE = 4


class View:
    """Looks through one member's eyes at a time; the first member's until told otherwise."""

    def __init__(self, world: World, people: People, socket: web.WebSocketResponse) -> None:
        self._world = world
        self._people = people
        self._socket = socket
        self._me: str = next(world.people())["id"]
        self._waiting: asyncio.Queue[Json] = asyncio.Queue(_MOST_WAITING)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stop_listening: Callable[[], None] | None = None

    async def __aenter__(self) -> Self:
        self._stop_listening = self._world.listen(self._happened)
        self._start(self._send())
        self._tell(self._state())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stop_listening is not None:
            self._stop_listening()
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- what the member does ----------------------------------------------------------------------------

    def hear(self, text: Any) -> None:
        """Carry out what the page asks, and reply to it."""
        number: Any = None
        try:
            asked = json.loads(text)
            number = asked.get("n")
            reply = self._act(asked)
        except (Refused, ApiError) as exc:
            self._reply(number, error=exc.message if isinstance(exc, ApiError) else str(exc))
        except (KeyError, TypeError, ValueError, AttributeError) as exc:
            log.warning("the page asked for something malformed: %s", type(exc).__name__)
            self._reply(number, error="The page asked for something malformed.")
        else:
            if reply is not None:
                self._reply(number, **reply)

    def _act(self, asked: Json) -> Json | None:
        """Carry out one action; returns what the reply says, None when it comes later."""
        people, me = self._people, self._me
        match asked["type"]:
            case "look_as":
                self._look_as(str(asked["member"]))
            case "say":
                files, reply_to = asked.get("attachments") or [], asked.get("reply_to")
                people.say(me, asked["channel_id"], asked["content"], files, reply_to=reply_to)
            case "edit":
                people.edit(me, asked["message_id"], asked["content"])
            case "command":
                options = asked.get("options") or []
                made = people.slash(me, asked["channel_id"], asked["name"], options)
                return {"interaction_id": made.id}
            case "complete":
                self._start(self._complete(asked))
                return None
            case "press":
                return {"interaction_id": people.press(me, asked["message_id"], asked["custom_id"]).id}
            case "select":
                made = people.select(me, asked["message_id"], asked["custom_id"], asked["values"])
                return {"interaction_id": made.id}
            case "submit":
                made = people.submit(me, asked["interaction_id"], asked["components"])
                return {"interaction_id": made.id}
            case "react":
                people.react(me, asked["message_id"], _emoji(asked["emoji"]))
            case "unreact":
                people.unreact(me, asked["message_id"], _emoji(asked["emoji"]))
            case "delete" | "dismiss":
                people.delete(me, asked["message_id"])
            case "typing":
                people.type(me, asked["channel_id"])
            case other:
                raise Refused(f"The playground does not know the action {other}.")
        return {}

    async def _complete(self, asked: Json) -> None:
        try:
            made = self._people.complete(self._me, asked["channel_id"], asked["name"], asked["options"])
        except Refused as exc:
            self._reply(asked.get("n"), error=str(exc))
            return
        except (KeyError, TypeError) as exc:
            log.warning("the page asked for malformed completion: %s", type(exc).__name__)
            self._reply(asked.get("n"), error="The page asked for something malformed.")
            return
        if await made.answered():
            self._reply(asked.get("n"), choices=made.choices)
        else:
            self._reply(asked.get("n"), error="Loading options failed.")

    def _look_as(self, member: str) -> None:
        if member == self._world.bot_id or member not in self._world.users:
            raise Refused("There is no such member.")
        self._me = member
        self._tell(self._state())

    # -- what the member sees ----------------------------------------------------------------------------

    def _happened(self, occurrence: Occurrence) -> None:
        """Tell the page of it, if this member sees it."""
        if occurrence.only_for not in (None, self._me):
            return
        name, data = occurrence.name, occurrence.data
        if name == PRESENCE:
            self._tell({"type": "presence", **data})
        elif name == COMMANDS:
            self._tell({"type": "commands", "commands": self._commands()})
        elif name == CHANNELS:
            self._tell({"type": "channels", "channels": self._channels()})
        elif name == MEMBERS:
            self._tell(self._state())
        elif name == MODAL:
            shown = ("interaction_id", "custom_id", "title", "components")
            self._tell({"type": "modal", **{key: data[key] for key in shown}})
        elif name == FAILED:
            if data["kind"] != _AUTOCOMPLETE:
                shown = ("interaction_id", "channel_id", "message_id", "error")
                found = {key: data[key] for key in shown if key in data}
                self._tell({"type": "interaction_failed", **found})
        elif name.startswith(("MESSAGE_", "TYPING_")):
            self._happened_in_channel(name, data)

    def _happened_in_channel(self, name: str, data: Json) -> None:
        channel = self._world.channels.get(data["channel_id"])
        if channel is None or not self._world.may_see(self._me, channel):
            return
        if name == "TYPING_START":
            typing = {"channel_id": channel.id, "user_id": data["user_id"]}
            self._tell({"type": "typing", **typing})
        elif name == "MESSAGE_DELETE":
            self._tell_gone(channel, data["id"])
        elif name == "MESSAGE_DELETE_BULK":
            for message_id in data["ids"]:
                self._tell_gone(channel, message_id)
        else:
            # As it stands now, with the reactions as this member sees them.
            message = channel.messages.get(data.get("message_id") or data["id"])
            if message is not None and message.only_for in (None, self._me):
                self._tell({"type": "message", "message": message.seen_by(self._me)})

    def _state(self) -> Json:
        world = self._world
        seen = self._seen_channels()
        return {
            "type": "state",
            "me": world.users[self._me],
            "members": [*world.people()],
            "bot": world.bot,
            "online": world.online,
            "activity": activity_text(world.activity),
            "guild": {"id": world.guild_id, "name": world.guild_name},
            "channels": self._channels(),
            "commands": self._commands(),
            "messages": {channel.id: self._messages(channel) for channel in seen},
        }

    def _messages(self, channel: Channel) -> list[Json]:
        shown: list[Json] = []
        for message in reversed(channel.messages.values()):
            if message.only_for in (None, self._me):
                shown.append(message.seen_by(self._me))
            if len(shown) == SHOWN_MESSAGES:
                break
        return shown[::-1]

    def _channels(self) -> list[Json]:
        return [
            {
                "id": channel.id,
                "name": self._world.bot["username"] if channel.is_dm else channel.name,
                "kind": "dm" if channel.is_dm else "text",
            }
            for channel in self._seen_channels()
        ]

    def _seen_channels(self) -> list[Channel]:
        world = self._world
        return [channel for channel in world.channels.values() if world.may_see(self._me, channel)]

    def _commands(self) -> list[Json]:
        world = self._world
        own = world.commands.all(world.guild_id)
        return own + world.commands.all()

    # -- telling -----------------------------------------------------------------------------------------

    def _reply(self, number: Any, *, error: str | None = None, **more: Any) -> None:
        reply = {"type": "reply", "re": number, "ok": error is None, **more}
        self._tell(reply if error is None else reply | {"error": error})

    def _tell_gone(self, channel: Channel, message_id: str) -> None:
        self._tell({"type": "message_gone", "channel_id": channel.id, "message_id": message_id})

    def _tell(self, told: Json) -> None:
        try:
            self._waiting.put_nowait(told)
        except asyncio.QueueFull:
            log.warning("a page does not keep up and is closed")
            self._start(self._give_up())

    async def _give_up(self) -> None:
        await self._socket.close()

    async def _send(self) -> None:
        with contextlib.suppress(ConnectionError, ClientError):  # the page was closed
            while True:
                await self._socket.send_str(json.dumps(await self._waiting.get()))

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _emoji(given: Any) -> str:
    """Return an emoji that the page gives as text or as Discord's object."""
    if isinstance(given, dict):
        return str(given["name"]) if given.get("id") is None else f"{given['name']}:{given['id']}"
    if not isinstance(given, str) or not given or given.isascii():
        raise Refused("This is not an emoji.")
    return given
