"""Picks out of unfinished text: the same whatever the cuts, and never flickering from title to title."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings

from bot.domain.pick import Pick
from bot.llm.json_objects import LONGEST_ANSWER
from bot.llm.picks import AnswerParser, PicksParser
from tests.llm.samples import cut, cuts
from tests.stand_ins.wire import keyed, picked

RAW_BREAKS = (
    '{"picks": [{"n": 2, "why": "First line.\nI should stop here.", "sure": 0.7},\n {"n":3,"why":"B\tb."}]}'
)
FENCED = 'Sure! Here are "my" picks, 5" of them:\n```json\n' + picked(3, 1) + "\n```\nEnjoy {them}!"
STRAY_ESCAPES = r'{"picks":[{"n":4,"why":"You\'ll love it \u00e9 \ud83c\udfac \ud83c \q.","sure":0.9},{"n":5,"why":"C."}]}'
OTHER_NAMES = '[{"number":"2","reason":"Because.","confidence":"90%"},{"why":"W.","sure":2005,"n":12}]'
TRAILING_COMMAS = '{"picks":[{"n":1,"why":"One.","sure":0.6,},{"n":2,"why":"Two.",},]}'
BROKEN_MIDDLE = '{"picks":[{"n":1,"why":"One." "sure":oops},{"n":2,"why":"Two.","sure":0.9}]}'
UNFINISHED = '{"picks":[{"n":1,"why":"One.","sure":0.9},{"n":2,"why":"It ends in the mid'
ENDS_ON_A_SENTENCE = '{"picks":[{"n":2,"why":"It ends on a sentence.'
NUMBERED_LIST = (
    "Here are two films:\n\n1. **Made Up Two (2002)**\n   Description: The second.\n"
    "   Why: You like to wait.\n   Confidence: 0.8\n2. Made Up Five (2005)\n   Why: It is short.\n   Confidence: 70%\n"
)
JSON_TITLES = '{"recommendations":[{"title":"Made Up Two","year":2002,"why":"You wait.","confidence":0.8},{"title":"Made Up Five","why":"Short."}]}'
LIST_THEN_PICKS = NUMBERED_LIST + "\n" + picked(1) + "\n3. Made Up Six (2006)\n   Why: Late.\n"
EVERY_FORM = {
    "picks": picked(3, 7, 12, 18),
    "keyed": keyed(3, 18),
    "pretty": json.dumps(json.loads(picked(1, 2)), indent=3),
    "raw breaks": RAW_BREAKS,
    "fenced": FENCED,
    "stray escapes": STRAY_ESCAPES,
    "other names": OTHER_NAMES,
    "trailing commas": TRAILING_COMMAS,
    "broken middle": BROKEN_MIDDLE,
    "unfinished": UNFINISHED,
    "ends on a sentence": ENDS_ON_A_SENTENCE,
    "numbered list": NUMBERED_LIST,
    "titles in json": JSON_TITLES,
    "list, then picks": LIST_THEN_PICKS,
    "nonsense": '{{{}}]["\'\\{"n":',
}


def read(pieces: Iterable[str]) -> list[Pick]:
    parser = AnswerParser()
    given = [pick for piece in pieces for pick in parser.feed(piece)]
    return given + parser.close()


def settled(picks: list[Pick]) -> list[Pick]:
    return [pick for pick in picks if pick.finished]


@pytest.mark.parametrize("form", EVERY_FORM)
@settings(max_examples=40, deadline=None)
@given(places=cuts)
def test_what_is_settled_does_not_depend_on_the_cuts(form: str, places: list[int]) -> None:
    text = EVERY_FORM[form]
    assert settled(read(cut(text, places))) == settled(read([text])) == settled(read(text))


@pytest.mark.parametrize("form", EVERY_FORM)
def test_a_pick_in_the_making_never_changes_its_title(form: str) -> None:
    seen: list[tuple[int | None, str]] = []
    for pick in read(EVERY_FORM[form]):
        subject = (pick.number, pick.title)
        if not seen or seen[-1] != subject:
            assert subject not in seen, "a pick that was left is come back to"
            seen.append(subject)


def test_a_reason_grows_letter_by_letter_and_settles_with_its_confidence() -> None:
    picks = read('{"picks":[{"n":3,"why":"Quiet.","sure":0.9}]}')
    whys = [pick.why for pick in picks if not pick.finished]
    assert whys[:3] == ["", "Q", "Qu"]
    assert settled(picks) == [Pick(3, why="Quiet.", confidence=0.9, finished=True)]


def test_a_number_counts_only_when_no_digit_can_follow() -> None:
    picks = read('[{"why":"It is quiet.","n":12,"sure":0.5}]')
    assert {pick.number for pick in picks} == {12}


def test_both_forms_of_the_schema_are_read() -> None:
    assert [pick.number for pick in settled(read([picked(3, 7, 12)]))] == [3, 7, 12]
    assert [(p.number, p.confidence) for p in settled(read([keyed(5, 2)]))] == [(5, 0.8), (2, 0.8)]


def test_bare_line_breaks_inside_a_reason_are_kept_as_line_breaks() -> None:
    first, second = settled(read([RAW_BREAKS]))
    assert first.why == "First line.\nI should stop here."
    assert (second.number, second.confidence) == (3, None)


def test_talk_and_code_fences_around_the_answer_are_passed_over() -> None:
    assert [pick.number for pick in settled(read([FENCED]))] == [3, 1]


def test_escapes_that_json_does_not_have_spoil_nothing() -> None:
    first, second = settled(read([STRAY_ESCAPES]))
    assert first.why == "You'll love it é 🎬 \ufffd q."
    assert second.number == 5


def test_other_names_numbers_in_quotes_and_impossible_confidences_are_understood() -> None:
    first, second = settled(read([OTHER_NAMES]))
    assert (first.number, first.why, first.confidence) == (2, "Because.", 0.9)
    assert (second.number, second.confidence) == (12, None)


def test_trailing_commas_are_forgiven() -> None:
    assert [(p.number, p.confidence) for p in settled(read([TRAILING_COMMAS]))] == [(1, 0.6), (2, None)]


def test_one_broken_object_does_not_spoil_the_next() -> None:
    assert [(p.number, p.why) for p in settled(read([BROKEN_MIDDLE]))] == [(1, "One."), (2, "Two.")]


def test_a_reason_cut_off_inside_a_sentence_does_not_settle_but_one_behind_it_does() -> None:
    assert [pick.number for pick in settled(read([UNFINISHED]))] == [1]
    assert [pick.number for pick in settled(read([ENDS_ON_A_SENTENCE]))] == [2]


@pytest.mark.parametrize("text", [NUMBERED_LIST, JSON_TITLES], ids=["list", "json"])
def test_a_model_that_ignores_the_schema_is_read_by_title(text: str) -> None:
    first, second = settled(read([text]))
    assert (first.title, first.year, first.why, first.confidence) == (
        "Made Up Two", 2002, "You like to wait." if text is NUMBERED_LIST else "You wait.", 0.8,
    )  # fmt: skip
    assert (first.number, second.title) == (None, "Made Up Five")


def test_titles_that_reasons_name_are_no_picks() -> None:
    told = '{"picks":[{"n":1,"why":"Like “Heat” (1995) and 1. Alien (1979).\\n2. Aliens (1986)","sure":0.9}]}'
    assert [(pick.number, pick.title) for pick in settled(read([told]))] == [(1, "")]
    assert [(pick.number, pick.title) for pick in settled(read(told))] == [(1, "")]


def test_behind_the_first_pick_by_number_no_title_is_looked_for() -> None:
    picks = settled(read([LIST_THEN_PICKS]))
    assert [(pick.number, pick.title) for pick in picks][-1] == (1, "")
    assert "Made Up Six" not in [pick.title for pick in picks]


def test_an_endless_reason_is_kept_short_and_still_settles() -> None:
    text = '{"picks":[{"n":1,"why":"' + "so good " * 1250 + '","sure":0.9},{"n":2,"why":"Fine."}]}'
    first, second = settled(read([text]))
    assert 1000 < len(first.why) <= 2000
    assert (first.confidence, second.number) == (0.9, 2)


def test_an_escape_at_the_very_end_of_an_endless_reason_does_not_spoil_the_object() -> None:
    for length in range(1995, 2004):
        text = '{"n":1,"why":"' + "x" * length + '\\"\\\\ and \\u00e9 more","sure":0.9}'
        assert settled(PicksParser().feed(text))[0].confidence == 0.9


def test_a_babbling_model_costs_bounded_time_and_memory() -> None:
    for babble in ("{" * 200_000, '{"why":"' + "a" * 200_000, " \n" * 100_000, '{"a":[' * 40_000):
        parser = PicksParser()
        for begin in range(0, len(babble), 5000):
            parser.feed(babble[begin : begin + 5000])
        assert settled(parser.close()) == []
    late = PicksParser()
    late.feed("x" * LONGEST_ANSWER)
    assert late.feed(picked(1)) == []
