"""Taps and reactions under answers: what they mean there, and what follows from them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.domain.feedback import Deeds, Learnt, Lesson, More, Undone, lesson_of_reaction, mark_of, plain_emoji
from bot.domain.recommendation import Author, Recommendation
from bot.domain.request import Request
from bot.domain.text import clip, one_line
from bot.domain.title import Title
from bot.services.index_follower import IndexFollower
from bot.services.library import Library
from bot.services.people import NOTE_CHARACTERS
from bot.services.ports import MessageRecords
from bot.services.recommender import Recommender

log = logging.getLogger(__name__)

# What was shown before this many titles may come again.
MOST_EXCLUDED = 200


class KeptTitle(Protocol):
    """One title of a stored answer."""

    @property
    def title_id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def year(self) -> int: ...

    @property
    def why(self) -> str: ...

    @property
    def confidence(self) -> float: ...


class KeptAnswer(Protocol):
    """A stored answer; `replaced` are titles that gave their place to one of `titles`."""

    @property
    def request(self) -> str: ...

    @property
    def titles(self) -> Sequence[KeptTitle]: ...

    @property
    def replaced(self) -> Sequence[KeptTitle]: ...


class KeptAnswers(Protocol):
    """The store of what was recommended."""

    async def find(self, recommendation_id: int) -> KeptAnswer | None: ...

    async def replace_by(self, recommendation_id: int, old_title_id: str, new: Recommendation) -> bool: ...


class Lessons(Protocol):
    """The store of what taps and reactions say."""

    async def learn(self, user_id: int, lesson: Lesson) -> Learnt: ...

    async def undo(self, user_id: int, deeds: Deeds) -> Undone: ...

    async def react(self, message_id: int, user_id: int, emoji: str, lesson: Lesson) -> bool: ...

    async def unreact(self, message_id: int, user_id: int, emoji: str) -> Undone | None: ...


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a message of the bot's shows now: to whom, for what, which titles in which places."""

    message_id: int
    asker_id: int
    recommendation_id: int
    request: Request
    items: tuple[Recommendation, ...]
    replaced: tuple[Title, ...] = ()

    @property
    def titles(self) -> tuple[Title, ...]:
        """The titles in their places."""
        return tuple(item.title for item in self.items)

    def find(self, mark: str) -> Title | None:
        """Return the title of that mark (see `mark_of`), also one that has given its place away since."""
        every = (*self.titles, *self.replaced)
        return next((title for title in every if mark_of(title.title_id) == mark), None)

    def asking_for(self, more: More) -> Request:
        """Return what asks for more like these titles, or for others that fit the same wish."""
        shown = tuple(title.title_id for title in (*self.titles, *self.replaced))
        excluded = tuple(dict.fromkeys((*self.request.excluded, *shown)))[-MOST_EXCLUDED:]
        if more is More.SOMETHING_ELSE:
            return replace(self.request, excluded=excluded)
        like = tuple(title.title_id for title in self.titles)
        return replace(self.request, like=like, excluded=excluded)


class Feedback:
    """Each person's taps and reactions. Everything is committed when a method returns; Chroma follows on its own.

    All methods raise StorageError when the store cannot be read or written.
    """

    def __init__(
        self,
        library: Library,
        lessons: Lessons,
        answers: KeptAnswers,
        messages: MessageRecords,
        recommender: Recommender,
        follower: IndexFollower,
    ) -> None:
        self._library = library
        self._lessons = lessons
        self._answers = answers
        self._messages = messages
        self._recommender = recommender
        self._follower = follower

    async def shown(self, message_id: int, recommendation_id: int | None = None) -> ShownAnswer | None:
        """Return what a message shows; None when that is not known (any more), or is not `recommendation_id`.

        An answer is found by way of its message alone: nobody reaches another person's by its number.
        """
        message = await self._messages.find(message_id)
        if message is None or message.recommendation_id is None:
            return None
        if recommendation_id not in (None, message.recommendation_id):
            return None
        kept = await self._answers.find(message.recommendation_id)
        if kept is None:
            return None
        return ShownAnswer(
            message_id=message_id,
            asker_id=message.user_id,
            recommendation_id=message.recommendation_id,
            request=message.request or Request(kept.request),
            items=tuple(self._item(title) for title in kept.titles),
            replaced=tuple(self._title(title) for title in kept.replaced),
        )

    async def learn(self, user_id: int, lesson: Lesson) -> Learnt:
        """Commit what a person says; said before, it is not said twice."""
        noted = tuple(
            (title, kind, clip(one_line(note), NOTE_CHARACTERS)) for title, kind, note in lesson.verdicts
        )
        learnt = await self._lessons.learn(user_id, replace(lesson, verdicts=noted))
        self._follower.wake()
        log.info(
            "taught user=%d verdicts=%d planned=%d new=%s",
            user_id,
            len(lesson.verdicts),
            len(lesson.planned),
            learnt.is_new,
        )
        return learnt

    async def undo(self, user_id: int, deeds: Deeds) -> Undone:
        """Take back exactly these deeds, as far as they are the person's and stand."""
        undone = await self._lessons.undo(user_id, deeds)
        self._follower.wake()
        log.info("undone user=%d verdicts=%d planned=%d", user_id, len(undone.verdicts), len(undone.planned))
        return undone

    async def react(self, user_id: int, message_id: int, emoji: str) -> bool:
        """Commit what a reaction to a message says; false when it says nothing, or is known already."""
        shown = await self.shown(message_id)
        lesson = lesson_of_reaction(emoji, shown.titles) if shown is not None else None
        if lesson is None:
            return False
        is_new = await self._lessons.react(message_id, user_id, plain_emoji(emoji), lesson)
        self._follower.wake()
        log.info("reaction user=%d message=%d new=%s", user_id, message_id, is_new)
        return is_new

    async def unreact(self, user_id: int, message_id: int, emoji: str) -> Undone | None:
        """Take back exactly what a reaction did; None when it did nothing."""
        undone = await self._lessons.unreact(message_id, user_id, plain_emoji(emoji))
        if undone is not None:
            self._follower.wake()
            log.info("reaction taken away user=%d message=%d", user_id, message_id)
        return undone

    async def replace(self, shown: ShownAnswer, title: Title) -> ShownAnswer:
        """Let the next best title stand where `title` stood; return what the message shows then.

        That is the same as before where nothing is left, or `title` stands nowhere any more.
        """
        now = await self.shown(shown.message_id, shown.recommendation_id) or shown
        if title.title_id not in {each.title_id for each in now.titles}:
            return now
        excluded = [each.title_id for each in (*now.titles, *now.replaced)]
        best = await self._recommender.next_best(now.asker_id, now.request, excluded=excluded)
        if best is None:
            return now
        await self._answers.replace_by(now.recommendation_id, title.title_id, best)
        return await self.shown(shown.message_id, shown.recommendation_id) or now

    def _item(self, kept: KeptTitle) -> Recommendation:
        return Recommendation(self._title(kept), kept.why, kept.confidence, Author.BUILT_IN)

    def _title(self, kept: KeptTitle) -> Title:
        """Return the catalogue's title, or what was kept of it where the catalogue has changed since."""
        return self._library.get(kept.title_id) or Title(kept.title_id, kept.title, kept.year)
