"""The letters in drawn pictures: Source Sans Pro (SIL Open Font License), from the package that ships it."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from PIL import ImageFont

Weight = Literal["Light", "Regular", "Semibold", "Bold", "It"]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

PACKAGE = "font_source_sans_pro"
NO_GLYPH = "\uffff"


@cache
def font(weight: Weight, size: int) -> Font:
    """Return the letters of that weight and size in pixels; Pillow's own where the package is not installed."""
    # Found without importing it: its module wants tools that are not needed at run time.
    spec = find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    for folder in folders or ():
        path = Path(folder, "files", f"SourceSansPro-{weight}.ttf")
        if path.is_file():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


def drawable(text: str) -> str:
    """Return `text` without what the letters do not have: accents go alone where that helps, else the character."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        if _has(char):
            kept.append(char)
            continue
        base = unicodedata.normalize("NFKD", char)[:1]
        kept.append(base if _has(base) else " ")
    return " ".join("".join(kept).split())


def clipped(text: str, letters: Font, width: float) -> str:
    """Return as much of `text` as is at most `width` pixels wide, a cut marked by an ellipsis."""
    if letters.getlength(text) <= width:
        return text
    while text and letters.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip(' ,;:–-')}…"


def wrapped(text: str, letters: Font, width: float, most: int) -> list[str]:
    """Return `text` on at most `most` lines, each at most `width` pixels wide."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and letters.getlength(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words and lines:
        lines[-1] = f"{lines[-1]} {' '.join(words)}"
    return [clipped(line, letters, width) for line in lines]


@cache
def _has(char: str) -> bool:
    if char.isspace():
        return False
    letters = font("Regular", 16)
    return bytes(letters.getmask(char)) != bytes(letters.getmask(NO_GLYPH))
