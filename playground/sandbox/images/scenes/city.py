"""A skyline: rows of towers, the nearer the darker, with lit windows."""

import numpy as np

from ..canvas import Canvas, Colour
from ..noise import Rng
from ..palette import Palette, mix
from . import sky

LAMP = (1.0, 0.85, 0.5)


def city(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    dark = any(word in words for word in ("night", "moon", "neon", "cyber", "star", "midnight"))
    horizon = canvas.high * 0.85
    sky.gradient(canvas, palette, horizon)
    x, y = canvas.wide * rng.uniform(0.25, 0.75), canvas.high * rng.uniform(0.25, 0.45)
    if dark:
        sky.stars(canvas, rng, horizon * 0.7, 200)
        sky.moon(canvas, rng, x, y - 0.1, 0.07, full=True)
    else:
        sky.clouds(canvas, rng, palette.light, horizon, 0.45)
        sky.sun(canvas, mix(palette.light, sky.WARM, 0.5), x, y, rng.uniform(0.1, 0.15))
    rows = 4
    for row in range(rows):
        depth = row / (rows - 1)
        colour = mix(mix(palette.sky[2], palette.sky[1], 0.5), palette.dark, depth)
        block(canvas, rng, colour, mix(palette.accent(row), LAMP, 0.7), depth)


def block(canvas: Canvas, rng: Rng, colour: Colour, lamp: Colour, depth: float) -> None:
    x = -rng.uniform(0, 0.05)
    middle = canvas.wide * rng.uniform(0.3, 0.7)
    while x < canvas.wide:
        wide = rng.uniform(0.05, 0.11) * (0.75 + 0.5 * depth)
        centred = np.exp(-(((x + wide / 2 - middle) / 0.4) ** 2))
        tall = rng.uniform(0.12, 0.3) + 0.28 * centred * (1 - 0.55 * depth) * rng.uniform(0.4, 1)
        tower(canvas, rng, colour, lamp, (x, wide, tall), lit=0.12 + 0.5 * depth)
        x += wide * rng.uniform(0.85, 1.15)


def tower(
    canvas: Canvas, rng: Rng, colour: Colour, lamp: Colour, shape: tuple[float, float, float], lit: float
) -> None:
    x, wide, tall = shape
    top = canvas.high - tall
    part = canvas.around(x, top - tall * 0.3, x + wide, canvas.high)
    if not part.x.size:
        return
    shade = 1 + 0.14 * (0.5 - (part.x - x) / np.float32(wide))
    solid = part.inside(np.abs(part.x - x - wide / 2) - wide / 2) * part.inside(top - part.y)
    roof(part, rng, colour, x + wide / 2, top, wide)
    part.cover(np.clip(shade[..., None] * np.asarray(colour, np.float32), 0, 1), solid)
    windows(part, rng, lamp, (x, top, wide), lit)


def roof(part: Canvas, rng: Rng, colour: Colour, middle: float, top: float, wide: float) -> None:
    kind = rng.integers(4)
    across = np.abs(part.x - middle)
    if kind == 0:
        high = wide * rng.uniform(0.5, 1.6)
        part.cover(colour, part.inside(across - wide * 0.015) * part.inside(top - high - part.y))
    elif kind == 1:
        part.cover(colour, part.inside(across - wide * 0.3) * part.inside(top - wide * 0.3 - part.y))
    elif kind == 2:
        part.cover(colour, part.inside((across * 1.1 + (top - part.y) - wide * 0.52) * 0.7))


def windows(part: Canvas, rng: Rng, lamp: Colour, box: tuple[float, float, float], lit: float) -> None:
    x, top, wide = box
    cell = np.float32(0.0125)
    columns = max(2, int(wide * 0.8 / cell))
    left = x + (wide - columns * cell) / 2
    across, down = (part.x - left) / cell, (part.y - top - cell) / (cell * np.float32(1.35))
    on = rng.random((int(part.high / cell) + 3, columns)) < lit * rng.uniform(0.3, 1)
    glow = on * rng.uniform(0.4, 1, on.shape)
    column, row = np.floor(across).astype(int), np.floor(down).astype(int)
    here = glow[np.clip(row, 0, on.shape[0] - 1), np.clip(column, 0, columns - 1)]
    pane = part.inside((np.abs(across % 1 - 0.5) - 0.3) * cell) * part.inside(
        (np.abs(down % 1 - 0.5) - 0.3) * cell
    )
    part.cover(lamp, here * pane * (column >= 0) * (column < columns) * (row >= 0) * 0.9)
