"""Another picture from a given one: its colours turned, and its shapes bent, folded or dabbed."""

from collections.abc import Callable
from copy import deepcopy

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

from .canvas import Plane
from .noise import Rng
from .painter import signed

Change = Callable[[Image.Image, Rng], Image.Image]


def vary(picture: Image.Image, width: int, height: int, seed: int) -> Image.Image:
    """A variation of an RGBA picture; the same for the same seed."""
    rng = np.random.default_rng(seed)
    whole = picture.resize((width, height), Image.Resampling.LANCZOS)
    colours = recoloured(whole.convert("RGB"), float(rng.choice((-1, 1)) * rng.uniform(0.05, 0.2)))
    # One after another, so that pictures of one request differ in more than colour.
    change, same = CHANGES[seed % len(CHANGES)], deepcopy(rng)
    made = change(colours, rng)
    alpha = whole.getchannel("A")
    if alpha.getextrema() != (255, 255):
        made.putalpha(change(alpha.convert("RGB"), same).getchannel("R"))
    return signed(made)


def recoloured(picture: Image.Image, turn: float) -> Image.Image:
    hue, saturation, value = picture.convert("HSV").split()
    hue = ImageChops.add_modulo(hue, Image.new("L", hue.size, round(turn * 255) % 256))
    return Image.merge("HSV", (hue, saturation, value)).convert("RGB")


def mirrored(picture: Image.Image, rng: Rng) -> Image.Image:
    return ImageOps.mirror(picture)


def bent(picture: Image.Image, rng: Rng) -> Image.Image:
    """As seen through rippled glass."""
    x, y = places(picture)
    right, down = rng.uniform(0, 6.3, 2)
    pace = rng.uniform(5, 9)
    return taken(picture, x + 0.05 * np.sin(y * pace + right), y + 0.05 * np.sin(x * pace + down))


def swirled(picture: Image.Image, rng: Rng) -> Image.Image:
    x, y = places(picture)
    out, angle = np.hypot(x - 0.5, y - 0.5), np.arctan2(y - 0.5, x - 0.5)
    angle = angle + rng.choice((-1, 1)) * rng.uniform(1, 2.2) * np.exp(-((out / 0.3) ** 2))
    return taken(picture, 0.5 + out * np.cos(angle), 0.5 + out * np.sin(angle))


def folded(picture: Image.Image, rng: Rng) -> Image.Image:
    """A kaleidoscope of the picture."""
    x, y = places(picture)
    out, angle = np.hypot(x - 0.5, y - 0.5), np.arctan2(y - 0.5, x - 0.5) + rng.uniform(0, 6.3)
    wedge = np.pi / int(rng.integers(3, 6))
    angle = np.abs(angle % (2 * wedge) - wedge) + rng.uniform(0, 6.3)
    return taken(picture, 0.5 + out * np.cos(angle), 0.5 + out * np.sin(angle))


def dabbed(picture: Image.Image, rng: Rng) -> Image.Image:
    """Painted with a broad brush, and turned round."""
    half = picture.resize((max(8, picture.width // 2), max(8, picture.height // 2)), Image.Resampling.BOX)
    flat = half.filter(ImageFilter.MedianFilter(11)).filter(ImageFilter.UnsharpMask(4, 80, 2))
    return ImageOps.mirror(flat.resize(picture.size, Image.Resampling.BICUBIC))


def tiled(picture: Image.Image, rng: Rng) -> Image.Image:
    """Four of it, each in other colours and turned another way."""
    half = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
    whole = Image.new("RGB", picture.size)
    for column in range(2):
        for row in range(2):
            piece = recoloured(half, float(rng.uniform(0, 0.3)))
            piece = ImageOps.mirror(piece) if column else piece
            whole.paste(ImageOps.flip(piece) if row else piece, (column * half.width, row * half.height))
    return whole


CHANGES: tuple[Change, ...] = (mirrored, bent, swirled, folded, dabbed, tiled)


def places(picture: Image.Image) -> tuple[Plane, Plane]:
    """Each pixel's place, from 0 to 1 across and down."""
    across, down = (np.linspace(0, 1, side, dtype=np.float32) for side in picture.size)
    return across[None, :], down[:, None]


def taken(picture: Image.Image, x: Plane, y: Plane) -> Image.Image:
    """The picture with each pixel taken from another place, mirrored beyond its edges."""
    pixels = np.asarray(picture)
    column, row = (
        (np.abs((at + 1) % 2 - 1) * (side - 1) + 0.5).astype(np.int32)
        for at, side in zip((x, y), picture.size, strict=True)
    )
    return Image.fromarray(pixels[row, column])
