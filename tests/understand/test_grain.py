"""How far themes are merged."""

from __future__ import annotations

import numpy as np

from triage.understand.grain import distinctness, merge_distinct, smooth
from triage.understand.graph import neighbour_graph


def around(*directions: float, count: int = 30) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    angles = np.concatenate([np.random.default_rng(0).normal(angle, 0.05, count) for angle in directions])
    return np.column_stack((np.cos(angles), np.sin(angles))).astype(np.float32)


def test_pieces_of_one_issue_are_joined_and_two_issues_are_not() -> None:
    vectors = around(0.0, 2.0)
    pieces = np.repeat([0, 1, 2, 3], 15)
    joined = merge_distinct(pieces, vectors, 0.6)
    assert joined.tolist() == [0] * 30 + [1] * 30


def test_what_is_farther_than_the_setting_is_never_joined() -> None:
    vectors = around(0.0, 2.0)
    pieces = np.repeat([0, 1], 30)
    assert merge_distinct(pieces, vectors, 0.6).tolist() == pieces.tolist()


def test_texts_that_are_alone_stay_alone() -> None:
    vectors = around(0.0, count=4)
    assert merge_distinct(np.arange(4), vectors, 0.6).tolist() == [0, 1, 2, 3]


def test_smoothing_moves_a_text_towards_its_neighbours_and_leaves_one_without() -> None:
    vectors = np.vstack((around(0.0, count=9), np.array([[0, -1]], np.float32)))
    moved = smooth(vectors, neighbour_graph(vectors, 3, 0.5))
    assert np.allclose(moved[-1], vectors[-1])
    assert moved[:9].std(axis=0).sum() < vectors[:9].std(axis=0).sum()
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-3)


def test_groups_that_lie_apart_are_more_distinct_than_mixed_ones() -> None:
    vectors = around(0.0, 2.0)
    assert distinctness(np.repeat([0, 1], 30), vectors) > 0.9 > distinctness(np.tile([0, 1], 30), vectors)
