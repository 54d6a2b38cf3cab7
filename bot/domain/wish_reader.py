"""Reading a wish: years, runtime, number, people, examples, and the vocabulary of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain import vocabulary as words
from bot.domain.resolution import Match, Resolution
from bot.domain.text import clip, one_line
from bot.domain.title import Kind, Title
from bot.domain.wish import ANY_LATER, Span, Wish
from bot.domain.wish_spans import age_in, count_in, runtime_in, years_in
from bot.domain.wish_tokens import LINKS, Token, tokens_of

MOST_CHARACTERS = 500
MOST_TITLES = 10
SHORTEST_FILM = 70
_PRONOUNS = frozenset(
    "it this that them these those me you us her him a an something anything what when my our stuff one ones the".split()
)
_LIKE = re.compile(
    r"\b(?:(?:something|anything|nothing|films?|movies?|series|shows?|more|just|much|feels?|a bit|kind of|similar|tones?) like"
    r"|similar to|in the (?:vein|style|spirit) of|reminds? me of|reminiscent of|fans? of|as good as|along the lines of"
    r"|(?:loved|liked|enjoyed|love|adore|adored)|like|such as|comparable to|meets)\b"
)
_MAKERS = re.compile(
    r"\b(?:makers?|directors?|creators?|writers?|people|team|guys?) (?:of|behind|who made)\b"
)
_BY = re.compile(r"\b(?:directed by|made by|created by|by|starring|featuring|with|from)\b")


@dataclass(frozen=True)
class Vocabulary:
    """What the catalogue knows by name: its keywords, its people, its titles.

    `keywords` and `people` map folded names to the names as they are written; `surnames` maps a folded
    surname to the one well-known person who is meant by it. `resolve` finds a title by its spelling.
    """

    keywords: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    surnames: Mapping[str, str] = field(default_factory=dict)
    resolve: Callable[[str], Resolution] = lambda text: Resolution(text)
    this_year: int = 2026


def understand(text: str, vocabulary: Vocabulary) -> Wish:
    """Return what `text` asks for. Any text will do; what is not understood still counts by its words."""
    return _Reader(text, vocabulary).read()


class _Reader:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.notices: list[str] = []
        self.text = one_line(text)
        if len(self.text) > MOST_CHARACTERS:
            self.text = clip(self.text, MOST_CHARACTERS).rstrip("…")
            self.notices.append(f"I read the first {MOST_CHARACTERS} characters of that.")
        emoji = " ".join(meaning for sign, meaning in words.EMOJI.items() if sign in self.text)
        self.tokens = tokens_of(f"{self.text} . {emoji}" if emoji else self.text)
        self.emoji = emoji
        self.wish: dict[str, list[object]] = {}
        self.kinds: set[Kind] = set()
        self.fame: list[float] = []
        self.era = 0.0
        self.runtime: Span | None = None
        self.count: int | None = None
        self.for_children = False

    def read(self) -> Wish:
        self._read_examples()
        self._read_numbers()
        self._read_people()
        self._read_phrases()
        if self.runtime is not None and self.runtime[1] >= SHORTEST_FILM and not self.kinds:
            # "Under two hours" is said of films: every episode is shorter.
            self.kinds.add(Kind.FILM)
        picked = {name: tuple(dict.fromkeys(values)) for name, values in self.wish.items()}
        return Wish(
            text=self.text,
            asked=self._asked(),
            kind=next(iter(self.kinds)) if len(self.kinds) == 1 else None,
            runtime=self.runtime,
            for_children=self.for_children,
            fame=max(-1.0, min(1.0, sum(self.fame))),
            era=self.era,
            count=self.count,
            notices=tuple(self.notices),
            **picked,  # type: ignore[arg-type]
        )

    def _add(self, name: str, *values: object) -> None:
        self.wish.setdefault(name, []).extend(values)

    # -- the text between words --------------------------------------------------------------------

    def _joined(self) -> tuple[str, list[int]]:
        """Return the unused words joined by spaces (used ones as "·") and each word's offset in it."""
        parts, offsets, at = [], [], 0
        for token in self.tokens:
            part = "·" if token.used else token.text
            offsets.append(at)
            parts.append(part)
            at += len(part) + 1
        return " ".join(parts), offsets

    def _use(self, offsets: list[int], start: int, end: int) -> bool:
        """Mark the words within [start, end) as used; return whether they were ruled out."""
        negated = False
        for token, offset in zip(self.tokens, offsets, strict=True):
            if start <= offset < end:
                token.used = True
                negated = negated or token.negated
        return negated

    def _asked(self) -> str:
        """Return the words that describe what is wanted: not ruled out, not a number, not an example."""
        kept = [t.text for t in self.tokens if not t.negated and not (t.used and t.text != "tv")]
        return " ".join(kept)

    # -- examples: like X, not X, by the makers of X -----------------------------------------------

    def _read_examples(self) -> None:
        for pattern, field_name in ((_MAKERS, "makers"), (_LIKE, "like")):
            joined, offsets = self._joined()
            for match in pattern.finditer(joined):
                at = next((i for i, o in enumerate(offsets) if o >= match.end()), len(self.tokens))
                cue = [
                    t for t, o in zip(self.tokens, offsets, strict=True) if match.start() <= o < match.end()
                ]
                negated = any(t.negated for t in cue) or match.group().startswith("nothing")
                self._read_titles(at, field_name, negated)
        for i, token in enumerate(self.tokens):
            if (
                token.negated
                and not token.used
                and token.raw[:1].isupper()
                and (i == 0 or not self.tokens[i - 1].negated)
            ):
                self._read_titles(i, "excluded", negated=True)

    def _read_titles(self, at: int, field_name: str, negated: bool) -> None:
        while at < len(self.tokens):
            found = self._title_at(at)
            if found is None:
                return
            title, length = found
            for token in self.tokens[at : at + length]:
                token.used = True
            self._keep_example(title, field_name, negated)
            at += length
            while at < len(self.tokens) and self.tokens[at].text in LINKS:
                at += 1

    def _keep_example(self, title: Title, field_name: str, negated: bool) -> None:
        self._add("excluded", title.title_id)
        if field_name == "makers":
            self._add("without_people" if negated else "people", *title.directors)
        elif field_name == "like":
            self._add("unlike" if negated else "like", title.title_id)

    def _title_at(self, at: int) -> tuple[Title, int] | None:
        """Return the longest title spelled from word `at` on, and its length in words."""
        for length in range(min(9, len(self.tokens) - at), 0, -1):
            run = self.tokens[at : at + length]
            if any(token.used for token in run):
                continue
            if all(token.text in _PRONOUNS for token in run) and not run[0].raw[:1].isupper():
                continue
            resolution = self.vocabulary.resolve(self.text[run[0].start : run[-1].end])
            if resolution.match in (Match.EXACT, Match.FOLDED):
                title = resolution.title or (resolution.choices[0] if resolution.choices else None)
                if title is not None and self._is_meant(run):
                    return title, length
        return None

    def _is_meant(self, run: list[Token]) -> bool:
        """A single everyday word ("like crime") is a title only when it is written like one."""
        if len(run) > 1:
            return True
        word = run[0]
        everyday = (
            word.text in words.GENRE_WORDS or word.text in words.MOOD_WORDS or word.text in words.THEME_WORDS
        )
        return not (everyday or word.text in _PRONOUNS) or word.raw[:1].isupper()

    # -- numbers: ages, runtimes, years, how many ----------------------------------------------------

    def _read_numbers(self) -> None:
        for age, start, end in age_in(self._joined()[0]):
            self._use(self._joined()[1], start, end)
            if age <= 12:
                self._want_for_children(small=age <= 6)
        for span, start, end in runtime_in(self._joined()[0]):
            self._use(self._joined()[1], start, end)
            self.runtime = _overlap(self.runtime, span)
        for span, start, end in years_in(self._joined()[0], self.vocabulary.this_year):
            negated = self._use(self._joined()[1], start, end)
            self._add("without_years" if negated else "years", span)
        for count, start, end in count_in(self._joined()[0]):
            self._use_numeral(start, end)
            if count < 1 or count > MOST_TITLES:
                self.notices.append(f"I can name 1 to {MOST_TITLES} titles at a time.")
            self.count = max(1, min(count, MOST_TITLES))

    def _use_numeral(self, start: int, end: int) -> None:
        """Mark only the numeral as used: the noun after it still says film or series."""
        _, offsets = self._joined()
        for token, offset in zip(self.tokens, offsets, strict=True):
            if start <= offset < end and (token.text.isdigit() or token.text in words.NUMBER_WORDS):
                token.used = True

    def _want_for_children(self, *, small: bool = False) -> None:
        self.for_children = True
        self._add("keywords", ("for small children",) if small else ("family-friendly", "for small children"))

    # -- people ----------------------------------------------------------------------------------

    def _read_people(self) -> None:
        cued = self._after_cues()
        for i, token in enumerate(self.tokens):
            if token.used:
                continue
            for length in (4, 3, 2, 1):
                run = self.tokens[i : i + length]
                if len(run) < length or any(t.used for t in run):
                    continue
                name = self._person(run, i in cued)
                if name is not None:
                    self._add("without_people" if run[0].negated else "people", name)
                    for t in run:
                        t.used = True
                    break

    def _after_cues(self) -> set[int]:
        joined, offsets = self._joined()
        places = set()
        for match in _BY.finditer(joined):
            places.add(next((i for i, o in enumerate(offsets) if o > match.end() - 1), -1))
        return places

    def _person(self, run: list[Token], cued: bool) -> str | None:
        folded = " ".join(token.text for token in run)
        if len(run) > 1:
            return self.vocabulary.people.get(folded)
        # "kubrick's", folded, carries the s of the possessive.
        surname = folded[:-1] if run[0].raw.lower().endswith(("'s", "’s")) else folded
        written_as_name = run[0].raw[:1].isupper() and run[0].start > 0
        return self.vocabulary.surnames.get(surname) if cued or written_as_name else None

    # -- the vocabulary ----------------------------------------------------------------------------

    def _read_phrases(self) -> None:
        last_genre: tuple[int, bool] | None = None
        i = 0
        while i < len(self.tokens):
            length, phrase = self._phrase_at(i)
            if not length:
                i += 1
                continue
            negated = self.tokens[i].negated
            genres = words.GENRE_WORDS.get(phrase)
            if genres:
                joined_by_or = (
                    last_genre is not None and last_genre[0] == i - 1 and self.tokens[i - 1].text == "or"
                )
                self._take_genres(
                    genres, negated, joined_by_or and last_genre is not None and last_genre[1] == negated
                )
                last_genre = (i + length, negated)
            self._take(phrase, negated)
            i += length

    def _phrase_at(self, i: int) -> tuple[int, str]:
        for length in (5, 4, 3, 2, 1):
            run = self.tokens[i : i + length]
            if len(run) < length or any(token.used for token in run):
                continue
            if any(token.after_boundary for token in run[1:]):
                continue
            phrase = " ".join(token.text for token in run)
            if phrase == "show me":
                return length, ""
            if phrase in _KNOWN or phrase in self.vocabulary.keywords:
                return length, phrase
        return 0, ""

    def _take_genres(self, genres: tuple[str, ...], negated: bool, alternative: bool) -> None:
        if negated:
            self._add("without_genres", genres)
        elif alternative and self.wish.get("genres"):
            group = self.wish["genres"].pop()
            self._add("genres", (*group, *genres))  # type: ignore[misc]
        else:
            self._add("genres", *((genre,) for genre in genres))

    def _take(self, phrase: str, negated: bool) -> None:
        if phrase in words.FILM_WORDS and not negated:
            self.kinds.add(Kind.FILM)
        if phrase in words.SERIES_WORDS:
            self.kinds.add(Kind.FILM if negated else Kind.SERIES)
        if phrase in words.CHILD_WORDS and not negated:
            self._want_for_children()
        if phrase in words.SMALL_CHILD_WORDS and not negated:
            self._want_for_children(small=True)
        if phrase in words.FAME_WORDS:
            self.fame.append(-words.FAME_WORDS[phrase] if negated else words.FAME_WORDS[phrase])
        if phrase in _ERA:
            self.era = -_ERA[phrase] if negated else _ERA[phrase]
        if phrase in _LENGTH and self.runtime is None:
            self.runtime = _LENGTH[phrase][1 if negated else 0]
        if phrase in words.ORIGINS:
            countries, languages = words.ORIGINS[phrase]
            self._add("without_countries" if negated else "countries", *countries)
            self._add("without_languages" if negated else "languages", *languages)
        self._take_keywords(phrase, negated)

    def _take_keywords(self, phrase: str, negated: bool) -> None:
        group = (*words.MOOD_WORDS.get(phrase, ()), *words.THEME_WORDS.get(phrase, ()))
        if phrase in self.vocabulary.keywords:
            group = (self.vocabulary.keywords[phrase], *group)
        group = tuple(dict.fromkeys(group))
        if not group:
            return
        if negated:
            # The first two words are what was ruled out; the further ones only resemble it.
            self._add("without_keywords", *group[:2])
        else:
            self._add("keywords", group)


# How a word about age or length turns a wish; each length as (wanted, ruled out).
_ERA = {
    "recent": 1.0, "new": 1.0, "newer": 1.0, "newest": 1.0, "latest": 1.0, "modern": 0.8, "contemporary": 0.8,
    "old": -1.0, "older": -1.0, "classic": -0.8, "classics": -0.8, "vintage": -1.0, "old school": -1.0,
    "golden age": -1.0, "old fashioned": -0.8,
}  # fmt: skip
_LENGTH: dict[str, tuple[Span | None, Span | None]] = {
    "short": ((0, 95), None), "shorter": ((0, 105), None), "shortish": ((0, 100), None), "quick": ((0, 95), None),
    "long": ((140, ANY_LATER), (0, 125)), "too long": ((0, 125), (0, 125)), "longer": ((130, ANY_LATER), (0, 125)),
    "very long": ((160, ANY_LATER), (0, 140)), "overlong": (None, (0, 125)), "three hour": ((160, 220), (0, 150)),
}  # fmt: skip
_KNOWN = frozenset(
    {*words.GENRE_WORDS, *words.MOOD_WORDS, *words.THEME_WORDS, *words.ORIGINS, *words.FILM_WORDS, *words.SERIES_WORDS,
     *words.FAME_WORDS, *words.CHILD_WORDS, *words.SMALL_CHILD_WORDS, *_ERA, *_LENGTH, "new york", "new orleans"}
)  # fmt: skip


def _overlap(first: Span | None, second: Span) -> Span:
    if first is None:
        return second
    low, high = max(first[0], second[0]), min(first[1], second[1])
    return (low, high) if low <= high else second
