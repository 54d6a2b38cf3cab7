"""What a person reads of an import."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.imported import RULE, Mark
from bot.services.imports import Understood
from bot.ui.markup import fit

EXAMPLES = 5
EXAMPLE_CHARACTERS = 60
SOURCE_CHARACTERS = 60
PART_CHARACTERS = 60
HINT_CHARACTERS = 200
LIST_NAME = "not-found.csv"
_WORDS = {
    Mark.LIKED: "liked",
    Mark.DISLIKED: "not for you",
    Mark.SEEN: "seen",
    Mark.WATCHLIST: "for your watchlist",
}


def preview_of(understood: Understood) -> str:
    """Return what was understood of a file, in at most 2,000 characters of Discord's markdown."""
    named = f" · {fit(understood.part.name, PART_CHARACTERS)}" if understood.part.name else ""
    rows = _count(len(understood.part.rows), "title")
    lines = [f"**{fit(understood.source, SOURCE_CHARACTERS)}**{named}: {rows} in it."]
    for mark in understood.counts:
        items = [decision for decision in understood.news if decision.mark is mark]
        examples = ", ".join(fit(item.title.label, EXAMPLE_CHARACTERS) for item in items[:EXAMPLES])
        more = ", …" if len(items) > EXAMPLES else ""
        lines.append(f"- **{len(items):,} {_WORDS[mark]}**: {examples}{more}")
    known = len(understood.decisions) - len(understood.news)
    if known:
        lines.append(f"- {known:,} you have told me before: they stay as they are.")
    if understood.unmatched:
        lines.append(f"- {len(understood.unmatched):,} I do not know, or not which one is meant: left out.")
    if understood.hint:
        lines.append(f"-# {fit(understood.hint, HINT_CHARACTERS)}")
    if understood.part.skipped:
        lines.append(f"- {_count(understood.part.skipped, 'row')} of the file told me nothing that I keep.")
    if any(decision.row.share is not None for decision in understood.news):
        lines.append(f"-# Of ratings, {RULE}")
    lines.append("Shall I keep this?" if understood.news else "Nothing in it is new to me.")
    return "\n".join(lines)


def summary_of(counts: Mapping[Mark, int]) -> str:
    """Return what was kept, in a sentence."""
    if not counts:
        return "Nothing in it was new to me: I know all of it already."
    told = ", ".join(f"{count:,} {_WORDS[mark]}" for mark, count in counts.items())
    return f"Done. I have kept {told}. `/recommend` knows it from now on."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
