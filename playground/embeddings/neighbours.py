"""The ranked neighbours of one vector, and how shorter vectors would rank them."""

from dataclasses import dataclass

from . import geometry
from .geometry import Array
from .sets import EmbeddingSet

SHOWN = 20


@dataclass(frozen=True)
class Neighbour:
    """`moved` is how many places it rises in the ranking of the shortened vectors; negative falls."""

    number: int
    rank: int
    likeness: float
    text: str
    label: str
    moved: int


def of_query(
    found: EmbeddingSet, query: Array, dimensions: int, leave_out: int | None = None
) -> list[Neighbour]:
    """The inputs by their similarity to the query, both cut to `dimensions`; the nearest SHOWN."""
    whole, _ = geometry.ranking(found.units, geometry.unit(query[None])[0])
    rows = geometry.shortened(found.vectors, dimensions)
    order, likeness = geometry.ranking(rows, geometry.shortened(query[None], dimensions)[0])
    before = {number: rank for rank, number in enumerate(n for n in whole.tolist() if n != leave_out)}
    pairs = [pair for pair in zip(order.tolist(), likeness.tolist(), strict=True) if pair[0] != leave_out]
    return [
        Neighbour(
            number,
            rank,
            value,
            found.texts[number],
            found.labels[number] if found.labels else "",
            before[number] - rank + 1,
        )
        for rank, (number, value) in enumerate(pairs[:SHOWN], 1)
    ]


def kept_share(found: EmbeddingSet, dimensions: int) -> float | None:
    """The share of each input's nearest neighbours that the shortened vectors keep; None where nothing is cut."""
    if dimensions >= found.dimensions or found.count < 3:
        return None
    count = min(10, found.count - 1)
    return geometry.overlap(found.units, geometry.shortened(found.vectors, dimensions), count)
