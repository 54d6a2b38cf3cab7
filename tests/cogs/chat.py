"""People who use the bot in a playground, and all that they get to see of its answers."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.playground.channel import Channel
from bot.playground.components import items_of
from bot.playground.interaction import Interaction, Kind
from bot.playground.messages import Message
from bot.playground.occurrence import Json, Occurrence
from bot.playground.recording import Exchange
from bot.playground.server import Playground

LOADING = 128
PRESSED_CHANGES = (6, 7)
_OPTION_TYPES: Mapping[type, int] = {str: 3, int: 4, bool: 5}


class Shown:
    """A message of the bot's, as it stands and as it stood; `message` says which it is."""

    def __init__(self, states: Mapping[str, Sequence[Json]]) -> None:
        self._states = states

    @property
    def message(self) -> Message | None:
        """The message, None before there is one and after it was deleted."""
        raise NotImplementedError

    @property
    def message_id(self) -> str:
        assert self.message is not None, "there is no message"
        return self.message.id

    @property
    def content(self) -> str:
        """What the message says now; "" while there is none, and while the bot "is thinking"."""
        return str(self.message.data["content"]) if self.message is not None else ""

    @property
    def contents(self) -> list[str]:
        """Every text that was visible in the message, in order."""
        states = self._states[self.message_id]
        return [str(state["content"]) for state in states if not state["flags"] & LOADING]

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons under the message."""
        return (
            [item.get("label") or item["placeholder"] for item in items_of(self.message.data["components"])]
            if self.message
            else []
        )


class Answer(Shown):
    """What became of one thing that a person did: a command, a press, something typed.

    Its message is the bot's answer; for a press that was answered by changing the pressed message, that one.
    """

    def __init__(self, interaction: Interaction, states: Mapping[str, Sequence[Json]]) -> None:
        super().__init__(states)
        self._interaction = interaction

    @property
    def message(self) -> Message | None:
        asked = self._interaction
        shown = asked.original
        if shown is None and asked.callback is not None and asked.callback.kind in PRESSED_CHANGES:
            shown = asked.source
        return shown if shown is not None and shown.id in asked.channel.messages else None

    @property
    def token(self) -> str:
        return self._interaction.token

    @property
    def callback(self) -> Json | None:
        """How the bot answered within the three seconds: `type`, and `data` where there is any."""
        answered = self._interaction.callback
        if answered is None:
            return None
        return {"type": answered.kind} | ({"data": answered.data} if answered.data else {})

    @property
    def answered_after(self) -> float:
        """Seconds until then."""
        assert self._interaction.answered_after is not None, "it was not answered"
        return self._interaction.answered_after

    @property
    def is_private(self) -> bool:
        """Whether nobody but the person sees the message."""
        return self.message is not None and self.message.only_for == self._interaction.user_id

    @property
    def followups(self) -> list[Json]:
        """The further messages, as they stand."""
        return [message.data for message in self._interaction.followups]

    @property
    def choices(self) -> list[Json]:
        """What was offered to somebody typing."""
        return self._interaction.choices


class Reply(Shown):
    """What the bot writes below a person's message."""

    def __init__(self, said: Message, bot_id: str, states: Mapping[str, Sequence[Json]]) -> None:
        super().__init__(states)
        self._said = said
        self._bot_id = bot_id

    @property
    def message(self) -> Message | None:
        below = [
            message
            for message in self._said.channel.messages.values()
            if message.author_id == self._bot_id
            and message.data.get("message_reference", {}).get("message_id") == self._said.id
        ]
        assert len(below) <= 1, "it is answered more than once"
        return below[0] if below else None


class Chat:
    """What people do in the playground's first channel, or `where` else they are told to."""

    def __init__(self, playground: Playground) -> None:
        self.channel = playground.world.channel_named("general")
        self._playground = playground
        self._states: defaultdict[str, list[Json]] = defaultdict(list)
        playground.world.listen(self._note)

    def slash(self, person: str, name: str, *, where: Channel | None = None, **values: Any) -> Answer:
        """Give a slash command, as Discord's client lets people."""
        channel = where or self.channel
        return self._answer(self._playground.people.slash(person, channel.id, name, values))

    def slash_unchecked(self, person: str, name: str, **values: str | int | bool) -> Answer:
        """Send a slash command as a client does whose idea of the commands is an old one."""
        options = [
            {"name": option, "type": _OPTION_TYPES[type(value)], "value": value}
            for option, value in values.items()
        ]
        data = {"id": self._playground.world.snowflakes.new(), "name": name, "type": 1, "options": options}
        return self._answer(self._playground.interactions.create(Kind.COMMAND, person, self.channel, data))

    def type(self, person: str, name: str, option: str, text: str) -> Answer:
        """Type into an option that completes."""
        people = self._playground.people
        return self._answer(people.complete(person, self.channel.id, name, {option: text}, focused=option))

    def say(
        self, person: str, content: str, *, where: Channel | None = None, reply_to: str | None = None
    ) -> Reply:
        """Write a message, below another one if told."""
        world = self._playground.world
        channel_id = (where or self.channel).id
        message = self._playground.people.say(person, channel_id, content, reply_to=reply_to)
        return Reply(message, world.bot_id, self._states)

    def press(self, person: str, answer: Shown, label: str) -> Answer:
        """Press a button under an answer."""
        return self._answer(self._playground.people.press(person, answer.message_id, label))

    def press_unchecked(self, person: str, answer: Shown, label: str) -> Answer:
        """Press a button although Discord's client does not show the answer to this person."""
        message = answer.message
        assert message is not None, "there is no message"
        item = next(item for item in items_of(message.data["components"]) if item.get("label") == label)
        data = {"custom_id": item["custom_id"], "component_type": item["type"], "id": item["id"]}
        create = self._playground.interactions.create
        return self._answer(create(Kind.COMPONENT, person, self.channel, data, source=message))

    def delete(self, answer: Shown) -> None:
        """Delete an answer, as the guild's owner."""
        self._playground.people.delete(self._playground.world.owner_id, answer.message_id)

    def edits_of(self, answer: Shown) -> list[Exchange]:
        """Return the requests that changed an answer's message, or tried to, in the order of their arrival."""
        paths = [f"/messages/{answer.message_id}"]
        if isinstance(answer, Answer):
            paths.append(f"/{answer.token}/messages/")
        return [
            exchange
            for exchange in self._playground.recorded
            if exchange.method == "PATCH" and any(part in exchange.path for part in paths)
        ]

    def _answer(self, interaction: Interaction) -> Answer:
        return Answer(interaction, self._states)

    def _note(self, occurrence: Occurrence) -> None:
        if occurrence.name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            self._states[occurrence.data["id"]].append(occurrence.data)


async def until(happened: Callable[[], Any], seconds: float = 10.0) -> float:
    """Wait for something; return how long it took. Fails after `seconds`."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, "it did not happen"
        await asyncio.sleep(0.005)
    return time.monotonic() - began


async def said(answer: Shown) -> str:
    """Wait for the answer's first text; return it."""
    await until(lambda: answer.content)
    return answer.content


async def ended(answer: Shown, seconds: float = 15.0) -> str:
    """Wait for the end of an answer that is written bit by bit; return what the message says then."""
    await until(lambda: answer.content and "Stop" not in answer.buttons, seconds)
    return answer.content
