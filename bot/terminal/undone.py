"""What was taken back, in plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.feedback import Undone
from bot.domain.verdict import VerdictKind


def undone_lines(undone: Undone, said: Mapping[VerdictKind, str]) -> Iterator[str]:
    """Yield what was taken back; `said` are the words for the kinds."""
    for verdict, standing in undone.verdicts:
        now = f" It stands as {standing.kind} again." if standing is not None else ""
        yield f"Taken back: {said[verdict.kind]} {verdict.label}.{now}"
    yield from (f"Taken back: {name} is off the watchlist." for name in undone.planned)
    yield from (f"{name} is on the watchlist again." for name in undone.listed)
    if undone.many:
        yield f"Taken back: all {undone.many:,} of what was told in one go, as an import does."
