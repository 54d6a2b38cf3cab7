"""The playground's controls over HTTP, for tests and tools in other processes.

`POST /playground/control` takes `{"do": NAME, …}` and answers `{"ok": true, …}`, or 400 with
`{"ok": false, "error": "a sentence"}`; `GET /playground/counters` and `GET /playground/recorded` tell what happened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.playground.api import Discord
from bot.playground.counters import count
from bot.playground.errors import ApiError
from bot.playground.faults import Faults
from bot.playground.gateway import Gateway
from bot.playground.limits import Limits
from bot.playground.occurrence import Json
from bot.playground.options import Refused
from bot.playground.people import People
from bot.playground.permissions import Permissions
from bot.playground.recording import Recording
from bot.playground.requests import dump

Action = Callable[[Json], Json | None]


class Control:
    """Everything that `Playground` offers to a test in Python, by name."""

    def __init__(
        self,
        discord: Discord,
        people: People,
        limits: Limits,
        faults: Faults,
        gateway: Gateway,
        recording: Recording,
    ) -> None:
        self._discord = discord
        self._people = people
        self._limits = limits
        self._faults = faults
        self._gateway = gateway
        self._recording = recording
        self._actions: Mapping[str, Action] = {
            "fault": self._fault,
            "clear_faults": self._clear_faults,
            "limit": self._limit,
            "clear_limits": lambda _: self._limits.reset_rules(),
            "clear_recorded": lambda _: self._recording.clear(),
            "clock": self._clock,
            "drop_gateway": lambda asked: {"dropped": self._gateway.drop(**asked)},
            "invalidate": lambda asked: self._gateway.invalidate(**asked),
            "reconnect": lambda _: self._gateway.reconnect(),
            "refuse_gateway": lambda asked: self._gateway.refuse(asked["seconds"]),
            "dispatch": lambda asked: self._gateway.dispatch(asked["name"], asked["data"]),
            "send_raw": lambda asked: self._gateway.send_raw(asked["text"]),
            "restart": lambda asked: go_away(faults, gateway, asked["seconds"]),
            "permissions": self._permissions,
            "add_channel": lambda asked: {"channel_id": discord.world.add_channel(asked["name"])},
            "delete_channel": lambda asked: {"was": discord.world.delete_channel(asked["channel_id"])},
            "add_member": lambda asked: {"user_id": discord.world.add_member(asked["name"])},
            "delete_message": self._delete_message,
            "world": lambda _: self._describe_world(),
            "messages": self._messages,
            "interaction": self._interaction,
            "say": lambda asked: {"message": people.say(**asked).data},
            "edit": lambda asked: {"message": people.edit(**asked).data},
            "delete": lambda asked: people.delete(**asked),
            "react": lambda asked: people.react(**asked),
            "unreact": lambda asked: people.unreact(**asked),
            "typing": lambda asked: people.type(**asked),
            "slash": lambda asked: _made(people.slash(**_values(asked))),
            "complete": lambda asked: _made(people.complete(**_values(asked))),
            "press": lambda asked: _made(people.press(**asked)),
            "select": lambda asked: _made(people.select(**asked)),
            "submit": lambda asked: _made(people.submit(**_values(asked))),
        }

    def add_to(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_post("/playground/control", self._control)
        app.router.add_get("/playground/counters", self._counters)
        app.router.add_get("/playground/recorded", self._recorded)

    async def _control(self, request: web.Request) -> web.Response:
        try:
            asked = json.loads(await request.read())
            name = asked.pop("do")
            action = self._actions.get(name)
            if action is None:
                raise Refused(f"There is nothing called {name} to do.")
            done = action(asked)
        except ApiError as exc:
            return _say(400, {"ok": False, "error": exc.message, "code": exc.code})
        except (Refused, ValueError) as exc:
            return _say(400, {"ok": False, "error": str(exc)})
        except (KeyError, TypeError, AttributeError) as exc:
            return _say(400, {"ok": False, "error": f"The request is malformed: {exc}."})
        return _say(200, {"ok": True, **(done or {})})

    async def _counters(self, _: web.Request) -> web.Response:
        return _say(200, count(self._recording, self._limits, self._gateway, self._discord.interactions))

    async def _recorded(self, request: web.Request) -> web.Response:
        """Answer what was recorded, oldest first; `?after=N` leaves out the first N."""
        after = int(request.query.get("after", "0") if request.query.get("after", "0").isdecimal() else 0)
        shown = [exchange.as_json() for exchange in self._recording][after:]
        return _say(200, {"exchanges": shown})

    # -- actions that are more than one call -----------------------------------------------------------

    def _fault(self, asked: Json) -> Json:
        path = asked.pop("path", "")
        return {"fault": self._faults.add(asked.pop("method", "*"), path, **asked).as_json()}

    def _clear_faults(self, asked: Json) -> None:
        self._faults.clear(asked.get("id"))

    def _limit(self, asked: Json) -> None:
        scope = asked.get("scope", "user")
        self._limits.set(asked["route"], int(asked["limit"]), float(asked["window"]), scope=scope)

    def _clock(self, asked: Json) -> Json:
        clock = self._discord.world.clock
        if "speed" in asked:
            clock.speed = float(asked["speed"])
        if "advance" in asked:
            clock.advance(float(asked["advance"]))
        return {"now": clock.now(), "speed": clock.speed}

    def _permissions(self, asked: Json) -> None:
        self._discord.world.set_permissions(
            asked["channel_id"],
            allow=_permissions(asked.get("allow", ())),
            deny=_permissions(asked.get("deny", ())),
            user_id=asked.get("user_id"),
        )

    def _delete_message(self, asked: Json) -> None:
        """Delete any message, as a moderator would."""
        messages = self._discord.messages
        messages.delete(messages.get(asked["channel_id"], asked["message_id"]))

    def _messages(self, asked: Json) -> Json:
        """Tell every message of a channel, oldest first, ephemeral ones too, as `user_id` sees reactions."""
        world = self._discord.world
        seen = world.channel(asked["channel_id"]).messages.values()
        me = asked.get("user_id", world.bot_id)
        return {"messages": [message.seen_by(me) | {"only_for": message.only_for} for message in seen]}

    def _interaction(self, asked: Json) -> Json:
        """Tell what became of an interaction."""
        found = self._discord.interactions.get(asked["interaction_id"])
        if found is None:
            raise Refused("There is no such interaction.")
        return {
            "callback": None if found.callback is None else found.callback.kind,
            "answered_after": found.answered_after,
            "failed": found.failed,
            "message_id": None if found.original is None else found.original.id,
            "followups": [message.id for message in found.followups],
            "modal": found.modal,
            "choices": found.choices,
        }

    def _describe_world(self) -> Json:
        """Tell the ids that everything else asks for."""
        world = self._discord.world
        return {
            "bot_id": world.bot_id,
            "guild_id": world.guild_id,
            "online": world.online,
            "members": {user["global_name"]: user["id"] for user in world.people()},
            "channels": {one.name: one.id for one in world.channels.values() if not one.is_dm},
            "dms": {one.recipient_id: one.id for one in world.channels.values() if one.is_dm},
            "commands": [command["name"] for command in world.commands.all()],
        }


def go_away(faults: Faults, gateway: Gateway, seconds: float) -> None:
    """Let API and gateway be gone for so many seconds, and every session be forgotten."""
    faults.add("*", "", seconds=seconds, drop=True)
    gateway.refuse(seconds)
    gateway.drop(resumable=False)


def _permissions(names: Any) -> Permissions:
    """Return permissions given as a number or as Discord's names. Raises Refused."""
    if isinstance(names, int):
        return Permissions(names)
    found = Permissions(0)
    for name in names:
        if name not in Permissions.__members__:
            raise Refused(f"There is no permission {name}.")
        found |= Permissions[name]
    return found


def _values(asked: Json) -> Json:
    return {("values" if key == "options" else key): value for key, value in asked.items()}


def _made(interaction: Any) -> Json:
    return {"interaction_id": interaction.id}


def _say(status: int, data: Json) -> web.Response:
    return web.Response(status=status, body=dump(data), content_type="application/json")
