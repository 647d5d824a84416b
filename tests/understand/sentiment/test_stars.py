"""Stars beside words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.sentiment.stars import LIKELIHOOD, weigh_stars

EVEN = np.full((1, 3), 1 / 3)


def test_one_star_is_negative_and_five_are_positive() -> None:
    assert weigh_stars(EVEN, ["1"], ["app-store"])[0, 0] > 0.7
    assert weigh_stars(EVEN, ["5"], ["google-play"])[0, 2] > 0.7


@pytest.mark.parametrize("rating", ["", "negative", "-3", "6", "0", "12", "4.5", "1e3"])
def test_what_is_no_number_of_stars_changes_nothing(rating: str) -> None:
    assert (weigh_stars(EVEN, [rating], ["app-store"]) == EVEN).all()


def test_a_number_from_a_tool_changes_nothing() -> None:
    assert (weigh_stars(EVEN, ["1"], ["x"]) == EVEN).all()


def test_a_review_that_nobody_can_read_speaks_by_its_stars() -> None:
    nothing = np.full((1, 3), np.nan)
    assert weigh_stars(nothing, ["2"], ["review"])[0, 0] > 0.4
    assert np.isnan(weigh_stars(nothing, [""], ["review"])).all()


def test_likelihoods_are_distributions() -> None:
    assert np.allclose(LIKELIHOOD.sum(axis=1), 1)


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), st.sampled_from(["1", "2", "3", "4", "5 / 5", "4.0"]))
def test_shares_still_sum_to_one(parts: list[float], rating: str) -> None:
    shares = np.array([parts]) / sum(parts)
    assert np.allclose(weigh_stars(shares, [rating], ["review"]).sum(axis=1), 1)
