"""Single things, large in the middle: a balloon among balloons, a rocket, a heart."""

import numpy as np

from ..canvas import Canvas, Colour, within_all
from ..noise import Rng
from ..palette import Palette, mix, turned
from . import sky
from .outdoors import lit, outdoors


def balloons(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    outdoors(canvas, palette, rng, 1)
    for size in (0.06, 0.09, 0.13):
        x, y = canvas.wide * rng.uniform(0.1, 0.9), canvas.high * rng.uniform(0.15, 0.6)
        balloon_at(canvas, palette, rng, x, y, size)
    balloon(canvas, palette, words, rng)


def balloon(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    balloon_at(canvas, palette, rng, canvas.wide / 2, canvas.high * 0.42, 0.27)


def balloon_at(canvas: Canvas, palette: Palette, rng: Rng, x: float, y: float, size: float) -> None:
    part = canvas.around(x - size, y - size, x + size, y + size * 1.8)
    right, down = (part.x - x) / np.float32(size), (part.y - y) / np.float32(size)
    wide = np.where(down < 0, 1, np.clip(1 - 0.62 * (np.maximum(down, 0) / 1.25) ** 1.7, 0.05, 1))
    body = within_all(np.hypot(right / wide, np.minimum(down, 0)) - 1, down - 1.25)
    gores = np.sin(np.arcsin(np.clip(right / wide, -1, 1)) * 7)
    for rope in (-0.2, 0.2):
        line = within_all(np.abs(right - rope * 1.4 + (down - 1.25) * rope) - 0.012, 1.2 - down, down - 1.55)
        part.cover(palette.dark, part.inside(line * np.float32(size)))
    first, second = palette.accent(int(rng.integers(3))), palette.accent(int(rng.integers(3, 6)))
    mask = part.inside(body * np.float32(size * 0.8))
    lit(part, first, mask, right * 1.5, down)
    lit(part, mix(second, palette.light, 0.4), mask * np.clip(gores * 9 + 0.5, 0, 1), right * 1.5, down)
    basket = within_all(np.abs(right) - 0.17, 1.5 - down, down - 1.72)
    part.cover((0.5, 0.33, 0.2), part.inside(basket * np.float32(size)))


def launch(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    sky.gradient(canvas, palette, canvas.high)
    sky.stars(canvas, rng, canvas.high, 250)
    rocket(canvas, palette, words, rng)


def rocket(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    x, y, size = canvas.wide / 2, canvas.high * 0.45, 0.3
    right, down = (canvas.x - x) / np.float32(size), (canvas.y - y) / np.float32(size)
    for reach, colour in ((1.0, (0.95, 0.45, 0.15)), (0.75, (1, 0.75, 0.25)), (0.45, (1, 0.97, 0.8))):
        flame = np.abs(right) - 0.26 * np.sin(np.clip((0.95 + reach * 0.7 - down) / reach / 0.7, 0, 1) * 1.9)
        canvas.cover(colour, canvas.inside(within_all(flame, 0.85 - down, down - 0.95 - reach * 0.7) * size))
    fin = within_all(np.abs(right) - 0.72 + np.abs(down - 0.95) * 0.9, 0.35 - down, down - 1.02)
    canvas.cover(palette.accent(0), canvas.inside(fin * size * 0.7))
    nose, tail = np.clip(-down / 1.25, 0, 1) ** 2.3, np.clip(down, 0, 1) ** 2
    hull = np.abs(right) - 0.4 * (1 - nose) * (1 - 0.3 * tail)
    mask = canvas.inside(within_all(hull, -down - 1.25, down - 0.95) * size * 0.8)
    lit(canvas, mix(palette.light, (1, 1, 1), 0.6), mask, right * 2.5, down * 0)
    lit(canvas, palette.accent(0), mask * np.clip((-0.62 - down) * 200, 0, 1), right * 2.5, down * 0)
    canvas.spot(palette.dark, x, y - size * 0.2, size * 0.2)
    canvas.spot((0.6, 0.85, 0.95), x, y - size * 0.2, size * 0.155)
    canvas.spot((0.9, 0.97, 1), x - size * 0.05, y - size * 0.25, size * 0.04)


def valentine(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    canvas.cover(mix(palette.light, (1, 1, 1), 0.3))
    for _ in range(40):
        place = (canvas.wide * rng.uniform(0, 1), canvas.high * rng.uniform(0, 1))
        heart_at(
            canvas,
            mix(palette.accent(int(rng.integers(6))), palette.light, 0.55),
            *place,
            rng.uniform(0.01, 0.05),
        )
    heart(canvas, palette, words, rng)


def heart(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    red = palette.named[0] if palette.named else (0.87, 0.2, 0.28)
    tint = turned(red, rng.uniform(-0.04, 0.02), rng.uniform(-0.04, 0.06))
    heart_at(canvas, tint, canvas.wide / 2, canvas.high * 0.48, rng.uniform(0.26, 0.33))


def heart_at(canvas: Canvas, colour: Colour, x: float, y: float, size: float) -> None:
    part = canvas.around(x - 1.3 * size, y - 1.3 * size, x + 1.3 * size, y + 1.3 * size)
    right, up = (part.x - x) / np.float32(size), (y - part.y) / np.float32(size)
    edge = np.hypot(right, (up - 0.62 * np.sqrt(np.abs(right)) + 0.15) * 1.1) - 1
    lit(part, colour, part.inside(edge * np.float32(size * 0.7)), right * 1.5, -up)
