"""What is known of a person fits into one message a page, whatever they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.verdict import Verdict, VerdictKind
from bot.domain.why import Tie
from bot.services.past import Asked, Led, Said, Why
from bot.ui.markup import escaped, unescaped
from bot.ui.taste_list import (
    ENTRIES_A_PAGE,
    NOTHING_ASKED,
    NOTHING_HAPPENED,
    NOTHING_PLANNED,
    NOTHING_YET,
    happened_until,
    history_page,
    taste_page,
    watchlist_page,
    why_message,
)  # fmt: skip
from bot.ui.taste_unknown import unknown_message
from tests.ui.discord_markdown import constructs_in
from tests.ui.test_markup import HOSTILE

AT = datetime(2026, 1, 1, tzinfo=UTC)
LONG = st.one_of(HOSTILE, st.just("a long name " * 40))
VERDICTS = st.builds(
    Verdict,
    user_id=st.just(1),
    title_id=st.sampled_from(["id", "by-name:id"]),
    title=LONG,
    year=st.sampled_from([0, 1999]),
    kind=st.sampled_from(VerdictKind),
    note=st.one_of(HOSTILE, st.just("words " * 90)),
    at=st.just(AT),
)


@dataclass
class Planned:
    title: str
    title_id: str = "id"
    year: int = 0
    at: datetime = AT

    @property
    def label(self) -> str:
        return self.title


@settings(deadline=None, max_examples=60)
@given(st.lists(VERDICTS, min_size=1, max_size=35))
def test_every_page_fits_and_shows_names_and_notes_letter_by_letter(verdicts: list[Verdict]) -> None:
    lines = []
    number = 0
    while True:
        page = taste_page(verdicts, number)
        assert len(page.content) <= 1900  # a line about what was removed may stand above
        assert page.number == number
        lines += [line for line in page.content.split("\n") if line.startswith("- ")]
        if not page.has_next:
            break
        number += 1

    assert len(lines) == len(verdicts)
    for line in lines:
        name, _, note = line[2:].removesuffix(" · kept by name").partition(" — *")
        assert constructs_in(name) == []
        assert constructs_in(note.removesuffix("*"), at_start=False) == []


def test_a_page_beyond_the_last_is_the_last() -> None:
    verdicts = [Verdict(1, f"id-{n}", f"Name {n}", 1999, VerdictKind.LIKED, "", AT) for n in range(25)]
    page = taste_page(verdicts, 99_999)

    assert (page.number, len(page.entries), page.has_next, page.has_previous) == (2, 5, False, True)
    assert page.content.endswith("-# Page 3 of 3 · 25 titles")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.builds(Planned, title=HOSTILE), min_size=1, max_size=12))
def test_a_watchlist_fits_and_shows_names_letter_by_letter(planned: list[Planned]) -> None:
    page = watchlist_page(planned, 0)

    assert len(page.content) <= 1900
    for line in page.content.split("\n")[1:-1]:
        assert constructs_in(line[2:]) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(
    st.builds(Asked, at=st.just(AT), request=LONG, labels=st.lists(LONG, max_size=10).map(tuple)),
    st.builds(Said, at=st.just(AT), verdict=VERDICTS, is_taken_back=st.booleans()),
), max_size=30))  # fmt: skip
def test_a_page_of_the_past_fits_and_pings_nobody(happened: list[Asked | Said]) -> None:
    page = history_page(happened[: happened_until(1)], 1)

    assert len(page.content) <= 2000
    assert len(page.entries) <= ENTRIES_A_PAGE
    for line in page.content.split("\n")[1:]:
        said = line.removeprefix("- <t:1767225600:d> ")
        assert constructs_in(said, at_start=False) == []


def test_a_page_of_long_wishes_with_ten_titles_each_fits() -> None:
    asked = Asked(AT, "something slow and long " * 20, ("A Title That Is Rather Long (1999)",) * 10)

    assert len(history_page([asked] * ENTRIES_A_PAGE, 0).content) <= 2000


@settings(deadline=None, max_examples=60)
@given(
    LONG,
    st.lists(
        st.builds(
            Led,
            label=LONG,
            ties=st.lists(
                st.builds(Tie, verdict=VERDICTS, cosine=st.just(0.5), shared=st.lists(HOSTILE, max_size=3).map(tuple)),
                max_size=3,
            ).map(tuple),
        ),
        max_size=10,
    ),
    st.booleans(),
)  # fmt: skip
def test_why_fits_and_quotes_letter_by_letter(request: str, titles: list[Led], knows_taste: bool) -> None:
    content = why_message(Why(request, tuple(titles), knows_taste, disliked=3))

    assert len(content) <= 2000
    for line in content.split("\n"):
        if line.startswith("> "):
            assert constructs_in(line[2:], at_start=False) == []


@pytest.mark.parametrize(("count", "said"), [(1, "your dislike was"), (3, "your 3 dislikes was")])
def test_why_says_what_dislikes_do_and_no_more(count: int, said: str) -> None:
    content = why_message(Why("", (Led("Heat (1995)", ()),), knows_taste=True, disliked=count))

    assert f"What is close to {said} pushed down." in content


@settings(deadline=None, max_examples=100)
@given(HOSTILE)
def test_a_name_is_read_back_from_the_question_as_it_was_typed(name: str) -> None:
    plain = " ".join(name.split())
    content, _ = unknown_message(name, "liked", name)

    assert len(content) <= 2000
    assert unescaped(escaped(plain)) == unescaped(escaped(unescaped(escaped(plain))))


@pytest.mark.parametrize(
    "name", ["*a* [b](https://c.d) <@1> `e` f_g_h", "# 1. > - x", r"back\slash \* more", "@everyone"]
)
def test_what_was_escaped_comes_back_whole(name: str) -> None:
    assert unescaped(escaped(name)) == name


def test_nothing_known_says_what_to_do() -> None:
    assert taste_page([], 0).content == NOTHING_YET
    assert watchlist_page([], 3).content == NOTHING_PLANNED
    assert history_page([], 7).content == NOTHING_HAPPENED
    assert why_message(None) == NOTHING_ASKED
