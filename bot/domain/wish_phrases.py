"""The vocabulary within a wish: what each phrase says of kind, genre, theme, mood, fame, age and company."""

from __future__ import annotations

from bot.domain import vocabulary as known
from bot.domain.everyday_words import EITHER_GENRES, HINTS, RULED_OUT_WITH, RULES_OUT, SIDE_GENRES
from bot.domain.origins import FOREIGN_WORDS, LAST_YEARS, ORIGINS, OWN_LANGUAGE, PLACES
from bot.domain.small_talk import SMALL_TALK, SMALL_TALK_WORDS
from bot.domain.title import GENRES, Kind
from bot.domain.tones import CLASHING_TONES, MOOD_WORDS, SCARY_WORDS, TONES
from bot.domain.wish import Group
from bot.domain.wish_asides import is_told
from bot.domain.wish_draft import Draft
from bot.domain.wish_tokens import CLOSERS, LINKS, NEGATORS

LONGEST_PHRASE = 6
# A shorter word that is ruled out, but no keyword by itself, may be part of too many.
SHORTEST_TELLING = 5
# "Not old" is not quite "new", nor is "rather recent".
NOT_OLD = 0.85
_HEDGES = frozenset("rather fairly quite pretty relatively somewhat reasonably".split())
# Whoever has seen what is old would rather have what is newer; nothing old is ruled out by that.
NEWER_THAN_SEEN = 0.5
# Where few films are silent, the next best are old; a silent film of today is one all the same.
OLD_AS_SILENT = -0.75
# Germany and Russia were more than one country; what is more than that is a part of the world.
MOST_COUNTRIES_OF_A_PLACE = 3
# After one of these words a language is one that is spoken, wherever it is spoken.
_SPOKEN_CUES = frozenset(
    "learning learn speak speaks speaking studying practise practice practising practicing understand understands in".split()
)
# After one of these words a country is where something is set, not where it was made.
_SETTING_CUES = frozenset({"in", "about", "around", "through"})
# After one of these words stands what a title is about, before one of those too.
_SUBJECT_CUES = frozenset(
    "about with featuring involving of on around where set concerning regarding".split()
)
_BEFORE_LOVE = frozenset("about of and some no with true young great more".split())
_ALL = frozenset("all every everything each".split())
_SAID_OF = known.FILM_WORDS | known.SERIES_WORDS | known.GENRE_WORDS.keys()
# An adjective of age or length means the film when one of these, or other vocabulary, comes next.
_TALLYING = (
    CLOSERS | LINKS | frozenset("but with please tonight from and or enough ish stuff one ones".split())
)


# "Or a really light": so many words may part the second of two genres from the first.
MOST_BETWEEN_OR = 4
_SAID_BEFORE_A_GENRE = (
    MOOD_WORDS.keys() | known.ERA_WORDS.keys() | known.LENGTH_WORDS.keys() | SMALL_TALK_WORDS
)
_BEFORE_A_VERB = frozenset("to would you can could will please ill might should may".split())
# "No series and nothing scary", "not a series either": here what is denied ends.
_ENDS_A_DENIAL = LINKS | frozenset("either though tonight thanks pls thank today".split())
# Nobody asks for these; said without a "no" they are what somebody thinks of something else.
_NEVER_WANTED = frozenset({"boring", "overlong"})
_ALLOWING = frozenset("can could may might".split())
_SHOWN_TO = frozenset("me us him her them my our your the to".split())


class PhraseReader:
    """Reads the phrases that say something by themselves; collects what the searches should look for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._tokens = draft.words.tokens
        self._last_genre: tuple[int, bool] | None = None  # where it ended, and whether it was ruled out
        self.asked: list[str] = []
        self.topic: list[str] = []

    def read(self) -> None:
        i = 0
        while i < len(self._tokens):
            length, phrase = self._phrase_at(i)
            if length and self._take(i, length, phrase):
                i += length
                continue
            token = self._tokens[i]
            if not token.used and self._is_love_itself(i):
                self._take_genres(i, 1, ("romance",), token.negated)
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
            self._take_genres_seen()

    def _take_genres_seen(self) -> None:
        """Take the genre of what somebody has seen all of, where nothing else is asked: "seen all the classic westerns"."""
        for i, token in enumerate(self._tokens):
            if token.seen and not token.used and token.text in known.GENRE_WORDS:
                self._take_genres_of(i, 1, token.text, False)
                self.asked.append(token.text)

    def _is_love_itself(self, i: int) -> bool:
        """Whether "love" is a thing that is wished for, not what somebody does: "love, songs and tears"."""
        following = self._tokens[i + 1 : i + 2]
        ends = not following or following[0].after_boundary or following[0].text in LINKS
        return (
            self._tokens[i].text == "love"
            and ends
            and (not i or self._tokens[i].after_boundary or self._tokens[i - 1].text in _BEFORE_LOVE)
        )

    def _phrase_at(self, i: int) -> tuple[int, str]:
        """Return the longest known phrase from word `i` on, and its length in words; (0, "") for none."""
        for length in range(LONGEST_PHRASE, 0, -1):
            run = self._tokens[i : i + length]
            if (
                len(run) < length
                or run[0].negator
                or any(t.used or t.seen or t.negated != run[0].negated for t in run)
            ):
                continue
            if any(token.after_boundary for token in run[1:]):
                continue
            phrase = " ".join(token.text for token in run)
            if phrase in _KNOWN:
                return length, phrase
            if phrase in SMALL_TALK_WORDS or (
                length > 1 and run[-1].text in _SAID_OF and run[-1].text != "war"
            ):
                continue  # of "a teen movie" or "a disaster film" the first word tells, of "cold war" both
            if self._draft.vocabulary.keywords_named(phrase) and not self._cuts_a_phrase(i, length):
                return length, phrase
        return 0, ""

    def _is_denied_alone(self, i: int) -> bool:
        """Whether word `i` is all that a "no" denies, so that it is meant as a name: "not bond", "neither marvel nor dc"."""
        following = self._tokens[i + 1 : i + 2]
        ends = not following or following[0].after_boundary or following[0].text in LINKS | CLOSERS
        return ends and i > 0 and self._tokens[i - 1].negator

    def _says_all_is_seen(self, i: int) -> bool:
        """Whether word `i` names a kind of its own of which all has been seen: "every marvel movie"."""
        word = self._tokens[i].text
        before = {token.text for token in self._tokens[max(0, i - 3) : i]}
        return not before.isdisjoint(_ALL) and word not in SMALL_TALK_WORDS and word not in _KNOWN

    def _cuts_a_phrase(self, i: int, length: int) -> bool:
        """Whether a known phrase begins within these words and goes on after them: "tragic love" of "love story"."""
        words = [token.text for token in self._tokens[i : i + length + LONGEST_PHRASE]]
        return any(
            " ".join(words[start:end]) in _KNOWN
            for start in range(1, length)
            for end in range(length + 1, min(start + LONGEST_PHRASE, len(words)) + 1)
        )

    def _take(self, i: int, length: int, phrase: str) -> bool:
        """Take what `phrase` says into the draft; return whether it says anything where it stands."""
        negated = self._tokens[i].negated
        if phrase in SMALL_TALK or (phrase in _NEVER_WANTED and not negated):
            return True
        describes = self._take_origin(i, phrase, negated)
        if phrase in known.ERA_WORDS or phrase in known.LENGTH_WORDS:
            if self._is_only_allowed(i):
                return True
            if not self._is_said_of_the_film(i, length, phrase):
                return False
            hedged = i > 0 and self._tokens[i - 1].text in _HEDGES
            self._take_age_and_length(phrase, negated, hedged=hedged)
        self._take_kind(i, phrase, negated)
        self._take_company(phrase, negated)
        if phrase in known.FAME_WORDS and not self._tokens[i].used:
            self._draft.fame += -known.FAME_WORDS[phrase] if negated else known.FAME_WORDS[phrase]
        if phrase in known.GENRE_WORDS:
            # "No gangsters" rules out gangsters, not all crime; "horror that isn't scary" is horror.
            narrower = phrase in SCARY_WORDS or (phrase in known.THEME_WORDS and phrase not in EITHER_GENRES)
            if not (negated and narrower):
                self._take_genres_of(i, length, phrase, negated)
            describes = True
        if self._take_keywords(i, length, phrase, negated):
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
        return word in _TALLYING or word in _KNOWN or bool(self._phrase_at(i + length)[0])

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

    def _is_a_verb(self, i: int) -> bool:
        """Whether the "show" at word `i` asks to be shown something: "which films would you show to a child?"."""
        before = self._tokens[i - 1].text if i else ""
        after = self._tokens[i + 1].text if i + 1 < len(self._tokens) else ""
        return before in _BEFORE_A_VERB or after in _SHOWN_TO

    def _take_kind(self, i: int, phrase: str, negated: bool) -> None:
        """Take "film" and "series"; ruled out by itself ("no series") it asks for the other kind."""
        kind = Kind.FILM if phrase in known.FILM_WORDS else Kind.SERIES
        if phrase not in known.FILM_WORDS and phrase not in known.SERIES_WORDS:
            if phrase.split()[-1] in known.FILM_WORDS and phrase in known.GENRE_WORDS and not negated:
                self._draft.kinds.add(Kind.FILM)  # "a family film"
            return
        if phrase == "show" and self._is_a_verb(i):
            return
        before = [token.text for token in self._tokens[max(0, i - 4) : i]]
        if (
            self._draft.kinds
            and "like" in before
            and before[before.index("like") + 1 :][:1] in (["a"], ["an"])
        ):
            return  # "a series like a horror film"
        if negated:
            negator = next(
                (t for t in reversed(self._tokens[:i]) if t.text not in ("a", "any", "tv", "the")), None
            )
            if negator is None or not negator.negator:
                return  # "no horror films" leaves the kind open
            following = self._tokens[i + 1 : i + 2]
            if (
                following
                and following[0].negated
                and not following[0].after_boundary
                and following[0].text not in _ENDS_A_DENIAL
            ):
                return  # so does "no films about war"
            kind = Kind.SERIES if kind is Kind.FILM else Kind.FILM
        self._draft.kinds.add(kind)

    def _take_company(self, phrase: str, negated: bool) -> None:
        draft = self._draft
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

    def _take_origin(self, i: int, phrase: str, negated: bool) -> bool:
        if phrase in FOREIGN_WORDS:
            self._draft.add_origin((), (OWN_LANGUAGE,), negated=not negated)
        if phrase not in ORIGINS:
            return False
        if self._is_setting(i, phrase):
            self.topic.append(phrase)
            return True
        countries, languages = ORIGINS[phrase]
        if languages and i and self._tokens[i - 1].text in _SPOKEN_CUES:
            countries = ()  # "I'm learning Spanish"
        self._draft.add_origin(countries, languages, negated=negated)
        last_years = [LAST_YEARS.get(country) for country in ORIGINS[phrase][0]]
        if None not in last_years and last_years and not (negated or self._draft.years):
            self._draft.years.append((0, max(year for year in last_years if year)))
        return False  # the field says it better than any search by words or meaning

    def _is_setting(self, i: int, phrase: str) -> bool:
        """Whether a place is where something is set: "in Japan", and not "from Japan".

        What is set in a whole part of the world no description says by its name; its countries made it as a rule.
        """
        placed = phrase in PLACES and bool(i) and self._tokens[i - 1].text in _SETTING_CUES
        return placed and len(ORIGINS[phrase][0]) <= MOST_COUNTRIES_OF_A_PLACE

    def _take_genres_of(self, i: int, length: int, phrase: str, negated: bool) -> None:
        """Take the genres that `phrase` asks for, each of them, or one of them where any will do."""
        genres = known.GENRE_WORDS[phrase]
        if phrase in SIDE_GENRES and not negated and not self._is_subject(i, length):
            self._draft.leaning.extend(genres)  # "open windows and music"
        elif phrase not in EITHER_GENRES:
            self._take_genres(i, length, genres, negated)
        elif negated:
            self._take_genres(i, length, genres[:1], negated)
            self._draft.implied_without.extend(genres[1:])
        elif genres not in self._draft.genres:
            self._draft.genres.append(genres)

    def _take_genres(self, i: int, length: int, genres: Group, negated: bool) -> None:
        draft = self._draft
        after_or = self._comes_after_or(i, negated)
        if negated:
            draft.without_genres.append(genres)
        elif after_or and draft.genres:
            draft.genres.append((*draft.genres.pop(), *genres))
        else:
            draft.genres.extend((genre,) for genre in genres)
        self._last_genre = (i + length, negated)

    def _comes_after_or(self, i: int, negated: bool) -> bool:
        """Whether the genre at word `i` is the other of two: "comedy or thriller", "a comedy or a light drama"."""
        if self._last_genre is None or self._last_genre[1] != negated:
            return False
        end = self._last_genre[0]
        between = self._tokens[end:i]
        if not between or len(between) > MOST_BETWEEN_OR or between[0].text != "or":
            return False
        return not any(token.after_boundary for token in self._tokens[end + 1 : i + 1]) and all(
            token.text in ("a", "an") or token.text in _SAID_BEFORE_A_GENRE for token in between[1:]
        )

    def _take_keywords(self, i: int, length: int, phrase: str, negated: bool) -> bool:
        """Take moods, themes and leanings; return whether the phrase was one."""
        mood = MOOD_WORDS.get(phrase, ())
        bare = phrase in known.BARE_GENRES or (phrase in ORIGINS and not self._is_setting(i, phrase))
        # "One season" says which kind, not what it is about.
        bare = bare or phrase in known.FILM_WORDS or phrase in known.SERIES_WORDS
        # "French cinema" is films from there, "about cinema" a subject.
        bare = bare or (phrase == "cinema" and not self._is_subject(i, length))
        own = () if bare else self._draft.vocabulary.keywords_named(phrase)
        theme = known.THEME_WORDS.get(phrase, ())
        if not mood:
            theme = tuple(dict.fromkeys((*own, *theme)))
        if negated:
            self._rule_out(phrase, mood, theme, own)
            return bool(mood or theme)
        draft = self._draft
        hints = HINTS.get(phrase, ())
        if not (mood or hints or phrase in known.THEME_WORDS) and theme and is_told(self._tokens, i):
            return False  # of the asker's own twins and gardens no film need be
        if mood:
            draft.keywords.append(mood)
            draft.unwelcome.extend(CLASHING_TONES.get(mood[0], ()))
        if theme:
            required = phrase in known.THEME_WORDS or (phrase not in HINTS and self._is_subject(i, length))
            (draft.themes if required and not set(theme) <= TONES else draft.keywords).append(theme)
            if phrase not in known.THEME_WORDS:  # a rare word; descriptions may have it where keywords do not
                self.topic.append(phrase)
        elif hints and not mood:
            draft.keywords.append(hints)
        draft.leaning.extend(known.LEANINGS.get(phrase, ()))
        for word in RULES_OUT.get(phrase, ()):
            if word in GENRES:
                draft.without_genres.append((word,))
            else:
                draft.without_keywords.append(word)
        if "silent" in theme and not (draft.years or draft.era):
            draft.era = OLD_AS_SILENT
        return bool(mood or theme or hints)

    def _rule_out(self, phrase: str, mood: Group, theme: Group, own: Group) -> None:
        """Rule out what has this mood or theme, and what is meant with it."""
        draft = self._draft
        # The first two words are what was ruled out; the further ones only resemble it.
        draft.without_keywords.extend((*mood[:2], *theme[:3], *HINTS.get(phrase, ())[:2]))
        draft.denied.extend((*mood[:1], *theme[:1]))
        if own and not mood and len(phrase) >= SHORTEST_TELLING and phrase not in known.THEME_WORDS:
            draft.without_keywords.extend(draft.vocabulary.keywords_holding(phrase))  # "desert island"
        draft.unwelcome.extend(mood[2:])
        if phrase in SCARY_WORDS:
            draft.implied_without.append("horror")
        for word in RULED_OUT_WITH.get(phrase, ()):
            if word in GENRES:
                draft.implied_without.append(word)
            else:
                draft.without_keywords.append(word)

    def _is_subject(self, i: int, length: int) -> bool:
        """Whether a keyword is what the title is to be about, not only beside it: "about chess", "a chess drama"."""
        before = [token.text for token in self._tokens[max(0, i - 3) : i]]
        following = self._tokens[i + length : i + length + 1]
        if length > 1 or not _SUBJECT_CUES.isdisjoint(before):
            return True
        if following and not following[0].after_boundary and following[0].text in _SAID_OF:
            return True
        others = (*self._tokens[:i], *self._tokens[i + length :])
        return all(token.used or token.text in SMALL_TALK_WORDS for token in others)


def _described(phrase: str) -> Group:
    """Return what the search by meaning should look for: "date night" is no film about dates, but romantic ones."""
    first, _, last = phrase.rpartition(" ")
    if last in known.FILM_WORDS and first in _KNOWN and first not in known.LENGTH_WORDS:
        phrase = first  # "silent movie": every other name has "movie" in it
    mood = MOOD_WORDS.get(phrase)
    if mood is None or phrase in known.GENRE_WORDS or mood[0].replace("-", " ") in phrase:
        return (phrase,)
    return mood[:2]


_SAYING_NOTHING = SMALL_TALK_WORDS | known.NUMBER_WORDS.keys() | NEGATORS | {"welcome"}
_KNOWN = frozenset(
    {*known.GENRE_WORDS, *MOOD_WORDS, *known.THEME_WORDS, *ORIGINS, *known.FILM_WORDS, *known.SERIES_WORDS,
     *known.FAME_WORDS, *known.CHILD_WORDS, *known.SMALL_CHILD_WORDS, *known.ELDER_WORDS, *known.ADULT_WORDS, *known.ERA_WORDS,
     *known.LENGTH_WORDS, *known.LEANINGS, *HINTS, *RULED_OUT_WITH, *RULES_OUT, *SMALL_TALK, *FOREIGN_WORDS, "new york", "new orleans"}
)  # fmt: skip
