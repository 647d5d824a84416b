"""The hidden layer is exact whatever stands beside a text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment.layer import Layer

random = np.random.default_rng(4)
INNER, OUTER = (random.normal(size=(5, 7)), random.normal(size=7)), (random.normal(size=(7, 3)), random.normal(size=3))
CENTRE, SCALE = random.normal(size=5), random.uniform(0.5, 2, 5)
LAYER = Layer.from_weights(CENTRE, SCALE, INNER, OUTER)


def test_rounding_hardly_moves_a_score() -> None:
    measures = CENTRE + SCALE * random.uniform(-5, 5, (200, 5))
    exact = np.maximum((measures - CENTRE) / SCALE @ INNER[0] + INNER[1], 0) @ OUTER[0] + OUTER[1]
    assert np.abs(LAYER.scores(measures) - exact).max() < 0.2


@given(st.integers(1, 60), st.integers(0, 59))
def test_scores_do_not_depend_on_neighbours(count: int, at: int) -> None:
    measures = np.random.default_rng(count).normal(size=(count, 5))
    row = measures[at % count]
    assert LAYER.scores(row[None]).tobytes() == LAYER.scores(measures)[at % count].tobytes()


def test_what_is_far_out_counts_as_six_deviations() -> None:
    far, farther = CENTRE + 7 * SCALE, CENTRE + 700 * SCALE
    assert LAYER.scores(far[None]).tolist() == LAYER.scores(farther[None]).tolist()


def test_a_layer_reads_back_as_it_was_kept() -> None:
    again = Layer.of(LAYER.arrays())
    assert again.scores(CENTRE[None] + 1).tolist() == LAYER.scores(CENTRE[None] + 1).tolist()


def test_a_part_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="outer_bias"):
        Layer.of({name: array for name, array in LAYER.arrays().items() if name != "outer_bias"})
