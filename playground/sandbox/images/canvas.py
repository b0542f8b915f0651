"""A picture while it is painted: premultiplied light and alpha as floats, covered layer by layer.

Lengths are in units of the shorter side, so that a picture of any size is composed alike; `x` and `y` are the
pixels' places as a row and a column that broadcast to the whole.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[Any]
Colour = tuple[float, float, float]
# Of a ramp: more than an eye or eight bits can tell.
STEPS = 4096


class Canvas:
    def __init__(self, x: Plane, y: Plane, pixels: Plane, pixel: float) -> None:
        self.x, self.y, self.pixels, self.pixel = x, y, pixels, pixel

    @classmethod
    def blank(cls, width: int, height: int) -> "Canvas":
        pixel = 1 / min(width, height)
        x = (np.arange(width, dtype=np.float32) + 0.5)[None, :] * np.float32(pixel)
        y = (np.arange(height, dtype=np.float32) + 0.5)[:, None] * np.float32(pixel)
        return cls(x, y, np.zeros((height, width, 4), np.float32), pixel)

    @property
    def wide(self) -> float:
        return self.x.size * self.pixel

    @property
    def high(self) -> float:
        return self.y.size * self.pixel

    def around(self, left: float, top: float, right: float, bottom: float) -> "Canvas":
        """The part of this canvas within a box: painting on it paints here, at the cost of its size."""
        columns = slice(*np.searchsorted(self.x[0], (left - self.pixel, right + self.pixel)))
        rows = slice(*np.searchsorted(self.y[:, 0], (top - self.pixel, bottom + self.pixel)))
        return Canvas(self.x[:, columns], self.y[rows], self.pixels[rows, columns], self.pixel)

    def below(self, row: int) -> "Canvas":
        return Canvas(self.x, self.y[row:], self.pixels[row:], self.pixel)

    def inside(self, distance: Plane, blur: float = 0.0) -> Plane:
        """How much of each pixel lies within a shape, from the signed distance to its edge."""
        return np.clip(0.5 - distance / np.float32(self.pixel + blur), 0, 1)

    def disc(self, x: float, y: float, radius: float, blur: float = 0.0) -> Plane:
        return self.inside(np.hypot(self.x - x, self.y - y) - radius, blur)

    def cover(self, colour: Any, mask: Any = 1.0) -> None:
        """Lay a colour, or a plane of colours, over what is there, where the mask is."""
        alpha = np.broadcast_to(np.asarray(mask, np.float32), self.pixels.shape[:2])[..., None]
        self.pixels *= 1 - alpha
        self.pixels[..., :3] += np.asarray(colour, np.float32) * alpha
        self.pixels[..., 3:] += alpha

    def shine(self, colour: Colour, mask: Plane) -> None:
        """Add light, which never exceeds white, to what is there."""
        alpha = self.pixels[..., 3:]
        light = self.pixels[..., :3]
        light += (alpha - light) * (mask[..., None] * np.asarray(colour, np.float32))

    def spot(self, colour: Colour, x: float, y: float, radius: float, blur: float = 0.0) -> None:
        reach = radius + blur
        part = self.around(x - reach, y - reach, x + reach, y + reach)
        part.cover(colour, part.disc(x, y, radius, blur))


def ramp(stops: Sequence[Colour], at: Plane) -> Plane:
    """The colours at places from 0 to 1 along evenly spaced stops."""
    fine, places = np.linspace(0, 1, STEPS), np.linspace(0, 1, len(stops))
    channels = [np.interp(fine, places, channel) for channel in zip(*stops, strict=True)]
    table = np.stack(channels, axis=-1).astype(np.float32)
    return table[(np.clip(at, 0, 1) * (STEPS - 1)).astype(np.int32)]


def within_all(*distances: Plane) -> Plane:
    """The signed distance to what lies within all of these shapes."""
    return reduce(np.maximum, distances)


def smooth(at: Any) -> Any:
    """0 below 0, 1 above 1, and no corner between."""
    at = np.clip(at, 0, 1)
    return at * at * (3 - 2 * at)
