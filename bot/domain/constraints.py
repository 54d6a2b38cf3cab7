"""What a wish requires of a title, and in which order it gives way when too few titles meet it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from bot.domain.facets import Facets, Mask
from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER, Span, Wish

# A stretch of years is widened by so many before it is dropped.
YEARS_OF_GRACE = 5
MINUTES_OF_GRACE = 15
# A theme that fewer titles have is preferred, not required: too few to choose from.
FEWEST_OF_A_THEME = 8
# Wishes for the overlooked, the well known, the old and the recent hold from these values on.
STRONG = 0.8
LITTLE_KNOWN, WELL_KNOWN = 3.2, 4.0
RECENT_YEARS = 10
OLD_BEFORE, CLASSIC_BEFORE = 1975, 1990
UNFIT_FOR_CHILDREN = ("violent", "gory", "disturbing", "sensual")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for: the titles that have it, those that nearly do, and how to say that it gave way.

    Without `widened`, nearly is as good.
    """

    name: str
    strict: Mask
    dropped: str
    wide: Mask | None = None
    widened: str = ""

    @property
    def met(self) -> Mask:
        """The titles of which may be said that they have it."""
        return self.wide if self.wide is not None and not self.widened else self.strict


@dataclass(frozen=True, slots=True)
class Tiers:
    """Disjoint sets of titles, the first meeting everything, each later one a little less."""

    masks: tuple[Mask, ...]
    requirements: tuple[Requirement, ...]

    @property
    def asked(self) -> int:
        """How many things were required."""
        return len(self.requirements)

    def kept(self, row: int) -> int:
        """How many of them the title at `row` has."""
        return sum(bool(requirement.met[row]) for requirement in self.requirements)

    def notices(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Say what the titles at `rows` do not have of what was asked for, if anything."""
        full = sum(self.kept(row) == self.asked for row in rows)
        gave_way: list[str] = []
        for requirement in self.requirements:
            lacking = [row for row in rows if not requirement.met[row]]
            if lacking:
                nearly = requirement.wide is not None and all(requirement.wide[row] for row in lacking)
                gave_way.append(requirement.widened if nearly else requirement.dropped)
        if not gave_way:
            return ()
        met = f"Only {full} of these" if full else "None of these"
        verb = "meets" if full <= 1 else "meet"
        return (f"{met} {verb} everything you asked for, so I {_listed(list(dict.fromkeys(gave_way)))}.",)


def _listed(phrases: list[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def tiers_of(facets: Facets, wish: Wish, allowed: Mask, at_least: int) -> Tiers:
    """Return the titles that meet `wish`, and as many tiers of nearly meeting ones as `at_least` titles take.

    What the wish rules out is never given up. The rest gives way in the order of `_ORDER`, the least missed
    first: the exact running time before the years, the years before the genre, the genre before the kind.
    """
    allowed = allowed & ~_ruled_out(facets, wish)
    by_name = {r.name: r for r in _requirements(facets, wish)}
    current = {name: r.strict for name, r in by_name.items()}
    covered = reduce(np.logical_and, current.values(), allowed)
    masks = [covered]
    for name, way in _ORDER:
        if int(covered.sum()) >= at_least:
            break
        requirement = by_name.get(name)
        if requirement is None or (way == "wide" and requirement.wide is None):
            continue
        if way == "wide" and requirement.wide is not None:
            current[name] = requirement.wide
        else:
            del current[name]
        mask = reduce(np.logical_and, current.values(), allowed) & ~covered
        masks.append(mask)
        covered = covered | mask
    return Tiers(tuple(masks), tuple(by_name.values()))


# What gives way, and how far, from the least missed to the most.
_ORDER = (
    ("origin", "wide"), ("runtime", "wide"), ("years", "wide"), ("themes", "wide"), ("era", "dropped"),
    ("runtime", "dropped"), ("fame", "dropped"), ("genres", "wide"), ("themes", "dropped"), ("people", "dropped"), ("parts", "dropped"),
    ("origin", "dropped"), ("years", "dropped"), ("genres", "dropped"), ("kind", "dropped"),
    # Whoever asks for a child would rather hear that there is little than get a film that frightens it.
    ("children", "dropped"),
)  # fmt: skip


def _requirements(facets: Facets, wish: Wish) -> list[Requirement]:
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
    if wish.kind is Kind.SERIES:
        return Requirement("kind", facets.is_series, "added films")
    return Requirement("kind", ~facets.is_series, "added series")


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
    main = facets.having(facets.made_in, wish.countries) | facets.having(facets.spoken, wish.languages)
    partly = facets.having(facets.countries, wish.countries) | facets.having(facets.languages, wish.languages)
    return Requirement("origin", main, "looked to other countries", partly)


def _people(facets: Facets, wish: Wish) -> Requirement | None:
    if not wish.people:
        return None
    mask = facets.having(facets.people, wish.people)
    return Requirement("people", mask, "went beyond the people you named")


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
        return Requirement("era", facets.years > newest - RECENT_YEARS, "added older ones")
    before = OLD_BEFORE if wish.era <= -1 else CLASSIC_BEFORE
    return Requirement("era", (facets.years > 0) & (facets.years < before), "added newer ones")


def _runtime(facets: Facets, wish: Wish) -> Requirement | None:
    if wish.runtime is None:
        return None
    low, high = wish.runtime
    wide = (low - MINUTES_OF_GRACE if low else 0, min(high + MINUTES_OF_GRACE, ANY_LATER))
    return Requirement(
        "runtime", facets.within_runtime((low, high)), "left the running time aside",
        facets.within_runtime(wide), "stretched the running time a little",
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
        return Requirement("fame", facets.fame >= WELL_KNOWN, "added lesser known ones")
    return None


def _ruled_out(facets: Facets, wish: Wish) -> Mask:
    """Return the titles that have what the wish says no to."""
    mask = facets.having(facets.keywords, wish.without_keywords)
    mask |= facets.having(facets.people, wish.without_people)
    mask |= facets.having(facets.made_in, wish.without_countries)
    mask |= facets.having(facets.spoken, wish.without_languages)
    mask |= facets.within_years(wish.without_years)
    for genres in wish.without_genres:
        mask |= reduce(np.logical_and, [facets.having(facets.genres, (genre,)) for genre in genres])
    if wish.for_children:
        mask |= facets.having(facets.keywords, UNFIT_FOR_CHILDREN)
        mask |= facets.having(facets.genres, ("horror",))
    return mask
