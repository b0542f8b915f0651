"""Under the open sky: a house and a tree."""

import numpy as np

from ..canvas import Canvas, Colour, Plane, within_all
from ..noise import Rng
from ..palette import Palette, mix, turned
from . import sky

LEAVES, BARK = (0.33, 0.58, 0.33), (0.4, 0.27, 0.2)


def lit(part: Canvas, colour: Colour, mask: Plane, right: Plane, down: Plane) -> None:
    """Cover with a colour that is brighter above on the left; `right` and `down` are from -1 to 1 over the thing."""
    light = (1.02 - 0.13 * right - 0.1 * down)[..., None]
    part.cover(np.clip(np.asarray(colour, np.float32) * light, 0, 1), mask)


def outdoors(canvas: Canvas, palette: Palette, rng: Rng, ground: float) -> None:
    sky.gradient(canvas, palette, canvas.high)
    sky.clouds(canvas, rng, mix(palette.light, (1, 1, 1), 0.5), canvas.high, 0.55)
    if ground < 1:
        for step, colour in enumerate((mix(palette.sky[1], LEAVES, 0.4), mix(palette.dark, LEAVES, 0.55))):
            curve = canvas.high * (ground + 0.08 * step) + 0.035 * np.sin(canvas.x * 2.6 + 2 * step)
            canvas.cover(colour, canvas.inside(curve - canvas.y))


def house(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    outdoors(canvas, palette, rng, 0.68)
    home(canvas, palette, words, rng)


def home(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    x, foot, half = canvas.wide / 2, canvas.high * 0.8, 0.23
    wall, roof = mix(palette.light, (1, 1, 1), 0.3), palette.accent(0)
    across, up = canvas.x - x, foot - canvas.y
    canvas.cover(
        mix(roof, palette.dark, 0.5), box(canvas, x + half * 0.5, foot - half * 2, half * 0.16, half * 0.55)
    )
    lit(canvas, wall, box(canvas, x, foot - half * 0.6, half, half * 0.6), across / half, up * 0)
    gable = within_all(np.abs(across) * 0.75 + up - half * 2.1, half * 1.15 - up)
    lit(canvas, roof, canvas.inside(gable * 0.8), across / half, up * 0)
    for side in (-1, 1):
        pane(canvas, palette, x + side * half * 0.55, foot - half * 0.65, half * 0.2)
    canvas.cover(turned(roof, lighter=-0.15), box(canvas, x, foot - half * 0.36, half * 0.17, half * 0.36))
    canvas.spot((1, 0.85, 0.4), x + half * 0.1, foot - half * 0.36, half * 0.03)


def box(canvas: Canvas, x: float, y: float, wide: float, high: float) -> Plane:
    return canvas.inside(within_all(np.abs(canvas.x - x) - wide, np.abs(canvas.y - y) - high))


def pane(canvas: Canvas, palette: Palette, x: float, y: float, half: float) -> None:
    part = canvas.around(x - half * 1.3, y - half * 1.3, x + half * 1.3, y + half * 1.3)
    part.cover(mix(palette.dark, (0.4, 0.25, 0.2), 0.5), box(part, x, y, half * 1.15, half * 1.15))
    part.cover((1, 0.88, 0.55), box(part, x, y, half, half))
    for wide, high in ((0.06, 1.0), (1.0, 0.06)):
        part.cover(mix(palette.dark, (0.4, 0.25, 0.2), 0.5), box(part, x, y, half * wide, half * high))


def orchard(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    outdoors(canvas, palette, rng, 0.72)
    tree(canvas, palette, words, rng)


def tree(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    x, foot = canvas.wide / 2, canvas.high * 0.86
    up = foot - canvas.y
    trunk = np.abs(canvas.x - x - 0.03 * np.sin(up * 7)) - 0.03 - 0.05 * np.exp(-up / 0.04)
    canvas.cover(BARK, canvas.inside(within_all(trunk, -up, up - 0.4)))
    green = (0.87, 0.47, 0.16) if "autumn" in words else LEAVES
    leaves = palette.named[0] if palette.named else turned(green, rng.uniform(-0.03, 0.03))
    angle, out = rng.uniform(0, 6.3, 120), np.sqrt(rng.uniform(0, 1, 120))
    for down, right in sorted(
        zip(0.17 * out * np.sin(angle), 0.24 * out * np.cos(angle), strict=True), reverse=True
    ):
        lighter = -0.7 * float(down) - 0.05 + rng.uniform(-0.04, 0.04)
        tint = turned(leaves, rng.uniform(-0.02, 0.02), float(np.clip(lighter, -0.2, 0.16)))
        canvas.spot(tint, x + float(right), foot - 0.48 + float(down), rng.uniform(0.035, 0.075))
