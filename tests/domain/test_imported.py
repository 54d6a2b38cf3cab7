"""What an import makes of ratings, of several words on one title, and of what is known already."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.imported import Decision, ImportedRow, Mark, Said, decide, mark_of
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind

HEAT = Title("heat-1995", "Heat", 1995)
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


def row(said: Said, share: float | None = None, said_on: date | None = None) -> ImportedRow:
    return ImportedRow("Heat", said, 1995, share=share, said_on=said_on)


def standing(kind: VerdictKind) -> Verdict:
    return Verdict(1, "heat-1995", "Heat", 1995, kind, "", NOON)


@pytest.mark.parametrize(
    ("rating", "most", "mark"),
    [
        (5, 5, "liked"), (3.5, 5, "liked"), (3, 5, "seen"), (2.5, 5, "seen"), (2, 5, "disliked"), (0.5, 5, "disliked"),
        (10, 10, "liked"), (7, 10, "liked"), (6, 10, "seen"), (5, 10, "seen"), (4, 10, "disliked"), (1, 10, "disliked"),
    ],
)  # fmt: skip
def test_a_rating_becomes_a_verdict_by_its_share_of_the_scale(rating: float, most: float, mark: str) -> None:
    assert mark_of(Said.RATED, rating / most) is Mark(mark)


@pytest.mark.parametrize(
    ("rows", "mark"),
    [
        ([row(Said.WATCHED), row(Said.RATED, 0.9)], Mark.LIKED),
        ([row(Said.RATED, 0.9), row(Said.WATCHED)], Mark.LIKED),
        ([row(Said.PLANNED), row(Said.WATCHED)], Mark.SEEN),
        ([row(Said.HEARTED), row(Said.RATED, 0.2, date(2024, 1, 1))], Mark.LIKED),
        ([row(Said.RATED, 0.9, date(2024, 1, 1)), row(Said.RATED, 0.2, date(2023, 1, 1))], Mark.LIKED),
        ([row(Said.RATED, 0.9, date(2023, 1, 1)), row(Said.RATED, 0.2, date(2024, 1, 1))], Mark.DISLIKED),
    ],
    ids=["rated over watched", "in any order", "watched over planned", "a heart", "newest", "newest last"],
)
def test_of_several_words_on_a_title_the_strongest_counts_then_the_newest(
    rows: list[ImportedRow], mark: Mark
) -> None:
    [decision] = decide((HEAT, one) for one in rows)
    assert decision.mark is mark


@pytest.mark.parametrize(
    ("said", "stands", "news"),
    [
        (row(Said.WATCHED), None, True),
        (row(Said.WATCHED), VerdictKind.LIKED, False),
        (row(Said.WATCHED), VerdictKind.SEEN, False),
        (row(Said.RATED, 0.9, date(2020, 1, 1)), VerdictKind.SEEN, True),
        (row(Said.RATED, 0.9, date(2020, 1, 1)), VerdictKind.LIKED, False),
        (row(Said.RATED, 0.9, date(2020, 1, 1)), VerdictKind.DISLIKED, False),
        (row(Said.RATED, 0.9, date(2024, 6, 2)), VerdictKind.DISLIKED, True),
        (row(Said.RATED, 0.9), VerdictKind.DISLIKED, False),
        (row(Said.RATED, 0.5, date(2024, 6, 2)), VerdictKind.LIKED, False),
        (row(Said.RATED, 0.5, date(2024, 6, 2)), VerdictKind.DISLIKED, False),
        (row(Said.PLANNED), None, True),
        (row(Said.PLANNED), VerdictKind.SEEN, False),
    ],
)
def test_an_import_overrules_only_what_was_said_before_it(
    said: ImportedRow, stands: VerdictKind | None, news: bool
) -> None:
    decision = Decision(HEAT, said)
    assert decision.is_news(standing(stands) if stands is not None else None) is news


def test_what_is_on_the_watchlist_is_not_put_there_again() -> None:
    assert not Decision(HEAT, row(Said.PLANNED)).is_news(None, planned=True)
