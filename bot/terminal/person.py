"""`person`: the operator's way to one person's data."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from bot.app import open_app
from bot.domain.errors import BadRequest
from bot.domain.text import clip
from bot.domain.verdict import Verdict, VerdictKind
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.people import export_person
from bot.storage.verdicts import VerdictStore
from bot.terminal.looking_up import telling_why
from bot.terminal.reading import forget_history
from bot.terminal.render import print_json, terminal_console
from bot.terminal.undone import undone_lines

NOTE_CHARACTERS = 80


def taste_table(verdicts: Sequence[Verdict]) -> Table | Text:
    """Return what a person said of titles, newest first, for rich; of a long note the beginning."""
    if not verdicts:
        return Text("Nothing is known yet.")
    table = Table(box=None, pad_edge=False)
    for heading in ("verdict", "title", "note", "since"):
        table.add_column(heading, header_style="dim", no_wrap=heading in ("verdict", "since"))
    for verdict in verdicts:
        note = Text(clip(verdict.note, NOTE_CHARACTERS), style="italic")
        table.add_row(str(verdict.kind), Text(verdict.label), note, f"{verdict.at:%Y-%m-%d}")
    return table


async def show(settings: Settings, user_id: int) -> None:
    """Print what is known of the person."""
    async with open_database(settings.database) as database:
        verdicts = await VerdictStore(database).current(user_id)
    console = terminal_console()
    if console.is_terminal or not verdicts:
        console.print(taste_table(verdicts))
        return
    # For another program: a line each, whole, parted by tabs.
    for verdict in verdicts:
        parts = (str(verdict.kind), verdict.label, f"{verdict.at:%Y-%m-%d}", verdict.note)
        sys.stdout.write("\t".join(parts) + "\n")


async def say(settings: Settings, user_id: int, text: str, kind: VerdictKind, note: str) -> None:
    """Keep a verdict for the person. Raises BadRequest for a title that nothing or several match."""
    async with open_app(settings) as app:
        with telling_why(app.base.lookup):
            title = await app.services.people.find(text)
        await app.services.people.judge(user_id, title, kind, note)
        await app.settle()
    terminal_console().print(f"{user_id} {kind} {title.label}")


async def undo(settings: Settings, user_id: int) -> None:
    """Take back the last thing the person told or planned. Raises BadRequest when there is none."""
    async with open_app(settings) as app:
        undone = await app.services.people.undo(user_id)
        if not undone:
            raise BadRequest("There is nothing to take back.")
        await app.settle()
    for line in undone_lines(undone, {kind: kind.value for kind in VerdictKind}):
        terminal_console().print(line)


async def export(settings: Settings, user_id: int) -> None:
    """Print everything kept about the person as one JSON object."""
    async with open_database(settings.database) as database:
        print_json(await export_person(database, user_id))


async def forget(settings: Settings, user_id: int) -> None:
    """Delete everything kept about the person."""
    async with open_app(settings) as app:
        deleted = await app.services.people.forget(user_id)
    forget_history(settings, user_id)
    told = ", ".join(f"{count} {table}" for table, count in deleted.items())
    terminal_console().print(f"Deleted: {told}")
