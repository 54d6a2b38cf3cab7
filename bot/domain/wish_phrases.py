"""The vocabulary within a wish: what each phrase says of kind, genre, theme, mood, fame, age and company."""

from __future__ import annotations

from bot.domain import vocabulary as known
from bot.domain.everyday_words import EITHER_GENRES
from bot.domain.small_talk import SMALL_TALK, SMALL_TALK_WORDS
from bot.domain.tones import MOOD_WORDS, SCARY_WORDS
from bot.domain.wish import Group
from bot.domain.wish_asides import is_told
from bot.domain.wish_draft import Draft
from bot.domain.wish_genres import GenreReader
from bot.domain.wish_kinds import take_company, take_kind
from bot.domain.wish_known_phrases import PHRASES, phrase_at
from bot.domain.wish_origins import is_setting, take_origin
from bot.domain.wish_themes import SHORTEST_TELLING, take_themes
from bot.domain.wish_tokens import CLOSERS, LINKS, NEGATORS

# "Not old" is not quite "new", nor is "rather recent".
NOT_OLD = 0.85
_HEDGES = frozenset("rather fairly quite pretty relatively somewhat reasonably".split())
# Whoever has seen what is old would rather have what is newer; nothing old is ruled out by that.
NEWER_THAN_SEEN = 0.5
_BEFORE_LOVE = frozenset("about of and some no with true young great more".split())
_ALL = frozenset("all every everything each".split())
# An adjective of age or length means the film when one of these, or other vocabulary, comes next.
_TALLYING = (
    CLOSERS | LINKS | frozenset("but with please tonight from and or enough ish stuff one ones".split())
)
# Nobody asks for these; said without a "no" they are what somebody thinks of something else.
_NEVER_WANTED = frozenset({"boring", "overlong"})
_ALLOWING = frozenset("can could may might".split())


class PhraseReader:
    """Reads the phrases that say something by themselves; collects what the searches should look for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._tokens = draft.words.tokens
        self._genres = GenreReader(draft)
        self.asked: list[str] = []
        self.topic: list[str] = []

    def read(self) -> None:
        i = 0
        while i < len(self._tokens):
            length, phrase = phrase_at(self._tokens, i, self._draft.vocabulary)
            if length and self._take(i, length, phrase):
                i += length
                continue
            token = self._tokens[i]
            if not token.used and self._is_love_itself(i):
                self._genres.take_each(i, 1, ("romance",), token.negated)
            says_nothing = token.used or token.negator or token.seen or token.text in _SAYING_NOTHING
            says_nothing = says_nothing or (token.text.isdecimal() and len(token.text) <= 2)
            if (
                token.negated
                and not says_nothing
                and (len(token.text) >= SHORTEST_TELLING or self._is_denied_alone(i))
            ):
                self._draft.without_keywords.extend(self._draft.vocabulary.keywords_holding(token.text))
            if token.seen and known.ERA_WORDS.get(token.text, 0) < 0:
                self._draft.era = max(self._draft.era, NEWER_THAN_SEEN)  # "my dad has seen all the classics"
            elif token.seen and known.FAME_WORDS.get(token.text, 0) > 0:
                self._draft.fame -= known.FAME_WORDS[token.text]  # "I have seen everything famous"
            if token.seen and not token.used and self._says_all_is_seen(i):
                self._draft.without_keywords.extend(self._draft.vocabulary.keywords_named(token.text))
            if not (token.negated or says_nothing or is_told(self._tokens, i)):
                self.asked.append(token.text)
                self.topic.append(token.text)
            i += 1
        if not (
            self.asked or self._draft.genres or self._draft.themes or self._draft.like or self._draft.people
        ):
            self.asked.extend(self._genres.take_seen())

    def _is_love_itself(self, i: int) -> bool:
        """Whether "love" is a thing that is wished for, not what somebody does: "love, songs and tears"."""
        following = self._tokens[i + 1 : i + 2]
        ends = not following or following[0].after_boundary or following[0].text in LINKS
        return (
            self._tokens[i].text == "love"
            and ends
            and (not i or self._tokens[i].after_boundary or self._tokens[i - 1].text in _BEFORE_LOVE)
        )

    def _is_denied_alone(self, i: int) -> bool:
        """Whether word `i` is all that a "no" denies, so that it is meant as a name: "not bond", "not marvel or dc"."""
        following = self._tokens[i + 1 : i + 2]
        ends = not following or following[0].after_boundary or following[0].text in LINKS | CLOSERS
        listed = i > 1 and self._tokens[i - 1].text in LINKS and self._tokens[i - 2].negated
        return ends and i > 0 and (listed or self._tokens[i - 1].negator)

    def _says_all_is_seen(self, i: int) -> bool:
        """Whether word `i` names a kind of its own of which all has been seen: "every marvel movie"."""
        word = self._tokens[i].text
        before = {token.text for token in self._tokens[max(0, i - 3) : i]}
        return not before.isdisjoint(_ALL) and word not in SMALL_TALK_WORDS and word not in PHRASES

    def _take(self, i: int, length: int, phrase: str) -> bool:
        """Take what `phrase` says into the draft; return whether it says anything where it stands."""
        negated = self._tokens[i].negated
        if phrase in SMALL_TALK or (phrase in _NEVER_WANTED and not negated):
            return True
        take_origin(self._draft, i, phrase, negated)
        describes = is_setting(self._tokens, i, phrase)
        if describes:
            self.topic.append(phrase)
        if phrase in known.ERA_WORDS or phrase in known.LENGTH_WORDS:
            if self._is_only_allowed(i):
                return True
            if not self._is_said_of_the_film(i, length, phrase):
                return False
            hedged = i > 0 and self._tokens[i - 1].text in _HEDGES
            self._take_age_and_length(phrase, negated, hedged=hedged)
        take_kind(self._draft, i, phrase, negated)
        take_company(self._draft, phrase, negated)
        if phrase in known.FAME_WORDS and not self._tokens[i].used:
            self._draft.fame += -known.FAME_WORDS[phrase] if negated else known.FAME_WORDS[phrase]
        if phrase in known.GENRE_WORDS:
            # "No gangsters" rules out gangsters, not all crime; "horror that isn't scary" is horror.
            narrower = phrase in SCARY_WORDS or (phrase in known.THEME_WORDS and phrase not in EITHER_GENRES)
            if not (negated and narrower):
                self._genres.take(i, length, phrase, negated)
            describes = True
        if take_themes(self._draft, self.topic, i, length, phrase, negated):
            describes = True
        if describes and not negated:
            self.asked.extend(_described(phrase))
        return True

    def _is_said_of_the_film(self, i: int, length: int, phrase: str) -> bool:
        """Whether "old", "short" and the like describe what is wanted, not some thing: "a short film", "a long day"."""
        if " " in phrase or known.ERA_WORDS.get(phrase, 0.0) in (0.8, -0.8):
            return True
        following = self._tokens[i + length : i + length + 1]
        if not following or following[0].after_boundary or following[0].used or following[0].negator:
            return True
        word = following[0].text
        return (
            word in _TALLYING
            or word in PHRASES
            or bool(phrase_at(self._tokens, i + length, self._draft.vocabulary)[0])
        )

    def _is_only_allowed(self, i: int) -> bool:
        """Whether what stands at word `i` need not be: "one can be old"."""
        before = tuple(token.text for token in self._tokens[max(0, i - 2) : i])
        return before[-1:] == ("be",) and before[0] in _ALLOWING

    def _take_age_and_length(self, phrase: str, negated: bool, *, hedged: bool) -> None:
        draft = self._draft
        if phrase in known.ERA_WORDS:
            era = -known.ERA_WORDS[phrase] if negated else known.ERA_WORDS[phrase]
            draft.era = max(-NOT_OLD, min(NOT_OLD, era)) if negated or hedged else era
        span = known.LENGTH_WORDS.get(phrase, (None, None))[1 if negated else 0]
        if span is not None and draft.runtime is None:
            draft.runtime = span


def _described(phrase: str) -> Group:
    """Return what the search by meaning should look for: "date night" is no film about dates, but romantic ones."""
    first, _, last = phrase.rpartition(" ")
    if last in known.FILM_WORDS and first in PHRASES and first not in known.LENGTH_WORDS:
        phrase = first  # "silent movie": every other name has "movie" in it
    mood = MOOD_WORDS.get(phrase)
    if mood is None or phrase in known.GENRE_WORDS or mood[0].replace("-", " ") in phrase:
        return (phrase,)
    return mood[:2]


_SAYING_NOTHING = SMALL_TALK_WORDS | known.NUMBER_WORDS.keys() | NEGATORS | {"welcome"}
