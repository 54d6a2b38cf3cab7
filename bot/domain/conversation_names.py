"""Which titles a message speaks of: by name, by a name with slips, or by their place in the latest answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain import conversation_place_words as place_words
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
MOST_PLACES = 10
# Of several bearers of one name the best known is meant when it is so much better known (1 to 5).
CLEARLY_BETTER_KNOWN = 0.7
# Looking a name up takes some 30 µs exactly, milliseconds by likeness; nobody names more titles in a message.
MOST_LOOKUPS = 400
MOST_GUESSES = 8
_PRONOUNS = frozenset(
    "it this that them these those me you us her him he she they we i a an the something anything everything nothing what when"
    " who whom my your our their stuff one ones all none both some any more most lot lots much many so too very same".split()
)
_AND_SIGNS = re.compile(r"[&+/]")
_COUNTING = frozenset({*place_words.ORDINALS, "last"})
_POINTING = frozenset("it this that them these those all both".split())
_SKIPPED = frozenset(
    "the new original first movie film series show called both also already watching seeing even of really".split()
)
# A name with slips ends where one of these begins, or at a comma or full stop.
_STOPS = frozenset(
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
    """Finds the titles that the words of a message speak of."""

    words: Words
    knowledge: Knowledge
    shown: tuple[Title, ...] = ()
    focus: Title | None = None
    mentioned: tuple[Title, ...] = ()
    pointed: tuple[Title, ...] = ()
    _exact: dict[str, tuple[Title, ...]] = field(default_factory=dict)
    _guesses: dict[str, Resolution] = field(default_factory=dict)

    def objects_at(self, i: int, *, sure: bool, guess: bool = True) -> Objects:
        """Read the titles from word `i` on, joined by "and", "or" or commas.

        `sure` says that what stands before is said of titles only; without `guess` a name must be exact.
        """
        first = self._one_at(i, sure=sure, guess=guess)
        if not first:
            return Objects(end=i)
        found, tokens = [first], self.words.tokens
        end = first.end
        while end < len(tokens):
            word = tokens[end].text in ("and", "or", "nor", "plus")
            at = end + 1 if word else end
            linked = word or bool(_AND_SIGNS.search(self.words.text, tokens[end - 1].end, tokens[end].start))
            if at >= len(tokens) or tokens[at].used or not (linked or tokens[at].after_boundary):
                break
            if self.pointed and place_words.REST.match(self.words.unused_from(at)):
                break  # the rest is what all others are not
            following = self._one_at(at, sure=sure, guess=False, alone=True)
            if not following or (following.by_place and not first.by_place and self._is_pronoun(at)):
                break
            found.append(following)
            end = following.end
        return Objects(
            tuple(dict.fromkeys(title for one in found for title in one.titles)),
            end,
            tuple(each for one in found for each in one.unclear),
            tuple(place for one in found for place in one.missing),
            first.by_place,
        )

    def shown_at(self, i: int) -> Objects:
        """Read a place in the latest answer from word `i` on: "the second one", "number 3", "both", "it".

        Words that begin a title's name mean the title: "First Blood", "The Third Man", "It Follows".
        """
        found = self._place_at(i)
        if found and (
            self._named_at(i, sure=True).end > found.end
            or self._counts_a_name(i, found.end)
            or self._ends_a_name(i)
        ):
            return Objects(end=i)
        return found

    def _ends_a_name(self, i: int) -> bool:
        """Whether a number is the last word of a title's name: "Alien 3"."""
        is_number = self.words.tokens[i].text.isdecimal()
        return is_number and any(self._titles(i - back, back + 1) for back in (1, 2, 3) if back <= i)

    def _counts_a_name(self, i: int, end: int) -> bool:
        """Whether an ordinal belongs to a name behind it, known or not: "The Last Samurai", "the second Matrix"."""
        tokens = self.words.tokens
        if end >= len(tokens) or tokens[end].used or tokens[end].after_boundary:
            return False
        following = tokens[end]
        return (
            tokens[end - 1].text in _COUNTING
            and self.words.capitals_tell
            and following.raw[:1].isupper()
            and following.text not in _STOPS
            and following.text not in _PRONOUNS
            and not following.raw.startswith(("I'", "I’"))
        )

    def _place_at(self, i: int) -> Objects:
        text = self.words.unused_from(i)
        if several := place_words.SEVERAL_SHOWN.match(text):
            count = place_words.NUMERALS.get(several["number"]) or int(several["number"])
            titles = self.shown[:count] if several["end"] == "first" else self.shown[-count:]
            return self._placed(i, several.end(), titles, missing=() if titles else (count,))
        if self.pointed and (rest := place_words.REST.match(text)):
            return self._placed(i, rest.end(), tuple(each for each in self.shown if each not in self.pointed))
        if both := place_words.BOTH.match(text):
            return self._both(i, (place_words.ALL_SHOWN.match(text) or both).end())
        if some := place_words.SOME_SHOWN.match(text):
            return self._unclear(i, some.end()) if self.shown else Objects(end=i)
        if every := place_words.ALL_SHOWN.match(text):
            only = self.shown or self.mentioned
            return self._placed(i, every.end(), only) if only else Objects(end=i)
        if ordinal := place_words.ORDINAL.match(text):
            return self._in_place(i, ordinal.end(), place_words.ORDINALS[ordinal["ordinal"]])
        if last := place_words.LAST_SHOWN.match(text):
            return self._placed(i, last.end(), self.shown[-1:], missing=() if self.shown else (1,))
        numbered = place_words.NUMBERED.match(text)
        if numbered and (numbered["named"] or self.shown):
            number = numbered["named"] or numbered["bare"]
            place = place_words.NUMERALS.get(number) or int(number)
            if numbered["named"] or 1 <= place <= MOST_PLACES:
                return self._in_place(i, numbered.end(), place)
        if (it := place_words.IT.match(text)) and not self._is_capital_it(i):
            return self._it(i, it.end())
        return Objects(end=i)

    def only_place_named(self) -> Title | None:
        """Return the one title of the latest answer whose place the message names, None if there are more."""
        found: set[str] = set()
        title: Title | None = None
        for i in range(len(self.words)):
            text = self.words.unused_from(i)
            if place_words.ORDINAL.match(text) or place_words.NUMBERED.match(text):
                for each in self.shown_at(i).titles:
                    found.add(each.title_id)
                    title = each
        return title if len(found) == 1 else None

    def shown_titles_named(self) -> tuple[Title, ...]:
        """Return the titles of the latest answer that the message names one by one, by their places or by name."""
        found: list[Title] = []
        for i in range(len(self.words)):
            text = self.words.unused_from(i)
            by_place = any(
                pattern.match(text)
                for pattern in (
                    place_words.ORDINAL,
                    place_words.NUMBERED,
                    place_words.LAST_SHOWN,
                    place_words.SEVERAL_SHOWN,
                )
            )
            named = self.shown_at(i) if by_place else self._named_at(i, sure=True)
            found.extend(title for title in named.titles if title in self.shown)
        return tuple(dict.fromkeys(found))

    def _one_at(self, i: int, *, sure: bool, guess: bool, alone: bool = False) -> Objects:
        skipped = 0
        tokens = self.words.tokens
        while i < len(tokens):
            if tokens[i].used:
                return Objects(end=i)
            if found := self.shown_at(i):
                return found
            if found := self._named_at(i, sure=sure):
                return found
            if alone or tokens[i].text not in _SKIPPED or skipped > 2:
                break
            skipped += 1
            i += 1
        return self._guessed_at(i, sure=sure) if guess else Objects(end=i)

    # -- by place -----------------------------------------------------------------------------------

    def _in_place(self, i: int, length: int, place: int) -> Objects:
        if 1 <= place <= len(self.shown):
            return self._placed(i, length, (self.shown[place - 1],))
        return self._placed(i, length, (), missing=(place,))

    def _placed(
        self, i: int, length: int, titles: tuple[Title, ...], missing: tuple[int, ...] = ()
    ) -> Objects:
        return Objects(titles, self.words.index_after(i, length), missing=missing, by_place=True)

    def _it(self, i: int, length: int) -> Objects:
        end = self.words.index_after(i, length)
        if self.focus is not None:
            return Objects((self.focus,), end, by_place=True)
        if len(self.shown) == 1:
            return Objects(self.shown, end, by_place=True)
        return self._unclear(i, length) if self.shown else Objects(end=i)

    def _both(self, i: int, length: int) -> Objects:
        """Read "both": the two titles that are spoken of, or the only two shown."""
        for two in (self.mentioned, self.pointed, self.shown):
            if len(two) == 2:
                return self._placed(i, length, two)
        return self._unclear(i, length) if self.shown else Objects(end=i)

    def _unclear(self, i: int, length: int) -> Objects:
        """Return that some of what is shown is meant, but not which."""
        end = self.words.index_after(i, length)
        return Objects((), end, (Unclear(self.words.spelled(i, end - i), self.shown),), by_place=True)

    def _is_pronoun(self, i: int) -> bool:
        return self.words.tokens[i].text in _PRONOUNS

    def _is_capital_it(self, i: int) -> bool:
        """Whether "It" is written like the film's name in the middle of a sentence."""
        return self.words.tokens[i].raw == "It" and self.words.is_capital(i)

    # -- by name ------------------------------------------------------------------------------------

    def _named_at(self, i: int, *, sure: bool) -> Objects:
        for length in runs(i, len(self.words), LONGEST_TITLE):
            titles = self._titles(i, length)
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

    def _titles(self, i: int, length: int) -> tuple[Title, ...]:
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
        if any(title in self.shown for title in self._titles(i, length)) and run[0].text not in _POINTING:
            return True
        if all(token.text in _PRONOUNS or (token.text.isdecimal() and len(token.text) < 3) for token in run):
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
            end >= len(tokens) or tokens[end].after_boundary or tokens[end].used or tokens[end].text in _STOPS
        )

    # -- by a name with slips -----------------------------------------------------------------------

    def _guessed_at(self, i: int, *, sure: bool) -> Objects:
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
            if token.text in _STOPS and not (capital and end > i):
                break
            end += 1
        return end

    def _is_written_as_name(self, i: int, end: int) -> bool:
        words = self.words
        if words.is_quoted(i, end - i):
            return True
        first = words.tokens[i]
        return words.capitals_tell and first.raw[:1].isupper() and first.text not in _PRONOUNS

    def _is_strange(self, token: Token) -> bool:
        """Whether a word is none that anybody uses, so that it may be a slip in a name."""
        text = token.text
        return (
            len(text) > 3
            and not text.isdecimal()
            and text not in self.knowledge.vocabulary.everyday
            and not phrase_asks(text)
            and not self.knowledge.vocabulary.keywords_named(text)
            and text not in _STOPS
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
