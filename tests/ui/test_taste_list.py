"""What is known of a person fits into few messages, whatever they wrote."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.verdict import Verdict, VerdictKind
from bot.ui.taste_list import MOST_PAGES, NOTHING_YET, taste_pages
from tests.ui.discord_markdown import constructs_in
from tests.ui.test_markup import HOSTILE

AT = datetime(2026, 1, 1, tzinfo=UTC)
VERDICTS = st.builds(
    Verdict,
    user_id=st.just(1),
    title_id=st.just("id"),
    title=st.one_of(HOSTILE, st.just("a long name " * 40)),
    year=st.sampled_from([0, 1999]),
    kind=st.sampled_from(VerdictKind),
    note=st.one_of(HOSTILE, st.just("words " * 90)),
    at=st.just(AT),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(VERDICTS, max_size=60))
def test_every_page_fits_and_shows_names_and_notes_letter_by_letter(verdicts: list[Verdict]) -> None:
    pages = list(taste_pages(verdicts))

    assert 1 <= len(pages) <= MOST_PAGES
    for page in pages:
        assert 0 < len(page) <= 2000
        for line in page.split("\n"):
            if line.startswith("- "):
                name, _, note = line[2:].partition(" — *")
                assert constructs_in(name) == []
                assert constructs_in(note.removesuffix("*"), at_start=False) == []


def test_a_list_too_long_for_five_messages_says_how_much_there_is() -> None:
    verdicts = [Verdict(1, "id", "A name of usual length", 1999, VerdictKind.LIKED, "", AT)] * 2000
    pages = list(taste_pages(verdicts))

    assert len(pages) == MOST_PAGES
    assert pages[-1].endswith("\n… and more: 2000 in all.")


def test_nothing_known_says_what_to_do() -> None:
    assert list(taste_pages([])) == [NOTHING_YET]
