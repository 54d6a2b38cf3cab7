"""Where a title of a wish comes from, and when the name of a place is only where it is set."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.origins import FOREIGN_WORDS, LAST_YEARS, ORIGINS, OWN_LANGUAGE, PLACES
from bot.domain.wish_draft import Draft
from bot.domain.wish_tokens import Token

# Germany and Russia were more than one country; what is more than that is a part of the world.
MOST_COUNTRIES_OF_A_PLACE = 3
# After one of these words a language is one that is spoken, wherever it is spoken.
_SPOKEN_CUES = frozenset(
    "learning learn speak speaks speaking studying practise practice practising practicing understand understands in".split()
)
# After one of these words a country is where something is set, not where it was made.
_SETTING_CUES = frozenset({"in", "about", "around", "through"})


def take_origin(draft: Draft, i: int, phrase: str, negated: bool) -> None:
    """Take the country or the language that is asked for or ruled out; the scene of a story is neither."""
    if phrase in FOREIGN_WORDS:
        draft.add_origin((), (OWN_LANGUAGE,), negated=not negated)
    if phrase not in ORIGINS or is_setting(draft.words.tokens, i, phrase):
        return
    countries, languages = ORIGINS[phrase]
    if languages and i and draft.words.tokens[i - 1].text in _SPOKEN_CUES:
        countries = ()  # "I'm learning Spanish"
    draft.add_origin(countries, languages, negated=negated)
    last_years = [LAST_YEARS.get(country) for country in ORIGINS[phrase][0]]
    if None not in last_years and last_years and not (negated or draft.years):
        draft.years.append((0, max(year for year in last_years if year)))


def is_setting(tokens: Sequence[Token], i: int, phrase: str) -> bool:
    """Whether a place is where something is set: "in Japan", and not "from Japan".

    What is set in a whole part of the world no description says by its name; its countries made it as a rule.
    """
    placed = phrase in PLACES and bool(i) and tokens[i - 1].text in _SETTING_CUES
    return placed and len(ORIGINS[phrase][0]) <= MOST_COUNTRIES_OF_A_PLACE
