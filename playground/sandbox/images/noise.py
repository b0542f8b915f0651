"""Smooth random fields, from 0 to 1: clouds, ridges, ripples."""

import numpy as np
from PIL import Image

from .canvas import Canvas, Plane

Rng = np.random.Generator


def field(rng: Rng, canvas: Canvas, cell: float, octaves: int = 4, stretch: float = 1.0) -> Plane:
    """Fractal noise over the canvas; `cell` is the size of its largest lumps, `stretch` their width to height."""
    height, width = canvas.pixels.shape[:2]
    # Lumps are far larger than pixels: half the size will do, at a quarter of the cost.
    half = (width // 2 + 1, height // 2 + 1)
    total: Plane = np.zeros(half[::-1], np.float32)
    weight = 0.0
    for octave in range(octaves):
        size = max(cell / 2**octave, 3 * canvas.pixel)
        columns, rows = int(canvas.wide / size / stretch) + 4, int(canvas.high / size) + 4
        lattice = Image.fromarray(rng.random((rows, columns), np.float32))
        box = (1.5, 1.5, columns - 1.5, rows - 1.5)
        total += np.asarray(lattice.resize(half, Image.Resampling.BICUBIC, box)) / 2**octave
        weight += 1 / 2**octave
    whole = Image.fromarray(total).resize((width, height), Image.Resampling.BILINEAR)
    return np.clip((np.asarray(whole) / weight - 0.5) * 1.6 + 0.5, 0, 1)


def tile(rng: Rng, size: int = 256, cell: int = 32) -> Plane:
    """Noise that repeats without a seam, for `sample`."""
    total = np.zeros((size, size), np.float32)
    for octave in range(4):
        count = size // (cell >> octave)
        lattice = np.pad(rng.random((count, count), np.float32), 2, mode="wrap")
        box = (2, 2, count + 2, count + 2)
        total += (
            np.asarray(Image.fromarray(lattice).resize((size, size), Image.Resampling.BICUBIC, box))
            / 2**octave
        )
    return total / 1.875


def sample(tile: Plane, x: Plane, y: Plane) -> Plane:
    """The tile's values at any places, repeated for ever; its size is one unit."""
    size = tile.shape[0]
    x, y = np.broadcast_arrays(x * size, y * size)
    left, top = np.floor(x), np.floor(y)
    across, down = x - left, y - top
    column, row = left.astype(np.int32) % size, top.astype(np.int32) % size
    next_column, next_row = (column + 1) % size, (row + 1) % size
    above = tile[row, column] * (1 - across) + tile[row, next_column] * across
    below = tile[next_row, column] * (1 - across) + tile[next_row, next_column] * across
    return np.asarray(above * (1 - down) + below * down, np.float32)


def ridge(rng: Rng, canvas: Canvas, cell: float, octaves: int = 5, *, sharp: bool = False) -> Plane:
    """A line of heights from 0 to 1 across the canvas; `sharp` for peaks with straight flanks."""
    way = Image.Resampling.BILINEAR if sharp else Image.Resampling.BICUBIC
    total, weight = np.zeros(canvas.x.size, np.float32), 0.0
    for octave in range(octaves):
        count = int(canvas.wide / cell * 2**octave) + 4
        lattice = Image.fromarray(rng.random((1, count), np.float32))
        line = lattice.resize((canvas.x.size, 1), way, (1.5, 0, count - 1.5, 1))
        total += np.asarray(line)[0] / 2**octave
        weight += 1 / 2**octave
    return total / weight
