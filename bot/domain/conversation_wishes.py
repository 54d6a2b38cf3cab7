"""The wish in a message: a new one, or a change of the one that stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain import conversation_place_words as place_words
from bot.domain import conversation_wish_words as wish_words
from bot.domain.conversation import Meaning, Standing
from bot.domain.conversation_names import Knowledge
from bot.domain.conversation_references import References
from bot.domain.conversation_verdicts import judged
from bot.domain.refinement import Refinement, excluding, refined
from bot.domain.standing_exclusions import with_exclusions
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.domain.wish import Wish
from bot.domain.wish_reader import MOST_TITLES, understand

# Fewer words than this that mean nothing to the catalogue are hardly a wish.
FEWEST_WORDS_OF_A_WISH = 4
_TOO = re.compile(
    r"\b(?<!not )(?<!nothing )(?<!n't )too (?=(?!much\b|many\b|late\b|early\b|please\b)[a-z]+)", re.IGNORECASE
)
_SECOND_THOUGHT = re.compile(r"^\s*on (?:second thoughts?|reflection)[ ,]*", re.IGNORECASE)
_COMPARISON = re.compile(
    r"\b(?:[a-z]{3,}ier|lighter|darker|shorter|longer|newer|older|smarter|sadder|slower|faster|weirder|deeper|(?:more|less|not (?:so|that|as|too)) \w+)\b"
    r"(?! than (?:\d|the|an?\b|one|two|three|four))"
)


@dataclass(frozen=True, slots=True)
class ShownInWish:
    """Shown titles that a wish gives as examples, or wants to be rid of."""

    like: tuple[Title, ...] = ()
    unlike: tuple[Title, ...] = ()
    rejected: tuple[Title, ...] = ()
    makers: tuple[str, ...] = ()


class WishReader:
    """Reads what is left of a message once all else is taken out of it."""

    def __init__(self, standing: Standing, knowledge: Knowledge, references: References) -> None:
        self._standing = standing
        self._knowledge = knowledge
        self._references = references
        self._shown = references.shown

    def read(self, said: Meaning, rest: str, examples: ShownInWish) -> Meaning:
        """Return `said` with the wish that `rest` tells, if any; shown titles in it are `examples`."""
        rest = wish_words.FORGET.sub("not ", _SECOND_THOUGHT.sub("", rest))
        rest = _TOO.sub("not too ", rest) if self._standing.wish is not None else rest
        text = wish_words.OPENERS.sub("", rest.strip()).strip(" ,")
        folded = fold(text)
        described = wish_words.in_positive(wish_words.SAYING_NOTHING.sub(" ", text))
        if self._standing.wish is not None:
            described = wish_words.RELATIVE.sub(" ", described)
        wish = understand(described, self._knowledge.vocabulary)
        if self._standing.wish is not None and wish_words.ELSE_ALONE.match(fold(rest)):
            wish = Wish()  # "nope" is no film here
        wish = replace(wish, text=text)
        is_else = bool(
            wish_words.ELSE.search(folded)
            or wish_words.MORE_COUNT.search(folded)
            or wish_words.ELSE_ALONE.match(fold(rest))
        )
        names_titles = bool(wish.like or wish.parts_of)
        liked = judged(said.verdicts, VerdictKind.LIKED)
        watched = judged(said.verdicts, VerdictKind.SEEN)
        if wish_words.ALIKE.search(folded) or wish_words.NEXT.search(folded):
            like = (
                liked or (watched if wish_words.NEXT.search(folded) or watched else ()) or self._alike(folded)
            )
            examples = replace(examples, like=(*examples.like, *like))
        elif liked and any(_compares(folded)):
            examples = replace(examples, like=(*examples.like, *liked))
        wish = replace(
            wish,
            like=(*wish.like, *(title.title_id for title in examples.like)),
            unlike=(*wish.unlike, *(title.title_id for title in examples.unlike)),
            people=(*wish.people, *examples.makers),
        )
        count, wish = _count(folded, wish)
        if self._asks_for_nothing(folded, wish, is_else, count, examples):
            return self._without_wish(said, examples)
        if not (names_titles and not is_else) and self._refines(rest, wish, is_else, count, examples):
            return self._refinement(said, text, wish, count, is_else, examples)
        is_sure = not wish.is_words_only or bool(wish.kind) or self._is_plainly_a_wish(folded)
        wish = with_exclusions(self._standing.wish, wish)
        return replace(said, wish=wish, wish_text=text, count=count, is_sure=is_sure)

    def _alike(self, folded: str) -> tuple[Title, ...]:
        """Return what "like that" speaks of: the title spoken of last, or all that is shown."""
        if self._references.focus is not None:
            return (self._references.focus,)
        return self._shown if re.search(r"\b(?:like|those|these|them|same|more)\b", folded) else ()

    def _asks_for_nothing(
        self, folded: str, wish: Wish, is_else: bool, count: int | None, examples: ShownInWish
    ) -> bool:
        if is_else or count is not None or examples != ShownInWish(rejected=examples.rejected):
            return is_else and self._standing.wish is None and not folded
        if not folded:
            return True
        if self._standing.wish is not None and wish_words.RELATIVE.search(folded):
            return False
        says_something = bool(wish.asked) or not wish.is_words_only or bool(wish.count)
        return not says_something and not wish_words.ASKS.search(folded)

    def _without_wish(self, said: Meaning, examples: ShownInWish) -> Meaning:
        """Return `said`; shown titles that are known or unwelcome are replaced by others at once."""
        standing = self._standing.wish
        gone = {each.title.title_id for each in said.verdicts if each.kind is not VerdictKind.LIKED}
        gone |= {title.title_id for title in examples.rejected}
        replaced = [title for title in self._shown if title.title_id in gone]
        if standing is None or not replaced or said.questions:
            return said
        wish = excluding(standing, self._standing.shown_ids)
        return replace(said, wish=wish, refines=True, count=len(replaced))

    def _refines(
        self, rest: str, wish: Wish, is_else: bool, count: int | None, examples: ShownInWish
    ) -> bool:
        folded = fold(wish.text)
        if self._standing.wish is None:
            return False
        if is_else or count is not None or examples != ShownInWish():
            return True
        about = bool(wish.genres or wish.themes or wish.people)
        whole = fold(rest)
        if (
            wish_words.BEGINS_WISH.search(folded)
            and about
            and not re.search(r"\b(?:instead|this time|rather)\b", folded)
        ):
            return False
        if (
            wish_words.REFINES.search(whole)
            or any(_compares(whole))
            or wish_words.BEGINS_REFINEMENT.search(whole)
        ):
            return True
        if about:
            return False
        if wish.is_words_only:
            return bool(wish.kind) or (bool(wish.asked) and not wish_words.ASKS.search(folded))
        return True

    def _refinement(
        self, said: Meaning, text: str, wish: Wish, count: int | None, is_else: bool, examples: ShownInWish
    ) -> Meaning:
        standing = self._standing.wish
        assert standing is not None, "there is a wish to refine"
        changed = refined(standing, Refinement(text, wish, self._shown))
        folded = fold(text)
        if is_else or examples.like or examples.rejected or examples.makers or any(_compares(folded)):
            changed = excluding(changed, self._standing.shown_ids)
        changed = replace(changed, like=tuple(i for i in changed.like if i not in changed.unlike))
        if examples.rejected and count is None and wish.is_words_only and not wish.asked:
            count = len(examples.rejected)
        same = replace(changed, text=standing.text, asked=standing.asked, topic=standing.topic)
        is_sure = same != standing or is_else or count is not None
        return replace(said, wish=changed, wish_text=text, refines=True, count=count, is_sure=is_sure)

    @staticmethod
    def _is_plainly_a_wish(folded: str) -> bool:
        return bool(wish_words.ASKS.search(folded)) or len(folded.split()) >= FEWEST_WORDS_OF_A_WISH


def _count(folded: str, wish: Wish) -> tuple[int | None, Wish]:
    """Return how many titles are wanted this time alone, and the wish for all times."""
    if more := wish_words.MORE_COUNT.search(folded):
        number = place_words.NUMERALS.get(more["number"]) or int(more["number"])
        return max(1, min(number, MOST_TITLES)), replace(wish, count=None)
    if wish.count is not None and re.search(r"\bthis time\b", folded):
        return wish.count, replace(wish, count=None)
    if re.search(r"\b(?:another one|one more|just one|only one|a single one)\b", folded):
        return 1, replace(wish, count=None)
    return None, wish


def _compares(folded: str) -> list[str]:
    """Return the words of a text that compare what is wanted with what is there."""
    return [word for word in _COMPARISON.findall(folded) if word not in ("earlier", "premier", "frontier")]
