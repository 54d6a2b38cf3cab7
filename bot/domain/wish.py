"""What a person asked for tonight, understood by rules over the catalogue's own vocabulary."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.title import Kind

Span = tuple[int, int]  # both ends included
ANY_LATER = 9999


@dataclass(frozen=True, slots=True)
class Wish:
    """A request taken apart. Empty fields ask for nothing.

    `genres` and `keywords` are groups: every group asks for at least one of its words. `years` and
    `runtime` are inclusive spans (years; minutes); a title within any of the `years` will do.
    `like` and `unlike` are ids of titles given as examples; `excluded` of titles not to be offered.
    `fame` runs from -1 (overlooked) to +1 (well known), `era` from -1 (old) to +1 (recent).
    `asked` is the text without what was ruled out, for the searches by words and by meaning.
    """

    text: str = ""
    asked: str = ""
    kind: Kind | None = None
    genres: tuple[tuple[str, ...], ...] = ()
    without_genres: tuple[tuple[str, ...], ...] = ()
    keywords: tuple[tuple[str, ...], ...] = ()
    without_keywords: tuple[str, ...] = ()
    years: tuple[Span, ...] = ()
    without_years: tuple[Span, ...] = ()
    runtime: Span | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    without_countries: tuple[str, ...] = ()
    without_languages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    without_people: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    for_children: bool = False
    fame: float = 0.0
    era: float = 0.0
    count: int | None = None
    notices: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing at all was asked, so that only taste and fame can decide."""
        return not (self.asked or self.like or self.people)
