"""`chat`: the bot in the terminal, without Discord."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import aclosing

from rich.console import Console
from rich.text import Text

from bot.app import App, open_app
from bot.domain.errors import BadRequest, MatineeError
from bot.domain.recommendation import Answer, Event
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.settings import Settings
from bot.terminal.interrupts import stopping_only
from bot.terminal.person import taste_table
from bot.terminal.reading import HERE, Interrupted, LineReader, forget_history, line_reader
from bot.terminal.render import show, terminal_console
from bot.terminal.undone import undone_lines

WELCOME = "Type what you feel like watching, such as: thoughtful sci-fi tonight"
MORE = "/help lists what else there is, Ctrl-D leaves."
HELP = """\
anything else        a wish: "like Heat but shorter", "90s comedies", "series like Dark"
/like TITLE          you liked it; a number means that title of the last answer
/like TITLE -- NOTE  the same, and why: /like 2 -- the slow pacing
/dislike TITLE       not for you (a note may follow here, too)
/seen TITLE          you know it already
/taste               what is known of you
/undo                take the last of these back
/forget-me           delete everything that is kept about you
/quit                leave (so does Ctrl-D); Ctrl-C stops an answer"""
VERDICTS = {"/like": VerdictKind.LIKED, "/dislike": VerdictKind.DISLIKED, "/seen": VerdictKind.SEEN}
SAID = {
    VerdictKind.LIKED: "you liked",
    VerdictKind.DISLIKED: "not for you:",
    VerdictKind.SEEN: "you have seen",
}
LEAVING = frozenset({"/quit", "/exit", "quit", "exit"})
# One or two digits are a place in the last answer: "300" and "1917" are films.
_PLACE = re.compile(r"[0-9]{1,2}")
# Two hyphens with space around them, or the dash that some keyboards make of them.
_NOTE_MARK = re.compile(r"\s+(?:--|—|–)\s+")


async def chat_here(settings: Settings, *, user_id: int = HERE) -> None:
    """Chat until the input ends. Raises MatineeError when Matinee cannot be opened."""
    console = terminal_console()
    for line in (WELCOME, MORE):
        console.print(line, style="dim", soft_wrap=not console.is_terminal)
    async with open_app(settings, warm=True) as app, app.in_background():
        await Chat(app, settings, console, line_reader(settings, user_id), user_id).talk()


class Chat:
    """One person at one terminal."""

    def __init__(
        self, app: App, settings: Settings, console: Console, lines: LineReader, user_id: int
    ) -> None:
        self._services = app.services
        self._settings = settings
        self._console = console
        self._lines = lines
        self._user_id = user_id
        self._last: Answer | None = None

    async def talk(self) -> None:
        """Answer line after line until the input ends or the person leaves."""
        while True:
            try:
                line = (await self._lines.read("› ")).strip()
            except EOFError:
                return
            except Interrupted:
                self._say(MORE, "dim")
                continue
            if line.lower() in LEAVING:
                return
            await self._answered(line)

    async def _answered(self, line: str) -> None:
        """Answer one line; Ctrl-C stops only that."""
        task = asyncio.create_task(self._answer(line))
        with stopping_only(task):
            try:
                await task
            except MatineeError as exc:
                self._say(str(exc), "yellow")
            except asyncio.CancelledError:
                current = asyncio.current_task()
                if current is not None and current.cancelling():
                    raise

    async def _answer(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        command = command.lower()
        if not line:
            self._say(WELCOME, "dim")
        elif command in VERDICTS:
            await self._judge(VERDICTS[command], rest)
        elif command == "/taste":
            self._console.print(taste_table(await self._services.people.verdicts(self._user_id)))
        elif command == "/undo":
            await self._undo()
        elif command == "/forget-me":
            await self._forget()
        elif command in ("/help", "/?"):
            self._say(HELP)
        elif command.startswith("/"):
            self._say(f"I don't know {command}. /help lists what there is.", "yellow")
        else:
            async with aclosing(self._services.recommender.recommend(self._user_id, line)) as events:
                await show(self._console, self._noted(events))

    async def _noted(self, events: AsyncIterator[Event]) -> AsyncIterator[Event]:
        """Pass events on; the newest answer is what numbers mean from then on, even if it is stopped."""
        async for event in events:
            self._last = event.answer
            yield event

    async def _judge(self, kind: VerdictKind, text: str) -> None:
        name, *note = _NOTE_MARK.split(text.strip(), maxsplit=1)
        title = self._numbered(name) if _PLACE.fullmatch(name) else await self._services.people.find(name)
        await self._services.people.judge(self._user_id, title, kind, *note)
        self._say(f"Kept: {SAID[kind]} {title.label}. /undo takes it back.", "green")

    def _numbered(self, place: str) -> Title:
        """Return the title at that place of the last answer. Raises BadRequest."""
        shown = self._last.recommendations if self._last is not None else ()
        if not shown:
            raise BadRequest(f"There is no answer yet of which {place} could be a title.")
        if not 1 <= int(place) <= len(shown):
            raise BadRequest(
                f"The last answer has {len(shown)} titles. A film called {place} needs its year, too."
            )
        return shown[int(place) - 1].title

    async def _undo(self) -> None:
        undone = await self._services.people.undo(self._user_id)
        if not undone:
            raise BadRequest("There is nothing to take back.")
        for line in undone_lines(undone, SAID):
            self._say(line, "green")

    async def _forget(self) -> None:
        if self._lines.asks:
            answer = await self._lines.read("Delete everything that is kept about you? Type yes: ")
            if answer.strip().lower() not in ("y", "yes"):
                self._say("Nothing is deleted.")
                return
        await self._services.people.forget(self._user_id)
        forget_history(self._settings, self._user_id)
        self._lines.forget()
        self._last = None
        self._say("Everything about you is deleted.", "green")

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=not self._console.is_terminal)
