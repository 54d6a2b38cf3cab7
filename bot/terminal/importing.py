"""`person USER_ID import FILE`: taste out of the file of another service."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.app import open_app
from bot.domain.errors import UnreadableFile
from bot.domain.imported import RULE, check_size
from bot.domain.text import clip
from bot.services.imports import Understood
from bot.settings import Settings
from bot.terminal.progress import progress_bar
from bot.terminal.reading import Interrupted, LineReader, PipedLines, TypedLines
from bot.terminal.render import terminal_console

EXAMPLES = 8
NAME_CHARACTERS = 60
QUESTION = "Keep this? [y/N] "


async def import_file(
    settings: Settings, user_id: int, path: Path, *, part: str | None, list_to: Path | None, asks: bool
) -> int | None:
    """Say what a file holds, and keep it once somebody agrees; return 1 when they do not.

    `part` names the profile, or what a list is, where a file does not say; `list_to` is where the titles that were
    not found go, as a CSV. Raises BadRequest for a file that is none of ours, or when `part` is needed.
    """
    _check(path)
    async with open_app(settings) as app:
        imports = app.services.imports
        found = await imports.read(lambda: _content(path), path.name)
        chosen = found.part(part)
        with progress_bar("Looking the titles up", len(chosen.rows)) as report:
            understood = await imports.understand(user_id, found.source, chosen, report)
        console = terminal_console()
        _show(console, understood, app.services.lookup.trouble)
        if list_to is not None:
            await asyncio.to_thread(_write_list, list_to, understood)
        if not understood.news:
            return None
        if asks and not await _agreed():
            console.print("Nothing was kept.")
            return 1
        with progress_bar("Keeping them", len(understood.news)) as report:
            kept = await imports.keep(user_id, understood, report)
        await app.settle()
        console.print(f"Kept: {', '.join(f'{count} {mark}' for mark, count in kept.counts.items())}.")
    return None


async def _agreed() -> bool:
    """Ask at the terminal; no answer is a no."""
    if sys.stdout.isatty():
        lines: LineReader = TypedLines(None)
    else:
        sys.stderr.write(QUESTION)
        sys.stderr.flush()
        lines = PipedLines(sys.stdin.fileno())
    try:
        return (await lines.read(QUESTION)).strip().lower() in ("y", "yes")
    except (EOFError, Interrupted):
        return False


def _check(path: Path) -> None:
    """Raise UnreadableFile for what is no file, or too large a one."""
    try:
        if not path.is_file():
            raise UnreadableFile(f"{path} is no file.")
        check_size(path.stat().st_size)
    except OSError as exc:
        raise UnreadableFile(f"{path} cannot be read: {exc.strerror}.") from exc


async def _content(path: Path) -> bytes:
    try:
        return await asyncio.to_thread(path.read_bytes)
    except OSError as exc:
        raise UnreadableFile(f"{path} cannot be read: {exc.strerror}.") from exc


def _show(console: Console, understood: Understood, trouble: str) -> None:
    head = Text(understood.source, style="bold")
    named = f" ({understood.part.name})" if understood.part.name else ""
    console.print(
        head.append(f"{named}: {len(understood.part.rows)} titles", style="not bold"), soft_wrap=True
    )
    for mark, count in understood.counts.items():
        labels = [item.title.label for item in understood.news if item.mark is mark]
        more = ", …" if count > EXAMPLES else ""
        console.print(Text(f"  {count} {mark}: {', '.join(labels[:EXAMPLES])}{more}"), soft_wrap=True)
    known = len(understood.decisions) - len(understood.news)
    if known:
        console.print(f"  {known} known already")
    if understood.unmatched:
        labels = [clip(row.label, NAME_CHARACTERS) for row in understood.unmatched]
        more = ", …" if len(labels) > EXAMPLES else ""
        console.print(
            Text(f"  {len(labels)} not in the catalogue: {', '.join(labels[:EXAMPLES])}{more}"),
            soft_wrap=True,
        )
    if understood.hint:
        console.print(Text(f"  {understood.hint} {trouble}".rstrip()), soft_wrap=True)
    if understood.part.skipped:
        rows = "row" if understood.part.skipped == 1 else "rows"
        console.print(f"  {understood.part.skipped} {rows} of the file told nothing that is kept")
    if any(item.row.share is not None for item in understood.news):
        console.print(Text(f"Of ratings, {RULE}", style="dim"), soft_wrap=True)
    if not understood.news:
        console.print("Nothing in it is new.")


def _write_list(path: Path, understood: Understood) -> None:
    try:
        path.write_bytes(understood.list_of_unmatched())
    except OSError as exc:
        raise UnreadableFile(f"{path} cannot be written: {exc.strerror}.") from exc
