"""The graph of nearest neighbours, and its partition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.graph import RESOLUTIONS, middles, neighbour_graph, partition, resolution


def unit(count: int, seed: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(seed).standard_normal((count, 6)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@given(st.integers(2, 300), st.integers(1, 12), st.integers(0, 1_000))
def test_each_text_is_linked_to_its_nearest_by_cosine(count: int, neighbours: int, seed: int) -> None:
    vectors = unit(count, seed)
    links = neighbour_graph(vectors, neighbours, 0.1).toarray()
    cosines = np.round(vectors @ vectors.T, 4)
    np.fill_diagonal(cosines, -1)
    wanted = min(neighbours, max(2, count // 8), count - 1)
    for row in range(count):
        order = np.lexsort((np.arange(count), -cosines[row]))[:wanted]
        nearest = order[cosines[row, order] >= 0.1]
        assert (links[row, nearest] > 0).all()
        assert np.allclose(links[row, nearest], cosines[row, nearest], atol=2e-4)
    assert (links == links.T).all()


def test_a_partition_separates_what_is_not_linked() -> None:
    vectors = np.repeat(np.eye(3, dtype=np.float32), 12, axis=0)
    found = partition(neighbour_graph(vectors, 5, 0.3), 0.7, seed=7)
    assert len(set(found.tolist())) == 3
    assert all(len(set(found[i : i + 12].tolist())) == 1 for i in (0, 12, 24))


@pytest.mark.parametrize(
    ("count", "expected"), [(1, RESOLUTIONS[0]), (750, 3.5), (3_000, 7.0), (10**6, RESOLUTIONS[1])]
)
def test_the_resolution_grows_with_the_root_of_the_texts(count: int, expected: float) -> None:
    assert resolution(7.0, count) == pytest.approx(expected)


def test_the_middle_of_no_text_is_nowhere() -> None:
    found = middles(np.array([0, 2]), np.eye(2, dtype=np.float32), 4)
    assert found.tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]
