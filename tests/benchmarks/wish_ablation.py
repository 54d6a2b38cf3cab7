"""What each method of the blend is worth to wishes: every one switched off in turn, on the wishes of tests/domain."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.app import Base, open_base
from bot.domain.ports import Recollection, Vectors
from bot.domain.shortlist import Signals, Weights, rank
from bot.domain.taste import taste_for
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish
from bot.domain.wish_reader import understand
from bot.domain.wish_rules import WishRules, read_wishes
from bot.settings import Settings, load_settings

WISHES = Path(__file__).parents[1] / "domain" / "wishes.toml"
USUAL_TITLES, OFFERED = 4, 20
NOW = datetime(2026, 1, 1, tzinfo=UTC)
METHODS: Mapping[str, Weights] = {
    "nothing": Weights(),
    "meaning": Weights(meaning=0.0),
    "words": Weights(words=0.0),
    "mood": Weights(mood=0.0),
    "theme": Weights(theme=0.0),
    "genre": Weights(genre=0.0, leaning=0.0),
    "examples by meaning": Weights(example=0.0),
    "what examples share": Weights(shared=0.0),
    "taste": Weights(taste=0.0, taste_alone=0.0),
    "habits": Weights(habits=0.0, habits_alone=0.0),
    "fame": Weights(fame=0.0),
    "acclaim": Weights(acclaim=0.0),
    "age": Weights(age=0.0),
    "era": Weights(era=0.0),
    "films before series": Weights(series=0.0),
    "what is unwelcome": Weights(unwelcome=0.0),
    "what nobody wants unasked": Weights(unasked=0.0),
    "first parts before later ones": Weights(sequel=0.0),
    "diversity": Weights(likeness=0.0),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One wish as it is understood, with what is liked and which titles anyone would name."""

    rules: WishRules
    wish: Wish
    vector: Vectors | None
    likes: tuple[Title, ...]
    known: frozenset[str]


async def measure(settings: Settings, console: Console) -> None:
    """Print, without each method, the share of titles that keep every rule and of those that anyone would name."""
    async with open_base(settings, complete=True) as base:
        asked = [
            await _understood(base, rules) for rules in read_wishes(WISHES.read_text("utf-8"), WISHES.name)
        ]
        table = Table(title=f"Answers to {len(asked)} wishes without each method", title_justify="left")
        for name in ("left out", "kept", "an answer has a known title", "known titles", "answers changed"):
            table.add_column(name, justify="left" if name == "left out" else "right")
        whole = await asyncio.to_thread(_answers, base, asked, METHODS["nothing"])
        for method, weights in METHODS.items():
            answers = await asyncio.to_thread(_answers, base, asked, weights)
            changed = sum(old != new for old, new in zip(whole, answers, strict=True))
            table.add_row(method, *_shares(asked, answers), str(changed))
        console.print(table)


async def _understood(base: Base, rules: WishRules) -> _Asked:
    library = base.library
    wish = understand(rules.text, library.vocabulary)
    vector = (await base.embedder.embed([wish.asked]))[0] if wish.asked else None
    found = {name: library.resolver.named(name).title for name in (*rules.likes, *rules.known)}
    likes = tuple(title for name in rules.likes if (title := found[name]) is not None)
    known = frozenset(title.title_id for name in rules.known if (title := found[name]) is not None)
    return _Asked(rules, wish, vector, likes, known)


def _answers(base: Base, asked: Sequence[_Asked], weights: Weights) -> list[list[Title]]:
    library = base.library.holdings
    assert library.vectors is not None
    answers = []
    for each in asked:
        said = tuple(Verdict(0, t.title_id, t.title, t.year, VerdictKind.LIKED, "", NOW) for t in each.likes)
        rows = [library.facets.row_of[title.title_id] for title in each.likes]
        taste = taste_for(Recollection(said, library.vectors[rows]), each.vector)
        signals = Signals(
            words=library.words.scores(each.wish.topic) if each.wish.topic else None,
            meaning=library.vectors @ each.vector if each.vector is not None else None,
        )
        count = int(each.rules.rules.get("count", each.wish.count or USUAL_TITLES))
        found = rank(
            library.facets, library.vectors, each.wish, taste, signals,
            size=OFFERED, at_least=min(OFFERED, USUAL_TITLES), weights=weights,
        )  # fmt: skip
        answers.append([candidate.title for candidate in found.candidates[:count]])
    return answers


def _shares(asked: Sequence[_Asked], answers: Sequence[Sequence[Title]]) -> tuple[str, str, str]:
    pairs = list(zip(asked, answers, strict=True))
    kept = [not each.rules.broken_by(title) for each, answer in pairs for title in answer]
    known = [[t.title_id in each.known for t in answer] for each, answer in pairs if each.known and answer]
    any_known = sum(map(any, known)) / len(known)
    all_known = sum(sum(hits) / len(hits) for hits in known) / len(known)
    return f"{sum(kept) / len(kept):.3f}", f"{any_known:.3f}", f"{all_known:.3f}"


if __name__ == "__main__":
    asyncio.run(measure(load_settings(), Console(width=120)))
