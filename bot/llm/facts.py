"""What can be said of one candidate to one person, in words that can stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.shortlist import Candidate
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.wish import Wish
from bot.llm.phrases import (
    is_new_to,
    joined,
    kind_of,
    moods_among,
    pace_of,
    place_of,
    themes_among,
    two_of,
)


@dataclass(frozen=True, slots=True)
class Like:
    """A title the person liked or gave as an example, and what the catalogue knows of it."""

    name: str
    title: Title | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a candidate; what answers the wish stands first.

    `asked_moods` and `asked_themes` are what the wish says in so many words; `asked_genre` tells that `kind`
    is the one that was asked for, `asked_place` that `place` is. There are at most two moods, themes, and
    asked ones.
    """

    title: Title
    wish: Wish
    likes: tuple[Like, ...]
    kind: str
    moods: tuple[str, ...]
    asked_moods: tuple[str, ...]
    themes: tuple[str, ...]
    asked_themes: tuple[str, ...]
    asked_genre: bool
    pace: str
    place: str
    asked_place: bool

    @classmethod
    def of(cls, candidate: Candidate, wish: Wish, likes: Sequence[Like]) -> Facts:
        """Collect what can be said of `candidate` beside `likes`, the first of which is to be named."""
        title = candidate.title
        met = [word for word in candidate.matched if word in title.keywords]
        said = fold(wish.text)
        # A title may answer “time travel” by a time loop: that is a match, not what was asked for.
        asked = [word for word in met if fold(word).rstrip("s") in said]
        genres = [genre for genre in candidate.matched if genre in title.genres]
        kind = kind_of(title, genres)
        asked_moods = moods_among(asked)
        moods = dict.fromkeys((*asked_moods, *moods_among(met), *moods_among(title.keywords)))
        fresh = [mood for mood in moods if mood in asked_moods or is_new_to(kind, mood)]
        return cls(
            title=title,
            wish=wish,
            likes=tuple(likes),
            kind=kind,
            moods=tuple(fresh[:2]),
            asked_moods=tuple(mood for mood in asked_moods if is_new_to(kind, mood))[:2],
            themes=two_of(themes_among((*asked, *met, *title.keywords)), kind),
            asked_themes=two_of(themes_among(asked)),
            asked_genre=bool(genres),
            pace=pace_of(title),
            place=place_of((*asked, *title.keywords)),
            asked_place=bool(place_of(asked)),
        )

    @property
    def subject(self) -> str:
        """The moods and the kind: “bleak, haunting drama”."""
        return f"{', '.join(self.moods)} {self.kind}".strip()

    @property
    def about(self) -> str:
        """What follows the kind, with a space: “ about grief and memory”, else its first actor, else nothing."""
        if self.themes:
            return f" about {joined(self.themes)}"
        return f" with {self.title.actors[0]}" if self.title.actors else ""

    @property
    def whereabouts(self) -> str:
        """Where or when it plays, with a space before it."""
        return f" set {self.place}" if self.place else ""

    @property
    def tale(self) -> str:
        """What a film without an invented story cannot be called."""
        is_true = "documentary" in self.title.genres
        return ("series" if self.title.kind == "series" else "film") if is_true else "story"

    @property
    def maker(self) -> str:
        """The director or first creator, "" when unknown."""
        return next(iter(self.title.directors), "")
