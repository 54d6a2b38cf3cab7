"""Wishes at odds with themselves: "horror that isn't horror", "an 80s film from 2010". What gives way, and the sentence for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.domain.countries import country_name
from bot.domain.requirements import UNFIT_FOR_CHILDREN
from bot.domain.vocabulary import FILM_WORDS, SERIES_WORDS
from bot.domain.wish import ANY_LATER, Span
from bot.domain.wish_draft import Draft
from bot.domain.wish_opposites import settle_opposites
from bot.domain.wish_tokens import LINKS, Words

# No short film is so long.
LONGEST_SHORT_FILM = 40
FIRST_FILM = 1874
# What is set in a year, or about it, may be of another.
_FROM_A_YEAR = re.compile(r"\b(?:from|made in|released in|shot in) (?:the year )?(?P<year>[1-9]\d{3})\b")
_LISTING = LINKS | frozenset({"to", "until", "through", "plus", "als"})


def settle(draft: Draft) -> None:
    """Take out of what is wanted what is ruled out as well, and say so in the draft's notices."""
    _settle_genres(draft)
    _settle_keywords(draft)
    _settle_names(draft, draft.people, draft.without_people, str)
    if not set(draft.countries) <= set(
        draft.without_countries
    ):  # "Asian, but not Japanese" is no contradiction
        draft.countries = [name for name in draft.countries if name not in draft.without_countries]
    both = set(draft.languages) & set(draft.without_languages)
    if both and not draft.countries:
        draft.notices.append("You asked for a language and ruled it out; I left it out.")
    _settle_names(draft, draft.countries, draft.without_countries, country_name)
    draft.languages = [language for language in draft.languages if language not in both]
    is_long = draft.runtime is not None and draft.runtime[0] > LONGEST_SHORT_FILM
    if is_long and any(group[0] == "short film" for group in draft.themes):
        draft.themes = [group for group in draft.themes if group[0] != "short film"]
        draft.notices.append("No short film runs that long, so I went by the running time.")
    if draft.years and all(span in draft.without_years for span in draft.years):
        draft.notices.append(
            f"You asked for {said_of_years(draft.years[0])} and ruled that out; I left it out."
        )
        draft.years = []
    if _is_every_year(draft.without_years):
        draft.notices.append("You ruled out every year there is, so I left the years open.")
        draft.without_years = []
    settle_opposites(draft)
    _settle_examples(draft)
    _settle_children(draft)
    _settle_kinds(draft)


def joined_years(words: Words, found: list[tuple[Span, int, int]], draft: Draft) -> list[Span]:
    """Return the spans of years a title may lie in, given with their places: "70s or 80s" are two, "80s, since 1985" one."""
    spans: list[Span] = []
    end_of_last = -1
    for span, start, end in sorted(found, key=lambda each: each[1]):
        between = words.within(max(0, end_of_last), start + 1)
        listed = not spans or any(token.text in _LISTING or token.after_boundary for token in between)
        end_of_last = end
        # "After 1980 and before 1990" are the two ends of one stretch.
        if listed and not (spans and _are_two_ends(spans[-1], span)):
            spans.append(span)
            continue
        low, high = max(spans[-1][0], span[0]), min(spans[-1][1], span[1])
        if low <= high:
            spans[-1] = (low, high)
        elif listed:  # "before 1950 or after 2000"
            spans.append(span)
        else:
            told = f"Nothing is both from {said_of_years(spans[-1])} and from {said_of_years(span)}, so I took either."
            draft.notices.append(told)
            spans.append(span)
    return spans


def leave_out_impossible_years(draft: Draft) -> None:
    """Say of a year of which nothing can be, "from 2050" or "made in 1750", that it is left out."""
    for match in _FROM_A_YEAR.finditer(draft.words.unused):
        year = int(match["year"])
        if not FIRST_FILM <= year <= draft.vocabulary.this_year + 1:
            draft.words.use(*match.span())
            draft.notices.append(f"No film or series is from {year}, so I left the year out.")


def _are_two_ends(one: Span, other: Span) -> bool:
    """Whether one stretch of years has no beginning and the other no end."""
    first, last = sorted((one, other))
    return not first[0] and first[1] < ANY_LATER and first[0] < last[0] and last[1] == ANY_LATER


def said_of_years(span: Span) -> str:
    """Return a stretch of years in words: "the 1980s", "2010", "before 1960"."""
    low, high = span
    if low == high:
        return str(low)
    if high == ANY_LATER:
        return f"{low} or later"
    if not low:
        return f"before {high + 1}"
    return f"the {low}s" if low % 10 == 0 and high == low + 9 else f"{low} to {high}"


def _settle_genres(draft: Draft) -> None:
    out = {group[0] for group in draft.without_genres if len(group) == 1}
    for genre in sorted({genre for group in draft.genres for genre in group} & out):
        draft.notices.append(f"You asked for {genre} and ruled it out; I left it out.")
    wanted = {word for group in (*draft.genres, *draft.themes) for word in group}
    implied = [genre for genre in dict.fromkeys(draft.implied_without) if genre not in wanted]
    draft.without_genres.extend((genre,) for genre in implied)
    out.update(implied)
    left = [tuple(genre for genre in group if genre not in out) for group in draft.genres]
    draft.genres = [group for group in left if group]
    draft.leaning = [genre for genre in draft.leaning if genre not in out]


def _settle_keywords(draft: Draft) -> None:
    """What is ruled out by name is not wanted; what only resembles it stays wanted: "funny, but not silly"."""
    for name in ("themes", "keywords"):
        left = []
        for group in getattr(draft, name):
            if group[0] in draft.denied:
                draft.notices.append(f"You asked for “{group[0]}” and ruled it out; I left it out.")
                continue
            draft.without_keywords = [
                word for word in draft.without_keywords if word not in group or word in draft.denied
            ]
            left.append(tuple(word for word in group if word not in draft.denied))
        setattr(draft, name, left)
    wanted = {word for group in (*draft.themes, *draft.keywords) for word in group}
    draft.unwelcome = [word for word in draft.unwelcome if word not in wanted]


def _settle_names(draft: Draft, wanted: list[str], unwanted: list[str], said: Callable[[str], str]) -> None:
    for name in dict.fromkeys(name for name in wanted if name in unwanted):
        wanted[:] = [other for other in wanted if other != name]
        draft.notices.append(f"You asked for {said(name)} and ruled it out; I left it out.")


def _is_every_year(spans: list[Span]) -> bool:
    """Whether the stretches leave no year between them."""
    reached = -1
    for low, high in sorted(spans):
        if low > reached + 1:
            return False
        reached = max(reached, high)
    return reached >= ANY_LATER


def _settle_examples(draft: Draft) -> None:
    both = set(draft.like) & set(draft.unlike)
    if both:
        draft.notices.append(
            "You asked for something like a title and ruled that out; I left the example out."
        )
        draft.like = [title_id for title_id in draft.like if title_id not in both]
        draft.unlike = [title_id for title_id in draft.unlike if title_id not in both]


def _settle_children(draft: Draft) -> None:
    """Take out of a wish for children what is kept from them anyway."""
    if not draft.for_children:
        return
    for name in ("themes", "keywords"):
        groups = getattr(draft, name)
        unfit = [group for group in groups if group[0] in UNFIT_FOR_CHILDREN]
        draft.notices.extend(f"Nothing “{group[0]}” is for children, so I left it out." for group in unfit)
        setattr(draft, name, [group for group in groups if group not in unfit])


def _settle_kinds(draft: Draft) -> None:
    """Say to whoever wants neither that there is nothing else."""
    named = [token for token in draft.words.tokens if token.text in FILM_WORDS | SERIES_WORDS]
    if len(draft.kinds) > 1 and all(token.negated for token in named):
        draft.notices.append("There is nothing here but films and series, so I took either.")
