"""In which order what a wish requires gives way when too few titles meet it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.domain.facets import Facets, Mask
from bot.domain.requirements import Requirement, faults, requirements_of, ruled_out, unfit_for_whom_it_is_for
from bot.domain.wish import Wish


@dataclass(frozen=True, slots=True)
class Tiers:
    """Disjoint sets of titles, the first meeting everything, each later one a little less."""

    masks: tuple[Mask, ...]
    requirements: tuple[Requirement, ...]
    # What is to be said where too few titles are free of what was ruled out.
    ruled_out: str = ""

    @property
    def asked(self) -> int:
        """How many things were required."""
        return len(self.requirements)

    def kept(self, row: int) -> int:
        """How many of them the title at `row` has."""
        return sum(bool(requirement.met[row]) for requirement in self.requirements)

    def notices(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Say what the titles at `rows` do not have of what was asked for, and what is not known of them, if anything."""
        gave_way: list[str] = []
        unsaid: list[str] = []
        falling_short: set[int] = set()
        for requirement in self.requirements:
            unsure = [row for row in rows if requirement.unsure is not None and requirement.unsure[row]]
            if unsure:
                unsaid.append(requirement.unsaid)
            lacking = [row for row in rows if not requirement.met[row] and row not in unsure]
            falling_short.update(lacking)
            if lacking:
                nearly = requirement.wide is not None and all(requirement.wide[row] for row in lacking)
                gave_way.append(requirement.widened if nearly else requirement.dropped)
        if self.ruled_out:
            unsaid.append(self.ruled_out)
        if not gave_way:
            return tuple(unsaid)
        full = len(rows) - len(falling_short)
        met = f"Only {full} of these" if full else "None of these"
        verb = "meets" if full <= 1 else "meet"
        told = f"{met} {verb} everything you asked for, so I {_listed(list(dict.fromkeys(gave_way)))}."
        return (told, *unsaid)


def _listed(phrases: list[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} and {phrases[-1]}"


def tiers_of(facets: Facets, wish: Wish, allowed: Mask, at_least: int) -> Tiers:
    """Return the titles that meet `wish`, and as many tiers of nearly meeting ones as `at_least` titles take.

    What the wish rules out is given up only where nothing else would be left. The rest gives way in the order of `_ORDER`, the least missed
    first: the exact running time before the years, the years before the genre, the genre before who made it, and that before the kind.
    """
    allowed, told = _free_of_what_is_ruled_out(facets, wish, allowed, at_least)
    by_name = {r.name: r for r in requirements_of(facets, wish)}
    gave_way: list[_Step] = []
    steps = [
        (name, way)
        for name, way in _ORDER
        if name in by_name and (way == "dropped" or by_name[name].wide is not None)
    ]
    for step in (None, *steps):
        gave_way += [step] if step is not None else []
        if int(_meeting(by_name, gave_way, allowed).sum()) >= at_least:
            break
    enough = _without_what_is_in_vain(by_name, gave_way, allowed, at_least)
    # Whoever names somebody would rather see what else they made than more like it from others.
    ways = gave_way[:-1] if gave_way and gave_way[-1][0] in _NAMES else enough
    covered = _meeting(by_name, (), allowed)
    masks = [covered]
    for given_up in (*(ways[:last] for last in range(1, len(ways) + 1)), enough):
        mask = _meeting(by_name, given_up, allowed) & ~covered
        masks.append(mask)
        covered = covered | mask
    return Tiers(tuple(masks), tuple(by_name.values()), told)


def _free_of_what_is_ruled_out(facets: Facets, wish: Wish, allowed: Mask, at_least: int) -> tuple[Mask, str]:
    """Return the titles of `allowed` that have nothing of what the wish rules out, and a sentence if they are too few.

    Where none is left, it is those that have the least of it; but never what is unfit for the children it is for.
    """
    free = allowed & ~ruled_out(facets, wish)
    left = int(free.sum())
    if left >= at_least:
        return free, ""
    if left == int(allowed.sum()):
        some = left and left < len(facets)
        return (
            free,
            f"Only {left} {'titles are' if left > 1 else 'title is'} left to recommend." if some else "",
        )
    if left:
        have = "titles are left that have" if left > 1 else "title is left that has"
        return free, f"Only {left} {have} nothing of what you ruled out."
    fit = allowed & ~unfit_for_whom_it_is_for(facets, wish)
    if not fit.any():
        return free, ""
    counts = faults(facets, wish)
    most = int(np.sort(counts[fit])[: max(1, at_least)][-1])
    return fit & (
        counts <= most
    ), "Every title here has something of what you ruled out; these have the least of it."


_Step = tuple[str, str]
_NAMES = frozenset({"people", "parts"})


def _without_what_is_in_vain(
    by_name: Mapping[str, Requirement], gave_way: Sequence[_Step], allowed: Mask, at_least: int
) -> list[_Step]:
    """Return what has to give way for enough titles: what was given up before the one thing that stood in the way is asked again.

    What is missed most is asked again first.
    """
    left = list(gave_way)
    for name, way in reversed(gave_way[:-1]):
        if way == "wide" and (name, "dropped") in left:
            continue  # those that nearly have it go before those that do not
        # What is no longer given up altogether is not given up a little either, if that is enough.
        rest = [step for step in left if step != (name, way) and not (way == "dropped" and step[0] == name)]
        if int(_meeting(by_name, rest, allowed).sum()) >= at_least:
            left = rest
    return left


def _meeting(by_name: Mapping[str, Requirement], gave_way: Sequence[_Step], allowed: Mask) -> Mask:
    """Return which titles of `allowed` have all that is required, less what gave way."""
    mask = allowed
    for name, requirement in by_name.items():
        if (name, "dropped") in gave_way:
            continue
        wide = requirement.wide if (name, "wide") in gave_way else None
        mask = mask & (requirement.strict if wide is None else wide)
    return mask


# What gives way, and how far, from the least missed to the most.
_ORDER = (
    ("people", "wide"), ("fame", "wide"), ("era", "wide"), ("origin", "wide"), ("runtime", "wide"), ("years", "wide"), ("themes", "wide"), ("era", "dropped"),
    ("runtime", "dropped"), ("fame", "dropped"), ("genres", "wide"), ("themes", "dropped"),
    ("origin", "dropped"), ("years", "dropped"), ("genres", "dropped"), ("people", "dropped"), ("parts", "dropped"), ("kind", "dropped"),
    # Whoever asks for a child would rather hear that there is little than get a film that frightens it.
    ("children", "dropped"),
)  # fmt: skip
