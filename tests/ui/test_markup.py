"""Text of people, files and the model is shown letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.text import one_line
from bot.ui.markup import escaped, fit
from tests.ui.discord_markdown import constructs_in, letters_of

PARTS = (
    "*", "**", "_", "__", "~~", "||", "`", "```", "\\", "[x](https://example.com)", "](", "[", "<@1>", "<@&1>",
    "<#1>", "<:a:1>", "<a:b:2>", ":smile:", ":thumbs_up:", "<t:0:R>", "<id:customize>", "</taste:1>", "@everyone",
    "@here", "@", "https://", "éhttps://example.com", "HTTPS://EXAMPLE.COM", "steam://run", "discord.gg/abc",
    "discordapp.com/invite/x", "Discord.com", "dis.gd/x", "www.example.com", "<mailto:a@b.c>", "<a@b.c>", "<+123>",
    "# ", "## ", "-# ", "- ", "* ", "> ", ">>> ", "1. ", "12. ", ":", "//", ".", "word", "¯\\_(ツ)_/¯", " ", "\n",
    "\u2028", "\u202e", "\x00", "\t", "🎬", "amélie",
)  # fmt: skip
HOSTILE = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=3)), max_size=12).map("".join)


@settings(deadline=None)
@given(HOSTILE)
@example("http://x:80:a://y")
@example("1984. A year")
@example("\\")
@example(":a:b:c:")
@example("::smile:")
def test_nothing_in_it_becomes_markup_a_mention_or_a_link(text: str) -> None:
    shown = escaped(text)

    assert constructs_in(shown) == []
    assert letters_of(shown) == one_line(text)


@settings(deadline=None)
@given(HOSTILE, st.integers(0, 60))
def test_it_fits_and_no_cut_parts_a_backslash_from_its_sign(text: str, limit: int) -> None:
    shown = fit(text, limit)

    assert len(shown) <= limit
    assert constructs_in(shown) == []
    assert letters_of(shown).rstrip("…") in one_line(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["the", "long_awaited", "*return*", "of", "a", "king"]), max_size=60))
def test_it_is_cut_between_words(words: list[str]) -> None:
    text = " ".join(words)
    shown = letters_of(fit(text, 80)).removesuffix("…")

    assert shown.split() == words[: len(shown.split())]
    assert shown == text or len(fit(text, 80)) > 40


@pytest.mark.parametrize(
    "text",
    ["Mission: Impossible – Fallout", "Amélie (2001)", "What We Do in the Shadows", "8½", "(500) Days of Summer",
     "Se7en", "The Good, the Bad & the Ugly", "M*A*S*H", "llama3.1:8b"],
)  # fmt: skip
def test_ordinary_names_carry_no_needless_backslash(text: str) -> None:
    assert escaped(text) == text.replace("*", r"\*")


def test_own_markup_is_recognised_by_the_rules_that_these_tests_rely_on() -> None:
    assert constructs_in("**bold** and <@1> https://example.com") != []
    assert "masked link" in constructs_in("[free](https://example.com)")
    assert "invitation" in constructs_in("come to discord.gg/abc")
    assert constructs_in("-# small") == ["small print"]
