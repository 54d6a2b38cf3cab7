"""What people said about titles, person by person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from bot.domain.feedback import Undone
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.storage.database import Database, utc_now
from bot.storage.tables import left_watchlist, verdicts
from bot.storage.verdict_rows import (
    AS_SAID,
    IS_CURRENT,
    HistoryEntry,
    Said,
    announce,
    append_verdicts,
    read_current,
    read_history,
    read_latest,
    take_back_said_at,
    verdict_of,
)
from bot.storage.watchlist import newest_change, put_back, relist, take_off_judged


class VerdictStore:
    """Every person's verdicts. What a method changes is committed when it returns.

    Every change leaves a row in the outbox within the same transaction, so that Chroma can follow.
    All methods raise StorageError when the database cannot be read or written.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def add(self, user_id: int, title: Title, kind: VerdictKind, note: str = "") -> Verdict:
        """Commit one verdict; return what stands on its title then: the latest opinion, else that it was seen.

        Saying the same again (kind, and the same note or none) adds nothing and returns the verdict that
        stands: a double tap is no second opinion, and one undo must take it back.
        """
        async with self._database.writing() as connection:
            latest = await read_latest(connection, user_id, title.title_id)
            now = self._clock()
            now_current, added = _follow(user_id, [(title, kind, note)], latest, now)
            await append_verdicts(connection, added)
            await take_off_judged(connection, user_id, [title.title_id], now)
        return now_current[title.title_id]

    async def add_many(self, user_id: int, said: Sequence[Said]) -> list[Verdict]:
        """Commit all of `said`, in order, or nothing; return the verdicts that were new."""
        async with self._database.writing() as connection:
            latest = await read_latest(connection, user_id)
            now = self._clock()
            _, added = _follow(user_id, said, latest, now)
            await append_verdicts(connection, added)
            await take_off_judged(connection, user_id, [title.title_id for title, _, _ in said], now)
        return added

    async def current(self, user_id: int) -> list[Verdict]:
        """Return what counts of what the person said of each title, newest first."""
        async with self._database.glancing() as connection:
            return await read_current(connection, user_id)

    async def history(
        self, user_id: int, *, title_id: str | None = None, limit: int | None = None
    ) -> list[HistoryEntry]:
        """Return what the person ever said (of one title), newest first, with what was taken back."""
        async with self._database.reading() as connection:
            return await read_history(connection, user_id, title_id=title_id, limit=limit)

    async def undo(self, user_id: int) -> Undone:
        """Take back the last thing the person did: what they said of titles at one time, or to their watchlist.

        What was said at one time, as by an import, goes as a whole.
        """
        newest = (
            select(verdicts.c.at)
            .where(verdicts.c.user_id == user_id, verdicts.c.retracted_at.is_(None))
            .order_by(verdicts.c.id.desc())
            .limit(1)
        )
        async with self._database.writing() as connection:
            said_at = (await connection.execute(newest)).scalar_one_or_none()
            change = await newest_change(connection, user_id)
            if change is not None and (said_at is None or change[0] > said_at):
                listed_at, number, is_added = change
                if not is_added:
                    back = await put_back(connection, user_id, left_watchlist.c.id == number)
                    return Undone(listed=tuple(back))
                said_at = listed_at
            if said_at is None:
                return Undone()
            return await take_back_said_at(connection, user_id, said_at, self._clock())

    async def retract(self, user_id: int, title_id: str, kind: VerdictKind | None = None) -> Verdict | None:
        """Take back all the person said about a title, or only `kind`; return what stood, None if nothing did.

        Of another kind than what stands nothing is taken back.
        """
        async with self._database.writing() as connection:
            standing = await read_current(connection, user_id, title_id)
            if not standing or kind not in (None, standing[0].kind):
                return None
            mine = [verdicts.c.user_id == user_id, verdicts.c.title_id == title_id]
            if kind is not None:
                mine.append(verdicts.c.verdict == kind.value)
            now = self._clock()
            await connection.execute(
                update(verdicts).where(*mine, verdicts.c.retracted_at.is_(None)).values(retracted_at=now)
            )
            await announce(connection, user_id, [title_id], now)
            await relist(connection, user_id)
        return standing[0]

    async def pages(self, size: int = 1000) -> AsyncIterator[list[Verdict]]:
        """Go through every person's current verdicts, oldest first, at most `size` at a time.

        No transaction stays open between pages. What changes meanwhile is in the outbox.
        """
        last = 0
        while True:
            query = (
                select(*AS_SAID, verdicts.c.id)
                .where(IS_CURRENT, verdicts.c.id > last)
                .order_by(verdicts.c.id)
                .limit(size)
            )
            async with self._database.reading() as connection:
                rows = (await connection.execute(query)).all()
            if not rows:
                return
            last = rows[-1].id
            yield [verdict_of(row) for row in rows]


def _follow(
    user_id: int, said: Iterable[Said], latest: Sequence[Verdict], at: datetime
) -> tuple[dict[str, Verdict], list[Verdict]]:
    """Return what stands on each title once all is said, and what of it has to be added."""
    opinions = {verdict.title_id: verdict for verdict in latest if verdict.kind.is_opinion}
    sightings = {verdict.title_id: verdict for verdict in latest if not verdict.kind.is_opinion}
    added: list[Verdict] = []
    for title, kind, note in said:
        of_its_sort = opinions if kind.is_opinion else sightings
        before = of_its_sort.get(title.title_id)
        # The same without a note says nothing new, and takes no note away.
        if before is not None and before.kind == kind and note in ("", before.note):
            continue
        verdict = Verdict(user_id, title.title_id, title.title, title.year, kind, note, at)
        of_its_sort[title.title_id] = verdict
        added.append(verdict)
    return sightings | opinions, added
