"""What people say about titles: committed first, indexed after."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.by_name import title_by_name
from bot.domain.errors import BadRequest, StorageError, TitleAmbiguous, TitleNotFound
from bot.domain.feedback import Undone
from bot.domain.text import clip, one_line
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.services.index_follower import IndexFollower
from bot.services.library import Library
from bot.services.lookup import Lookup
from bot.services.ports import PersonRecords, SaidOnce, Verdicts

log = logging.getLogger(__name__)

NOTE_CHARACTERS = 500
# No title's name is longer; of a longer text the rest would only fill the screen with the answer.
NAME_CHARACTERS = 200
# How long the index is waited for when somebody is to be forgotten.
INDEX_SECONDS = 10.0


class People:
    """Each person's verdicts. Everything is committed when a method returns; Chroma follows on its own."""

    def __init__(
        self,
        library: Library,
        verdicts: Verdicts,
        records: PersonRecords,
        follower: IndexFollower,
        lookup: Lookup | None = None,
    ) -> None:
        self._library = library
        self._lookup = lookup or Lookup(library)
        self._verdicts = verdicts
        self._records = records
        self._follower = follower
        self._following: set[asyncio.Task[None]] = set()

    async def find(self, text: str, *, patience: float | None = None) -> Title:
        """Return the title that is meant. Raises BadRequest when none is named, or not exactly one.

        One that the catalogue lacks is looked up, if that is possible, for `patience` seconds (2.5 unless told).
        """
        name = clip(one_line(text), NAME_CHARACTERS)
        if not name:
            raise BadRequest("Name a film or a series.")
        return (await self._lookup.resolve(name, patience=patience)).require()

    async def find_for(self, user_id: int, text: str) -> Title:
        """Return the title that is meant, also one that the person keeps by its name alone; raises as `find`."""
        try:
            return await self.find(text)
        except (TitleNotFound, TitleAmbiguous) as exc:
            named = title_by_name(exc.text)
            kept = [v for v in await self._verdicts.current(user_id) if v.title_id == named.title_id]
            if not kept:
                raise
            return named

    async def suggest(self, text: str, limit: int = 25) -> list[Title]:
        """Return titles that complete `text`, likeliest first."""
        return await asyncio.to_thread(self._library.resolver.suggest, one_line(text), limit)

    async def judge(self, user_id: int, title: Title, kind: VerdictKind, note: str = "") -> Verdict:
        """Commit what a person says about a title; return what counts on it then. Raises StorageError."""
        verdict = await self._verdicts.add(user_id, title, kind, clip(one_line(note), NOTE_CHARACTERS))
        self._follower.wake()
        log.info("verdict user=%d title=%s kind=%s", user_id, title.title_id, kind)
        return verdict

    async def verdicts(self, user_id: int) -> list[Verdict]:
        """Return what the person said of each title, newest first."""
        return await self._verdicts.current(user_id)

    async def history(self, user_id: int, limit: int | None = None) -> Sequence[SaidOnce]:
        """Return what the person ever said of titles, newest first, with what was taken back."""
        return await self._verdicts.history(user_id, limit=limit)

    async def remove(self, user_id: int, title_id: str, kind: VerdictKind | None = None) -> Verdict | None:
        """Take back all that the person said of a title, or only `kind` if that stands; return what stood, if it did."""
        removed = await self._verdicts.retract(user_id, title_id, kind)
        self._follower.wake()
        log.info("verdict removed user=%d found=%s", user_id, removed is not None)
        return removed

    async def put_back(self, user_id: int, title_id: str) -> Verdict | None:
        """Say again what the person took back last of a title; None if they say something of it, or never did."""
        taken_back = [
            (entry.retracted_at, entry.verdict)
            for entry in await self._verdicts.history(user_id, title_id=title_id)
            if entry.retracted_at is not None
        ]
        if not taken_back:
            return None
        # Of what was taken back in the same moment the newest opinion had been standing.
        latest = max(at for at, _ in taken_back)
        together = [verdict for at, verdict in taken_back if at == latest]
        was = next((verdict for verdict in together if verdict.kind.is_opinion), together[0])
        standing = [v for v in await self._verdicts.current(user_id) if v.title_id == title_id]
        if standing:
            return None
        title = self._library.get(title_id) or Title(title_id, was.title, was.year)
        return await self.judge(user_id, title, was.kind, was.note)

    async def undo(self, user_id: int) -> Undone:
        """Take back the last thing the person told of titles or did to their watchlist, of an import all of it."""
        undone = await self._verdicts.undo(user_id)
        self._follower.wake()
        return undone

    async def forget(self, user_id: int) -> Mapping[str, int]:
        """Delete everything about the person; return the number of rows per table. Raises StorageError."""
        deleted = await self._records.forget(user_id)
        log.info("forgot user=%d rows=%s", user_id, json.dumps(dict(deleted)))
        # What people wrote is gone by now. The index follows; one that hangs keeps nobody waiting for the answer.
        following = asyncio.create_task(self._forget_index(user_id), name="forget-index")
        self._following.add(following)
        following.add_done_callback(self._following.discard)
        done, _ = await asyncio.wait([following], timeout=INDEX_SECONDS)
        if done:
            following.result()
        else:
            log.warning("the memory of likes does not answer: it forgets later user=%d", user_id)
        return deleted

    async def _forget_index(self, user_id: int) -> None:
        try:
            await self._follower.forget(user_id)
        except StorageError as exc:
            # At the latest after the next start.
            log.warning("the memory of likes forgets later user=%d: %s", user_id, exc)
            self._follower.wake()

    async def export(self, user_id: int) -> dict[str, Any]:
        """Return everything that is kept about the person, ready for JSON."""
        return await self._records.export(user_id)
