"""What a person reads in a conversation beside the titles: confirmations, answers to questions, small talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.domain.conversation import Meaning, Question, SmallTalk, Topic, Unclear
from bot.domain.feedback import Learnt
from bot.domain.origins import ORIGINS
from bot.domain.title import Kind, Title
from bot.domain.tones import TONES
from bot.domain.verdict import VerdictKind
from bot.domain.why import Tie
from bot.services.conversations import Outcome
from bot.ui.feedback_texts import NOTHING_TO_UNDO, taken_back
from bot.ui.markup import fit

# Above the cards there is room for so much; alone in a message for more.
LEAD_CHARACTERS = 480
REPLY_CHARACTERS = 1900
LABEL_CHARACTERS = 100
NAME_CHARACTERS = 60
WHY_CHARACTERS = 240
DESCRIPTION_CHARACTERS = 320
MOST_NAMED = 6
MOST_CHOICES = 5

NOTHING_UNDERSTOOD = (
    "I did not get that. Tell me what you are in the mood for, such as “something light from the 90s”, or how you"
    " found a film, such as “loved Arrival, hated Prometheus”."
)
STARTED_OVER = "Fresh start. What are you in the mood for?"
NOTHING_SHOWN = "I have not shown you anything here yet that I could count in. What are you in the mood for?"
WHAT_NEXT = "What are you in the mood for?"
_SMALL_TALK: Mapping[SmallTalk, str] = {
    SmallTalk.GREETING: "Hi! What are you in the mood for? Say it in your own words, or tell me of films you loved.",
    SmallTalk.THANKS: "You are welcome. Enjoy!",
    SmallTalk.PRAISE: "Good to hear. Tell me afterwards how it was, and the next picks get better.",
    SmallTalk.FAREWELL: "Good night, and enjoy the film.",
    SmallTalk.HELP: (
        "I recommend films and series. Say what you are in the mood for (“slow sci-fi”, “like Heat but shorter”), then"
        " “something lighter”, “not horror”, “three more”, “why the first?”. Tell me what you know: “loved Arrival”,"
        " “seen the second one”. “undo” takes the last of that back, “start over” begins anew."
    ),
    SmallTalk.INSULT: (
        "I am sorry that this was of no use. Say what is wrong with it, such as “none of these” or “too slow”, and I"
        " look again; “start over” begins anew."
    ),
    SmallTalk.WATCHLIST: (
        "Your watchlist is in `/watchlist show`. `/watchlist add` and the Watchlist button under a title put something"
        " on it."
    ),
    SmallTalk.KNOWN: (
        "`/taste` shows all I know of your taste, each line removable, and `/history` what I recommended. `/forget-me`"
        " deletes everything."
    ),
}
# These tell what to do, so they are said whatever else there is to say.
_COMMANDS = (SmallTalk.WATCHLIST, SmallTalk.KNOWN)
_NOTED: Mapping[VerdictKind, str] = {
    VerdictKind.LIKED: "you loved {titles}",
    VerdictKind.DISLIKED: "{titles} {verb} not for you",
    VerdictKind.SEEN: "you have seen {titles}",
}
# That something was seen takes no opinion away.
_STILL: Mapping[VerdictKind, str] = {
    VerdictKind.LIKED: "that you loved {titles} still holds",
    VerdictKind.DISLIKED: "that {titles} {verb} not for you still holds",
}


def lead_of(outcome: Outcome) -> str:
    """Return what stands above the cards that answer a message, at most 480 characters."""
    return _joined(_lines(outcome), LEAD_CHARACTERS)


def reply_of(outcome: Outcome) -> str:
    """Return the whole answer to a message that asks for no titles."""
    meaning = outcome.meaning
    lines = list(_lines(outcome))
    if meaning.starts_over:
        lines.append(STARTED_OVER)
    if meaning.small_talk in _COMMANDS or (not lines and meaning.small_talk is not None):
        lines.append(_SMALL_TALK[meaning.small_talk])
    elif meaning.verdicts and not meaning.questions and not meaning.unclear:
        lines.append(WHAT_NEXT)
    return _joined(lines or [NOTHING_UNDERSTOOD], REPLY_CHARACTERS)


def _lines(outcome: Outcome) -> Iterator[str]:
    meaning = outcome.meaning
    if outcome.undone is not None:
        yield taken_back(outcome.undone) if outcome.undone else NOTHING_TO_UNDO
    if meaning.verdicts:
        yield _confirmation(meaning, outcome.learnt)
    for unclear in meaning.unclear[:MOST_CHOICES]:
        yield _asking(unclear)
    if meaning.missing:
        yield _missing(meaning.missing, knows_shown=outcome.knows_shown)
    for question in meaning.questions:
        yield _answer(question, outcome)


def _confirmation(meaning: Meaning, learnt: Learnt) -> str:
    parts = []
    for kind, words in _NOTED.items():
        titles = [said.title for said in meaning.verdicts if said.kind is kind]
        if titles:
            verb = "is" if len(titles) == 1 else "are"
            parts.append(words.format(titles=_named(titles), verb=verb))
    seen = [said.title for said in meaning.verdicts if not said.kind.is_opinion]
    for kind, words in _STILL.items():
        titles = [title for title in seen if learnt.stands.get(title.title_id) is kind]
        if titles:
            parts.append(words.format(titles=_named(titles), verb="is" if len(titles) == 1 else "are"))
    off = [said.title for said in meaning.verdicts if said.title.title_id in learnt.unlisted]
    if off:
        parts.append(f"{_named(off)} {'is' if len(off) == 1 else 'are'} off your watchlist")
    return f"Noted: {'; '.join(parts)}."


def _named(titles: Sequence[Title]) -> str:
    names = [f"**{fit(title.label, LABEL_CHARACTERS)}**" for title in titles[:MOST_NAMED]]
    if len(titles) > MOST_NAMED:
        names.append(f"{len(titles) - MOST_NAMED} more")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _asking(unclear: Unclear) -> str:
    name = fit(unclear.name, NAME_CHARACTERS)
    if not unclear.choices:
        return f"I don't know a film or series called “{name}”."
    choices = ", ".join(fit(title.label, LABEL_CHARACTERS) for title in unclear.choices[:MOST_CHOICES])
    return f"Which one do you mean by “{name}”: {choices}?"


def _missing(places: Sequence[int], *, knows_shown: bool) -> str:
    if not knows_shown:
        return NOTHING_SHOWN
    return f"There is no number {places[0]} in my last answer."


# -- questions --------------------------------------------------------------------------------------------


def _answer(question: Question, outcome: Outcome) -> str:
    title = question.title
    name = f"**{fit(title.label, LABEL_CHARACTERS)}**"
    if question.topic is Topic.WHY:
        reason = outcome.reasons.get(title.title_id)
        told = (
            fit(reason, WHY_CHARACTERS) if reason else _by_ties(title, outcome.ties.get(title.title_id, ()))
        )
        return f"{name}: {told}"
    return f"{name}: {_TELL[question.topic](title)}"


def _by_ties(title: Title, ties: Sequence[Tie]) -> str:
    if not ties:
        return _what_it_is(title)
    first = ties[0]
    shared = f" ({fit(', '.join(first.shared), 80)})" if first.shared else ""
    return f"it is near to {fit(first.verdict.label, LABEL_CHARACTERS)}, which you loved{shared}."


def _about(title: Title) -> str:
    told = fit(title.description, DESCRIPTION_CHARACTERS) if title.description else "I know no more of it."
    return f"{told} ({_what_it_is(title)})"


def _what_it_is(title: Title) -> str:
    kind = "series" if title.kind is Kind.SERIES else "film"
    genres = f", {', '.join(title.genres[:3])}" if title.genres else ""
    return f"a {kind}{genres}"


def _length(title: Title) -> str:
    if not title.runtime:
        return "I do not know how long it is."
    hours, minutes = divmod(title.runtime, 60)
    in_hours = f" ({hours} h {minutes:02d})" if hours else ""
    each = " an episode" if title.kind is Kind.SERIES else ""
    return f"{title.runtime} minutes{each}{in_hours}."


def _year(title: Title) -> str:
    return f"it is from {title.year}." if title.year else "I do not know its year."


def _makers(title: Title) -> str:
    if not title.directors:
        return "I do not know who made it."
    return f"made by {fit(', '.join(title.directors[:4]), 160)}."


def _cast(title: Title) -> str:
    if not title.actors:
        return "I do not know who is in it."
    return f"with {fit(', '.join(title.actors[:6]), 200)}."


def _origin(title: Title) -> str:
    made_in = ", ".join(_ADJECTIVES.get(code, code) for code in title.countries[:4])
    spoken = ", ".join(_ADJECTIVES.get(code, code) for code in title.languages[:3])
    parts = [made_in, f"in {spoken}" if spoken else ""]
    return f"{', '.join(filter(None, parts))}." if any(parts) else "I do not know where it is from."


def _mood(title: Title) -> str:
    moods = [word for word in title.keywords if word in TONES][:5]
    genres = ", ".join(title.genres[:3])
    if not moods:
        return f"{genres or 'I know no more of it'}."
    return f"{genres}; people call it {', '.join(moods)}."


def _adjectives() -> dict[str, str]:
    """Return the usual adjective of each country and language: "FR" and "fr" are "French"."""
    found: dict[str, str] = {}
    for phrase, (countries, languages) in ORIGINS.items():
        for code in (*countries[:1], *languages[:1]):
            found.setdefault(code, phrase.removeprefix("in ").title())
    return found


_ADJECTIVES = _adjectives()
_TELL: Mapping[Topic, Callable[[Title], str]] = {
    Topic.ABOUT: _about,
    Topic.LENGTH: _length,
    Topic.YEAR: _year,
    Topic.MAKERS: _makers,
    Topic.CAST: _cast,
    Topic.KIND: lambda title: f"{_what_it_is(title)}.",
    Topic.ORIGIN: _origin,
    Topic.MOOD: _mood,
}


def _joined(lines: Sequence[str] | Iterator[str], limit: int) -> str:
    """Return the lines that fit within `limit` characters, at least the first."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) + 1 > limit - 2:
            return f"{text}\n…"
        text = f"{text}\n{line}" if text else line
    return text
