"""What led to a title."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from bot.domain.ports import Recollection, Vectors
from bot.domain.taste_profile import profile_of, usual_moods
from bot.domain.title import Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.why import shared_with, ties_to

AT = datetime(2026, 1, 1, tzinfo=UTC)
GLASS = Title("glass-2001", "Glass", 2001, genres=("drama", "mystery"), directors=("A. Maker",),
              keywords=("measured", "eerie", "lighthouse"), countries=("FR",))  # fmt: skip
TIDE = Title("tide-2004", "Tide", 2004, genres=("drama",), directors=("A. Maker",),
             keywords=("measured", "eerie", "lighthouse"), countries=("FR", "GB"))  # fmt: skip
RACE = Title(
    "race-1988", "Race", 1988, genres=("action",), keywords=("brisk", "thrilling"), countries=("US",)
)
TITLES = {title.title_id: title for title in (GLASS, TIDE, RACE)}


def said(title: Title, kind: VerdictKind = VerdictKind.LIKED, note: str = "") -> Verdict:
    return Verdict(1, title.title_id, title.title, title.year, kind, note, AT)


def unit(*values: float) -> Vectors:
    vector = np.array(values, np.float32)
    scaled: Vectors = vector / np.linalg.norm(vector)
    return scaled


def test_makers_and_themes_are_named_before_moods_and_genres_and_the_usual_pace_never() -> None:
    assert shared_with(GLASS, TIDE) == ("A. Maker", "lighthouse", "eerie")
    assert shared_with(GLASS, RACE) == shared_with(GLASS, None) == ()


def test_the_nearest_likes_are_told_and_dislikes_are_not() -> None:
    verdicts = (said(TIDE), said(RACE), said(Title("x", "X", 1999), VerdictKind.DISLIKED))
    vectors = np.stack([unit(1, 0.2), unit(0, 1), unit(1, 0)])
    [tie] = ties_to(GLASS, unit(1, 0), Recollection(verdicts, vectors), TITLES.get)
    assert (tie.verdict.title_id, round(tie.cosine, 2)) == ("tide-2004", 0.98)


def test_without_vectors_what_is_shared_still_tells() -> None:
    recollection = Recollection((said(RACE), said(TIDE)), np.zeros((2, 1), np.float32))
    for vector in (None, unit(1, 0)):
        [tie] = ties_to(GLASS, vector, recollection, TITLES.get)
        assert (tie.verdict.title_id, tie.cosine) == ("tide-2004", 0.0)


def test_a_profile_counts_likes_only_and_names_countries_and_gaps_between_decades() -> None:
    verdicts = [
        said(GLASS),
        said(TIDE),
        said(Title("by-name:x-1", "X", 1985)),
        said(RACE, VerdictKind.DISLIKED),
    ]
    profile = profile_of(verdicts, TITLES.get, usual_moods(list(TITLES.values())))

    assert (profile.liked, profile.disliked, profile.seen) == (3, 1, 0)
    assert [share.name for share in profile.genres] == ["drama", "mystery"]
    assert [(share.name, round(share.share, 2)) for share in profile.decades] == [
        ("1980s", 0.33), ("1990s", 0.0), ("2000s", 0.67),
    ]  # fmt: skip
    assert [share.name for share in profile.countries] == ["France", "Britain"]
    assert [share.name for share in profile.moods] == ["eerie"]
    assert {telling.label for telling in profile.telling} == {"Glass (2001)", "Tide (2004)"}
    assert profile.telling[0].says == "eerie drama"


def test_a_profile_of_names_alone_shows_them() -> None:
    profile = profile_of([said(Title("by-name:x-1", "X", 0))], TITLES.get, {})

    assert [telling.label for telling in profile.telling] == ["X"]
    assert profile.genres == profile.decades == profile.moods == profile.countries == ()
