"""What people of overlapping taste say, kept up with what they say."""

from __future__ import annotations

import asyncio
import logging
from array import array
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.community import FEWEST_PEOPLE, SAYS, Community, Said
from bot.domain.errors import StorageError
from bot.domain.verdict import Verdict, VerdictKind
from bot.services.library import Library
from bot.services.ports import CountedVerdicts

log = logging.getLogger(__name__)

# How often it is asked whether enough has changed, and what is enough: so many verdicts, or this share of all.
LOOK_SECONDS = 120.0
ENOUGH_VERDICTS = 20
ENOUGH_SHARE = 0.02
PAGE = 1000
# So many verdicts are read and weighed within 0.3 s.
QUICK_VERDICTS = 10_000


class OpinionOf:
    """What one community says. `row_of` finds a title's row by its id."""

    def __init__(self, community: Community, row_of: Callable[[str], int | None]) -> None:
        self._community = community
        self._row_of = row_of

    def scores(self, judged: Sequence[Verdict]) -> NDArray[np.float32] | None:
        """Return how well each title suits whoever judged these, shape (n,), 0 where nobody knows."""
        said: dict[int, VerdictKind] = {}
        for verdict in judged:
            row = self._row_of(verdict.title_id)
            if row is not None:
                said[row] = verdict.kind
        return self._community.scores(said)


class CommunityFollower:
    """Makes the community's model anew whenever enough has changed, in a worker thread."""

    def __init__(
        self, library: Library, verdicts: CountedVerdicts, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._library = library
        self._verdicts = verdicts
        self._look_seconds = look_seconds
        self._opinion: OpinionOf | None = None
        self._newest = 0
        self._people = 0
        self._is_due = False
        self._turn = asyncio.Lock()

    def scores(self, judged: Sequence[Verdict]) -> NDArray[np.float32] | None:
        """Return what the newest model says to whoever judged these, shape (n,); None before the first one."""
        return None if self._opinion is None else self._opinion.scores(judged)

    async def run(self) -> None:
        """Follow for ever; what fails is tried again. Cancel to stop."""
        while True:
            try:
                await self.refit_if_due()
            except StorageError as exc:
                log.warning("the community's model stays as it is, trying again: %s", exc)
            except (MemoryError, np.linalg.LinAlgError):
                log.exception("the community's model cannot be made, trying again")
            await asyncio.sleep(self._look_seconds)

    async def refit_if_due(self) -> bool:
        """Make the model anew if enough was said since the last one, or somebody has left; return whether.

        Raises StorageError.
        """
        async with self._turn:
            newest, people, stayed = await self._verdicts.census(self._newest)
            enough = max(ENOUGH_VERDICTS, ENOUGH_SHARE * self._newest)
            if not self._is_due and newest - self._newest < enough and stayed >= self._people:
                return False
            self._is_due = False
            try:
                await self.refit()
            except BaseException:
                self._is_due = True
                raise
            self._newest, self._people = newest, people
            return True

    async def refit_at_once(self) -> bool:
        """Make the model for whoever asks but once and leaves; return False where that would take them seconds.

        Raises StorageError.
        """
        newest, people, _ = await self._verdicts.census()
        if newest > QUICK_VERDICTS:
            return False
        if people >= FEWEST_PEOPLE:
            await self.refit_if_due()
        return True

    async def is_counted(self, user_id: int) -> bool:
        """Return whether what the person says is counted. Raises StorageError."""
        return await self._verdicts.is_counted(user_id)

    async def count(self, user_id: int, counted: bool) -> None:
        """Keep whether what the person says is to be counted, from the next model on. Raises StorageError."""
        await self._verdicts.count(user_id, counted)
        self._is_due = True
        log.info("privacy user=%d counted=%s", user_id, counted)

    async def refit(self) -> None:
        """Make the model anew of what stands now. Raises StorageError."""
        facets = self._library.facets  # the library may grow meanwhile
        said = await self._said(facets.row_of)
        community = await asyncio.to_thread(Community.fit, said, len(facets))
        self._opinion = OpinionOf(community, facets.row_of.get)
        log.info("community people=%d titles=%d", community.people, len(community.rows))

    async def _said(self, row_of: Mapping[str, int]) -> Said:
        number: dict[int, int] = {}
        people, rows, weights = array("i"), array("i"), array("f")
        async for page in self._verdicts.pages(PAGE):
            for user_id, title_id, kind in page:
                row = row_of.get(title_id)
                if row is not None:
                    people.append(number.setdefault(user_id, len(number)))
                    rows.append(row)
                    weights.append(SAYS[kind])
        return await asyncio.to_thread(_ordered, people, rows, weights)


def _ordered(people: array[int], rows: array[int], weights: array[float]) -> Said:
    """Return what was said by person; of what somebody said anew of a title while it was read, the last."""
    numbers, titles = np.frombuffer(people, np.int32), np.frombuffer(rows, np.int32)
    pairs = (numbers.astype(np.int64) << 32) + titles
    _, from_the_end = np.unique(pairs[::-1], return_index=True)
    order = len(pairs) - 1 - from_the_end
    return Said(numbers[order], titles[order], np.frombuffer(weights, np.float32)[order])
