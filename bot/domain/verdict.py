"""What a person said about a title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class VerdictKind(StrEnum):
    """The three things a person can say about a title.

    Who likes or dislikes it has seen it: that it was seen takes no opinion away, only another opinion does.
    """

    LIKED = "liked"
    DISLIKED = "disliked"
    SEEN = "seen"

    @property
    def is_opinion(self) -> bool:
        """Whether it says how the title was."""
        return self is not VerdictKind.SEEN


@dataclass(frozen=True, slots=True)
class Verdict:
    """One person's latest word on one title. `at` is an aware UTC time.

    Name and year are kept beside the id, so that a verdict outlives a change of catalogue.
    """

    user_id: int
    title_id: str
    title: str
    year: int
    kind: VerdictKind
    note: str
    at: datetime

    @property
    def label(self) -> str:
        """Name and year as people write them: `Arrival (2016)`."""
        return f"{self.title} ({self.year})" if self.year else self.title
