"""What is above the ground: light that fades, sun and moon, clouds, stars, birds."""

import numpy as np

from ..canvas import Canvas, Colour, Plane, ramp, smooth
from ..noise import Rng, field
from ..palette import Palette, mix

WARM = (1.0, 0.93, 0.76)


def gradient(canvas: Canvas, palette: Palette, horizon: float) -> None:
    at = np.clip(canvas.y / np.float32(horizon), 0, 1) ** 0.85
    canvas.cover(ramp(palette.sky, at))


def sun(canvas: Canvas, colour: Colour, x: float, y: float, radius: float) -> None:
    distance = np.hypot(canvas.x - x, canvas.y - y)
    canvas.shine(colour, 0.5 * np.exp(-((distance / (radius * 4.5)) ** 1.2)))
    canvas.shine(colour, 0.6 * np.exp(-((distance / (radius * 1.6)) ** 2)))
    canvas.cover(mix(colour, (1, 1, 1), 0.3), canvas.inside(distance - radius, radius * 0.03))


def moon(canvas: Canvas, rng: Rng, x: float, y: float, radius: float, full: bool) -> None:
    distance = np.hypot(canvas.x - x, canvas.y - y)
    canvas.shine((0.75, 0.82, 1.0), 0.4 * np.exp(-((distance / (radius * 3)) ** 1.3)))
    part = canvas.around(x - radius, y - radius, x + radius, y + radius)
    disc = part.disc(x, y, radius)
    if not full:
        disc = disc * (1 - part.disc(x + radius * 0.45, y - radius * 0.25, radius * 0.95, radius * 0.06))
    seas: Plane = np.zeros(part.pixels.shape[:2], np.float32)
    for _ in range(9):
        right, down = rng.uniform(-0.6, 0.6, 2) * radius
        crater = part.disc(x + right, y + down, rng.uniform(0.08, 0.28) * radius, radius * 0.08)
        seas = np.maximum(seas, crater)
    part.cover((0.97 - 0.1 * seas[..., None]) * np.asarray((1, 0.98, 0.92), np.float32), disc)


def clouds(canvas: Canvas, rng: Rng, colour: Colour, horizon: float, amount: float = 0.5) -> None:
    lumps = field(rng, canvas, 0.3, 5, stretch=3.2)
    low = np.clip(canvas.y / np.float32(horizon), 0, 1)
    mask = smooth((lumps - (1 - amount) + 0.12) / 0.45) * (0.25 + 0.75 * low) * smooth((1.04 - low) / 0.2)
    canvas.cover(colour, mask * 0.75)


def stars(canvas: Canvas, rng: Rng, horizon: float, count: int) -> None:
    for x, y, size in zip(
        rng.uniform(0, canvas.wide, count), rng.uniform(0, horizon, count), rng.pareto(3, count), strict=True
    ):
        radius = min(0.0009 * (1 + size), 0.004)
        glow = mix(
            (1, 1, 1), ((0.7, 0.8, 1), (1, 0.85, 0.7))[int(rng.integers(2))], float(rng.uniform(0, 0.8))
        )
        canvas.spot(mix(glow, (0.5, 0.5, 0.6), float(rng.uniform(0, 0.5))), x, y, radius, radius * 1.2)


def birds(canvas: Canvas, rng: Rng, colour: Colour, top: float, bottom: float) -> None:
    x, y = rng.uniform(0.25, 0.75) * canvas.wide, rng.uniform(top, bottom)
    for _ in range(int(rng.integers(3, 8))):
        bird(canvas, colour, x + rng.normal(0, 0.09), y + rng.normal(0, 0.03), rng.uniform(0.008, 0.016))


def bird(canvas: Canvas, colour: Colour, x: float, y: float, size: float) -> None:
    part = canvas.around(x - 2 * size, y - size, x + 2 * size, y + size)
    across = np.abs(part.x - x) / np.float32(size)
    wing: Plane = y - size * 0.55 * np.sin(np.minimum(across, 2) * 1.9) - part.y
    thin = np.abs(wing) - size * 0.12 * np.clip(1.7 - across, 0, 1)
    part.cover(colour, part.inside(thin) * (across < 1.7))
