"""Which titles a message speaks of: by name, or by their place in the latest answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain import conversation_place_words as place_words
from bot.domain.conversation import Unclear
from bot.domain.conversation_names import PRONOUNS, STOPS, Knowledge, Names, Objects
from bot.domain.title import Title
from bot.domain.wish_tokens import Words

MOST_PLACES = 10
_AND_SIGNS = re.compile(r"[&+/]")
_COUNTING = frozenset({*place_words.ORDINALS, "last"})
_SKIPPED = frozenset(
    "the new original first movie film series show called both also already watching seeing even of really".split()
)


@dataclass
class References:
    """Finds the titles that the words of a message speak of.

    `focus` is the title spoken of last, `mentioned` are those judged so far, `pointed` those shown that the message
    names one by one.
    """

    words: Words
    knowledge: Knowledge
    shown: tuple[Title, ...] = ()
    focus: Title | None = None
    mentioned: tuple[Title, ...] = ()
    pointed: tuple[Title, ...] = ()

    def __post_init__(self) -> None:
        self._names = Names(self.words, self.knowledge, self.shown)

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
            self._names.named_at(i, sure=True).end > found.end
            or self._counts_a_name(i, found.end)
            or self._ends_a_name(i)
        ):
            return Objects(end=i)
        return found

    def _ends_a_name(self, i: int) -> bool:
        """Whether a number is the last word of a title's name: "Alien 3"."""
        is_number = self.words.tokens[i].text.isdecimal()
        return is_number and any(self._names.titles(i - back, back + 1) for back in (1, 2, 3) if back <= i)

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
            and following.text not in STOPS
            and following.text not in PRONOUNS
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
            named = self.shown_at(i) if by_place else self._names.named_at(i, sure=True)
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
            if found := self._names.named_at(i, sure=sure):
                return found
            if alone or tokens[i].text not in _SKIPPED or skipped > 2:
                break
            skipped += 1
            i += 1
        return self._names.guessed_at(i, sure=sure) if guess else Objects(end=i)

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
        return self.words.tokens[i].text in PRONOUNS

    def _is_capital_it(self, i: int) -> bool:
        """Whether "It" is written like the film's name in the middle of a sentence."""
        return self.words.tokens[i].raw == "It" and self.words.is_capital(i)
