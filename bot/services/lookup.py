"""Titles that somebody names and the catalogue lacks: looked up at a source, and added on the spot."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.domain.errors import EmbeddingsUnavailable, SourceBusy, SourceRefused, StorageError, TitleSourceError
from bot.domain.ports import Vectors
from bot.domain.resolution import Match, Resolution
from bot.domain.text import fold
from bot.domain.title import Title
from bot.domain.title_source import Found
from bot.domain.unknown_names import unknown_names
from bot.services.library import Library

log = logging.getLogger(__name__)

# Somebody waits so long, and no longer; what comes later is there when the name is said again.
PATIENCE_SECONDS = 2.5
LONGEST_SECONDS = 20.0
EMBEDDING_SECONDS = 1.0
# What the source does not know it will not know within the hour; after trouble it is left alone for a while.
MISS_SECONDS = 3600.0
TROUBLE_SECONDS = 30.0
REFUSED_SECONDS = 600.0
LONGEST_PAUSE_SECONDS = 3600.0
MOST_MISSES = 2000
MOST_AT_ONCE = 16
# Far more than the people of a large server name that is new. Whoever has a program name titles, one after the other,
# fills neither the catalogue nor the day of TMDB.
HOUR_SECONDS = 3600.0
MOST_IN_AN_HOUR = 600
# Longer texts are no names, and what people write besides names is nobody else's business.
LONGEST_NAME = 100
MOST_WORDS = 14
MOST_CHOICES = 5
FEWEST_VOTES = 20

# Links and mentions are no names, and a mention says who somebody is.
_NO_NAME = re.compile(r"https?://|www\.|discord\.|<[@#/:a]|@everyone|@here", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:18[7-9]\d|19\d\d|20\d\d)(?!\d)")


class TitleFinder(Protocol):
    """A source of titles."""

    async def find(self, text: str) -> Found:
        """Return what a name means. Raises TitleSourceError."""
        ...


# A name as it is compared, and how many votes a title of it must have.
_Key = tuple[str, int]
# Commits titles that were found; returns them as they are in the catalogue then. Raises StorageError.
Keep = Callable[[Sequence[Title]], Awaitable[Sequence[Title]]]
# Returns one unit vector per title. Raises EmbeddingsUnavailable.
Embed = Callable[[Sequence[Title]], Awaitable[Vectors]]


class Lookup:
    """Resolves names, with the help of a source where the catalogue is sure to lack what is named.

    Without a `finder` it only resolves. Several people who ask for one name are one request.
    """

    def __init__(
        self,
        library: Library,
        finder: TitleFinder | None = None,
        keep: Keep | None = None,
        embed: Embed | None = None,
        *,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._finder = finder
        self._keep = keep
        self._embed = embed
        self._patience = patience
        self._clock = clock
        self._asked: dict[_Key, asyncio.Task[Found]] = {}
        self._misses: OrderedDict[_Key, float] = OrderedDict()
        self._begun: deque[float] = deque()
        self._keeping = asyncio.Lock()
        self._not_before = float("-inf")
        self._trouble = ""

    @property
    def is_possible(self) -> bool:
        """Whether there is a source to ask."""
        return self._finder is not None

    @property
    def trouble(self) -> str:
        """Why the source is left alone just now, as a sentence; empty while it may be asked."""
        return self._trouble if self._clock() < self._not_before else ""

    async def resolve(self, text: str, *, patience: float | None = None) -> Resolution:
        """Say what `text` means, within `patience` seconds (2.5 unless told) if the source is asked.

        A title that is found there is in the library, and in the store, when this returns.
        """
        resolution = await asyncio.to_thread(self._library.resolver.resolve, text)
        if not _is_lacking(resolution):
            return resolution
        found = await self._found(text, self._patience if patience is None else patience)
        if not found.titles:
            return resolution
        if found.is_sure:
            return Resolution(text, title=found.titles[0], match=Match.EXACT)
        choices = dict.fromkeys((*found.titles, *resolution.choices))
        return Resolution(text, choices=tuple(choices)[:MOST_CHOICES], match=Match.EXACT)

    async def look_up(self, names: Sequence[str], *, patience: float | None = None) -> bool:
        """Look up names out of sentences, together; return whether the library knows one of them now.

        Only titles that some people know are taken in: any few words are the name of some film.
        """
        patience = self._patience if patience is None else patience
        found = await asyncio.gather(
            *(self._found(name, patience, fewest_votes=FEWEST_VOTES) for name in dict.fromkeys(names))
        )
        return any(each.titles for each in found)

    async def look_up_in(self, text: str, *, patience: float | None = None) -> bool:
        """Look up the names in a text that look like titles the catalogue lacks, as `look_up` does."""
        if not self.is_possible:
            return False
        names = await asyncio.to_thread(unknown_names, text, self._library.vocabulary)
        return bool(names) and await self.look_up(names, patience=patience)

    async def take_in(self, titles: Sequence[Title]) -> tuple[Title, ...]:
        """Commit what a source has found and take it into the library; return it as it is there. Raises StorageError."""
        if self._keep is None:
            return tuple(titles)
        # One after the other: each must know the ids that those before it took.
        async with self._keeping:
            kept = tuple(await self._keep(titles))
            await asyncio.to_thread(self._library.add, kept, await self._vectors_of(kept))
        return kept

    def leave_alone(self, exc: TitleSourceError | TimeoutError) -> None:
        """Ask the source for nothing for a while, after this went wrong."""
        wait = REFUSED_SECONDS if isinstance(exc, SourceRefused) else TROUBLE_SECONDS
        if isinstance(exc, SourceBusy):
            wait = min(max(wait, exc.seconds), LONGEST_PAUSE_SECONDS)
        trouble = str(exc) or "TMDB takes too long."
        log.warning("titles cannot be looked up just now: %s", trouble)
        until = self._clock() + wait
        # Of requests that were under way together the next may go wrong in another way.
        if until > self._not_before:
            self._not_before, self._trouble = until, trouble

    async def close(self) -> None:
        """End what is under way."""
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _found(self, text: str, patience: float, *, fewest_votes: int = 0) -> Found:
        key = (fold(text), fewest_votes)
        if not self._may_ask(text, key):
            return Found()
        task = self._asked.get(key)
        if task is None:
            self._begin()
            task = asyncio.create_task(self._ask(text, key), name="lookup")
            self._asked[key] = task
            task.add_done_callback(lambda _: self._asked.pop(key, None))
        done, _ = await asyncio.wait([task], timeout=patience)
        return task.result() if done and not task.cancelled() else Found()

    def _may_ask(self, text: str, key: _Key) -> bool:
        now = self._clock()
        if self._finder is None or now < self._not_before or self._misses.get(key, now) > now:
            return False
        folded, _ = key
        is_name = (
            bool(folded)
            and not _NO_NAME.search(text)
            and len(text) <= LONGEST_NAME
            and len(folded.split()) <= MOST_WORDS
        )
        return is_name and (key in self._asked or self._has_room(now))

    def _has_room(self, now: float) -> bool:
        while self._begun and self._begun[0] <= now - HOUR_SECONDS:
            self._begun.popleft()
        return len(self._asked) < MOST_AT_ONCE and len(self._begun) < MOST_IN_AN_HOUR

    def _begin(self) -> None:
        self._begun.append(self._clock())
        if len(self._begun) == MOST_IN_AN_HOUR:
            log.warning(
                "so much was looked up that nothing more is for up to an hour names=%d", MOST_IN_AN_HOUR
            )

    async def _ask(self, text: str, key: _Key) -> Found:
        """Ask the source and keep what it finds. Never raises: whoever named the title goes on without it."""
        assert self._finder is not None
        began = self._clock()
        found = Found()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                found = await self._finder.find(text)
            # Taking in waits for all that came before, which is no fault of the source.
            _, fewest_votes = key
            known = tuple(title for title in found.titles if (title.votes or 0) >= fewest_votes)
            found = replace(found, titles=await self.take_in(known) if known else ())
        except (TitleSourceError, TimeoutError) as exc:
            self.leave_alone(exc)
            return Found()
        except StorageError as exc:
            log.warning("a title that was looked up cannot be kept: %s", exc)
            return Found()
        if not found.titles:
            self._misses[key] = self._clock() + MISS_SECONDS
            while len(self._misses) > MOST_MISSES:
                self._misses.popitem(last=False)
        log.info(
            "looked up titles=%d sure=%s seconds=%.2f",
            len(found.titles),
            found.is_sure,
            self._clock() - began,
        )
        return found

    async def _vectors_of(self, titles: Sequence[Title]) -> Vectors | None:
        """Return the titles' vectors: a wish for something like them needs them now. None if that takes long."""
        if self._embed is None:
            return None
        try:
            async with asyncio.timeout(EMBEDDING_SECONDS):
                return await self._embed(titles)
        except (EmbeddingsUnavailable, StorageError, TimeoutError) as exc:
            log.info("what was looked up waits for its vectors error=%s", type(exc).__name__)
            return None


def _is_lacking(resolution: Resolution) -> bool:
    """Say whether the catalogue is sure to lack the title: what it offers is only alike, or of another year."""
    if resolution.title is not None:
        return False
    if resolution.match in (Match.NONE, Match.FUZZY):
        return True
    years = [int(year) for year in _YEAR.findall(resolution.text)]
    return bool(years) and not any(
        abs(choice.year - year) <= 1 for choice in resolution.choices for year in years
    )
