"""Conversations: what each message leads to, and where the next one begins."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from weakref import WeakValueDictionary

from bot.domain.conversation import Meaning, ShownTitle, Standing, Topic, Turn
from bot.domain.errors import StorageError
from bot.domain.feedback import Deeds, Learnt, Lesson, Undone
from bot.domain.ports import Memory
from bot.domain.recommendation import Answer, Event, Finished, Shortlisted
from bot.domain.request import Request
from bot.domain.title import Title
from bot.domain.why import Tie
from bot.services.feedback import Feedback, KeptAnswers
from bot.services.library import Library
from bot.services.likes_behind import likes_behind
from bot.services.lookup import Lookup
from bot.services.message_reading import MODEL_SECONDS, Interpreter, MessageReader
from bot.services.open_answers import Key, OpenAnswers
from bot.services.people import People
from bot.services.recommender import Recommender

log = logging.getLogger(__name__)

# Between two looks for conversations that have ended.
CLEARING_SECONDS = 3600.0
MOST_TEXTS = 8


class ConversationRecords(Protocol):
    """The store of conversations."""

    async def find(self, user_id: int, channel_id: int) -> Standing: ...

    async def save(self, user_id: int, channel_id: int, standing: Standing) -> None: ...

    async def end(self, user_id: int, channel_id: int) -> None: ...

    async def end_old(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message has led to: all of it is committed.

    `learnt` is what became of its verdicts, `undone` what was taken back (None when nothing was to be). `reasons` are
    those that stood beside shown titles, `ties` the likes that lead to the others, by title id. `request` is what
    is to be recommended now. `knows_shown` says whether there is an answer that places can be counted in.
    """

    meaning: Meaning
    request: Request | None = None
    learnt: Learnt = field(default_factory=lambda: Learnt(Deeds(), is_new=False))
    undone: Undone | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    ties: Mapping[str, tuple[Tie, ...]] = field(default_factory=dict)
    knows_shown: bool = False

    @property
    def deeds(self) -> Deeds:
        """What its verdicts left in the store."""
        return self.learnt.deeds


class Conversations:
    """Every person's conversation in every channel. Nobody's leads anywhere near another's."""

    def __init__(
        self,
        library: Library,
        recommender: Recommender,
        people: People,
        feedback: Feedback,
        memory: Memory,
        answers: KeptAnswers,
        records: ConversationRecords,
        interpreter: Interpreter | None = None,
        *,
        lookup: Lookup | None = None,
        model_seconds: float = MODEL_SECONDS,
    ) -> None:
        self._library = library
        self._recommender = recommender
        self._people = people
        self._feedback = feedback
        self._memory = memory
        self._answers = answers
        self._records = records
        self._reader = MessageReader(
            library, lookup or Lookup(library), interpreter, model_seconds=model_seconds
        )
        self._turns: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._open = OpenAnswers()
        self._writing: dict[Key, asyncio.Task[None]] = {}
        self._cleared_at = -CLEARING_SECONDS

    async def turn(
        self, user_id: int, channel_id: int, texts: Sequence[str], *, replied_to: int | None = None
    ) -> Outcome:
        """Do what the messages `texts`, said in a row, ask for; what is to be recommended comes as a request.

        `replied_to` is the bot's message that they answer, if any: then its titles are meant. Raises
        StorageError when a verdict cannot be kept; where only the conversation cannot, it begins anew.
        """
        began = time.monotonic()
        key = (user_id, channel_id)
        await self._clear_old()
        async with self._turn_of(key):
            standing = await self._standing(key)
            if replied_to is not None:
                standing = await self._standing_at(standing, replied_to)
            text = _joined(texts)
            meaning, by = await self._reader.read(text, standing)
            outcome = await self._done(key, meaning, standing)
            await self._keep(key, _after(standing, outcome, text))
        log.info(
            "turn user=%d channel=%d means=%s by=%s seconds=%.3f",
            user_id,
            channel_id,
            meaning.label,
            by,
            time.monotonic() - began,
        )
        return outcome

    def notice(self, user_id: int, channel_id: int, request: Request, event: Event) -> None:
        """Take in that an answer is being shown: its titles are what the next message speaks of.

        An answer that a later request has overtaken changes nothing any more.
        """
        key = (user_id, channel_id)
        if self._open.take_in(key, request, event) and isinstance(event, (Shortlisted, Finished)):
            self._write(key)

    async def forget(self, user_id: int) -> None:
        """Let go of what is not stored yet of the person, and wait for what is being stored."""
        for key in self._open.of_person(user_id):
            self._open.overtake(key)
        mine = [task for key, task in self._writing.items() if key[0] == user_id]
        await asyncio.gather(*mine, return_exceptions=True)
        for key, lock in list(self._turns.items()):
            if key[0] == user_id:
                async with lock:
                    pass

    async def settle(self) -> None:
        """Wait until everything is stored."""
        await asyncio.gather(*self._writing.values(), return_exceptions=True)

    # -- where it stands ------------------------------------------------------------------------------

    async def _standing(self, key: Key) -> Standing:
        try:
            standing = await self._records.find(*key)
            standing = await self._replaced(standing)
        except StorageError as exc:
            log.warning("a conversation cannot be read, it begins anew user=%d: %s", key[0], exc)
            standing = Standing()
        current = self._open.of(key)
        if current is None or current.answer is None:
            return standing
        return await self._with_answer(standing, current.request, current.answer)

    async def _replaced(self, standing: Standing) -> Standing:
        """Return `standing` with the titles that stand in the answer now: a seen one may have given its place."""
        if standing.recommendation_id is None:
            return standing
        kept = await self._answers.find(standing.recommendation_id)
        if kept is None:
            return standing
        return replace(standing, shown=tuple(ShownTitle(title.title_id, title.why) for title in kept.titles))

    async def _standing_at(self, standing: Standing, message_id: int) -> Standing:
        """Return `standing` as it would be after the answer in that message."""
        shown = await self._feedback.shown(message_id)
        if shown is None or shown.recommendation_id == standing.recommendation_id:
            return standing
        return replace(
            standing,
            wish=await self._recommender.wish_of(shown.request),
            texts=(shown.request.text,),
            shown=tuple(ShownTitle(item.title.title_id, item.why) for item in shown.items),
            recommendation_id=shown.recommendation_id,
            focus="",
        )

    async def _with_answer(self, standing: Standing, request: Request, answer: Answer) -> Standing:
        known = {each.title_id: each.why for each in standing.shown}
        shown = tuple(
            ShownTitle(item.title.title_id, item.why or item.fallback or known.get(item.title.title_id, ""))
            for item in answer.recommendations
        )
        is_new = tuple(each.title_id for each in shown) != standing.shown_ids
        return replace(
            standing,
            wish=replace(await self._recommender.wish_of(request), notices=()),
            shown=shown,
            recommendation_id=answer.answer_id,
            focus="" if is_new else standing.focus,
        )

    async def _keep(self, key: Key, standing: Standing) -> None:
        try:
            await self._records.save(*key, standing)
        except StorageError as exc:
            # The person has their answer; only the next message will find no beginning.
            log.warning("a conversation cannot be kept user=%d: %s", key[0], exc)

    async def _clear_old(self) -> None:
        now = time.monotonic()
        if now - self._cleared_at < CLEARING_SECONDS:
            return
        self._cleared_at = now
        try:
            ended = await self._records.end_old()
        except StorageError as exc:
            log.warning("old conversations cannot be deleted: %s", exc)
        else:
            log.info("conversations ended count=%d", ended)

    # -- what follows -------------------------------------------------------------------------------------

    async def _done(self, key: Key, meaning: Meaning, standing: Standing) -> Outcome:
        user_id, _ = key
        undone = await self._undo(user_id, standing) if meaning.undoes else None
        learnt = Learnt(Deeds(), is_new=False)
        if meaning.verdicts:
            told = tuple((said.title, said.kind, said.note) for said in meaning.verdicts)
            learnt = await self._feedback.learn(user_id, Lesson(verdicts=told))
        request = None
        if meaning.starts_over:
            self._open.overtake(key)
        if meaning.wish is not None:
            request = Request(meaning.wish.text, meaning.count, wish=meaning.wish)
            self._open.begin(key, request)
        asked = [question.title for question in meaning.questions if question.topic is Topic.WHY]
        reasons = {each.title_id: each.why for each in standing.shown if each.why}
        unexplained = [title for title in asked if title.title_id not in reasons]
        return Outcome(
            meaning,
            request,
            learnt,
            undone,
            reasons,
            await self._ties(user_id, unexplained),
            knows_shown=bool(standing.shown),
        )

    async def _undo(self, user_id: int, standing: Standing) -> Undone:
        """Take back what was said last in this conversation, else the last thing that the person told anywhere."""
        if standing.undo:
            undone = await self._feedback.undo(user_id, Deeds.of_code(standing.undo))
            if undone:
                return undone
        return await self._people.undo(user_id)

    async def _ties(self, user_id: int, titles: Sequence[Title]) -> dict[str, tuple[Tie, ...]]:
        if not titles:
            return {}
        recollection = await self._memory.recall(user_id)
        return await asyncio.to_thread(likes_behind, titles, recollection, self._library.holdings)

    # -- answers that are being written -------------------------------------------------------------------

    def _write(self, key: Key) -> None:
        """Store what is shown, soon and in order; of several states that wait the newest is stored."""
        running = self._writing.get(key)
        task = asyncio.create_task(self._store(key, running), name="conversation")
        self._writing[key] = task
        task.add_done_callback(lambda done: self._stored(key, done))

    async def _store(self, key: Key, after: asyncio.Task[None] | None) -> None:
        if after is not None:
            await asyncio.wait([after])
        async with self._turn_of(key):
            current = self._open.of(key)
            if current is None or current.answer is None:
                return
            request, answer = current.request, current.answer
            try:
                standing = await self._with_answer(await self._records.find(*key), request, answer)
            except StorageError as exc:
                log.warning("a conversation cannot be read user=%d: %s", key[0], exc)
                return
            still = self._open.of(key)
            if still is None or still.request is not request:
                return
            await self._keep(key, standing)
            if answer.answer_id is not None and still.answer is answer:
                self._open.end(key)

    def _stored(self, key: Key, task: asyncio.Task[None]) -> None:
        if self._writing.get(key) is task:
            del self._writing[key]
        if not task.cancelled() and (exc := task.exception()) is not None:
            log.error("a conversation could not be stored user=%d", key[0], exc_info=exc)

    def _turn_of(self, key: Key) -> asyncio.Lock:
        return self._turns.setdefault(key, asyncio.Lock())


def _after(standing: Standing, outcome: Outcome, text: str) -> Standing:
    """Return where the conversation stands once `outcome` is said."""
    meaning = outcome.meaning
    if meaning.starts_over:
        standing = Standing()
    wish = meaning.wish
    if wish is not None:
        texts = (*standing.texts, meaning.wish_text) if meaning.refines else (meaning.wish_text,)
        standing = replace(
            standing, wish=replace(wish, notices=()), texts=tuple(filter(None, texts))[-MOST_TEXTS:]
        )
    undo = outcome.deeds.code if outcome.deeds else ("" if meaning.undoes else standing.undo)
    return replace(
        standing,
        undo=undo,
        focus=meaning.focus or standing.focus,
        turns=(*standing.turns, Turn(text, meaning.label)),
    )


def _joined(texts: Sequence[str]) -> str:
    """Return messages in a row as one text, each a sentence of its own, none twice."""
    said = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return " ".join(text if text[-1] in ".!?,;:…" else f"{text}." for text in said[:-1]) + (
        f"{' ' if len(said) > 1 else ''}{said[-1]}" if said else ""
    )
