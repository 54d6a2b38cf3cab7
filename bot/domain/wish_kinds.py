"""Whether a wish asks for a film or a series, and who is to watch it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain import vocabulary as known
from bot.domain.title import Kind
from bot.domain.wish_draft import Draft
from bot.domain.wish_tokens import LINKS, Token

# Of these alone "no" rules out all series; "no sitcom" leaves the others.
_ANY_SERIES = frozenset({"series", "show", "shows", "television", "tv", "tv series", "tv show", "tv shows"})
_BEFORE_A_VERB = frozenset("to would you can could will please ill might should may".split())
_SHOWN_TO = frozenset("me us him her them my our your the to".split())
# "No series and nothing scary", "not a series either": here what is denied ends.
_ENDS_A_DENIAL = LINKS | frozenset("either though tonight thanks pls thank today".split())


def take_kind(draft: Draft, i: int, phrase: str, negated: bool) -> None:
    """Take "film" and "series"; ruled out by itself ("no series") it asks for the other kind."""
    tokens = draft.words.tokens
    kind = Kind.FILM if phrase in known.FILM_WORDS else Kind.SERIES
    if phrase not in known.FILM_WORDS and phrase not in known.SERIES_WORDS:
        if phrase.split()[-1] in known.FILM_WORDS and phrase in known.GENRE_WORDS and not negated:
            draft.kinds.add(Kind.FILM)  # "a family film"
        return
    if phrase == "show" and _is_a_verb(tokens, i):
        return
    before = [token.text for token in tokens[max(0, i - 4) : i]]
    if draft.kinds and "like" in before and before[before.index("like") + 1 :][:1] in (["a"], ["an"]):
        return  # "a series like a horror film"
    if negated:
        if kind is Kind.SERIES and phrase not in _ANY_SERIES:
            return
        negator = next((t for t in reversed(tokens[:i]) if t.text not in ("a", "any", "tv", "the")), None)
        if negator is None or not negator.negator:
            return  # "no horror films" leaves the kind open
        following = tokens[i + 1 : i + 2]
        if (
            following
            and following[0].negated
            and not following[0].after_boundary
            and following[0].text not in _ENDS_A_DENIAL
        ):
            return  # so does "no films about war"
        kind = Kind.SERIES if kind is Kind.FILM else Kind.FILM
    draft.kinds.add(kind)


def _is_a_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether the "show" at word `i` asks to be shown something: "which films would you show to a child?"."""
    before = tokens[i - 1].text if i else ""
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    return before in _BEFORE_A_VERB or after in _SHOWN_TO


def take_company(draft: Draft, phrase: str, negated: bool) -> None:
    """Take for whom it is to be: for children, for grown-ups, for grandma."""
    if phrase in known.CHILD_WORDS or phrase in known.SMALL_CHILD_WORDS:
        if negated:
            draft.without_keywords.append("for small children")
            draft.without_genres.append(("family",))
        elif not draft.is_grown_up:
            draft.want_for_children(small=phrase in known.SMALL_CHILD_WORDS)
    if phrase in known.ADULT_WORDS and not negated:
        draft.without_keywords.extend(("family-friendly", "for small children"))
        draft.without_genres.append(("family",))
    if phrase in known.ELDER_WORDS:
        draft.without_keywords.extend(("sensual", "gory"))
        draft.keywords.append(("heartwarming", "charming", "moving", "witty"))
