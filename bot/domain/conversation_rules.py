"""Reading a message by rules: verdicts, questions and small talk are taken out of it, what is left is the wish."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain import conversation_place_words as place_words
from bot.domain import conversation_talk_words as talk_words
from bot.domain import conversation_wish_words as wish_words
from bot.domain.conversation import Meaning, Question, SmallTalk, Standing, Topic
from bot.domain.conversation_names import Knowledge, Objects
from bot.domain.conversation_questions import QuestionReader
from bot.domain.conversation_references import References
from bot.domain.conversation_spelling import mended
from bot.domain.conversation_talk import small_talk
from bot.domain.conversation_verdicts import VerdictReader
from bot.domain.conversation_wishes import ShownInWish, WishReader
from bot.domain.standing_exclusions import allowing
from bot.domain.text import clip, fold, one_line
from bot.domain.title import Title
from bot.domain.wish_reader import MOST_CHARACTERS, understand
from bot.domain.wish_tokens import Words


def read(text: str, standing: Standing, knowledge: Knowledge) -> Meaning:
    """Return what `text` means where the conversation stands as `standing`. Any text will do."""
    return _Reading(text, standing, knowledge).meaning()


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

    def meaning(self) -> Meaning:
        whole = self._words.unused
        command = next((kind for kind, pattern in talk_words.COMMANDS if pattern.search(whole)), None)
        if (allowing_again := self._allowing()) is not None:
            return allowing_again
        starts_over = self._take(talk_words.STARTS_OVER)
        undoes = self._take(talk_words.UNDOES)
        if starts_over:
            self._standing = Standing()
        questioned = QuestionReader(self._references)
        questions = questioned.read()
        examples = self._examples()
        reader = VerdictReader(self._references)
        reader.read()
        examples = replace(examples, makers=self._same_maker(), rejected=self._rejected())
        rest = self._rest()
        talk, rest = small_talk(rest)
        said = Meaning(
            starts_over=starts_over,
            undoes=undoes,
            verdicts=reader.said,
            unclear=(*questioned.unclear, *reader.unclear),
            missing=tuple(dict.fromkeys((*questioned.missing, *self._missing, *reader.missing))),
            questions=questions,
            focus=self._newly_spoken_of(),
            # What is new to somebody is what they were to get.
            small_talk=talk or (SmallTalk.PRAISE if reader.knows_none else None),
        )
        if command is not None:
            return replace(said, small_talk=command)
        meaning = WishReader(self._standing, self._knowledge, self._references).read(said, rest, examples)
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

    def _examples(self) -> ShownInWish:
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
        return ShownInWish(tuple(like), tuple(unlike))

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


# Before "like" these make a verdict of it: "I didn't like the first".
_SAYS_OF_ONESELF = re.compile(r"\b(?:i|we|did|didnt|do|dont|does|really|also|never|you|might|would|id|ill)$")
_REJECTS = re.compile(
    r"\b(?:not|no|without|except|skip|drop|replace|swap|remove|instead of|anything but|lose) (?:out )?"
)
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
