"""An answer as one message: within Discord's limits, in its form, and without a jump."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.recommendation import Answer, Author, Recommendation, Status
from bot.domain.title import Kind, Title
from bot.ui.cards import MESSAGE_CHARACTERS, REPLACED, Stage, interrupted, message_of, with_cards
from tests.ui.discord_markdown import constructs_in
from tests.ui.test_markup import HOSTILE

LONG = st.one_of(HOSTILE, st.text(max_size=400), st.just("long words " * 60), st.just("x" * 500))
TITLES = st.builds(
    Title,
    title_id=st.just("id"),
    title=LONG.filter(str.strip),
    year=st.sampled_from([0, 1927, 2024]),
    kind=st.sampled_from(Kind),
    genres=st.lists(st.sampled_from(["drama", "science fiction"]), max_size=2).map(tuple),
    description=LONG,
    runtime=st.one_of(st.none(), st.integers(1, 400)),
)
ITEMS = st.builds(
    Recommendation,
    title=TITLES,
    why=LONG,
    fallback=LONG,
    author=st.sampled_from(Author),
    confidence=st.just(0.5),
)
ANSWERS = st.builds(
    Answer,
    request=LONG,
    recommendations=st.lists(ITEMS, max_size=10).map(tuple),
    engine=st.sampled_from(["ollama:llama3.1:8b", "openai:" + "m" * 200, "built_in"]),
    notices=st.lists(LONG, max_size=3).map(tuple),
    trouble=LONG,
)
FAILURE = "Something broke on my side (ref `0a1b2c`)."
LINE = re.compile(r"(-# |> |\*\*\d+\. |)(.*?)(\*\*(?: \(\d{4}\))?|)")


@settings(deadline=None, max_examples=60)
@given(ANSWERS, st.sampled_from(Stage), st.integers(0, 12))
def test_it_fits_into_one_message_and_nothing_in_it_is_markup_but_ours(
    answer: Answer, stage: Stage, ahead: int
) -> None:
    content = message_of(answer, stage, ahead=ahead, failure=FAILURE)

    assert len(content) <= MESSAGE_CHARACTERS
    for line in content.replace("`0a1b2c`", "").split("\n"):
        framed = LINE.fullmatch(line)
        assert framed
        assert constructs_in(framed[2], at_start=not framed[1] or framed[1] == "> ") == []
        assert framed[1].startswith("**") == framed[3].startswith("**")


@settings(deadline=None, max_examples=60)
@given(ANSWERS)
def test_only_reasons_and_the_last_line_change_while_it_is_written(answer: Answer) -> None:
    bare = replace(answer, recommendations=tuple(replace(item, why="") for item in answer.recommendations))
    if not answer.recommendations:
        return

    def fixed(content: str) -> list[str]:
        return [line for line in content.split("\n")[:-1] if not line.startswith("> ")]

    before = message_of(bare, Stage.WRITING, ahead=3)
    during = message_of(answer, Stage.WRITING)
    after = message_of(answer, Stage.DONE)

    assert fixed(before) == fixed(during)
    assert [line for line in fixed(after) if line] == [line for line in fixed(during) if line]
    assert before.count("\n> …") == len(answer.recommendations)


def answer_of(count: int) -> Answer:
    title = Title(
        "t", "The Long Goodbye", 1973, genres=("crime", "drama"), runtime=112, description="A " * 90
    )
    item = Recommendation(
        title, why="You liked Chinatown: " + "the same sour sunshine " * 9, author=Author.MODEL
    )
    return Answer("noir", (item,) * count, engine="ollama:llama3.1:8b").settled()


@pytest.mark.parametrize(("count", "facts", "described"), [(1, 1, 1), (4, 4, 4), (5, 5, 0), (10, 0, 0)])
def test_a_long_list_gives_up_descriptions_first_and_facts_next_in_every_card_alike(
    count: int, facts: int, described: int
) -> None:
    content = message_of(answer_of(count), Stage.DONE)

    assert content.count("-# film · crime, drama · 112 min") == facts
    assert content.count(" — ") == described
    reasons = re.findall(r"^> (.*)", content, flags=re.MULTILINE)
    assert len(reasons) == count
    assert min(map(len, reasons)) >= 80


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        (Stage.WRITING, "✍️ llama3.1:8b is writing …"),
        (Stage.DONE, "Reasons written by llama3.1:8b"),
        (Stage.STOPPED, "⏹️ Stopped"),
        (Stage.LATE, "⏹️ The language model took too long"),
        (Stage.INTERRUPTED, "⏹️ A restart cut this off; Retry asks again"),
        (Stage.FAILED, f"⚠️ {FAILURE} The titles stand."),
    ],
)
def test_the_last_line_says_how_far_it_is(stage: Stage, says: str) -> None:
    assert message_of(answer_of(2), stage, failure=FAILURE).split("\n")[-1] == f"-# {says}"


@pytest.mark.parametrize(("ahead", "says"), [(1, "1 request before yours"), (3, "3 requests before yours")])
def test_who_waits_is_told_for_how_many(ahead: int, says: str) -> None:
    assert f"-# ⏳ {says} …" in message_of(answer_of(2), Stage.WRITING, ahead=ahead)


def test_the_built_in_writer_signs_what_it_wrote() -> None:
    model, built_in = answer_of(2).recommendations
    built_in = replace(built_in, author=Author.NOBODY, fallback="Crime and drama.")
    some = replace(answer_of(2), recommendations=(model, built_in)).settled()
    none = replace(answer_of(2), recommendations=(built_in, built_in), trouble="The model is away.").settled()

    assert "1 of 2 reasons by llama3.1:8b, the rest by the built-in writer" in message_of(some, Stage.DONE)
    assert message_of(none, Stage.DONE).endswith("-# Reasons by the built-in writer · The model is away.")


def test_an_answer_without_titles_is_its_notice() -> None:
    nothing = Answer("noir", (), notices=("There is nothing left.",))

    assert message_of(nothing, Stage.DONE) == "-# “noir”\nThere is nothing left."


def test_a_message_that_was_cut_off_says_so_and_no_longer_looks_as_if_anybody_wrote_it() -> None:
    whole = (
        "-# “comedy”\n\n**1. One** (1999)\n> Because you laugh.\n\n**2. Two**\n> You liked the fir\n\n"
        "**3. Three**\n> …\n\n-# ✍️ llama3.1:8b is writing …"
    )

    assert interrupted(whole) == (
        "-# “comedy”\n\n**1. One** (1999)\n> Because you laugh.\n\n**2. Two**\n> You liked the fir …\n\n"
        "**3. Three**\n\n-# ⏹️ A restart cut this off; Retry asks again"
    )
    assert interrupted("", is_loading=True) == "-# ⏹️ A restart cut this off; Retry asks again"


def test_a_message_that_was_whole_is_left_as_it_is() -> None:
    assert interrupted("**1. One** (1999)\n\n-# Reasons written by llama3.1:8b") is None
    assert interrupted("") is None


@given(st.lists(ITEMS, min_size=1, max_size=10), LONG, st.data())
def test_a_new_card_takes_the_place_of_one_and_moves_no_other(
    items: list[Recommendation], request: str, data: st.DataObject
) -> None:
    answer = Answer(request, tuple(items), engine="ollama:llama3.1:8b").settled()
    content = message_of(answer, Stage.DONE)
    place = data.draw(st.integers(0, len(items) - 1))
    new = replace(data.draw(ITEMS), why="It fits.", author=Author.BUILT_IN)
    now = [*answer.recommendations[:place], new, *answer.recommendations[place + 1 :]]

    replaced = with_cards(content, now)

    assert len(replaced) <= MESSAGE_CHARACTERS
    expected = message_of(replace(answer, recommendations=tuple(now)), Stage.DONE)
    assert (
        replaced.split("\n\n")[:-1] == expected.split("\n\n")[:-1]
        or new.title.label == items[place].title.label
    )
    assert with_cards(replaced, now) == replaced


def test_cards_that_show_their_titles_already_are_left_as_they_are() -> None:
    items = tuple(Recommendation(Title(f"t{n}", f"Film {n}", 2000), f"Reason {n}.") for n in range(4))
    answer = replace(
        Answer("a wish", items, engine="ollama:llama3.1:8b"),
        recommendations=tuple(replace(item, author=Author.MODEL) for item in items),
        status=Status.COMPLETE,
    )
    content = message_of(answer, Stage.DONE)
    assert with_cards(content, [replace(item, why="Another.") for item in items]) == content

    new = Recommendation(Title("new", "Another", 1999), "Because.", author=Author.BUILT_IN)
    replaced = with_cards(content, [items[0], new, *items[2:]])
    assert replaced.endswith(f"-# Reasons written by llama3.1:8b{REPLACED}")
    assert "Film 1" not in replaced
    assert with_cards(replaced, [new, new, *items[2:]]).count(REPLACED) == 1


def test_a_message_without_cards_stays_what_it_is() -> None:
    item = Recommendation(Title("new", "Another", 1999))
    assert with_cards("-# something else", [item]) == "-# something else"
    assert with_cards("", [item]) == ""
