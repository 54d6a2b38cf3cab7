"""A film or a series, as the catalogue knows it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a title is."""

    FILM = "film"
    SERIES = "series"


GENRES = (
    "action", "adventure", "animation", "biography", "comedy", "crime", "documentary", "drama",
    "family", "fantasy", "history", "horror", "music", "musical", "mystery", "noir", "romance",
    "science fiction", "sport", "thriller", "war", "western",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Title:
    """One catalogue entry. What is not known is empty or None, never guessed.

    `year` is the first release (series: the first year; 0 when unknown). `runtime` is minutes
    (series: a typical episode). `fame` runs from 1 (few know it) to 5 (everyone does) and may
    lie between. `countries` are ISO 3166-1 alpha-2 codes, `languages` ISO 639-1 codes.
    `votes` and `rating` (0 to 10) come from imported catalogues only, `imdb_id` is such as `tt2543164`.
    """

    title_id: str
    title: str
    year: int
    kind: Kind = Kind.FILM
    genres: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    original_title: str = ""
    other_titles: tuple[str, ...] = ()
    runtime: int | None = None
    directors: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    fame: float = 1.0
    tmdb_id: int | None = None
    poster_path: str = ""
    votes: int | None = None
    rating: float | None = None
    imdb_id: str = ""
    label: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        label = f"{self.title} ({self.year})" if self.year else self.title
        object.__setattr__(self, "label", label)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name people may use for it, the usual one first, without repeats."""
        if self.title and not self.original_title and not self.other_titles:
            return (self.title,)  # so it is with most of a large catalogue
        names = (self.title, self.original_title, *self.other_titles)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def document(self) -> str:
        """The text that stands for this title in the embedding model, the telling words first.

        The name stays out unless there is nothing else: with it, the titles nearest to *Heat* are those with
        "heat" in their name. Names are for the search by words.
        """
        parts = [f"{', '.join(words)}." for words in (self.genres, self.keywords) if words]
        parts.append(self.description or f"{self.title}.")
        return " ".join(parts)


def slug_of(text: str) -> str:
    """Return `text` in lower-case ASCII words joined by hyphens ("Amélie" → "amelie").

    A text without any Latin letter or digit gives the code points of its first characters, so that no two
    such titles share an empty slug.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", folded.lower())).strip("-")
    return slug or "-".join(f"u{ord(char):x}" for char in text[:8])


def title_id_of(title: str, year: int) -> str:
    """Return the id a title of that name and year has by default, such as `arrival-2016`."""
    return f"{slug_of(title)}-{year}" if year else slug_of(title)


def numbered_id_of(title: Title) -> str:
    """Return an id for a title whose own is taken: with the number it has elsewhere, such as `echo-2014-tmdb70`."""
    if title.tmdb_id:
        return f"{title.title_id}-tmdb{title.tmdb_id}"
    return f"{title.title_id}-{title.imdb_id or title.kind}"
