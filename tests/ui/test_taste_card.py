"""The picture of a person's taste."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime

import pytest
from PIL import Image

from bot.catalogue.loader import load_shipped
from bot.domain.taste_profile import Share, TasteProfile, Telling, profile_of, usual_moods
from bot.domain.verdict import Verdict, VerdictKind
from bot.settings import SHIPPED_CATALOGUE
from bot.ui.taste_card import HEIGHT, WIDTH, alternative_text, draw_card
from bot.ui.taste_letters import clipped, drawable, font, wrapped

EMPTY = TasteProfile(1, 0, 0, (), (), (), (), ())


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.fixture(scope="module")
def profile() -> TasteProfile:
    titles = load_shipped(SHIPPED_CATALOGUE)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    verdicts = [
        Verdict(1, title.title_id, title.title, title.year, VerdictKind.LIKED, "", at) for title in titles
    ]
    by_id = {title.title_id: title for title in titles}
    return profile_of(verdicts, by_id.get, usual_moods(titles))


def test_the_picture_is_small_enough_for_a_chat_and_drawn_within_a_second(profile: TasteProfile) -> None:
    draw_card(profile, "Ana")  # the letters are read once
    began = time.monotonic()
    data = draw_card(profile, "Ana")
    seconds = time.monotonic() - began

    picture = opened(data)
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(data) < 500_000
    assert seconds < 1.0


@pytest.mark.parametrize(
    "name", ["", "小林", "🍿" * 40, "Żółć", "W" * 300, "\u202ebackwards\n\x00", "@everyone"]
)
def test_any_name_can_be_drawn(profile: TasteProfile, name: str) -> None:
    assert opened(draw_card(profile, name)).size == (WIDTH, HEIGHT)
    assert len(alternative_text(profile, name)) <= 1000


def test_one_like_of_which_nothing_is_known_is_a_picture_too() -> None:
    assert opened(draw_card(EMPTY, "Ana")).size == (WIDTH, HEIGHT)
    assert alternative_text(EMPTY, "Ana") == "The taste of Ana: 1 loved."


def test_extreme_figures_stay_inside_the_picture() -> None:
    many = tuple(Share(f"1{n}00s", 1.0) for n in range(9))
    wide = tuple(Share("W" * 60, 1.0) for _ in range(4))
    likes = tuple(Telling("W" * 200, "w" * 200) for _ in range(5))
    assert opened(draw_card(TasteProfile(10**6, 1, 1, wide, many, wide, wide, likes), "A")).size == (
        WIDTH,
        HEIGHT,
    )


def test_the_text_says_what_the_picture_shows(profile: TasteProfile) -> None:
    text = alternative_text(profile, "Ana")

    assert text.startswith(f"The taste of Ana: {profile.liked} loved. Genres: drama ")
    for label in ("Decades: 2010s", "Countries: United States", "Moods: ", "The likes that say most: "):
        assert label in text


def test_letters_that_are_not_there_lose_their_accents_or_go() -> None:
    assert drawable("Amélie Żółć Ångström") == "Amélie Żółć Ångström"
    assert drawable("fǐne ７ 小林 🍿 film") == drawable("fǐne 7 film")


def test_lines_are_cut_where_the_room_ends() -> None:
    letters = font("Semibold", 20)
    lines = wrapped("The Assassination of Jesse James by the Coward Robert Ford (2007)", letters, 170, 2)

    assert len(lines) == 2
    assert all(letters.getlength(line) <= 170 for line in lines)
    assert lines[1].endswith("…")
    assert clipped("short", letters, 170) == "short"
