"""The built-in writer: a reason for a title out of the facts that spoke for it, without any model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.domain.shortlist import Candidate
from bot.domain.title import Title
from bot.domain.verdict import Verdict
from bot.domain.wish import Wish

ENGINE = "built_in"

# Closer than this a liked title is worth naming as the reason.
NEAR = 0.42
_MOODS = frozenset(
    "thoughtful cerebral melancholic bittersweet heartwarming feel-good uplifting funny witty quirky whimsical absurd"
    " satirical bleak gritty disturbing tense suspenseful eerie scary atmospheric dreamlike surreal romantic sensual epic"
    " thrilling nostalgic poetic meditative intimate tender moving raw stylish campy mind-bending charming light-hearted"
    " cosy gentle playful psychological haunting hopeful inspiring provocative angry".split()
)
_PACES = {
    "slow": "takes its time",
    "slow-burn": "builds slowly",
    "measured": "keeps a measured pace",
    "brisk": "moves briskly",
    "fast-paced": "never lets up",
    "frantic": "runs at full tilt",
}


def reasons_for(candidates: Sequence[Candidate], wish: Wish, liked: dict[str, Title]) -> dict[str, str]:
    """Return one sentence per candidate, by title id, to the person who asked.

    `liked` are the catalogue's entries of what the person liked, by id: what is shared is named. No two
    candidates of one answer are tied to the same like in the same words.
    """
    reasons: dict[str, str] = {}
    named: set[str] = set()
    for candidate in candidates:
        like = _nearest_unnamed(candidate, named)
        if like is not None:
            named.add(like.title_id)
        reasons[candidate.title.title_id] = _reason(candidate, wish, like, liked)
    return reasons


def _nearest_unnamed(candidate: Candidate, named: set[str]) -> Verdict | None:
    near = [verdict for verdict, cosine in candidate.near_likes if cosine >= NEAR]
    return next((verdict for verdict in near if verdict.title_id not in named), near[0] if near else None)


def _reason(candidate: Candidate, wish: Wish, like: Verdict | None, liked: dict[str, Title]) -> str:
    title = candidate.title
    asked = _asked_for(candidate, wish)
    if like is not None:
        tie = _tie(title, like, liked.get(like.title_id))
        return f"{tie}{f', and it has what you asked for: {asked}' if asked else ''}."
    if asked:
        return _vary(
            title.title_id,
            f"You asked for {asked}, and this is just that{_pace_tail(title)}.",
            f"It brings {asked}{_pace_tail(title)}.",
            f"Here you get {asked}{_pace_tail(title)}.",
        )
    moods = _join([word for word in title.keywords if word in _MOODS][:2])
    what = f"{_genre(title)} that is {moods}" if moods else _genre(title)
    known = "a favourite of many" if title.fame >= 4 else "one that too few have seen"
    return f"{_capital(what)}, {known}{_pace_tail(title)}."


def _asked_for(candidate: Candidate, wish: Wish) -> str:
    """Name what of the wish this title has, in the words people use for it."""
    title = candidate.title
    genres = [word for word in candidate.matched if word in title.genres]
    moods = [word for word in candidate.matched if word in _MOODS]
    themes = [
        word for word in candidate.matched if word not in genres and word not in moods and word not in _PACES
    ]
    kind = _join(genres[:2]) or ("a series" if title.kind == "series" else "a film")
    parts = f"{_join(moods[:2])} {kind}".strip() if moods or genres else ""
    if themes:
        parts = f"{parts} with {_join(themes[:2])}" if parts else _join(themes[:2])
    people = [person for person in wish.people if person in (*title.directors, *title.actors)]
    if people:
        parts = f"{parts} with {people[0]}" if parts else f"something with {people[0]}"
    if wish.years and title.year and any(low <= title.year <= high for low, high in wish.years):
        parts = f"{parts} from {title.year}" if parts else f"something from {title.year}"
    return parts


def _tie(title: Title, like: Verdict, liked: Title | None) -> str:
    """Say what a title has in common with one the person liked."""
    label = like.label
    if liked is None:
        return f"It is close in spirit to {label}, which you liked"
    makers = [maker for maker in title.directors if maker in liked.directors]
    if makers:
        return f"It is by {makers[0]}, who made {label}, which you liked"
    shared = [word for word in title.keywords if word in liked.keywords and word not in _PACES]
    if shared:
        return (
            _vary(
                title.title_id,
                f"Like {label}, which you liked, it is about {_join_mixed(shared[:2])}",
                f"It shares {_join_mixed(shared[:2])} with {label}, which you liked",
            )
            if not any(word in _MOODS for word in shared[:2])
            else f"It is as {_join([w for w in shared if w in _MOODS][:2])} as {label}, which you liked"
        )
    genres = [genre for genre in title.genres if genre in liked.genres]
    if genres:
        return f"You liked {label}; this is {_join(genres[:2])} of a kindred spirit"
    return f"It is close in spirit to {label}, which you liked"


def _pace_tail(title: Title) -> str:
    pace = next((_PACES[word] for word in title.keywords if word in _PACES), "")
    return f"; it {pace}" if pace else ""


def _genre(title: Title) -> str:
    return (
        f"{title.genres[0]} {'series' if title.kind == 'series' else 'film'}"
        if title.genres
        else str(title.kind)
    )


def _capital(text: str) -> str:
    article = "An" if text[:1] in "aeiou" else "A"
    return f"{article} {text}"


def _join(words: Sequence[str]) -> str:
    return " and ".join(words)


_join_mixed = _join


def _vary(key: str, *ways: str) -> str:
    """Choose one of several ways to say it, always the same one for the same title."""
    return ways[hashlib.blake2b(key.encode(), digest_size=2).digest()[0] % len(ways)]
