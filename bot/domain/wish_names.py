"""Which words of a wish are the name of a title, and whether they were meant as one."""

from __future__ import annotations

from bot.domain import vocabulary as known
from bot.domain.franchises import name_of_franchise
from bot.domain.origins import ORIGINS
from bot.domain.resolution import Match
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.title import Title
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish_draft import Draft
from bot.domain.wish_tokens import CLOSERS, LINKS, runs

LONGEST_TITLE = 9
# Looking a name up takes some 30 µs; a wish of nothing but "like like like" must not take a second.
MOST_LOOKUPS = 120
PRONOUNS = frozenset(
    "it this that them these those me you us her him he she they we i a an something anything what when my our stuff one ones"
    " the who whom mine all none both".split()
)
# What may stand between a cue and the name: "like the movie Heat".
BEFORE_A_NAME = frozenset("the movie film series show tv classic original both all".split())
ALL_OF_THEM = frozenset({"both", "all", "the"})
# What may follow a name within a clause; after an everyday word it shows that the word was a name.
_AFTER_A_NAME = (
    CLOSERS
    | LINKS
    | known.FILM_WORDS
    | known.LENGTH_WORDS.keys()
    | frozenset(
        "with without from by in on for that which minus vibes vibe style tonight today please set if as where when except"
        " only less more darker lighter funnier happier scarier kind ish esque not no did was is season era".split()
    )
)


# After a number one of these tells what is counted: "like 3 hours long" names no film.
_UNITS = frozenset(
    "hour hours hr hrs h minute minutes min mins year years season seasons episode episodes".split()
)


class TitleNames:
    """Looks up the names in one wish, each once, and judges from the words around whether they were meant."""

    def __init__(self, draft: Draft) -> None:
        self._vocabulary = draft.vocabulary
        self._words = draft.words
        self._found: dict[str, tuple[Title, ...]] = {}

    def named(self, at: int, length: int) -> tuple[Title, ...]:
        """Return the title or titles of which these words are the whole name, the one that is meant first."""
        run = self._words.tokens[at : at + length]
        if any(token.used for token in run) or (length > 1 and run[-1].text in BEFORE_A_NAME - {"the"}):
            return ()
        if length == 1 and self._is_a_measure(at):
            return ()
        spelled = self._words.spelled(at, length)
        if spelled not in self._found:
            if len(self._found) >= MOST_LOOKUPS:
                return ()
            self._found[spelled] = self._look_up(spelled) or self._look_up_several(spelled, at)
        return self._found[spelled]

    def _is_a_measure(self, at: int) -> bool:
        """Whether the number at word `at` says how long something is."""
        word, following = self._words.tokens[at].text, self._words.tokens[at + 1 : at + 2]
        is_number = word.isdecimal() or word in known.NUMBER_WORDS
        return is_number and bool(following) and following[0].text in _UNITS

    def _look_up_several(self, spelled: str, at: int) -> tuple[Title, ...]:
        """Return the parts of what is named in the plural: "both Blade Runners", "all 3 Godfathers"."""
        before = {token.text for token in self._words.tokens[max(0, at - 2) : at]}
        if not spelled.endswith("s") or before.isdisjoint(ALL_OF_THEM):
            return ()
        vocabulary, single = self._vocabulary, spelled[:-1]
        parts = vocabulary.franchises.get(name_of_franchise(single), ())
        alike = () if parts else vocabulary.loosely(single, wide=False)
        return parts or tuple(sorted(alike, key=lambda title: -title.fame)) or self._look_up(single)

    def _look_up(self, spelled: str) -> tuple[Title, ...]:
        vocabulary = self._vocabulary
        found = vocabulary.resolve(spelled)
        if found.match in (Match.EXACT, Match.FOLDED):
            return (found.title,) if found.title is not None else found.choices
        return vocabulary.franchises.get(name_of_franchise(spelled), ())

    def length_of_title(self, at: int, strength: int) -> int:
        """Return the length in words of the longest title spelled from word `at` on, 0 for none."""
        for length in runs(at, len(self._words), LONGEST_TITLE):
            if self.named(at, length) and self.is_meant(at, length, strength):
                return length
        return 0

    def is_meant(self, at: int, length: int, strength: int) -> bool:
        """Whether a name found after a cue of that strength was meant as a name."""
        run = self._words.tokens[at : at + length]
        if strength == 0 and length == 1 and is_wished_for(run[0].text):
            return self._words.is_quoted(at, length)  # "robots or AI"
        if self.is_written_as_name(at, length):
            return True
        if strength == 0 or all(token.text in PRONOUNS for token in run):
            return False
        if length > 1:
            bare = [t.text for t in run if t.text not in ("the", "a", "an")]
            return strength > 1 or not self.is_vocabulary(" ".join(bare))
        word = run[0].text
        if self.is_vocabulary(word):
            # "Rewatched Friends to death" can be nothing but a name, unless it is a genre.
            return strength > 1 and (self.ends_clause(at) or (strength > 2 and word not in known.GENRE_WORDS))
        return word not in self._vocabulary.everyday or self.ends_clause(at)

    def is_written_as_name(self, at: int, length: int) -> bool:
        """Whether the words are in quotation marks or begin with a capital that tells something."""
        words = self._words
        return words.is_quoted(at, length) or (
            words.capitals_tell and words.tokens[at].raw[:1].isupper() and (at > 0 or length > 1)
        )

    def is_vocabulary(self, phrase: str) -> bool:
        """Whether a phrase says something of what is wanted, or is a keyword of the catalogue."""
        return is_wished_for(phrase) or phrase in self._vocabulary.keywords

    def ends_clause(self, at: int) -> bool:
        """Whether after word `at` follows nothing, or what shows that a name ended there."""
        following = self._words.tokens[at + 1 : at + 2]
        return not following or following[0].after_boundary or following[0].text in _AFTER_A_NAME


def is_wished_for(phrase: str) -> bool:
    """Whether a phrase says by itself what somebody wants: "crime", "dark", "aliens"."""
    tables = (known.GENRE_WORDS, MOOD_WORDS, known.THEME_WORDS, ORIGINS, known.FAME_WORDS)
    return phrase in SMALL_TALK_WORDS or any(phrase in table for table in tables)
