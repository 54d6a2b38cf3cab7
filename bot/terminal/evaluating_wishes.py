"""`evaluate --wishes`: how often answers keep what a file of wishes asks of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.app import Base, open_base
from bot.domain.errors import BadRequest
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish_rules import WishRules, read_wishes
from bot.settings import Settings
from bot.terminal.progress import embedding_shown
from bot.terminal.render import print_json, terminal_console

USUAL_TITLES = 4
NOBODY = 0


async def evaluate_wishes(settings: Settings, path: Path, *, as_json: bool) -> None:
    """Print the share of titles that keep every rule, and of answers with a known title. Raises BadRequest."""
    try:
        text = await asyncio.to_thread(path.read_text, encoding="utf-8")
    except OSError as exc:
        raise BadRequest(f"{path} cannot be read: {exc.strerror}.") from exc
    except UnicodeDecodeError as exc:
        raise BadRequest(f"{path.name} is no text in UTF-8.") from exc
    wishes = read_wishes(text, path.name)
    console = terminal_console()
    titles = kept = naming = known = 0
    with embedding_shown() as progress:
        async with open_base(settings, progress=progress, complete=True) as base:
            for wish in wishes:
                answer = await _answer(base, wish)
                broken = {title.label: rules for title in answer if (rules := wish.broken_by(title))}
                titles += len(answer)
                kept += len(answer) - len(broken)
                ids = {found.title_id for name in wish.known if (found := _named(base, name)) is not None}
                naming += bool(ids)
                known += not ids.isdisjoint(title.title_id for title in answer)
                for label, rules in {} if as_json else broken.items():
                    console.print(
                        f"{wish.text}: {label} breaks {', '.join(rules)}", soft_wrap=True, markup=False
                    )
    figures = {
        "wishes": len(wishes),
        "kept": kept / titles if titles else 0.0,
        "known": known / naming if naming else None,
    }
    if as_json:
        print_json(figures)
        return
    console.print(f"{len(wishes)} wishes: {figures['kept']:.3f} of {titles} titles keep what was asked for.")
    if naming:
        console.print(f"{known} of {naming} answers have a title that anyone would name.")


async def _answer(base: Base, wish: WishRules) -> list[Title]:
    now = datetime.now(UTC)
    told = [
        (Verdict(NOBODY, title.title_id, title.title, title.year, VerdictKind.LIKED, "", now), title)
        for name in wish.likes
        if (title := _named(base, name)) is not None
    ]
    recommender = base.fleeting(told)
    understood = await recommender.understand(wish.text)
    candidates = await recommender.shortlist(NOBODY, understood)
    count = int(wish.rules.get("count", understood.count or USUAL_TITLES))
    return [candidate.title for candidate in candidates[:count]]


def _named(base: Base, name: str) -> Title | None:
    return base.library.resolver.named(name).title
