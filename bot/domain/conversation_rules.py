"""Reading a message by rules: verdicts, questions and small talk are taken out of it, what is left is the wish."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain import conversation_place_words as place_words
from bot.domain import conversation_talk_words as talk_words
from bot.domain import conversation_wish_words as wish_words
from bot.domain.conversation import Meaning, Question, SmallTalk, Standing, Topic, Unclear
from bot.domain.conversation_names import Knowledge, Objects
from bot.domain.conversation_references import References
from bot.domain.conversation_spelling import mended
from bot.domain.conversation_verdicts import VerdictReader, judged
from bot.domain.refinement import Refinement, excluding, refined
from bot.domain.standing_exclusions import allowing, with_exclusions
from bot.domain.text import clip, fold, one_line
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.domain.wish import Wish
from bot.domain.wish_reader import MOST_CHARACTERS, MOST_TITLES, understand
from bot.domain.wish_tokens import Words

# Fewer words than this that mean nothing to the catalogue are hardly a wish.
FEWEST_WORDS_OF_A_WISH = 4
_TOO = re.compile(
    r"\b(?<!not )(?<!nothing )(?<!n't )too (?=(?!much\b|many\b|late\b|early\b|please\b)[a-z]+)", re.IGNORECASE
)
_ONLY_SIGNS = re.compile(r"[\W_]+")


def read(text: str, standing: Standing, knowledge: Knowledge) -> Meaning:
    """Return what `text` means where the conversation stands as `standing`. Any text will do."""
    return _Reading(text, standing, knowledge).meaning()


@dataclass(frozen=True, slots=True)
class _ShownInWish:
    """Shown titles that a wish gives as examples, or wants to be rid of."""

    like: tuple[Title, ...] = ()
    unlike: tuple[Title, ...] = ()
    rejected: tuple[Title, ...] = ()
    makers: tuple[str, ...] = ()


class _Reading:
    def __init__(self, text: str, standing: Standing, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._standing = standing
        self._spoken_of = standing.focus
        text = clip(one_line(text), MOST_CHARACTERS).rstrip("…")
        self._words = Words(mended(text, knowledge.vocabulary))
        self._shown = tuple(
            title for each in standing.shown if (title := knowledge.get(each.title_id)) is not None
        )
        focus = knowledge.get(standing.focus) if standing.focus else None
        self._references = References(self._words, knowledge, self._shown, focus)
        self._references.focus = self._references.only_place_named() or focus
        if place_words.REST.search(self._words.unused) or place_words.BOTH.search(self._words.unused):
            # "The others" said after one title was spoken of are all but that one.
            self._references.pointed = self._references.shown_titles_named() or (
                (focus,) if focus in self._shown else ()
            )
        self._missing: list[int] = []
        self._unclear: list[Unclear] = []

    def meaning(self) -> Meaning:
        whole = self._words.unused
        command = next((kind for kind, pattern in talk_words.COMMANDS if pattern.search(whole)), None)
        starts_over = self._take(talk_words.STARTS_OVER)
        undoes = self._take(talk_words.UNDOES)
        if (allowing_again := self._allowing()) is not None:
            return allowing_again
        if starts_over:
            self._standing = Standing()
        questions = self._questions()
        examples = self._examples()
        reader = VerdictReader(self._references)
        reader.read()
        examples = replace(examples, makers=self._same_maker(), rejected=self._rejected())
        rest = self._rest()
        small_talk, rest = _small_talk(rest)
        said = Meaning(
            starts_over=starts_over,
            undoes=undoes,
            verdicts=reader.said,
            unclear=(*self._unclear, *reader.unclear),
            missing=tuple(dict.fromkeys((*self._missing, *reader.missing))),
            questions=questions,
            focus=self._newly_spoken_of(),
            # What is new to somebody is what they were to get.
            small_talk=small_talk or (SmallTalk.PRAISE if reader.knows_none else None),
        )
        if command is not None:
            return replace(said, small_talk=command)
        meaning = self._with_wish(said, rest, examples)
        if meaning.focus and self._references.focus is not None and meaning == Meaning(focus=meaning.focus):
            # "I have never seen Heat", "the second one": nothing but a title is named.
            return replace(meaning, questions=(Question(Topic.ABOUT, self._references.focus),))
        return meaning

    def _newly_spoken_of(self) -> str:
        """Return the id of the title that this message speaks of, "" where it is the one of before."""
        focus = self._references.focus.title_id if self._references.focus is not None else ""
        return focus if focus != self._spoken_of else ""

    # -- what is no wish ------------------------------------------------------------------------------

    def _take(self, pattern: re.Pattern[str]) -> bool:
        """Take what `pattern` matches out of the message; return whether there was anything."""
        found = list(pattern.finditer(self._words.unused))
        for match in found:
            self._words.use(match.start(), match.end())
        return bool(found)

    def _questions(self) -> tuple[Question, ...]:
        bare = _without_small_talk(self._words.unused.strip())
        for topic, pattern in talk_words.BARE_QUESTIONS:
            if self._shown and pattern.search(bare):
                self._words.use(0, len(self._words.unused))
                about = (self._references.focus,) if self._references.focus is not None else self._shown
                return tuple(Question(topic, title) for title in about)
        if place := self._only_a_place():
            self._words.use(0, len(self._words.unused))
            self._missing.extend(place.missing)
            self._unclear.extend(place.unclear)
            return tuple(Question(Topic.ABOUT, title) for title in place.titles)
        found: dict[tuple[Topic, str], Question] = {}
        for topic, before, after in talk_words.QUESTIONS:
            for match in before.finditer(self._words.unused):
                for question in self._question(topic, match, after):
                    found.setdefault((question.topic, question.title.title_id), question)
        return tuple(found.values())

    def _only_a_place(self) -> Objects:
        """Read "the second one" where nothing else is said: whoever says so wants to hear of it."""
        text = self._words.unused
        places = (
            place_words.ORDINAL,
            place_words.LAST_SHOWN,
            place_words.NUMBERED,
            place_words.ALL_SHOWN,
            place_words.SEVERAL_SHOWN,
        )
        if not any(pattern.match(text) for pattern in places):
            return Objects()
        place = self._references.shown_at(0)
        return place if place.end == len(self._words) else Objects()

    def _question(
        self, topic: Topic, before: re.Match[str], after: re.Pattern[str] | None
    ) -> tuple[Question, ...]:
        words = self._words
        if any(token.used for token in words.within(before.start(), before.end())):
            return ()
        at = words.index_at(before.end())
        found = self._references.objects_at(at, sure=True)
        if not found or (at < len(words) and words.tokens[at].after_boundary):
            return ()
        end = found.end
        if after is not None:
            followed = after.match(words.unused_from(end))
            if followed is None:
                return ()
            end = words.index_after(end, followed.end())
        while end < len(words) and (trailing := talk_words.QUESTION_TRAILING.match(words.unused_from(end))):
            end = words.index_after(end, trailing.end())
        if before.group().startswith(("what about", "how about")) and not found.by_place:
            return ()  # "what about Heat?" may as well be a wish
        for token in words.tokens[words.index_at(before.start()) : end]:
            token.used = True
        self._unclear.extend(found.unclear)
        self._missing.extend(found.missing)
        if len(found.titles) == 1:
            self._references.focus = found.titles[0]
        return tuple(Question(topic, title) for title in found.titles)

    def _examples(self) -> _ShownInWish:
        """Read "more like the second", "nothing like the first": titles shown, given as examples."""
        like: list[Title] = []
        unlike: list[Title] = []
        words = self._words
        for match in wish_words.LIKE_SHOWN.finditer(words.unused):
            at = words.index_at(match.end())
            if any(token.used for token in words.within(match.start(), match.end())):
                continue
            if _SAYS_OF_ONESELF.search(words.unused[: match.start()].rstrip()):
                continue
            found = self._references.shown_at(at)
            if not found or found.unclear:
                continue
            (unlike if wish_words.UNLIKE.search(match["cue"]) else like).extend(found.titles)
            self._missing.extend(found.missing)
            for token in words.tokens[words.index_at(match.start()) : found.end]:
                token.used = True
        return _ShownInWish(tuple(like), tuple(unlike))

    def _same_maker(self) -> tuple[str, ...]:
        """Read "by the same director": the makers of the title named after it, or of what is spoken of."""
        words = self._words
        for match in wish_words.SAME_MAKER.finditer(words.unused):
            if "same" not in match.group():
                continue
            at = words.index_at(match.end())
            found = self._references.objects_at(at, sure=True, guess=False)
            spoken_of = (self._references.focus,) if self._references.focus is not None else self._shown
            words.use(match.start(), match.end())
            for token in words.tokens[at : found.end]:
                token.used = True
            return tuple(
                dict.fromkeys(name for title in found.titles or spoken_of for name in title.directors)
            )
        return ()

    def _rejected(self) -> tuple[Title, ...]:
        """Read "not the second one": a title shown that is to go, without a verdict on it."""
        found: list[Title] = []
        words = self._words
        for match in _REJECTS.finditer(words.unused):
            at = words.index_at(match.end())
            if place_words.ALL_SHOWN.match(words.unused_from(at)) or place_words.IT.match(
                words.unused_from(at)
            ):
                continue
            if not self._references.shown_at(at):
                continue
            objects = self._references.objects_at(at, sure=True, guess=False)
            found.extend(objects.titles)
            for token in words.tokens[words.index_at(match.start()) : objects.end]:
                token.used = True
        for at in range(len(words)):
            objects = self._references.shown_at(at) if not words.tokens[at].used else Objects()
            if objects.titles and (says := wish_words.COMPLAINS.match(words.unused_from(objects.end))):
                for token in words.tokens[at : words.index_after(objects.end, says.end())]:
                    token.used = True
        return tuple(found)

    def _rest(self) -> str:
        """Return what nothing has been made of, in the person's own words."""
        words, parts = self._words, list[str]()
        i = 0
        while i < len(words):
            if words.tokens[i].used:
                i += 1
                continue
            end = i
            while end < len(words) and not words.tokens[end].used:
                end += 1
            upto = words.tokens[end].start if end < len(words) else len(words.text)
            parts.append(words.text[words.tokens[i].start : upto].strip(" ,;–-"))
            i = end
        if not words.tokens:
            return words.text.strip()
        for token in words.tokens:
            token.used = False
        said = [part for part in parts if fold(part) not in _CONNECTIVES]
        return ", ".join(said)

    # -- the wish ---------------------------------------------------------------------------------------

    def _with_wish(self, said: Meaning, rest: str, examples: _ShownInWish) -> Meaning:
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

    def _allowing(self) -> Meaning | None:
        """Read "horror is fine again": what was ruled out no longer is."""
        standing = self._standing.wish
        text = self._words.text.strip()
        allows = wish_words.ALLOWS.search(fold(text.rstrip(".!")))
        if standing is None or allows is None:
            return None
        allowed = understand(next(filter(None, allows.groups())), self._knowledge.vocabulary)
        changed = allowing(standing, allowed, text)
        return Meaning(wish=changed, wish_text=text, refines=True) if changed is not None else None

    def _alike(self, folded: str) -> tuple[Title, ...]:
        """Return what "like that" speaks of: the title spoken of last, or all that is shown."""
        if self._references.focus is not None:
            return (self._references.focus,)
        return self._shown if re.search(r"\b(?:like|those|these|them|same|more)\b", folded) else ()

    def _asks_for_nothing(
        self, folded: str, wish: Wish, is_else: bool, count: int | None, examples: _ShownInWish
    ) -> bool:
        if is_else or count is not None or examples != _ShownInWish(rejected=examples.rejected):
            return is_else and self._standing.wish is None and not folded
        if not folded:
            return True
        if self._standing.wish is not None and wish_words.RELATIVE.search(folded):
            return False
        says_something = bool(wish.asked) or not wish.is_words_only or bool(wish.count)
        return not says_something and not wish_words.ASKS.search(folded)

    def _without_wish(self, said: Meaning, examples: _ShownInWish) -> Meaning:
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
        self, rest: str, wish: Wish, is_else: bool, count: int | None, examples: _ShownInWish
    ) -> bool:
        folded = fold(wish.text)
        if self._standing.wish is None:
            return False
        if is_else or count is not None or examples != _ShownInWish():
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
        self, said: Meaning, text: str, wish: Wish, count: int | None, is_else: bool, examples: _ShownInWish
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


# Before "like" these make a verdict of it: "I didn't like the first".
_SAYS_OF_ONESELF = re.compile(r"\b(?:i|we|did|didnt|do|dont|does|really|also|never|you|might|would|id|ill)$")
_REJECTS = re.compile(
    r"\b(?:not|no|without|except|skip|drop|replace|swap|remove|instead of|anything but|lose) (?:out )?"
)
_SECOND_THOUGHT = re.compile(r"^\s*on (?:second thoughts?|reflection)[ ,]*", re.IGNORECASE)
_COMPARISON = re.compile(
    r"\b(?:[a-z]{3,}ier|lighter|darker|shorter|longer|newer|older|smarter|sadder|slower|faster|weirder|deeper|(?:more|less|not (?:so|that|as|too)) \w+)\b"
    r"(?! than (?:\d|the|an?\b|one|two|three|four))"
)


def _compares(folded: str) -> list[str]:
    """Return the words of a text that compare what is wanted with what is there."""
    return [word for word in _COMPARISON.findall(folded) if word not in ("earlier", "premier", "frontier")]


def _small_talk(rest: str) -> tuple[SmallTalk | None, str]:
    """Return what is said for its own sake at the start or the end of `rest`, and what is left."""
    found: SmallTalk | None = None
    changed = True
    while changed and rest:
        changed = False
        words = Words(rest)
        folded = words.unused
        for kind, pattern in talk_words.SMALL_TALK:
            match = pattern.match(folded)
            if match is None or not match.end():
                continue
            end = words.index_at(match.end())
            parted = end == len(words) or words.tokens[end].after_boundary or kind is SmallTalk.GREETING
            if parted and not _goes_on(folded, match):
                found = found or kind
                rest = rest[words.tokens[end].start :] if end < len(words) else ""
                changed = True
                break
    words = Words(rest)
    for kind, pattern in talk_words.SMALL_TALK[:3]:
        for token_at in range(1, len(words)):
            if words.tokens[token_at].after_boundary and pattern.fullmatch(words.unused_from(token_at)):
                return found or kind, rest[: words.tokens[token_at].start].rstrip(" ,.!;")
    return found, rest


def _goes_on(folded: str, match: re.Match[str]) -> bool:
    """Whether a greeting is the beginning of something else: "later films", "good comedies"."""
    return bool(re.match(r" (?:than|films?|movies?|series|shows?|ones)\b", folded[match.end() :]))


def _without_small_talk(folded: str) -> str:
    _, rest = _small_talk(folded)
    return fold(rest)


_CONNECTIVES = frozenset(
    (
        "",
        "and",
        "but",
        "so",
        "then",
        "also",
        "plus",
        "though",
        "or",
        "it",
        "that",
        "i",
        "we",
        "it was",
        "already",
        "the",
    )
)
