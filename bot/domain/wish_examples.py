"""Titles within a wish: "like Heat", "not like Saw", "by the makers of Dark", "Alien vibes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain import vocabulary as known
from bot.domain.franchises import name_of_franchise
from bot.domain.origins import ORIGINS
from bot.domain.resolution import Match
from bot.domain.small_talk import SMALL_TALK_WORDS
from bot.domain.title import Title
from bot.domain.tones import MOOD_WORDS
from bot.domain.wish import ANY_LATER
from bot.domain.wish_draft import Draft
from bot.domain.wish_tokens import CLOSERS, LINKS, NEGATORS, Token, runs

LONGEST_TITLE = 9
LONGEST_LOOSE_NAME, SHORTEST_LOOSE_NAME = 4, 4
# Looking a name up takes some 30 µs; a wish of nothing but "like like like" must not take a second.
MOST_LOOKUPS = 120
_STRONG_CUE = re.compile(
    r"\b(?:(?:something|anything|nothing|things?|stuff|films?|movies?|series|shows?|ones?|one|more|just|exactly|feels?|tones?"
    r"|vibes?|style|lines?) (?:like|as)|unlike|similar to|close to|in the (?:vein|style|spirit) of|remind(?:s|ed)? me of"
    r"|reminiscent of|along the lines of|as good as|comparable to|such as|vibes? of|feel of|fans? of|a la|akin to)\b"
)
_WATCHED_CUE = re.compile(r"\b(?:binged|rewatched|rewatching)\b")
_CUE = re.compile(
    r"\b(?:finished|like|likes|liked|love|loves|loved|enjoy|enjoyed|adore|adored|meets|crossed with"
    r"|(?:mix|cross|mixture|mashup|blend|combination) (?:of|between))\b"
)
_WEAK_CUE = re.compile(r"\b(?:more|another|after|watched|saw|seen|than|next|mixed with|and|or)\b")
_AFTER = re.compile(r"\b(?:vibes?|esque|ish|style|type|like|adjacent)\b")
_MAKERS = re.compile(
    r"\b(?:makers?|directors?|creators?|writers?|people|team|guys?|director|studio) (?:of|behind|who made)\b"
)
_WATCHED = frozenset("watch watching see seeing seen watched catch rewatch know read".split())
# Before a title that says when: what was made, not what is watched next.
_MADE = r"(?:made|released|filmed|shot|produced|out|from)"
_MOMENT_CUE = re.compile(
    rf"\b(?:{_MADE} (?:(?P<before>before|prior to)|after|since)|(?P<bare>before)|(?:(?:older|earlier) than|predates?|predating)(?P<older>)|(?:newer|later|more recent) than)\b"
)
_PRONOUNS = frozenset(
    "it this that them these those me you us her him he she they we i a an something anything what when my our stuff one ones"
    " the who whom mine all none both".split()
)
# "I like", "we'd like", "people who like": said of a person, not of a likeness.
_WHO_LIKES = frozenset(
    "i we you they id wed people who would really also to dont didnt might both kids not".split()
)
# What may stand between a cue and the name: "like the movie Heat".
_BEFORE_A_NAME = frozenset("the movie film series show tv classic original both all".split())
_ALL_OF_THEM = frozenset({"both", "all", "the"})
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


# What is said of several that are called alike: "the Ocean's films".
_PARTS = known.FILM_WORDS | known.SERIES_WORDS | frozenset("ones stuff franchise saga".split())


class ExampleReader:
    """Finds the titles named in a wish and says in the draft what they stand for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._words = draft.words
        self._found: dict[str, tuple[Title, ...]] = {}

    def read(self) -> None:
        """Read every title that is named, the surest signs first."""
        self._read_names_after_no()
        self._read_moments()
        for pattern, strength in (
            (_MAKERS, 2),
            (_STRONG_CUE, 2),
            (_WATCHED_CUE, 3),
            (_CUE, 1),
            (_WEAK_CUE, 0),
        ):
            for match in pattern.finditer(self._words.unused):
                at = self._words.index_at(match.end())
                cue = self._words.within(match.start(), match.end())
                negated = any(t.negated or t.negator for t in cue) or match.group() == "unlike"
                if pattern is _CUE and self._compares(match):
                    strength = 2
                if self._read_from(at, strength, negated, makers=pattern is _MAKERS):
                    for token in cue:
                        # "shows like Dark" still says that a show is wanted.
                        token.used = token.used or token.text not in known.FILM_WORDS | known.SERIES_WORDS
        self._read_before_cues()
        self._read_known_already()
        self._read_bare_names()
        self._read_loose_names()

    def _read_moments(self) -> None:
        """Read titles that only say when: "made before Star Wars", "nothing newer than Jaws"."""
        words, draft = self._words, self._draft
        for match in _MOMENT_CUE.finditer(words.unused):
            first, at = words.index_at(match.start()), words.index_at(match.end())
            bare = match["bare"] is not None
            length = self._length_of_moment(first, at, bare=bare)
            if not length:
                continue
            year = self._named(at, length)[0].year
            before = bare or match["before"] is not None or match["older"] is not None
            if any(token.negated or token.text in NEGATORS for token in words.tokens[max(0, first - 2) : at]):
                draft.years.append((year, ANY_LATER) if before else (0, year))
            else:
                draft.years.append((0, year - 1) if before else (year + 1, ANY_LATER))
            for token in words.tokens[first : at + length]:
                token.used = True

    def _length_of_moment(self, first: int, at: int, *, bare: bool) -> int:
        """Return the length of the name from word `at` on, 0 for none; after a `bare` "before" it must be nothing but a name."""
        words = self._words
        if bare and (
            at - first != 1
            or not _WATCHED.isdisjoint(t.text for t in words.tokens[max(0, first - 4) : first])
        ):
            return 0  # "what should I watch before The Batman?"
        for length in runs(at, len(words), LONGEST_TITLE):
            if not (self._named(at, length) and self._ends_clause(at + length - 1)):
                continue
            run = words.tokens[at : at + length]
            name = " ".join(t.text for t in run if t.text not in ("the", "a", "an"))
            told = not self._is_vocabulary(name) and self._is_meant(at, length, 1)
            if not bare or (told and not self._named(first, length + 1)):
                return length
        return 0

    def _compares(self, cue: re.Match[str]) -> bool:
        """Whether "like" means "similar to" and not "I like"."""
        before = self._words.unused[: cue.start()].split()[-1:]
        return cue.group() == "like" and (not before or before[0] not in _WHO_LIKES)

    def _read_from(self, at: int, strength: int, negated: bool, *, makers: bool) -> bool:
        """Read the titles from word `at` on, joined by "and", "or" or commas; say whether there was one."""
        tokens = self._words.tokens
        first, skipped = at, 0
        found = False
        while at < len(tokens):
            length = self._length_of_title(at, strength)
            if not length and found and tokens[first].seen:
                length = self._length_of_item(at)
            if length:
                if not found:
                    self._leave_out_its_kind(first, at)
                self._keep(at, length, negated, makers=makers)
                at += length
                found = True
                while at < len(tokens) and tokens[at].text in LINKS:
                    at += 1
            elif (
                (not found or tokens[at].text in _ALL_OF_THEM)
                and tokens[at].text in _BEFORE_A_NAME
                and skipped < 3
            ):
                at += 1
                skipped += 1
            else:
                break
        return found

    def _leave_out_its_kind(self, first: int, at: int) -> None:
        """Use up the "series" of "a film like the series Dark": the film is wanted."""
        tokens, kinds = self._words.tokens, known.FILM_WORDS | known.SERIES_WORDS
        if any(token.text in kinds and not token.used for token in (*tokens[:first], *tokens[at + 1 :])):
            for token in tokens[first:at]:
                token.used = token.used or token.text in kinds

    def _read_names_after_no(self) -> None:
        """Read the names that look like a part of the denial: "no one piece", which is not "no one"."""
        tokens = self._words.tokens
        for at in range(1, len(tokens)):
            if tokens[at - 1].text != "no" or tokens[at].text != "one":
                continue
            for length in runs(at, len(tokens), LONGEST_TITLE):
                if length > 1 and self._named(at, length):
                    self._keep(at, length, negated=True, makers=False, bare=True)
                    break

    def _read_before_cues(self) -> None:
        """Read "Alien vibes", "Heat-like"."""
        for match in _AFTER.finditer(self._words.unused):
            end = self._words.index_at(match.start())
            for length in runs(0, end, LONGEST_TITLE):
                first = end - length
                if self._named(first, length) and self._is_written_as_name(first, length):
                    self._keep(first, length, self._words.tokens[first].negated, makers=False)
                    break

    def _read_known_already(self) -> None:
        """Read what is named as seen: "seen all the Bonds and Heat"."""
        for at, token in enumerate(self._words.tokens):
            length = self._length_of_title(at, 2) if token.seen and not token.used else 0
            while length:
                self._keep(at, length, negated=True, makers=False, bare=True)
                at += length
                while at < len(self._words) and self._words.tokens[at].text in LINKS:
                    at += 1
                length = self._length_of_item(at)

    def _length_of_item(self, at: int) -> int:
        """Return the length of the name from word `at` on that is one of a list of names: "seen Heat, Alien and Up"."""
        for length in runs(at, len(self._words), LONGEST_TITLE):
            if not any(t.after_boundary for t in self._words.tokens[at + 1 : at + length]) and self._named(
                at, length
            ):
                return length if self._ends_item(at + length) else 0
        return 0

    def _ends_item(self, at: int) -> bool:
        following = self._words.tokens[at : at + 1]
        return not following or following[0].after_boundary or following[0].text in LINKS

    def _read_bare_names(self) -> None:
        """Read names without any cue: in quotation marks, in capitals, or when the wish is nothing else."""
        tokens = self._words.tokens
        for at, length in self._bare_runs():
            run = tokens[at : at + length]
            if any(token.used for token in run):
                continue
            titles = self._named(at, length)
            if (
                titles
                and not (length == len(tokens) and self._says_more(run, titles[0]))
                and not self._is_a_wish(run)
            ):
                self._keep(at, length, run[0].negated, makers=False, bare=True)

    def _read_loose_names(self) -> None:
        """Read what is ruled out or known by the name of all its parts: "no monty python", "know the Ocean's films"."""
        tokens = self._words.tokens
        at = 0
        while at < len(tokens):
            length = next((n for n in runs(at, len(tokens), LONGEST_LOOSE_NAME) if self._is_loose(at, n)), 0)
            if not self._is_vocabulary(" ".join(token.text for token in tokens[at : at + length])):
                for token in tokens[at : at + length]:
                    token.used = True
            at += max(1, length)

    def _is_loose(self, at: int, length: int) -> bool:
        """Whether a run that is ruled out names several titles; those are kept out then."""
        words = self._words
        run = words.tokens[at : at + length]
        if any(t.used or t.negator or not (t.negated or t.seen) or t.text in LINKS for t in run):
            return False
        if any(token.after_boundary for token in run[1:]) or run[0].text in _BEFORE_A_NAME | _PRONOUNS:
            return False
        phrase = " ".join(token.text for token in run)
        if run[-1].text in known.FILM_WORDS | known.SERIES_WORDS or len(phrase) < SHORTEST_LOOSE_NAME:
            return False
        following = words.tokens[at + length].text if at + length < len(words) else ""
        called = following in _PARTS and at > 0 and words.tokens[at - 1].text in _ALL_OF_THEM
        if not (called or self._is_name_of_many(phrase, run)):
            return False
        wide = length > 1 or following in _PARTS
        within = called and not (self._is_vocabulary(phrase) or phrase in self._draft.vocabulary.everyday)
        found = self._draft.vocabulary.loosely(words.spelled(at, length), wide=wide, within=within)
        self._draft.excluded.extend(title.title_id for title in found)
        return bool(found)

    def _is_name_of_many(self, phrase: str, run: list[Token]) -> bool:
        """Whether a run says nothing but a name: "monty python", and "james bond", which is a keyword as well."""
        if len(run) > 1 and phrase in self._draft.vocabulary.keywords:
            return not self._is_wished_for(phrase)
        everyday = self._draft.vocabulary.everyday
        return not (
            self._is_vocabulary(phrase) or all(t.text in everyday or self._is_wished_for(t.text) for t in run)
        )

    def _says_more(self, run: list[Token], title: Title) -> bool:
        """Whether a whole wish says something besides being a name: "ghost story", but not "A Ghost Story"."""
        if len(run) > 1 and self._words.spelled(0, len(run)) == title.title:
            return False
        phrase = " ".join(token.text for token in run if token.text not in ("the", "a", "an"))
        return self._is_wished_for(phrase) or phrase in known.NUMBER_WORDS or len(phrase) < 3

    def _is_a_wish(self, run: list[Token]) -> bool:
        return run[0].negated and self._is_wished_for(" ".join(token.text for token in run))

    def _bare_runs(self) -> Iterator[tuple[int, int]]:
        for at in range(len(self._words)):
            for length in runs(at, len(self._words), LONGEST_TITLE):
                if self._may_be_bare_name(at, length):
                    yield at, length

    def _may_be_bare_name(self, at: int, length: int) -> bool:
        words, token = self._words, self._words.tokens[at]
        if length == len(words) or words.is_quoted(at, length):
            return True
        if length > 1 and token.negated and at and words.tokens[at - 1].negator:
            return self._is_plain_name(at, length)  # "not back to the future", "no harry potter"
        if length > 1:
            return token.text.isdecimal() or self._is_in_capitals(at, length)
        if token.negated and at and words.tokens[at - 1].negator and self._ends_clause(at):
            word = token.text  # "but not psycho"
            return not (self._is_vocabulary(word) or word in self._draft.vocabulary.everyday)
        return token.negated and words.is_capital(at)

    def _is_plain_name(self, at: int, length: int) -> bool:
        """Whether a run without capitals is nothing but a name: not "a war film", not "too long"."""
        run = [token.text for token in self._words.tokens[at : at + length]]
        ends = run[-1] in known.FILM_WORDS | known.SERIES_WORDS or run[0] in ("a", "an", "any")
        return not ends and not all(self._is_wished_for(word) for word in run)

    def _is_in_capitals(self, at: int, length: int) -> bool:
        """Whether every word of the run but small ones begins with a capital, the last one included."""
        if not self._words.capitals_tell:
            return False
        run = self._words.tokens[at : at + length]
        ends = (run[0], run[-1])
        return all(t.raw[:1].isupper() or t.raw[:1].isdecimal() for t in ends) and all(
            t.raw[:1].isupper() or t.raw[:1].isdecimal() or len(t.text) <= 4 for t in run
        )

    def _length_of_title(self, at: int, strength: int) -> int:
        """Return the length in words of the longest title spelled from word `at` on, 0 for none."""
        for length in runs(at, len(self._words), LONGEST_TITLE):
            if self._named(at, length) and self._is_meant(at, length, strength):
                return length
        return 0

    def _named(self, at: int, length: int) -> tuple[Title, ...]:
        """Return the title or titles of which these words are the whole name, the one that is meant first."""
        run = self._words.tokens[at : at + length]
        if any(token.used for token in run) or (length > 1 and run[-1].text in _BEFORE_A_NAME - {"the"}):
            return ()
        spelled = self._words.spelled(at, length)
        if spelled not in self._found:
            if len(self._found) >= MOST_LOOKUPS:
                return ()
            self._found[spelled] = self._look_up(spelled) or self._look_up_several(spelled, at)
        return self._found[spelled]

    def _look_up_several(self, spelled: str, at: int) -> tuple[Title, ...]:
        """Return the parts of what is named in the plural: "both Blade Runners", "all 3 Godfathers"."""
        before = {token.text for token in self._words.tokens[max(0, at - 2) : at]}
        if not spelled.endswith("s") or before.isdisjoint(_ALL_OF_THEM):
            return ()
        vocabulary, single = self._draft.vocabulary, spelled[:-1]
        parts = vocabulary.franchises.get(name_of_franchise(single), ())
        alike = () if parts else vocabulary.loosely(single, wide=False)
        return parts or tuple(sorted(alike, key=lambda title: -title.fame)) or self._look_up(single)

    def _look_up(self, spelled: str) -> tuple[Title, ...]:
        vocabulary = self._draft.vocabulary
        found = vocabulary.resolve(spelled)
        if found.match in (Match.EXACT, Match.FOLDED):
            return (found.title,) if found.title is not None else found.choices
        return vocabulary.franchises.get(name_of_franchise(spelled), ())

    def _is_meant(self, at: int, length: int, strength: int) -> bool:
        """Whether a name found after a cue of that strength was meant as a name."""
        run = self._words.tokens[at : at + length]
        if strength == 0 and length == 1 and self._is_wished_for(run[0].text):
            return self._words.is_quoted(at, length)  # "robots or AI"
        if self._is_written_as_name(at, length):
            return True
        if strength == 0 or all(token.text in _PRONOUNS for token in run):
            return False
        if length > 1:
            bare = [t.text for t in run if t.text not in ("the", "a", "an")]
            return strength > 1 or not self._is_vocabulary(" ".join(bare))
        word = run[0].text
        if self._is_vocabulary(word):
            # "Rewatched Friends to death" can be nothing but a name, unless it is a genre.
            return strength > 1 and (
                self._ends_clause(at) or (strength > 2 and word not in known.GENRE_WORDS)
            )
        return word not in self._draft.vocabulary.everyday or self._ends_clause(at)

    def _is_written_as_name(self, at: int, length: int) -> bool:
        words = self._words
        return words.is_quoted(at, length) or (
            words.capitals_tell and words.tokens[at].raw[:1].isupper() and (at > 0 or length > 1)
        )

    def _is_vocabulary(self, phrase: str) -> bool:
        return self._is_wished_for(phrase) or phrase in self._draft.vocabulary.keywords

    @staticmethod
    def _is_wished_for(phrase: str) -> bool:
        """Whether a phrase says by itself what somebody wants: "crime", "dark", "aliens"."""
        tables = (known.GENRE_WORDS, MOOD_WORDS, known.THEME_WORDS, ORIGINS, known.FAME_WORDS)
        return phrase in SMALL_TALK_WORDS or any(phrase in table for table in tables)

    def _ends_clause(self, at: int) -> bool:
        following = self._words.tokens[at + 1 : at + 2]
        return not following or following[0].after_boundary or following[0].text in _AFTER_A_NAME

    def _keep(self, at: int, length: int, negated: bool, *, makers: bool, bare: bool = False) -> None:
        titles = self._named(at, length)
        for token in self._words.tokens[at : at + length]:
            token.used = True
        draft = self._draft
        parts = draft.vocabulary.franchises.get(name_of_franchise(self._words.spelled(at, length)), ())
        following = self._words.tokens[at + length].text if at + length < len(self._words) else ""
        if bare and not negated and len(parts) > 1 and following in known.FILM_WORDS | known.SERIES_WORDS:
            draft.parts_of.extend(part.title_id for part in parts)  # "a Star Wars film"
            return
        # Of two titles of one name the better known is meant; neither is news to who asks.
        draft.excluded.extend(title.title_id for title in (*titles, *(parts if negated else ())))
        if negated and bare:
            if len(parts) > 1:
                draft.without_franchises.append(titles[0].title_id)
            alike = draft.vocabulary.loosely(self._words.spelled(at, length), wide=length > 1)
            draft.excluded.extend(title.title_id for title in alike)
        if makers:
            (draft.without_people if negated else draft.people).extend(titles[0].directors)
            if not negated:  # what else they made may be little; then something like it
                draft.like.append(titles[0].title_id)
        elif not (bare and negated):
            (draft.unlike if negated else draft.like).append(titles[0].title_id)
