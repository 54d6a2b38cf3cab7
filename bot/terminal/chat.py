"""`chat`: the bot in the terminal, without Discord."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory
from rich.console import Console
from rich.text import Text

from bot.app import App, open_app
from bot.domain.errors import BadRequest, MatineeError
from bot.domain.recommendation import Answer
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.settings import Settings
from bot.terminal.person import taste_table
from bot.terminal.render import show

WELCOME = "Type what you feel like watching, such as: thoughtful sci-fi tonight   (/help lists the rest)"
HINT = (
    "No DISCORD_TOKEN is set, so this is the chat in the terminal; the README says how to join a real server."
)
HELP = """\
anything else           a wish: "like Heat but shorter", "90s comedies under two hours", "three korean thrillers"
/like TITLE [: NOTE]    you liked it; a number means that title of the last answer
/dislike TITLE          not for you
/seen TITLE             you know it already
/taste                  what is known of you
/undo                   take the last of these back
/forget-me              delete everything that is kept about you
/quit                   leave (so does Ctrl-D)"""
VERDICTS = {"/like": VerdictKind.LIKED, "/dislike": VerdictKind.DISLIKED, "/seen": VerdictKind.SEEN}
SAID = {
    VerdictKind.LIKED: "you liked",
    VerdictKind.DISLIKED: "not for you:",
    VerdictKind.SEEN: "you have seen",
}


async def chat_here(settings: Settings, *, user_id: int = 0, hint: bool = False) -> None:
    """Chat until the input ends. Raises MatineeError when Matinee cannot be opened."""
    console = Console(highlight=False)
    async with open_app(settings) as app, app.in_background():
        if hint:
            console.print(HINT, style="dim")
        console.print(WELCOME, style="dim")
        await _Chat(app, console, user_id).talk(_reader(settings))
        await app.follower.catch_up()


def _reader(settings: Settings) -> Callable[[], Awaitable[str]]:
    """Return what reads the next line: with editing and history at a terminal, plainly from a pipe.

    Raises EOFError at the end of the input.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(settings.data_dir / "chat-history"))
        )

        async def edit() -> str:
            return str(await session.prompt_async("› "))

        return edit

    async def read() -> str:
        line: str = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            raise EOFError
        return line

    return read


class _Chat:
    def __init__(self, app: App, console: Console, user_id: int) -> None:
        self._services = app.services
        self._console = console
        self._user_id = user_id
        self._last: Answer | None = None

    async def talk(self, read: Callable[[], Awaitable[str]]) -> None:
        while True:
            try:
                line = (await read()).strip()
            except (EOFError, KeyboardInterrupt):
                return
            if line in ("/quit", "/exit", "quit", "exit"):
                return
            try:
                await self._answer(line)
            except MatineeError as exc:
                self._say(str(exc), "yellow")
            except (KeyboardInterrupt, asyncio.CancelledError):
                self._say("Stopped.", "yellow")

    async def _answer(self, line: str) -> None:
        command, _, rest = line.partition(" ")
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
        elif command == "/help":
            self._say(HELP)
        elif command.startswith("/"):
            self._say(f"I don't know {command}. /help lists what there is.", "yellow")
        else:
            async with aclosing(self._services.recommender.recommend(self._user_id, line)) as events:
                self._last = await show(self._console, events) or self._last

    async def _judge(self, kind: VerdictKind, text: str) -> None:
        name, _, note = text.partition(" : ") if " : " in text else (text, "", "")
        title = self._numbered(name.strip()) or await self._services.people.find(name)
        await self._services.people.judge(self._user_id, title, kind, note)
        self._say(f"Kept: {SAID[kind]} {title.label}. /undo takes it back.", "green")

    def _numbered(self, text: str) -> Title | None:
        """Return the title of that number in the last answer."""
        if (
            not text.isdecimal()
            or self._last is None
            or not 1 <= int(text) <= len(self._last.recommendations)
        ):
            return None
        return self._last.recommendations[int(text) - 1].title

    async def _undo(self) -> None:
        undone = await self._services.people.undo(self._user_id)
        if undone is None:
            raise BadRequest("There is nothing to take back.")
        self._say(f"Taken back: {SAID[undone[0].kind]} {undone[0].label}.", "green")

    async def _forget(self) -> None:
        await self._services.people.forget(self._user_id)
        self._say("Everything about you is deleted.", "green")

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style=style))
