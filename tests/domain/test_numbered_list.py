"""Titles are read from whatever layout a model chooses, the same way however the text is cut."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.domain.list_fields import read_confidence
from bot.domain.numbered_list import NumberedListParser, parse_numbered_list
from bot.domain.text import fold
from bot.domain.title import Kind
from tests.domain.listed import FULL, FULL_LAYOUTS, titles_of

ANSWERS = Path(__file__).parents[2].parent / "shared" / "data" / "llm-answers-dev.jsonl"


@pytest.mark.parametrize("layout", FULL_LAYOUTS)
def test_every_layout_gives_title_year_description_reason_and_confidence(layout: str) -> None:
    (entry,) = parse_numbered_list(FULL_LAYOUTS[layout])
    read = (entry.title, entry.year, entry.description, entry.reasoning, entry.confidence)
    assert read == FULL
    assert entry.finished
    assert entry.position == 0


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("1. Heat\n2. Ronin", ["Heat", "Ronin"]),
        (" 1) Heat (1995)\n2) Ronin (1998)\n", ["Heat", "Ronin"]),
        ("3. Heat\n3. Ronin\n10. Thief", ["Heat", "Ronin", "Thief"]),
        ("1️⃣ Heat (1995)\n2️⃣ Ronin\n🔟 Thief", ["Heat", "Ronin", "Thief"]),
        ("１．Heat（1995）\n２．Ronin", ["Heat", "Ronin"]),
        ("- Heat (1995)\n- Ronin", ["Heat", "Ronin"]),
        ("• Heat\r\n• Ronin\r\n", ["Heat", "Ronin"]),
        ("* **Heat (1995)**\n  - A heist film.\n  - You like those.\n* **Ronin (1998)**", ["Heat", "Ronin"]),
        ("# My picks\n\n## Heat (1995)\nA heist.\n\n## Ronin (1998)\nA case.", ["Heat", "Ronin"]),
        ("Heat (1995)\nRonin (1998) - A case.\n", ["Heat", "Ronin"]),
        ("1. Heat 2. Ronin 3. Thief", ["Heat", "Ronin", "Thief"]),
        ("Great! Here you go:\n\n1. Heat\n2. Ronin\n\nEnjoy your evening!", ["Heat", "Ronin"]),
        ("User: something tense\n\nSystem: Of course:\n1. Heat\n2. Ronin", ["Heat", "Ronin"]),
        ("Based on what you said: \n1. Heat \n2. Ronin.", ["Heat", "Ronin"]),
        ("1. Crime films: Heat (1995), Thief (1981), and Ronin (1998)", ["Heat", "Thief", "Ronin"]),
        ("- You like crime films.\n- You dislike gore.\n\n1. Heat\n2. Ronin", ["Heat", "Ronin"]),
        ("1. I see that you are fond of crime films with a plot.\n2. Heat", ["Heat"]),
        ("Here are some: Die Hard, Heat, and Taken.", ["Die Hard", "Heat", "Taken"]),
        ("Sure! Some crime films: Heat, Ronin and Thief.", ["Heat", "Ronin", "Thief"]),
        ("Try these: Mad Max: Fury Road, The Good, the Bad and the Ugly, and Up.",
         ["Mad Max: Fury Road", "The Good, the Bad and the Ugly", "Up"]),
        ("Crime: here are a few. More titles: Heat, Ronin, and Up. And for tears: Coco, Up, and Her.",
         ["Heat", "Ronin", "Up", "Coco", "Her"]),
        ('You might enjoy "Heat," "Ronin," and "Thief."', ["Heat", "Ronin", "Thief"]),
        ('I\'ve seen "Heat" and "Ronin," and I liked them.', []),
        ("I'd suggest **Heat** (1995) or **Ronin**.", ["Heat", "Ronin"]),
        ("Films for tonight:\n\nHeat\nRonin\nThief\n", ["Heat", "Ronin", "Thief"]),
        ("Hello! How can I help you?", []),
        ("I'm sorry, but I can't do that: it is against my rules, sadly.", []),
        ("The plot is about Ada, Bob and their boat. It ends well.", []),
        ("", []),
        ("\u200b", []),
    ],
)  # fmt: skip
def test_a_list_gives_its_titles_and_talk_gives_none(text: str, titles: list[str]) -> None:
    assert titles_of(text) == titles


@pytest.mark.parametrize(
    ("line", "title", "year"),
    [
        ("1917", "1917", None),
        ("12 Angry Men (1957)", "12 Angry Men", 1957),
        ("2001: A Space Odyssey", "2001: A Space Odyssey", None),
        ("8½ (1963)", "8½", 1963),
        ("Se7en", "Se7en", None),
        ("2012 (2009)", "2012", 2009),
        ("Blade Runner 2049", "Blade Runner 2049", None),
        ("Birdman or (The Unexpected Virtue of Ignorance) (2014)",
         "Birdman or (The Unexpected Virtue of Ignorance)", 2014),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009),
        ("Spider-Man: Into the Spider-Verse", "Spider-Man: Into the Spider-Verse", None),
        ("Mission: Impossible - Fallout", "Mission: Impossible - Fallout", None),
        ("**Mission: Impossible - Fallout** (2018): A spy runs.", "Mission: Impossible - Fallout", 2018),
        ("Alien: Covenant: A ship lands where it should not.", "Alien: Covenant", None),
        ("Dr. Strangelove or: How I Learned to Stop Worrying (1964)",
         "Dr. Strangelove or: How I Learned to Stop Worrying", 1964),
        ("WALL·E", "WALL·E", None),
        ("Good Bye, Lenin!", "Good Bye, Lenin!", None),
        ("Crazy, Stupid, Love", "Crazy, Stupid, Love", None),
        ("M*A*S*H", "M*A*S*H", None),
        ("Monsters, Inc.", "Monsters, Inc.", None),
        ("The Intern.", "The Intern", None),
        ('"Crocodile" Dundee (1986)', '"Crocodile" Dundee', 1986),
        ("“Heat” – a heist", "Heat", None),
        ("'Heat' (1995)", "Heat", 1995),
        ("*Heat* (1995) — a heist", "Heat", 1995),
        ("[Heat](https://example.org/heat) (1995)", "Heat", 1995),
        ("Elf (funny and heartwarming)", "Elf", None),
        ("A Star Is Born (Drama, Musical)", "A Star Is Born", None),
        ("Heat (1995, Michael Mann)", "Heat", 1995),
        ("Heat, 1995", "Heat", 1995),
        ("Heat - 1995 - a heist", "Heat", 1995),
        ("Dark (2017–2020)", "Dark", 2017),
        ("The Office (US) (2005)", "The Office", 2005),
        ("Heat - Crime/Drama", "Heat", None),
        ("Heat - a film that reminds of Thief (1981) in its calm", "Heat", None),
        ("Thief, directed by Michael Mann in 1981", "Thief", None),
        ("Kill Bill (Vol. 1)", "Kill Bill (Vol. 1)", None),
    ],
)  # fmt: skip
def test_a_title_is_parted_from_year_remark_and_description(line: str, title: str, year: int | None) -> None:
    (entry, _) = parse_numbered_list(f"1. {line}\n2. Ronin")
    assert (entry.title, entry.year) == (title, year)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The Clone Wars (TV series)", Kind.SERIES),
        ("Dark (TV series, 2017-2020)", Kind.SERIES),
        ("The Clone Wars (animated movie)", Kind.FILM),
        ("Heat (1995)", None),
    ],
)
def test_the_kind_is_told_only_where_the_text_tells_it(line: str, kind: Kind | None) -> None:
    (entry,) = parse_numbered_list(f"1. {line}")
    assert entry.kind is kind


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0.9", 0.9), ("90%", 0.9), ("9/10", 0.9), ("85/100", 0.85), ("4 out of 5", 0.8), (".75", 0.75), ("1", 1.0),
        ("0,8", 0.8), ("High", 0.9), ("0.95 (high)", 0.95), ("~0.7", 0.7), ("0.9/1.0", 0.9), ("2005", None),
        ("95", None), ("-0.5", None), ("120%", None), ("unsure", None), ("", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_a_confidence_is_a_share_or_nothing(text: str, share: float | None) -> None:
    assert read_confidence(text) == share


def test_numbers_of_fields_are_no_titles() -> None:
    text = "".join(
        f"1. Title and year: {title} (1995)\n2. Brief description: X.\n3. Why it matches: Y.\n"
        "4. Confidence score: 0.8\n\n"
        for title in ("Heat", "Ronin", "Thief")
    )
    assert titles_of(text) == ["Heat", "Ronin", "Thief"]


def test_what_was_watched_is_not_recommended() -> None:
    told = "Based on what I watched, recommend 2 titles.\n\nWatched:\n- Alien (1979)\n- Aliens (1986)\n- Up (2009)\n\n"
    ask = "For each: 1. Title and year 2. Brief description 3. Why it matches 4. Confidence score (0.0-1.0)."
    assert titles_of(told + ask) == []
    assert titles_of(told + "I recommend:\n1. Heat (1995)\n2. Ronin (1998)") == ["Heat", "Ronin"]
    assert titles_of("You liked:\n1. Alien (1979)\n\nHere are others:\n1. Heat (1995)") == ["Heat"]


def test_talk_after_the_list_is_not_part_of_the_last_title() -> None:
    last = parse_numbered_list("1. Heat\n2. Ronin\n\nThe mood of both is grim, dear friend.")[-1]
    assert (last.title, last.description, last.reasoning) == ("Ronin", "", "")
    last = parse_numbered_list("1. Heat (1995)\nWhy: tense.\nConfidence: 0.8\n\nNote: scores are guesses.")[
        -1
    ]
    assert (last.reasoning, last.confidence) == ("tense.", 0.8)


def test_json_that_breaks_off_counts_as_far_as_it_goes() -> None:
    text = '{"items":[{"title":"Heat","year":1995,"why":"Tense \\u2013 and l'
    (entry,) = parse_numbered_list(text)
    assert (entry.title, entry.year, entry.reasoning) == ("Heat", 1995, "Tense – and l")
    assert titles_of('[{"title":"Heat","year":1995},{"title":"Ron') == ["Heat"]
    assert titles_of('[{"title":"Heat","year":1995},{"title":"Ronin","ye') == ["Heat", "Ronin"]


@pytest.mark.parametrize(
    "cut",
    [
        "2. **Ron", "**2. Ron", "2. Tit", "2. **Title and", "2. Title and year: Ron", "2. Title and year: ", "2. Ron",
        "2. ", "2", "Confid",
    ],
)  # fmt: skip
def test_half_a_title_at_the_end_of_a_cut_text_is_not_reported(cut: str) -> None:
    (entry,) = parse_numbered_list(
        f"1. Heat (1995)\n   Description: A heist.\n   Why: You like it.\n   Confidence: 0.9\n\n{cut}"
    )
    assert (entry.title, entry.reasoning) == ("Heat", "You like it.")


def test_objects_inside_a_title_are_facts_and_objects_in_a_list_are_titles() -> None:
    inside = '{"title":"Heat","ratings":{"name":"stars","score":8},"year":1995,"crew":[{"name":"Mann","year":1943}]}'
    assert titles_of(inside) == ["Heat"]
    assert titles_of('{"title":"Picks for you","items":[{"title":"Heat"},{"title":"Ronin"}]}') == [
        "Heat",
        "Ronin",
    ]
    assert titles_of('{"name":"recommend","arguments":{"items":[{"title":"Heat"}]}}') == ["Heat"]
    assert titles_of('{"movies": ["Heat (1995)", "Ronin (1998)"]}') == ["Heat", "Ronin"]
    assert titles_of("Use {braces} freely.\n1. Heat\n2. Ronin") == ["Heat", "Ronin"]


def test_a_title_is_reported_only_when_it_cannot_grow() -> None:
    parser = NumberedListParser()
    assert parser.feed("1. Kill Bill") == []
    assert parser.feed(": Vol. 2") == []
    assert [entry.title for entry in parser.feed(" (2004) - A")] == ["Kill Bill: Vol. 2"]
    (grown,) = parser.feed(" bride hunts her last foe.")
    assert (grown.description, grown.finished) == ("A bride hunts her last foe.", False)
    assert [entry.title for entry in parser.feed("\n2. Ronin\n")] == ["Kill Bill: Vol. 2", "Ronin"]
    assert [(entry.title, entry.finished) for entry in parser.close()] == [("Ronin", True)]
    assert parser.feed("3. Thief\n") == parser.close() == []


def test_a_reason_is_shown_while_it_is_written() -> None:
    parser = NumberedListParser()
    parser.feed("1. **Heat (1995)**\n   **Why it matches**: You like")
    (entry,) = parser.feed(" crime")
    assert (entry.title, entry.reasoning, entry.finished) == ("Heat", "You like crime", False)
    parser = NumberedListParser()
    parser.feed('[{"title":"Heat","year":1995,"why":"You like')
    (entry,) = parser.feed(" crime")
    assert (entry.title, entry.reasoning, entry.finished) == ("Heat", "You like crime", False)


def read_answers() -> list[dict[str, Any]]:
    if not ANSWERS.exists():
        pytest.skip("the model answers to measure with are not beside this clone")
    return [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]


def test_real_answers_are_read_as_another_script_read_them() -> None:
    """Of all titles that another script read, 97 % are read; of all that is read, 95 % are among them."""
    met = wanted = read = 0
    for answer in read_answers():
        reference = Counter(fold(title) for title in answer["titles"])
        ours = Counter(fold(title) for title in titles_of(answer["answer"]))
        met += (reference & ours).total()
        wanted += reference.total()
        read += ours.total()
    assert met / wanted >= 0.975
    assert met / read >= 0.975


def test_a_reason_may_stand_under_the_key_match() -> None:
    text = (
        '[{"title": "Heat", "year": 1995, "match": "It has the patience you asked for.", "confidence": 0.8}]'
    )
    assert [title.reasoning for title in parse_numbered_list(text)] == ["It has the patience you asked for."]
