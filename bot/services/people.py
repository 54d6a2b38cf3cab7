"""What people say about titles: committed first, indexed after."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from bot.domain.errors import BadRequest, StorageError
from bot.domain.text import clip, one_line
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.services.index_follower import IndexFollower
from bot.services.library import Library
from bot.services.ports import PersonRecords, Verdicts

log = logging.getLogger(__name__)

NOTE_CHARACTERS = 500
# No title's name is longer; of a longer text the rest would only fill the screen with the answer.
NAME_CHARACTERS = 200


class People:
    """Each person's verdicts. Everything is committed when a method returns; Chroma follows on its own."""

    def __init__(
        self, library: Library, verdicts: Verdicts, records: PersonRecords, follower: IndexFollower
    ) -> None:
        self._library = library
        self._verdicts = verdicts
        self._records = records
        self._follower = follower

    async def find(self, text: str) -> Title:
        """Return the title that is meant. Raises BadRequest when none is named, or not exactly one."""
        name = clip(one_line(text), NAME_CHARACTERS)
        if not name:
            raise BadRequest("Name a film or a series.")
        resolution = await asyncio.to_thread(self._library.resolver.resolve, name)
        return resolution.require()

    async def suggest(self, text: str, limit: int = 25) -> list[Title]:
        """Return titles that complete `text`, likeliest first."""
        return await asyncio.to_thread(self._library.resolver.suggest, one_line(text), limit)

    async def judge(self, user_id: int, title: Title, kind: VerdictKind, note: str = "") -> Verdict:
        """Commit what a person says about a title. Raises StorageError."""
        verdict = await self._verdicts.add(user_id, title, kind, clip(one_line(note), NOTE_CHARACTERS))
        self._follower.wake()
        log.info("verdict user=%d title=%s kind=%s", user_id, title.title_id, kind)
        return verdict

    async def verdicts(self, user_id: int) -> list[Verdict]:
        """Return what the person said of each title, newest first."""
        return await self._verdicts.current(user_id)

    async def undo(self, user_id: int) -> tuple[Verdict, Verdict | None] | None:
        """Take the person's newest verdict back; return it and what stands now on its title, if anything."""
        undone = await self._verdicts.undo(user_id)
        self._follower.wake()
        return undone

    async def forget(self, user_id: int) -> Mapping[str, int]:
        """Delete everything about the person; return the number of rows per table. Raises StorageError."""
        deleted = await self._records.forget(user_id)
        log.info("forgot user=%d rows=%s", user_id, json.dumps(dict(deleted)))
        try:
            await self._follower.forget(user_id)
        except StorageError as exc:
            # What people wrote is gone by now. The index follows, at the latest after the next start.
            log.warning("the memory of likes forgets later user=%d: %s", user_id, exc)
            self._follower.wake()
        return deleted

    async def export(self, user_id: int) -> dict[str, Any]:
        """Return everything that is kept about the person, ready for JSON."""
        return await self._records.export(user_id)
