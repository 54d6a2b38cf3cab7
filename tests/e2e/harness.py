"""The bot's process in a playground, beside a scripted model; and what people see of it."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.playground.interaction import Interaction
from bot.playground.messages import Message
from bot.playground.occurrence import Json, Occurrence
from bot.playground.recording import Exchange
from bot.playground.server import Playground, open_playground
from tests.e2e.process import PATIENCE, BotProcess, until
from tests.playground import openapi
from tests.stand_ins.ollama import Ollama
from tests.stand_ins.wire import Exchange as Asking
from tests.stand_ins.wire import obedient

WISH = "thoughtful sci-fi tonight"
# Longer than the time between two edits of one message: who would send more has done so by then.
QUIET_SECONDS = 1.3
# What the log may never say, whatever a test does to the bot.
NEVER_LOGGED = ("unexpected failure", "was never retrieved", "was never awaited", "playground-token")

_MARKS = re.compile(r"\\.|(\*\*)|([*_~`|\[<])", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """What a message showed from one moment (seconds of the playground's clock) on."""

    at: float
    content: str
    buttons: tuple[str, ...]
    is_loading: bool

    @property
    def written(self) -> int:
        """How many characters of reasons there are."""
        return sum(len(line) for line in re.findall(r"^> (?!…$).*", self.content, re.MULTILINE))

    @property
    def looks_unfinished(self) -> bool:
        """Whether somebody who sees this waits for more."""
        last = self.content.rpartition("\n")[2]
        waits = last.startswith(("-# ✍️", "-# ⏳")) or "\n> …" in self.content
        return self.is_loading or waits or "Stop" in self.buttons


class Seen:
    """All that every message has shown, in order, and which messages are gone."""

    def __init__(self, playground: Playground) -> None:
        self.states: defaultdict[str, list[Shown]] = defaultdict(list)
        self.gone: set[str] = set()
        self._clock = playground.clock
        playground.world.listen(self._happened)

    def _happened(self, occurrence: Occurrence) -> None:
        data = occurrence.data
        if occurrence.name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            buttons = tuple(
                item.get("label") or item["placeholder"]
                for row in data["components"]
                for item in row["components"]
            )
            shown = Shown(self._clock.now(), data["content"], buttons, bool(data["flags"] & 128))
            self.states[data["id"]].append(shown)
        elif occurrence.name == "MESSAGE_DELETE":
            self.gone.add(data["id"])


class Shows:
    """A message of the bot's, as it shows in the playground and passes over the wire."""

    def __init__(self, scene: Scene, person: str) -> None:
        self.person = person
        self._scene = scene

    @property
    def message_id(self) -> str | None:
        """The message's id, None as long as there is none."""
        raise NotImplementedError

    @property
    def states(self) -> list[Shown]:
        """What the message has shown, in order."""
        return self._scene.seen.states[self.message_id] if self.message_id is not None else []

    @property
    def now(self) -> Shown:
        """What the message shows."""
        return self.states[-1]

    @property
    def edits(self) -> list[Exchange]:
        """The requests to edit the message, in whichever way, in order; refused ones too."""
        ways = self._edited_by()
        recorded = self._scene.playground.recorded
        return [one for one in recorded if one.method == "PATCH" and any(way in one.path for way in ways)]

    def _edited_by(self) -> Sequence[str]:
        return (f"/messages/{self.message_id}",)

    @property
    def row(self) -> dict[str, Any]:
        """What the bot keeps of the message."""
        (row,) = self._rows()
        return row

    def _rows(self) -> list[dict[str, Any]]:
        query = "SELECT * FROM messages WHERE message_id = ?"
        return self._scene.bot.rows(query, int(self.message_id or 0))

    async def until_shows(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until the message shows `text`."""
        await until(lambda: self.states and text in self.now.content, f"{text!r} is shown", seconds)

    async def until_written(self, reasons: int = 1) -> None:
        """Wait until so many reasons have at least begun, in a message that is not whole."""

        def is_written() -> bool:
            return bool(self.states) and len(re.findall(r"^> [^…]", self.now.content, re.M)) >= reasons

        await until(is_written, f"{reasons} reasons are being written")
        assert self.now.looks_unfinished, "the answer was over too soon"

    async def until_over(self, seconds: float = PATIENCE) -> None:
        """Wait until the message looks finished and the bot has noted that it is."""
        await until(
            lambda: self.states and not self.now.looks_unfinished, "the message looks finished", seconds
        )
        await until(
            lambda: [row for row in self._rows() if row["state"] != "writing"], "the end is noted", seconds
        )

    def press(self, label: str, person: str = "") -> Answer:
        """Press a button under the message, as whoever asked unless told."""
        assert self.message_id is not None
        people = self._scene.playground.people
        return Answer(self._scene, people.press(person or self.person, self.message_id, label))

    def check(self) -> None:
        """Assert what holds for every whole answer: nobody was refused, and the last text came last and once."""
        assert [one.status for one in self.edits] == [200] * len(self.edits)
        sent = [one.body["content"] for one in self.edits]
        assert sent.count(sent[-1]) == 1
        assert self.now.content == sent[-1]
        self.check_states()

    def check_states(self) -> None:
        """Assert that what was shown grew, was sound at every moment, and no longer looks unfinished."""
        assert not self.now.looks_unfinished
        written = [shown.written for shown in self.states]
        assert written == sorted(written)
        for shown in self.states:
            assert_sound(shown)


class Answer(Shows):
    """The answer to a command or to a press."""

    def __init__(self, scene: Scene, asked: Interaction) -> None:
        super().__init__(scene, asked.user_id)
        self.asked = asked

    @property
    def message_id(self) -> str | None:
        """The message that the bot answered with, or that was pressed."""
        message = self.asked.original or self.asked.source
        return message.id if message is not None else None

    async def until_answered(self) -> None:
        """Wait until Discord was told that an answer will come."""
        await until(lambda: self.asked.callback or self.asked.failed, "the command is answered")
        assert not self.asked.failed

    def _edited_by(self) -> Sequence[str]:
        return (f"/{self.asked.token}/messages/", *super()._edited_by())


class Reply(Shows):
    """The message below one that somebody wrote."""

    def __init__(self, scene: Scene, said: Message) -> None:
        super().__init__(scene, said.author_id)
        self.said = said

    @property
    def message_id(self) -> str | None:
        """The first message that answers what was said."""
        for message in self.said.channel.messages.values():
            if message.data.get("message_reference", {}).get("message_id") == self.said.id:
                return message.id
        return None


def assert_sound(shown: Shown) -> None:
    """Assert that Discord shows the text as it is meant: no markup is left open, none came from the model."""
    assert len(shown.content) <= 2000
    for line in shown.content.split("\n"):
        marks = [mark for mark in _MARKS.finditer(line) if mark[0][0] != "\\"]
        assert not [mark[0] for mark in marks if mark[2]], line
        assert len(marks) % 2 == 0, line


class Scene:
    """A playground, a scripted model, and the bot's process between them."""

    def __init__(self, playground: Playground, model: Ollama, bot: BotProcess) -> None:
        self.playground = playground
        self.model = model
        self.bot = bot
        self.seen = Seen(playground)
        self._numbers = itertools.count(1)

    def person(self) -> str:
        """Let somebody new join and return the id: nobody else's cooldown and taste count for them."""
        return self.playground.world.add_member(f"Person {next(self._numbers)}")

    def channel(self) -> str:
        """Make a channel and return its id: nobody else's rate limits count there."""
        return self.playground.world.add_channel(f"room-{next(self._numbers)}")

    def ask(self, *, person: str = "", channel: str = "", wish: str = WISH, private: bool = False) -> Answer:
        """Give /recommend, as somebody new in a new channel unless told."""
        options = {"request": wish} | ({"private": True} if private else {})
        people = self.playground.people
        return Answer(
            self, people.slash(person or self.person(), channel or self.channel(), "recommend", options)
        )

    def say(self, person: str, channel: str, text: str = WISH) -> Reply:
        """Write a message."""
        return Reply(self, self.playground.people.say(person, channel, text))

    async def answers(self) -> None:
        """Ask once more and see that it is answered to its end."""
        self.calm()
        answer = self.ask()
        await answer.until_answered()
        await answer.until_over()
        assert "Reasons written by" in answer.now.content

    def askings(self) -> Sequence[Asking]:
        """Return the requests for text that came to the model, in order."""
        return [one for one in self.model.exchanges if one.body.get("prompt")]

    async def until_left(self, since: float) -> float:
        """Wait until the model has nobody left to write for; return how long that took from `since` on."""
        await until(
            lambda: all(one.left_at or one.ended for one in self.askings()), "the model is left alone"
        )
        return max((one.left_at or since for one in self.askings()), default=since) - since

    def calm(self) -> None:
        """Let everything be as usual again."""
        playground = self.playground
        playground.faults.clear()
        playground.limits.reset_rules()
        playground.gateway.refuse(0)
        playground.clock.speed = 1.0
        self.model.faults, self.model.script = [], obedient
        self.model.exchanges[:] = [one for one in self.model.exchanges if not (one.ended or one.left_at)]

    def check(self) -> None:
        """Assert what holds whatever happened."""
        log = self.bot.log
        assert not [text for text in NEVER_LOGGED if text in log], log
        assert WISH not in log
        openapi.check(self.playground.recorded)


@asynccontextmanager
async def open_scene(folder: Path, **environment: str) -> AsyncIterator[Scene]:
    """Open a playground with the bot in it, and hold all that passed against Discord's description at the end."""
    async with open_playground() as playground, Ollama() as model:
        bot = BotProcess(playground, model.port, folder, LLM_CONCURRENCY="8", **environment)
        scene = Scene(playground, model, bot)
        try:
            await bot.start()
            yield scene
        finally:
            await bot.end()
        scene.check()


def text_of(*messages: Json) -> str:
    """Return what messages say, one after the other."""
    return "\n".join(message["content"] for message in messages)
