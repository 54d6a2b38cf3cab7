"""What a person asked for tonight, understood by rules over the catalogue's own vocabulary."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.title import Kind

Span = tuple[int, int]  # both ends included
Group = tuple[str, ...]  # words any of which will do
ANY_LATER = 9999


@dataclass(frozen=True, slots=True)
class Wish:
    """A request taken apart. Empty fields ask for nothing.

    `genres`, `themes` and `keywords` are groups: every group asks for at least one of its words. Genres and
    themes (what it is about) are required as long as enough titles have them, keywords (mood and pace) only
    preferred; `unwelcome` keywords are at odds with them, and `leaning` are genres that suit the wish without
    being asked for. `years` and `runtime` are
    inclusive spans (years; minutes); a title within any of the `years` will do.
    `parts_of` are ids of the parts of a franchise that was asked for ("a Star Wars film").
    `like` and `unlike` are ids of titles given as examples; `excluded` of titles not to be offered,
    `without_franchises` of titles of which no other part is to be offered either.
    `fame` runs from -1 (overlooked) to +1 (well known), `era` from -1 (old) to +1 (recent).
    `asked` is what describes the wish in words, for the search by meaning: nothing that was ruled out, no
    number, no name, no small talk. `topic` is the part of it that the fields above do not hold, for the
    search by words.
    """

    text: str = ""
    asked: str = ""
    topic: str = ""
    kind: Kind | None = None
    either_kind: bool = False
    genres: tuple[Group, ...] = ()
    without_genres: tuple[Group, ...] = ()
    leaning: tuple[str, ...] = ()
    themes: tuple[Group, ...] = ()
    keywords: tuple[Group, ...] = ()
    without_keywords: tuple[str, ...] = ()
    unwelcome: tuple[str, ...] = ()
    years: tuple[Span, ...] = ()
    without_years: tuple[Span, ...] = ()
    runtime: Span | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    without_countries: tuple[str, ...] = ()
    without_languages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    without_people: tuple[str, ...] = ()
    parts_of: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    without_franchises: tuple[str, ...] = ()
    for_children: bool = False
    fame: float = 0.0
    era: float = 0.0
    count: int | None = None
    notices: tuple[str, ...] = ()

    @property
    def is_words_only(self) -> bool:
        """Whether no rule made anything of the text, so that only its words and its meaning can be searched."""
        return self == Wish(
            self.text, self.asked, self.topic, kind=self.kind, count=self.count, notices=self.notices
        )

    @property
    def is_open(self) -> bool:
        """Whether nothing describes what is wanted, so that only taste and fame can decide."""
        return not (self.asked or self.like or self.people or self.parts_of)
