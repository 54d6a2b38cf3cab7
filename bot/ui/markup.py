"""Text from people, files and the model made safe to stand in a Discord message."""

from __future__ import annotations

import re

# Everything that Discord reads as formatting, a mention, an emoji or a masked link.
_FORMATTING = re.compile(r"([\\*_~`|\[\]()<>#:-])")
_LINK = re.compile(r"(?i)\b(https?|discord|steam|tel|mailto):\\?//?|www\.|(discord)\.(gg|com)")
_AT = re.compile(r"@(?!\u200b)")


def escaped(text: str) -> str:
    """Return `text` such that Discord shows it letter by letter: no formatting, no mention, no link."""
    flat = " ".join(text.split())
    flat = _AT.sub("@\u200b", _FORMATTING.sub(r"\\\1", flat))
    # Discord looks for addresses after unescaping: a gap that nobody sees takes them apart.
    return _LINK.sub(lambda match: match.group()[0] + "\u200b" + match.group()[1:], flat)
