"""Weights are packed into a byte each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment.tables import Tables, narrowed, widened

NOTHING = np.empty(0, np.uint64), np.empty((2, 0, 3))


@given(st.lists(st.integers(-127, 127), max_size=9))
def test_packed_weights_read_back(roots: list[int]) -> None:
    packed = np.array(roots, np.int8)
    assert narrowed(widened(packed)).tolist() == roots


def test_small_weights_keep_more_of_their_value() -> None:
    weights = np.array([[1.0, 0.5, -0.01]])
    tables = Tables.from_weights(weights, np.zeros((1, 3)), NOTHING, np.zeros(3))
    assert np.abs(tables.words * tables.unit - weights).max() < 0.005
    assert np.abs(tables.words * tables.unit - weights)[0, 2] < 0.001


def test_tables_of_nothing_are_zero() -> None:
    tables = Tables.from_weights(np.zeros((2, 3)), np.zeros((2, 3)), NOTHING, np.zeros(3))
    assert not tables.words.any()
