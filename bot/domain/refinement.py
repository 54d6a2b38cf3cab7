"""A standing wish changed by what is said next: "lighter", "not horror", "from the 80s instead"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

from bot.domain import vocabulary as known
from bot.domain.conversation import MOST_EXCLUDED
from bot.domain.text import clip, fold
from bot.domain.title import Kind, Title
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish import ANY_LATER, Group, Span, Wish

_T = TypeVar("_T")

# What a title must differ by to be shorter or longer than those shown, in minutes.
NOTICEABLE_MINUTES = 10
SHORTEST_ASKED = 15
TEXT_CHARACTERS = 110
# A comparison asks for a mood, not for a genre: "funnier" than this science fiction is no other genre.
_COMPARED = re.compile(
    r"\b(?:funnier|scarier|more (?:funny|scary|romantic|comical|humour|humor|laughs|jokes|comedy|romance|suspense|action))\b"
)
_REPLACES = re.compile(r"\b(?:instead|make it|make that|rather|actually|switch to|change (?:it|that) to)\b")
_SHORTER = re.compile(
    r"\b(?:shorter|quicker|less long|not (?:so|that|as) long)\b(?! than (?:\d|the|an?\b|one|two|three|four))"
)
_LONGER = re.compile(
    r"\b(?:longer|less short|not (?:so|that|as) short)\b(?! than (?:\d|the|an?\b|one|two|three|four))"
)
_NEWER = re.compile(
    r"\b(?:newer|more recent|more modern|less old|not (?:so|that|as) old)\b(?! than (?:\d|the|an?\b|one|two|three|four))"
)
_OLDER = re.compile(
    r"\b(?:older|less recent|less modern|less new|not (?:so|that|as) (?:new|recent|modern))\b(?! than (?:\d|the|an?\b|one|two|three|four))"
)
_LESS = re.compile(r"\b(?:less|not (?:so|as|that|quite so|too|quite as))\b")
_ANY_LENGTH = re.compile(r"\b(?:any length|length (?:doesnt|does not) matter|however long)\b")
_ANY_YEAR = re.compile(
    r"\b(?:any (?:year|decade|age|era)|(?:year|decade|age) (?:doesnt|does not) matter|old or new)\b"
)
_ANY_KIND = re.compile(
    r"\b(?:film or series|films or series|movies? or (?:shows?|series)|(?:films?|movies?) (?:are|is) (?:fine|ok|okay) too)\b"
)


@dataclass(frozen=True, slots=True)
class Refinement:
    """What the next words ask for: `said` is read from `text` alone, `shown` are the titles it speaks of."""

    text: str
    said: Wish
    shown: tuple[Title, ...] = ()


def refined(standing: Wish, by: Refinement) -> Wish:
    """Return `standing` as far as `by` leaves it, with all that `by` asks for.

    The newer word wins: what is ruled out is no longer asked for, what is asked for no longer ruled out.
    """
    text, said = fold(by.text), by.said
    if _COMPARED.search(text):
        said = replace(
            said,
            genres=(),
            leaning=(*said.leaning, *(genre for group in said.genres for genre in group)),
        )
    said = _spared(standing, said, text)
    kept = uncontradicted(standing, said)
    replaces = bool(_REPLACES.search(text))
    kept = replace(kept, like=said.like or kept.like, unlike=_joined(kept.unlike, said.unlike))
    return replace(
        kept,
        text=joined_text((kept.text, by.text)),
        asked=_words(kept.asked, said.asked),
        topic=_words(kept.topic, said.topic),
        kind=_kind(kept, said, text),
        either_kind=said.either_kind or (kept.either_kind and said.kind is None),
        genres=said.genres if replaces and said.genres else _joined(kept.genres, said.genres),
        without_genres=_joined(kept.without_genres, said.without_genres),
        leaning=_joined(kept.leaning, said.leaning),
        themes=said.themes if replaces and said.themes else _joined(kept.themes, said.themes),
        keywords=_joined(kept.keywords, said.keywords),
        without_keywords=_joined(kept.without_keywords, said.without_keywords),
        unwelcome=_joined(kept.unwelcome, said.unwelcome),
        years=_years(kept, said, text),
        without_years=() if said.years else _joined(kept.without_years, said.without_years),
        runtime=_runtime(kept, by, text),
        without_countries=_joined(kept.without_countries, said.without_countries),
        without_languages=_joined(kept.without_languages, said.without_languages),
        people=said.people or kept.people,
        without_people=_joined(kept.without_people, said.without_people),
        parts_of=said.parts_of or kept.parts_of,
        excluded=excluding(kept, said.excluded).excluded,
        for_children=said.for_children or kept.for_children,
        fame=said.fame or kept.fame,
        era=_era(kept, said, text),
        count=said.count or kept.count,
        notices=said.notices,
    )


def excluding(wish: Wish, title_ids: Iterable[str]) -> Wish:
    """Return `wish` such that these titles are not offered for it; the oldest of very many may come again."""
    return replace(wish, excluded=_joined(wish.excluded, tuple(title_ids))[-MOST_EXCLUDED:])


def joined_text(texts: Sequence[str]) -> str:
    """Return a wish and what changed it as one short text: the first and the newest parts, if not all fit."""
    said = [text.strip() for text in texts if text.strip()]
    if not said:
        return ""
    whole = " · ".join(said)
    if len(whole) <= TEXT_CHARACTERS:
        return whole
    first, *later = whole.split(" · ")
    while later and len(" · ".join((first, "…", *later))) > TEXT_CHARACTERS and len(later) > 1:
        later.pop(0)
    room = max(20, TEXT_CHARACTERS - sum(len(part) + 3 for part in later))
    return clip(" · ".join((clip(first, room), *later)), TEXT_CHARACTERS)


def _spared(standing: Wish, said: Wish, text: str) -> Wish:
    """Return `said` without the genre that "less scary" would rule out although it is what is asked for."""
    if not _LESS.search(text):
        return said
    wanted = {genre for group in standing.genres for genre in group}
    return replace(
        said, without_genres=tuple(group for group in said.without_genres if not wanted & set(group))
    )


def uncontradicted(standing: Wish, said: Wish) -> Wish:
    """Return `standing` without what `said` contradicts."""
    no_genres = {genre for group in said.without_genres if len(group) == 1 for genre in group}
    no_words = {*said.without_keywords, *said.unwelcome}
    yes_words = {word for group in (*said.keywords, *said.themes) for word in group[:2]}
    yes_genres = {genre for group in said.genres for genre in group}
    gone = [group for group in (*standing.keywords, *standing.themes) if group[0] in no_words]
    wish = replace(
        standing,
        genres=_clear(standing.genres, no_genres),
        leaning=tuple(genre for genre in standing.leaning if genre not in no_genres),
        without_genres=tuple(group for group in standing.without_genres if not yes_genres & set(group)),
        themes=tuple(group for group in standing.themes if group[0] not in no_words),
        keywords=tuple(group for group in standing.keywords if group[0] not in no_words),
        without_keywords=tuple(word for word in standing.without_keywords if word not in yes_words),
        unwelcome=tuple(word for word in standing.unwelcome if word not in yes_words),
        people=tuple(person for person in standing.people if person not in said.without_people),
        without_people=tuple(person for person in standing.without_people if person not in said.people),
        for_children=standing.for_children and ("family",) not in said.without_genres,
    )
    wish = _origins(wish, said)
    struck = _phrases_for(no_genres, gone)
    if _replaces_genres(standing, said):
        struck |= _phrases_for({genre for group in standing.genres for genre in group}, ())
    return replace(wish, asked=_struck(wish.asked, struck), topic=_struck(wish.topic, struck))


def _replaces_genres(standing: Wish, said: Wish) -> bool:
    return bool(_REPLACES.search(fold(said.text)) and said.genres and standing.genres)


def _origins(wish: Wish, said: Wish) -> Wish:
    """Return `wish` with the countries and languages of `said` in place of its own, where it names any."""
    names = bool(said.countries or said.languages)
    countries = said.countries if names else wish.countries
    languages = said.languages if names else wish.languages
    return replace(
        wish,
        countries=tuple(c for c in countries if c not in said.without_countries),
        languages=tuple(c for c in languages if c not in said.without_languages),
        without_countries=tuple(c for c in wish.without_countries if c not in said.countries),
        without_languages=tuple(c for c in wish.without_languages if c not in said.languages),
    )


def _kind(kept: Wish, said: Wish, text: str) -> Kind | None:
    if said.either_kind or _ANY_KIND.search(text):
        return None
    named = any(word in known.FILM_WORDS or word in known.SERIES_WORDS for word in text.split())
    # "Under two hours" alone says film only where nothing else is asked for.
    return said.kind if said.kind is not None and (named or kept.kind is None) else kept.kind


def _years(kept: Wish, said: Wish, text: str) -> tuple[Span, ...]:
    if said.years:
        return said.years
    if _ANY_YEAR.search(text):
        return ()
    if not kept.years:
        return ()
    # "Newer" than the decade that was asked for lies after it.
    if _NEWER.search(text):
        last = max(span[1] for span in kept.years)
        return ((last + 1, ANY_LATER),) if last < ANY_LATER else kept.years
    if _OLDER.search(text):
        first = min(span[0] for span in kept.years)
        return ((0, first - 1),) if first else kept.years
    return () if said.era else kept.years


def _era(kept: Wish, said: Wish, text: str) -> float:
    if said.years or _ANY_YEAR.search(text):
        return 0.0
    if _NEWER.search(text):
        return 1.0
    if _OLDER.search(text):
        return -0.8 if kept.era >= 0 else -1.0
    return said.era or kept.era


def _runtime(kept: Wish, by: Refinement, text: str) -> Span | None:
    """Return the minutes asked for; "shorter" and "longer" are said of the titles shown."""
    if _ANY_LENGTH.search(text):
        return None
    lengths = [title.runtime for title in by.shown if title.runtime]
    usual = int(median(lengths)) if lengths else 0
    said = by.said.runtime
    if _SHORTER.search(text):
        most = said[1] if said is not None else 105
        if usual:
            most = min(most, usual - NOTICEABLE_MINUTES)
        if kept.runtime is not None:
            most = min(most, kept.runtime[1] - NOTICEABLE_MINUTES)
        return 0, max(SHORTEST_ASKED, most)
    if _LONGER.search(text):
        least = max(usual + NOTICEABLE_MINUTES, kept.runtime[0] if kept.runtime else 0) if usual else 130
        return least, ANY_LATER
    return said or kept.runtime


def _clear(groups: Iterable[Group], unwanted: Collection[str]) -> tuple[Group, ...]:
    cleared = (tuple(word for word in group if word not in unwanted) for group in groups)
    return tuple(group for group in cleared if group)


def _phrases_for(genres: Collection[str], groups: Iterable[Group]) -> set[str]:
    """Return the words by which people ask for these genres and moods."""
    gone = {group[0] for group in groups}
    found = {*genres, *gone}
    found |= {phrase for phrase, words in known.GENRE_WORDS.items() if genres and set(words) <= set(genres)}
    found |= {phrase for phrase, words in MOOD_WORDS.items() if words[:1] and words[0] in gone}
    found |= {phrase for phrase, words in known.THEME_WORDS.items() if words[:1] and words[0] in gone}
    return found


def _struck(text: str, phrases: Iterable[str]) -> str:
    """Return `text` without these phrases, the longest first."""
    for phrase in sorted(phrases, key=len, reverse=True):
        text = re.sub(rf"(?<!\S){re.escape(phrase)}(?!\S)", " ", text)
    return " ".join(text.split())


def _words(*texts: str) -> str:
    return " ".join(dict.fromkeys(word for text in texts for word in text.split()))


def _joined(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
