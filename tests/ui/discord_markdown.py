"""What Discord's clients make of a line of text, as far as anything in it could become more than letters."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
# Tried at every place that no backslash protects: wider than the clients' own rules, which also look at
# what stands before.
_CONSTRUCTS = {
    "code": r"(`+)[\s\S]*?[^`]\1(?!`)",
    "bold": r"\*\*[\s\S]+?\*\*",
    "italics": r"\*[^*\s][\s\S]*?\*|_[^_\s][\s\S]*?_",
    "struck": r"~~[\s\S]+?~~",
    "spoiler": r"\|\|[\s\S]+?\|\|",
    "mention": r"<(?:@[!&]?|#)\d+>|@(?:everyone|here)",
    "emoji": r"<a?:\w+:\d+>|:[\w+-]+:",
    "time": r"<t:-?\d+(?::[tTdDfFR])?>",
    "place": r"<id:[^>]+>|</[^>]+:\d+>",
    "bracketed link": r"<[^: >]+:/?/?[^ >]+>|<[^\s>]+@[^\s>]+>|<\+?\d+>",
    "masked link": r"\[[\s\S]*?\]\([\s\S]*?\)",
    "link": r"[A-Za-z]+://[^\s<]",
    "invitation": r"(?i:discord(?:app)?\.(?:gg|com|new|gift|me|li|io)|dis\.gd)",
}
_LINE_CONSTRUCTS = {
    "header": r"#{1,3}\s",
    "small print": r"-#\s",
    "list": r"(?:[*-]|\d+\.)\s",
    "quote": r">",
}
_INSIDE = {name: re.compile(rule) for name, rule in _CONSTRUCTS.items()}
_AT_START = {name: re.compile(rule) for name, rule in _LINE_CONSTRUCTS.items()}


def constructs_in(line: str, *, at_start: bool = True) -> list[str]:
    """Return the names of everything in one line that Discord would not show letter by letter."""
    found = [name for name, rule in _AT_START.items() if at_start and rule.match(line)]
    at = 0
    while at < len(line):
        escape = _ESCAPE.match(line, at)
        if escape:
            at = escape.end()
            continue
        found.extend(name for name, rule in _INSIDE.items() if rule.match(line, at))
        at += 1
    return found


def letters_of(line: str) -> str:
    """Return what a reader sees of a line without constructs."""
    return _ESCAPE.sub(r"\1", line).replace("\u200b", "")
