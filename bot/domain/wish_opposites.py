"""Words side by side that cannot both be had: "short but long", "an old yet new film", "famous but unknown"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.vocabulary import ERA_WORDS, FAME_WORDS, LENGTH_WORDS
from bot.domain.wish_draft import Draft

# Words of age this strong, and of fame: an overlooked masterpiece is no contradiction, an overlooked hit is.
STRONG_ERA, STRONG_FAME = 0.8, 1.0
_BETWEEN = r" (?:(?:but|and|yet|or|nor|that|which|though|thats) )(?:(?:is|are|also|not|a|an|very) )*"


def _either(one: Iterable[str], other: Iterable[str], between: str) -> re.Pattern[str]:
    """Return what finds a word of `one` joined to one of `other`, in either order."""
    first, second = ("|".join(sorted(words, key=len, reverse=True)) for words in (one, other))
    return re.compile(
        rf"\b(?:(?P<a>{first}){between}(?P<b>{second})|(?P<c>{second}){between}(?P<d>{first}))\b"
    )


_FAME = _either(
    (word for word, value in FAME_WORDS.items() if value >= STRONG_FAME),
    (word for word, value in FAME_WORDS.items() if value <= -STRONG_FAME),
    rf"(?:{_BETWEEN}| )",  # "an underrated blockbuster" needs no word between
)
_ERA = _either(
    (word for word, value in ERA_WORDS.items() if value >= STRONG_ERA),
    (word for word, value in ERA_WORDS.items() if value <= -STRONG_ERA),
    _BETWEEN,
)
_LENGTH = _either(
    (word for word, (wanted, _) in LENGTH_WORDS.items() if wanted is not None and not wanted[0]),
    (word for word, (wanted, _) in LENGTH_WORDS.items() if wanted is not None and wanted[0]),
    _BETWEEN,
)
_SPANS = {wanted for wanted, _ in LENGTH_WORDS.values()}


def settle_opposites(draft: Draft) -> None:
    """Leave open what is asked for both ways, and say so; what was asked for either way ("old or new") just stays open."""
    if _are_opposed(draft, _FAME):
        draft.fame = 0.0
    if draft.era and not draft.years and _are_opposed(draft, _ERA):
        draft.era = 0.0
    if draft.runtime in _SPANS and _are_opposed(draft, _LENGTH):
        draft.runtime = None


def _are_opposed(draft: Draft, pattern: re.Pattern[str]) -> bool:
    match = pattern.search(draft.words.unused)
    if match is None:
        return False
    one, other = ("a", "b") if match["a"] else ("c", "d")
    ruled_out = [any(t.negated for t in draft.words.within(*match.span(name))) for name in (one, other)]
    if ruled_out[0] != ruled_out[1]:
        return False  # "famous but not unknown"
    if not ruled_out[0] and " or " not in match[0]:
        draft.notices.append(f"Nothing is both {match[one]} and {match[other]}, so I left that open.")
    return True
