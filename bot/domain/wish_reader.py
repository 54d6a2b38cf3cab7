"""Reading a wish: what is beside the point, titles, numbers, people, then the vocabulary; each takes the words it understands."""

from __future__ import annotations

import re

from bot.domain import vocabulary as known
from bot.domain.conversation_spelling import mended
from bot.domain.emoji import EMOJI
from bot.domain.origins import ORIGINS
from bot.domain.other_languages import is_foreign
from bot.domain.text import clip, fold, one_line
from bot.domain.title import Kind
from bot.domain.wish import Wish
from bot.domain.wish_asides import leave_out_asides
from bot.domain.wish_attributes import free_what_is_described
from bot.domain.wish_change_of_mind import free_what_is_wanted_after_all
from bot.domain.wish_contradictions import joined_years, leave_out_impossible_years, settle
from bot.domain.wish_draft import Draft, Vocabulary
from bot.domain.wish_examples import ExampleReader
from bot.domain.wish_people import read_people
from bot.domain.wish_phrases import PhraseReader
from bot.domain.wish_spans import age_in, count_in, elsewhere_in, of_this_century, runtime_in, years_in
from bot.domain.wish_tokens import Words

__all__ = ["MOST_CHARACTERS", "MOST_TITLES", "Vocabulary", "understand"]

MOST_CHARACTERS = 500
MOST_TITLES = 10
SHORTEST_FILM = 70
OLDEST_CHILD = 12
# The point of "2.5 hours" would part it in two numbers.
_HALF_HOURS = re.compile(r"\b(\d)(?:[.,]5| ?½) ?(?:hours?|hrs?|h)\b", re.IGNORECASE)
# "3 hours+", "3+ hours"
_TIME_AND_MORE = re.compile(
    r"\b(\d+) ?(?:\+ ?(hours?|hrs?|h|minutes?|mins?)|(hours?|hrs?|h|minutes?|mins?) ?\+)", re.IGNORECASE
)
OLDEST_SMALL_CHILD = 6


def understand(text: str, vocabulary: Vocabulary) -> Wish:
    """Return what `text` asks for. Any text will do; what is not understood still counts by its words."""
    text, notices = one_line(text), []
    if len(text) > MOST_CHARACTERS:
        text = clip(text, MOST_CHARACTERS).rstrip("…")
        notices.append(f"I read the first {MOST_CHARACTERS} characters of that.")
    draft = Draft(Words(_spelled_right(_in_words(text), vocabulary)), vocabulary, notices=notices)
    free_what_is_described(draft.words)
    free_what_is_wanted_after_all(draft.words)
    leave_out_asides(draft.words)
    ExampleReader(draft).read()
    _read_numbers(draft)
    read_people(draft)
    reader = PhraseReader(draft)
    reader.read()
    settle(draft)
    if draft.runtime is not None and draft.runtime[1] >= SHORTEST_FILM and not draft.kinds:
        # "Under two hours" is said of films: every episode is shorter.
        draft.kinds.add(Kind.FILM)
    if draft.kinds == {Kind.SERIES}:
        draft.runtime = known.EPISODE_LENGTHS.get(draft.runtime, draft.runtime)
    return draft.wish(
        text=text, asked=" ".join(dict.fromkeys(reader.asked)), topic=" ".join(dict.fromkeys(reader.topic))
    )


def _spelled_right(text: str, vocabulary: Vocabulary) -> str:
    """Return `text` with the slips of the pen in it mended, as far as it is English."""
    return text if is_foreign(fold(text).split()) else mended(text, vocabulary)


def _in_words(text: str) -> str:
    """Return `text` with its emoji, its half hours and "3+ hours" in words."""
    text = _HALF_HOURS.sub(r"\1 and a half hours", text)
    text = _TIME_AND_MORE.sub(r"\1 \2\3 plus ", text)
    if text.isascii():
        return text
    for sign, meaning in EMOJI.items():
        text = text.replace(sign, f" {meaning} ")
    return text


def _read_numbers(draft: Draft) -> None:
    """Read ages, running times, years, and how many titles are wanted."""
    words = draft.words
    for age, start, end in age_in(words.unused):
        words.use(start, end)
        draft.is_grown_up = age > OLDEST_CHILD
        if age <= OLDEST_CHILD:
            draft.want_for_children(small=age <= OLDEST_SMALL_CHILD)
    for start, end in elsewhere_in(words.unused):
        words.use(start, end)
    for minutes, start, end in sorted(runtime_in(words.unused), key=lambda each: each[1]):
        if any(token.text.startswith("episode") for token in words.within(start, end)):
            draft.kinds.add(Kind.SERIES)
        words.use(start, end)
        draft.limit_runtime(minutes)
    wanted = []
    for span, start, end in years_in(words.unused, draft.vocabulary.this_year):
        if "hollywood" in words.unused[start:end]:  # its golden age is no other country's
            draft.add_origin(*ORIGINS["hollywood"], negated=any(t.negated for t in words.within(start, end)))
        if words.use(start, end):
            draft.without_years.append(span)
        else:
            wanted.append((span, start, end))
    wanted = of_this_century(wanted, draft.without_years, draft.vocabulary.this_year)
    draft.years.extend(joined_years(words, wanted, draft))
    leave_out_impossible_years(draft)
    for count, start, end, stated in count_in(words.unused):
        if any(token.after_boundary for token in words.within(end, stated)):
            continue  # "on one sofa. Loud action film"
        # Only the numeral is used up: the noun after it still says film or series.
        words.use(start, end)
        if not 1 <= count <= MOST_TITLES:
            draft.notices.append(f"I can name 1 to {MOST_TITLES} titles at a time.")
        draft.count = max(1, min(count, MOST_TITLES))
        break
