"""A recommendation in the making and when it is done: what the chat and the terminal both render."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.title import Title


class Author(StrEnum):
    """Who wrote a reason."""

    NOBODY = "nobody"
    MODEL = "model"
    BUILT_IN = "built_in"


class Status(StrEnum):
    """How far the model's part went."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    BUILT_IN = "built_in"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One title with its reason. `confidence` runs from 0 to 1; `fallback` is the built-in writer's reason."""

    title: Title
    why: str = ""
    confidence: float = 0.5
    author: Author = Author.NOBODY
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A snapshot of the answer to one request; later snapshots replace earlier ones.

    `seconds` is the time since the request. `notices` are sentences for the person. `trouble` says in a
    sentence why the model did not write everything, empty when it did.
    """

    request: str
    recommendations: tuple[Recommendation, ...]
    status: Status = Status.BUILT_IN
    engine: str = ""
    seconds: float = 0.0
    notices: tuple[str, ...] = ()
    trouble: str = ""
    answer_id: int | None = None

    def settled(self) -> Answer:
        """Return this answer with the built-in writer's reason wherever none is finished, status made true."""
        done = tuple(
            item if item.author is Author.MODEL else replace(item, why=item.fallback, author=Author.BUILT_IN)
            for item in self.recommendations
        )
        return replace(self, recommendations=done, status=status_of(done))


def status_of(recommendations: tuple[Recommendation, ...]) -> Status:
    """Return how many of the reasons the model wrote: all, some or none."""
    by_model = sum(item.author is Author.MODEL for item in recommendations)
    if by_model == 0:
        return Status.BUILT_IN
    return Status.COMPLETE if by_model == len(recommendations) else Status.PARTIAL


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """The titles stand; no reason is written yet."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Waiting:
    """The model serves others first; `ahead` requests come before this one."""

    answer: Answer
    ahead: int


@dataclass(frozen=True, slots=True)
class Writing:
    """A reason has grown, or the model chose another title."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is whole; nothing follows."""

    answer: Answer


Event = Shortlisted | Waiting | Writing | Finished
