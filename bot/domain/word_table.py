"""Tables of words, written as people can read them."""

from __future__ import annotations


def table_of(text: str) -> dict[str, tuple[str, ...]]:
    """Return phrase → words from lines of the form `phrase, phrase = word, word`.

    An indented line goes on with the one before; a phrase without words has none. Raises ValueError for a phrase that
    stands twice: the second place would hide the first.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        phrases, _, words = line.partition(" = ")
        wanted = tuple(_parted(words))
        for phrase in _parted(phrases):
            if phrase in found:
                raise ValueError(f"“{phrase}” stands twice")
            found[phrase] = wanted
    return found


def phrases_of(text: str) -> frozenset[str]:
    """Return the phrases of a list parted by commas; a line break is a space. Raises ValueError as `table_of`."""
    phrases = [" ".join(phrase.split()) for phrase in _parted(text)]
    found = frozenset(phrases)
    if len(found) < len(phrases):
        twice = next(phrase for phrase in phrases if phrases.count(phrase) > 1)
        raise ValueError(f"“{twice}” stands twice")
    return found


def _parted(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
