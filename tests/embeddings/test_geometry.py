"""The numbers behind the pictures, against cases that can be worked out by hand and against plain numpy."""

import numpy as np
import pytest

from playground.embeddings import geometry

CROSS = np.array([[3.0, 0, 0], [-3, 0, 0], [0, 1, 0], [0, -1, 0]])


def test_finds_the_axes_of_a_cross() -> None:
    places, share = geometry.principal(CROSS)
    assert np.abs(places[:, :2]) == pytest.approx(np.array([[3, 0], [3, 0], [0, 1], [0, 1]]), abs=1e-9)
    assert share == pytest.approx(1)


def test_puts_equal_vectors_on_one_place() -> None:
    places, share = geometry.principal(np.ones((3, 5)))
    assert places.tolist() == [[0, 0]] * 3
    assert share == 0


def test_finds_the_strongest_axes_of_many_vectors_as_a_full_decomposition_does() -> None:
    random = np.random.default_rng(1)
    many = random.standard_normal((600, 400)) * np.r_[9, 5, np.ones(398)]
    places, share = geometry.principal(many)
    exact = np.linalg.svd(many - many.mean(axis=0), full_matrices=False)[1]
    assert np.linalg.norm(places[:, :2], axis=0) == pytest.approx(exact[:2], rel=1e-4)
    assert share == pytest.approx((exact[:2] ** 2).sum() / (exact**2).sum(), rel=1e-4)


def test_finds_the_axes_of_many_vectors_that_lie_in_a_plane() -> None:
    random = np.random.default_rng(2)
    flat = np.zeros((500, 400), dtype=np.float32)
    flat[:, :2] = random.standard_normal((500, 2)) * [5, 2]
    places, share = geometry.principal(flat)
    centred = flat - flat.mean(axis=0)
    assert share == pytest.approx(1, abs=1e-5)
    apart = np.linalg.norm(places[:50, None, :2] - places[None, :50, :2], axis=2)
    assert apart == pytest.approx(np.linalg.norm(centred[:50, None] - centred[None, :50], axis=2), abs=1e-3)
    assert np.isfinite(places).all()


def test_parts_three_heaps() -> None:
    heaps = np.repeat([[0.0, 0], [10, 0], [0, 10]], [5, 4, 3], axis=0) + np.arange(12)[:, None] / 100
    assert geometry.clusters(heaps).tolist() == [0] * 5 + [1] * 4 + [2] * 3
    assert len(set(geometry.clusters(heaps, 2).tolist())) == 2


def test_ranks_by_cosine_similarity() -> None:
    units = geometry.unit(np.array([[1.0, 0], [1, 1], [0, 2], [-1, 0], [0, 0]]))
    order, likeness = geometry.ranking(units, np.array([1.0, 0]))
    assert order.tolist() == [0, 1, 2, 4, 3]
    assert likeness == pytest.approx([1, 2**-0.5, 0, 0, -1])


def test_cuts_and_scales_to_length_one() -> None:
    assert geometry.shortened(np.array([[3.0, 4, 12]]), 2).tolist() == [[0.6, 0.8]]


def test_correlates_ranks() -> None:
    assert geometry.rank_correlation(np.array([1, 2, 3]), np.array([10, 20, 90])) == pytest.approx(1)
    assert geometry.rank_correlation(np.array([1, 2, 3]), np.array([3, 2, 1])) == pytest.approx(-1)
    assert geometry.ranks(np.array([5, 1, 5])).tolist() == [1.5, 0, 1.5]


def test_counts_the_neighbours_in_common() -> None:
    one = geometry.unit(np.array([[1.0, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]]))
    other = one[[0, 2, 1, 3]]
    assert geometry.overlap(one, one.copy(), 1) == 1
    assert geometry.overlap(one, other, 1) == 0
