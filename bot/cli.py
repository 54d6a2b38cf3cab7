"""The command line: `python -m bot` and its commands."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from bot.domain.errors import BadRequest, MatineeError
from bot.domain.verdict import VerdictKind
from bot.settings import Settings, load_settings

# What is imported above is what every command pays for; each command imports the rest itself.

log = logging.getLogger(__name__)

WRONG_INPUT = 2
INTERRUPTED = 130
# SQLite and PostgreSQL keep ids in 64 bits, as Discord does.
LARGEST_ID = 2**63 - 1
LARGEST_PORT = 65_535
# Where the playground's page is unless told.
USUAL_PORT = 8765
# Libraries that log what people wrote, even if only at DEBUG: whole statements with their values, addresses.
TELLTALES = ("aiosqlite", "httpcore", "httpx")
DEBUG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

cli = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Matinee recommends films and series from what you liked.",
)
catalogue = typer.Typer(help="The titles that can be recommended.")
person = typer.Typer(help="One person's data: python -m bot person USER_ID show|like TITLE|…")
cli.add_typer(catalogue, name="catalogue")
cli.add_typer(person, name="person")

Titles = Annotated[list[str] | None, typer.Option(metavar="TITLE", help="May be given several times.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
TitleArgument = Annotated[str, typer.Argument(metavar="TITLE")]


def main() -> None:
    """Run a command and end the process.

    Status 2 and one line on stderr for what a person can put right; 128 and the signal's number, quietly, for
    what was interrupted; 1 when the output is closed, or for a mistake of ours.
    """
    _open_standard_streams()
    _log_to_stderr("ERROR", whole=False)
    sys.excepthook = _tell_of_mistake
    try:
        # Not cli() itself, which would put its own words in place of ours for what nobody expected.
        status = typer.main.get_command(cli).main(standalone_mode=False)
        sys.stdout.flush()
    except (MatineeError, TyperException) as exc:
        _say(_sentence(exc))
        status = WRONG_INPUT
    except (typer.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever read this has seen enough; what is still in the buffer must not complain at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    sys.exit(status)


def _sentence(exc: MatineeError | TyperException) -> str:
    """Return an error on one line; for a wrong command, where its help is."""
    text = str(exc) if isinstance(exc, MatineeError) else exc.format_message()
    context = getattr(exc, "ctx", None)
    if context is not None:
        text = f"{text.rstrip('.')}. Try: {context.command_path} --help"
    return " ".join(text.split())


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _open_standard_streams() -> None:
    """Make sure that there is an input and two outputs, which can take every character.

    A closed one would leave its number to the next file that is opened, such as the database.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            os.dup2(descriptor, number)
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _tell_of_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical(
        "Something broke inside Matinee (%s). LOG_LEVEL=DEBUG shows where; please report it.",
        kind.__name__,
        exc_info=(kind, error, trace),
    )


class _OneLine(logging.Formatter):
    """What went wrong, without where."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage()


def _log_to_stderr(level: str, *, whole: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(DEBUG_FORMAT) if whole else _OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)


def _settings(*, terminal: bool = True, least: str = "ERROR") -> Settings:
    """Read the settings and begin to log: what is at `least` so grave, where people look at the terminal."""
    settings = load_settings()
    # In the terminal a log line would stand in the middle of an answer: only who debugs wants that.
    whole = not terminal or settings.log_level == "DEBUG"
    _log_to_stderr(settings.log_level if whole else least, whole=whole)
    return settings


def _run(work: Coroutine[Any, Any, int | None]) -> None:
    from bot.terminal.interrupts import until_signalled

    status = asyncio.run(until_signalled(work))
    if status:
        raise typer.Exit(status)


def _whole(value: str | int, most: int) -> int | None:
    """Return the number from 0 to `most` that is meant; a default comes as the number it is."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= most else None


def _user_id(value: str | int) -> int:
    number = _whole(value, LARGEST_ID)
    if number is None:
        raise typer.BadParameter(f"“{value}” is no user id, which is a number from 0 to {LARGEST_ID}.")
    return number


def _count(value: str | int) -> int:
    number = _whole(value, LARGEST_ID)
    if number is None:
        raise typer.BadParameter(f"“{value}” is no number of titles.")
    return number


def _port(value: str | int) -> int:
    number = _whole(value, LARGEST_PORT)
    if not number:
        raise typer.BadParameter(f"“{value}” is no port, which is a number from 1 to {LARGEST_PORT}.")
    return number


UserId = Annotated[int, typer.Argument(metavar="USER_ID", parser=_user_id)]


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot; without DISCORD_TOKEN, in a playground: a Discord on this machine, with a page to use it."""
    if context.invoked_subcommand is not None:
        return
    if load_settings().discord_token is None:
        playground(USUAL_PORT)
        return
    from bot.running import run_bot

    _run(run_bot(_settings(terminal=False)))


@cli.command()
def playground(
    port: Annotated[
        int, typer.Option(metavar="N", parser=_port, help="Where the page is; the next free one if it is taken.")
    ] = USUAL_PORT,
    without_bot: Annotated[bool, typer.Option("--without-bot", hidden=True)] = False,
) -> None:
    """Try the bot in the browser: a Discord on this machine, no token needed."""
    from bot.trying import serve_playground, try_bot

    settings = _settings(least="WARNING")
    _run(serve_playground(port) if without_bot else try_bot(settings, port))


@cli.command()
def ask(
    request: Annotated[str, typer.Argument(metavar="REQUEST", help="What you feel like, in your own words.")],
    like: Titles = None,
    dislike: Titles = None,
    seen: Titles = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", parser=_count, help="How many titles, 1 to 10 (4 unless told).")
    ] = None,
    user: Annotated[
        int | None,
        typer.Option(metavar="ID", parser=_user_id, help="Whose taste; what is said is kept then."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Recommend once and exit; without --user nothing is kept."""
    from bot.terminal.ask import ask_once

    said = [
        *((title, VerdictKind.LIKED) for title in like or ()),
        *((title, VerdictKind.DISLIKED) for title in dislike or ()),
        *((title, VerdictKind.SEEN) for title in seen or ()),
    ]
    _run(ask_once(_settings(), request, said, limit, user, as_json=as_json))


@cli.command()
def chat(
    user: Annotated[
        int, typer.Option(metavar="ID", parser=_user_id, help="Whose taste; 0 is you at this terminal.")
    ] = 0,
) -> None:
    """Talk in the terminal: type what you feel like."""
    from bot.terminal.chat import chat_here

    _run(chat_here(_settings(), user_id=user))


@cli.command()
def doctor() -> None:
    """Check each thing the bot needs and say what to do about what is missing."""
    from bot.terminal.doctor import examine

    _run(examine())


@catalogue.command("import")
def catalogue_import(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A CSV with the columns of TMDB's exports.")
    ],
    replace: Annotated[bool, typer.Option("--replace", help="Instead of the shipped titles.")] = False,
) -> None:
    """Add the titles of a file; again and again without doubling."""
    from bot.terminal.catalogue import import_file

    _run(import_file(_settings(), file, replace=replace))


@catalogue.command("search")
def catalogue_search(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    limit: Annotated[int, typer.Option(metavar="N", parser=_count, help="How many lines at most.")] = 10,
) -> None:
    """Find titles by name or by what they are about."""
    from bot.terminal.catalogue import search

    _run(search(_settings(), text, limit))


@catalogue.command("stats")
def catalogue_stats() -> None:
    """Count the titles by kind, decade, country, language, genre and fame."""
    from bot.terminal.catalogue import stats

    _run(stats(_settings()))


@catalogue.command("vectors", hidden=True)
def catalogue_vectors() -> None:
    """Make data/catalogue/vectors.npz anew from the shipped titles (for whoever changes them)."""
    from bot.terminal.catalogue import ship_vectors

    _run(ship_vectors(_settings()))


@person.callback()
def person_of(context: typer.Context, user_id: UserId) -> None:
    """Show, change, hand out or delete one person's data."""
    context.obj = user_id


@person.command("show")
def person_show(context: typer.Context) -> None:
    """Print what is known of the person."""
    from bot.terminal.person import show

    _run(show(_settings(), context.obj))


def _judge(context: typer.Context, title: str, kind: VerdictKind, note: str = "") -> None:
    from bot.terminal.person import say

    _run(say(_settings(), context.obj, title, kind, note))


@person.command("like")
def person_like(
    context: typer.Context,
    title: TitleArgument,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What they liked about it.")] = "",
) -> None:
    """Keep that the person liked a title."""
    _judge(context, title, VerdictKind.LIKED, note)


@person.command("dislike")
def person_dislike(context: typer.Context, title: TitleArgument) -> None:
    """Keep that the person disliked a title."""
    _judge(context, title, VerdictKind.DISLIKED)


@person.command("seen")
def person_seen(context: typer.Context, title: TitleArgument) -> None:
    """Keep that the person has seen a title."""
    _judge(context, title, VerdictKind.SEEN)


@person.command("undo")
def person_undo(context: typer.Context) -> None:
    """Take the person's newest verdict back."""
    from bot.terminal.person import undo

    _run(undo(_settings(), context.obj))


@person.command("export")
def person_export(context: typer.Context) -> None:
    """Print everything kept about the person as one JSON object."""
    from bot.terminal.person import export

    _run(export(_settings(), context.obj))


@person.command("forget")
def person_forget(context: typer.Context, yes: Yes = False) -> None:
    """Delete everything kept about the person."""
    from bot.terminal.person import forget

    if not yes:
        if not sys.stdin.isatty():
            raise BadRequest("Nobody is here to be asked whether that is meant: say --yes.")
        if not typer.confirm(f"Delete everything kept about {context.obj}?"):
            raise typer.Exit(1)
    _run(forget(_settings(), context.obj))
