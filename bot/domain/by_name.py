"""Titles that the catalogue does not know, kept by what people call them."""

from __future__ import annotations

import hashlib
import re

from bot.domain.text import fold, one_line
from bot.domain.title import Title

# No title of a catalogue has an id that begins so: slugs hold no colon.
PREFIX = "by-name:"
_DATED = re.compile(r"^(?P<name>.*\S)\s*[(\[](?P<year>(?:18|19|20)\d\d)(?:\s*[-–]\s*(?:\d{4})?)?[)\]]$")


def title_by_name(text: str) -> Title:
    """Return a title of that name, with the year that stands in brackets behind it, 0 without one.

    The same name and year, whatever the case, accents or spaces, always give the same id. It says nothing of the
    name: ids go to the log and to Chroma, where what people wrote does not belong.
    """
    name = one_line(text)
    dated = _DATED.match(name)
    year = 0
    if dated is not None:
        name, year = dated["name"], int(dated["year"])
    key = hashlib.blake2b(f"{fold(name) or name}|{year}".encode(), digest_size=8).hexdigest()
    return Title(f"{PREFIX}{key}", name, year)


def is_by_name(title_id: str) -> bool:
    """Say whether the id is of a title that no catalogue knew when somebody spoke of it."""
    return title_id.startswith(PREFIX)
