"""Water under a wide sky: the sky and its sun lie mirrored and broken in it."""

import numpy as np

from ..canvas import Canvas, Colour, smooth, within_all
from ..noise import Rng, ridge, sample, tile
from ..palette import Palette, mix
from . import sky


def sea(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    horizon = canvas.high * rng.uniform(0.5, 0.62)
    sun_x, sun_y = canvas.wide * rng.uniform(0.28, 0.72), horizon - rng.uniform(0.02, 0.2)
    light = mix(mix(palette.sky[-1], palette.sky[2], 0.25), sky.WARM, 0.45)
    sky.gradient(canvas, palette, horizon)
    sky.clouds(canvas, rng, mix(palette.sky[2], palette.light, 0.45), horizon, rng.uniform(0.3, 0.55))
    if "night" in words or "moon" in words:
        sky.stars(canvas, rng, horizon, 250)
        sky.moon(canvas, rng, sun_x, sun_y - 0.15, 0.07, full=True)
    else:
        sky.sun(canvas, light, sun_x, sun_y, rng.uniform(0.06, 0.1))
    islands(canvas, rng, palette, horizon)
    water(canvas, rng, palette, horizon, sun_x, light)
    if "boat" in words or "sail" in words or "ship" in words or rng.random() < 0.5:
        boat(canvas, palette, canvas.wide * rng.uniform(0.2, 0.8), horizon + 0.05, rng.uniform(0.05, 0.09))
    sky.birds(canvas, rng, palette.dark, horizon * 0.35, horizon * 0.75)


def islands(canvas: Canvas, rng: Rng, palette: Palette, horizon: float) -> None:
    for depth in (0.55, 0.3):
        line = ridge(rng, canvas, 0.5, 5)
        shore = np.clip(line - rng.uniform(0.45, 0.6), 0, 1) * 0.35
        canvas.cover(mix(palette.dark, palette.sky[2], depth), canvas.inside(horizon - shore - canvas.y))


def water(canvas: Canvas, rng: Rng, palette: Palette, horizon: float, sun_x: float, light: Colour) -> None:
    first = int(horizon / canvas.pixel)
    part = canvas.below(first)
    x, y = part.x, part.y
    depth = (y - horizon) / np.float32(canvas.high - horizon)
    near = 1.2 + 1 / (depth + np.float32(0.06))
    lumps = tile(rng)
    swell = sample(lumps, x * near * 0.2, near * 0.5) - 0.5
    ripple = sample(lumps, x * near * 0.5 + 0.3, near * 1.7) - 0.5
    waves = swell + 0.6 * ripple
    mirrored = np.clip(
        first - 1 - (y - horizon) / canvas.pixel * 0.9 + waves * 90 * (0.15 + depth), 0, first - 1
    )
    columns = np.clip(x / canvas.pixel + waves * 60 * depth, 0, canvas.x.size - 1)
    reflected = canvas.pixels[mirrored.astype(np.int32), columns.astype(np.int32), :3]
    deep = np.asarray(mix(palette.dark, palette.sky[1], 0.35), np.float32)
    share = np.clip(0.3 + 0.45 * depth + waves * 0.9, 0, 1)[..., None]
    part.cover(reflected * (1 - share) + deep * share)
    path = np.exp(-(((x - sun_x) / (0.07 + 0.2 * depth)) ** 2))
    glitter = smooth((waves + 0.05 + 0.1 * path) / 0.16) * path * (1 - 0.35 * depth)
    part.shine(light, np.asarray(glitter * 0.7, np.float32))


def boat(canvas: Canvas, palette: Palette, x: float, y: float, size: float) -> None:
    part = canvas.around(x - size, y - 1.6 * size, x + size, y + size)
    up = y - part.y
    hull = within_all(np.abs(part.x - x) - size * 0.55 - up * 0.5, up - size * 0.04, -up - size * 0.16)
    part.cover(palette.dark, part.inside(hull))
    right = part.x - x - size * 0.04
    sail = within_all(-right, up + right * 2.6 - size * 1.5, size * 0.1 - up)
    part.cover(mix(palette.light, (1, 1, 1), 0.5), part.inside(sail))
    left = x - size * 0.04 - part.x
    jib = within_all(-left, up + left * 3.2 - size * 1.2, size * 0.1 - up)
    part.cover(palette.accent(0), part.inside(jib))
