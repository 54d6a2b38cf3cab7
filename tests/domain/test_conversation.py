"""What messages mean: a table of utterances by rules alone, and what must hold for any text."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.conversation import Meaning, ShownTitle, Standing, Topic
from bot.domain.conversation_names import Knowledge
from bot.domain.conversation_rules import read
from bot.domain.title import Kind
from bot.domain.wish import ANY_LATER, Wish
from bot.domain.wish_reader import understand
from bot.services.library import Library
from tests.domain.utterances import BELOW, FIRST, SCI_FI, SHOWN, SOLARIS, WISH, Leads


@pytest.fixture(scope="session")
def knowledge(library: Library) -> Knowledge:
    return Knowledge(library.vocabulary, library.resolver.resolve, library.get)


@pytest.fixture(scope="session")
def standing(library: Library) -> Standing:
    return Standing(
        wish=understand(WISH, library.vocabulary),
        texts=(WISH,),
        shown=tuple(ShownTitle(title_id, "A reason.") for title_id in SHOWN),
    )


def test_the_table_has_at_least_80_utterances() -> None:
    assert len(FIRST) + len(BELOW) >= 80


@pytest.mark.parametrize("text", FIRST)
def test_a_first_message_leads_to(text: str, knowledge: Knowledge) -> None:
    check(read(text, Standing(), knowledge), FIRST[text], Standing())


@pytest.mark.parametrize("text", BELOW)
def test_a_message_below_four_titles_leads_to(text: str, knowledge: Knowledge, standing: Standing) -> None:
    check(read(text, standing, knowledge), BELOW[text], standing)


def check(meaning: Meaning, leads: Leads, standing: Standing) -> None:
    """Assert that `meaning` is what the table says, all of it and no more."""
    assert {said.title.title_id: said.kind for said in meaning.verdicts} == leads.verdicts
    assert {(asks.topic, asks.title.title_id) for asks in meaning.questions} == set(leads.asks)
    assert tuple(each.name for each in meaning.unclear) == leads.unclear
    assert meaning.missing == leads.missing
    assert (meaning.starts_over, meaning.undoes) == (leads.starts_over, leads.undoes)
    assert meaning.small_talk == leads.talk
    assert meaning.is_sure
    assert (meaning.count, meaning.refines) == (leads.count, leads.refines)
    if leads.wish is None:
        assert meaning.wish is None
        return
    assert meaning.wish is not None
    check_wish(meaning.wish, leads, standing)


def check_wish(wish: Wish, leads: Leads, standing: Standing) -> None:
    wanted = dict(leads.wish or {})
    assert wish.count == wanted.pop("wish_count", None)
    assert {name: getattr(wish, name) for name in wanted} == wanted
    assert (set(SHOWN) <= set(wish.excluded)) == leads.hides_shown
    if leads.refines and standing.wish is not None:
        before = {group[0] for group in standing.wish.keywords}
        assert tuple(group[0] for group in wish.keywords if group[0] not in before) == leads.adds
        assert before <= {group[0] for group in wish.keywords}
        assert wish.text.startswith(WISH)
        # What nobody spoke of stays open.
        for name in ("kind", "years", "runtime", "people", "like", "countries", "era"):
            assert name in wanted or getattr(wish, name) == getattr(standing.wish, name), name


WORDS = st.sampled_from(
    "seen loved hated the second first third one it that all them like not no why what is about Heat arrival her up"
    " something else more lighter shorter , . ? ! and but or 3 2 instead only series undo start over again thanks hi".split()
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=120))
@example(text="it " * 160)
@example(text="loved " * 90)
@example(text="why the first and the second and the third " * 10)
@example(text="🎬🍿 <@123> https://example.org")
def test_any_text_is_read_soon_and_speaks_of_titles_once(
    text: str, knowledge: Knowledge, standing: Standing
) -> None:
    began = time.perf_counter()
    meaning = read(text, standing, knowledge)
    assert time.perf_counter() - began < 1.5
    judged = [said.title.title_id for said in meaning.verdicts]
    assert len(judged) == len(set(judged))
    assert meaning.count is None or 1 <= meaning.count <= 10
    if meaning.wish is not None:
        assert not set(meaning.wish.like) & set(meaning.wish.unlike)


def test_a_message_is_read_within_a_few_milliseconds(knowledge: Knowledge, standing: Standing) -> None:
    read("warm up", standing, knowledge)
    began = time.perf_counter()
    for text in BELOW:
        read(text, standing, knowledge)
    assert (time.perf_counter() - began) / len(BELOW) < 0.05


def test_refinements_add_up(knowledge: Knowledge, standing: Standing) -> None:
    for text in ("lighter", "not horror", "from the 80s", "only films", "shorter"):
        meaning = read(text, standing, knowledge)
        assert meaning.refines
        standing = replace(standing, wish=meaning.wish)
    wish = standing.wish
    assert wish is not None
    assert (wish.genres, wish.without_genres) == (SCI_FI, (("horror",),))
    assert (wish.years, wish.kind, wish.runtime) == (((1980, 1989),), Kind.FILM, (0, 105))
    assert wish.text == f"{WISH} · lighter · not horror · from the 80s · only films · shorter"


def test_the_newer_word_wins(knowledge: Knowledge, standing: Standing) -> None:
    wish = standing.wish
    for text in ("darker", "no, lighter", "from the 80s", "newer", "korean", "french instead"):
        meaning = read(text, replace(standing, wish=wish), knowledge)
        wish = meaning.wish
    assert wish is not None
    moods = [group[0] for group in wish.keywords]
    assert "bleak" not in moods
    assert "light-hearted" in moods
    assert wish.years == ((1990, ANY_LATER),)
    assert (wish.countries, wish.languages) == (("FR",), ("fr",))


def test_what_was_ruled_out_holds_for_new_wishes_until_it_is_allowed_again(
    knowledge: Knowledge, standing: Standing
) -> None:
    def after(*texts: str) -> Meaning:
        now = standing
        for text in texts:
            meaning = read(text, now, knowledge)
            now = replace(
                now, wish=replace(meaning.wish, notices=()) if meaning.wish is not None else now.wish
            )
        return meaning

    kept = after("not horror", "nothing french", "a good western", "a funny thriller")
    assert kept.wish is not None
    assert not kept.refines
    assert set(kept.wish.genres) == {("thriller",), ("comedy",)}
    assert kept.wish.without_genres == (("horror",),)
    assert kept.wish.without_countries == ("FR",)
    assert kept.wish.notices == ("As you said before, still without: horror, French.",)

    for lifted in (
        "horror is fine again",
        "horror films are ok now",
        "you can show me horror again",
        "i don't mind horror anymore",
    ):
        meaning = after("not horror", "nothing french", "a good western", lifted)
        assert meaning.refines
        assert meaning.wish is not None
        assert (meaning.wish.genres, meaning.wish.without_genres) == ((("western",),), ())
        assert meaning.wish.without_countries == ("FR",)

    wanted = after("not horror", "recommend me a good horror film")
    assert wanted.wish is not None
    assert (wanted.wish.genres, wanted.wish.without_genres, wanted.wish.notices) == ((("horror",),), (), ())

    anew = after("not horror", "start over, a good western")
    assert anew.wish is not None
    assert (anew.wish.without_genres, anew.wish.notices) == ((), ())


def test_why_something_was_said_is_kept_as_its_note(knowledge: Knowledge, standing: Standing) -> None:
    meaning = read("loved Arrival because it takes its time", Standing(), knowledge)
    assert [said.note for said in meaning.verdicts] == ["it takes its time"]
    meaning = read("loved the slow pacing of the third", standing, knowledge)
    assert [(said.title.title_id, said.note) for said in meaning.verdicts] == [(SOLARIS, "the slow pacing")]


def test_it_is_the_title_spoken_of_last(knowledge: Knowledge, standing: Standing) -> None:
    meaning = read("whats the third about?", standing, knowledge)
    meaning = read("how long is it?", replace(standing, focus=meaning.focus), knowledge)
    assert [(asks.topic, asks.title.title_id) for asks in meaning.questions] == [(Topic.LENGTH, SOLARIS)]


@pytest.mark.parametrize("text", ["asdfgh", "blorp it"])
def test_what_the_rules_make_nothing_of_is_unsure_or_nothing(
    text: str, knowledge: Knowledge, standing: Standing
) -> None:
    meaning = read(text, standing, knowledge)
    assert meaning.is_empty or not meaning.is_sure
