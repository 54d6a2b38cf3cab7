"""What imports leave in the store: once, beside what was said meanwhile, and gone again as a whole."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.domain.imported import Decision, ImportedRow, Said
from bot.domain.title import Title
from bot.domain.verdict import VerdictKind
from bot.storage.database import Database
from bot.storage.imports import ImportStore
from bot.storage.outbox import Outbox
from bot.storage.verdicts import VerdictStore
from bot.storage.watchlist import WatchlistStore

ANA, BEN = 1, 2
AT = datetime(2024, 6, 1, 12, 0, 0, 123457, tzinfo=UTC)
TITLES = [Title(f"film-{number}", f"Film {number}", 2000) for number in range(1000)]


def rated(title: Title, share: float, note: str = "") -> Decision:
    return Decision(
        title, ImportedRow(title.title, Said.RATED, share=share, said_on=date(2023, 1, 1), note=note)
    )


def planned(title: Title) -> Decision:
    return Decision(title, ImportedRow(title.title, Said.PLANNED))


async def test_everything_is_kept_once_and_chroma_is_told(database: Database) -> None:
    store = ImportStore(database)
    decisions = [*(rated(title, 0.9) for title in TITLES[:600]), planned(TITLES[600])]
    assert await store.keep(ANA, decisions, AT) == decisions
    assert await store.keep(ANA, decisions, AT) == []
    assert await store.news(ANA, decisions) == []
    assert len(await VerdictStore(database).current(ANA)) == 600
    assert [item.title for item in await WatchlistStore(database).of(ANA)] == ["Film 600"]
    assert len(await Outbox(database).pending(10_000)) == 600


async def test_taking_back_restores_what_stood_and_touches_nobody_and_nothing_else(
    database: Database,
) -> None:
    store, verdicts, watchlist = ImportStore(database), VerdictStore(database), WatchlistStore(database)
    await verdicts.add(ANA, TITLES[0], VerdictKind.SEEN)
    await watchlist.add(ANA, TITLES[5])
    await store.keep(BEN, [rated(TITLES[0], 0.9), planned(TITLES[6])], AT)
    await store.keep(ANA, [rated(TITLES[0], 0.9), rated(TITLES[1], 0.1), planned(TITLES[6])], AT)
    await verdicts.add(ANA, TITLES[1], VerdictKind.LIKED)

    assert await store.take_back(ANA, AT) == 3
    assert await store.take_back(ANA, AT) == 0

    now = {verdict.title_id: verdict.kind for verdict in await verdicts.current(ANA)}
    assert now == {"film-0": VerdictKind.SEEN, "film-1": VerdictKind.LIKED}
    assert [item.title for item in await watchlist.of(ANA)] == ["Film 5"]
    assert len(await verdicts.current(BEN)) == 1
    assert len(await watchlist.of(BEN)) == 1


async def test_undo_takes_a_whole_import_back_with_what_it_did_to_the_watchlist(database: Database) -> None:
    store, verdicts, watchlist = ImportStore(database), VerdictStore(database), WatchlistStore(database)
    await watchlist.add(ANA, TITLES[0])
    now = datetime.now(UTC)
    await store.keep(ANA, [rated(title, 0.9) for title in TITLES[:40]], now)
    await store.keep(ANA, [planned(TITLES[40])], now)
    assert [item.title for item in await watchlist.of(ANA)] == ["Film 40"]

    assert (await verdicts.undo(ANA)).many == 41
    assert await verdicts.current(ANA) == []
    assert [item.title for item in await watchlist.of(ANA)] == ["Film 0"]
    assert await store.take_back(ANA, now) == 0


async def test_more_titles_than_a_statement_takes_at_once_come_back_to_the_watchlist(
    database: Database,
) -> None:
    store, watchlist = ImportStore(database), WatchlistStore(database)
    await watchlist.add_many(ANA, TITLES)
    await store.keep(ANA, [rated(title, 0.9) for title in TITLES], AT)
    assert await watchlist.of(ANA) == []
    await store.take_back(ANA, AT)
    assert len(await watchlist.of(ANA)) == len(TITLES)


async def test_what_was_tapped_after_the_file_was_shown_is_not_overruled(database: Database) -> None:
    store, verdicts = ImportStore(database), VerdictStore(database)
    news = await store.news(ANA, [rated(TITLES[0], 0.9)])
    await verdicts.add(ANA, TITLES[0], VerdictKind.DISLIKED)
    assert await store.keep(ANA, news, AT) == []
    [verdict] = await verdicts.current(ANA)
    assert verdict.kind is VerdictKind.DISLIKED


async def test_a_review_is_the_note_of_an_opinion_and_a_note_that_stands_is_not_lost(
    database: Database,
) -> None:
    store, verdicts = ImportStore(database), VerdictStore(database)
    await verdicts.add(ANA, TITLES[1], VerdictKind.LIKED, "the music")
    await store.keep(
        ANA, [rated(TITLES[0], 0.9, "so slow"), rated(TITLES[1], 0.9), rated(TITLES[2], 0.5, "meh")], AT
    )
    notes = {verdict.title_id: verdict.note for verdict in await verdicts.current(ANA)}
    assert notes == {"film-0": "so slow", "film-1": "the music", "film-2": ""}
