"""How the process begins and ends: its streams, its log, and the status it leaves."""

from __future__ import annotations

import logging
import os
import re
import sys
from types import TracebackType

import typer
from typer.exceptions import TyperException

from bot.domain.errors import MatineeError

log = logging.getLogger(__name__)

WRONG_INPUT = 2
INTERRUPTED = 130
# Libraries that log what people wrote, even if only at DEBUG: whole statements with their values, addresses.
TELLTALES = ("aiosqlite", "httpcore", "httpx")
DEBUG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

# Whoever has the token of an interaction can write in the bot's name.
_TOKENS = re.compile(r"(/(?:webhooks|interactions)/[0-9]+/)[\w.~-]{12,}")


def run_to_end(cli: typer.Typer) -> None:
    """Run a command and end the process.

    Status 2 and one line on stderr for what a person can put right; 128 and the signal's number, quietly, for
    what was interrupted; 1 when the output is closed, or for a mistake of ours.
    """
    _open_standard_streams()
    log_to_stderr("ERROR", whole=False)
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
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _tell_of_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical(
        "Something broke inside Matinee (%s). LOG_LEVEL=DEBUG shows where; please report it.",
        kind.__name__,
        exc_info=(kind, error, trace),
    )


class _Whole(logging.Formatter):
    """When, where and what; without the tokens that errors of the HTTP client carry in their addresses."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKENS.sub(r"\1…", super().format(record))


class _OneLine(logging.Formatter):
    """What went wrong, without where."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKENS.sub(r"\1…", record.getMessage())


def log_to_stderr(level: str, *, whole: bool) -> None:
    """Log what is at `level` or graver; with `whole`, when, where and how grave it is, not only what."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Whole(DEBUG_FORMAT) if whole else _OneLine())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in TELLTALES:
        logging.getLogger(name).setLevel(logging.WARNING)
