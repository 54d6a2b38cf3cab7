"""What a wish requires of a title, one thing at a time, and what it rules out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from bot.domain.countries import country_name, languages_of, main_country_of
from bot.domain.facets import Facets, Mask
from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER, Span, Wish

Counts = NDArray[np.int32]

# A stretch of years is widened by so many before it is dropped.
YEARS_OF_GRACE = 5
MINUTES_OF_GRACE = 15
# What a theme is about that no title has cannot be required.
FEWEST_OF_A_THEME = 1
# Wishes for the overlooked, the well known, the old and the recent hold from these values on.
STRONG = 0.8
LITTLE_KNOWN, FAIRLY_KNOWN, WELL_KNOWN = 3.2, 3.0, 4.0
# From which value of `Wish.era` on it is said how strongly, and how many years back is recent enough then, and nearly.
_YEARS_BACK = ((1.0, (5, 10)), (0.9, (10, 25)), (STRONG, (25, 40)))
OLD_BEFORE, CLASSIC_BEFORE = 1975, 1990
UNFIT_FOR_CHILDREN = ("violent", "gory", "disturbing", "sensual")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for: the titles that have it, those that nearly do, and how to say that it gave way.

    Without `widened`, nearly is as good. Of the titles in `unsure` the catalogue does not say it: `unsaid` is the
    sentence for an answer that has some of them.
    """

    name: str
    strict: Mask
    dropped: str
    wide: Mask | None = None
    widened: str = ""
    unsure: Mask | None = None
    unsaid: str = ""

    @property
    def met(self) -> Mask:
        """The titles of which may be said that they have it."""
        return self.wide if self.wide is not None and not self.widened else self.strict


def requirements_of(facets: Facets, wish: Wish) -> list[Requirement]:
    """Return everything that is required of a title, each thing once."""
    found = (
        _kind(facets, wish),
        _genres(facets, wish),
        _themes(facets, wish),
        _origin(facets, wish),
        _people(facets, wish),
        _parts(facets, wish),
        _years(facets, wish),
        _era(facets, wish),
        _runtime(facets, wish),
        _children(facets, wish),
        _fame(facets, wish),
    )
    return [requirement for requirement in found if requirement is not None]


def _kind(facets: Facets, wish: Wish) -> Requirement | None:
    if wish.kind is None:
        return None
    mask, others = (facets.is_series, "films") if wish.kind is Kind.SERIES else (~facets.is_series, "series")
    if mask.any():
        return Requirement("kind", mask, f"added {others}")
    none_here = (
        f"There are no {wish.kind if wish.kind is Kind.SERIES else 'films'} here, so these are {others}."
    )
    return Requirement("kind", mask, "", unsure=~mask, unsaid=none_here)


def _genres(facets: Facets, wish: Wish) -> Requirement | None:
    if not wish.genres:
        return None
    masks = [facets.having(facets.genres, group) for group in wish.genres]
    some = reduce(np.logical_or, masks) if len(masks) > 1 else None
    return Requirement(
        "genres",
        reduce(np.logical_and, masks),
        "left the genre aside",
        some,
        "took some with only part of the genres",
    )


def _themes(facets: Facets, wish: Wish) -> Requirement | None:
    masks = [facets.about(group) for group in wish.themes]
    common = [
        (group, mask)
        for group, mask in zip(wish.themes, masks, strict=True)
        if mask.sum() >= FEWEST_OF_A_THEME
    ]
    if not common:
        return None
    named = " and ".join(f"“{group[0]}”" for group, _ in common)
    every = reduce(np.logical_and, [mask for _, mask in common])
    some = reduce(np.logical_or, [mask for _, mask in common]) if len(common) > 1 else None
    return Requirement(
        "themes", every, f"looked beyond {named}", some, f"took some that have only part of {named}"
    )


def _origin(facets: Facets, wish: Wish) -> Requirement | None:
    if not (wish.countries or wish.languages):
        return None
    made, spoken = facets.having(facets.made_in, wish.countries), facets.having(facets.spoken, wish.languages)
    # A French film is one from France in French; nearly as good are those that are one of both.
    main = made & spoken if wish.countries and wish.languages else made | spoken
    if not wish.countries:
        partly = facets.having(facets.languages, wish.languages)
        return Requirement("origin", main, "looked to other languages", partly)
    # A few lines of French within make no film French.
    partly = facets.having(facets.countries, wish.countries) | spoken
    known_by = wish.languages or [name for country in wish.countries for name in languages_of(country)]
    guessed = _countries_unknown(facets) & facets.having(facets.spoken, known_by)
    where = country_name(wish.countries[0]) if len(wish.countries) == 1 or wish.languages else "there"
    return Requirement(
        "origin", main | guessed, "looked to other countries", partly | guessed, unsure=guessed & ~partly,
        unsaid=f"Which of these were made {'in ' if where != 'there' else ''}{where} is not known here; I went by their language.",
    )  # fmt: skip


def _countries_unknown(facets: Facets) -> Mask:
    """Return of which titles the catalogue does not say where they come from."""
    return ~facets.having(facets.made_in, facets.made_in)


def _people(facets: Facets, wish: Wish) -> Requirement | None:
    if not wish.people:
        return None
    any_of_them = facets.having(facets.people, wish.people)
    together = reduce(np.logical_and, [facets.having(facets.people, (name,)) for name in wish.people])
    if len(wish.people) == 1 or not together.any():
        return Requirement("people", any_of_them, "went beyond the people you named")
    return Requirement("people", together, "went beyond the people you named", any_of_them)


def _parts(facets: Facets, wish: Wish) -> Requirement | None:
    if not wish.parts_of:
        return None
    return Requirement("parts", facets.of_ids(wish.parts_of), "went beyond that franchise")


def _years(facets: Facets, wish: Wish) -> Requirement | None:
    if not wish.years:
        return None
    wide = facets.within_years(_widened(span) for span in wish.years)
    return Requirement(
        "years", facets.within_years(wish.years), "left the years aside", wide, "looked a few years further"
    )


def _widened(span: Span) -> Span:
    return span[0] - YEARS_OF_GRACE, min(span[1] + YEARS_OF_GRACE, ANY_LATER)


def _era(facets: Facets, wish: Wish) -> Requirement | None:
    if wish.years or abs(wish.era) < STRONG:
        return None
    if wish.era > 0:
        newest = int(facets.years.max(initial=0))
        back, further_back = next(years for least, years in _YEARS_BACK if wish.era >= least)
        return Requirement(
            "era", facets.years > newest - back, "added older ones",
            facets.years > newest - further_back, "looked some years further back",
        )  # fmt: skip
    before = OLD_BEFORE if wish.era <= -1 else CLASSIC_BEFORE
    return Requirement("era", (facets.years > 0) & (facets.years < before), "added newer ones")


def _runtime(facets: Facets, wish: Wish) -> Requirement | None:
    if wish.runtime is None:
        return None
    low, high = wish.runtime
    wide = (low - MINUTES_OF_GRACE if low else 0, min(high + MINUTES_OF_GRACE, ANY_LATER))
    unsure = facets.runtimes <= 0
    which = "titles" if unsure.all() else "some of these"
    return Requirement(
        "runtime", facets.within_runtime((low, high)), "left the running time aside",
        facets.within_runtime(wide), "stretched the running time a little",
        unsure=unsure, unsaid=f"How long {which} run is not known here.",
    )  # fmt: skip


def _children(facets: Facets, wish: Wish) -> Requirement | None:
    if not wish.for_children:
        return None
    mask = facets.having(facets.keywords, ("family-friendly", "for small children"))
    mask |= facets.having(facets.genres, ("family",))
    return Requirement("children", mask, "could not keep to children's titles")


def _fame(facets: Facets, wish: Wish) -> Requirement | None:
    if wish.fame <= -STRONG:
        return Requirement("fame", facets.fame <= LITTLE_KNOWN, "added better known ones")
    if wish.fame >= STRONG:
        wide = facets.fame >= FAIRLY_KNOWN
        known = facets.fame >= WELL_KNOWN
        return Requirement("fame", known, "added lesser known ones", wide, "took some that fewer people know")
    return None


def ruled_out(facets: Facets, wish: Wish) -> Mask:
    """Return the titles that have what the wish says no to."""
    return reduce(np.logical_or, _no_to(facets, wish), unfit_for_whom_it_is_for(facets, wish))


def faults(facets: Facets, wish: Wish) -> Counts:
    """Return of how many things that the wish says no to each title has any."""
    none = np.zeros(len(facets), dtype=np.int32)
    return sum((mask.astype(np.int32) for mask in _no_to(facets, wish)), start=none)


def unfit_for_whom_it_is_for(facets: Facets, wish: Wish) -> Mask:
    """Return what no child should see, where the wish is for children."""
    if not wish.for_children:
        return np.zeros(len(facets), dtype=np.bool_)
    return facets.having(facets.keywords, UNFIT_FOR_CHILDREN) | facets.having(facets.genres, ("horror",))


def _no_to(facets: Facets, wish: Wish) -> Iterator[Mask]:
    """Yield for each thing that the wish says no to the titles that have it."""
    if wish.without_keywords:
        yield facets.having(facets.keywords, wish.without_keywords)
    if wish.without_people:
        yield facets.having(facets.people, wish.without_people)
    if wish.without_countries:
        spoken = [name for name in facets.spoken if main_country_of(name) in wish.without_countries]
        by_language = _countries_unknown(facets) & facets.having(facets.spoken, spoken)
        # What is in the tongue of a country that had a part in it feels like one from there: an American-British film.
        tongues = [name for country in wish.without_countries for name in languages_of(country)]
        partly = facets.having(facets.countries, wish.without_countries) & facets.having(
            facets.spoken, tongues
        )
        yield facets.having(facets.made_in, wish.without_countries) | partly | by_language
    if wish.without_languages:
        yield facets.having(facets.spoken, wish.without_languages)
    for span in wish.without_years:
        yield facets.within_years((span,))
    for title_id in wish.without_franchises:
        if title_id in facets.row_of:
            yield facets.franchises == facets.franchises[facets.row_of[title_id]]
    for genres in wish.without_genres:
        yield reduce(np.logical_and, [facets.having(facets.genres, (genre,)) for genre in genres])
