"""Text as people and models write it, brought into forms that can be compared or shown."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
# What `fold` makes of each ASCII character, as `bytes.translate` wants it: a small letter or digit, else a gap.
_ASCII_FOLDED = bytes(
    ord(char.lower()) if char.isascii() and char.isalnum() else 0x20 for char in map(chr, range(256))
)
_ASCII_APOSTROPHES = b"'`"
_SPACES = re.compile(r"\s+")
# Without the zero-width joiner and non-joiner Persian, Hindi and others are misspelled.
_JOINERS = frozenset("\u200c\u200d")
_LINK = re.compile(r"(?:https?://|www\.|discord\.(?:gg|com)/)\S*", re.IGNORECASE)
_LINK_MARKUP = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_MENTION = re.compile(r"<(?:[@#][!&]?\d+|a?:\w+:\d+|/[^>]*:\d+|t:[^>]*)>|@(?=everyone|here)")
_MARKUP = re.compile(r"[*_~`|#>\\]{1,3}")


def fold(text: str) -> str:
    """Return `text` in lower case without accents and apostrophes, words parted by single spaces."""
    if (
        text.isascii()
    ):  # most names are, and hundreds of thousands are folded at the start of a large catalogue
        return " ".join(text.encode().translate(_ASCII_FOLDED, _ASCII_APOSTROPHES).decode().split())
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(letters.casefold()))


def one_line(text: str) -> str:
    """Return `text` on one line: control characters gone, white space folded."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return _SPACES.sub(" ", printable).strip()


def visible(text: str) -> str:
    """Return a name or a description from elsewhere on one line, white space folded, without what nobody sees in it.

    Control and format characters go: some turn the direction of all that is shown behind them, others make two names
    differ that look the same.
    """
    folded = " ".join(text.split())
    if folded.isprintable():  # nearly always, and a file has hundreds of thousands of them
        return folded
    kept = [char for char in folded if char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf")]
    return "" if _JOINERS.issuperset(kept) else " ".join("".join(kept).split())


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
