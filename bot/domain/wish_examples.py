"""Titles within a wish: "like Heat", "not like Saw", "by the makers of Dark", "Alien vibes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain import vocabulary as known
from bot.domain.franchises import name_of_franchise
from bot.domain.title import Title
from bot.domain.wish_draft import Draft
from bot.domain.wish_loose_names import read_loose_names
from bot.domain.wish_moments import read_moments
from bot.domain.wish_names import ALL_OF_THEM, BEFORE_A_NAME, LONGEST_TITLE, TitleNames, is_wished_for
from bot.domain.wish_tokens import LINKS, Token, runs

_STRONG_CUE = re.compile(
    r"\b(?:(?:something|anything|nothing|things?|stuff|films?|movies?|series|shows?|ones?|one|more|just|exactly|feels?|tones?"
    r"|vibes?|style|lines?) (?:like|as(?! [a-z]+ as\b))|unlike|similar to|close to|in the (?:vein|style|spirit) of|remind(?:s|ed)? me of"
    r"|reminiscent of|along the lines of|as (?:good|great|funny|scary|creepy|weird|sad|tense|intense|beautiful|clever|gripping|dark|fun|moving|crazy|epic|exciting) as|comparable to|such as|vibes? of|feel of|fans? of|a la|akin to)\b"
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
# "I like", "we'd like", "people who like": said of a person, not of a likeness.
_WHO_LIKES = frozenset(
    "i we you they id wed people who would really also to dont didnt might both kids not".split()
)


class ExampleReader:
    """Finds the titles named in a wish and says in the draft what they stand for."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._words = draft.words
        self._names = TitleNames(draft)

    def read(self) -> None:
        """Read every title that is named, the surest signs first."""
        self._read_names_after_no()
        read_moments(self._draft, self._names)
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
        read_loose_names(self._draft, self._names)

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
            length = self._names.length_of_title(at, strength)
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
                (not found or tokens[at].text in ALL_OF_THEM)
                and tokens[at].text in BEFORE_A_NAME
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
                if length > 1 and self._names.named(at, length):
                    self._keep(at, length, negated=True, makers=False, bare=True)
                    break

    def _read_before_cues(self) -> None:
        """Read "Alien vibes", "Heat-like"."""
        for match in _AFTER.finditer(self._words.unused):
            end = self._words.index_at(match.start())
            for length in runs(0, end, LONGEST_TITLE):
                first = end - length
                if self._names.named(first, length) and self._names.is_written_as_name(first, length):
                    self._keep(first, length, self._words.tokens[first].negated, makers=False)
                    break

    def _read_known_already(self) -> None:
        """Read what is named as seen: "seen all the Bonds and Heat"."""
        for at, token in enumerate(self._words.tokens):
            length = self._names.length_of_title(at, 2) if token.seen and not token.used else 0
            while length:
                self._keep(at, length, negated=True, makers=False, bare=True)
                at += length
                while at < len(self._words) and self._words.tokens[at].text in LINKS:
                    at += 1
                length = self._length_of_item(at)

    def _length_of_item(self, at: int) -> int:
        """Return the length of the name from word `at` on that is one of a list of names: "seen Heat, Alien and Up"."""
        for length in runs(at, len(self._words), LONGEST_TITLE):
            if not any(
                t.after_boundary for t in self._words.tokens[at + 1 : at + length]
            ) and self._names.named(at, length):
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
            titles = self._names.named(at, length)
            if (
                titles
                and not (length == len(tokens) and self._says_more(run, titles[0]))
                and not self._is_a_wish(run)
            ):
                self._keep(at, length, run[0].negated, makers=False, bare=True)

    def _says_more(self, run: list[Token], title: Title) -> bool:
        """Whether a whole wish says something besides being a name: "ghost story", but not "A Ghost Story"."""
        if len(run) > 1 and self._words.spelled(0, len(run)) == title.title:
            return False
        phrase = " ".join(token.text for token in run if token.text not in ("the", "a", "an"))
        return is_wished_for(phrase) or phrase in known.NUMBER_WORDS or len(phrase) < 3

    def _is_a_wish(self, run: list[Token]) -> bool:
        return run[0].negated and is_wished_for(" ".join(token.text for token in run))

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
        if token.negated and at and words.tokens[at - 1].negator and self._names.ends_clause(at):
            word = token.text  # "but not psycho"
            return not (self._names.is_vocabulary(word) or word in self._draft.vocabulary.everyday)
        return token.negated and words.is_capital(at)

    def _is_plain_name(self, at: int, length: int) -> bool:
        """Whether a run without capitals is nothing but a name: not "a war film", not "too long"."""
        run = [token.text for token in self._words.tokens[at : at + length]]
        ends = run[-1] in known.FILM_WORDS | known.SERIES_WORDS or run[0] in ("a", "an", "any")
        return not ends and not all(is_wished_for(word) for word in run)

    def _is_in_capitals(self, at: int, length: int) -> bool:
        """Whether every word of the run but small ones begins with a capital, the last one included."""
        if not self._words.capitals_tell:
            return False
        run = self._words.tokens[at : at + length]
        ends = (run[0], run[-1])
        return all(t.raw[:1].isupper() or t.raw[:1].isdecimal() for t in ends) and all(
            t.raw[:1].isupper() or t.raw[:1].isdecimal() or len(t.text) <= 4 for t in run
        )

    def _keep(self, at: int, length: int, negated: bool, *, makers: bool, bare: bool = False) -> None:
        titles = self._names.named(at, length)
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
