"""Animals that look at you, put together from ovals."""

import re

import numpy as np

from ..canvas import Canvas, Colour, ramp
from ..noise import Rng
from ..palette import Palette, colour, mix, turned
from .species import ANIMALS, Animal


def portrait(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    x, y = canvas.wide / 2, canvas.high / 2 - 0.03
    out = np.hypot(canvas.x - x, canvas.y - y)
    canvas.cover(ramp([palette.light, palette.sky[3], palette.sky[2]], np.clip(out / 0.9, 0, 1)))
    canvas.spot(mix(palette.sky[1], palette.sky[2], 0.5), x, y, 0.4)
    for _ in range(14):
        at, far = rng.uniform(0, 6.3), rng.uniform(0.44, 0.65)
        canvas.spot(
            palette.accent(int(rng.integers(4))),
            x + far * np.cos(at),
            y + far * np.sin(at),
            rng.uniform(0.006, 0.022),
        )
    animal(canvas, palette, words, rng)


def animal(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    kind = next((one for one in ANIMALS if re.search(rf"\b({'|'.join(one.names)})s?\b", words)), ANIMALS[5])
    coat = (
        palette.named[0]
        if palette.named
        else turned(colour(kind.coat), rng.uniform(-0.02, 0.02), rng.uniform(-0.05, 0.07))
    )
    pale = mix(colour(kind.muzzle), coat, 0.08)
    x, y, head = canvas.wide / 2, canvas.high / 2 - 0.06, 0.235 * rng.uniform(0.95, 1.05)
    y += head * 0.5 if kind.ears == "long" else 0
    extra = colour(kind.patches) if kind.patches else turned(coat, lighter=-0.06)
    oval(canvas, extra, x, y + head * 2.05, head * 1.05, head * 1.15)
    oval(canvas, pale, x, y + head * 2.2, head * 0.6, head * 0.9)
    ears(canvas, kind, coat if not kind.patches else extra, x, y, head)
    oval(canvas, coat, x, y, head * 1.12, head)
    if kind.mask:
        for side in (-1, 1):
            oval(canvas, pale, x + side * head * 0.48, y + head * 0.4, head * 0.5, head * 0.48)
    face(canvas, rng, kind, pale, x, y, head)
    if "hat" in words or "beret" in words or rng.random() < 0.3:
        scarf(canvas, palette.accent(1), x, y + head * 1.06, head)


def oval(canvas: Canvas, tint: Colour, x: float, y: float, wide: float, high: float) -> None:
    """Lit from above on the left."""
    part = canvas.around(x - wide, y - high, x + wide, y + high)
    right, down = (part.x - x) / np.float32(wide), (part.y - y) / np.float32(high)
    light = (1.06 - 0.07 * right - 0.13 * down)[..., None]
    mask = part.inside((np.hypot(right, down) - 1) * np.float32(min(wide, high)))
    part.cover(np.clip(np.asarray(tint, np.float32) * light, 0, 1), mask)


def ears(canvas: Canvas, kind: Animal, tint: Colour, x: float, y: float, head: float) -> None:
    inner = mix(turned(tint, lighter=0.12), (0.95, 0.65, 0.62), 0.45)
    size = kind.size * head
    for side in (-1, 1):
        at = x + side * kind.apart * head
        if kind.ears == "pointed":
            triangle(canvas, tint, at, y - head * 0.45, size * 1.15, size * 2.5, side * 0.25)
            triangle(canvas, inner, at, y - head * 0.45, size * 0.7, size * 1.8, side * 0.25)
        elif kind.ears == "long":
            oval(canvas, tint, at, y - head * 1.35, size, head * 0.85)
            oval(canvas, inner, at, y - head * 1.3, size * 0.55, head * 0.65)
        elif kind.ears == "hanging":
            oval(canvas, turned(tint, lighter=-0.12), at, y + head * 0.05, size * 0.75, head * 0.8)
        else:
            oval(canvas, tint, at, y - head * 0.66, size, size)
            oval(canvas, inner, at, y - head * 0.64, size * 0.6, size * 0.6)


def triangle(
    canvas: Canvas, tint: Colour, x: float, foot: float, wide: float, high: float, lean: float
) -> None:
    part = canvas.around(x - wide * 2, foot - high * 1.1, x + wide * 2, foot)
    up = foot - part.y
    across = np.abs(part.x - x - lean * up * 0.7)
    part.cover(tint, part.inside((across - wide * np.clip(1 - up / high, 0, 1) ** 0.8) * 0.8) * (up > 0))


def face(canvas: Canvas, rng: Rng, kind: Animal, pale: Colour, x: float, y: float, head: float) -> None:
    dark = (0.11, 0.09, 0.1)
    for side in (-1, 1):
        at, up = x + side * head * 0.44, y - head * 0.08
        if kind.patches:
            oval(
                canvas,
                colour(kind.patches),
                at + side * head * 0.03,
                up + head * 0.03,
                head * 0.27,
                head * 0.31,
            )
        oval(canvas, dark, at, up, head * 0.14, head * 0.17)
        canvas.spot((1, 1, 1), at - head * 0.045, up - head * 0.06, head * 0.05)
        canvas.spot((0.7, 0.7, 0.75), at + head * 0.05, up + head * 0.07, head * 0.025)
        oval(
            canvas,
            mix((0.95, 0.5, 0.5), pale, 0.5),
            at + side * head * 0.26,
            up + head * 0.42,
            head * 0.13,
            head * 0.08,
        )
        oval(canvas, pale, x + side * head * 0.16, y + head * 0.46, head * 0.25, head * 0.22)
        if kind.whiskers:
            whiskers(canvas, x + side * head * 0.25, y + head * 0.42, side, head)
    oval(canvas, dark, x, y + head * 0.29, head * 0.13, head * 0.09)
    smile(canvas, dark, x, y + head * 0.5, head)


def smile(canvas: Canvas, tint: Colour, x: float, y: float, head: float) -> None:
    part = canvas.around(x - head * 0.3, y - head * 0.2, x + head * 0.3, y + head * 0.2)
    for side in (-1, 1):
        arc = np.abs(np.hypot(part.x - x - side * head * 0.12, part.y - y) - head * 0.12) - head * 0.014
        part.cover(tint, part.inside(arc) * (part.y > y))
    part.cover(tint, part.inside(np.abs(part.x - x) - head * 0.014) * (part.y <= y))


def whiskers(canvas: Canvas, x: float, y: float, side: int, head: float) -> None:
    part = canvas.around(x - head, y - head * 0.4, x + head, y + head * 0.4)
    out = (part.x - x) * side
    for slope in (-0.22, 0.0, 0.2):
        line = np.abs(part.y - y - slope * out - slope * 0.1 * head) - head * 0.008
        part.cover((0.98, 0.97, 0.94), part.inside(line) * (out > 0) * (out < head * 0.75) * 0.85)


def scarf(canvas: Canvas, tint: Colour, x: float, y: float, head: float) -> None:
    oval(canvas, tint, x, y, head * 0.75, head * 0.17)
    oval(canvas, turned(tint, lighter=-0.08), x + head * 0.35, y + head * 0.35, head * 0.15, head * 0.42)
