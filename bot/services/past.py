"""What was recommended to a person before, and what in their taste led to it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ports import Memory, Recollection
from bot.domain.verdict import Verdict
from bot.domain.why import Tie
from bot.services.library import Library
from bot.services.likes_behind import likes_behind
from bot.services.people import People


class RecommendedBefore(Protocol):
    """One title of an earlier answer."""

    @property
    def title_id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def year(self) -> int: ...


class AnswerBefore(Protocol):
    """An earlier answer."""

    @property
    def request(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def titles(self) -> Sequence[RecommendedBefore]: ...


class PastAnswers(Protocol):
    """The store of what was recommended."""

    async def of_user(self, user_id: int, limit: int | None = None) -> Sequence[AnswerBefore]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that the person got: when, to what, and which titles (name and year)."""

    at: datetime
    request: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict that the person gave, be it taken back since or not."""

    at: datetime
    verdict: Verdict
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Led:
    """One recommended title, by name and year, and the likes that led to it."""

    label: str
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What led to one answer. `knows_taste` is False of a person who has not said yet what they like."""

    request: str
    titles: tuple[Led, ...]
    knows_taste: bool
    disliked: int


class Past:
    """Looks back: at answers, at what was said, at why. Each person sees their own; all methods raise StorageError."""

    def __init__(self, library: Library, answers: PastAnswers, people: People, memory: Memory) -> None:
        self._library = library
        self._answers = answers
        self._people = people
        self._memory = memory

    async def answers(self, user_id: int, limit: int) -> Sequence[AnswerBefore]:
        """Return the latest answers to the person, newest first."""
        return await self._answers.of_user(user_id, limit)

    async def happened(self, user_id: int, limit: int) -> list[Asked | Said]:
        """Return the latest of what the person asked and said, newest first."""
        answers, history = await asyncio.gather(
            self._answers.of_user(user_id, limit), self._people.history(user_id, limit)
        )
        both: list[Asked | Said] = [
            *(Asked(answer.at, answer.request, tuple(map(_label, answer.titles))) for answer in answers),
            *(Said(entry.verdict.at, entry.verdict, entry.retracted_at is not None) for entry in history),
        ]
        both.sort(key=lambda item: item.at, reverse=True)
        return both[:limit]

    async def why(self, user_id: int) -> Why | None:
        """Return what in the person's taste led to their latest answer; None when there is none yet."""
        latest = await self._answers.of_user(user_id, 1)
        if not latest:
            return None
        recollection = await self._memory.recall(user_id)
        return await asyncio.to_thread(self._why, latest[0], recollection)

    def _why(self, answer: AnswerBefore, recollection: Recollection) -> Why:
        # One state of the catalogue, which may grow meanwhile.
        holdings = self._library.holdings
        known = [title for item in answer.titles if (title := holdings.get(item.title_id)) is not None]
        ties = likes_behind(known, recollection, holdings)
        titles = [Led(_label(item), ties.get(item.title_id, ())) for item in answer.titles]
        kinds = [verdict.kind.value for verdict in recollection.verdicts]
        return Why(answer.request, tuple(titles), "liked" in kinds, kinds.count("disliked"))


def _label(item: RecommendedBefore) -> str:
    return f"{item.title} ({item.year})" if item.year else item.title
