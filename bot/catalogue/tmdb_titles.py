"""Titles out of what TMDB tells of them: any field may be null, missing or of another type."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from bot.catalogue.importer import (
    GREATEST_NUMBER,
    countries_of,
    fame_of,
    genres_of,
    keywords_of,
    languages_of,
)
from bot.catalogue.spelling import fold
from bot.domain.errors import SourceLacks
from bot.domain.text import visible
from bot.domain.title import Kind, Title, title_id_of

Json = Mapping[str, Any]

MOST_ACTORS = 5
MOST_MAKERS = 3
MOST_OTHER_TITLES = 6
MOST_COUNTRIES = 4
MOST_LANGUAGES = 3
LONGEST_NAME = 120
# People name a title as it is called where they live or where it comes from; of the others the bot, which
# speaks English, need not know forty.
ENGLISH_SPEAKING = frozenset({"US", "GB", "AU", "CA", "IE", "NZ", "IN"})
# Names that nobody uses for the finished thing.
_PASSING = re.compile(r"working|fake|promotional|abbreviation|3-?d", re.IGNORECASE)
_YEAR = re.compile(r"(?:18[7-9]|19\d|20\d)\d(?=-|$)")
_IMDB_ID = re.compile(r"tt\d{7,}")


def title_of(kind: Kind, details: Json) -> Title:
    """Return the title of one answer to `/movie/…` or `/tv/…` with everything appended.

    Its id is that of its name and year. Raises SourceLacks for what cannot or may not be shown: titles for
    adults only, and those without a number, a name or a year.
    """
    is_film = kind is Kind.FILM
    name = _text(details, "title" if is_film else "name")
    year = year_of(details)
    tmdb_id = whole_of(details.get("id"))
    if details.get("adult") is True or not (name and year and tmdb_id):
        raise SourceLacks("TMDB has no title there that can be shown.")
    original = _text(details, "original_title" if is_film else "original_name")
    countries = _countries(details)
    votes = whole_of(details.get("vote_count")) or 0
    rating = details.get("vote_average")
    return Title(
        title_id_of(name, year), name, year, kind,
        genres=genres_of(_texts(_list(details, "genres"), "name")),
        description=_text(details, "overview"),
        keywords=keywords_of(_texts(_either(details.get("keywords"), "keywords", "results"), "name")),
        original_title="" if original == name else original,
        other_titles=_other_titles(details, {name, original}, countries),
        runtime=_minutes(details.get("runtime")) if is_film else _episode_minutes(details),
        directors=_directors(details) if is_film else _people(_list(details, "created_by"), MOST_MAKERS),
        actors=_actors(details),
        countries=countries,
        languages=_languages(details),
        fame=fame_of(votes), tmdb_id=tmdb_id, poster_path=_text(details, "poster_path"), votes=votes,
        rating=float(rating) if votes and _is_number(rating) and 0 <= rating <= 10 else None,
        imdb_id=_imdb_id(details),
    )  # fmt: skip


def year_of(entry: Json) -> int:
    """Return the year of a film's release or of a series' first airing, 0 when it is not told."""
    found = _YEAR.match(_text(entry, "release_date") or _text(entry, "first_air_date"))
    return int(found[0]) if found else 0


def names_of(entry: Json) -> tuple[str, ...]:
    """Return the names an entry of a list, or details, bears: usual, original, alternative and translated."""
    alternative = _either(entry.get("alternative_titles"), "titles", "results")
    translated = [
        translation["data"]
        for translation in _either(entry.get("translations"), "translations")
        if isinstance(translation.get("data"), dict)
    ]
    names = [_text(entry, key) for key in ("title", "name", "original_title", "original_name")]
    names += _texts(alternative, "title")
    names += [name for data in translated for key in ("title", "name") if (name := _text(data, key))]
    return tuple(dict.fromkeys(name for name in names if name))


def _other_titles(details: Json, known: set[str], countries: tuple[str, ...]) -> tuple[str, ...]:
    folded = {fold(name).text for name in known}
    others: list[str] = []
    for entry in _either(details.get("alternative_titles"), "titles", "results"):
        name, country = _text(entry, "title"), _text(entry, "iso_3166_1")
        wanted = country in ENGLISH_SPEAKING or country in countries
        if not wanted or not name or len(name) > LONGEST_NAME or _PASSING.search(_text(entry, "type")):
            continue
        text = fold(name).text
        if text and text not in folded:
            folded.add(text)
            others.append(name)
    return tuple(others[:MOST_OTHER_TITLES])


def _directors(details: Json) -> tuple[str, ...]:
    crew = _either(details.get("credits"), "crew")
    return _people((person for person in crew if person.get("job") == "Director"), MOST_MAKERS)


def _actors(details: Json) -> tuple[str, ...]:
    """Return who plays most: TMDB's own order, and of a series those who are there throughout."""
    cast = _either(details.get("aggregate_credits") or details.get("credits"), "cast")
    by_order = sorted(cast, key=lambda person: _order(person.get("order")))
    return _people(by_order, MOST_ACTORS)


def _order(order: object) -> float:
    return float(order) if _is_number(order) else float("inf")


def _people(entries: Iterable[Json], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_texts(entries, "name")))[:most]


def _countries(details: Json) -> tuple[str, ...]:
    """Return where it comes from, then who else made it."""
    origin = [code for code in _list(details, "origin_country") if isinstance(code, str)]
    makers = _texts(_list(details, "production_countries"), "iso_3166_1")
    return countries_of([*origin, *makers])[:MOST_COUNTRIES]


def _languages(details: Json) -> tuple[str, ...]:
    spoken = _texts(_list(details, "spoken_languages"), "iso_639_1")
    return languages_of([_text(details, "original_language"), *spoken])[:MOST_LANGUAGES]


def _episode_minutes(details: Json) -> int | None:
    """Return a typical episode's minutes: TMDB no longer tells them of a series, but of each episode."""
    first_season = details.get("season/1")
    episodes = _either(first_season, "episodes")
    told = [_minutes(episode.get("runtime")) for episode in episodes]
    told = [minutes for minutes in told if minutes] or [
        minutes for each in _list(details, "episode_run_time") if (minutes := _minutes(each))
    ]
    if not told and isinstance(latest := details.get("last_episode_to_air"), dict):
        told = [_minutes(latest.get("runtime"))]
    known = [minutes for minutes in told if minutes]
    return round(statistics.median(known)) if known else None


def _imdb_id(details: Json) -> str:
    numbers = details.get("external_ids")
    for place in (details, numbers if isinstance(numbers, dict) else {}):
        if found := _IMDB_ID.fullmatch(_text(place, "imdb_id")):
            return found[0]
    return ""


def _minutes(value: object) -> int | None:
    return whole_of(value) or None


def whole_of(value: object) -> int | None:
    """Return a number from 0 on as a whole one; None for anything else, and for what no database would keep."""
    return int(value) if _is_number(value) and value >= 0 else None


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < GREATEST_NUMBER


def _text(entry: Json, key: str) -> str:
    value = entry.get(key)
    return visible(value) if isinstance(value, str) else ""


def _texts(entries: Iterable[Any], key: str) -> list[str]:
    return [text for entry in entries if isinstance(entry, dict) and (text := _text(entry, key))]


def _list(entry: Json, key: str) -> list[Any]:
    value = entry.get(key)
    return value if isinstance(value, list) else []


def _either(place: object, *keys: str) -> list[dict[str, Any]]:
    """Return the objects of the first list there is: films and series call some lists differently."""
    if isinstance(place, dict):
        for key in keys:
            if isinstance(found := place.get(key), list):
                return [entry for entry in found if isinstance(entry, dict)]
    return []
