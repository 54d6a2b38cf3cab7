"""What people say of titles: found, kept, taken back, handed out."""

from __future__ import annotations

import asyncio
import random
import time

import pytest

from bot.app.records import PersonRecords
from bot.catalogue.catalogue import Catalogue
from bot.domain.by_name import title_by_name
from bot.domain.errors import BadRequest, TitleAmbiguous, TitleNotFound
from bot.domain.title import Title
from bot.services import Library, People
from bot.services.people import NAME_CHARACTERS, NOTE_CHARACTERS
from tests.memory.samples import (
    ADA,
    BEN,
    DISLIKED,
    LIKED,
    ORBIT,
    SEEN,
    TAVERN,
)  # fmt: skip
from tests.services.people.conftest import TWICE, World


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
    people = People(library, world.store, PersonRecords(world.database), world.follower)
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
