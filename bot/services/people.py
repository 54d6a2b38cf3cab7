"""What people say about titles: committed first, indexed after."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.errors import BadRequest, EmbeddingsUnavailable, StorageError
from bot.domain.text import clip, one_line
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.services.library import Library
from bot.services.ports import ChangeBox, PersonRecords, PreferenceIndex, Verdicts

log = logging.getLogger(__name__)

NOTE_CHARACTERS = 500
BATCH = 500
RETRY_SECONDS = 30.0


class IndexFollower:
    """Keeps Chroma level with the relational store by way of the outbox, one change after the other."""

    def __init__(self, verdicts: Verdicts, box: ChangeBox, index: PreferenceIndex) -> None:
        self._verdicts = verdicts
        self._box = box
        self._index = index
        self._news = asyncio.Event()
        self._turn = asyncio.Lock()

    def wake(self) -> None:
        """Say that something changed."""
        self._news.set()

    async def run(self) -> None:
        """Follow for ever; what fails is tried again later. Cancel to stop."""
        await self._repair()
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.catch_up()
            except (StorageError, EmbeddingsUnavailable) as exc:
                log.warning("the memory of likes lags behind, trying again: %s", exc)
                await asyncio.sleep(RETRY_SECONDS)
                self._news.set()

    async def catch_up(self) -> int:
        """Bring the index level now; return how many changes that took. Raises StorageError, EmbeddingsUnavailable."""
        async with self._turn:
            followed = 0
            while pending := await self._box.pending(BATCH):
                await self._index.index([item.verdict for item in pending if item.verdict is not None])
                for user_id, title_ids in _dropped(pending).items():
                    await self._index.drop(user_id, title_ids)
                await self._box.done(pending)
                followed += len(pending)
            return followed

    async def _repair(self) -> None:
        """At a start: follow what was left over, and index everything anew when the numbers differ."""
        try:
            await self.catch_up()
            _, expected = await self._verdicts.count_people_and_verdicts()
            indexed = await self._index.count()
            if indexed != expected:
                log.warning("the memory of likes is rebuilt indexed=%d expected=%d", indexed, expected)
                await self._index.rebuild(self._verdicts.pages())
        except (StorageError, EmbeddingsUnavailable) as exc:
            log.warning("the memory of likes could not be brought level at the start: %s", exc)
            self._news.set()


def _dropped(pending: Sequence[Any]) -> Mapping[int, list[str]]:
    dropped: dict[int, list[str]] = {}
    for item in pending:
        if item.verdict is None:
            dropped.setdefault(item.user_id, []).append(item.title_id)
    return dropped


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
        """Return the title that is meant. Raises TitleNotFound or TitleAmbiguous."""
        if not text.strip():
            raise BadRequest("Name a film or a series.")
        resolution = await asyncio.to_thread(self._library.resolver.resolve, one_line(text))
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
        """Delete everything about the person; return the number of rows per table."""
        deleted = await self._records.forget(user_id)
        await self._follower.catch_up()
        log.info("forgot user=%d rows=%s", user_id, json.dumps(dict(deleted)))
        return deleted

    async def export(self, user_id: int) -> dict[str, Any]:
        """Return everything that is kept about the person, ready for JSON."""
        return await self._records.export(user_id)
