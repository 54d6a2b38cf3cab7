"""What a person sees while they wait for something that is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from bot.terminal.render import terminal_console

Report = Callable[[int, int], None]


@contextmanager
def embedding_shown() -> Iterator[Report]:
    """Give what takes the number of titles embedded, and of all; a bar on stderr stands for it meanwhile."""
    with ExitStack() as stack:
        update: Report | None = None

        def report(done: int, total: int) -> None:
            nonlocal update
            if update is None:
                update = stack.enter_context(progress_bar("Reading the titles, this once", total))
            update(done, total)
            if done >= total:
                stack.close()
                update = None

        yield report


@contextmanager
def progress_bar(words: str, total: int) -> Iterator[Report]:
    """Give what takes how much is done, and of how much; a bar on stderr stands for it meanwhile."""
    # Imported here: almost no run has anything to wait for.
    from rich.progress import Progress

    console = terminal_console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(words, total=total)
        yield lambda done, total: progress.update(task, completed=done, total=total)
