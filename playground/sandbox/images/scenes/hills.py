"""Ranges of hills behind each other, paler with distance; trees, snow or dunes as the words have it."""

import numpy as np

from ..canvas import Canvas, Colour, Plane, smooth
from ..noise import Rng, field, ridge
from ..palette import Palette, mix, turned
from . import sky

GRASS = (0.29, 0.5, 0.27)


def hills(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    horizon = canvas.high * 0.72
    sky.gradient(canvas, palette, horizon)
    night = "night" in words or "moon" in words
    x, y = canvas.wide * rng.uniform(0.2, 0.8), canvas.high * rng.uniform(0.16, 0.36)
    if night:
        sky.stars(canvas, rng, horizon, 260)
        sky.moon(canvas, rng, x, y, 0.06, full=rng.random() < 0.5)
    else:
        sky.birds(canvas, rng, palette.dark, canvas.high * 0.15, canvas.high * 0.4)
        sky.clouds(canvas, rng, mix(palette.light, (1, 1, 1), 0.5), horizon, rng.uniform(0.35, 0.55))
        sky.sun(canvas, mix(palette.light, sky.WARM, 0.5), x, y + 0.08, rng.uniform(0.05, 0.1))
    peaks = any(word in words for word in ("mountain", "alp", "peak", "snow", "volcano"))
    dunes = "desert" in words or "dune" in words
    ranges(canvas, rng, palette, steep=peaks, bare=dunes, green=not palette.named and not night)


def ranges(canvas: Canvas, rng: Rng, palette: Palette, *, steep: bool, bare: bool, green: bool) -> None:
    far, near = mix(palette.sky[2], palette.sky[1], 0.55), palette.dark
    if bare:
        far, near = mix(palette.sky[2], palette.light, 0.2), mix(palette.sky[1], (0.45, 0.2, 0.1), 0.5)
    elif green:
        near = mix(palette.dark, GRASS, 0.35)
    count = int(rng.integers(5, 8))
    for step in range(count):
        depth = step / (count - 1)
        base = canvas.high * (0.48 + 0.44 * depth**1.15)
        colour = mix(far, near, depth**0.9)
        peaked = steep and depth < 0.5
        line = ridge(
            rng, canvas, 0.42 if peaked else 0.9 - 0.3 * depth, 7 if peaked else 2 + step // 2, sharp=peaked
        )
        height = 0.5 - 0.3 * depth if peaked else 0.18
        top = base - (line - 0.35) * height
        mist = mix(palette.sky[3], colour, 0.35)
        range_of(canvas, colour, mist, top)
        if peaked:
            snow(canvas, rng, top, base, mix((0.97, 0.98, 1), colour, 0.1 + depth * 0.3))
        if not bare and depth > 0.45:
            wood(canvas, rng, turned(colour, lighter=-0.03), top, 0.02 + 0.06 * (depth - 0.4) ** 1.2)


def range_of(canvas: Canvas, colour: Colour, mist: Colour, top: Plane) -> None:
    """All below the line `top`, misty towards its foot."""
    part = canvas.below(int(np.clip(top.min() / canvas.pixel - 2, 0, canvas.y.size - 1)))
    down = part.y - top[None, :]
    fade = (np.clip(down / np.float32(0.28), 0, 1) ** 1.5 * 0.5)[..., None]
    part.cover(
        np.asarray(colour, np.float32) * (1 - fade) + np.asarray(mist, np.float32) * fade, part.inside(-down)
    )


def snow(canvas: Canvas, rng: Rng, top: Plane, base: float, colour: Colour) -> None:
    """Snow down from the line `top`, the deeper the higher it is, brighter on the side of the light."""
    ragged = field(rng, canvas, 0.07, 3)
    below_top = canvas.y - top[None, :]
    deep = np.clip((base - top) * 1.1 - 0.06, 0, 1)[None, :] * (0.15 + 0.9 * ragged)
    faces = field(rng, canvas, 0.09, 4)
    mask = canvas.inside(-below_top) * smooth((deep - below_top) / 0.012)
    canvas.cover(colour, mask * (0.55 + 0.45 * smooth((0.62 - faces) / 0.12)))


def wood(canvas: Canvas, rng: Rng, colour: Colour, top: Plane, size: float) -> None:
    """Conifers along the line of a hill, in groups."""
    x = 0.0
    density = ridge(rng, canvas, 0.3, 2)
    while x < canvas.wide:
        place = min(int(x / canvas.pixel), canvas.x.size - 1)
        tall = size * rng.uniform(0.5, 1.3)
        if density[place] > 0.47:
            conifer(canvas, colour, x, float(top[place]) + tall * 0.12, tall)
        x += size * rng.uniform(0.12, 0.5)


def conifer(canvas: Canvas, colour: Colour, x: float, foot: float, tall: float) -> None:
    part = canvas.around(x - tall * 0.35, foot - tall, x + tall * 0.35, foot)
    if not part.x.size or not part.y.size:
        return
    up = (foot - part.y) / np.float32(tall)
    tier = (1 - up) * 0.19 + 0.05 * ((1 - up) * 5.5 % 1) - 0.02
    distance = (np.abs(part.x - x) / np.float32(tall) - tier) * np.float32(tall * 0.8)
    part.cover(colour, part.inside(distance) * (up > 0) * (up < 1))
