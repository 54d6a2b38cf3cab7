"""Text from people, files and the model made safe to stand in a Discord message."""

from __future__ import annotations

import re

from bot.domain.text import clip, one_line

# Bold, code, spoilers, masked links; `<` begins every mention, time stamp, custom emoji and bracketed link;
# `:name:` becomes an emoji (the colon of a subtitle needs no backslash).
_MARKS = re.compile(r"[\\*_~`|\[<]|:(?=[^\s:]+:)")
# At the start of a line: headers, lists, small print, block quotes.
_LINE_MARK = re.compile(r"^(\d+(?=\.)|(?=[#>-]))")
# Addresses are found without any markup (`discord.gg/…` even without a scheme): only a gap takes them apart.
_ADDRESS = re.compile(r"(?i)(?:d(?=iscord(?:app)?\.|is\.gd)|w(?=ww\.)|:(?=//)|@)")
_GAP = "\u200b"


def escaped(text: str) -> str:
    """Return `text` on one line such that Discord shows it letter by letter: no formatting, mention or link."""
    marked = _LINE_MARK.sub(r"\1\\", _MARKS.sub(r"\\\g<0>", one_line(text)))
    return _ADDRESS.sub(rf"\g<0>{_GAP}", marked)


def unescaped(shown: str) -> str:
    """Return the text that `escaped` made `shown` of."""
    return re.sub(r"\\(.)", r"\1", shown.replace(_GAP, ""))


def fit(text: str, limit: int) -> str:
    """Return `text` escaped, and clipped between words so that the result has at most `limit` characters."""
    plain = one_line(text)
    allowed = limit = max(0, limit)
    shown = escaped(clip(plain, allowed))
    while len(shown) > limit:
        # Escaping lengthens: cut the text itself, never the escaped one, where a cut could part a pair.
        allowed -= max(1, (len(shown) - limit) // 2)
        shown = escaped(clip(plain, allowed))
    return shown
