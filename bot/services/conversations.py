"""Conversations: what each message leads to, and where the next one begins."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.domain.conversation import Meaning, ShownTitle, Standing, Topic, Turn
from bot.domain.conversation_names import Knowledge
from bot.domain.conversation_prompt import meaning_of_answer, prompt_for_meaning
from bot.domain.conversation_rules import read
from bot.domain.errors import ModelError, StorageError
from bot.domain.feedback import Deeds, Learnt, Lesson, Undone
from bot.domain.ports import Memory
from bot.domain.prompt import Prompt
from bot.domain.recommendation import Answer, Event, Finished, Shortlisted
from bot.domain.request import Request
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.why import Tie, ties_to
from bot.domain.wish_reader import understand
from bot.services.feedback import Feedback, KeptAnswers
from bot.services.library import Library
from bot.services.lookup import PATIENCE_SECONDS, Lookup
from bot.services.people import People
from bot.services.recommender import Recommender

log = logging.getLogger(__name__)

# How long the language model may think about what a message means; then the rules' guess counts.
MODEL_SECONDS = 2.5
# Between two looks for conversations that have ended.
CLEARING_SECONDS = 3600.0
# Answers that are being written at once, far more than there ever are.
MOST_OPEN = 5000
# Conversations of which is remembered which requests were overtaken, and how many of each.
MOST_OVERTAKEN, MOST_REQUESTS = 1000, 8
MOST_TEXTS = 8
Key = tuple[int, int]


class ConversationRecords(Protocol):
    """The store of conversations."""

    async def find(self, user_id: int, channel_id: int) -> Standing: ...

    async def save(self, user_id: int, channel_id: int, standing: Standing) -> None: ...

    async def end(self, user_id: int, channel_id: int) -> None: ...

    async def end_old(self) -> int: ...


class Interpreter(Protocol):
    """A language model that answers with a JSON object."""

    async def decide(self, prompt: Prompt, patience: float) -> dict[str, Any]:
        """Return the object, within `patience` seconds. Raises ModelError."""
        ...


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


@dataclass(slots=True)
class _Open:
    """An answer that is being written: its titles count from the moment they are seen."""

    request: Request
    answer: Answer | None = None


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
        self._interpreter = interpreter
        self._model_seconds = model_seconds
        self._lookup = lookup or Lookup(library)
        self._turns: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()
        self._open: dict[Key, _Open] = {}
        self._overtaken: dict[Key, list[Request]] = {}
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
            meaning, by = await self._meaning(text, standing)
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
        current = self._open.get(key)
        if current is None or current.request is not request:
            if not isinstance(event, Shortlisted) or self._is_overtaken(key, request):
                return
            self._begin(key, request)
        self._open[key].answer = event.answer
        if isinstance(event, (Shortlisted, Finished)):
            self._write(key)

    async def forget(self, user_id: int) -> None:
        """Let go of what is not stored yet of the person, and wait for what is being stored."""
        for key in [key for key in self._open if key[0] == user_id]:
            self._overtake(key)
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
        current = self._open.get(key)
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

    # -- what a message means ---------------------------------------------------------------------------

    async def _meaning(self, text: str, standing: Standing) -> tuple[Meaning, str]:
        """Return what `text` means, and who said so: the rules, or the language model where they are unsure."""
        meaning = await self._by_rules(text, standing)
        if meaning.is_sure and not meaning.is_empty:
            return meaning, "rules"
        by_model = await self._by_model(text, Standing() if meaning.starts_over else standing)
        if by_model is not None and not by_model.is_empty:
            return _with_rules(by_model, meaning), "model"
        if meaning.wish is not None and not await self._is_known(meaning.wish_text):
            return replace(meaning, wish=None, wish_text="", refines=False, count=None), "rules"
        return meaning, "rules"

    async def _by_rules(self, text: str, standing: Standing) -> Meaning:
        """Return what the rules read; titles that are named and that the catalogue lacks are looked up for it."""
        latest = time.monotonic() + PATIENCE_SECONDS
        await self._lookup.look_up_in(text)
        meaning = await asyncio.to_thread(read, text, standing, self._knowledge())
        unknown = [
            unclear.name
            for unclear in meaning.unclear
            if fold(unclear.name) not in {fold(name) for choice in unclear.choices for name in choice.names}
        ]
        if unknown and await self._lookup.look_up(unknown, patience=max(0.0, latest - time.monotonic())):
            meaning = await asyncio.to_thread(read, text, standing, self._knowledge())
        return meaning

    def _knowledge(self) -> Knowledge:
        """Return what the catalogue knows now: it grows."""
        holdings = self._library.holdings
        return Knowledge(holdings.vocabulary, holdings.resolver.resolve, holdings.get)

    async def _by_model(self, text: str, standing: Standing) -> Meaning | None:
        if self._interpreter is None:
            return None
        shown = tuple(self._titles(standing.shown_ids))
        try:
            answer = await self._interpreter.decide(
                prompt_for_meaning(text, standing, shown), self._model_seconds
            )
        except ModelError as exc:
            log.info("the rules decide alone error=%s", type(exc).__name__)
            return None
        return await asyncio.to_thread(
            meaning_of_answer,
            answer,
            standing,
            shown,
            lambda wish: understand(wish, self._library.vocabulary),
        )

    async def _is_known(self, text: str) -> bool:
        """Whether the catalogue has any word of a text that no rule understands."""
        if not text.strip():
            return True
        scores = await asyncio.to_thread(self._library.words.scores, text)
        return bool(scores.any())

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
            self._overtake(key)
        if meaning.wish is not None:
            request = Request(meaning.wish.text, meaning.count, wish=meaning.wish)
            self._begin(key, request)
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
        vectors, row_of = self._library.vectors, self._library.facets.row_of

        def ties(title: Title) -> tuple[Tie, ...]:
            row = row_of.get(title.title_id)
            vector = vectors[row] if vectors is not None and row is not None else None
            return tuple(ties_to(title, vector, recollection, self._library.get))

        return {title.title_id: await asyncio.to_thread(ties, title) for title in titles}

    def _titles(self, title_ids: Iterable[str]) -> Iterable[Title]:
        return (title for each in title_ids if (title := self._library.get(each)) is not None)

    # -- answers that are being written -------------------------------------------------------------------

    def _begin(self, key: Key, request: Request) -> None:
        self._overtake(key)
        self._open[key] = _Open(request)
        while len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]

    def _overtake(self, key: Key) -> None:
        current = self._open.pop(key, None)
        if current is None:
            return
        # The newest stand last: of too many the oldest are forgotten, whose answers have long ended.
        before = self._overtaken.pop(key, [])
        self._overtaken[key] = [*before, current.request][-MOST_REQUESTS:]
        while len(self._overtaken) > MOST_OVERTAKEN:
            del self._overtaken[next(iter(self._overtaken))]

    def _is_overtaken(self, key: Key, request: Request) -> bool:
        return any(request is other for other in self._overtaken.get(key, ()))

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
            current = self._open.get(key)
            if current is None or current.answer is None:
                return
            request, answer = current.request, current.answer
            try:
                standing = await self._with_answer(await self._records.find(*key), request, answer)
            except StorageError as exc:
                log.warning("a conversation cannot be read user=%d: %s", key[0], exc)
                return
            still = self._open.get(key)
            if still is None or still.request is not request:
                return
            await self._keep(key, standing)
            if answer.answer_id is not None and still.answer is answer:
                self._open.pop(key, None)
                self._overtaken.pop(key, None)

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


def _with_rules(by_model: Meaning, by_rules: Meaning) -> Meaning:
    """Return what both say: what the rules were sure of stays, of the rest the model knows better."""
    judged = {said.title.title_id for said in by_rules.verdicts}
    return replace(
        by_model,
        starts_over=by_rules.starts_over or by_model.starts_over,
        undoes=by_rules.undoes,
        verdicts=(*by_rules.verdicts, *(s for s in by_model.verdicts if s.title.title_id not in judged)),
        unclear=by_rules.unclear,
        missing=by_rules.missing,
        questions=by_rules.questions or by_model.questions,
        focus=by_rules.focus,
    )


def _joined(texts: Sequence[str]) -> str:
    """Return messages in a row as one text, each a sentence of its own, none twice."""
    said = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return " ".join(text if text[-1] in ".!?,;:…" else f"{text}." for text in said[:-1]) + (
        f"{' ' if len(said) > 1 else ''}{said[-1]}" if said else ""
    )
