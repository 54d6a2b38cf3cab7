"""What a spelled title turned out to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import TitleAmbiguous, TitleNotFound
from bot.domain.title import Title


class Match(StrEnum):
    """How a spelling met a title, surest first."""

    EXACT = "exact"
    FOLDED = "folded"
    FUZZY = "fuzzy"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Either one title that is meant (`title`), or the `choices` to ask about, or neither."""

    text: str
    title: Title | None = None
    choices: tuple[Title, ...] = ()
    match: Match = Match.NONE

    def require(self) -> Title:
        """Return the title meant.

        Raises TitleAmbiguous when several could be, TitleNotFound when none is.
        """
        if self.title is not None:
            return self.title
        if self.choices:
            raise TitleAmbiguous(self.text, self.choices)
        raise TitleNotFound(self.text)
