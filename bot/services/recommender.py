"""From a wish to four titles with reasons: understand, remember, shortlist, write, ground."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass, replace

from bot.domain.answer import Board, FindTitle, find_among
from bot.domain.errors import (
    BadRequest,
    ModelBusy,
    ModelError,
    ModelTimeout,
    ModelUnavailable,
    StorageError,
)
from bot.domain.ports import (
    Embedder,
    InQueue,
    Memory,
    ReasonWriter,
    SimilarPreference,
    WritingTask,
)
from bot.domain.prompt import MOST_CANDIDATES, Preference
from bot.domain.recommendation import (
    Answer,
    Author,
    Event,
    Finished,
    Recommendation,
    Shortlisted,
    Status,
    Waiting,
    Writing,
    status_of,
)
from bot.domain.request import Request
from bot.domain.shortlist import Candidate
from bot.domain.title import Title
from bot.domain.wish import Wish
from bot.domain.wish_reader import MOST_TITLES, understand
from bot.services.library import Library
from bot.services.lookup import Lookup
from bot.services.ports import AnswerRecords, FallbackWriter, Leanings, Opinion
from bot.services.retrieval import Retrieval, Retrieved

log = logging.getLogger(__name__)

USUAL_TITLES = 4
# How often the model is asked in all when reasons are missing, and after which failures it is not asked again.
ATTEMPTS = 3
LASTING = (ModelUnavailable, ModelTimeout, ModelBusy)
BUILT_IN = "built_in"


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A request after everything that needs no model."""

    wish: Wish
    limit: int
    retrieved: Retrieved
    started: float


class Recommender:
    """Answers wishes over one library, for one memory of verdicts.

    `patience` is the most seconds a second attempt at missing reasons may bring the whole to.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        memory: Memory,
        fallback: FallbackWriter,
        *,
        writer: ReasonWriter | None = None,
        records: AnswerRecords | None = None,
        leanings: Leanings | None = None,
        opinion: Opinion | None = None,
        lookup: Lookup | None = None,
        patience: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._retrieval = Retrieval(library, embedder, memory, leanings=leanings, opinion=opinion)
        self._fallback = fallback
        self._writer = writer
        self._records = records
        self._lookup = lookup or Lookup(library)
        self._patience = patience
        self._clock = clock

    async def understand(self, text: str) -> Wish:
        """Return what `text` asks for; titles that it names and the catalogue lacks are looked up."""
        await self._lookup.look_up_in(text)
        return await asyncio.to_thread(understand, text, self._library.vocabulary)

    async def answer(self, user_id: int, request: Request) -> AsyncGenerator[Event]:
        """Yield the answer to a request, as `recommend` does."""
        wish = await self.wish_of(request)
        answer = self.recommend(user_id, wish, request.count, excluded=request.excluded)
        async with aclosing(answer) as events:
            async for event in events:
                yield event

    async def wish_of(self, request: Request) -> Wish:
        """Return what a request asks for, its examples included."""
        wish = request.wish if request.wish is not None else await self.understand(request.text)
        if request.kind is not None:
            wish = replace(wish, kind=request.kind)
        examples = [title.title for title_id in request.like if (title := self._library.get(title_id))]
        if examples:
            told = f"More like {' and '.join(filter(None, (', '.join(examples[:-1]), examples[-1])))}."
            like = tuple(dict.fromkeys((*wish.like, *request.like)))
            wish = replace(wish, like=like, notices=(told, *wish.notices))
        return wish

    async def next_best(
        self, user_id: int, request: Request, *, excluded: Collection[str]
    ) -> Recommendation | None:
        """Return the best title for a request that is not `excluded`, with the built-in writer's reason.

        None when nothing is left. Raises StorageError when what the person said cannot be read.
        """
        wish = await self.wish_of(request)
        ready = await self._prepare(user_id, wish, 1, {*excluded, *request.excluded})
        found = (await self._board(ready)).recommendations
        return replace(found[0], why=found[0].fallback, author=Author.BUILT_IN) if found else None

    async def shortlist(
        self, user_id: int, wish: Wish | str, size: int = MOST_CANDIDATES, *, excluded: Collection[str] = ()
    ) -> list[Candidate]:
        """Return up to `size` candidates, best first, without asking the model."""
        understood = await self.understand(wish) if isinstance(wish, str) else wish
        found = await self._retrieval.retrieve(user_id, understood, size, min(size, USUAL_TITLES), excluded)
        return list(found.shortlist.candidates)

    async def recommend(
        self,
        user_id: int,
        wish: Wish | str,
        limit: int | None = None,
        *,
        remember: bool = True,
        excluded: Collection[str] = (),
    ) -> AsyncGenerator[Event]:
        """Yield the answer as it comes into being: Shortlisted, then Writing and Waiting, at last Finished.

        `limit` None takes the number named in the wish, else 4. With `remember` false nothing is
        recorded. Closing the iterator ends the model's work.
        Raises BadRequest for a `limit` outside 1 to 10. A missing or broken model is no error: the built-in
        writer gives the reasons it did not.
        """
        if limit is not None and not 1 <= limit <= MOST_TITLES:
            raise BadRequest(f"I can name 1 to {MOST_TITLES} titles at a time.")
        ready = await self._prepare(user_id, wish, limit, excluded)
        board = await self._board(ready)
        answer = self._answer(ready, board)
        if not board.recommendations:
            yield Finished(replace(answer, engine=BUILT_IN, notices=(*answer.notices, NOTHING_LEFT)))
            return
        yield Shortlisted(answer)
        trouble = ""
        async with aclosing(self._written(ready, board)) as progress:
            async for step in progress:
                if isinstance(step, str):
                    trouble = step
                elif isinstance(step, InQueue):
                    yield Waiting(self._answer(ready, board), step.ahead)
                else:
                    yield Writing(self._answer(ready, board))
        final = replace(self._answer(ready, board).settled(), trouble=trouble)
        final = replace(final, engine=self._engine_of(final))
        if remember:
            final = await self._record(user_id, final)
        yield Finished(final)

    # -- without the model ------------------------------------------------------------------------

    async def _prepare(
        self, user_id: int, wish: Wish | str, limit: int | None, excluded: Collection[str]
    ) -> _Prepared:
        started = self._clock()
        understood = await self.understand(wish) if isinstance(wish, str) else wish
        count = limit or min(understood.count or USUAL_TITLES, MOST_TITLES)
        found = await self._retrieval.retrieve(user_id, understood, MOST_CANDIDATES, count, excluded)
        return _Prepared(understood, count, found, started)

    async def _board(self, ready: _Prepared) -> Board:
        candidates = ready.retrieved.shortlist.candidates
        near = (verdict.title_id for candidate in candidates for verdict, _ in candidate.near_likes)
        liked = {
            title_id: title
            for title_id in (*ready.wish.like, *near)
            if (title := self._library.get(title_id)) is not None
        }
        fallbacks = await asyncio.to_thread(self._fallback, candidates, ready.wish, liked)
        find = self._finder([candidate.title for candidate in candidates])
        return Board(candidates, min(ready.limit, len(candidates)), fallbacks, find)

    def _finder(self, candidates: list[Title]) -> FindTitle:
        """Return what finds the title a model names: a candidate of just that name, else what it may mean.

        Among the candidates a name such as “Dune” is often plain that has several bearers in the catalogue.
        """
        among = find_among(candidates)
        resolve = self._library.resolver.resolve

        def find(text: str, year: int | None) -> Title | None:
            return among(text, year) or resolve(text, year=year).title

        return find

    # -- with the model ---------------------------------------------------------------------------

    async def _written(self, ready: _Prepared, board: Board) -> AsyncGenerator[InQueue | str | None]:
        """Have the model write on the board. Yields None after each change, a sentence on trouble.

        Where the model repeated itself or broke off, it is asked again for just the missing reasons, by
        number, as long as that can end within the patience of one attempt.
        """
        if self._writer is None:
            yield "No language model is set up."
            return
        task = WritingTask(
            wish=ready.wish.text,
            preferences=tuple(_told(preference) for preference in ready.retrieved.preferences),
            candidates=tuple(candidate.title for candidate in ready.retrieved.shortlist.candidates),
            limit=len(board.recommendations),
        )
        began = self._clock()
        for attempt in range(ATTEMPTS):
            failure: ModelError | None = None
            try:
                async with aclosing(self._writer.write(task)) as picks:
                    async for pick in picks:
                        if isinstance(pick, InQueue):
                            yield pick
                        elif board.apply(pick):
                            yield None
            except ModelError as exc:
                failure = exc
                log.warning("the model did not finish attempt=%d error=%s", attempt + 1, type(exc).__name__)
            board.discard_unfinished()
            missing = board.unwritten()
            left = self._patience - (self._clock() - began)
            if not missing or isinstance(failure, LASTING) or left < self._patience / 2:
                break
            task = replace(task, numbers=tuple(missing), patience=left)
        if missing:
            yield str(failure or "The language model did not write every reason.")

    # -- what is shown and kept ---------------------------------------------------------------------

    def _answer(self, ready: _Prepared, board: Board) -> Answer:
        recommendations = board.recommendations
        return Answer(
            request=ready.wish.text,
            recommendations=recommendations,
            status=status_of(recommendations) if recommendations else Status.BUILT_IN,
            engine=self._writer.engine if self._writer is not None else BUILT_IN,
            seconds=self._clock() - ready.started,
            notices=ready.retrieved.notices,
        )

    def _engine_of(self, answer: Answer) -> str:
        return BUILT_IN if answer.status is Status.BUILT_IN or self._writer is None else self._writer.engine

    async def keep(self, user_id: int, answer: Answer) -> Answer:
        """Record an answer that ended before its last reason; return it with its number, if it could be."""
        return await self._record(user_id, replace(answer, engine=self._engine_of(answer)))

    async def _record(self, user_id: int, answer: Answer) -> Answer:
        if self._records is None:
            return answer
        try:
            return replace(answer, answer_id=await self._records.record(user_id, answer))
        except StorageError:
            # The person has their answer; only the record of it is missing.
            log.exception("a recommendation could not be recorded user=%s", user_id)
            return answer


NOTHING_LEFT = (
    "There is nothing left that you have not judged already. Whoever runs me can import more titles."
)


def _told(preference: SimilarPreference) -> Preference:
    verdict = preference.verdict
    return Preference(verdict.label, str(verdict.kind), verdict.note, preference.similarity)
