"""Pictures of nothing in particular: marbled flows, waves, circles, shapes in a grid, rays and stained glass."""

from collections.abc import Callable

import numpy as np

from ..canvas import Canvas, Colour, Plane, ramp, smooth
from ..noise import Rng, field, ridge
from ..palette import Palette, mix


def colours(palette: Palette, rng: Rng) -> list[Colour]:
    """Some that are seen well together, dark and light ones among them."""
    chosen = [palette.accent(int(index)) for index in rng.permutation(len(palette.accents))[:4]]
    return [palette.dark, *chosen[:2], palette.light, *chosen[2:]]


def flow(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    """Paint stirred together: noise bent by noise, its layers lit from one side."""
    bend, slow = field(rng, canvas, 0.7, 3), field(rng, canvas, 0.9, 3)
    angle = rng.uniform(0, 6.3)
    along = canvas.x * np.float32(np.cos(angle)) + canvas.y * np.float32(np.sin(angle))
    height = along * 0.6 + bend * 1.5 + 0.35 * np.sin(slow * 9)
    at = (height * rng.uniform(0.7, 1)) % 2
    stops = [palette.dark, palette.sky[1], palette.accent(0), palette.sky[2], palette.light]
    surface = ramp(stops, np.where(at > 1, 2 - at, at))
    band = height * 7 % 1
    light = 1 + 0.2 * (band**3 - 0.35) - 0.1 * smooth((band - 0.965) / 0.035)
    canvas.cover(np.clip(surface * light[..., None], 0, 1))


def waves(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    count = int(rng.integers(7, 11))
    stops = [palette.light, palette.sky[3], palette.sky[2], palette.accent(0), palette.sky[1], palette.dark]
    tints = ramp(stops, np.linspace(0, 1, count + 1))
    canvas.cover(tints[0])
    phase, pace = rng.uniform(0, 6.3), rng.uniform(3.5, 6)
    for step in range(1, count + 1):
        lift = canvas.high * (step - 0.4) / (count + 0.4)
        swing = np.sin(canvas.x[0] * pace + phase + step * 0.75) * 0.045
        top = lift + swing + (ridge(rng, canvas, 0.9, 2) - 0.5) * 0.16
        part = canvas.below(int(np.clip((top.min() - 0.15) / canvas.pixel, 0, canvas.y.size - 1)))
        below = part.y - top[None, :]
        part.cover(palette.dark, np.exp(-np.abs(np.minimum(below, 0)) / 0.025) * 0.22)
        shade = (1 + 0.12 * np.exp(-np.maximum(below, 0) / 0.03) - 0.05)[..., None]
        part.cover(np.clip(tints[step] * shade, 0, 1), part.inside(-below))


def circles(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    """As many circles as fit, none over another."""
    tints = colours(palette, rng)
    canvas.cover(mix(palette.light, (1, 1, 1), 0.4) if rng.random() < 0.6 else palette.dark)
    placed: Plane = np.zeros((0, 3))
    for _ in range(2600):
        x, y = rng.uniform(0, canvas.wide), rng.uniform(0, canvas.high)
        room = (np.hypot(placed[:, 0] - x, placed[:, 1] - y) - placed[:, 2]).min(initial=0.17) - 0.006
        if room > 0.009:
            radius = min(room, 0.17 * rng.beta(1, 2) + 0.012)
            placed = np.vstack((placed, (x, y, radius)))
            rings(canvas, rng, tints, x, y, radius)


def rings(canvas: Canvas, rng: Rng, tints: list[Colour], x: float, y: float, radius: float) -> None:
    for share in (1.0, 0.72, 0.45, 0.2)[: 1 + int(rng.integers(4))]:
        canvas.spot(tints[1 + int(rng.integers(len(tints) - 1))], x, y, radius * share)


def shapes(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    """Quarter circles, discs and triangles in squares, as posters of the 1920s had them."""
    tints = colours(palette, rng)
    side = 1 / int(rng.integers(4, 7))
    for row in range(int(np.ceil(canvas.high / side))):
        for column in range(int(np.ceil(canvas.wide / side))):
            ground, figure, dot = (tints[int(index)] for index in rng.permutation(len(tints))[:3])
            x, y = column * side, row * side
            part = canvas.around(x, y, x + side, y + side)
            part.cover(ground)
            right = part.x - x if rng.random() < 0.5 else x + side - part.x
            down = part.y - y if rng.random() < 0.5 else y + side - part.y
            for colour, distance in figures(rng, right, down, side, figure, dot):
                part.cover(colour, part.inside(distance))


def figures(
    rng: Rng, right: Plane, down: Plane, side: float, figure: Colour, dot: Colour
) -> list[tuple[Colour, Plane]]:
    """What stands in one square: shapes by the distance to their edges, in the order to paint them."""
    quarter, middle = np.hypot(right, down), np.hypot(right - side / 2, down - side / 2)
    kinds: list[list[tuple[Colour, Plane]]] = [
        [(figure, quarter - side), (dot, quarter - side * 0.5)],
        [(figure, middle - side * 0.42), (dot, middle - side * 0.2)],
        [(figure, (right + down - side) * 0.7)],
        [
            (figure, np.hypot(right, down - side / 2) - side / 2),
            (dot, np.hypot(right, down - side / 2) - side / 4),
        ],
        [(figure, np.abs(quarter - side * 0.7) - side * 0.13), (dot, quarter - side * 0.3)],
        [(figure, np.abs((right % (side / 3)) - side / 6) - side / 12 + 0 * down)],
    ]
    return kinds[rng.integers(len(kinds))]


def rays(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    """Stripes that go out from one point behind a disc."""
    x, y = canvas.wide * rng.uniform(0.35, 0.65), canvas.high * rng.uniform(0.5, 0.75)
    out, angle = np.hypot(canvas.x - x, canvas.y - y), np.arctan2(canvas.y - y, canvas.x - x)
    count = int(rng.integers(9, 15))
    turn = (angle / (2 * np.pi) + rng.uniform(0, 1) + out * rng.uniform(-0.12, 0.12)) * count
    edge = (np.abs(turn % 1 - 0.5) - 0.25) * out * 6.28 / count
    canvas.cover(ramp([palette.light, palette.sky[2], palette.sky[1]], np.clip(out / 1.1, 0, 1)))
    canvas.cover(
        ramp([palette.sky[3], palette.accent(0), palette.dark], np.clip(out / 1.1, 0, 1)), canvas.inside(edge)
    )
    for share, colour in (
        (1.0, palette.dark),
        (0.93, palette.light),
        (0.72, palette.accent(1)),
        (0.4, palette.accent(2)),
    ):
        canvas.spot(colour, x, y, 0.24 * share)


def glass(canvas: Canvas, palette: Palette, words: str, rng: Rng) -> None:
    """Stained glass: every pixel has the colour of the nearest of scattered points, with lead between."""
    cells = int(rng.integers(7, 11))
    columns, rows = int(canvas.wide * cells) + 3, int(canvas.high * cells) + 3
    right, down = rng.uniform(0.1, 0.9, (2, rows, columns)).astype(np.float32)
    tints = np.asarray(colours(palette, rng)[1:], np.float32)[rng.integers(5, size=(rows, columns))]
    tints = np.clip(tints * rng.uniform(0.75, 1.2, (rows, columns, 1)), 0, 1).astype(np.float32)
    x, y = np.broadcast_arrays(canvas.x * cells + 1, canvas.y * cells + 1)
    column, row = x.astype(np.int32), y.astype(np.int32)
    first = np.full(x.shape, 9, np.float32)
    second, nearest = first.copy(), np.zeros(x.shape, np.int32)
    for aside in (-1, 0, 1):
        for under in (-1, 0, 1):
            at = (row + under) * columns + column + aside
            distance = np.hypot(column + aside + right.ravel()[at] - x, row + under + down.ravel()[at] - y)
            nearest = np.where(distance < first, at, nearest)
            second = np.minimum(second, np.maximum(first, distance))
            first = np.minimum(first, distance)
    light = (1.12 - 0.3 * first)[..., None]
    canvas.cover(np.clip(tints.reshape(-1, 3)[nearest] * light, 0, 1))
    canvas.cover(mix(palette.dark, (0, 0, 0), 0.4), canvas.inside((second - first - 0.06) / (1.6 * cells)))


ALL: tuple[Callable[[Canvas, Palette, str, Rng], None], ...] = (flow, waves, circles, shapes, rays, glass)
