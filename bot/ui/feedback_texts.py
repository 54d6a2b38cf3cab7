"""What a person reads after a tap, and after taking one back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.feedback import Learnt, Tap, Undone
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.ui.cards import MESSAGE_CHARACTERS
from bot.ui.markup import fit

TITLE_CHARACTERS = 120

GONE = "I no longer know which titles these are. `/recommend` gets you new ones."
NOT_YOURS = "There is nothing of yours to take back here, or it was taken back before."
NOTHING_TO_UNDO = "There is nothing to take back."
SIGNALS_UNDONE = "Taken back."
MANY = "Taken back: all {count:,} of what you told me in one go, as an import does."

_NEWLY: Mapping[Tap, str] = {
    Tap.LOVED: "Noted: you loved **{title}**.",
    Tap.NOT_FOR_ME: "Noted: **{title}** is not for you.",
    Tap.SEEN: "Noted: you have seen **{title}**.",
    Tap.WATCHLIST: "**{title}** is on your watchlist.",
}
_KNOWN: Mapping[Tap, str] = {
    Tap.LOVED: "I know already that you loved **{title}**.",
    Tap.NOT_FOR_ME: "I know already that **{title}** is not for you.",
    Tap.SEEN: "I know already that you have seen **{title}**.",
    Tap.WATCHLIST: "**{title}** was on your watchlist already.",
}
_SAID: Mapping[VerdictKind, str] = {
    VerdictKind.LIKED: "you loved **{title}**",
    VerdictKind.DISLIKED: "**{title}** is not for you",
    VerdictKind.SEEN: "you have seen **{title}**",
}
_STANDS: Mapping[VerdictKind, str] = {
    VerdictKind.LIKED: "you loved it",
    VerdictKind.DISLIKED: "it is not for you",
    VerdictKind.SEEN: "you have seen it",
}


OFF_THE_LIST = " It is off your watchlist."
# That it was seen takes no opinion away.
_STILL: Mapping[VerdictKind, str] = {
    VerdictKind.LIKED: " You loved it, and that still holds.",
    VerdictKind.DISLIKED: " It is not for you, and that still holds.",
}


def noted(tap: Tap, title: Title, learnt: Learnt) -> str:
    """Return the sentences that confirm a tap."""
    said = (_NEWLY if learnt.is_new else _KNOWN)[tap].format(title=fit(title.label, TITLE_CHARACTERS))
    return f"{said}{follows(title, learnt, seen=tap is Tap.SEEN)}"


def follows(title: Title, learnt: Learnt, *, seen: bool) -> str:
    """Return what else a verdict on `title` led to, as sentences after another: `seen` tells that it is no opinion."""
    stands = learnt.stands.get(title.title_id)
    still = _STILL.get(stands, "") if seen and stands is not None else ""
    return f"{still}{OFF_THE_LIST if title.title_id in learnt.unlisted else ''}"


def taken_back(undone: Undone) -> str:
    """Return what was taken back, and what of it stands in another way; at most 2,000 characters."""
    if not undone:
        return NOT_YOURS
    lines = [_verdict_taken_back(verdict, stands) for verdict, stands in undone.verdicts]
    lines += [f"**{fit(name, TITLE_CHARACTERS)}** is off your watchlist." for name in undone.planned]
    lines += [f"**{fit(name, TITLE_CHARACTERS)}** is back on your watchlist." for name in undone.listed]
    if undone.many:
        lines.append(MANY.format(count=undone.many))
    text = ""
    for line in lines:
        if len(text) + len(line) + 2 > MESSAGE_CHARACTERS:
            return f"{text}\n…"
        text = f"{text}\n{line}" if text else line
    return text or SIGNALS_UNDONE


def _verdict_taken_back(verdict: Verdict, stands: Verdict | None) -> str:
    said = _SAID[verdict.kind].format(title=fit(verdict.label, TITLE_CHARACTERS))
    if stands is None:
        return f"Taken back: {said}."
    if stands.kind is verdict.kind:
        return f"Taken back, but you said so more than once: {said}."
    return f"Taken back: {said}. What stands is: {_STANDS[stands.kind]}."
