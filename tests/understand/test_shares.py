"""Shares with their uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.shares import estimate_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray


def night(*themes: tuple[float, int]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    counts = np.array([count for _, count in themes])
    negative = np.array([share * count for share, count in themes])
    rest = counts - negative
    return np.column_stack([negative, rest * 0.6, rest * 0.4]), negative, counts


def test_two_of_two_never_beats_four_hundred_of_six_hundred() -> None:
    shares = estimate_shares(*night((1.0, 2), (400 / 600, 600), (0.2, 500), (0.5, 40)), doubt=0.5)
    assert shares.low[0] < shares.low[1]


def test_shares_sum_to_one_and_lie_in_their_interval() -> None:
    shares = estimate_shares(*night((0.9, 10), (0.1, 30), (0.5, 3)))
    assert np.allclose(shares.expected.sum(axis=1), 1)
    assert (shares.low < shares.expected[:, 0]).all()
    assert (shares.expected[:, 0] < shares.high).all()


def test_no_number_of_mentions_makes_the_model_surer_than_it_is() -> None:
    shares = estimate_shares(*night((0.5, 100_000), (0.5, 100), (0.4, 50), (0.6, 50)), doubt=0.5)
    wide = shares.high - shares.low
    assert wide[0] == pytest.approx(2 * 1.645 * 0.5 * 0.25, rel=0.03)
    assert wide[1] > wide[0]


def test_a_theme_that_nobody_scored_has_no_share() -> None:
    shares = estimate_shares(*night((0.9, 10), (0.0, 0)))
    assert np.isnan(shares.expected[1]).all()
    assert np.isnan(shares.low[1])
    assert not np.isnan(shares.low[0])


def test_a_night_without_any_score_has_no_shares() -> None:
    assert np.isnan(estimate_shares(*night((0.0, 0))).low).all()


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 500))
def test_more_negative_voices_never_lower_the_interval(one: float, other: float, count: int) -> None:
    few, many = sorted((one, other))
    others = ((0.4, 100), (0.6, 80), (0.2, 50))
    low = [estimate_shares(*night((share, count), *others), doubt=0.5) for share in (few, many)]
    if low[0].prior == low[1].prior:
        assert low[1].low[0] >= low[0].low[0] - 1e-9
