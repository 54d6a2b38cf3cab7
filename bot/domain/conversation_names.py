"""Titles that a message names, rightly or with slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain import vocabulary as known
from bot.domain.conversation import Unclear
from bot.domain.origins import ORIGINS
from bot.domain.resolution import Match, Resolution
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.title import Title
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish_draft import Vocabulary
from bot.domain.wish_tokens import Token, Words, runs

LONGEST_TITLE = 9
# Of several bearers of one name the best known is meant when it is so much better known (1 to 5).
CLEARLY_BETTER_KNOWN = 0.7
# Looking a name up takes some 30 µs exactly, milliseconds by likeness; nobody names more titles in a message.
MOST_LOOKUPS = 400
MOST_GUESSES = 8
PRONOUNS = frozenset(
    "it this that them these those me you us her him he she they we i a an the something anything everything nothing what when"
    " who whom my your our their stuff one ones all none both some any more most lot lots much many so too very same".split()
)
_POINTING = frozenset("it this that them these those all both".split())
# A name with slips ends where one of these begins, or at a comma or full stop.
STOPS = frozenset(
    "and or but because cause so when while with in on at though tho last yesterday already too also however since which was is were"
    " something anything want need give show find recommend hated loved liked seen watched saw disliked please pls i we not".split()
)


@dataclass(frozen=True)
class Knowledge:
    """What the catalogue knows: its `vocabulary`, a resolver that mends slips, and titles by id."""

    vocabulary: Vocabulary
    resolve: Callable[[str], Resolution] = lambda text: Resolution(text)
    get: Callable[[str], Title | None] = lambda title_id: None


@dataclass(frozen=True, slots=True)
class Objects:
    """Titles that a verdict or a question is about, and the number of the word after them.

    `missing` are places beyond what was shown; `by_place` says that no name was used.
    """

    titles: tuple[Title, ...] = ()
    end: int = 0
    unclear: tuple[Unclear, ...] = ()
    missing: tuple[int, ...] = ()
    by_place: bool = False

    def __bool__(self) -> bool:
        return bool(self.titles or self.unclear or self.missing)


@dataclass
class Names:
    """Finds titles by their names in the words of a message."""

    words: Words
    knowledge: Knowledge
    shown: tuple[Title, ...] = ()
    _exact: dict[str, tuple[Title, ...]] = field(default_factory=dict)
    _guesses: dict[str, Resolution] = field(default_factory=dict)

    def named_at(self, i: int, *, sure: bool) -> Objects:
        """Read a title's name from word `i` on; `sure` says that what stands before is said of titles only."""
        for length in runs(i, len(self.words), LONGEST_TITLE):
            titles = self.titles(i, length)
            if titles and self._is_meant(i, length, sure=sure):
                return self._chosen(i, length, titles)
        return Objects(end=i)

    def _chosen(self, i: int, length: int, titles: tuple[Title, ...]) -> Objects:
        """Return which of several titles of one name is meant: one shown, or the one clearly better known."""
        shown = [title for title in titles if title in self.shown]
        if len(shown) == 1:
            return Objects((shown[0],), i + length)
        first, *others = titles
        if not others or all(first.fame - other.fame >= CLEARLY_BETTER_KNOWN for other in others):
            return Objects((first,), i + length)
        return Objects((), i + length, (Unclear(self.words.spelled(i, length), titles),))

    def titles(self, i: int, length: int) -> tuple[Title, ...]:
        """Return the titles of that name, exactly, which `length` words from number `i` on spell."""
        run = self.words.tokens[i : i + length]
        if any(token.used for token in run) or (
            any(token.after_boundary for token in run[1:]) and length > 6
        ):
            return ()
        spelled = self.words.spelled(i, length)
        if spelled not in self._exact:
            if len(self._exact) >= MOST_LOOKUPS:
                return ()
            found = self.knowledge.vocabulary.resolve(spelled)
            exact = found.match in (Match.EXACT, Match.FOLDED)
            self._exact[spelled] = () if not exact else (found.title,) if found.title else found.choices
        return self._exact[spelled]

    def _is_meant(self, i: int, length: int, *, sure: bool) -> bool:
        """Whether words that are a title's name are meant as one here."""
        words = self.words
        run = words.tokens[i : i + length]
        if words.is_quoted(i, length):
            return True
        if any(title in self.shown for title in self.titles(i, length)) and run[0].text not in _POINTING:
            return True
        if all(token.text in PRONOUNS or (token.text.isdecimal() and len(token.text) < 3) for token in run):
            return words.is_capital(i) and not run[0].text.isdecimal()
        bare = " ".join(token.text for token in run if token.text not in ("the", "a", "an"))
        if words.capitals_tell and run[0].raw[:1].isupper() and (i > 0 or length > 1):
            return True
        if phrase_asks(bare):
            return (
                sure
                and bare in known.THEME_WORDS
                and bare not in known.GENRE_WORDS
                and self._ends_clause(i + length)
            )
        if self._is_everyday(bare, length):
            return sure or self._ends_clause(i + length)
        return True

    def _is_everyday(self, phrase: str, length: int) -> bool:
        vocabulary = self.knowledge.vocabulary
        return (length == 1 and phrase in vocabulary.everyday) or bool(vocabulary.keywords_named(phrase))

    def _ends_clause(self, end: int) -> bool:
        tokens = self.words.tokens
        return (
            end >= len(tokens) or tokens[end].after_boundary or tokens[end].used or tokens[end].text in STOPS
        )

    # -- by a name with slips -----------------------------------------------------------------------

    def guessed_at(self, i: int, *, sure: bool) -> Objects:
        """Read a name that is not spelled like any title: mended, asked about, or unknown."""
        end = self._end_of_name(i)
        if end == i:
            return Objects(end=i)
        run = self.words.tokens[i:end]
        as_name = self._is_written_as_name(i, end)
        if not as_name and not (sure and any(self._is_strange(token) for token in run)):
            return Objects(end=i)
        for last in range(end, i, -1):
            found = self._resolved(i, last)
            if found is not None and found.title is not None:
                return Objects((found.title,), last)
            if found is not None and found.choices:
                return Objects((), last, (Unclear(found.text, found.choices),))
        return Objects((), end, (Unclear(self.words.spelled(i, end - i)),)) if as_name else Objects(end=i)

    def _resolved(self, i: int, end: int) -> Resolution | None:
        spelled = self.words.spelled(i, end - i)
        if spelled not in self._guesses:
            if len(self._guesses) >= MOST_GUESSES:
                return None
            self._guesses[spelled] = self.knowledge.resolve(spelled)
        return self._guesses[spelled]

    def _end_of_name(self, i: int) -> int:
        end = i
        tokens = self.words.tokens
        while end < len(tokens) and end - i < LONGEST_TITLE:
            token = tokens[end]
            if token.used or (end > i and token.after_boundary):
                break
            capital = self.words.capitals_tell and token.raw[:1].isupper()
            if token.text in STOPS and not (capital and end > i):
                break
            end += 1
        return end

    def _is_written_as_name(self, i: int, end: int) -> bool:
        words = self.words
        if words.is_quoted(i, end - i):
            return True
        first = words.tokens[i]
        return words.capitals_tell and first.raw[:1].isupper() and first.text not in PRONOUNS

    def _is_strange(self, token: Token) -> bool:
        """Whether a word is none that anybody uses, so that it may be a slip in a name."""
        text = token.text
        return (
            len(text) > 3
            and not text.isdecimal()
            and text not in self.knowledge.vocabulary.everyday
            and not phrase_asks(text)
            and not self.knowledge.vocabulary.keywords_named(text)
            and text not in STOPS
        )


def phrase_asks(phrase: str) -> bool:
    """Whether a phrase says by itself what somebody wishes for ("crime", "dark", "aliens"), or nothing at all."""
    return phrase in SMALL_TALK_WORDS or any(phrase in table for table in _TABLES)


_TABLES: tuple[Mapping[str, object] | frozenset[str], ...] = (
    known.GENRE_WORDS,
    MOOD_WORDS,
    known.THEME_WORDS,
    ORIGINS,
    known.FAME_WORDS,
    known.ERA_WORDS,
    known.LENGTH_WORDS,
    known.FILM_WORDS,
    known.SERIES_WORDS,
)
