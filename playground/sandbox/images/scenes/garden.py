"""Flowers before a soft background; a bouquet stands alone where nothing may be behind it."""

import numpy as np

from ..canvas import Canvas, Colour, smooth
from ..noise import Rng
from ..palette import Palette, mix, turned

LEAF = (0.24, 0.48, 0.28)


def garden(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    meadow(canvas, palette, rng)
    flowers(canvas, palette, words, rng)


def meadow(canvas: Canvas, palette: Palette, rng: Rng) -> None:
    """Light and leaves, out of focus."""
    soft = mix(palette.light, (1, 1, 1), 0.3)
    grass = mix(mix(palette.sky[1], LEAF, 0.5), palette.light, 0.35)
    down = smooth((canvas.y / canvas.high - 0.25) / 0.75)[..., None]
    canvas.cover(np.asarray(soft, np.float32) * (1 - down) + np.asarray(grass, np.float32) * down)
    for _ in range(26):
        x, y, radius = rng.uniform(0, canvas.wide), rng.uniform(0, canvas.high), rng.uniform(0.03, 0.11)
        part = canvas.around(x - radius * 1.3, y - radius * 1.3, x + radius * 1.3, y + radius * 1.3)
        tint = mix(palette.accent(int(rng.integers(6))), (1, 1, 1), 0.45)
        part.cover(tint, part.disc(x, y, radius, 0.03) * rng.uniform(0.08, 0.3))


def flowers(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    count = (
        1
        if any(word in words for word in (" a flower", " a rose", "one flower", "sunflower"))
        else int(rng.integers(5, 9))
    )
    places = np.sort(rng.permutation(np.linspace(0.16, 0.84, count))) if count > 1 else np.asarray([0.5])
    middle, spread = canvas.wide / 2, min(canvas.wide, 1.5)
    for index in rng.permutation(count):
        x = middle + (places[index] - 0.5) * spread
        size = 0.3 if count == 1 else rng.uniform(0.085, 0.15)
        y = canvas.high * (0.4 if count == 1 else rng.uniform(0.22, 0.68))
        sunny = "sunflower" in words or "daisy" in words
        colour = (0.96, 0.74, 0.13) if sunny and not palette.named else palette.accent(int(rng.integers(4)))
        stem(canvas, rng, x, y, size, mix(LEAF, palette.dark, rng.uniform(0, 0.35)))
        blossom(canvas, rng, colour, x, y, size, petals=21 if sunny else int(rng.integers(5, 12)))


def stem(canvas: Canvas, rng: Rng, x: float, y: float, size: float, colour: Colour) -> None:
    sway, foot = rng.uniform(-0.08, 0.08), canvas.high + 0.05
    part = canvas.around(x - 0.35, y, x + 0.35, foot)
    down = np.clip((part.y - y) / np.float32(foot - y), 0, 1)
    line = x + sway * np.sin(down * 2.6)
    part.cover(colour, part.inside(np.abs(part.x - line) - size * 0.045) * (part.y > y))
    for side, height in ((1, rng.uniform(0.45, 0.6)), (-1, rng.uniform(0.6, 0.8))):
        leaf(
            part,
            turned(colour, lighter=0.05),
            x + sway * np.sin(height * 2.6),
            y + height * (foot - y),
            side,
            size,
        )


def leaf(canvas: Canvas, colour: Colour, x: float, y: float, side: int, size: float) -> None:
    length = size * 1.3
    right, up = (canvas.x - x) * side, y - canvas.y
    along, across = right * 0.8 + up * 0.6, right * -0.6 + up * 0.8
    share = np.clip(along / length, 0, 1)
    wide = length * 0.2 * np.sin(share**0.8 * np.pi)
    mask = canvas.inside(np.abs(across - 0.08 * length * np.sin(share * 3)) - wide)
    shade = np.where(across > 0.08 * length * np.sin(share * 3), 1.12, 0.92)[..., None]
    canvas.cover(np.clip(shade * np.asarray(colour, np.float32), 0, 1), mask * (along > 0) * (along < length))


def blossom(canvas: Canvas, rng: Rng, colour: Colour, x: float, y: float, size: float, petals: int) -> None:
    part = canvas.around(x - size * 1.1, y - size * 1.1, x + size * 1.1, y + size * 1.1)
    right, down = part.x - x, (part.y - y) * np.float32(rng.uniform(1, 1.15))
    out, angle = np.hypot(right, down), np.arctan2(down, right)
    start = rng.uniform(0, 6.3)
    for layer in range(3):
        reach = size * (1 - 0.24 * layer)
        turn = (angle + start + layer * np.pi / petals) * petals / 2
        edge = reach * (0.42 + 0.58 * np.abs(np.cos(turn)) ** (0.5 if petals < 12 else 0.9))
        tint = turned(colour, hue=0.012 * layer, lighter=0.05 * layer - 0.04)
        share = np.clip(out / np.float32(reach), 0, 1)
        vein = 0.05 * np.cos(turn * 6) * share + 0.16 * share - 0.12
        part.cover(
            np.clip(np.asarray(tint, np.float32) * (1 + vein[..., None]), 0, 1),
            part.inside((out - edge) * 0.7),
        )
        part.cover(turned(tint, lighter=-0.2), part.inside(np.abs(out - edge) - size * 0.004) * 0.35)
    heart = (0.35, 0.2, 0.1) if petals > 12 else (0.97, 0.8, 0.3)
    part.cover(heart, part.disc(x, y, size * (0.4 if petals > 12 else 0.2)))
    for index in range(90):
        radius, at = size * (0.38 if petals > 12 else 0.18) * (index / 90) ** 0.5, index * 2.39996
        part.spot(
            mix(heart, (1, 0.9, 0.6), 0.5), x + radius * np.cos(at), y + radius * np.sin(at), size * 0.014
        )
