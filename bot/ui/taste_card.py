"""A person's taste as a picture: genres, decades, countries, moods, and the likes that say most.

Everything here is synchronous and takes a few tenths of a second: call it in a worker thread.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from bot.domain.taste_profile import Share, TasteProfile
from bot.domain.text import clip, one_line
from bot.ui.taste_letters import Weight, clipped, drawable, font, wrapped

WIDTH, HEIGHT = 1200, 800
# Drawn this much larger and then reduced, which smooths every edge.
SCALE = 2
ALT_CHARACTERS = 1000
NAME_CHARACTERS = 40

Colour = tuple[int, int, int]
GOLD: Colour = (246, 196, 104)
CORAL: Colour = (238, 111, 108)
TEAL: Colour = (104, 196, 184)
LILAC: Colour = (158, 140, 222)
CREAM: Colour = (250, 244, 232)
MUTED: Colour = (176, 166, 188)
NIGHT: Colour = (18, 14, 30)
DUSK: Colour = (52, 30, 62)
# White at so little strength is a panel on any of the background's tones.
PANEL = (255, 255, 255, 16)
TRACK = (255, 255, 255, 26)
EDGE = 64
COLUMN = 640
NAME_SIZES = (58, 50, 42, 36)
ROOM_FOR_NAME = 860


def draw_card(profile: TasteProfile, name: str) -> bytes:
    """Return the picture as PNG, 1200 × 800, for the person of that name."""
    picture = _background()
    canvas = _Canvas(picture)
    _head(canvas, profile, name)
    _genres(canvas, profile.genres)
    _moods(canvas, profile.moods)
    _decades(canvas, profile.decades)
    _countries(canvas, profile.countries)
    _telling(canvas, profile)
    target = io.BytesIO()
    picture.reduce(SCALE).save(target, "PNG", compress_level=4)
    return target.getvalue()


def alternative_text(profile: TasteProfile, name: str) -> str:
    """Return what the picture says, for who does not see it; at most 1,000 characters."""
    parts = [f"The taste of {clip(one_line(name), NAME_CHARACTERS)}: {_counts(profile)}."]
    for label, shares in (
        ("Genres", profile.genres),
        ("Decades", sorted((s for s in profile.decades if s.share), key=lambda s: -s.share)[:4]),
        ("Countries", profile.countries),
        ("Moods", profile.moods),
    ):
        if shares:
            said = ", ".join(f"{share.name} {_percent(share)}" for share in shares)
            parts.append(f"{label}: {said}.")
    if profile.telling:
        told = "; ".join(f"{like.label}{f', {like.says}' if like.says else ''}" for like in profile.telling)
        parts.append(f"The likes that say most: {told}.")
    return clip(" ".join(parts), ALT_CHARACTERS)


class _Canvas:
    """Draws in the coordinates of the finished picture."""

    def __init__(self, picture: Image.Image) -> None:
        self._draw = ImageDraw.Draw(picture, "RGBA")
        self._picture = picture

    def text(
        self,
        at: tuple[float, float],
        said: str,
        weight: Weight,
        size: int,
        colour: Colour,
        *,
        anchor: str = "ls",
    ) -> None:
        """Write one line; `at` is its place on the base line unless `anchor` says otherwise."""
        place = (at[0] * SCALE, at[1] * SCALE)
        self._draw.text(place, said, font=font(weight, size * SCALE), fill=colour, anchor=anchor)

    def heading(self, at: tuple[float, float], said: str) -> None:
        """Write a heading in small spaced capitals."""
        x, y = at
        for char in said.upper():
            self.text((x, y), char, "Semibold", 17, GOLD)
            x += font("Semibold", 17 * SCALE).getlength(char) / SCALE + 2.6

    def box(
        self, box: tuple[float, float, float, float], radius: float, fill: Colour | tuple[int, int, int, int]
    ) -> None:
        """Fill a rectangle with round corners."""
        scaled = [value * SCALE for value in box]
        self._draw.rounded_rectangle(scaled, radius * SCALE, fill=fill)

    def dot(
        self, centre: tuple[float, float], radius: float, fill: Colour | tuple[int, int, int, int]
    ) -> None:
        """Fill a circle."""
        x, y = centre
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self._draw.ellipse(box, fill=fill)

    def glow(
        self, box: tuple[float, float, float, float], radius: float, left: Colour, right: Colour
    ) -> None:
        """Fill a rectangle with round corners from one colour to another."""
        x0, y0, x1, y1 = (round(value * SCALE) for value in box)
        width, height = max(1, x1 - x0), max(1, y1 - y0)
        ramp = np.linspace(0.0, 1.0, width)[None, :, None]
        colours = np.array(left) * (1 - ramp) + np.array(right) * ramp
        filled = Image.fromarray(np.broadcast_to(colours, (height, width, 3)).astype(np.uint8))
        mask = Image.new("L", (width, height), 0)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, width - 1, height - 1), min(radius * SCALE, width / 2, height / 2), fill=255
        )
        self._picture.paste(filled, (x0, y0), mask)

    @staticmethod
    def width(said: str, weight: Weight, size: int) -> float:
        """Return how wide a line is."""
        return font(weight, size * SCALE).getlength(said) / SCALE


def _background() -> Image.Image:
    """Return an evening sky with the light of a projector falling in from above."""
    y, x = np.mgrid[0 : HEIGHT // 4, 0 : WIDTH // 4].astype(np.float32)
    y, x = y / (HEIGHT / 4), x / (WIDTH / 4)
    dusk = np.clip(0.75 * (1 - y) * (0.35 + x), 0, 1)[..., None]
    sky = np.array(NIGHT) * (1 - dusk) + np.array(DUSK) * dusk
    beam = np.exp(-((x - 0.86) ** 2 / 0.05 + (y + 0.05) ** 2 / 0.16))[..., None]
    lit = sky + beam * np.array((74, 44, 26))
    small = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    picture = small.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture, "RGBA")
    for top in (14, HEIGHT - 26):
        for left in range(22, WIDTH - 22, 34):
            hole = [left * SCALE, top * SCALE, (left + 18) * SCALE, (top + 12) * SCALE]
            draw.rounded_rectangle(hole, 3 * SCALE, fill=(255, 255, 255, 20))
    return picture


def _head(canvas: _Canvas, profile: TasteProfile, name: str) -> None:
    who = drawable(clip(one_line(name), NAME_CHARACTERS))
    title = f"{who}’s taste" if who else "A taste of one’s own"
    size = next(
        (size for size in NAME_SIZES if canvas.width(title, "Bold", size) <= ROOM_FOR_NAME), NAME_SIZES[-1]
    )
    title = clipped(title, font("Bold", size * SCALE), ROOM_FOR_NAME * SCALE)
    canvas.text((EDGE - 2, 108), title, "Bold", size, CREAM)
    canvas.text((EDGE, 144), _counts(profile), "Regular", 22, MUTED)
    canvas.text((WIDTH - EDGE, 100), "Matinee", "Semibold", 30, GOLD, anchor="rs")
    canvas.text((WIDTH - EDGE, 128), "what to watch tonight", "It", 18, MUTED, anchor="rs")


def _genres(canvas: _Canvas, genres: Sequence[Share]) -> None:
    canvas.heading((EDGE, 200), "Genres")
    if not genres:
        canvas.text((EDGE, 240), "Not known yet.", "It", 20, MUTED)
        return
    most = genres[0].share
    for place, genre in enumerate(genres):
        y = 218 + place * 38
        canvas.text((EDGE, y + 23), genre.name, "Semibold", 21, CREAM)
        left, right = EDGE + 168, 560
        canvas.box((left, y + 8, right, y + 24), 8, TRACK)
        end = left + max(16, (right - left) * genre.share / most)
        canvas.glow((left, y + 8, end, y + 24), 8, CORAL, GOLD)
        canvas.text((right + 12, y + 23), _percent(genre), "Regular", 18, MUTED)


def _moods(canvas: _Canvas, moods: Sequence[Share]) -> None:
    canvas.heading((EDGE, 482), "Moods")
    colours = (LILAC, TEAL, CORAL, GOLD)
    x, y = float(EDGE), 498.0
    for place, mood in enumerate(moods):
        size = 22 if place < 2 else 19
        wide = canvas.width(mood.name, "Semibold", size) + 36
        if x + wide > COLUMN - 24:
            x, y = float(EDGE), y + 46
        if y > 550:
            return
        colour = colours[place % len(colours)]
        canvas.box((x, y, x + wide, y + 38), 19, (*colour, 52))
        canvas.dot((x + 17, y + 19), 4, colour)
        canvas.text((x + 27, y + 19), mood.name, "Semibold", size, CREAM, anchor="lm")
        x += wide + 10


def _decades(canvas: _Canvas, decades: Sequence[Share]) -> None:
    canvas.heading((COLUMN + 44, 200), "Decades")
    left, right, floor, ceiling = COLUMN + 44, WIDTH - EDGE, 398, 240
    if not decades:
        canvas.text((left, 240), "Not known yet.", "It", 20, MUTED)
        return
    most = max(decade.share for decade in decades)
    step = (right - left) / max(6, len(decades))
    for place, decade in enumerate(decades):
        x0, x1 = left + place * step + 5, left + (place + 1) * step - 5
        tall = (floor - ceiling) * decade.share / most
        canvas.box((x0, floor - 3, x1, floor), 1.5, TRACK)
        if tall:
            is_most = decade.share == most
            canvas.box((x0, floor - max(6, tall), x1, floor), 6, GOLD if is_most else (*TEAL, 190))
            canvas.text(
                ((x0 + x1) / 2, floor - max(6, tall) - 7), _percent(decade), "Regular", 16, MUTED, anchor="ms"
            )
        canvas.text(((x0 + x1) / 2, floor + 24), _decade(decade.name), "Semibold", 18, CREAM, anchor="ms")


def _countries(canvas: _Canvas, countries: Sequence[Share]) -> None:
    left, right = COLUMN + 44, WIDTH - EDGE
    canvas.heading((left, 482), "Countries")
    if not countries:
        canvas.text((left, 520), "Not known yet.", "It", 20, MUTED)
        return
    whole = max(1.0, sum(country.share for country in countries))
    canvas.box((left, 500, right, 516), 8, TRACK)
    x = float(left)
    colours = (GOLD, CORAL, TEAL, LILAC)
    for place, country in enumerate(countries):
        wide = max(8.0, (right - left) * country.share / whole)
        canvas.box((x, 500, min(right, x + wide - 3), 516), 4, colours[place])
        x += wide
        at_x = left + (place % 2) * (right - left) / 2
        at_y = 546 + (place // 2) * 30
        canvas.dot((at_x + 6, at_y - 6), 6, colours[place])
        named = clipped(f"{country.name} {_percent(country)}", font("Regular", 19 * SCALE), 195 * SCALE)
        canvas.text((at_x + 20, at_y), named, "Regular", 19, CREAM)


def _telling(canvas: _Canvas, profile: TasteProfile) -> None:
    likes = profile.telling
    canvas.heading((EDGE, 628), "The likes that say most")
    gap = 14
    wide = (WIDTH - 2 * EDGE - 4 * gap) / 5
    for place, like in enumerate(likes):
        x = EDGE + place * (wide + gap)
        canvas.box((x, 644, x + wide, 752), 12, PANEL)
        canvas.glow((x, 644, x + 5, 752), 2, CORAL, GOLD)
        name, room = drawable(like.label) or "…", (wide - 34) * SCALE
        size = 20 if len(wrapped(name, font("Semibold", 20 * SCALE), room, 9)) <= 2 else 17
        lines = wrapped(name, font("Semibold", size * SCALE), room, 2 if size == 20 else 3)
        for number, line in enumerate(lines):
            canvas.text((x + 20, 674 + number * (size + 4)), line, "Semibold", size, CREAM)
        says = wrapped(drawable(like.says), font("It", 17 * SCALE), room, 2 if len(lines) == 1 else 1)
        for number, line in enumerate(reversed(says)):
            canvas.text((x + 20, 738 - number * 21), line, "It", 17, MUTED)


def _counts(profile: TasteProfile) -> str:
    parts = [f"{profile.liked} loved"]
    if profile.disliked:
        parts.append(f"{profile.disliked} not for me")
    if profile.seen:
        parts.append(f"{profile.seen} seen")
    return " · ".join(parts)


def _decade(name: str) -> str:
    """Return the decade in short, unless it could be taken for one of our own century."""
    return name if name < "1930s" else f"’{name[2:]}"


def _percent(share: Share) -> str:
    return f"{max(1, round(100 * share.share))} %"
