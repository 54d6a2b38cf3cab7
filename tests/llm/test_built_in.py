"""The built-in writer over the shipped catalogue: every sentence is one a person could have written."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue.loader import load_shipped
from bot.domain.shortlist import Candidate
from bot.domain.text import fold
from bot.domain.title import GENRES, Kind, Title
from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.wish import Wish
from bot.llm.built_in import FEWEST_WORDS, MOST_WORDS, reasons_for
from bot.llm.phrases import is_pleasant, kind_of, plural_of, themes_among, two_of, with_article

SHIPPED = Path(__file__).parents[2] / "data" / "catalogue"


@pytest.fixture(scope="module")
def titles() -> list[Title]:
    return load_shipped(SHIPPED)


def liked(title: Title) -> Verdict:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Verdict(1, title.title_id, title.title, title.year, VerdictKind.LIKED, "", at)


def answers(titles: list[Title], count: int) -> list[tuple[list[Candidate], Wish, dict[str, Title]]]:
    """Make up answers of 20 candidates: with and without likes, wishes, people, years and examples."""
    chance = random.Random(11)
    made = []
    for n in range(count):
        chosen = chance.sample(titles, 20)
        likes = chance.sample(titles, n % 4)
        words = [word for title in chosen[:3] for word in (*title.keywords[:4], *title.genres[:1])]
        asked = chance.sample(words, n % 5)
        wish = Wish(
            text=" ".join(asked),
            asked=" ".join(asked),
            people=tuple(chosen[0].directors[:1]) if n % 3 == 0 else (),
            years=((1980, 2005),) if n % 5 == 0 else (),
            runtime=(0, 110) if n % 7 == 0 else None,
            like=tuple(title.title_id for title in likes[:1]) if n % 6 == 0 else (),
        )
        candidates = [
            Candidate(
                title,
                1.0,
                matched=tuple(word for word in asked if word in (*title.keywords, *title.genres)),
                near_likes=tuple((liked(like), chance.uniform(0.3, 0.7)) for like in likes),
            )
            for title in chosen
        ]
        made.append((candidates, wish, {like.title_id: like for like in likes}))
    return made


def test_every_sentence_is_whole_of_a_good_length_and_well_formed(titles: list[Title]) -> None:
    for candidates, wish, likes in answers(titles, 120):
        for title_id, reason in reasons_for(candidates, wish, likes).items():
            assert FEWEST_WORDS <= len(reason.split()) <= MOST_WORDS, (title_id, reason)
            assert re.fullmatch(r"[^\W_].*[^ ,;:]\.", reason), (title_id, reason)
            assert "  " not in reason
            assert not re.search(
                r"\b[Aa] [aeio]|\b[Aa]n [^aeiouAEIOU8]|\b([a-z]+) \1\b| ,|\.\.|\bNone\b", reason
            ), reason


def test_no_two_of_one_answer_are_built_alike(titles: list[Title]) -> None:
    for candidates, wish, likes in answers(titles, 60):
        reasons = list(reasons_for(candidates, wish, likes).values())[:5]
        names = {name for c in candidates[:5] for name in (*c.title.directors, *c.title.actors)}
        names |= {title.title for title in likes.values()}
        openings = []
        for reason in reasons:
            for name in names:
                reason = reason.replace(name, "NAME")
            openings.append(" ".join(reason.split()[:2]))
        # “A slow …” and “A tense …” begin alike but are not; four of five must differ even so.
        assert len(set(openings)) >= 4, reasons


def test_no_sentence_repeats_the_description(titles: list[Title]) -> None:
    for candidates, wish, likes in answers(titles, 40):
        reasons = reasons_for(candidates, wish, likes)
        for candidate in candidates:
            told = fold(reasons[candidate.title.title_id]).split()
            described = fold(candidate.title.description)
            runs = [" ".join(told[i : i + 5]) for i in range(len(told) - 4)]
            assert not [run for run in runs if run in described]


def test_a_like_is_not_named_in_every_sentence(titles: list[Title]) -> None:
    like = next(title for title in titles if title.title_id == "arrival-2016")
    near = [Candidate(t, 1.0, near_likes=((liked(like), 0.6),)) for t in titles[200:206]]
    reasons = list(reasons_for(near, Wish(), {like.title_id: like}).values())
    named = [like.title in reason for reason in reasons]
    assert named[0] is True
    assert sum(named[:4]) <= 2


def test_what_is_shared_with_a_like_is_told(titles: list[Title]) -> None:
    by_id = {title.title_id: title for title in titles}
    like, title = by_id["arrival-2016"], by_id["contact-1997"]
    reason = reasons_for(
        [Candidate(title, 1.0, near_likes=((liked(like), 0.7),))], Wish(), {like.title_id: like}
    )[title.title_id]
    shared = set(title.keywords) & set(like.keywords)
    assert "Arrival" in reason
    assert any(word in reason for word in shared)


def test_a_far_like_and_one_the_catalogue_has_lost_are_not_built_upon(titles: list[Title]) -> None:
    far, title = titles[0], titles[1]
    lone = reasons_for([Candidate(title, 1.0, near_likes=((liked(far), 0.31),))], Wish(), {far.title_id: far})
    assert far.title not in lone[title.title_id]
    lost = reasons_for([Candidate(title, 1.0, near_likes=((liked(far), 0.7),))], Wish(), {})
    assert far.label in lost[title.title_id]


def test_the_example_of_the_wish_comes_before_what_was_liked(titles: list[Title]) -> None:
    by_id = {title.title_id: title for title in titles}
    heat, moon, title = by_id["heat-1995"], by_id["moon-2009"], by_id["infernal-affairs-2002"]
    wish = Wish(text="like Heat", like=("heat-1995",))
    near = Candidate(title, 1.0, near_likes=((liked(moon), 0.6),))
    reason = reasons_for([near], wish, {"heat-1995": heat, "moon-2009": moon})[title.title_id]
    assert "Heat" in reason


def test_the_same_facts_give_the_same_sentences(titles: list[Title]) -> None:
    [(candidates, wish, likes)] = answers(titles, 1)
    assert reasons_for(candidates, wish, likes) == reasons_for(candidates, wish, likes)


def test_a_title_of_which_nothing_is_known_still_gets_a_sentence() -> None:
    bare = [
        Title("x", "X", 0),
        Title("y", "Y", 1999, genres=("drama",)),
        Title("z", "Z", 2001, kind=Kind.SERIES, keywords=("bo", "unknown word"), directors=("Some One",)),
    ]
    for wish in (Wish(), Wish(text="funny", asked="funny")):
        for reason in reasons_for([Candidate(title, 0.0) for title in bare], wish, {}).values():
            assert 5 <= len(reason.split()) <= MOST_WORDS
            assert reason.endswith(".")


def test_nobody_is_told_that_they_want_or_like_what_is_grim() -> None:
    title = Title(
        "g", "G", 2000, genres=("drama",), keywords=("bleak", "slavery", "genocide"), directors=("Some One",)
    )
    wish = Wish(text="a film about slavery", asked="slavery")
    for n in range(30):
        candidate = Candidate(title, 0.0, matched=("slavery",))
        again = [Candidate(Title(f"o{i}", "O", 2000), 0.0) for i in range(n)]
        reason = reasons_for([*again, candidate], wish, {})["g"]
        assert not re.search(r"wanted|drawn|drew|Trust", reason)


def test_themes_that_say_the_same_are_not_joined() -> None:
    assert two_of(["outer space", "space travel", "aliens"]) == ("outer space", "aliens")
    assert two_of(["a mother and her son", "grief"]) == ("a mother and her son",)
    assert two_of(["grief", "a mother and her son", "memory"]) == ("grief", "memory")
    assert two_of([]) == ()


def test_phrases_take_the_right_article_and_plural() -> None:
    assert (with_article("eerie drama"), with_article("tense drama")) == ("an eerie drama", "a tense drama")
    assert themes_among(["heist", "grief", "unheard of", "grief"]) == ["a heist", "grief"]
    assert is_pleasant(["grief"])
    assert not is_pleasant(["grief", "slavery"])
    assert plural_of("love story") == "love stories"
    assert plural_of("film full of music") == "films full of music"
    for genre in GENRES:
        for kind in Kind:
            named = kind_of(Title("t", "T", 2000, kind, genres=(genre,)))
            assert plural_of(named).split(" full")[0].endswith("s")
            assert not plural_of(named).endswith("ys")
