"""`evaluate --wishes`: how often answers keep what a file of wishes asks of them, beside plain methods, and how personal they are."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.app import Base, open_base
from bot.domain.errors import BadRequest, EmbeddingsUnavailable
from bot.domain.personal import Told, invented_people, plain_answer, told_apart
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish_rules import WishRules, read_wishes, said_by
from bot.settings import Settings
from bot.terminal.progress import embedding_shown
from bot.terminal.render import print_json, terminal_console

USUAL_TITLES = 4
NOBODY = 0
EXAMPLES = 8
# Beside meaning, so many deviations of fame kept most of the known titles in the figures of others.
FAME_BESIDE_MEANING = 0.5
# So many wishes tell how personal answers are; every one is asked by each invented person.
MOST_PERSONAL_WISHES = 40


@dataclass(frozen=True, slots=True)
class Score:
    """The share of titles that keep every rule, and of answers with a known title (None where none is named)."""

    kept: float
    known: float | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wish with the rules that this catalogue can keep, and how many titles it wants."""

    rules: WishRules
    count: int
    known: frozenset[str]


async def evaluate_wishes(settings: Settings, path: Path, *, as_json: bool) -> None:
    """Print how many titles keep every rule, how many answers have a known title, and how personal they are. Raises BadRequest."""
    try:
        text = await asyncio.to_thread(path.read_text, encoding="utf-8")
    except OSError as exc:
        raise BadRequest(f"{path} cannot be read: {exc.strerror}.") from exc
    except UnicodeDecodeError as exc:
        raise BadRequest(f"{path.name} is no text in UTF-8.") from exc
    wishes = read_wishes(text, path.name)
    console = terminal_console()
    # Looked up, a title would change the catalogue from one answer to the next.
    alone = settings.model_copy(update={"tmdb_api_key": None})
    with embedding_shown() as progress:
        async with open_base(alone, progress=progress, complete=True) as base:
            if not as_json:
                _tell_of_unknown(console, wishes, base)
            asked = [await _asked(base, wish) for wish in _answerable(wishes, base, console, as_json=as_json)]
            answers = [await _answer(base, each, each.rules.likes) for each in asked]
            scores = {"Matinee": _score(asked, answers)} | await _of_plain_methods(base, asked)
            told = await _told_apart(base, asked)
    if as_json:
        ours = scores.pop("Matinee")
        figures = {
            "wishes": len(wishes),
            **asdict(ours),
            "personal": asdict(told) if told is not None else None,
        }
        print_json(figures | {"plain": {name: asdict(score) for name, score in scores.items()}})
        return
    _show_broken(console, asked, answers)
    _show(console, len(wishes), scores, told)


def _answerable(
    wishes: Sequence[WishRules], base: Base, console: Console, *, as_json: bool
) -> Iterable[WishRules]:
    """Return the wishes without the rules of which the catalogue says nothing at all; say which those are."""
    said = said_by(base.library.titles)
    left_out = sorted({rule for wish in wishes for rule in wish.unanswerable(said)})
    if left_out and not as_json:
        console.print(
            f"Not counted, for no title here says anything of it: {', '.join(left_out)}.", soft_wrap=True
        )
    return [wish.without(wish.unanswerable(said)) for wish in wishes]


def _tell_of_unknown(console: Console, wishes: Sequence[WishRules], base: Base) -> None:
    """Say which titles the file names that the catalogue lacks: a slip of the pen would only lower the figures."""
    named = dict.fromkeys(name for wish in wishes for name in (*wish.known, *wish.likes))
    lacking = [name for name in named if _named(base, name) is None]
    if lacking:
        more = ", …" if len(lacking) > EXAMPLES else ""
        told = f"Not known here, of {len(named)} titles named: {', '.join(lacking[:EXAMPLES])}{more} ({len(lacking)})."
        console.print(told, soft_wrap=True, markup=False)


async def _asked(base: Base, wish: WishRules) -> _Asked:
    understood = await base.fleeting([]).understand(wish.text)
    ids = frozenset(title.title_id for name in wish.known if (title := _named(base, name)) is not None)
    return _Asked(wish, int(wish.rules.get("count", understood.count or USUAL_TITLES)), ids)


async def _answer(base: Base, asked: _Asked, likes: Iterable[str]) -> list[Title]:
    return await _answer_for(base, asked, [t for name in likes if (t := _named(base, name)) is not None])


async def _answer_for(base: Base, asked: _Asked, likes: Iterable[Title]) -> list[Title]:
    now = datetime.now(UTC)
    told = [
        (Verdict(NOBODY, title.title_id, title.title, title.year, VerdictKind.LIKED, "", now), title)
        for title in likes
    ]
    recommender = base.fleeting(told)
    understood = await recommender.understand(asked.rules.text)
    candidates = await recommender.shortlist(NOBODY, understood)
    return [candidate.title for candidate in candidates[: asked.count]]


def _named(base: Base, name: str) -> Title | None:
    return base.library.resolver.named(name).title


def _score(asked: Sequence[_Asked], answers: Sequence[Sequence[Title]]) -> Score:
    titles = sum(len(answer) for answer in answers)
    kept = sum(
        not each.rules.broken_by(title)
        for each, answer in zip(asked, answers, strict=True)
        for title in answer
    )
    found = [
        not each.known.isdisjoint(title.title_id for title in answer)
        for each, answer in zip(asked, answers, strict=True)
        if each.known
    ]
    return Score(kept / titles if titles else 0.0, sum(found) / len(found) if found else None)


async def _of_plain_methods(base: Base, asked: Sequence[_Asked]) -> dict[str, Score]:
    """Answer by meaning alone, and by meaning and fame, as one would build first."""
    library = base.library
    if library.vectors is None:
        return {}
    try:
        embedded = await base.embedder.embed([each.rules.text or " " for each in asked])
    except EmbeddingsUnavailable:
        return {}
    found: dict[str, Score] = {}
    for name, fame in (("MiniLM and fame", FAME_BESIDE_MEANING), ("MiniLM", 0.0)):
        answers = [
            [
                library.titles[row]
                for row in plain_answer(library.facets, library.vectors, vector, fame, each.count)
            ]
            for each, vector in zip(asked, embedded, strict=True)
        ]
        found[name] = _score(asked, answers)
    return found


async def _told_apart(base: Base, asked: Sequence[_Asked]) -> Told | None:
    """Have invented people of distinct tastes ask the same; None where the catalogue is too small to invent any."""
    library = base.library
    people = invented_people(library.facets)
    wishes = [each for each in asked if not each.rules.likes][:MOST_PERSONAL_WISHES]
    if len(people) < 2 or not wishes or library.vectors is None:
        return None
    row_of = library.facets.row_of
    answers: Mapping[str, list[list[int]]] = {
        person: [
            [
                row_of[title.title_id]
                for title in await _answer_for(base, each, [library.titles[row] for row in likes])
            ]
            for each in wishes
        ]
        for person, likes in people.items()
    }
    return told_apart(answers, people, np.asarray(library.vectors))


def _show_broken(console: Console, asked: Sequence[_Asked], answers: Sequence[Sequence[Title]]) -> None:
    for each, answer in zip(asked, answers, strict=True):
        for title in answer:
            if rules := each.rules.broken_by(title):
                line = f"{each.rules.text}: {title.label} breaks {', '.join(rules)}"
                console.print(line, soft_wrap=True, markup=False)


def _show(console: Console, wishes: int, scores: Mapping[str, Score], told: Told | None) -> None:
    console.print(f"{wishes} {'wish' if wishes == 1 else 'wishes'}, the titles shown first")
    table = Table()
    for heading in (
        "method",
        "titles that keep what was asked for",
        "answers with a title anyone would name",
        "same titles for different people",
    ):
        table.add_column(heading, justify="left" if heading == "method" else "right")
    for name, score in scores.items():
        shared = 1.0 if name != "Matinee" else told.shared if told is not None else None
        known = "–" if score.known is None else f"{score.known:.3f}"
        table.add_row(name, f"{score.kept:.3f}", known, "–" if shared is None else f"{shared:.3f}")
    console.print(table)
    if told is not None:
        console.print(
            f"Of two people's answers to one wish the own one is nearer to what a person likes in {told.nearer:.1%}"
            " (50 % where answers do not tell people apart).",
            soft_wrap=True,
        )
