"""What people say of titles, and the index that follows, over a real SQLite and a real Chroma."""

from __future__ import annotations

import asyncio
import inspect
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.catalogue import Catalogue
from bot.domain.by_name import title_by_name
from bot.domain.errors import BadRequest, StorageError, TitleAmbiguous, TitleNotFound
from bot.domain.ports import Vectors
from bot.domain.title import Title
from bot.memory.preferences import PreferenceMemory
from bot.services import Library, People
from bot.services.index_follower import IndexFollower
from bot.services.people import NAME_CHARACTERS, NOTE_CHARACTERS
from bot.storage.database import Database, open_database
from bot.storage.outbox import Outbox
from bot.storage.people import export_person, forget_person
from bot.storage.verdicts import VerdictStore
from tests.memory.samples import (
    ADA,
    BEN,
    DISLIKED,
    LIKED,
    ORBIT,
    SEEN,
    TAVERN,
    RandomEmbedder,
    film,
    memory_over,
)  # fmt: skip

TWICE = (Title("twice-1950", "Twice", 1950), Title("twice-2001", "Twice", 2001))
RETRY_SECONDS = 0.05


class SlowEmbedder(RandomEmbedder):
    """Takes its time, so that others come in between."""

    pause = 0.0

    async def embed(self, texts: Sequence[str]) -> Vectors:
        await asyncio.sleep(self.pause)
        return await super().embed(texts)

    embed_kept = embed


class FragileIndex(PreferenceMemory):
    """A memory whose Chroma can go away for a while, or not answer `until` something happens."""

    away = False
    until: asyncio.Event | None = None

    async def index(self, verdicts: Sequence[Any]) -> None:
        self._require()
        await super().index(verdicts)

    async def forget(self, user_id: int) -> None:
        self._require()
        if self.until is not None:
            await self.until.wait()
        await super().forget(user_id)

    def _require(self) -> None:
        if self.away:
            raise StorageError("Chroma is away.")


class Records:
    """All of one person's rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget(self, user_id: int) -> Mapping[str, int]:
        return await forget_person(self._database, user_id)

    async def export(self, user_id: int) -> dict[str, Any]:
        return await export_person(self._database, user_id)


@dataclass
class World:
    """One open Matinee, without models."""

    people: People
    follower: IndexFollower
    store: VerdictStore
    outbox: Outbox
    index: FragileIndex
    embedder: SlowEmbedder
    collection: Any
    database: Database

    def follower_anew(self) -> IndexFollower:
        """Return a follower as the next start would have it."""
        return IndexFollower(self.store, self.outbox, self.index, retry_seconds=RETRY_SECONDS)

    async def followed(self) -> bool:
        """Say that Chroma has been told of every change."""
        return await self.outbox.pending() == []

    def indexed(self, user_id: int) -> set[str]:
        """Return the titles of which Chroma has a row of this person's."""
        rows = self.collection.get(where={"user_id": user_id})["metadatas"]
        return {row["title_id"] for row in rows}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    library = Library.of(Catalogue.build([ORBIT, TAVERN, *TWICE]), 2026)
    embedder = SlowEmbedder()
    async with open_database(f"sqlite:///{tmp_path / 'matinee.sqlite3'}") as database:
        store, outbox = VerdictStore(database), Outbox(database)
        async with memory_over(tmp_path / "chroma", store, embedder) as (_, collections):
            index = FragileIndex(collections.current, embedder, store, library.get)
            follower = IndexFollower(store, outbox, index, retry_seconds=RETRY_SECONDS)
            people = People(library, store, Records(database), follower)
            yield World(people, follower, store, outbox, index, embedder, collections.current, database)


@pytest.fixture
async def following(world: World) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(world.follower.run())
    yield task
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def until(condition: Callable[[], bool | Awaitable[bool]], seconds: float = 30.0) -> None:
    latest = time.monotonic() + seconds
    while True:
        holds = condition()
        if await holds if inspect.isawaitable(holds) else holds:
            return
        assert time.monotonic() < latest, "it never came"
        await asyncio.sleep(0.01)


# -- titles and verdicts ----------------------------------------------------------------------------


async def test_a_title_is_found_by_the_name_people_use(world: World) -> None:
    assert await world.people.find("  orbit\nsong ") == ORBIT
    assert [title.title_id for title in await world.people.suggest("tav")] == [TAVERN.title_id]


async def test_a_name_that_means_nothing_or_several_is_asked_about(world: World) -> None:
    with pytest.raises(TitleAmbiguous, match=r"Twice \(2001\)|Twice \(1950\)") as ambiguous:
        await world.people.find("Twice")
    assert set(ambiguous.value.choices) == set(TWICE)
    for name in ("", " \n\t", "\ud800", "\x00"):
        with pytest.raises(BadRequest, match="Name a film or a series"):
            await world.people.find(name)
    with pytest.raises(TitleNotFound) as unknown:
        await world.people.find("qzx " * 1000)
    assert len(str(unknown.value)) < NAME_CHARACTERS + 60


async def test_a_note_is_kept_on_one_line_and_not_endlessly(world: World) -> None:
    verdict = await world.people.judge(ADA, ORBIT, LIKED, "  slow\n\tand\x1b[31m " + "quiet " * 200)
    assert verdict.note.startswith("slow and [31m quiet")
    assert len(verdict.note) <= NOTE_CHARACTERS
    assert verdict.note.endswith("…")
    assert await world.people.verdicts(ADA) == [verdict]


async def test_undo_says_what_it_took_back_and_what_stands_again(world: World) -> None:
    assert not await world.people.undo(ADA)
    await world.people.judge(ADA, ORBIT, SEEN)
    await world.people.judge(ADA, ORBIT, DISLIKED)
    [(taken, stands)] = (await world.people.undo(ADA)).verdicts
    assert (taken.kind, stands and stands.kind) == (DISLIKED, SEEN)
    [(taken, stands)] = (await world.people.undo(ADA)).verdicts
    assert (taken.kind, stands) == (SEEN, None)
    await world.follower.catch_up()
    assert world.indexed(ADA) == set()


async def test_what_was_removed_comes_back_as_it_stood_and_not_as_something_undone_before(
    world: World,
) -> None:
    await world.people.judge(ADA, ORBIT, LIKED, "the radio")
    await world.people.judge(ADA, ORBIT, DISLIKED)
    await world.people.undo(ADA)
    assert await world.people.put_back(ADA, ORBIT.title_id) is None  # something stands
    removed = await world.people.remove(ADA, ORBIT.title_id)
    assert removed is not None
    assert await world.people.remove(ADA, ORBIT.title_id) is None
    assert await world.people.put_back(BEN, ORBIT.title_id) is None

    back = await world.people.put_back(ADA, ORBIT.title_id)
    assert back is not None
    assert (back.kind, back.note) == (LIKED, "the radio")
    assert await world.people.put_back(ADA, ORBIT.title_id) is None


async def test_undoing_and_removing_at_once_takes_each_thing_back_once(world: World) -> None:
    said = [ORBIT, TAVERN, *TWICE]
    await asyncio.gather(*(world.people.judge(ADA, title, LIKED) for title in [*said, *said]))
    assert len(await world.people.verdicts(ADA)) == len(await world.people.history(ADA)) == 4

    undone = await asyncio.gather(*(world.people.undo(ADA) for _ in range(3)))
    assert len({taken.title_id for each in undone for taken, _ in each.verdicts}) == 3
    [left] = await world.people.verdicts(ADA)
    removed = await asyncio.gather(*(world.people.remove(ADA, left.title_id) for _ in range(3)))
    assert [verdict for verdict in removed if verdict is not None] == [left]
    back = await asyncio.gather(*(world.people.put_back(ADA, left.title_id) for _ in range(3)))
    assert any(verdict is not None for verdict in back)
    assert len(await world.people.verdicts(ADA)) == 1


async def test_a_name_that_the_person_keeps_is_found_again_for_them_alone(world: World) -> None:
    kept = title_by_name("The Unheard Of (2019)")
    await world.people.judge(ADA, kept, LIKED, "its light")

    assert (await world.people.find_for(ADA, "the unheard OF (2019)")).title_id == kept.title_id
    for text in ("The Unheard Of", "The Unheard Of (2018)"):
        with pytest.raises(TitleNotFound):
            await world.people.find_for(ADA, text)
    with pytest.raises(TitleNotFound):
        await world.people.find_for(BEN, "The Unheard Of (2019)")
    await world.follower.catch_up()
    assert world.embedder.texts[-1] == "The Unheard Of (2019). its light"


async def test_a_note_is_embedded_with_the_title(world: World) -> None:
    await world.people.judge(ADA, ORBIT, LIKED, "loved the slow pacing")
    await world.follower.catch_up()
    assert world.embedder.texts[-1] == f"{ORBIT.document} loved the slow pacing"


async def test_titles_complete_quickly_out_of_four_thousand(world: World) -> None:
    chance = random.Random(7)
    syllables = ["ka", "lo", "mer", "tin", "sol", "ve", "ra", "dun", "pha", "ster"]
    names = [
        " ".join("".join(chance.choices(syllables, k=chance.randint(1, 3))).title() for _ in range(3))
        for _ in range(4000)
    ]
    titles = [Title(f"t-{n}", name, 1950 + n % 70) for n, name in enumerate(names)]
    library = Library.of(Catalogue.build(titles), 2026)
    people = People(library, world.store, Records(world.database), world.follower)
    seconds = []
    for typed in [name[: chance.randint(1, 12)] for name in names[:60]] + ["misspeled kalomar", ""]:
        began = time.perf_counter()
        offered = await people.suggest(typed)
        seconds.append(time.perf_counter() - began)
        assert len(offered) <= 25

    assert sorted(seconds)[len(seconds) * 95 // 100] < 0.15


async def test_what_is_exported_is_all_there_is(world: World) -> None:
    await world.people.judge(ADA, ORBIT, LIKED, "the radio")
    exported = await world.people.export(ADA)
    (verdict,) = exported["verdicts"]
    assert exported["user_id"] == ADA
    assert set(verdict) == {"title_id", "title", "year", "verdict", "note", "at"}
    assert (verdict["title"], verdict["verdict"], verdict["note"]) == ("Orbit Song", "liked", "the radio")


# -- the index follows --------------------------------------------------------------------------------


async def test_the_index_follows_each_verdict_by_itself(world: World, following: asyncio.Task[None]) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    await world.people.judge(ADA, TAVERN, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id, TAVERN.title_id})
    await world.people.undo(ADA)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    await until(world.followed)


async def test_what_was_committed_before_the_process_died_is_indexed_at_the_next_start(world: World) -> None:
    await world.store.add(ADA, ORBIT, LIKED)
    assert world.indexed(ADA) == set()
    assert await world.follower_anew().catch_up() == 1
    assert world.indexed(ADA) == {ORBIT.title_id}
    assert await world.follower_anew().catch_up() == 0


async def test_an_index_that_fails_is_tried_again_and_nothing_is_lost(
    world: World, following: asyncio.Task[None], caplog: pytest.LogCaptureFixture
) -> None:
    world.embedder.broken = True
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: "lags behind" in caplog.text)
    await world.people.judge(ADA, TAVERN, LIKED)
    world.embedder.broken = False
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id, TAVERN.title_id})
    assert not following.done()


async def test_an_index_that_lost_rows_is_put_right_at_the_start(world: World) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(12)])
    await world.follower.bring_level()
    world.collection.delete(ids=[f"{ADA}:{film(number).title_id}" for number in (3, 8)])
    # As many rows again that the store knows nothing of: the numbers say nothing is wrong.
    await world.index.remember(BEN, ORBIT, LIKED)
    await world.index.remember(BEN, TAVERN, LIKED)
    world.embedder.texts.clear()

    await world.follower_anew().bring_level()
    assert world.indexed(ADA) == {film(number).title_id for number in range(12)}
    assert world.indexed(BEN) == set()
    assert len(world.embedder.texts) == 2


async def test_a_level_index_is_not_rebuilt(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(5)])
    await world.follower.catch_up()
    world.embedder.texts.clear()
    await world.follower_anew().bring_level()
    assert world.embedder.texts == []
    assert "rebuilt" not in caplog.text


async def test_a_start_whose_rebuild_fails_rebuilds_later(world: World) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(5)])
    await world.follower.catch_up()
    world.collection.delete(ids=[f"{ADA}:{film(2).title_id}"])
    world.embedder.broken = True
    task = asyncio.create_task(world.follower_anew().run())
    await asyncio.sleep(3 * RETRY_SECONDS)
    world.embedder.broken = False
    await until(lambda: len(world.indexed(ADA)) == 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_following_can_be_cancelled_at_any_moment_and_goes_on_from_there(world: World) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(200)])
    for delay in (0.0, 0.01, 0.05, 0.1, 0.2):
        task = asyncio.create_task(world.follower_anew().run())
        await asyncio.sleep(delay)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await world.follower_anew().bring_level()
    assert len(world.indexed(ADA)) == 200
    assert await world.outbox.pending() == []


# -- forgetting ---------------------------------------------------------------------------------------


async def test_a_forgotten_person_is_gone_from_the_store_and_the_index(world: World) -> None:
    for user in (ADA, BEN):
        await world.people.judge(user, ORBIT, LIKED, "mine")
    await world.follower.catch_up()
    deleted = await world.people.forget(ADA)
    assert deleted["verdicts"] == 1
    assert await world.people.verdicts(ADA) == []
    assert world.indexed(ADA) == set()
    assert world.indexed(BEN) == {ORBIT.title_id}
    assert await world.outbox.pending() == []


async def test_forgetting_needs_no_embedding_model(world: World) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await world.follower.catch_up()
    await world.store.add_many(BEN, [(film(number), LIKED, "") for number in range(700)])
    world.embedder.broken = True
    await world.people.forget(ADA)
    assert world.indexed(ADA) == set()
    assert {change.user_id for change in await world.outbox.pending(10_000)} == {BEN}


async def test_what_the_index_cannot_forget_now_it_forgets_when_it_is_back(
    world: World, following: asyncio.Task[None], caplog: pytest.LogCaptureFixture
) -> None:
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    world.index.away = True
    assert (await world.people.forget(ADA))["verdicts"] == 1
    assert "forgets later" in caplog.text
    world.index.away = False
    await until(lambda: world.indexed(ADA) == set())


async def test_an_index_that_hangs_keeps_nobody_waiting_to_be_forgotten(
    world: World, following: asyncio.Task[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.people.INDEX_SECONDS", 0.1)
    await world.people.judge(ADA, ORBIT, LIKED)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})
    world.index.until = asyncio.Event()

    assert (await asyncio.wait_for(world.people.forget(ADA), 5))["verdicts"] == 1
    assert await world.people.verdicts(ADA) == []

    world.index.until.set()
    await until(lambda: world.indexed(ADA) == set())


async def test_forgetting_waits_for_no_long_queue(world: World) -> None:
    await world.store.add_many(BEN, [(film(number), LIKED, "") for number in range(3000)])
    world.embedder.pause = 0.3
    await world.store.add(ADA, ORBIT, LIKED)
    task = asyncio.create_task(world.follower.run())
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    await world.people.forget(ADA)
    assert time.perf_counter() - began < 2.5  # thirty batches take longer
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2, 0.4])
async def test_nobody_comes_back_who_is_forgotten_while_the_index_is_rebuilt(
    world: World, delay: float
) -> None:
    await world.store.add_many(ADA, [(film(number), LIKED, "") for number in range(150)])
    await world.store.add_many(BEN, [(film(number), LIKED, "") for number in range(150)])
    await world.outbox.done(
        await world.outbox.pending(10_000)
    )  # followed once, then Chroma's folder was lost
    world.embedder.pause = 0.03
    task = asyncio.create_task(world.follower.run())
    await asyncio.sleep(delay)
    await world.people.forget(ADA)
    await world.people.judge(ADA, ORBIT, LIKED)  # and begins anew
    await until(lambda: len(world.indexed(BEN)) == 150)
    await until(lambda: world.indexed(ADA) == {ORBIT.title_id})

    await until(world.followed)
    assert world.indexed(ADA) == {ORBIT.title_id}
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_nobody_comes_back_who_is_forgotten_while_their_verdicts_are_followed(
    world: World, following: asyncio.Task[None]
) -> None:
    world.embedder.pause = 0.01
    for round_ in range(5):
        await world.store.add_many(ADA, [(film(number), LIKED, f"round {round_}") for number in range(40)])
        world.follower.wake()
        await asyncio.sleep(0.015 * round_)
        await world.people.forget(ADA)
    await until(world.followed)
    assert world.indexed(ADA) == set()


async def test_logs_name_ids_and_counts_but_nothing_a_person_wrote(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    await world.people.judge(ADA, ORBIT, LIKED, "my secret reason")
    await world.follower.catch_up()
    with pytest.raises(TitleNotFound):
        await world.people.find("my secret film")
    await world.people.forget(ADA)
    assert str(ADA) in caplog.text
    assert "secret" not in caplog.text
