"""What a wish requires of a title, and in which order it gives way when too few titles meet it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.facets import Facets, Mask
from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER, Span, Wish

# A stretch of years is widened by so many before it is dropped.
YEARS_OF_GRACE = 5
MINUTES_OF_GRACE = 15


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for: the titles that have it, and the sentence for when it had to be given up."""

    name: str
    mask: Mask
    given_up: str


@dataclass(frozen=True, slots=True)
class Tiers:
    """Disjoint sets of titles, the first meeting everything, each later one a little less."""

    masks: tuple[Mask, ...]
    requirements: tuple[Requirement, ...]
    notices: tuple[str, ...]

    @property
    def asked(self) -> int:
        """How many things were required."""
        return len(self.requirements)

    def kept(self, row: int) -> int:
        """How many of them the title at `row` has."""
        return sum(bool(requirement.mask[row]) for requirement in self.requirements)


def tiers_of(facets: Facets, wish: Wish, allowed: Mask, at_least: int) -> Tiers:
    """Return the titles that meet `wish`, and as many tiers of nearly meeting ones as `at_least` titles take.

    What the wish rules out is never given up. The rest gives way in this order: runtime, the exact years,
    having every genre instead of one, being for children, the makers, the country, the years, the genres, the kind.
    """
    allowed = allowed & ~_ruled_out(facets, wish)
    steps = _requirements(facets, wish)
    masks: list[Mask] = []
    notices: list[str] = []
    covered = np.zeros(len(facets), dtype=np.bool_)
    remaining = list(steps)
    while True:
        mask = allowed & ~covered
        for requirement in remaining:
            mask = mask & requirement.mask
        masks.append(mask)
        covered |= mask
        found = int(covered.sum())
        if found >= at_least or not remaining:
            break
        given_up = remaining.pop(0)
        # A requirement that everything left meets anyway was not what stood in the way.
        if given_up.given_up:
            notices.append(given_up.given_up)
    return Tiers(tuple(masks), _stated(steps), _only_needed(notices, int(masks[0].sum()), at_least))


def _only_needed(notices: list[str], full: int, at_least: int) -> tuple[str, ...]:
    """Say in one line what was given up, and for how many titles it was not necessary."""
    if not notices or full >= at_least:
        return ()
    met = (
        f"Only {full} of these meet everything you asked for"
        if full
        else "Nothing meets everything you asked for"
    )
    return (f"{met}, so I {'; '.join(notices)}.",)


def _stated(steps: list[Requirement]) -> tuple[Requirement, ...]:
    """Return each requirement once, in its strict form."""
    strict: dict[str, Requirement] = {}
    for step in steps:
        strict.setdefault(step.name, step)
    return tuple(strict.values())


def _requirements(facets: Facets, wish: Wish) -> list[Requirement]:
    steps: list[Requirement] = []
    if wish.runtime is not None:
        low, high = wish.runtime
        steps.append(
            Requirement("runtime", facets.within_runtime((low, high)), "stretched the running time a little")
        )
    if wish.years:
        steps.append(Requirement("years", facets.within_years(wish.years), "looked a few years further"))
    if len(wish.genres) > 1:
        steps.append(
            Requirement("genres", _all_genres(facets, wish), "took titles with only some of the genres")
        )
    if wish.runtime is not None:
        low, high = wish.runtime
        wide = (low - MINUTES_OF_GRACE if low else 0, high + MINUTES_OF_GRACE)
        steps.append(Requirement("runtime", facets.within_runtime(wide), "left the running time aside"))
    if wish.for_children:
        mask = facets.having(facets.keywords, ("family-friendly", "for small children"))
        steps.append(
            Requirement(
                "children",
                mask | facets.having(facets.genres, ("family",)),
                "could not keep to children's titles",
            )
        )
    if wish.people:
        steps.append(
            Requirement(
                "people", facets.having(facets.people, wish.people), "went beyond the people you named"
            )
        )
    if wish.countries or wish.languages:
        mask = facets.having(facets.countries, wish.countries) | facets.having(
            facets.languages, wish.languages
        )
        steps.append(Requirement("origin", mask, "looked to other countries"))
    if wish.years:
        wide_years = facets.within_years(_widened(span) for span in wish.years)
        steps.append(Requirement("years", wide_years, "left the years aside"))
    if wish.genres:
        steps.append(Requirement("genres", _any_genre(facets, wish), "left the genre aside"))
    if wish.kind is not None:
        mask = facets.is_series if wish.kind is Kind.SERIES else ~facets.is_series
        other = "films" if wish.kind is Kind.SERIES else "series"
        steps.append(Requirement("kind", mask, f"added {other}"))
    return steps


def _widened(span: Span) -> Span:
    return span[0] - YEARS_OF_GRACE, min(span[1] + YEARS_OF_GRACE, ANY_LATER)


def _all_genres(facets: Facets, wish: Wish) -> Mask:
    mask = np.ones(len(facets), dtype=np.bool_)
    for group in wish.genres:
        mask &= facets.having(facets.genres, group)
    return mask


def _any_genre(facets: Facets, wish: Wish) -> Mask:
    return facets.having(facets.genres, (genre for group in wish.genres for genre in group))


def _ruled_out(facets: Facets, wish: Wish) -> Mask:
    """Return the titles that have what the wish says no to."""
    mask = facets.having(facets.keywords, wish.without_keywords)
    mask |= facets.having(facets.people, wish.without_people)
    mask |= facets.having(facets.countries, wish.without_countries)
    if wish.without_languages and not wish.without_countries:
        mask |= facets.having(facets.languages, wish.without_languages)
    mask |= facets.within_years(wish.without_years)
    for genres in wish.without_genres:
        every = np.ones(len(facets), dtype=np.bool_)
        for genre in genres:
            every &= facets.having(facets.genres, (genre,))
        mask |= every
    if wish.for_children:
        mask |= facets.having(facets.keywords, ("violent", "gory", "disturbing", "sensual"))
        mask |= facets.having(facets.genres, ("horror",))
    return mask
