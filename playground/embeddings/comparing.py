"""Two sets of vectors of the same inputs: what both find alike, and what they do not."""

from dataclasses import dataclass

import numpy as np

from . import geometry
from .sets import EmbeddingSet

MOST = 500
SHOWN = 10


@dataclass(frozen=True)
class Pair:
    one: str
    other: str
    before: float
    after: float
    moved: int


@dataclass(frozen=True)
class Comparison:
    """`overlap` of the nearest `neighbours`, `correlation` of the ranks of all pairs, the pairs that moved most.

    Of more than MOST inputs, MOST spread over the set stand for all in the pairs.
    """

    neighbours: int
    overlap: float
    correlation: float
    pairs: list[Pair]
    count: int


def compared(one: EmbeddingSet, other: EmbeddingSet) -> Comparison:
    """Needs two inputs at least."""
    neighbours = min(10, one.count - 1)
    taken = geometry.spread(one.count, MOST)
    left, right = np.triu_indices(len(taken), 1)
    before = (one.units[taken] @ one.units[taken].T)[left, right]
    after = (other.units[taken] @ other.units[taken].T)[left, right]
    moved = geometry.ranks(before) - geometry.ranks(after)
    most = [place for place in np.argsort(-np.abs(moved), kind="stable")[:SHOWN] if moved[place]]
    return Comparison(
        neighbours,
        geometry.overlap(one.units, other.units, neighbours),
        geometry.rank_correlation(before, after),
        [
            Pair(
                one.texts[taken[left[place]]],
                one.texts[taken[right[place]]],
                float(before[place]),
                float(after[place]),
                round(float(moved[place])),
            )
            for place in most
        ],
        len(left),
    )
