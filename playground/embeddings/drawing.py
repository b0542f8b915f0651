"""The map as points in a drawing of WIDTH x HEIGHT, and the matrix as shades."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from . import geometry
from .sets import EmbeddingSet

WIDTH, HEIGHT, MARGIN = 480, 340, 20
MOST_WORDS = 30
WORDS_LENGTH = 28
LINE, LETTER = 13, 6.2
COLOURS = 8
MOST_IN_MATRIX = 50
SHADES = 10


@dataclass(frozen=True)
class Point:
    number: int
    x: int
    y: int
    colour: int
    group: str
    text: str
    words: str

    @property
    def words_before(self) -> bool:
        return words_before(self.x)


@dataclass(frozen=True)
class Group:
    colour: int
    name: str
    count: int


def grouping(found: EmbeddingSet, wanted: int, by_label: bool) -> tuple[list[int], list[str]]:
    """The group of each input as a number, and the groups' names."""
    if by_label and found.labels:
        names = sorted(set(found.labels), key=lambda name: (-found.labels.count(name), name))[:COLOURS]
        return [names.index(label) if label in names else COLOURS for label in found.labels], [
            *names,
            "other",
        ]
    found_groups = geometry.clusters(found.places[0], wanted) if wanted else found.best_clusters
    groups = found_groups.tolist()
    return groups, [f"cluster {number + 1}" for number in range(max(groups) + 1)]


def points(found: EmbeddingSet, groups: list[int], names: list[str]) -> list[Point]:
    places = scaled(found.places[0][:, :2])
    words = written(places, found.texts) if found.count <= MOST_WORDS else [""] * found.count
    return [
        Point(number, x, y, group % (COLOURS + 1), names[group], found.texts[number][:120], words[number])
        for number, ((x, y), group) in enumerate(zip(places, groups, strict=True))
    ]


def scaled(places: Any) -> list[tuple[int, int]]:
    """Where the points lie in the drawing, both directions to the same scale."""
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    scale = (room / np.maximum(high - low, 1e-9)).min()
    if not np.isfinite(scale) or (high - low).max() < 1e-9:
        scale = 0.0
    middle = np.array([WIDTH / 2, HEIGHT / 2])
    moved = middle + (places - (low + high) / 2) * scale * np.array([1, -1])
    return [(round(x), round(y)) for x, y in moved.tolist()]


def written(places: list[tuple[int, int]], texts: list[str]) -> list[str]:
    """The words beside each point; none where they would lie on other words."""
    taken: list[tuple[float, float, int]] = []
    found = []
    for (x, y), text in zip(places, texts, strict=True):
        words = text if len(text) <= WORDS_LENGTH else f"{text[: WORDS_LENGTH - 1]}…"
        length = 10 + len(words) * LETTER
        low, high = (x - length, x + 6) if words_before(x) else (x - 6, x + length)
        is_free = all(abs(y - other) >= LINE or high < start or low > stop for start, stop, other in taken)
        found.append(words if is_free else "")
        if is_free:
            taken.append((low, high, y))
    return found


def words_before(x: int) -> bool:
    """Whether a point's words end at it: in the right half, where they would not fit after it."""
    return x > WIDTH / 2


def legend(groups: list[int], names: list[str]) -> list[Group]:
    counts = [groups.count(number) for number in range(len(names))]
    return [
        Group(number, name, count)
        for number, (name, count) in enumerate(zip(names, counts, strict=True))
        if count
    ]


def matrix(found: EmbeddingSet) -> list[list[tuple[int, float]]]:
    """Each pair's shade from 0 to SHADES, and its cosine similarity; empty for more inputs than one can read."""
    if found.count > MOST_IN_MATRIX:
        return []
    likeness = np.clip(found.units @ found.units.T, -1, 1).tolist()
    return [[(shade(value), value) for value in line] for line in likeness]


def shade(value: float) -> int:
    return max(0, min(SHADES, round(value * SHADES)))
