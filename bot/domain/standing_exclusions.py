"""What somebody has ruled out, "not horror": it holds for every later wish until they allow it again."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TypeVar

from bot.domain.origins import ORIGINS
from bot.domain.refinement import joined_text, uncontradicted
from bot.domain.wish import Wish

_T = TypeVar("_T")

MOST_NAMED = 5


def with_exclusions(standing: Wish | None, wish: Wish) -> Wish:
    """Return a new wish with what was ruled out before and it does not ask for, and a notice that says so.

    Only what was ruled out by name goes on: what is at odds with a mood ends with the wish that had the mood.
    """
    if standing is None:
        return wish
    before = uncontradicted(standing, wish)
    kept = replace(
        wish,
        without_genres=_joined(wish.without_genres, before.without_genres),
        without_keywords=_joined(wish.without_keywords, before.without_keywords),
        without_countries=_joined(wish.without_countries, before.without_countries),
        without_languages=_joined(wish.without_languages, before.without_languages),
        without_people=_joined(wish.without_people, before.without_people),
    )
    if kept == wish:
        return wish
    said_again = set(_named(wish))
    still = [name for name in _named(kept) if name not in said_again]
    if not still:
        return kept
    more = f" and {len(still) - MOST_NAMED} more" if len(still) > MOST_NAMED else ""
    told = f"As you said before, still without: {', '.join(still[:MOST_NAMED])}{more}."
    return replace(kept, notices=(*kept.notices, told))


def allowing(standing: Wish, allowed: Wish, text: str) -> Wish | None:
    """Return `standing` without ruling out what `allowed` names, said by `text`; None where it rules none of it out."""
    free = uncontradicted(standing, allowed)
    changed = replace(
        standing,
        without_genres=free.without_genres,
        without_keywords=free.without_keywords,
        without_countries=free.without_countries,
        without_languages=free.without_languages,
        without_people=free.without_people,
    )
    return None if changed == standing else replace(changed, text=joined_text((standing.text, text)))


def _named(wish: Wish) -> tuple[str, ...]:
    """Return what a wish rules out, in words."""
    origins = (_adjectives().get(code, code) for code in (*wish.without_countries, *wish.without_languages))
    people = (name.title() for name in wish.without_people)
    genres = ("/".join(group) for group in wish.without_genres)
    return tuple(dict.fromkeys((*genres, *wish.without_keywords, *origins, *people)))


@cache
def _adjectives() -> dict[str, str]:
    found: dict[str, str] = {}
    # The name of a country itself before that of the part of the world it is in.
    by_size = sorted(ORIGINS.items(), key=lambda item: len(item[1][0]))
    named = [(phrase, countries) for phrase, (countries, _) in by_size]
    named += [(phrase, languages) for phrase, (_, languages) in ORIGINS.items()]
    for phrase, codes in named:
        for code in codes:
            found.setdefault(code, phrase.removeprefix("in ").removeprefix("from ").title())
    return found


def _joined(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
