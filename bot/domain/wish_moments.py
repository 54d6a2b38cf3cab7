"""Titles in a wish that only say when: "made before Star Wars", "nothing newer than Jaws"."""

from __future__ import annotations

import re

from bot.domain.wish import ANY_LATER
from bot.domain.wish_draft import Draft
from bot.domain.wish_names import LONGEST_TITLE, TitleNames
from bot.domain.wish_tokens import NEGATORS, Words, runs

_WATCHED = frozenset("watch watching see seeing seen watched catch rewatch know read".split())
# Before a title that says when: what was made, not what is watched next.
_MADE = r"(?:made|released|filmed|shot|produced|out|from)"
_MOMENT_CUE = re.compile(
    rf"\b(?:{_MADE} (?:(?P<before>before|prior to)|after|since)|(?P<bare>before)|(?:(?:older|earlier) than|predates?|predating)(?P<older>)|(?:newer|later|more recent) than)\b"
)


def read_moments(draft: Draft, names: TitleNames) -> None:
    """Read titles that only say when: "made before Star Wars", "nothing newer than Jaws"."""
    words = draft.words
    for match in _MOMENT_CUE.finditer(words.unused):
        first, at = words.index_at(match.start()), words.index_at(match.end())
        bare = match["bare"] is not None
        length = _length_of_moment(words, names, first, at, bare=bare)
        if not length:
            continue
        named = names.named(at, length)
        year = named[0].year
        # Where the years have to give way, it is still not what anybody asked for.
        draft.excluded.extend(title.title_id for title in named)
        before = bare or match["before"] is not None or match["older"] is not None
        if any(token.negated or token.text in NEGATORS for token in words.tokens[max(0, first - 2) : at]):
            draft.years.append((year, ANY_LATER) if before else (0, year))
        else:
            draft.years.append((0, year - 1) if before else (year + 1, ANY_LATER))
        for token in words.tokens[first : at + length]:
            token.used = True


def _length_of_moment(words: Words, names: TitleNames, first: int, at: int, *, bare: bool) -> int:
    """Return the length of the name from word `at` on, 0 for none; after a `bare` "before" it must be nothing but a name."""
    if bare and (
        at - first != 1 or not _WATCHED.isdisjoint(t.text for t in words.tokens[max(0, first - 4) : first])
    ):
        return 0  # "what should I watch before The Batman?"
    for length in runs(at, len(words), LONGEST_TITLE):
        if not (names.named(at, length) and names.ends_clause(at + length - 1)):
            continue
        run = words.tokens[at : at + length]
        name = " ".join(t.text for t in run if t.text not in ("the", "a", "an"))
        told = not names.is_vocabulary(name) and names.is_meant(at, length, 1)
        if not bare or (told and not names.named(first, length + 1)):
            return length
    return 0
