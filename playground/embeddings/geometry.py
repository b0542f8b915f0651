"""The numbers behind the pictures: unit vectors, principal axes, clusters, ranks. Pure numpy."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FEW = 40
EXACT = 300
AXES = 16
SPARE = 8
ROUNDS = 12
MOST_CLUSTERS = 8
LEAST = 1e-14


def unit(vectors: Array) -> Array:
    """Rows of length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Array = vectors / np.where(lengths > 0, lengths, 1)
    return scaled


def shortened(vectors: Array, dimensions: int) -> Array:
    """The first numbers of each row, scaled to length 1 again: what `dimensions` does upstream."""
    return unit(vectors[:, :dimensions])


def principal(vectors: Array, count: int = AXES) -> tuple[Array, float]:
    """Coordinates on the principal axes, strongest first, and the share of the variance that the first two keep."""
    centred = vectors - vectors.mean(axis=0)
    total = float((centred**2).sum())
    if total < 1e-12:
        return np.zeros((len(vectors), 2)), 0.0
    axes = exact_axes(centred) if min(centred.shape) <= FEW else near_axes(centred, count)
    places = centred @ axes[:count].T
    # Which way an axis points is arbitrary: the farthest point lies on its positive side.
    ends = np.take_along_axis(places, np.abs(places).argmax(axis=0)[None], axis=0)
    places = places * np.where(ends < 0, -1, 1)
    if places.shape[1] < 2:
        places = np.hstack([places, np.zeros((len(places), 1))])
    return places, float((places[:, :2] ** 2).sum()) / total


def exact_axes(centred: Array) -> Array:
    axes: Array = np.linalg.svd(centred, full_matrices=False)[2]
    return axes


def near_axes(centred: Array, count: int) -> Array:
    """The strongest axes by subspace iteration: a hundredth of the work of all of them."""
    basis = np.random.default_rng(0).standard_normal((centred.shape[1], count + SPARE)).astype(centred.dtype)
    for _ in range(ROUNDS):
        basis = spanned(centred.T @ (centred @ basis))
    places = centred @ basis
    axes: Array = (basis @ turns(places)[0]).T
    return axes


def spanned(columns: Array) -> Array:
    """Orthonormal columns that span the same.

    By way of the small matrix of their products: LAPACK's QR of a tall one spends its time on threads that wait.
    """
    turned, squares = turns(columns)
    lengths = np.sqrt(np.maximum(squares, squares[0] * LEAST))
    spanning: Array = (columns @ (turned / lengths)).astype(columns.dtype)
    return spanning


def turns(columns: Array) -> tuple[Array, Array]:
    """The rotation that parts the columns, and the squares of their lengths after it, longest first."""
    exact = columns.astype(np.float64)
    squares, turned = np.linalg.eigh(exact.T @ exact)
    return turned[:, ::-1], squares[::-1]


def clusters(places: Array, wanted: int = 0) -> Array:
    """The cluster of each point, the largest first; `wanted` 0 takes as many as part them best."""
    count = len(places)
    if wanted:
        return ordered(k_means(places, min(wanted, count)))
    if count < 4:
        return np.zeros(count, dtype=int)
    tried = [k_means(places, number) for number in range(2, min(MOST_CLUSTERS, count // 2) + 1)]
    return ordered(max(tried, key=lambda groups: parting(places, groups)))


def k_means(places: Array, count: int, rounds: int = 40) -> Array:
    """Lloyd's algorithm from centres that lie far apart; the same points give the same clusters."""
    centres = [places[np.linalg.norm(places - places.mean(axis=0), axis=1).argmax()]]
    while len(centres) < count:
        centres.append(places[distances(places, np.array(centres)).min(axis=1).argmax()])
    middle = np.array(centres)
    groups: Array = distances(places, middle).argmin(axis=1)
    for _ in range(rounds):
        middle = np.array(
            [places[groups == k].mean(axis=0) if (groups == k).any() else middle[k] for k in range(count)]
        )
        before, groups = groups, distances(places, middle).argmin(axis=1)
        if (before == groups).all():
            break
    return groups


def distances(points: Array, centres: Array) -> Array:
    squares = (points**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1) - 2 * points @ centres.T
    apart: Array = np.sqrt(np.maximum(squares, 0))
    return apart


def parting(places: Array, groups: Array) -> float:
    """How well clusters lie apart, up to 1: the simplified silhouette."""
    middle = np.array([places[groups == k].mean(axis=0) for k in np.unique(groups)])
    if len(middle) < 2:
        return -1.0
    near = np.sort(distances(places, middle), axis=1)[:, :2]
    return float(((near[:, 1] - near[:, 0]) / np.maximum(near[:, 1], 1e-12)).mean())


def ordered(groups: Array) -> Array:
    """Clusters numbered by size, the largest being 0."""
    names, counts = np.unique(groups, return_counts=True)
    rank = {name: place for place, name in enumerate(names[np.argsort(-counts, kind="stable")])}
    return np.array([rank[name] for name in groups])


def ranking(units: Array, query: Array) -> tuple[Array, Array]:
    """All rows by their cosine similarity to the query, nearest first, and the similarities in that order."""
    likeness = units @ query
    order = np.argsort(-likeness, kind="stable")
    return order, likeness[order]


def ranks(values: Array) -> Array:
    """The rank of each value from 0, equal ones sharing their middle rank."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middle: Array = (ends - (counts + 1) / 2)[place]
    return middle


def rank_correlation(one: Array, other: Array) -> float:
    """Spearman's: 1 where both are in the same order, -1 where one is the other's reverse."""
    a, b = ranks(one) - (len(one) - 1) / 2, ranks(other) - (len(other) - 1) / 2
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / scale if scale else 1.0


def nearest(units: Array, count: int, rows: Array) -> Array:
    """The numbers of the `count` nearest others of each of these rows."""
    likeness = units[rows] @ units.T
    likeness[np.arange(len(rows)), rows] = -np.inf
    return np.argpartition(-likeness, count - 1, axis=1)[:, :count]


def overlap(one: Array, other: Array, count: int) -> float:
    """The share of nearest neighbours that two sets of vectors of the same inputs have in common.

    Of more than EXACT rows, EXACT spread over the set stand for all.
    """
    rows = spread(len(one), EXACT)
    pairs = zip(nearest(one, count, rows), nearest(other, count, rows), strict=True)
    return float(np.mean([len(set(a.tolist()) & set(b.tolist())) / count for a, b in pairs]))


def spread(count: int, most: int) -> Array:
    """At most so many numbers below `count`, evenly apart."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))
