"""Numbers as they are typed on the command line; each has a sentence for what is none."""

from __future__ import annotations

import typer

# SQLite and PostgreSQL keep ids in 64 bits, as Discord does.
LARGEST_ID = 2**63 - 1
LARGEST_PORT = 65_535


def _whole(value: str | int, most: int) -> int | None:
    """Return the number from 0 to `most` that is meant; a default comes as the number it is."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= most else None


def user_id_of(value: str | int) -> int:
    """Return a Discord user's id. Raises BadParameter."""
    number = _whole(value, LARGEST_ID)
    if number is None:
        raise typer.BadParameter(f"“{value}” is no user id, which is a number from 0 to {LARGEST_ID}.")
    return number


def count_of(value: str | int) -> int:
    """Return a number of things. Raises BadParameter."""
    number = _whole(value, LARGEST_ID)
    if number is None:
        raise typer.BadParameter(f"“{value}” is no number of titles.")
    return number


def port_of(value: str | int) -> int:
    """Return a port to listen on. Raises BadParameter."""
    number = _whole(value, LARGEST_PORT)
    if not number:
        raise typer.BadParameter(f"“{value}” is no port, which is a number from 1 to {LARGEST_PORT}.")
    return number


def seed_of(value: str | int) -> int:
    """Return a number that makes chance repeatable. Raises BadParameter."""
    number = _whole(value, LARGEST_ID)
    if number is None:
        raise typer.BadParameter(f"“{value}” is no seed, which is a number from 0 to {LARGEST_ID}.")
    return number
