"""What the tests of /recommend ask, how the model behaves meanwhile, and how answers are read."""

from __future__ import annotations

import re
from typing import Any

from tests.stand_ins.wire import Fault

WISH: dict[str, Any] = {"request": "thoughtful sci-fi tonight"}

# What stands under a whole answer with four titles.
FOUR_ROWS = [
    *(
        label
        for place in range(1, 5)
        for label in (f"{place} Loved it", "Not for me", "Seen it", "Watchlist")
    ),
    "More like these",
    "Something else",
]

# The answer takes more than a second, or four: so that it is edited several times.
TALKING = Fault(pause=0.013)
SLOW = Fault(pause=0.033)
# The first words come, and then nothing.
SILENT = Fault("stall-forever", at=25)


def titles_in(content: str) -> list[str]:
    """Return the titles of the cards, in their order."""
    return re.findall(r"^\*\*\d+\. (.+)\*\*", content, flags=re.MULTILINE)
