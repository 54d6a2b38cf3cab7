"""Layouts of a list, and how the tests have titles read from them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.numbered_list import ListedTitle, NumberedListParser, parse_numbered_list


def titles_of(text: str) -> list[str]:
    return [entry.title for entry in parse_numbered_list(text)]


def read_in_pieces(pieces: Iterable[str]) -> tuple[list[ListedTitle], list[ListedTitle]]:
    """Return the final entries in order, and every report on the way."""
    parser = NumberedListParser()
    reports = [entry for piece in pieces for entry in parser.feed(piece)]
    reports += parser.close()
    final = {entry.position: entry for entry in reports}
    return [final[position] for position in sorted(final)], reports


FULL = ("Heat", 1995, "A thief and a cop circle each other.", "You like tense crime films.", 0.9)
FULL_LAYOUTS = {
    "dash and sentences": "1. **Heat (1995)** - A thief and a cop circle each other. You like tense crime films. "
    "Confidence score: 0.9",
    "bold fields": "1. **Title and year**: Heat (1995)\n   **Brief description**: A thief and a cop circle each other."
    "\n   **Why it matches**: You like tense crime films.\n   **Confidence score**: 0.9\n",
    "bulleted fields": "1. **Heat (1995)**\n   - **Brief description:** A thief and a cop circle each other.\n"
    "   - **Why it matches:** You like tense crime films.\n   - **Confidence score:** 90%\n",
    "bold number": "**1. Heat (1995)**\n\n* Brief description: A thief and a cop circle each other.\n"
    "* Why it matches: You like tense crime films.\n* Confidence score: 9/10\n",
    "headline": "### 1. Heat (1995)\n\n**Synopsis**: A thief and a cop circle each other.\n\n"
    "**Reasoning**: You like tense crime films.\n\n**Confidence**: 90/100\n\nEnjoy the show!",
    "numbered fields": "1. Title and year: Heat (1995)\n2. Brief description: A thief and a cop circle each other.\n"
    "3. Why it matches: You like tense crime films.\n4. Confidence score: 0.9\n",
    "quotes and colon": '1) "Heat" (1995): A thief and a cop circle each other.\n   Why: You like tense crime films.\n'
    "   Confidence: 0.90\n",
    "unlabelled description": "1. Heat (1995)\nA thief and a cop circle each other.\n"
    "Why it matches: You like tense crime films.\nConfidence score (0.0-1.0): 0.9\n",
    "several lines": "1. Heat (1995)\n   Plot: A thief and a cop\n   circle each other.\n   Reason: You like tense\n"
    "   crime films.\n   Score: 0.9\n",
    "bare share at the end": "1. Heat (1995) - A thief and a cop circle each other. You like tense crime films. — 0.9",
    "bare points": "1. Heat (1995)\n   - A thief and a cop circle each other.\n   - You like tense crime films.\n   - 90%",
    "one line of labels": "1. Heat (1995). Description: A thief and a cop circle each other. "
    "Why: You like tense crime films. Confidence: 0.9",
    "bulleted labels": "- **Title:** Heat\n- **Year:** 1995\n- **Description:** A thief and a cop circle each other.\n"
    "- **Reason:** You like tense crime films.\n- **Confidence:** High\n",
    "numbered label": "Movie 1: Heat (1995)\nOverview: A thief and a cop circle each other.\n"
    "Because: You like tense crime films.\nSure: 90 %\n",
    "bold title proven by its labels": "**Heat (1995)**\nDescription: A thief and a cop circle each other.\n"
    "Why you'll love it: You like tense crime films.\nConfidence level: 0.9",
    "table": "| # | Title | Note |\n|---|---|---|\n| 1 | Heat (1995) | A thief and a cop circle each other. You like"
    " tense crime films. Confidence: 0.9 |\n",
    "paragraphs": "1. Heat (1995)\n\nA thief and a cop circle each other.\n\nYou like tense crime films.\n\n"
    "Confidence: 0.9\n\nLet me know what you think of it.",
    "json": '[{"title":"Heat","year":1995,"description":"A thief and a cop circle each other.",'
    '"reason":"You like tense crime films.","confidence":0.9}]',
    "json in talk": 'Sure!\n```json\n{\n "items": [\n  {"name": "Heat (1995)",\n   "brief_description": "A thief and a '
    'cop circle each other.",\n   "whyItMatches": "You like tense crime films.",\n   "score": "90%"\n  }\n ]\n}\n```',
}
