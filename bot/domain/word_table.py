"""Tables of words, written as people can read them."""

from __future__ import annotations


def table_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return phrase → words from lines of the form `phrase, phrase = word, word`.

    An indented line goes on with the one before; a phrase without words has none.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        phrases, _, words = line.partition(" = ")
        wanted = tuple(word.strip() for word in words.split(",") if word.strip())
        for phrase in phrases.split(","):
            if phrase.strip():
                found[phrase.strip()] = wanted
    return found


def phrases_of(text: str) -> frozenset[str]:
    """Return the phrases of a list parted by commas and line breaks."""
    return frozenset(phrase for part in text.split(",") if (phrase := " ".join(part.split())))
