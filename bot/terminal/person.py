"""`person`: the operator's way to one person's data."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app import open_app
from bot.domain.errors import BadRequest
from bot.domain.verdict import Verdict, VerdictKind
from bot.settings import Settings
from bot.terminal.render import print_json


def taste_table(verdicts: Sequence[Verdict]) -> Table | Text:
    """Return what a person said of titles, newest first, for rich."""
    if not verdicts:
        return Text("Nothing is known yet.")
    table = Table(box=None, pad_edge=False)
    for heading in ("verdict", "title", "note", "since"):
        table.add_column(heading, header_style="dim")
    for verdict in verdicts:
        note = Text(verdict.note, style="italic")
        table.add_row(str(verdict.kind), Text(verdict.label), note, f"{verdict.at:%Y-%m-%d}")
    return table


async def show(settings: Settings, user_id: int) -> None:
    """Print what is known of the person."""
    async with open_app(settings) as app:
        Console().print(taste_table(await app.services.people.verdicts(user_id)))


async def say(settings: Settings, user_id: int, text: str, kind: VerdictKind, note: str) -> None:
    """Keep a verdict for the person. Raises BadRequest for a title that nothing or several match."""
    async with open_app(settings) as app:
        title = await app.services.people.find(text)
        await app.services.people.judge(user_id, title, kind, note)
        await app.follower.catch_up()
        Console().print(Text(f"{user_id} {kind} {title.label}"))


async def undo(settings: Settings, user_id: int) -> None:
    """Take the person's newest verdict back. Raises BadRequest when there is none."""
    async with open_app(settings) as app:
        undone = await app.services.people.undo(user_id)
        if undone is None:
            raise BadRequest("There is nothing to take back.")
        await app.follower.catch_up()
        retracted, standing = undone
        now = f"; it stands as {standing.kind} again" if standing else ""
        Console().print(Text(f"Taken back: {retracted.kind} {retracted.label}{now}"))


async def export(settings: Settings, user_id: int) -> None:
    """Print everything kept about the person as one JSON object."""
    async with open_app(settings) as app:
        print_json(await app.services.people.export(user_id))


async def forget(settings: Settings, user_id: int) -> None:
    """Delete everything kept about the person."""
    async with open_app(settings) as app:
        deleted = await app.services.people.forget(user_id)
        Console().print(Text("Deleted: " + ", ".join(f"{count} {table}" for table, count in deleted.items())))
