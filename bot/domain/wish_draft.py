"""What a reader of wishes works with: the names the catalogue knows, and the wish as far as it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

from bot.domain.resolution import Resolution
from bot.domain.text import fold
from bot.domain.title import Kind, Title
from bot.domain.wish import Group, Span, Wish
from bot.domain.wish_tokens import Words


@dataclass(frozen=True)
class Vocabulary:
    """What the catalogue knows by name: its keywords, its people, its titles.

    `keywords` and `people` map folded names to the names as they are written; `surnames` maps a folded
    surname to the one well-known person who is meant by it; `franchises` maps a folded name that several titles
    share to those titles, the best known first. `everyday` are common words, which are a name
    only where they are written like one. `resolve` finds a title by its whole name; it is asked often.
    `loosely` finds all that a name is said of ("James Bond"); without `wide`, only what is called just so, `within` also
    what has it anywhere in its name.
    `works` are the best known titles somebody made, `keywords_in_use` all keywords there are, those of a single title too.
    """

    keywords: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    surnames: Mapping[str, str] = field(default_factory=dict)
    franchises: Mapping[str, tuple[Title, ...]] = field(default_factory=dict)
    everyday: frozenset[str] = frozenset()
    resolve: Callable[[str], Resolution] = lambda text: Resolution(text)
    loosely: Callable[..., tuple[Title, ...]] = lambda name, *, wide=True, within=False: ()
    works: Callable[[str], tuple[Title, ...]] = lambda person: ()
    keywords_in_use: Collection[str] = ()
    this_year: int = 2026

    def keywords_named(self, phrase: str) -> Group:
        """Return the catalogue's keywords of that name, in the singular or the plural."""
        forms = [phrase, f"{phrase}s", phrase.removesuffix("s")]
        if phrase.endswith(_ENDING_IN_ES):  # "witches", but not "planes"
            forms.append(phrase.removesuffix("es"))
        return tuple(dict.fromkeys(self.keywords[form] for form in forms if form in self.keywords))

    def keywords_holding(self, word: str) -> Group:
        """Return the catalogue's keywords of several words of which `word` is one."""
        return self._keywords_by_word.get(word, ())

    @cached_property
    def words_of_names(self) -> frozenset[str]:
        """The words that people and franchises are called by: "james" is no slip of the pen."""
        return frozenset(
            word for names in (self.people, self.franchises) for name in names for word in name.split()
        )

    @cached_property
    def _keywords_by_word(self) -> dict[str, Group]:
        found: dict[str, list[str]] = defaultdict(list)
        for keyword in self.keywords_in_use or self.keywords.values():
            for word in set(fold(keyword).split()):
                found[word].append(keyword)
        return {word: tuple(keywords) for word, keywords in found.items()}


@dataclass
class Draft:
    """A wish as far as it is read; the lists become the fields of the same names."""

    words: Words
    vocabulary: Vocabulary
    genres: list[Group] = field(default_factory=list)
    without_genres: list[Group] = field(default_factory=list)
    leaning: list[str] = field(default_factory=list)
    themes: list[Group] = field(default_factory=list)
    keywords: list[Group] = field(default_factory=list)
    without_keywords: list[str] = field(default_factory=list)
    unwelcome: list[str] = field(default_factory=list)
    years: list[Span] = field(default_factory=list)
    without_years: list[Span] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    without_countries: list[str] = field(default_factory=list)
    without_languages: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    without_people: list[str] = field(default_factory=list)
    parts_of: list[str] = field(default_factory=list)
    like: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    without_franchises: list[str] = field(default_factory=list)
    implied_without: list[str] = field(
        default_factory=list
    )  # genres ruled out with something, unless asked for
    denied: list[str] = field(default_factory=list)  # the words of `without_keywords` that were meant by name
    notices: list[str] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)
    fame: float = 0.0
    era: float = 0.0
    runtime: Span | None = None
    count: int | None = None
    for_children: bool = False
    is_grown_up: bool = False  # whether the daughter or the nephew that may be spoken of is no child

    def wish(self, *, text: str, asked: str, topic: str) -> Wish:
        """Return what has been read."""
        lists = {
            f.name: tuple(dict.fromkeys(getattr(self, f.name)))
            for f in fields(self)
            if f.name in _LISTS and f.name not in ("denied", "implied_without")
        }
        return Wish(
            text=text,
            asked=asked,
            topic=topic,
            kind=next(iter(self.kinds)) if len(self.kinds) == 1 else None,
            either_kind=len(self.kinds) > 1,
            runtime=self.runtime,
            for_children=self.for_children,
            fame=max(-1.0, min(1.0, self.fame)),
            era=max(-1.0, min(1.0, self.era)),
            count=self.count,
            **lists,
        )

    def want_for_children(self, *, small: bool = False) -> None:
        """Ask for what children may watch, with `small` for what is made for the smallest."""
        self.for_children = True
        self.leaning.append("family")
        words = ("for small children",) if small else ("family-friendly", "for small children")
        self.keywords.append(words)

    def limit_runtime(self, span: Span) -> None:
        """Ask for a running time within `span` (minutes) and within what was asked before, if both can be."""
        if self.runtime is not None:
            low, high = max(self.runtime[0], span[0]), min(self.runtime[1], span[1])
            if low > high:
                self.notices.append(
                    "No title is that short and that long at once, so I went by the last you said."
                )
            span = (low, high) if low <= high else span
        self.runtime = span

    def add_origin(self, countries: Iterable[str], languages: Iterable[str], *, negated: bool) -> None:
        """Ask for, or rule out, where a title comes from."""
        (self.without_countries if negated else self.countries).extend(countries)
        (self.without_languages if negated else self.languages).extend(languages)


_ENDING_IN_ES = ("ches", "shes", "xes", "sses", "zes", "oes")
_LISTS = frozenset(f.name for f in fields(Draft) if str(f.type).startswith("list["))
