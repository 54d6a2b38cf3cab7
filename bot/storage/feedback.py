"""What one act of a person's leaves in the store, and taking exactly that back: each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.feedback import Deeds, Learnt, Lesson, Undone
from bot.storage.database import Database, utc_now
from bot.storage.reactions import is_noted, note_reaction, take_reaction, verdicts_by_reactions
from bot.storage.signals import add_signals, remove_signals
from bot.storage.verdict_rows import Said, note_down, read_said, read_standing, retract_numbers
from bot.storage.watchlist import plan, relist, take_off_judged, unplan


class FeedbackStore:
    """Lessons and their undoing. What a method changes is committed when it returns.

    Whatever numbers are given, only the person's own rows are touched.
    All methods raise StorageError when the database cannot be read or written.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def learn(self, user_id: int, lesson: Lesson) -> Learnt:
        """Keep a lesson. What of it stands already is not kept twice: the deeds name the rows that stand."""
        async with self._database.writing() as connection:
            # One time for the whole act: by it the act is taken back as one.
            now = self._clock()
            known = await self._known(connection, user_id, lesson.verdicts)
            fresh = [said for said in lesson.verdicts if said[0].title_id not in known]
            added = await note_down(connection, user_id, fresh, now)
            judged = [title.title_id for title, _, _ in lesson.verdicts]
            standing = await read_standing(connection, user_id, judged)
            unlisted = await take_off_judged(connection, user_id, judged, now)
            planned, newly = await plan(connection, user_id, lesson.planned, now)
            signals = await add_signals(connection, user_id, lesson.signals, now)
        deeds = Deeds((*known.values(), *added), tuple(planned), tuple(signals))
        stands = {title_id: verdict.kind for title_id, verdict in standing.items()}
        is_new = bool(added or newly or signals or unlisted)
        return Learnt(deeds, is_new, stands, frozenset(unlisted))

    async def undo(self, user_id: int, deeds: Deeds) -> Undone:
        """Take back those of the deeds that are the person's and stand."""
        async with self._database.writing() as connection:
            return await self._undo(connection, user_id, deeds)

    async def react(self, message_id: int, user_id: int, emoji: str, lesson: Lesson) -> bool:
        """Keep what a reaction says, in rows of its own; false when this reaction is known already."""
        now = self._clock()
        async with self._database.writing() as connection:
            if await is_noted(connection, message_id, user_id, emoji):
                return False
            deeds = Deeds(
                verdicts=tuple(await note_down(connection, user_id, lesson.verdicts, now)),
                signals=tuple(await add_signals(connection, user_id, lesson.signals, now)),
            )
            judged = [title.title_id for title, _, _ in lesson.verdicts]
            await take_off_judged(connection, user_id, judged, now)
            await note_reaction(connection, message_id, user_id, emoji, deeds, now)
        return True

    async def unreact(self, message_id: int, user_id: int, emoji: str) -> Undone | None:
        """Take back exactly what a reaction did; None when nothing is known of it."""
        async with self._database.writing() as connection:
            deeds = await take_reaction(connection, message_id, user_id, emoji)
            return None if deeds is None else await self._undo(connection, user_id, deeds)

    async def _undo(self, connection: AsyncConnection, user_id: int, deeds: Deeds) -> Undone:
        return Undone(
            verdicts=tuple(await retract_numbers(connection, user_id, deeds.verdicts, self._clock())),
            planned=tuple(await unplan(connection, user_id, deeds.planned)),
            signals=await remove_signals(connection, user_id, deeds.signals),
            listed=tuple(await relist(connection, user_id)),
        )

    @staticmethod
    async def _known(connection: AsyncConnection, user_id: int, said: Sequence[Said]) -> dict[str, int]:
        """Return the numbers of the verdicts that say this already, by title.

        One that a reaction gave is left to it: who says the same in another way must not lose that with it.
        """
        before = await read_said(connection, user_id, said)
        same: dict[str, int] = {}
        for title, kind, note in said:
            number, verdict = before.get((title.title_id, kind), (0, None))
            if verdict is not None and note in ("", verdict.note):
                same[title.title_id] = number
        if same:
            reacted = await verdicts_by_reactions(connection, user_id)
            same = {title_id: number for title_id, number in same.items() if number not in reacted}
        return same
