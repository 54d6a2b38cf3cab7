"""Text as people and models write it, brought into forms that can be compared or shown."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SPACES = re.compile(r"\s+")
_LINK = re.compile(r"(?:https?://|www\.|discord\.(?:gg|com)/)\S*", re.IGNORECASE)
_LINK_MARKUP = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_MENTION = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^>]*:\d+|t:[^>]*)>|@(?=everyone|here)")
_MARKUP = re.compile(r"[*_~`|#>\\]{1,3}")


def fold(text: str) -> str:
    """Return `text` in lower case without accents and apostrophes, words parted by single spaces."""
    letters = _APOSTROPHES.sub("", text)
    if not letters.isascii():  # most names are, and tens of thousands are folded at every start
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(letters.casefold()))


def one_line(text: str) -> str:
    """Return `text` on one line: control characters gone, white space folded."""
    visible = "".join(char if char.isprintable() else " " for char in text)
    return _SPACES.sub(" ", visible).strip()


def clip(text: str, limit: int) -> str:
    """Return `text` cut to at most `limit` characters, between words, the cut marked by an ellipsis."""
    if len(text) <= limit:
        return text
    if limit <= 1:
        return "…"[:limit]
    head = text[: limit - 1]
    at = head.rfind(" ")
    # A single word longer than half the room is cut inside: there is no better place.
    head = head[:at] if at > limit // 2 else head
    return head.rstrip(" ,;:–—-") + "…"


def plain_sentence(text: str) -> str:
    """Return what a model wrote as plain prose: one line, no links, no mentions, no markup.

    Nothing that a chat could render as a ping, a link or formatting survives; the words do.
    """
    text = _LINK_MARKUP.sub(r"\1", one_line(text))
    # Again until nothing goes: what is taken out may have parted a link or a mention.
    while (bare := _MARKUP.sub("", _MENTION.sub("", _LINK.sub("", text)))) != text:
        text = bare
    return _SPACES.sub(" ", text).strip(' -–—"“”')
