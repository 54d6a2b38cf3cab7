"""For people who do not know what to ask for: the first meeting, a surprise, and their taste in figures."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence

from bot.domain.meeting import meeting_pages
from bot.domain.surprise import surprising_wish
from bot.domain.taste_profile import TasteProfile, profile_of, usual_moods
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.services.library import Library
from bot.services.people import People


class Discovery:
    """Leads people to what they would not have asked for. Methods raise StorageError."""

    def __init__(
        self, library: Library, people: People, *, chance: Callable[[], random.Random] = random.SystemRandom
    ) -> None:
        self._library = library
        self._people = people
        self._chance = chance
        self._pages: Sequence[Sequence[Title]] | None = None
        self._usual: dict[str, float] | None = None
        self._preparing = asyncio.Lock()

    async def is_stranger(self, user_id: int) -> bool:
        """Say whether the person has not said of a single title that they like it."""
        verdicts = await self._people.verdicts(user_id)
        return all(verdict.kind is not VerdictKind.LIKED for verdict in verdicts)

    async def meeting_page(self, number: int) -> tuple[Sequence[Title], int]:
        """Return twelve titles to tell a stranger's taste by, and how many such pages there are.

        Pages count from 0, and after the last comes the first again. An empty catalogue has one empty page.
        """
        async with self._preparing:
            if self._pages is None:
                library = self._library.holdings
                self._pages = await asyncio.to_thread(meeting_pages, library.facets, library.vectors)
        if not self._pages:
            return (), 1
        return self._pages[number % len(self._pages)], len(self._pages)

    async def surprise(self, user_id: int) -> str:
        """Return a wish that leads into a corner of the catalogue in which the person has liked little."""
        verdicts = await self._people.verdicts(user_id)
        return await asyncio.to_thread(surprising_wish, self._library.facets, verdicts, self._chance())

    async def profile(self, user_id: int) -> TasteProfile:
        """Return what the person's verdicts amount to."""
        verdicts = await self._people.verdicts(user_id)
        async with self._preparing:
            if self._usual is None:
                self._usual = await asyncio.to_thread(usual_moods, self._library.titles)
        return await asyncio.to_thread(profile_of, verdicts, self._library.get, self._usual)
