"""What a conversation is made of: where it stands, and what the next message means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.domain.wish import Wish

# A conversation that rests for longer than this has ended.
HOURS_TO_END = 24
# Turns are kept for the language model, which needs no more to see what "it" may be.
MOST_TURNS = 6
TURN_CHARACTERS = 300
# Of what was shown, so many titles are kept from coming again; what was shown before that may.
MOST_EXCLUDED = 120


@dataclass(frozen=True, slots=True)
class ShownTitle:
    """A title of the latest answer, with the reason that stood beside it."""

    title_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person said, and what was made of it in a word or two."""

    said: str
    led_to: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person's conversation in one channel stands.

    `wish` is what the next message may refine, None before there is one. `texts` are the person's own words
    that led to it, the first wish first. `shown` are the titles of the latest answer in their places, and
    `recommendation_id` its number once it is whole. `undo` is the code of what the latest verdicts of
    the conversation left (bot.domain.feedback.Deeds), `focus` the id of the title spoken of last, if it was one.
    `turns` are what was said last, the oldest first.
    """

    wish: Wish | None = None
    texts: tuple[str, ...] = ()
    shown: tuple[ShownTitle, ...] = ()
    recommendation_id: int | None = None
    undo: str = ""
    focus: str = ""
    turns: tuple[Turn, ...] = ()

    @property
    def shown_ids(self) -> tuple[str, ...]:
        """The ids of the titles shown, in their places."""
        return tuple(each.title_id for each in self.shown)


class Topic(StrEnum):
    """What a person asks about a title."""

    WHY = "why"
    ABOUT = "about"
    LENGTH = "length"
    YEAR = "year"
    MAKERS = "makers"
    CAST = "cast"
    KIND = "kind"
    ORIGIN = "origin"
    MOOD = "mood"


class SmallTalk(StrEnum):
    """What is said for the sake of saying something."""

    GREETING = "greeting"
    THANKS = "thanks"
    PRAISE = "praise"
    FAREWELL = "farewell"
    HELP = "help"
    WATCHLIST = "watchlist"
    KNOWN = "known"
    INSULT = "insult"


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in passing, and why it was said, in the person's own words."""

    title: Title
    kind: VerdictKind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one title."""

    topic: Topic
    title: Title


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that means several titles, or none (no `choices`)."""

    name: str
    choices: tuple[Title, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one message, or several in a row, leads to; all of it that is not empty, in this order.

    `wish` is what is to be recommended now, with nothing left to look up: a refinement comes as the standing
    wish changed by what was said. `wish_text` is the part of the text that said so. `count` is the number of
    titles for this time alone. `missing` are places that the latest answer does not have. `is_sure` is false
    where the rules made nothing of the text and only guess that it is a wish.
    """

    starts_over: bool = False
    undoes: bool = False
    verdicts: tuple[Said, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    missing: tuple[int, ...] = ()
    questions: tuple[Question, ...] = ()
    wish: Wish | None = None
    wish_text: str = ""
    count: int | None = None
    refines: bool = False
    focus: str = ""
    small_talk: SmallTalk | None = None
    is_sure: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        return self == Meaning(is_sure=self.is_sure)

    @property
    def label(self) -> str:
        """What it is, in a word or two: for the log and for the turns that are kept."""
        parts = (
            ("start over", self.starts_over),
            ("undo", self.undoes),
            ("verdicts", bool(self.verdicts)),
            ("unclear", bool(self.unclear or self.missing)),
            ("question", bool(self.questions)),
            ("refinement" if self.refines else "wish", self.wish is not None),
            (str(self.small_talk), self.small_talk is not None),
        )
        return ", ".join(name for name, holds in parts if holds) or "nothing"
