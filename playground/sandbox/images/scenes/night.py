"""Night skies: the milky way over a dark ridge, or planets in space."""

import numpy as np

from ..canvas import Canvas, Colour, Plane, ramp, smooth
from ..noise import Rng, field, ridge, sample, tile
from ..palette import Palette, mix, turned
from . import sky
from .hills import wood


def night(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    nebula(canvas, palette, rng, palette.dark)
    sky.stars(canvas, rng, canvas.high, 900)
    if rng.random() < 0.7 or "moon" in words:
        x, y = canvas.wide * rng.uniform(0.2, 0.8), canvas.high * rng.uniform(0.15, 0.35)
        sky.moon(canvas, rng, x, y, rng.uniform(0.05, 0.08), full="full" in words)
    for depth in range(3):
        top = canvas.high * (0.8 + 0.07 * depth) - (ridge(rng, canvas, 0.7, 5) - 0.4) * 0.2
        colour = mix(mix(palette.dark, palette.sky[1], 0.35), (0.01, 0.01, 0.03), 0.35 + 0.3 * depth)
        canvas.cover(colour, canvas.inside(top[None, :] - canvas.y))
        if depth:
            wood(canvas, rng, colour, top, 0.03 + 0.03 * depth)


def space(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    nebula(canvas, palette, rng, mix(palette.dark, (0, 0, 0.02), 0.6))
    sky.stars(canvas, rng, canvas.high, 1200)
    planets(canvas, palette, words, rng)


def planets(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    x, y = canvas.wide * rng.uniform(0.4, 0.6), canvas.high * rng.uniform(0.42, 0.58)
    colours = (palette.accent(0), palette.light, turned(palette.accent(0), 0.06), palette.sky[1])
    planet(canvas, rng, colours, x, y, rng.uniform(0.2, 0.28), ringed=rng.random() < 0.65)
    side = 1 if x < canvas.wide / 2 else -1
    small = (
        palette.accent(2),
        mix(palette.accent(2), palette.dark, 0.5),
        palette.accent(3),
        palette.accent(2),
    )
    planet(canvas, rng, small, x + side * 0.36, y - rng.uniform(0.22, 0.34), 0.055, ringed=False)


def nebula(canvas: Canvas, palette: Palette, rng: Rng, dark: Colour) -> None:
    angle = rng.uniform(-0.9, 0.9)
    along = (canvas.x - canvas.wide / 2) * np.cos(angle) + (canvas.y - canvas.high / 2) * np.sin(angle)
    across = (canvas.y - canvas.high * 0.45) * np.cos(angle) - (canvas.x - canvas.wide / 2) * np.sin(angle)
    lumps, fine = field(rng, canvas, 0.5, 6), field(rng, canvas, 0.25, 5)
    band = np.exp(-(((across + (lumps - 0.5) * 0.35) / 0.3) ** 2)) * np.exp(-((along / 1.3) ** 2))
    cloud = band * smooth(lumps * 1.6 - 0.25)
    stops = (dark, mix(dark, palette.sky[1], 0.65), mix(palette.sky[1], palette.sky[2], 0.5), palette.sky[3])
    canvas.cover(ramp(stops, np.clip(cloud * 0.85 + (canvas.y / canvas.high) * 0.15, 0, 1)))
    canvas.cover(dark, smooth((fine - 0.52) / 0.25) * band * 0.7)


def planet(
    canvas: Canvas, rng: Rng, colours: tuple[Colour, ...], x: float, y: float, radius: float, *, ringed: bool
) -> None:
    part = canvas.around(x - radius * 2.1, y - radius * 2.1, x + radius * 2.1, y + radius * 2.1)
    right, down = (part.x - x) / np.float32(radius), (part.y - y) / np.float32(radius)
    distance = np.hypot(right, down)
    part.shine(colours[1], 0.35 * np.exp(-(((distance - 1) / 0.25) ** 2)) * (distance > 0.9))
    light = np.sqrt(np.clip(1 - distance**2, 0, 1)) * 0.75 - right * 0.45 - down * 0.4
    ball = globe(rng, colours, right, down) * np.clip(light, 0.04, 1)[..., None]
    disc = part.inside((distance - 1) * np.float32(radius))
    if ringed:
        ring(part, mix(colours[1], (1, 1, 1), 0.2), right, down, rng.uniform(-0.5, 0.5), disc, ball)
    else:
        part.cover(ball, disc)


def globe(rng: Rng, colours: tuple[Colour, ...], right: Plane, down: Plane) -> Plane:
    """The banded surface, seen from the side of the light."""
    lumps, tilt = tile(rng), rng.uniform(-0.5, 0.5)
    across, up = right * np.cos(tilt) - down * np.sin(tilt), right * np.sin(tilt) + down * np.cos(tilt)
    bulge = np.sqrt(np.clip(1 - right**2 - down**2, 0, 1))
    swirl = sample(lumps, across * 0.12 / (bulge + 0.6), up * 0.3)
    bands = sample(lumps, swirl * 0.05 + 0.5, up * 0.42 + (swirl - 0.5) * 0.12)
    return ramp(colours, (bands - 0.25) * 2)


def ring(
    part: Canvas, colour: Colour, right: Plane, down: Plane, tilt: float, disc: Plane, ball: Plane
) -> None:
    """A ring round a ball that is painted between its far and its near half."""
    across, up = right * np.cos(tilt) + down * np.sin(tilt), down * np.cos(tilt) - right * np.sin(tilt)
    out = np.hypot(across, up * 3.6)
    gap = smooth((out - 1.74) / 0.02) * smooth((1.8 - out) / 0.02)
    grooves = 0.55 + 0.3 * np.sin(out * 46) * np.sin(out * 17 + 1)
    mask = smooth((out - 1.35) / 0.04) * smooth((2.05 - out) / 0.05) * (1 - gap) * grooves
    part.cover(colour, mask * (up < 0))
    part.cover(ball, disc)
    part.cover(colour, mask * (up >= 0))
